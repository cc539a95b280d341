//! What a user is told about a schema: a stable code, a place, what is wrong and what to do.
//! Collecting is here; finding the place in the text and drawing it are apart.

mod code;
mod locate;
mod render;

use std::fmt;

pub use code::Code;
pub use render::{Renderer, SourceText};

/// A JSON pointer (RFC 6901) into the export.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(String);

impl Pointer {
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The pointer to a member of what this one points at.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for c in key.chars() {
            match c {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                c => text.push(c),
            }
        }
        Self(text)
    }

    /// The pointer to an element of what this one points at.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The decoded segments, outermost first.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|s| s.replace("~1", "/").replace("~0", "~"))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "/" } else { &self.0 })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// Another place that has to do with a diagnostic.
#[derive(Debug, Clone)]
pub struct Related {
    pub pointer: Pointer,
    pub note: String,
}

/// What a diagnostic marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The value at the pointer.
    Value,
    /// The key that the pointer ends with.
    Key,
    /// The same, where it occurs again.
    SecondKey,
    /// A byte, in text that is not JSON and so has no pointers.
    Offset(usize),
}

/// One finding. `message` is a single line; `help` says what to do.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    pub code: Code,
    pub pointer: Pointer,
    pub spot: Spot,
    pub message: String,
    pub help: String,
    pub related: Vec<Related>,
}

impl Diagnostic {
    pub fn new(code: Code, pointer: Pointer, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, pointer, spot: Spot::Value, message: message.into(), help: help.into(), related: Vec::new() }
    }

    #[must_use]
    pub fn at_offset(self, offset: usize) -> Self {
        self.at(Spot::Offset(offset))
    }

    #[must_use]
    pub fn at_key(self) -> Self {
        self.at(Spot::Key)
    }

    #[must_use]
    pub fn at(mut self, spot: Spot) -> Self {
        self.spot = spot;
        self
    }

    #[must_use]
    pub fn with_related(mut self, pointer: Pointer, note: impl Into<String>) -> Self {
        self.related.push(Related { pointer, note: note.into() });
        self
    }

    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Everything found so far; passes add to it and go on, so that all of it is reported at once.
#[derive(Debug, Default)]
pub struct Diagnostics {
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl Diagnostics {
    /// How many of each severity are kept: more than anyone reads, less than fills the memory.
    pub const MOST: usize = 10_000;
    /// After so many errors nobody needs a guess any more, and a guess looks at every name.
    const GUESSES: usize = 100;

    pub fn push(&mut self, diagnostic: Diagnostic) {
        let list = match diagnostic.severity() {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        if list.len() < Self::MOST {
            list.push(diagnostic);
        }
    }

    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Errors first.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.errors.into_iter().chain(self.warnings).collect()
    }

    /// The entry of `known` that `name` was most likely meant to be.
    #[must_use]
    pub fn nearest<'a>(&self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        if self.errors.len() >= Self::GUESSES { None } else { nearest(name, known) }
    }
}

/// Longer names are not compared.
const LONGEST_GUESS: usize = 100;

fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST_GUESS {
        return None;
    }
    // Two letters that are swapped are one mistake; a name of two letters may be anything.
    let limit = name.chars().count() / 3;
    known
        .into_iter()
        .filter(|k| k.len().abs_diff(name.len()) <= limit)
        .map(|k| (edit_distance(&name.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, k)| k)
}

/// How many letters must be added, dropped, replaced or swapped with the next.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let substituted = last[j] + usize::from(a[i] != b[j]);
            let mut distance = substituted.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                distance = distance.min(before[j - 1] + 1);
            }
            row.push(distance);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_is_close_or_none() {
        let known = ["user", "user_profile", "Input", "D"];
        let guess = |name| nearest(name, known);
        assert_eq!(guess("users"), Some("user"));
        assert_eq!(guess("user_profil"), Some("user_profile"));
        assert_eq!(guess("Inptu"), Some("Input"));
        assert_eq!(guess("input"), Some("Input"));
        assert_eq!(guess("Id"), None);
        assert_eq!(guess(""), None);
        assert_eq!(guess("order"), None);
        assert_eq!(guess(&"x".repeat(1_000)), None);
    }
}
