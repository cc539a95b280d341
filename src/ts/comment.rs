//! Doc comments from untrusted text.

use super::{Code, WIDTH};

/// What other tools would take for an instruction, wherever in a comment it stands, and what is
/// written in its place. The first two would end a comment and a component's script.
const DISARMED: &[(&str, &str)] = &[
    ("*/", "*\\/"),
    ("</", "<\\/"),
    ("@jsx", "@\\jsx"),
    ("@ts-", "@\\ts-"),
    ("@__", "@\\__"),
    ("#__", "#\\__"),
    ("sourceMappingURL=", "sourceMappingURL\\="),
    ("sourceURL=", "sourceURL\\="),
];

/// The lines of a doc comment's body. No line can end the comment or pass for a tag.
fn lines(text: &str, tags: &[String], indent: usize) -> Vec<String> {
    let width = WIDTH.saturating_sub(indent + 3).max(40);
    let mut lines = Vec::new();
    let text = text.trim();
    let common = if text.contains(BREAKS) { common_indent(text) } else { 0 };
    for (i, line) in text.split(BREAKS).enumerate() {
        let line = clean(if i == 0 { line } else { without_indent(line, common) });
        wrap(without_tag(line), width, &mut lines);
    }
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.extend(tags.iter().map(|tag| clean(&tag.replace(BREAKS, " "))));
    lines
}

const BREAKS: [char; 7] = ['\n', '\u{2028}', '\u{2029}', '\r', '\u{b}', '\u{c}', '\u{85}'];

/// What all lines but the first are indented by, as text in a Python source often is.
fn common_indent(text: &str) -> usize {
    let indents = text.split(BREAKS).skip(1).filter(|line| !line.trim().is_empty());
    indents.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0)
}

fn without_indent(line: &str, common: usize) -> &str {
    line.get(common..).unwrap_or_default()
}

/// Some readers look for a tag behind stars and slashes too, as in `// @ts-ignore`.
fn without_tag(line: String) -> String {
    let start = line.find(|c: char| !c.is_whitespace() && c != '*' && c != '/' && c != '\\');
    match start {
        Some(at) if line[at..].starts_with('@') => format!("{}\\{}", &line[..at], &line[at..]),
        _ => line,
    }
}

fn clean(line: &str) -> String {
    let line = line.trim_end();
    if line.bytes().all(|b| matches!(b, b' '..=b'~') && !matches!(b, b'/' | b'@' | b'#' | b'=')) {
        return line.to_owned();
    }
    let mut line: String = line.chars().filter(|c| *c == '\t' || !is_hidden(*c)).collect();
    for (armed, disarmed) in DISARMED {
        if line.contains(armed) {
            line = line.replace(armed, disarmed);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Control characters, and those that change the order in which the text around them is shown.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn wrap(line: String, width: usize, out: &mut Vec<String>) {
    let indented = line.starts_with("    ") || line.starts_with('\t');
    if line.len() <= width || line.chars().count() <= width || indented {
        out.push(line);
        return;
    }
    let (mut current, mut length) = (String::new(), 0);
    for word in line.split(' ') {
        let characters = word.chars().count();
        // A line that began with `@` inside the text would read as a tag.
        let fits = length + 1 + characters <= width || word.starts_with('@');
        if !current.is_empty() && !fits {
            out.push(std::mem::take(&mut current).trim_end().to_owned());
            length = 0;
        }
        if !current.is_empty() {
            current.push(' ');
            length += 1;
        }
        current.push_str(word);
        length += characters;
    }
    out.push(current.trim_end().to_owned());
}

/// A whole doc comment, or nothing, as it stands before a declaration that is indented by `indent`.
#[must_use]
pub fn doc_comment(text: &str, tags: &[String], indent: usize) -> Code {
    if text.is_empty() && tags.is_empty() {
        return Code::default();
    }
    let lines = lines(text, tags, indent);
    let pad = " ".repeat(indent);
    let fits = |line: &str| indent + "/**  */".len() + line.chars().count() <= WIDTH;
    Code(match lines.as_slice() {
        [] => String::new(),
        [only] if fits(only) => format!("/** {only} */\n{pad}"),
        lines => {
            let mut out = String::from("/**\n");
            for line in lines {
                out.push_str(&pad);
                out.push_str(" * ");
                out.push_str(line);
                out.truncate(out.trim_end().len());
                out.push('\n');
            }
            out + &pad + " */\n" + &pad
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cannot_be_ended_or_tagged_by_its_text() {
        assert_eq!(lines("a */ b **//", &[], 0), ["a *\\/ b **\\//"]);
        assert_eq!(lines("x\n@deprecated\u{2028}y", &[], 0), ["x", "\\@deprecated", "y"]);
        assert_eq!(lines("\n * @a\n// @b\n/** @c */", &[], 0), ["* \\@a", "// \\@b", "/** \\@c *\\/"]);
        assert_eq!(lines("", &["@default \"a\nb */\"".to_owned()], 0), ["@default \"a b *\\/\""]);
    }

    /// The removal of one character must not put together what was taken apart.
    #[test]
    fn hidden_characters_hide_nothing() {
        assert_eq!(lines("*\u{0}/ *\u{202e}/ <\u{2066}/script>", &[], 0), ["*\\/ *\\/ <\\/script>"]);
    }

    #[test]
    fn instructs_no_other_tool() {
        assert_eq!(
            lines("see @jsxImportSource evil, @ts-ignore, #__PURE__ and //# sourceMappingURL=x", &[], 0),
            ["see @\\jsxImportSource evil, @\\ts-ignore, #\\__PURE__ and //# sourceMappingURL\\=x"]
        );
    }

    #[test]
    fn breaks_long_lines_at_words() {
        let text = "word ".repeat(40);
        assert!(lines(&text, &[], 2).iter().all(|l| l.len() <= 95));
        assert!(doc_comment(&"x".repeat(95), &[], 0).as_str().starts_with("/**\n * x"));
    }
}
