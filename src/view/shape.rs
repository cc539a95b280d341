//! One direction of the IR's types, as TypeScript.

use super::docs;
use crate::{
    ir::{Access, Literal, NamedId, Object, Property, Scalar, Type, TypeId, Types},
    ts::{Member, Ty},
};

/// Whether a value travels to the server or from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Input,
    Output,
}

#[derive(Clone, Copy)]
pub struct Shape<'a> {
    pub types: &'a Types,
    pub direction: Direction,
}

impl<'a> Shape<'a> {
    pub fn input(types: &'a Types) -> Self {
        Self { types, direction: Direction::Input }
    }

    pub fn output(types: &'a Types) -> Self {
        Self { types, direction: Direction::Output }
    }

    /// The emitted name of a named type.
    pub fn name(&self, id: NamedId) -> &'a str {
        let emitted = &self.types.named(id).emitted;
        match self.direction {
            Direction::Input => &emitted.input,
            Direction::Output => &emitted.output,
        }
    }

    pub fn named(&self, id: NamedId) -> Ty {
        Ty::name(self.name(id), Vec::new())
    }

    pub fn ty(&self, id: TypeId) -> Ty {
        match self.types.get(id) {
            Type::Unknown => Ty::unknown(),
            Type::Never => Ty::never(),
            Type::Null => Ty::null(),
            Type::Boolean => Ty::boolean(),
            Type::Integer | Type::Number => Ty::number(),
            Type::String => Ty::string(),
            Type::Decimal => Ty::qualified("mizan", "DecimalString", Vec::new()),
            Type::File => match self.direction {
                Direction::Input => Ty::union(vec![Ty::name("File", Vec::new()), Ty::name("Blob", Vec::new())]),
                Direction::Output => Ty::string(),
            },
            Type::Literal(literal) => literal_type(literal),
            Type::Array(item) => Ty::array(self.ty(*item)),
            Type::Tuple { items, required, filled, rest } => {
                let items = items.iter().map(|item| self.ty(*item)).collect();
                let required = if self.direction == Direction::Input { required } else { filled };
                Ty::tuple(items, *required, rest.map(|rest| self.ty(rest)))
            }
            Type::Object(object) => Ty::object(self.members(object)),
            Type::Record { key, value, required } => Ty::mapped(self.ty(*key), !required, self.ty(*value)),
            Type::Union { members, .. } => self.union(members),
            Type::Intersection(parts) => self.intersection(parts),
            Type::Named(id) => self.named(*id),
        }
    }

    /// Parts of which this direction shows nothing are left out.
    fn intersection(&self, parts: &[TypeId]) -> Ty {
        let is_hidden = |part: &TypeId| match self.types.get(*part) {
            Type::Object(object) => {
                !object.is_empty() && object.index.is_none() && !object.properties.iter().any(|p| self.shows(p))
            }
            _ => false,
        };
        let shown: Vec<TypeId> = parts.iter().copied().filter(|part| !is_hidden(part)).collect();
        match shown.as_slice() {
            [] => self.ty(parts[0]),
            [only] => self.ty(*only),
            _ => Ty::intersection(shown.iter().map(|part| self.ty(*part)).collect()),
        }
    }

    /// Members that come out the same in this direction are listed once.
    fn union(&self, members: &[TypeId]) -> Ty {
        let is_number = |ty: &Type| matches!(ty, Type::Integer | Type::Number);
        let is_text =
            |ty: &Type| matches!(ty, Type::String) || (self.direction == Direction::Output && *ty == Type::File);
        let (mut number, mut text) = (false, false);
        let mut kept = Vec::with_capacity(members.len());
        for member in members {
            let ty = self.types.get(*member);
            if is_number(ty) && std::mem::replace(&mut number, true) {
                continue;
            }
            if is_text(ty) && std::mem::replace(&mut text, true) {
                continue;
            }
            kept.push(self.ty(*member));
        }
        Ty::union(kept)
    }

    pub fn members(&self, object: &Object) -> Vec<Member> {
        let mut any_optional = false;
        let mut members: Vec<Member> = object
            .properties
            .iter()
            .filter(|p| self.shows(p))
            .map(|p| {
                let optional = match self.direction {
                    Direction::Input => p.optional_in_input(),
                    Direction::Output => p.optional_in_output(),
                };
                any_optional |= optional;
                let doc = docs::property(p, self.direction);
                Member::property(&p.name, optional, self.property(p)).with_doc(doc)
            })
            .collect();
        match object.index {
            Some(index) => members.push(Member::index(self.index(object, index, any_optional))),
            None if members.is_empty() => members.push(Member::index(Ty::never())),
            None => {}
        }
        members
    }

    fn property(&self, property: &Property) -> Ty {
        let is_null_too =
            self.direction == Direction::Output && property.defaults_to_null() && !self.types.allows_null(property.ty);
        let ty = self.ty(property.ty);
        if is_null_too { Ty::union(vec![ty, Ty::null()]) } else { ty }
    }

    fn shows(&self, property: &Property) -> bool {
        match self.direction {
            Direction::Input => property.access != Access::ReadOnly,
            Direction::Output => property.access != Access::WriteOnly,
        }
    }

    /// TypeScript wants an index signature to cover the listed members too.
    fn index(&self, object: &Object, index: TypeId, any_optional: bool) -> Ty {
        let listed = || object.properties.iter().filter(|p| self.shows(p));
        if object.properties.is_empty() {
            return self.ty(index);
        }
        let is_brief = |id: TypeId| self.types.is_brief(id) && *self.types.get(id) != Type::Unknown;
        if !is_brief(index) || !listed().all(|p| is_brief(p.ty)) {
            return if listed().all(|p| self.types.same(p.ty, index)) { self.ty(index) } else { Ty::unknown() };
        }
        let mut covered: Vec<TypeId> = Vec::new();
        let mut null = None;
        for id in std::iter::once(index).chain(listed().map(|p| p.ty)) {
            let members = match self.types.get(id) {
                Type::Union { members, .. } => members.as_slice(),
                _ => &[id],
            };
            for member in members {
                match self.types.get(*member) {
                    Type::Null => null = Some(*member),
                    _ if covered.iter().any(|c| self.types.same(*c, *member)) => {}
                    _ => covered.push(*member),
                }
            }
        }
        covered.extend(null);
        let union = self.union(&covered);
        if any_optional { Ty::union(vec![union, Ty::undefined()]) } else { union }
    }
}

pub fn literal_type(literal: &Literal) -> Ty {
    match literal {
        Literal::Boolean(value) => Ty::boolean_literal(*value),
        #[expect(clippy::cast_precision_loss, reason = "a JavaScript number is a double")]
        Literal::Integer(value) => Ty::number_literal(*value as f64),
        Literal::Number(value) => Ty::number_literal(*value),
        Literal::String(text) => Ty::string_literal(text),
    }
}

/// The param type that a context's descriptor names.
pub fn param_type(scalar: Scalar, list: bool) -> &'static str {
    match (scalar, list) {
        (Scalar::Integer, false) => "\"integer\"",
        (Scalar::Number, false) => "\"number\"",
        (Scalar::Boolean, false) => "\"boolean\"",
        (Scalar::String, false) => "\"string\"",
        (Scalar::Integer, true) => "[\"integer\"]",
        (Scalar::Number, true) => "[\"number\"]",
        (Scalar::Boolean, true) => "[\"boolean\"]",
        (Scalar::String, true) => "[\"string\"]",
    }
}
