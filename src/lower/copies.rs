//! zod writes a schema that has an id into the `$defs` of every schema that uses it. Definitions of
//! one name that say the same are one type; the component of that name, or the first, stands for all.

use std::collections::{HashMap, hash_map::Entry};

use super::alike::{Pairs, Shapes, settle};
use crate::ir::{Discriminator, NamedId, Type, Types};

/// `definitions` are the named types that stand under `$defs`.
pub fn join(types: &mut Types, definitions: &[NamedId]) {
    let mut copies = of_components(types, definitions);
    keep_alike(types, &mut copies, &Pairs::new());
    let rest: Vec<NamedId> = definitions.iter().copied().filter(|id| !copies.contains_key(id)).collect();
    let mut repeated = repeated(types, &rest);
    keep_alike(types, &mut repeated, &copies);
    copies.extend(repeated);
    if !copies.is_empty() {
        replace(types, &copies);
    }
}

fn keep_alike(types: &Types, candidates: &mut Pairs, known: &Pairs) {
    settle(types, candidates, Shapes::All, |copies, a, b| {
        let original = |id| copies.get(&id).or_else(|| known.get(&id)).copied().unwrap_or(id);
        original(a) == original(b)
    });
}

/// Each definition that has the name of a component.
fn of_components(types: &Types, definitions: &[NamedId]) -> Pairs {
    let component = |id: &NamedId| types.component(&types.named(*id).name);
    definitions.iter().filter_map(|id| Some((*id, component(id)?))).collect()
}

/// Each definition that has the name of an earlier one.
fn repeated(types: &Types, definitions: &[NamedId]) -> Pairs {
    let mut first: HashMap<&str, NamedId> = HashMap::new();
    let mut copies = Pairs::new();
    for &id in definitions {
        match first.entry(&types.named(id).name) {
            Entry::Occupied(entry) => {
                copies.insert(id, *entry.get());
            }
            Entry::Vacant(entry) => {
                entry.insert(id);
            }
        }
    }
    copies
}

fn replace(types: &mut Types, copies: &Pairs) {
    let original = |id: NamedId| copies.get(&id).copied().unwrap_or(id);
    for id in types.ids() {
        match types.get(id) {
            Type::Named(named) => types.replace(id, Type::Named(original(*named))),
            Type::Union { members, discriminator: Some(discriminator) } => {
                let mapping = discriminator.mapping.iter().map(|(tag, id)| (tag.clone(), original(*id)));
                let discriminator =
                    Box::new(Discriminator { property: discriminator.property.clone(), mapping: mapping.collect() });
                types.replace(id, Type::Union { members: members.clone(), discriminator: Some(discriminator) });
            }
            _ => {}
        }
    }
}
