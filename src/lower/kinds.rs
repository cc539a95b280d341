//! Types in a few words, for messages, and which kinds of JSON values they have at all.

use crate::ir::{Literal, Type, TypeId, Types};

/// A set of the kinds of JSON values.
type Kinds = u8;

const NULL: Kinds = 1;
const BOOLEAN: Kinds = 1 << 1;
const NUMBER: Kinds = 1 << 2;
const STRING: Kinds = 1 << 3;
const ARRAY: Kinds = 1 << 4;
const OBJECT: Kinds = 1 << 5;
const ANY: Kinds = Kinds::MAX;

/// How many types are looked at before anything is taken for possible.
const MOST_TYPES: usize = 1_000;

impl Types {
    /// Whether the two have a kind of value in common. It errs on the side of yes.
    #[must_use]
    pub fn may_meet(&self, a: TypeId, b: TypeId) -> bool {
        let mut left = MOST_TYPES;
        self.kinds(a, &mut left) & self.kinds(b, &mut left) != 0
    }

    fn kinds(&self, id: TypeId, left: &mut usize) -> Kinds {
        let Some(fewer) = left.checked_sub(1) else { return ANY };
        *left = fewer;
        match self.get(id) {
            // A type that is not lowered yet is `Unknown` too.
            Type::Unknown => ANY,
            Type::Never => 0,
            Type::Null => NULL,
            Type::Boolean | Type::Literal(Literal::Boolean(_)) => BOOLEAN,
            Type::Integer | Type::Number | Type::Literal(Literal::Integer(_) | Literal::Number(_)) => NUMBER,
            Type::String | Type::Decimal | Type::File | Type::Literal(Literal::String(_)) => STRING,
            Type::Array(_) | Type::Tuple { .. } => ARRAY,
            Type::Object(_) | Type::Record { .. } => OBJECT,
            Type::Union { members, .. } => members.iter().fold(0, |kinds, m| kinds | self.kinds(*m, left)),
            Type::Intersection(parts) => parts.iter().fold(ANY, |kinds, p| kinds & self.kinds(*p, left)),
            Type::Named(id) => self.kinds(self.named(*id).ty, left),
        }
    }

    /// A type in a few words, for messages.
    #[must_use]
    pub fn describe(&self, id: TypeId) -> String {
        match self.get(id) {
            Type::Unknown => "anything".to_owned(),
            Type::Never => "nothing".to_owned(),
            Type::Null => "null".to_owned(),
            Type::Boolean => "a boolean".to_owned(),
            Type::Integer => "an integer".to_owned(),
            Type::Number => "a number".to_owned(),
            Type::String | Type::Decimal | Type::File => "a string".to_owned(),
            Type::Literal(Literal::String(text)) => format!("{text:?}"),
            Type::Literal(Literal::Boolean(value)) => value.to_string(),
            Type::Literal(Literal::Integer(value)) => value.to_string(),
            Type::Literal(Literal::Number(value)) => value.to_string(),
            Type::Array(_) | Type::Tuple { .. } => "an array".to_owned(),
            Type::Object(_) | Type::Record { .. } | Type::Intersection(_) => "an object".to_owned(),
            Type::Union { members, .. } => {
                members.iter().take(4).map(|m| self.describe(*m)).collect::<Vec<_>>().join(" or ")
            }
            Type::Named(id) => format!("`{}`", self.named(*id).name),
        }
    }
}
