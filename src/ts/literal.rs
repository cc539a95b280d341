//! Text in quotes, and names that need none.

use std::fmt::Write;

/// A double-quoted string literal that means `text` in any script, inline ones included.
#[must_use]
pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // `</script>` and `<!--` end or change an inline script.
            '<' => out.push_str("\\u003c"),
            c if c.is_control() || is_invisible(c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Line separators, and characters that change how the text around them is shown.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[must_use]
pub fn is_identifier_start(c: char) -> bool {
    swc_ecma_ast::Ident::is_valid_start(c) && is_established(c)
}

#[must_use]
pub fn is_identifier_part(c: char) -> bool {
    // The joiners are allowed, but not seen.
    swc_ecma_ast::Ident::is_valid_continue(c) && !is_invisible(c) && is_established(c)
}

/// Unicode still fills the planes after these, with letters that many a TypeScript doesn't know.
fn is_established(c: char) -> bool {
    c < '\u{30000}'
}

/// The bytes that a name of ASCII alone is made of.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        plain[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$';
        byte += 1;
    }
    plain
};

/// Whether `name` may follow a dot, reserved words included.
#[must_use]
pub fn is_identifier_name(name: &str) -> bool {
    if name.bytes().all(|b| PLAIN[usize::from(b)]) {
        return name.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    }
    name.chars().next().is_some_and(is_identifier_start) && name.chars().all(is_identifier_part)
}

/// A member's name as it is written in a type: bare when it can be.
#[must_use]
pub fn property_key(name: &str) -> String {
    if is_identifier_name(name) { name.to_owned() } else { string(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_literal() {
        assert_eq!(string("a\"b\\c\n\u{2028}</script>"), r#""a\"b\\c\n\u2028\u003c/script>""#);
        assert_eq!(string("${x}`é😀"), "\"${x}`é😀\"");
    }

    #[test]
    fn what_is_no_letter_is_quoted() {
        assert_eq!(property_key("日本𝒳"), "日本𝒳");
        for other in ["\u{3d000}", "\u{a5ee0}", "\u{10ffff}", "\u{200d}", "\u{e0061}"] {
            assert_eq!(property_key(other), string(other));
        }
    }

    #[test]
    fn keys_are_quoted_when_they_must_be() {
        assert_eq!(property_key("user_id"), "user_id");
        assert_eq!(property_key("class"), "class");
        assert_eq!(property_key("a-b"), "\"a-b\"");
        assert_eq!(property_key(""), "\"\"");
        assert_eq!(property_key("1"), "\"1\"");
    }
}
