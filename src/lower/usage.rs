//! Which types emitted code uses, in which direction, and which of them come out differently in the
//! two, and which may hold files. Unused types are not emitted: what only a private function uses stays private.

use crate::{
    ir::{Access, Context, Function, Named, NamedId, Type, TypeId, Types, Usage, Visibility},
    threads,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Input,
    Output,
}

pub fn mark(types: &mut Types, functions: &[Function], contexts: &[Context]) {
    let public = || functions.iter().filter(|f| f.visibility == Visibility::Public);
    let readable = contexts.iter().filter(|c| !c.slices.is_empty());
    let params = readable.flat_map(|c| &c.params).flat_map(|p| referenced(types, p.ty, Direction::Input));
    let inputs = public().filter_map(|f| f.input.as_ref()).map(|input| input.ty).chain(params).collect();
    let errors = |f: &Function| f.errors.iter().filter_map(|e| e.details).collect::<Vec<_>>();
    let outputs = public().flat_map(|f| f.output.into_iter().chain(errors(f))).collect();
    let (inputs, outputs) = threads::join(
        || reached(types, inputs, Direction::Input), //
        || reached(types, outputs, Direction::Output),
    );
    classify(types);
    let ids: Vec<NamedId> = types.all_named().map(|(id, _)| id).collect();
    for ((id, input), output) in ids.into_iter().zip(inputs).zip(outputs) {
        types.named_mut(id).usage = Usage { input, output };
    }
}

/// For each named type, whether it is one of `open` or mentioned by what is reached.
fn reached(types: &Types, mut open: Vec<NamedId>, direction: Direction) -> Vec<bool> {
    let mut reached = vec![false; types.all_named().count()];
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut reached[id.0 as usize], true) {
            open.extend(referenced(types, types.named(id).ty, direction));
        }
    }
    reached
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
    let named: Vec<(NamedId, TypeId)> = types.all_named().map(|(id, named)| (id, named.ty)).collect();
    let (one, other) = named.split_at(named.len() / 2);
    let (one, other) = threads::join(|| facts(types, one), || facts(types, other));
    let mut users: Vec<Vec<NamedId>> = vec![Vec::new(); named.len()];
    for (used, user) in one.mentions.into_iter().chain(other.mentions) {
        users[used.0 as usize].push(user);
    }
    spread(types, [one.split, other.split].concat(), &users, |named| &mut named.splits);
    spread(types, [one.with_files, other.with_files].concat(), &users, |named| &mut named.has_file);
}

/// What named types say themselves.
#[derive(Default)]
struct Facts {
    /// Which is mentioned, and by whom.
    mentions: Vec<(NamedId, NamedId)>,
    split: Vec<NamedId>,
    with_files: Vec<NamedId>,
}

fn facts(types: &Types, named: &[(NamedId, TypeId)]) -> Facts {
    let mut facts = Facts::default();
    for &(id, root) in named {
        let (mut differs, mut has_file) = (false, false);
        let mut open = vec![root];
        while let Some(ty) = open.pop() {
            match types.get(ty) {
                Type::Named(used) => facts.mentions.push((*used, id)),
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
        facts.split.extend(differs.then_some(id));
        facts.with_files.extend(has_file.then_some(id));
    }
    facts
}

/// Sets a flag on the types in `stack` and on everything that mentions one.
fn spread(types: &mut Types, mut stack: Vec<NamedId>, users: &[Vec<NamedId>], flag: fn(&mut Named) -> &mut bool) {
    while let Some(id) = stack.pop() {
        if !std::mem::replace(flag(types.named_mut(id)), true) {
            stack.extend(&users[id.0 as usize]);
        }
    }
}
