//! The types of params: which of a type's values a URL can carry, and what satisfies several
//! functions at once.

use std::collections::HashSet;

use super::intersect::covers;
use crate::ir::{Scalar, Type, TypeId, Types};

/// The members of a union, names followed; of another type, itself.
pub struct Alternatives {
    /// Without null: for a param, absent and null are one.
    pub ids: Vec<TypeId>,
    pub nullable: bool,
}

/// How many names are followed; a param or an argument object of more is nobody's intention.
const MOST_NAMES: usize = 1_000;

pub fn alternatives(types: &Types, id: TypeId) -> Alternatives {
    let mut found = Alternatives { ids: Vec::new(), nullable: false };
    let (mut stack, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = stack.pop() {
        match types.get(id) {
            // A type that contains itself with nothing in between is reported elsewhere.
            Type::Named(named) if seen.len() < MOST_NAMES && seen.insert(*named) => stack.push(types.named(*named).ty),
            Type::Named(_) => {}
            Type::Union { members, .. } => stack.extend(members.iter().rev()),
            Type::Null => found.nullable = true,
            _ => found.ids.push(id),
        }
    }
    found
}

/// Whether a value of `scalar`, or a list of them, can reach a function that takes `ty`.
pub fn carries(types: &Types, ty: TypeId, scalar: Scalar, list: bool) -> bool {
    alternatives(types, ty).ids.into_iter().any(|id| carries_one(types, id, scalar, list))
}

fn carries_one(types: &Types, id: TypeId, scalar: Scalar, list: bool) -> bool {
    match types.get(id) {
        Type::Unknown => true,
        Type::Array(item) => list && carries(types, *item, scalar, false),
        Type::Tuple { items, rest, .. } => list && items.iter().chain(rest).all(|i| carries(types, *i, scalar, false)),
        _ if list => false,
        // A file is no text until it is read.
        Type::File => false,
        ty => match scalar {
            Scalar::Integer => covers(&Type::Integer, ty),
            Scalar::Number => covers(&Type::Number, ty) || *ty == Type::Decimal,
            Scalar::Boolean => covers(&Type::Boolean, ty),
            Scalar::String => covers(&Type::String, ty),
        },
    }
}

/// What of `ty` a param of this type can be; `ty` itself when that is all of it.
pub fn restrict(types: &mut Types, ty: TypeId, scalar: Scalar, list: bool) -> TypeId {
    let Alternatives { ids, nullable } = alternatives(types, ty);
    let kept: Vec<TypeId> = ids.iter().copied().filter(|id| carries_one(types, *id, scalar, list)).collect();
    if kept.len() == ids.len() || kept.is_empty() {
        return ty;
    }
    union(types, kept, nullable)
}

/// Past so many pairs, what two types have in common is left to TypeScript.
const MOST_PAIRS: usize = 1_000_000;

/// The narrower of two param types; a union of what they have in common when neither is; `None`
/// when nothing is in both.
pub fn common(types: &mut Types, a: TypeId, b: TypeId) -> Option<TypeId> {
    if types.same(a, b) {
        return Some(a);
    }
    let (xs, ys) = (alternatives(types, a), alternatives(types, b));
    if xs.ids.len().saturating_mul(ys.ids.len()) > MOST_PAIRS {
        return Some(types.add(Type::Intersection(vec![a, b])));
    }
    let within = |xs: &[TypeId], ys: &[TypeId]| {
        xs.iter().all(|x| ys.iter().any(|y| covers(types.get(*y), types.get(*x)) || types.same(*x, *y)))
    };
    if within(&xs.ids, &ys.ids) {
        return Some(a);
    }
    if within(&ys.ids, &xs.ids) {
        return Some(b);
    }
    let mut both = Vec::new();
    for x in &xs.ids {
        for y in &ys.ids {
            if covers(types.get(*y), types.get(*x)) || types.same(*x, *y) {
                both.push(*x);
            } else if covers(types.get(*x), types.get(*y)) {
                both.push(*y);
            }
        }
    }
    if both.is_empty() { None } else { Some(union(types, both, xs.nullable && ys.nullable)) }
}

fn union(types: &mut Types, mut members: Vec<TypeId>, nullable: bool) -> TypeId {
    if nullable {
        members.push(types.add(Type::Null));
    }
    match members.as_slice() {
        [only] => *only,
        _ => types.add(Type::Union { members, discriminator: None }),
    }
}
