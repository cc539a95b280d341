//! A wire name and the two TypeScript spellings that follow from it.

use serde::Serialize;

/// A name that matches `[a-z][a-z0-9_]*`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Name {
    pub wire: String,
    pub camel: String,
    pub pascal: String,
}

impl Name {
    /// `None` when `wire` is not a wire name.
    #[must_use]
    pub fn new(wire: &str) -> Option<Self> {
        let mut bytes = wire.bytes();
        let valid = bytes.next().is_some_and(|b| b.is_ascii_lowercase())
            && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        valid.then(|| {
            let camel = camel(wire);
            Self { wire: wire.to_owned(), pascal: upper_first(&camel), camel }
        })
    }

    /// The name as a part of a file name.
    #[must_use]
    pub fn kebab(&self) -> String {
        self.wire.split('_').filter(|s| !s.is_empty()).collect::<Vec<_>>().join("-")
    }
}

fn camel(wire: &str) -> String {
    let mut segments = wire.split('_');
    let mut out = segments.next().unwrap_or_default().to_owned();
    for segment in segments {
        out.push_str(&upper_first(segment));
    }
    out
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_ascii_uppercase().to_string() + chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_protocol() {
        let name = Name::new("get_2fa_code").unwrap();
        assert_eq!((name.camel.as_str(), name.pascal.as_str()), ("get2faCode", "Get2faCode"));
        for bad in ["", "Get", "2fa", "_a", "a-b", "é", "a b"] {
            assert!(Name::new(bad).is_none(), "{bad:?}");
        }
    }
}
