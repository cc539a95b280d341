//! Which types emitted code uses, in which direction, and which of them come out differently in the
//! two, and which may hold files. Unused types are not emitted: what only a private function uses stays private.

use crate::ir::{Access, Context, Function, Named, NamedId, Type, TypeId, Types, Visibility};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Input,
    Output,
}

pub fn mark(types: &mut Types, functions: &[Function], contexts: &[Context]) {
    classify(types);
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

/// Marks the types whose input and output shapes differ, and those with files in them: those that
/// say so themselves, then everything that mentions one.
fn classify(types: &mut Types) {
    let count = types.all_named().count();
    let mut users: Vec<Vec<NamedId>> = vec![Vec::new(); count];
    let (mut split, mut with_files) = (Vec::new(), Vec::new());
    let roots: Vec<(NamedId, TypeId)> = types.all_named().map(|(id, named)| (id, named.ty)).collect();
    for (id, root) in roots {
        let (mut differs, mut has_file) = (false, false);
        let mut open = vec![root];
        while let Some(ty) = open.pop() {
            match types.get(ty) {
                Type::Named(used) => users[used.0 as usize].push(id),
                Type::File => (differs, has_file) = (true, true),
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
        split.extend(differs.then_some(id));
        with_files.extend(has_file.then_some(id));
    }
    spread(types, split, &users, |named| &mut named.splits);
    spread(types, with_files, &users, |named| &mut named.has_file);
}

/// Sets a flag on the types in `stack` and on everything that mentions one.
fn spread(types: &mut Types, mut stack: Vec<NamedId>, users: &[Vec<NamedId>], flag: fn(&mut Named) -> &mut bool) {
    while let Some(id) = stack.pop() {
        if !std::mem::replace(flag(types.named_mut(id)), true) {
            stack.extend(&users[id.0 as usize]);
        }
    }
}
