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
    ir::{Access, Literal, NamedId, Object, Property, Type, TypeId},
};

/// How many properties one type takes over from types that have names, and how many elements or
/// alternatives. Past that it refers to them: output must not outgrow the export.
const MOST_COPIED: usize = 64;
/// How many properties are merged in place.
const MOST_MERGED: usize = 256;
/// How many pairs of alternatives are tried.
const MOST_PAIRS: usize = 100_000;

/// Two types that nothing is at once, and where both of them are asked for, innermost step first.
pub struct Conflict {
    steps: Vec<String>,
    types: [TypeId; 2],
}

impl Conflict {
    fn of(a: TypeId, b: TypeId) -> Self {
        Self { steps: Vec::new(), types: [a, b] }
    }

    fn below(step: impl Into<String>) -> impl FnOnce(Self) -> Self {
        |mut conflict| {
            conflict.steps.push(step.into());
            conflict
        }
    }

    /// `address.lines[].text`; empty when the types themselves meet.
    fn path(&self) -> String {
        let path: String = self.steps.iter().rev().map(String::as_str).collect();
        path.trim_start_matches('.').to_owned()
    }
}

impl Lowering<'_, '_> {
    pub fn all_of(&mut self, parts: &[TypeId], at: &Path) -> TypeId {
        if let [only] = parts {
            return *only;
        }
        // What satisfies all parts so far; more than one where they can't be merged.
        let mut whole: Vec<TypeId> = Vec::new();
        for &part in parts {
            if let Err(conflict) = self.join(&mut whole, part) {
                self.impossible(&conflict, at);
            }
        }
        match whole.as_slice() {
            [] => self.types.add(Type::Unknown),
            [only] => *only,
            _ => self.types.add(Type::Intersection(whole)),
        }
    }

    fn join(&mut self, whole: &mut Vec<TypeId>, part: TypeId) -> Result<(), Conflict> {
        let [before @ .., last] = whole.as_slice() else {
            whole.extend(self.parts(part));
            return Ok(());
        };
        let last = *last;
        let are_objects = [last, part].iter().all(|id| matches!(self.types.get(*id), Type::Object(_)));
        if before.is_empty() || are_objects {
            let both = self.intersect(last, part)?;
            whole.pop();
            whole.extend(self.parts(both));
        } else if *self.types.get(part) != Type::Unknown {
            self.meet(whole[0], part)?;
            whole.extend(self.parts(part));
        }
        Ok(())
    }

    fn impossible(&mut self, conflict: &Conflict, at: &Path) {
        let [a, b] = conflict.types.map(|ty| self.types.describe(ty));
        let path = conflict.path();
        let message = if path.is_empty() {
            format!("nothing can be {a} and {b} at once")
        } else {
            format!("`{path}` can't be {a} and {b} at once")
        };
        self.report(Code::ImpossibleType, at, message, "correct the parts, or use `anyOf` for either");
    }

    /// What is both `a` and `b`.
    pub fn intersect(&mut self, a: TypeId, b: TypeId) -> Result<TypeId, Conflict> {
        if self.types.same(a, b) {
            return Ok(a);
        }
        let (ty_a, ty_b) = (self.types.get(a).clone(), self.types.get(b).clone());
        match (&ty_a, &ty_b) {
            (Type::Unknown, _) | (_, Type::Never) => Ok(b),
            (_, Type::Unknown) | (Type::Never, _) => Ok(a),
            (Type::Union { members, .. }, _) if self.lists_kinds(members) => {
                self.of_kinds((a, members), b).ok_or_else(|| Conflict::of(a, b))
            }
            (_, Type::Union { members, .. }) if self.lists_kinds(members) => {
                self.of_kinds((b, members), a).ok_or_else(|| Conflict::of(a, b))
            }
            (Type::Named(id), _) => self.with_named(*id, a, [a, b]),
            (_, Type::Named(id)) => self.with_named(*id, b, [a, b]),
            (Type::Object(object), other) if object.is_empty() && is_structured(other) => Ok(b),
            (other, Type::Object(object)) if object.is_empty() && is_structured(other) => Ok(a),
            (Type::Union { members, .. }, other) => self.narrow((a, members), (b, other), [a, b]),
            (other, Type::Union { members, .. }) => self.narrow((b, members), (a, other), [a, b]),
            (Type::Intersection(_), _) | (_, Type::Intersection(_)) => self.side_by_side([a, b]),
            (Type::Object(_), Type::Record { .. }) | (Type::Record { .. }, Type::Object(_) | Type::Record { .. }) => {
                self.side_by_side([a, b])
            }
            (Type::Object(x), Type::Object(y)) if x.properties.len() + y.properties.len() > MOST_MERGED => {
                self.side_by_side([a, b])
            }
            (Type::Object(x), Type::Object(y)) => self.merge(x, y),
            (Type::Array(x), Type::Array(y)) => {
                let item = self.intersect(*x, *y).map_err(Conflict::below("[]"))?;
                Ok(self.types.add(Type::Array(item)))
            }
            (Type::Array(item), Type::Tuple { .. }) if self.types.is_brief(*item) => self.each_item(b, &ty_b, *item),
            (Type::Tuple { .. }, Type::Array(item)) if self.types.is_brief(*item) => self.each_item(a, &ty_a, *item),
            (Type::Tuple { items: x, rest: None, .. }, Type::Tuple { items: y, rest: None, .. })
                if x.len() == y.len() =>
            {
                let items = x.iter().zip(y).zip(0..).map(|((x, y), i)| self.item(*x, *y, i));
                let items = items.collect::<Result<Vec<_>, _>>()?;
                Ok(self.types.add(tuple_of(&ty_a, &ty_b, items)))
            }
            (Type::Tuple { .. }, Type::Tuple { .. }) if !have_common_length(&ty_a, &ty_b) => Err(Conflict::of(a, b)),
            (Type::Array(_), Type::Tuple { .. }) | (Type::Tuple { .. }, Type::Array(_) | Type::Tuple { .. }) => {
                self.side_by_side([a, b])
            }
            (x, y) if covers(x, y) => Ok(b),
            (x, y) if covers(y, x) => Ok(a),
            _ => Err(Conflict::of(a, b)),
        }
    }

    /// Both, unmerged; a conflict when they are of different kinds.
    pub fn side_by_side(&mut self, [a, b]: [TypeId; 2]) -> Result<TypeId, Conflict> {
        self.meet(a, b)?;
        let parts = [self.parts(a), self.parts(b)].concat();
        Ok(self.types.add(Type::Intersection(parts)))
    }

    fn parts(&self, id: TypeId) -> Vec<TypeId> {
        match self.types.get(id) {
            Type::Intersection(parts) => parts.clone(),
            _ => vec![id],
        }
    }

    fn meet(&self, a: TypeId, b: TypeId) -> Result<(), Conflict> {
        if self.types.may_meet(a, b) { Ok(()) } else { Err(Conflict::of(a, b)) }
    }

    /// What two types have in common, `name` being the one that is called `id`: it keeps its name as
    /// long as the other changes nothing about it, and where it would be long when spelled out again.
    fn with_named(&mut self, id: NamedId, name: TypeId, [a, b]: [TypeId; 2]) -> Result<TypeId, Conflict> {
        let Some(body) = self.body(id) else { return self.side_by_side([a, b]) };
        let other = if name == a { b } else { a };
        if self.keeps_name(body, other) {
            return self.side_by_side([a, b]);
        }
        let both = if name == a { self.intersect(body, b)? } else { self.intersect(a, body)? };
        if self.types.same(both, body) {
            Ok(name)
        } else if self.types.width(both) > MOST_COPIED {
            self.side_by_side([a, b])
        } else {
            Ok(both)
        }
    }

    /// What a name stands for, through other names; `None` when that is not known yet.
    pub fn body(&mut self, id: NamedId) -> Option<TypeId> {
        const MOST_NAMES: usize = 1_000;
        let mut id = id;
        for _ in 0..MOST_NAMES {
            if self.complete(id) != Progress::Done {
                return None;
            }
            match self.types.get(self.types.named(id).ty) {
                Type::Named(next) => id = *next,
                _ => return Some(self.types.named(id).ty),
            }
        }
        None
    }

    /// Whether a named type shouldn't be merged into what it is intersected with: it would be spelled
    /// out in full again, or the other is a union.
    fn keeps_name(&mut self, body: TypeId, other: TypeId) -> bool {
        let other = match *self.types.get(other) {
            Type::Named(id) => self.body(id).unwrap_or(other),
            _ => other,
        };
        let is_of_objects = |members: &[TypeId]| members.iter().any(|m| has_structure(self.types.get(*m)));
        let is_union_of_objects =
            matches!(self.types.get(other), Type::Union { members, .. } if is_of_objects(members));
        match self.types.get(body) {
            Type::Object(object) if object.is_empty() => false,
            Type::Object(object) => {
                is_union_of_objects
                    || object.properties.len() > MOST_COPIED
                    || !object.properties.iter().all(|p| self.types.is_repeatable(p))
            }
            Type::Tuple { items, rest, .. } => {
                items.len() > MOST_COPIED || !items.iter().chain(rest).all(|item| self.types.is_brief(*item))
            }
            Type::Array(item) => !self.types.is_brief(*item),
            Type::Union { members, .. } => {
                let are_long = members.len() > MOST_COPIED && self.types.width(other) > MOST_COPIED;
                are_long || is_of_objects(members)
            }
            Type::Record { .. } | Type::Intersection(_) => true,
            _ => false,
        }
    }

    /// What a union and `other` leave of each other; `both` are the two in order. Members with
    /// structure stay named, and what is long is not said for each member: then their union is
    /// intersected as a whole.
    fn narrow(
        &mut self,
        (union, members): (TypeId, &[TypeId]),
        (other_id, other): (TypeId, &Type),
        both: [TypeId; 2],
    ) -> Result<TypeId, Conflict> {
        let structured = matches!(other, Type::Object(_) | Type::Union { .. } | Type::Record { .. });
        if structured && members.iter().any(|m| has_structure(self.types.get(*m))) {
            let is_union = matches!(other, Type::Union { .. });
            if is_union || !members.iter().any(|m| self.is_empty_object(*m)) {
                return self.side_by_side(both);
            }
            // A member that allows no member of its own would forbid those of `other`.
            let unknown = self.types.add(Type::Unknown);
            let open = self.types.add(Type::Object(Object { properties: Vec::new(), index: Some(unknown) }));
            let members = members.iter().map(|m| if self.is_empty_object(*m) { open } else { *m }).collect();
            let opened = self.union(members, None);
            return self.side_by_side(both.map(|id| if id == union { opened } else { id }));
        }
        let possible = match self.common_texts(members, other) {
            Some(common) => common,
            None if self.would_grow(members, (other_id, other)) => return self.side_by_side(both),
            None => members.iter().filter_map(|m| self.intersect(*m, other_id).ok()).collect(),
        };
        match possible.as_slice() {
            [] => Err(Conflict::of(both[0], both[1])),
            same if same == members => Ok(union),
            _ => Ok(self.union(possible, None)),
        }
    }

    /// Whether a union has so many members, or `other` is so long, that saying `other` for each of them
    /// would be too much.
    fn would_grow(&self, members: &[TypeId], (other_id, other): (TypeId, &Type)) -> bool {
        let others = if let Type::Union { members, .. } = other { members.len() } else { 1 };
        let is_short = self.types.is_brief(other_id) || members.iter().all(|m| self.types.is_leaf(*m));
        !is_short || members.len().saturating_mul(others) > MOST_PAIRS
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

    fn is_empty_object(&mut self, id: TypeId) -> bool {
        if let Type::Named(named) = *self.types.get(id) {
            self.complete(named);
        }
        matches!(self.types.get(self.types.resolve(id)), Type::Object(object) if object.is_empty())
    }

    /// A tuple, each of whose elements is an `item` too.
    fn each_item(&mut self, id: TypeId, tuple: &Type, item: TypeId) -> Result<TypeId, Conflict> {
        let Type::Tuple { items, required, filled, rest } = tuple else { return Ok(id) };
        let narrowed = items.iter().zip(0..).map(|(x, i)| self.item(*x, item, i)).collect::<Result<Vec<_>, _>>()?;
        let narrowed_rest = match rest {
            Some(rest) => Some(self.intersect(*rest, item).map_err(Conflict::below("[]"))?),
            None => None,
        };
        if narrowed == *items && narrowed_rest == *rest {
            return Ok(id);
        }
        let (required, filled) = (*required, *filled);
        Ok(self.types.add(Type::Tuple { items: narrowed, required, filled, rest: narrowed_rest }))
    }

    fn item(&mut self, a: TypeId, b: TypeId, index: usize) -> Result<TypeId, Conflict> {
        self.intersect(a, b).map_err(Conflict::below(format!("[{index}]")))
    }

    fn merge(&mut self, a: &Object, b: &Object) -> Result<TypeId, Conflict> {
        let mut properties = a.properties.clone();
        let places: HashMap<&str, usize> = a.properties.iter().zip(0..).map(|(p, i)| (p.name.as_str(), i)).collect();
        for theirs in &b.properties {
            match places.get(theirs.name.as_str()) {
                Some(&i) => properties[i] = self.merge_property(&a.properties[i], theirs)?,
                None => properties.push(theirs.clone()),
            }
        }
        let index = match (a.index, b.index) {
            (Some(x), Some(y)) => Some(self.intersect(x, y).map_err(Conflict::below("[key]"))?),
            (x, y) => self.open_index(a, x).or_else(|| self.open_index(b, y)),
        };
        Ok(self.types.add(Type::Object(Object { properties, index })))
    }

    /// An object without listed members says nothing about others than that they may be there.
    fn open_index(&self, object: &Object, index: Option<TypeId>) -> Option<TypeId> {
        index.filter(|_| !self.types.is_any_object(object))
    }

    fn merge_property(&mut self, a: &Property, b: &Property) -> Result<Property, Conflict> {
        let ty = self.intersect(a.ty, b.ty).map_err(|conflict| Conflict::below(format!(".{}", a.name))(conflict))?;
        Ok(Property {
            name: a.name.clone(),
            ty,
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

/// Whether some list is as long as both tuples ask for.
fn have_common_length(a: &Type, b: &Type) -> bool {
    let lengths = |ty: &Type| match ty {
        Type::Tuple { items, required, rest, .. } => (*required, if rest.is_some() { usize::MAX } else { items.len() }),
        _ => (0, usize::MAX),
    };
    let ((least, most), (other_least, other_most)) = (lengths(a), lengths(b));
    least <= other_most && other_least <= most
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
