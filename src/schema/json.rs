//! The export as a tree that borrows from its text and lives in an arena. It keeps member order,
//! notices a key that occurs twice, and skips what the compiler never reads (`paths` is most of a real
//! document).

use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
    fmt,
};

use bumpalo::Bump;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::de::StrRead;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Json<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(&'a str),
    Array(&'a [Json<'a>]),
    Object(&'a [Member<'a>]),
}

/// A key and its value.
pub type Member<'a> = (&'a str, Json<'a>);

impl<'a> Json<'a> {
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json<'a>> {
        self.as_object()?.iter().find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    #[must_use]
    pub fn as_object(&self) -> Option<&'a [Member<'a>]> {
        if let Json::Object(members) = self { Some(members) } else { None }
    }

    #[must_use]
    pub fn as_array(&self) -> Option<&'a [Json<'a>]> {
        if let Json::Array(items) = self { Some(items) } else { None }
    }

    #[must_use]
    pub fn as_str(&self) -> Option<&'a str> {
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

/// A reader of `text`. The tree has a limit of its own to what may nest.
pub fn deserializer(text: &str) -> serde_json::Deserializer<StrRead<'_>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.disable_recursion_limit();
    deserializer
}

/// How deep the tree may nest. A level of a type costs two or three of these.
pub const MAX_DEPTH: usize = 1_200;

/// Where a tree is built, and what was noticed on the way.
pub struct Builder<'a> {
    arena: &'a Bump,
    /// What the objects and arrays have so far that are not read to their end, outermost first.
    members: RefCell<Vec<Member<'a>>>,
    items: RefCell<Vec<Json<'a>>>,
    /// The reading stopped at something deeper than `MAX_DEPTH`.
    pub is_too_deep: Cell<bool>,
    /// Some object has a key twice.
    pub has_repeated_key: Cell<bool>,
    /// A key of the top level that has no value at this place of the text, and whether it was met.
    pub passed_over: Option<&'a str>,
    pub has_passed: Cell<bool>,
}

impl<'a> Builder<'a> {
    pub fn new(arena: &'a Bump) -> Self {
        Self {
            arena,
            members: RefCell::default(),
            items: RefCell::default(),
            is_too_deep: Cell::default(),
            has_repeated_key: Cell::default(),
            passed_over: None,
            has_passed: Cell::default(),
        }
    }

    /// Whether `key` is the one to be passed over: not one like it, but that very place.
    fn passes(&self, key: &str) -> bool {
        let is_it = self.passed_over.is_some_and(|passed| std::ptr::eq(passed, key));
        if is_it {
            self.has_passed.set(true);
        }
        is_it
    }

    /// Moves what follows `start` into the arena.
    fn settle<T: Copy>(&self, unfinished: &RefCell<Vec<T>>, start: usize) -> &'a [T] {
        let mut unfinished = unfinished.borrow_mut();
        let settled = self.arena.alloc_slice_copy(&unfinished[start..]);
        unfinished.truncate(start);
        settled
    }
}

/// Reads one value; at the top level only `keep` survive.
#[derive(Clone, Copy)]
pub struct Tree<'b, 'a> {
    keep: Option<&'static [&'static str]>,
    depth: usize,
    builder: &'b Builder<'a>,
}

impl<'b, 'a> Tree<'b, 'a> {
    pub fn top(keep: &'static [&'static str], builder: &'b Builder<'a>) -> Self {
        Self { keep: Some(keep), depth: 0, builder }
    }

    /// A value of the top level.
    pub fn of_member(builder: &'b Builder<'a>) -> Self {
        Self { keep: None, depth: 1, builder }
    }

    /// The reader of what is inside of this one's value.
    fn inner<E: Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            self.builder.is_too_deep.set(true);
            return Err(E::custom("too deep"));
        }
        Ok(Self { keep: None, depth: self.depth + 1, builder: self.builder })
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_, 'de> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_, 'de> {
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
        Ok(Json::String(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(Json::String(self.builder.arena.alloc_str(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json<'de>, A::Error> {
        let inner = self.inner()?;
        let items = &self.builder.items;
        let start = items.borrow().len();
        while let Some(item) = seq.next_element_seed(inner)? {
            items.borrow_mut().push(item);
        }
        Ok(Json::Array(self.builder.settle(items, start)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
        let inner = self.inner()?;
        let members = &self.builder.members;
        let start = members.borrow().len();
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key_seed(Key(self.builder.arena))? {
            // An unknown key of our own is looked at, in case it was meant to be another.
            if self.keep.is_some_and(|keep| !keep.contains(&key) && !key.starts_with("x-mizan-")) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            if is_repeated(&members.borrow()[start..], &mut seen, key) {
                self.builder.has_repeated_key.set(true);
            }
            let value = if self.builder.passes(key) {
                map.next_value::<IgnoredAny>().map(|_| Json::Null)?
            } else {
                map.next_value_seed(inner)?
            };
            members.borrow_mut().push((key, value));
        }
        Ok(Json::Object(self.builder.settle(members, start)))
    }
}

/// Small objects are compared key by key; only large ones pay for a set.
fn is_repeated<'de>(members: &[Member<'de>], seen: &mut HashSet<&'de str>, key: &'de str) -> bool {
    const SMALL: usize = 16;
    if members.len() < SMALL {
        return members.iter().any(|(k, _)| *k == key);
    }
    if members.len() == SMALL {
        seen.extend(members.iter().map(|(k, _)| *k));
    }
    !seen.insert(key)
}

/// Reads a key, which is copied only when it is written with escapes.
struct Key<'de>(&'de Bump);

impl<'de> DeserializeSeed<'de> for Key<'de> {
    type Value = &'de str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'de str, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'de> {
    type Value = &'de str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<&'de str, E> {
        Ok(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<&'de str, E> {
        Ok(self.0.alloc_str(value))
    }
}
