//! Reads an export's types beside the rest of it. Where they begin in the text is guessed; who reads
//! the rest comes by that place and tells whether the guess was right. Everything that is not as it
//! should be is left to those who read the whole.

use bumpalo::Bump;
use memchr::memmem;
use serde::de::DeserializeSeed;

use super::{Json, Member, TOP_LEVEL, json};

/// A text, cut where its types seem to be.
pub struct Halves<'t> {
    text: &'t str,
    key: &'t str,
    /// What follows the key, to the end of the text.
    value: &'t str,
}

impl<'t> Halves<'t> {
    #[must_use]
    pub fn guess(text: &'t str) -> Option<Self> {
        const KEY: &str = "\"components\"";
        memmem::find_iter(text.as_bytes(), KEY).find_map(|at| {
            let (start, end) = (at + 1, at + KEY.len() - 1);
            let value = text[end + 1..].trim_start().strip_prefix(':')?.trim_start();
            value.starts_with('{').then(|| Self { text, key: &text[start..end], value })
        })
    }

    /// The export without its components; `None` when it can't be read, or has none at the guessed place.
    #[must_use]
    pub fn rest<'a>(&self, arena: &'a Bump) -> Option<&'a Json<'a>>
    where
        't: 'a,
    {
        let mut builder = json::Builder::new(arena);
        builder.passed_over = Some(self.key);
        let mut deserializer = json::deserializer(self.text);
        let tree = json::Tree::top(TOP_LEVEL, &builder).deserialize(&mut deserializer).ok()?;
        deserializer.end().ok()?;
        let is_fine = builder.has_passed.get() && !builder.has_repeated_key.get();
        is_fine.then(|| &*arena.alloc(tree))
    }

    /// The types; `None` when they can't be read.
    #[must_use]
    pub fn components<'a>(&self, arena: &'a Bump) -> Option<&'a [Member<'a>]>
    where
        't: 'a,
    {
        let builder = json::Builder::new(arena);
        let value = json::Tree::of_member(&builder).deserialize(&mut json::deserializer(self.value)).ok()?;
        let schemas = value.get("schemas")?.as_object();
        schemas.filter(|_| !builder.has_repeated_key.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Vec<String>, Vec<String>)> {
        let (one, other) = (Bump::new(), Bump::new());
        let halves = Halves::guess(text)?;
        let keys = |members: &[Member]| members.iter().map(|(key, _)| (*key).to_owned()).collect();
        Some((keys(halves.rest(&one)?.as_object()?), keys(halves.components(&other)?)))
    }

    #[test]
    fn both_halves_are_there() {
        let text = r#"{"tags": "components", "components" : {"schemas": {"A": {}, "B": {}}}, "x-mizan-functions": []}"#;
        let (rest, types) = read(text).unwrap();
        assert_eq!(rest, ["components", "x-mizan-functions"]);
        assert_eq!(types, ["A", "B"]);
    }

    #[test]
    fn what_is_not_as_it_should_be_is_left_alone() {
        for text in [
            r#"{"x-mizan-functions": []}"#,
            r#"{"paths": {"components": {"schemas": {}}}}"#,
            r#"{"paths": {"components": {"schemas": {}}}, "components": {"schemas": {"A": {}}}}"#,
            r#"{"components": {"schemas": {}}, "components": {"schemas": {"A": {}}}}"#,
            r#"{"components": {"schemas": {"A": {}, "A": {}}}}"#,
            r#"{"components": {"schemas": {"A": "\ud800"}}}"#,
            r#"{"components": {"schemas": {}}, "openapi": "", "openapi": ""}"#,
            r#"{"components": {"schemas": []}}"#,
            r#"{"components": {}}"#,
            r#"{"components": {"schemas": {}}} more"#,
            r#"{"components": {"schemas": {}}"#,
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
