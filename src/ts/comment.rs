//! Doc comments from untrusted text.

use std::borrow::Cow;

use super::{Code, WIDTH, push_spaces};

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
fn lines<'t>(text: &'t str, tags: &'t [String], indent: usize) -> Vec<Cow<'t, str>> {
    let width = WIDTH.saturating_sub(indent + 3).max(40);
    let mut lines = Vec::new();
    let text = text.trim();
    if is_plain(text) {
        wrap(clean(text), width, &mut lines);
    } else {
        let common = if text.contains(BREAKS) { common_indent(text) } else { 0 };
        for (i, line) in split(text).enumerate() {
            let line = clean(if i == 0 { line } else { without_indent(line, common) });
            wrap(line, width, &mut lines);
        }
    }
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines.extend(
        tags.iter().map(|tag| {
            if is_plain(tag) { clean(tag) } else { Cow::Owned(clean(&tag.replace(BREAKS, " ")).into_owned()) }
        }),
    );
    lines
}

/// Whether all of it is printable ASCII, without the ends of lines.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~'))
}

const BREAKS: [char; 7] = ['\n', '\u{2028}', '\u{2029}', '\r', '\u{b}', '\u{c}', '\u{85}'];

/// The lines of a text, whatever ends them; `\r\n` ends one.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.split(|c| c != '\r' && BREAKS.contains(&c));
    lines.flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// What all lines but the first are indented by, as text in a Python source often is.
fn common_indent(text: &str) -> usize {
    let indents = split(text).skip(1).filter(|line| !line.trim().is_empty());
    indents.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0)
}

fn without_indent(line: &str, common: usize) -> &str {
    line.get(common..).unwrap_or_default()
}

/// Some readers look for a tag behind stars and slashes too, as in `// @ts-ignore`.
fn without_tag(line: Cow<str>) -> Cow<str> {
    let start = line.find(|c: char| !c.is_whitespace() && c != '*' && c != '/' && c != '\\');
    match start {
        Some(at) if line[at..].starts_with('@') => Cow::Owned(format!("{}\\{}", &line[..at], &line[at..])),
        _ => line,
    }
}

fn clean(line: &str) -> Cow<'_, str> {
    let line = line.trim_end();
    let mut line = if is_plain(line) {
        Cow::Borrowed(line)
    } else {
        Cow::Owned(line.chars().filter(|c| *c == '\t' || !is_hidden(*c)).collect())
    };
    // One of these is in everything that is disarmed.
    if line.bytes().any(|b| matches!(b, b'/' | b'@' | b'#' | b'=')) {
        for (armed, disarmed) in DISARMED {
            if line.contains(armed) {
                line = Cow::Owned(line.replace(armed, disarmed));
            }
        }
    }
    if let Cow::Owned(line) = &mut line {
        line.truncate(line.trim_end().len());
    }
    line
}

/// Control characters, and those that change the order in which the text around them is shown.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn wrap<'t>(line: Cow<'t, str>, width: usize, out: &mut Vec<Cow<'t, str>>) {
    let indented = line.starts_with("    ") || line.starts_with('\t');
    if line.len() <= width || line.chars().count() <= width || indented {
        out.push(without_tag(line));
        return;
    }
    let (mut current, mut length) = (String::new(), 0);
    for word in line.split(' ') {
        let characters = word.chars().count();
        // A line that began with `@` inside the text would read as a tag.
        let fits = length + 1 + characters <= width || word.starts_with('@');
        if !current.is_empty() && !fits {
            out.push(without_tag(Cow::Owned(std::mem::take(&mut current).trim_end().to_owned())));
            length = 0;
        }
        if !current.is_empty() {
            current.push(' ');
            length += 1;
        }
        current.push_str(word);
        length += characters;
    }
    out.push(without_tag(Cow::Owned(current.trim_end().to_owned())));
}

/// A whole doc comment, or nothing, as it stands before a declaration that is indented by `indent`.
#[must_use]
pub fn doc_comment(text: &str, tags: &[String], indent: usize) -> Code {
    let mut out = String::new();
    push_doc_comment(&mut out, text, tags, indent);
    Code(out)
}

/// The same, after what `out` has already.
pub(super) fn push_doc_comment(out: &mut String, text: &str, tags: &[String], indent: usize) {
    if text.is_empty() && tags.is_empty() {
        return;
    }
    let lines = lines(text, tags, indent);
    let pad = |out: &mut String| push_spaces(out, indent);
    let fits = |line: &str| indent + "/**  */".len() + line.chars().count() <= WIDTH;
    match lines.as_slice() {
        [] => {}
        [only] if fits(only) => {
            out.extend(["/** ", only, " */\n"]);
            pad(out);
        }
        lines => {
            out.push_str("/**\n");
            for line in lines {
                pad(out);
                out.push_str(" * ");
                out.push_str(line);
                out.truncate(out.trim_end().len());
                out.push('\n');
            }
            pad(out);
            out.push_str(" */\n");
            pad(out);
        }
    }
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

    /// Where a line is broken, too.
    #[test]
    fn no_broken_line_passes_for_a_tag() {
        for stars in ["*", "//", "\\"] {
            let text = format!("{} {stars} @deprecated", "x".repeat(96));
            assert_eq!(lines(&text, &[], 0), ["x".repeat(96), format!("{stars} \\@deprecated")]);
        }
    }

    #[test]
    fn one_line_end_ends_one_line() {
        assert_eq!(lines("a\r\nb\rc\n\r\nd", &[], 0), ["a", "b", "c", "", "d"]);
    }

    #[test]
    fn breaks_long_lines_at_words() {
        let text = "word ".repeat(40);
        assert!(lines(&text, &[], 2).iter().all(|l| l.len() <= 95));
        assert!(doc_comment(&"x".repeat(95), &[], 0).as_str().starts_with("/**\n * x"));
    }
}
