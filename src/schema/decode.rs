//! Reads typed fields out of JSON objects and reports each field that has the wrong kind, so that
//! one bad field doesn't hide the next.

use super::{Json, Member};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};

/// The members of one object, with where it stands.
pub struct Fields<'d, 's> {
    pub pointer: Pointer,
    members: &'d [Member<'d>],
    diagnostics: &'s mut Diagnostics,
}

impl<'d, 's> Fields<'d, 's> {
    /// `None`, and a diagnostic, when `value` is not an object.
    pub fn new(value: &'d Json<'d>, pointer: Pointer, diagnostics: &'s mut Diagnostics) -> Option<Self> {
        if let Some(members) = value.as_object() {
            Some(Self { pointer, members, diagnostics })
        } else {
            wrong_kind(diagnostics, pointer, "an object", value);
            None
        }
    }

    /// The value under `key`; an explicit null counts as absent.
    pub fn get(&self, key: &str) -> Option<&'d Json<'d>> {
        self.members.iter().find(|(k, _)| *k == key).map(|(_, v)| v).filter(|v| !matches!(v, Json::Null))
    }

    fn read<T>(&mut self, key: &str, expected: &str, read: impl FnOnce(&'d Json<'d>) -> Option<T>) -> Option<T> {
        let value = self.get(key)?;
        let result = read(value);
        if result.is_none() {
            wrong_kind(self.diagnostics, self.pointer.key(key), expected, value);
        }
        result
    }

    pub fn string(&mut self, key: &str) -> Option<&'d str> {
        self.read(key, "a string", Json::as_str)
    }

    pub fn flag(&mut self, key: &str) -> bool {
        self.read(key, "true or false", Json::as_bool).unwrap_or(false)
    }

    pub fn count(&mut self, key: &str) -> Option<usize> {
        self.read(key, "a whole number, 0 or more", Json::as_count)
    }

    pub fn list(&mut self, key: &str) -> &'d [Json<'d>] {
        self.read(key, "an array", Json::as_array).unwrap_or_default()
    }

    pub fn object(&mut self, key: &str) -> &'d [Member<'d>] {
        self.read(key, "an object", Json::as_object).unwrap_or_default()
    }

    pub fn strings(&mut self, key: &str) -> Vec<&'d str> {
        let pointer = self.pointer.key(key);
        let mut strings = Vec::new();
        for (i, item) in self.list(key).iter().enumerate() {
            match item.as_str() {
                Some(text) => strings.push(text),
                None => wrong_kind(self.diagnostics, pointer.index(i), "a string", item),
            }
        }
        strings
    }

    /// Each object in the array under `key`.
    pub fn each(&mut self, key: &str, mut f: impl FnMut(Fields<'d, '_>)) {
        let pointer = self.pointer.key(key);
        for (i, item) in self.list(key).iter().enumerate() {
            if let Some(fields) = Fields::new(item, pointer.index(i), self.diagnostics) {
                f(fields);
            }
        }
    }

    /// Each object in the object under `key`, with its name.
    pub fn each_named(&mut self, key: &str, mut f: impl FnMut(&'d str, Fields<'d, '_>)) {
        let pointer = self.pointer.key(key);
        for (name, value) in self.object(key) {
            if let Some(fields) = Fields::new(value, pointer.key(name), self.diagnostics) {
                f(name, fields);
            }
        }
    }

    /// The object under `key`, where one is allowed.
    pub fn child<T>(&mut self, key: &str, f: impl FnOnce(Fields<'d, '_>) -> Option<T>) -> Option<T> {
        let value = self.get(key)?;
        f(Fields::new(value, self.pointer.key(key), self.diagnostics)?)
    }

    /// Reports `key` unless it is there.
    pub fn need(&mut self, key: &str) {
        if self.get(key).is_none() {
            let help = misspelt(self.members, key, self.diagnostics).map_or_else(
                || format!("export the schema again with a backend that writes `{key}`"),
                |near| format!("rename `{near}`, if that is what was meant by it"),
            );
            let message = format!("`{key}` is missing");
            self.diagnostics.push(Diagnostic::new(Code::WrongShape, self.pointer.clone(), message, help));
        }
    }

    /// A text that must be there.
    pub fn needed_string(&mut self, key: &str) -> Option<&'d str> {
        self.need(key);
        self.string(key)
    }

    /// Points out keys that look like one of `known` but aren't: they are not read.
    pub fn expect_keys(&mut self, known: &[&'static str]) {
        for (key, _) in self.members.iter().filter(|(key, _)| !known.contains(&&**key)) {
            let Some(near) = self.diagnostics.nearest(key, known.iter().copied()) else { continue };
            let message = format!("`{key}` means nothing here, and is not read");
            let diagnostic =
                Diagnostic::new(Code::UnknownKey, self.pointer.key(key), message, format!("did you mean `{near}`?"));
            self.diagnostics.push(diagnostic.at_key());
        }
    }

    pub fn wrong(&mut self, key: &str, expected: &str) {
        if let Some(value) = self.get(key) {
            wrong_kind(self.diagnostics, self.pointer.key(key), expected, value);
        }
    }
}

/// The key that was probably meant to be `key`.
pub fn misspelt<'d>(members: &[Member<'d>], key: &str, diagnostics: &Diagnostics) -> Option<&'d str> {
    members.iter().map(|(name, _)| *name).find(|name| *name != key && diagnostics.nearest(name, [key]).is_some())
}

fn wrong_kind(diagnostics: &mut Diagnostics, pointer: Pointer, expected: &str, found: &Json) {
    let found = match found {
        Json::String(text) if text.len() <= 40 => format!("{text:?}"),
        Json::Integer(n) => n.to_string(),
        Json::Float(n) => n.to_string(),
        Json::Bool(value) => value.to_string(),
        other => other.kind().to_owned(),
    };
    let message = format!("{} must be {expected}, not {found}", subject(&pointer));
    let help = "correct it, or leave it out if it may be absent; `mizan-generate explain MZ005` says more";
    diagnostics.push(Diagnostic::new(Code::WrongShape, pointer, message, help));
}

/// "`name`", or "an entry of `names`".
fn subject(pointer: &Pointer) -> String {
    let segments: Vec<String> = pointer.segments().collect();
    match segments.as_slice() {
        [] => "the document".to_owned(),
        [.., list, entry] if entry.bytes().all(|b| b.is_ascii_digit()) => format!("an entry of `{list}`"),
        [.., key] => format!("`{key}`"),
    }
}
