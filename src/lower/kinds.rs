//! Types in a few words, for messages, which kinds of JSON values they have at all, and what of them is
//! of the kinds that a list of types names.

use super::types::Lowering;
use crate::{
    ir::{Literal, Object, Type, TypeId, Types},
    schema::TypeName,
};

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

    /// Whether all that it says is that it is an object.
    #[must_use]
    pub fn is_any_object(&self, object: &Object) -> bool {
        object.properties.is_empty() && object.index.is_some_and(|index| *self.get(index) == Type::Unknown)
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
            Type::Array(_) => "an array".to_owned(),
            Type::Tuple { items, rest, .. } => {
                format!("an array of length {}{}", items.len(), if rest.is_some() { " or more" } else { "" })
            }
            Type::Object(_) | Type::Record { .. } | Type::Intersection(_) => "an object".to_owned(),
            Type::Union { members, .. } => {
                members.iter().take(4).map(|m| self.describe(*m)).collect::<Vec<_>>().join(" or ")
            }
            Type::Named(id) => format!("`{}`", self.named(*id).name),
        }
    }
}

impl Lowering<'_, '_> {
    /// Whether a union says of objects only that they may be there, as a list of types does.
    pub fn lists_kinds(&self, members: &[TypeId]) -> bool {
        let is_any_object = |id: &TypeId| matches!(self.types.get(*id), Type::Object(o) if self.types.is_any_object(o));
        members.len() <= TypeName::NAMES.len() && members.iter().any(is_any_object)
    }

    /// What of a type is of the listed kinds, objects among them; `None` when nothing is.
    pub fn of_kinds(&mut self, (list, kinds): (TypeId, &[TypeId]), id: TypeId) -> Option<TypeId> {
        let body = match *self.types.get(id) {
            Type::Named(name) => self.body(name).unwrap_or(id),
            _ => id,
        };
        let Type::Union { members, .. } = self.types.get(body).clone() else {
            return self.one_of_kinds(kinds, id, body);
        };
        let mut left = Vec::with_capacity(members.len());
        for member in &members {
            let inner = match *self.types.get(*member) {
                Type::Named(name) => self.body(name).unwrap_or(*member),
                _ => *member,
            };
            // A union with a name of its own may lead back here.
            left.extend(match self.types.get(inner) {
                Type::Union { .. } => self.side_by_side([*member, list]).ok(),
                _ => self.one_of_kinds(kinds, *member, inner),
            });
        }
        if left == members { Some(id) } else { (!left.is_empty()).then(|| self.union(left, None)) }
    }

    /// The same for a type that is no union; `id` may be a name for `body`.
    fn one_of_kinds(&mut self, kinds: &[TypeId], id: TypeId, body: TypeId) -> Option<TypeId> {
        match self.types.get(body) {
            Type::Named(_) | Type::Object(_) | Type::Record { .. } => return Some(id),
            Type::Intersection(_) => return kinds.iter().any(|kind| self.types.may_meet(*kind, body)).then_some(id),
            _ => {}
        }
        let left: Vec<TypeId> = kinds.iter().filter_map(|kind| self.intersect(*kind, body).ok()).collect();
        match left.as_slice() {
            [] => None,
            [only] if self.types.same(*only, body) => Some(id),
            _ => Some(self.union(left, None)),
        }
    }
}
