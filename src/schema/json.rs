//! The export as a tree that borrows from its text. It keeps member order, notices a key that occurs
//! twice, and skips what the compiler never reads (`paths` is most of a real document).

use std::{borrow::Cow, cell::Cell, collections::HashSet, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(Cow<'a, str>),
    Array(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json<'a>> {
        self.as_object()?.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    #[must_use]
    pub fn as_object(&self) -> Option<&[(Cow<'a, str>, Json<'a>)]> {
        if let Json::Object(members) = self { Some(members) } else { None }
    }

    #[must_use]
    pub fn as_array(&self) -> Option<&[Json<'a>]> {
        if let Json::Array(items) = self { Some(items) } else { None }
    }

    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Json::String(text) = self { Some(text) } else { None }
    }

    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Json::Bool(value) = self { Some(*value) } else { None }
    }

    /// A whole number that is not negative, `2.0` included.
    #[must_use]
    pub fn as_count(&self) -> Option<usize> {
        match self {
            Json::Integer(n) => usize::try_from(*n).ok(),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to fit")]
            Json::Float(f) if f.fract() == 0.0 && (0.0..9e15).contains(f) => Some(*f as usize),
            _ => None,
        }
    }

    /// What kind of value this is, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Integer(_) | Json::Float(_) => "a number",
            Json::String(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        }
    }
}

/// How deep the tree may nest. A level of a type costs two or three of these.
pub const MAX_DEPTH: usize = 1_200;

/// What was noticed on the way.
#[derive(Debug, Default)]
pub struct Notes {
    /// The reading stopped at something deeper than `MAX_DEPTH`.
    pub is_too_deep: Cell<bool>,
    /// Some object has a key twice.
    pub has_repeated_key: Cell<bool>,
}

/// Reads one value; at the top level only `keep` survive.
#[derive(Clone, Copy)]
pub struct Tree<'n> {
    keep: Option<&'static [&'static str]>,
    depth: usize,
    notes: &'n Notes,
}

impl<'n> Tree<'n> {
    pub fn new(keep: &'static [&'static str], notes: &'n Notes) -> Self {
        Self { keep: Some(keep), depth: 0, notes }
    }

    /// The reader of what is inside of this one's value.
    fn inner<E: Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            self.notes.is_too_deep.set(true);
            return Err(E::custom("too deep"));
        }
        Ok(Self { keep: None, depth: self.depth + 1, notes: self.notes })
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Integer(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "JavaScript reads such an integer as a double too")]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(i64::try_from(value).map_or(Json::Float(value as f64), Json::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Float(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::String(Cow::Borrowed(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(Json::String(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json<'de>, A::Error> {
        let inner = self.inner()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inner)? {
            items.push(item);
        }
        items.shrink_to_fit();
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
        let inner = self.inner()?;
        let mut members: Vec<(Cow<'de, str>, Json<'de>)> = Vec::new();
        let mut seen = HashSet::new();
        while let Some(Key(key)) = map.next_key()? {
            // An unknown key of our own is looked at, in case it was meant to be another.
            if self.keep.is_some_and(|keep| !keep.contains(&&*key) && !key.starts_with("x-mizan-")) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            if is_repeated(&members, &mut seen, &key) {
                self.notes.has_repeated_key.set(true);
            }
            let value = map.next_value_seed(inner)?;
            members.push((key, value));
        }
        members.shrink_to_fit();
        Ok(Json::Object(members))
    }
}

/// Small objects are compared key by key; only large ones pay for a set.
fn is_repeated<'de>(members: &[(Cow<'de, str>, Json<'de>)], seen: &mut HashSet<Cow<'de, str>>, key: &str) -> bool {
    const SMALL: usize = 16;
    if members.len() < SMALL {
        return members.iter().any(|(k, _)| k == key);
    }
    if members.len() == SMALL {
        seen.extend(members.iter().map(|(k, _)| k.clone()));
    }
    !seen.insert(Cow::Owned(key.to_owned()))
}

struct Key<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(value)))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(value.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}
