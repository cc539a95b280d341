//! Doc comments from untrusted text.

use super::Code;

const WIDTH: usize = 100;

/// The lines of a doc comment's body. No line can end the comment or pass for a tag.
pub(super) fn lines(text: &str, tags: &[String], indent: usize) -> Vec<String> {
    let width = WIDTH.saturating_sub(indent + 3).max(40);
    let mut lines = Vec::new();
    for line in text.trim().split(['\n', '\u{2028}', '\u{2029}', '\r', '\u{b}', '\u{c}', '\u{85}']) {
        let line = clean(line);
        if line.trim_start().starts_with('@') {
            wrap(line.replacen('@', "\\@", 1), width, &mut lines);
        } else {
            wrap(line, width, &mut lines);
        }
    }
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.extend(tags.iter().map(|tag| clean(tag)));
    lines
}

fn clean(line: &str) -> String {
    let line = line.trim_end();
    if line.bytes().all(|b| matches!(b, b' '..=b'~') && b != b'/') {
        return line.to_owned();
    }
    let printable: String = line.chars().filter(|c| *c == '\t' || !c.is_control()).collect();
    // Twice, because taking the end of a comment apart must not put another one together.
    printable.trim_end().replace("*/", "*\\/").replace("</", "<\\/")
}

fn wrap(line: String, width: usize, out: &mut Vec<String>) {
    let indented = line.starts_with("    ") || line.starts_with('\t');
    if line.len() <= width || line.chars().count() <= width || indented {
        out.push(line);
        return;
    }
    let mut current = String::new();
    for word in line.split(' ') {
        // A line that began with `@` inside the text would read as a tag.
        let fits = current.chars().count() + 1 + word.chars().count() <= width || word.starts_with('@');
        if !current.is_empty() && !fits {
            out.push(std::mem::take(&mut current).trim_end().to_owned());
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    out.push(current.trim_end().to_owned());
}

/// A whole doc comment, or nothing, as it stands before a declaration that is indented by `indent`.
#[must_use]
pub fn doc_comment(text: &str, tags: &[String], indent: usize) -> Code {
    let lines = lines(text, tags, indent);
    let pad = " ".repeat(indent);
    Code(match lines.as_slice() {
        [] => String::new(),
        [only] => format!("/** {only} */\n{pad}"),
        lines => {
            let mut out = String::from("/**\n");
            for line in lines {
                out.push_str(format!("{pad} * {line}").trim_end());
                out.push('\n');
            }
            out + &pad + " */\n" + &pad
        }
    })
}

/// Text for the middle of a comment's line.
#[must_use]
pub fn comment_text(text: &str) -> Code {
    Code(text.split_inclusive('\n').map(clean_inline).collect())
}

fn clean_inline(line: &str) -> String {
    let printable: String = line.chars().filter(|c| !c.is_control()).collect();
    printable.replace("*/", "*\\/").replace("</", "<\\/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cannot_be_ended_or_tagged_by_its_text() {
        assert_eq!(lines("a */ b **//", &[], 0), ["a *\\/ b **\\//"]);
        assert_eq!(lines("x\n@deprecated\u{2028}y", &[], 0), ["x", "\\@deprecated", "y"]);
    }

    #[test]
    fn breaks_long_lines_at_words() {
        let text = "word ".repeat(40);
        assert!(lines(&text, &[], 2).iter().all(|l| l.len() <= 95));
    }
}
