//! Discriminated unions whose members don't carry their tag as a literal get it added, so that
//! TypeScript can narrow them. Members that already carry it stay as they are: a tag that is added
//! to one that says otherwise would leave nothing.

use super::objects::plain;
use crate::ir::{Discriminator, Literal, Object, Type, TypeId, Types};

pub fn tag(types: &mut Types) {
    for id in types.ids() {
        let Type::Union { members, discriminator: Some(discriminator) } = types.get(id) else { continue };
        let (members, discriminator) = (members.clone(), discriminator.clone());
        let members = members.into_iter().map(|member| tagged(types, member, &discriminator)).collect();
        types.replace(id, Type::Union { members, discriminator: Some(discriminator) });
    }
}

fn tagged(types: &mut Types, member: TypeId, discriminator: &Discriminator) -> TypeId {
    let Type::Named(named) = *types.get(member) else { return member };
    let tags: Vec<&str> =
        discriminator.mapping.iter().filter(|(_, id)| *id == named).map(|(tag, _)| tag.as_str()).collect();
    if tags.is_empty() || carries_tag(types, types.named(named).ty, &discriminator.property, &tags) {
        return member;
    }
    let Some(literals) = literals(types, types.named(named).ty, &discriminator.property, &tags) else { return member };
    let tag = tag_object(types, &discriminator.property, literals);
    let is_empty = matches!(types.get(types.resolve(member)), Type::Object(object) if object.is_empty());
    if is_empty { tag } else { types.add(Type::Intersection(vec![tag, member])) }
}

/// Whether the type itself says which of `tags` it has, or contradicts all of them.
fn carries_tag(types: &Types, ty: TypeId, property: &str, tags: &[&str]) -> bool {
    match types.get(types.resolve(ty)) {
        Type::Object(object) => object.properties.iter().filter(|p| p.name == property).any(|p| {
            texts(types, p.ty).is_some_and(|texts| {
                let known = texts.iter().filter(|text| tags.contains(text)).count();
                known == texts.len() || known == 0
            })
        }),
        // Its members carry the tag, or are tagged where they are listed.
        Type::Union { .. } => true,
        Type::Intersection(parts) => parts.iter().any(|part| {
            // A part that is a name may lead back here.
            !matches!(types.get(*part), Type::Named(_)) && carries_tag(types, *part, property, tags)
        }),
        _ => false,
    }
}

/// The texts that a type allows, if it is made of literals alone. Other literals are no tags.
fn texts(types: &Types, ty: TypeId) -> Option<Vec<&str>> {
    let ty = types.resolve(ty);
    let members = match types.get(ty) {
        Type::Union { members, .. } => members.as_slice(),
        _ => &[ty],
    };
    members
        .iter()
        .map(|member| match types.get(types.resolve(*member)) {
            Type::Literal(Literal::String(text)) => Some(text.as_str()),
            Type::Literal(_) => Some(""),
            _ => None,
        })
        .collect()
}

/// The tags as values of the property that carries them, of which JSON's names can only be texts.
/// `None` when one isn't such a value: then nothing is added that would leave nothing.
fn literals(types: &Types, ty: TypeId, property: &str, tags: &[&str]) -> Option<Vec<Literal>> {
    let declared = match types.get(types.resolve(ty)) {
        Type::Object(object) => object.properties.iter().find(|p| p.name == property).map(|p| p.ty),
        _ => None,
    };
    let literal = |tag: &&str| match declared.map(|id| types.get(types.resolve(id))) {
        Some(Type::Integer) => tag.parse().map(Literal::Integer).ok(),
        Some(Type::Number) => tag.parse().map(Literal::Integer).or_else(|_| tag.parse().map(Literal::Number)).ok(),
        Some(Type::Boolean) => tag.parse().map(Literal::Boolean).ok(),
        _ => Some(Literal::String((*tag).to_owned())),
    };
    tags.iter().map(literal).collect()
}

fn tag_object(types: &mut Types, property: &str, literals: Vec<Literal>) -> TypeId {
    let literals: Vec<TypeId> = literals.into_iter().map(|tag| types.add(Type::Literal(tag))).collect();
    let ty = match literals.as_slice() {
        [only] => *only,
        _ => types.add(Type::Union { members: literals, discriminator: None }),
    };
    types.add(Type::Object(Object { properties: vec![plain(property, ty, true)], index: None }))
}
