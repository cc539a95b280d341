//! Puts together types that were lowered in two halves.

use super::types::{Type, TypeId, Types};

impl Types {
    /// Takes over what `other` knows of the named types from `start` on. Both have the same named types,
    /// and began with one type for each.
    pub fn take_over(&mut self, other: Self, start: usize) {
        let same = self.named.len();
        let moved = self.nodes.len() - same;
        let shift = |TypeId(id): &mut TypeId| *id += u32::try_from(moved).expect("fewer than 2^32 types");
        self.nodes.extend(other.nodes.into_iter().skip(same).map(|mut ty| {
            ty.each_child_mut(shift);
            ty
        }));
        for (mine, mut named) in self.named.iter_mut().zip(other.named).skip(start) {
            shift(&mut named.ty);
            *mine = named;
        }
    }
}

impl Type {
    /// Calls `f` with every direct child; `Types::children` says which kinds have none.
    fn each_child_mut(&mut self, f: impl FnMut(&mut TypeId)) {
        match self {
            Type::Array(item) => std::iter::once(item).for_each(f),
            Type::Tuple { items, rest, .. } => items.iter_mut().chain(rest).for_each(f),
            Type::Object(object) => {
                object.properties.iter_mut().map(|p| &mut p.ty).chain(&mut object.index).for_each(f);
            }
            Type::Record { key, value, .. } => [key, value].into_iter().for_each(f),
            Type::Union { members, .. } | Type::Intersection(members) => members.iter_mut().for_each(f),
            _ => {}
        }
    }
}
