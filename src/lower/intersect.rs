//! `allOf`, and keywords that stand side by side: what satisfies all of them at once. Objects are
//! merged into one, scalars narrowed; what can't be merged stays an intersection; what nothing can
//! satisfy is reported.

use std::collections::{HashMap, HashSet};

use super::{
    path::Path,
    types::{Lowering, Progress},
};
use crate::{
    diagnostic::Code,
    ir::{Access, Literal, NamedId, Object, Property, Type, TypeId, Types},
};

impl Lowering<'_, '_> {
    pub fn all_of(&mut self, parts: &[TypeId], at: &Path) -> TypeId {
        let mut result: Option<TypeId> = None;
        for &part in parts {
            result = Some(match result {
                None => part,
                Some(so_far) => {
                    if let Some(both) = self.intersect(so_far, part) {
                        both
                    } else {
                        let (a, b) = (self.types.describe(so_far), self.types.describe(part));
                        let message = format!("nothing can be {a} and {b} at once");
                        self.report(Code::ImpossibleType, at, message, "correct the parts, or use `anyOf` for either");
                        so_far
                    }
                }
            });
        }
        result.unwrap_or_else(|| self.types.add(Type::Unknown))
    }

    /// What is both `a` and `b`; `None` when nothing is.
    fn intersect(&mut self, a: TypeId, b: TypeId) -> Option<TypeId> {
        if self.types.same(a, b) {
            return Some(a);
        }
        let (ty_a, ty_b) = (self.types.get(a).clone(), self.types.get(b).clone());
        match (&ty_a, &ty_b) {
            (Type::Unknown, _) | (_, Type::Never) => Some(b),
            (_, Type::Unknown) | (Type::Never, _) => Some(a),
            (Type::Named(id), _) if self.keeps_name(*id, &ty_b) => Some(self.types.add(Type::Intersection(vec![a, b]))),
            (_, Type::Named(id)) if self.keeps_name(*id, &ty_a) => Some(self.types.add(Type::Intersection(vec![a, b]))),
            (Type::Named(id), _) => self.intersect(self.types.named(*id).ty, b),
            (_, Type::Named(id)) => self.intersect(a, self.types.named(*id).ty),
            (Type::Object(object), other) if object.is_empty() && is_structured(other) => Some(b),
            (other, Type::Object(object)) if object.is_empty() && is_structured(other) => Some(a),
            (Type::Union { members, .. }, other) => {
                self.narrow((a, members), (b, other), |union, other| vec![union, other])
            }
            (other, Type::Union { members, .. }) => {
                self.narrow((b, members), (a, other), |union, other| vec![other, union])
            }
            (Type::Intersection(parts), _) => Some(self.extend(parts, b)),
            (_, Type::Intersection(parts)) => Some(self.extend(parts, a)),
            (Type::Object(x), Type::Object(y)) => self.merge(x, y),
            (Type::Object(_), Type::Record { .. }) | (Type::Record { .. }, Type::Object(_) | Type::Record { .. }) => {
                Some(self.types.add(Type::Intersection(vec![a, b])))
            }
            (Type::Array(x), Type::Array(y)) => {
                let item = self.intersect(*x, *y)?;
                Some(self.types.add(Type::Array(item)))
            }
            (Type::Array(item), Type::Tuple { .. }) if self.types.is_brief(*item) => self.each_item(&ty_b, *item),
            (Type::Tuple { .. }, Type::Array(item)) if self.types.is_brief(*item) => self.each_item(&ty_a, *item),
            (Type::Tuple { items: x, rest: None, .. }, Type::Tuple { items: y, rest: None, .. })
                if x.len() == y.len() =>
            {
                let items = x.iter().zip(y).map(|(x, y)| self.intersect(*x, *y)).collect::<Option<Vec<_>>>()?;
                Some(self.types.add(tuple_of(&ty_a, &ty_b, items)))
            }
            (Type::Array(_), Type::Tuple { .. }) | (Type::Tuple { .. }, Type::Array(_) | Type::Tuple { .. }) => {
                Some(self.types.add(Type::Intersection(vec![a, b])))
            }
            (x, y) if covers(x, y) => Some(b),
            (x, y) if covers(y, x) => Some(a),
            _ => None,
        }
    }

    /// What a union and `other` leave of each other. Members with structure stay named: their union is
    /// intersected as a whole, and `both` puts the parts in order.
    fn narrow(
        &mut self,
        union: (TypeId, &[TypeId]),
        other: (TypeId, &Type),
        both: impl FnOnce(TypeId, TypeId) -> Vec<TypeId>,
    ) -> Option<TypeId> {
        let ((union, members), (other_id, other)) = (union, other);
        let structured = matches!(other, Type::Object(_) | Type::Union { .. } | Type::Record { .. });
        if structured && members.iter().any(|m| has_structure(self.types.get(*m))) {
            let is_union = matches!(other, Type::Union { .. });
            if is_union || !members.iter().any(|m| self.is_empty_object(*m)) {
                return Some(self.types.add(Type::Intersection(both(union, other_id))));
            }
            // A member that allows no member of its own would forbid those of `other`.
            let unknown = self.types.add(Type::Unknown);
            let open = self.types.add(Type::Object(Object { properties: Vec::new(), index: Some(unknown) }));
            let members = members.iter().map(|m| if self.is_empty_object(*m) { open } else { *m }).collect();
            let union = self.union(members, None);
            return Some(self.types.add(Type::Intersection(both(union, other_id))));
        }
        let possible = match self.common_texts(members, other) {
            Some(common) => common,
            None => members.iter().filter_map(|m| self.intersect(*m, other_id)).collect(),
        };
        if possible.is_empty() { None } else { Some(self.union(possible, None)) }
    }

    /// The texts of one long enumeration that another has too.
    fn common_texts(&self, members: &[TypeId], other: &Type) -> Option<Vec<TypeId>> {
        let Type::Union { members: others, .. } = other else { return None };
        let text = |id: &TypeId| match self.types.get(*id) {
            Type::Literal(Literal::String(text)) => Some(text.as_str()),
            _ => None,
        };
        let others: HashSet<&str> = others.iter().map(text).collect::<Option<_>>()?;
        let texts: Vec<&str> = members.iter().map(text).collect::<Option<_>>()?;
        Some(members.iter().zip(texts).filter(|(_, text)| others.contains(text)).map(|(id, _)| *id).collect())
    }

    fn extend(&mut self, parts: &[TypeId], more: TypeId) -> TypeId {
        let mut parts = parts.to_vec();
        parts.push(more);
        self.types.add(Type::Intersection(parts))
    }

    /// Whether a named type can't be, or shouldn't be, merged into what it is intersected with: it is
    /// not known yet, it would be spelled out in full again, or the other is a union.
    fn keeps_name(&mut self, id: NamedId, other: &Type) -> bool {
        if self.complete(id) != Progress::Done {
            return true;
        }
        let other_is_union = match other {
            Type::Union { members, .. } => members.iter().any(|m| has_structure(self.types.get(*m))),
            _ => false,
        };
        match self.types.get(self.types.named(id).ty) {
            Type::Object(object) if object.is_empty() => false,
            Type::Object(object) => other_is_union || !object.properties.iter().all(|p| self.types.is_brief(p.ty)),
            _ => false,
        }
    }

    fn is_empty_object(&mut self, id: TypeId) -> bool {
        if let Type::Named(named) = *self.types.get(id) {
            self.complete(named);
        }
        matches!(self.types.get(self.types.resolve(id)), Type::Object(object) if object.is_empty())
    }

    /// A tuple, each of whose elements is an `item` too.
    fn each_item(&mut self, tuple: &Type, item: TypeId) -> Option<TypeId> {
        let Type::Tuple { items, required, filled, rest } = tuple else { return None };
        let items = items.iter().map(|i| self.intersect(*i, item)).collect::<Option<Vec<_>>>()?;
        let rest = match rest {
            Some(rest) => Some(self.intersect(*rest, item)?),
            None => None,
        };
        Some(self.types.add(Type::Tuple { items, required: *required, filled: *filled, rest }))
    }

    fn merge(&mut self, a: &Object, b: &Object) -> Option<TypeId> {
        let mut properties = a.properties.clone();
        let places: HashMap<&str, usize> = a.properties.iter().zip(0..).map(|(p, i)| (p.name.as_str(), i)).collect();
        for theirs in &b.properties {
            match places.get(theirs.name.as_str()) {
                Some(&i) => properties[i] = self.merge_property(&a.properties[i], theirs)?,
                None => properties.push(theirs.clone()),
            }
        }
        let index = match (a.index, b.index) {
            (Some(x), Some(y)) => Some(self.intersect(x, y)?),
            (x, y) => self.open_index(a, x).or_else(|| self.open_index(b, y)),
        };
        Some(self.types.add(Type::Object(Object { properties, index })))
    }

    /// An object without listed members says nothing about others than that they may be there.
    fn open_index(&self, object: &Object, index: Option<TypeId>) -> Option<TypeId> {
        let says_nothing = object.properties.is_empty() && index.is_some_and(|i| *self.types.get(i) == Type::Unknown);
        index.filter(|_| !says_nothing)
    }

    fn merge_property(&mut self, a: &Property, b: &Property) -> Option<Property> {
        Some(Property {
            name: a.name.clone(),
            ty: self.intersect(a.ty, b.ty)?,
            required: a.required || b.required,
            default: b.default.clone().or_else(|| a.default.clone()),
            access: if a.access == Access::Both { b.access } else { a.access },
            doc: if b.doc.text.is_some() { b.doc.clone() } else { a.doc.clone() },
        })
    }
}

fn has_structure(ty: &Type) -> bool {
    matches!(ty, Type::Named(_) | Type::Object(_) | Type::Record { .. } | Type::Intersection(_))
}

/// Whether a type is an object, or might be.
fn is_structured(ty: &Type) -> bool {
    match ty {
        Type::Union { .. } => true,
        other => has_structure(other),
    }
}

/// A tuple that is as strict as two.
fn tuple_of(a: &Type, b: &Type, items: Vec<TypeId>) -> Type {
    let lengths = |ty: &Type| match ty {
        Type::Tuple { required, filled, .. } => (*required, *filled),
        _ => (0, 0),
    };
    let ((required, filled), (other_required, other_filled)) = (lengths(a), lengths(b));
    Type::Tuple { items, required: required.max(other_required), filled: filled.max(other_filled), rest: None }
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
