//! Which types emitted code uses, in which direction, and which of them come out differently in the
//! two. Unused types are not emitted: what only a private function uses stays private.

use crate::ir::{Access, Context, Function, NamedId, Type, TypeId, Types, Visibility};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Input,
    Output,
}

pub fn mark(types: &mut Types, functions: &[Function], contexts: &[Context]) {
    split(types);
    for function in functions.iter().filter(|f| f.visibility == Visibility::Public) {
        if let Some(input) = function.input {
            reach(types, input.ty, Direction::Input);
        }
        for named in function.output.into_iter().chain(function.errors.iter().filter_map(|e| e.details)) {
            reach(types, named, Direction::Output);
        }
    }
    let readable = contexts.iter().filter(|c| !c.slices.is_empty());
    for param in readable.flat_map(|c| &c.params) {
        for named in referenced(types, param.ty, Direction::Input) {
            reach(types, named, Direction::Input);
        }
    }
}

fn reach(types: &mut Types, start: NamedId, direction: Direction) {
    let mut stack = vec![start];
    while let Some(id) = stack.pop() {
        let named = types.named_mut(id);
        let seen = match direction {
            Direction::Input => &mut named.usage.input,
            Direction::Output => &mut named.usage.output,
        };
        if std::mem::replace(seen, true) {
            continue;
        }
        let ty = named.ty;
        stack.extend(referenced(types, ty, direction));
    }
}

/// The names that a type mentions in one direction.
fn referenced(types: &Types, root: TypeId, direction: Direction) -> Vec<NamedId> {
    let hidden = if direction == Direction::Input { Access::ReadOnly } else { Access::WriteOnly };
    let mut found = Vec::new();
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        match types.get(id) {
            Type::Named(named) => found.push(*named),
            Type::Object(object) => {
                stack.extend(object.properties.iter().filter(|p| p.access != hidden).map(|p| p.ty));
                stack.extend(object.index);
            }
            _ => types.children(id, |child| stack.push(child)),
        }
    }
    found
}

/// Marks the types whose input and output shapes differ: those that say so themselves, then
/// everything that mentions one.
fn split(types: &mut Types) {
    let count = types.all_named().count();
    let mut users: Vec<Vec<NamedId>> = vec![Vec::new(); count];
    let mut stack = Vec::new();
    let roots: Vec<(NamedId, TypeId)> = types.all_named().map(|(id, named)| (id, named.ty)).collect();
    for (id, root) in roots {
        let mut differs = false;
        let mut open = vec![root];
        while let Some(ty) = open.pop() {
            match types.get(ty) {
                Type::Named(used) => users[used.0 as usize].push(id),
                Type::File => differs = true,
                Type::Tuple { required, filled, .. } => {
                    differs |= required != filled;
                    types.children(ty, |child| open.push(child));
                }
                Type::Object(object) => {
                    differs |= object.properties.iter().any(crate::ir::Property::splits);
                    types.children(ty, |child| open.push(child));
                }
                _ => types.children(ty, |child| open.push(child)),
            }
        }
        if differs {
            stack.push(id);
        }
    }
    while let Some(id) = stack.pop() {
        if !std::mem::replace(&mut types.named_mut(id).splits, true) {
            stack.extend(&users[id.0 as usize]);
        }
    }
}
