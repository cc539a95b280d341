//! `allOf`, and keywords that stand side by side: what satisfies all of them at once. Objects are
//! merged into one, scalars narrowed; what can't be merged stays an intersection; what nothing can
//! satisfy is reported.

use std::collections::HashMap;

use super::{
    path::Path,
    types::{Lowering, Progress},
};
use crate::{
    diagnostic::Code,
    ir::{Access, Literal, Object, Property, Type, TypeId, Types},
};

/// How many properties may be copied into the types that extend others, all in all. Past it they
/// stay intersections, so that no document grows beyond measure.
const MOST_COPIED: usize = 1_000_000;
/// How many pairs of alternatives are tried before both unions stay as they are.
const MOST_PAIRS: usize = 100_000;

/// Two types that nothing is at once, and the properties that lead to them, innermost first.
struct Conflict {
    path: Vec<String>,
    types: [TypeId; 2],
}

impl Conflict {
    fn of(a: TypeId, b: TypeId) -> Self {
        Self { path: Vec::new(), types: [a, b] }
    }

    fn below(mut self, name: &str) -> Self {
        self.path.push(name.to_owned());
        self
    }
}

impl Lowering<'_, '_> {
    pub fn all_of(&mut self, parts: &[TypeId], at: &Path) -> TypeId {
        let mut result: Option<TypeId> = None;
        for &part in parts {
            let Some(so_far) = result else {
                result = Some(part);
                continue;
            };
            match self.intersect(so_far, part) {
                Ok(both) => result = Some(both),
                Err(conflict) => self.impossible(&conflict, at),
            }
        }
        result.unwrap_or_else(|| self.types.add(Type::Unknown))
    }

    fn impossible(&mut self, conflict: &Conflict, at: &Path) {
        let [a, b] = conflict.types.map(|ty| self.types.describe(ty));
        let path: Vec<&str> = conflict.path.iter().rev().map(String::as_str).collect();
        let what = if path.is_empty() { "nothing".to_owned() } else { format!("no `{}`", path.join(".")) };
        let message = format!("{what} can be {a} and {b} at once");
        self.report(Code::ImpossibleType, at, message, "correct the parts, or use `anyOf` for either");
    }

    /// What is both `a` and `b`.
    fn intersect(&mut self, a: TypeId, b: TypeId) -> Result<TypeId, Conflict> {
        if self.types.same(a, b) {
            return Ok(a);
        }
        let (ty_a, ty_b) = (self.types.get(a).clone(), self.types.get(b).clone());
        match (&ty_a, &ty_b) {
            (Type::Unknown, _) => Ok(b),
            (_, Type::Unknown) => Ok(a),
            (Type::Named(id), _) => match self.complete(*id) {
                Progress::Done => self.intersect(self.types.named(*id).ty, b),
                _ => Ok(self.both(a, b)),
            },
            (_, Type::Named(id)) => match self.complete(*id) {
                Progress::Done => self.intersect(a, self.types.named(*id).ty),
                _ => Ok(self.both(a, b)),
            },
            (Type::Union { members, .. }, other) => self.narrow(members, a, b, other),
            (other, Type::Union { members, .. }) => self.narrow(members, b, a, other),
            (Type::Intersection(parts), _) => Ok(self.extend(parts, b)),
            (_, Type::Intersection(parts)) => Ok(self.extend(parts, a)),
            (Type::Object(x), Type::Object(y)) => {
                self.copied += x.properties.len() + y.properties.len();
                if self.copied > MOST_COPIED { Ok(self.both(a, b)) } else { self.merge(x, y) }
            }
            (Type::Object(_), Type::Record { .. }) | (Type::Record { .. }, Type::Object(_) | Type::Record { .. }) => {
                Ok(self.both(a, b))
            }
            (Type::Array(x), Type::Array(y)) => {
                let item = self.intersect(*x, *y).map_err(|conflict| conflict.below("items"))?;
                Ok(self.types.add(Type::Array(item)))
            }
            (Type::Array(_) | Type::Tuple { .. }, Type::Tuple { .. }) | (Type::Tuple { .. }, Type::Array(_)) => {
                Ok(self.both(a, b))
            }
            (x, y) if covers(x, y) => Ok(b),
            (x, y) if covers(y, x) => Ok(a),
            _ => Err(Conflict::of(a, b)),
        }
    }

    fn both(&mut self, a: TypeId, b: TypeId) -> TypeId {
        self.types.add(Type::Intersection(vec![a, b]))
    }

    /// The members of a union that `other` leaves possible. Members with structure stay named: their
    /// union is intersected as a whole.
    fn narrow(
        &mut self,
        members: &[TypeId],
        union: TypeId,
        other_id: TypeId,
        other: &Type,
    ) -> Result<TypeId, Conflict> {
        let has_structure = |types: &Types, id: TypeId| {
            matches!(types.get(id), Type::Named(_) | Type::Object(_) | Type::Record { .. } | Type::Intersection(_))
        };
        let structured = matches!(other, Type::Object(_) | Type::Union { .. } | Type::Record { .. });
        let others = if let Type::Union { members, .. } = other { members.len() } else { 1 };
        let is_large = members.len().saturating_mul(others) > MOST_PAIRS;
        if is_large || structured && members.iter().any(|m| has_structure(&self.types, *m)) {
            return Ok(self.both(union, other_id));
        }
        let possible: Vec<TypeId> = members.iter().filter_map(|m| self.intersect(*m, other_id).ok()).collect();
        if possible.is_empty() { Err(Conflict::of(union, other_id)) } else { Ok(self.union(possible, None)) }
    }

    fn extend(&mut self, parts: &[TypeId], more: TypeId) -> TypeId {
        let mut parts = parts.to_vec();
        parts.push(more);
        self.types.add(Type::Intersection(parts))
    }

    fn merge(&mut self, a: &Object, b: &Object) -> Result<TypeId, Conflict> {
        let mut properties = a.properties.clone();
        let places: HashMap<&str, usize> = a.properties.iter().zip(0..).map(|(p, i)| (p.name.as_str(), i)).collect();
        for theirs in &b.properties {
            match places.get(theirs.name.as_str()) {
                Some(i) => {
                    let both = self.merge_property(&properties[*i].clone(), theirs);
                    properties[*i] = both.map_err(|conflict| conflict.below(&theirs.name))?;
                }
                None => properties.push(theirs.clone()),
            }
        }
        let index = match (a.index, b.index) {
            (Some(x), Some(y)) => Some(self.intersect(x, y)?),
            (x, y) => self.open_index(a, x).or_else(|| self.open_index(b, y)),
        };
        Ok(self.types.add(Type::Object(Object { properties, index })))
    }

    /// An object without listed members says nothing about others than that they may be there.
    fn open_index(&self, object: &Object, index: Option<TypeId>) -> Option<TypeId> {
        let says_nothing = object.properties.is_empty() && index.is_some_and(|i| *self.types.get(i) == Type::Unknown);
        index.filter(|_| !says_nothing)
    }

    fn merge_property(&mut self, a: &Property, b: &Property) -> Result<Property, Conflict> {
        Ok(Property {
            name: a.name.clone(),
            ty: self.intersect(a.ty, b.ty)?,
            required: a.required || b.required,
            default: b.default.clone().or_else(|| a.default.clone()),
            access: if a.access == Access::Both { b.access } else { a.access },
            doc: if b.doc.text.is_some() { b.doc.clone() } else { a.doc.clone() },
        })
    }
}

/// Whether every value of `narrow` is one of `wide`.
pub fn covers(wide: &Type, narrow: &Type) -> bool {
    match (wide, narrow) {
        (Type::Number, Type::Integer | Type::Literal(Literal::Integer(_) | Literal::Number(_)))
        | (Type::Integer, Type::Literal(Literal::Integer(_)))
        | (Type::String, Type::Decimal | Type::File | Type::Literal(Literal::String(_)))
        | (Type::Boolean, Type::Literal(Literal::Boolean(_))) => true,
        (Type::Decimal, Type::Literal(Literal::String(text))) => text.parse::<f64>().is_ok(),
        (a, b) => a == b,
    }
}

impl Types {
    /// Whether two types are spelled the same.
    #[must_use]
    pub fn same(&self, a: TypeId, b: TypeId) -> bool {
        let all = |x: &[TypeId], y: &[TypeId]| x.len() == y.len() && x.iter().zip(y).all(|(a, b)| self.same(*a, *b));
        let maybe = |x: Option<TypeId>, y: Option<TypeId>| match (x, y) {
            (Some(x), Some(y)) => self.same(x, y),
            (x, y) => x == y,
        };
        if a == b {
            return true;
        }
        match (self.get(a), self.get(b)) {
            (Type::Array(x), Type::Array(y)) => self.same(*x, *y),
            (Type::Union { members: x, .. }, Type::Union { members: y, .. })
            | (Type::Intersection(x), Type::Intersection(y)) => all(x, y),
            (Type::Tuple { items: x, required: n, rest: r }, Type::Tuple { items: y, required: m, rest: s }) => {
                n == m && all(x, y) && maybe(*r, *s)
            }
            (Type::Record { key: k, value: v }, Type::Record { key: l, value: w }) => {
                self.same(*k, *l) && self.same(*v, *w)
            }
            (Type::Object(x), Type::Object(y)) => {
                x.properties.len() == y.properties.len()
                    && maybe(x.index, y.index)
                    && x.properties.iter().zip(&y.properties).all(|(p, q)| {
                        (&p.name, p.required, &p.default, p.access) == (&q.name, q.required, &q.default, q.access)
                            && self.same(p.ty, q.ty)
                    })
            }
            (x, y) => x == y,
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
