//! Finds the byte ranges that JSON pointers name, by walking the text again: once, for all of them.
//! Only a run that has something to report pays for it, so that a good schema costs nothing.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use super::{Pointer, Spot};

/// The range of each wanted spot. What doesn't exist has that of its nearest ancestor that does.
pub fn locate(text: &str, wanted: &[(&Pointer, Spot)]) -> Vec<Range<usize>> {
    let mut root = Node::default();
    for (id, (pointer, spot)) in wanted.iter().enumerate() {
        let mut node = &mut root;
        for segment in pointer.segments() {
            node = node.children.entry(segment).or_default();
        }
        node.wanted.push((id, *spot));
    }
    let mut walk = Walk { text, bytes: text.as_bytes(), at: 0, ranges: vec![0..0; wanted.len()] };
    walk.value(&mut root);
    for (range, (_, spot)) in walk.ranges.iter_mut().zip(wanted) {
        if let Spot::Offset(at) = *spot {
            *range = at..at + 1;
        }
    }
    walk.ranges
}

/// Line and column, both from one, of each offset.
pub fn positions(text: &str, mut offsets: Vec<usize>) -> HashMap<usize, (usize, usize)> {
    offsets.sort_unstable();
    offsets.dedup();
    let (mut line, mut column, mut at) = (1, 1, 0);
    let mut positions = HashMap::with_capacity(offsets.len());
    for offset in offsets {
        let end = floor(text, offset);
        for c in text[at..end].chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        at = end;
        positions.insert(offset, (line, column));
    }
    positions
}

/// The largest character boundary up to `index`.
pub fn floor(text: &str, index: usize) -> usize {
    text.floor_char_boundary(index)
}

/// What is wanted at a place and below it.
#[derive(Default)]
struct Node {
    wanted: Vec<(usize, Spot)>,
    children: BTreeMap<String, Node>,
    times: usize,
}

impl Node {
    fn each(&self, f: &mut impl FnMut(usize)) {
        self.wanted.iter().for_each(|(id, _)| f(*id));
        self.children.values().for_each(|child| child.each(f));
    }
}

struct Walk<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    ranges: Vec<Range<usize>>,
}

impl<'t> Walk<'t> {
    fn value(&mut self, node: &mut Node) {
        self.space();
        let start = self.at;
        match self.peek() {
            b'{' if !node.children.is_empty() => self.members(node),
            b'[' if !node.children.is_empty() => self.elements(node),
            _ => self.skip_value(),
        }
        let range = start..self.at.max(start);
        for (id, spot) in &node.wanted {
            // A repeated key keeps its range as a key.
            if *spot == Spot::Value {
                self.ranges[*id] = range.clone();
            }
        }
        for child in node.children.values().filter(|child| child.times == 0) {
            child.each(&mut |id| self.ranges[id] = range.clone());
        }
    }

    fn members(&mut self, node: &mut Node) {
        self.at += 1;
        loop {
            self.space();
            if self.peek() != b'"' {
                self.at += 1;
                return;
            }
            let start = self.at;
            let key = self.key();
            let range = start..self.at;
            self.space();
            self.at += 1;
            if let Some(child) = node.children.get_mut(&*key) {
                self.member(child, &range);
            } else {
                self.space();
                self.skip_value();
            }
            self.comma();
        }
    }

    fn member(&mut self, child: &mut Node, key: &Range<usize>) {
        child.times += 1;
        for (id, spot) in &child.wanted {
            let nth = match spot {
                Spot::Key => 1,
                Spot::SecondKey => 2,
                Spot::Value | Spot::Offset(_) => continue,
            };
            if child.times == nth {
                self.ranges[*id] = key.clone();
            }
        }
        if child.times == 1 {
            self.value(child);
        } else {
            self.space();
            self.skip_value();
        }
    }

    fn elements(&mut self, node: &mut Node) {
        self.at += 1;
        for index in 0.. {
            self.space();
            if matches!(self.peek(), b']' | b'}' | b',' | 0) {
                self.at += 1;
                return;
            }
            match node.children.get_mut(&index.to_string()) {
                Some(child) => {
                    child.times += 1;
                    self.value(child);
                }
                None => self.skip_value(),
            }
            self.comma();
        }
    }

    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    fn comma(&mut self) {
        self.space();
        if self.peek() == b',' {
            self.at += 1;
        }
    }

    fn key(&mut self) -> Cow<'t, str> {
        let start = self.at;
        self.skip_string();
        let quoted = &self.text[start..self.at];
        if quoted.contains('\\') {
            return Cow::Owned(serde_json::from_str(quoted).unwrap_or_default());
        }
        Cow::Borrowed(quoted.trim_matches('"'))
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

    fn at<'a>(text: &'a str, pointer: &str, spot: Spot) -> &'a str {
        &text[locate(text, &[(&Pointer::parse(pointer), spot)])[0].clone()]
    }

    #[test]
    fn finds_members_elements_and_escaped_keys() {
        let text = r#"{"a": [1, {"b/c": "x"}], "\u0064": true, "e": -1.5e3, "": {"~": null}}"#;
        assert_eq!(at(text, "/a/0", Spot::Value), "1");
        assert_eq!(at(text, "/a/1/b~1c", Spot::Value), r#""x""#);
        assert_eq!(at(text, "/d", Spot::Value), "true");
        assert_eq!(at(text, "/d", Spot::Key), r#""\u0064""#);
        assert_eq!(at(text, "/e", Spot::Value), "-1.5e3");
        assert_eq!(at(text, "//~0", Spot::Value), "null");
    }

    #[test]
    fn falls_back_to_the_nearest_ancestor() {
        let text = r#"{"a": {"b": 1}}"#;
        assert_eq!(at(text, "/a/missing/deeper", Spot::Value), r#"{"b": 1}"#);
        assert_eq!(at(text, "/a/b/deeper", Spot::Key), "1");
        assert_eq!(at(text, "/nothing", Spot::Value), text);
    }

    #[test]
    fn tells_a_key_from_its_repetition() {
        let text = r#"{"a": 1, "a" : 2}"#;
        let pointer = Pointer::parse("/a");
        let wanted = [Spot::Value, Spot::Key, Spot::SecondKey].map(|spot| (&pointer, spot));
        assert_eq!(locate(text, &wanted), [6..7, 1..4, 9..12]);
    }

    #[test]
    fn ends_on_any_text() {
        for text in ["", "{", "[", "{\"a", "{\"a\"", "{\"a\":", "[1,", "\\", "{]", "[}", "{\"a\\"] {
            for pointer in ["", "/a", "/0", "/a/b"] {
                let range = locate(text, &[(&Pointer::parse(pointer), Spot::Value)])[0].clone();
                assert!(range.start <= range.end, "{text:?} {pointer}");
            }
        }
    }

    #[test]
    fn counts_lines_and_characters() {
        let positions = positions("aé\r\nb\n", vec![5, 0, 3, 7, 100]);
        assert_eq!([0, 3, 5, 7, 100].map(|at| positions[&at]), [(1, 1), (1, 3), (2, 1), (3, 1), (3, 1)]);
    }
}
