//! Finds the byte range that a JSON pointer names, by walking the text again. Only a run that has
//! something to report pays for it, so that a good schema costs nothing.

use std::ops::Range;

use super::Pointer;

/// The range of the value at `pointer`, or of the nearest ancestor that exists.
pub fn locate(text: &str, pointer: &Pointer) -> Range<usize> {
    let mut cursor = Cursor { bytes: text.as_bytes(), at: 0 };
    for segment in pointer.segments() {
        cursor.space();
        let start = cursor.at;
        if !cursor.enter(text, &segment) {
            cursor.at = start;
            break;
        }
    }
    cursor.space();
    let start = cursor.at;
    cursor.skip_value();
    start..cursor.at.max(start)
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// Moves to the member or element that `segment` names; false when there is none.
    fn enter(&mut self, text: &str, segment: &str) -> bool {
        let object = match self.peek() {
            b'{' => true,
            b'[' => false,
            _ => return false,
        };
        self.at += 1;
        for index in 0.. {
            self.space();
            if matches!(self.peek(), b'}' | b']' | 0) {
                return false;
            }
            let found = if object {
                let start = self.at;
                self.skip_string();
                let matches = serde_json::from_str::<String>(&text[start..self.at]).is_ok_and(|key| key == segment);
                self.space();
                self.at += 1;
                matches
            } else {
                segment.parse() == Ok(index)
            };
            self.space();
            if found {
                return true;
            }
            self.skip_value();
            self.space();
            if self.peek() == b',' {
                self.at += 1;
            }
        }
        false
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at = self.bytes.len();
    }

    fn skip_value(&mut self) {
        let mut depth = 0usize;
        while self.at < self.bytes.len() {
            match self.peek() {
                b'"' => self.skip_string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' if depth == 0 => return,
                _ => self.at += 1,
            }
            if depth == 0 && !matches!(self.peek(), b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'+' | b'E') {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'a>(text: &'a str, pointer: &str) -> &'a str {
        &text[locate(text, &Pointer::parse(pointer))]
    }

    #[test]
    fn finds_members_elements_and_escaped_keys() {
        let text = r#"{"a": [1, {"b/c": "x"}], "\u0064": true, "e": -1.5e3}"#;
        assert_eq!(at(text, "/a/0"), "1");
        assert_eq!(at(text, "/a/1/b~1c"), r#""x""#);
        assert_eq!(at(text, "/d"), "true");
        assert_eq!(at(text, "/e"), "-1.5e3");
    }

    #[test]
    fn falls_back_to_the_nearest_ancestor() {
        let text = r#"{"a": {"b": 1}}"#;
        assert_eq!(at(text, "/a/missing/deeper"), r#"{"b": 1}"#);
        assert_eq!(at(text, "/nothing"), text);
    }
}
