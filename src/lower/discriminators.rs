//! Discriminated unions whose members don't carry their tag as a literal get it added, so that
//! TypeScript can narrow them. Members that already carry it stay as they are.

use crate::ir::{Access, Doc, Literal, NamedId, Object, Property, Type, TypeId, Types};

pub fn tag(types: &mut Types) {
    for id in types.ids() {
        let Type::Union { members, discriminator: Some(discriminator) } = types.get(id).clone() else { continue };
        let mut tagged = Vec::with_capacity(members.len());
        for member in members {
            let Type::Named(named) = *types.get(member) else {
                tagged.push(member);
                continue;
            };
            let tags: Vec<&str> =
                discriminator.mapping.iter().filter(|(_, id)| *id == named).map(|(tag, _)| tag.as_str()).collect();
            let needs_tag = !tags.is_empty() && !carries_tag(types, named, &discriminator.property);
            tagged.push(if needs_tag { with_tag(types, member, &discriminator.property, &tags) } else { member });
        }
        types.replace(id, Type::Union { members: tagged, discriminator: Some(discriminator) });
    }
}

fn carries_tag(types: &Types, named: NamedId, property: &str) -> bool {
    let is_literal = |id: TypeId| matches!(types.get(id), Type::Literal(_));
    match types.get(types.resolve(types.named(named).ty)) {
        Type::Object(object) => object.properties.iter().filter(|p| p.name == property).any(|p| {
            let ty = types.resolve(p.ty);
            match types.get(ty) {
                Type::Union { members, .. } => members.iter().all(|m| is_literal(types.resolve(*m))),
                _ => is_literal(ty),
            }
        }),
        // A union of unions: its members carry the tag, or are tagged where they are listed.
        Type::Union { .. } => true,
        _ => false,
    }
}

fn with_tag(types: &mut Types, member: TypeId, property: &str, tags: &[&str]) -> TypeId {
    let literals: Vec<TypeId> =
        tags.iter().map(|tag| types.add(Type::Literal(Literal::String((*tag).to_owned())))).collect();
    let ty = match literals.as_slice() {
        [only] => *only,
        _ => types.add(Type::Union { members: literals, discriminator: None }),
    };
    let property = Property {
        name: property.to_owned(),
        ty,
        required: true,
        default: None,
        access: Access::Both,
        doc: Doc::default(),
    };
    let tag = types.add(Type::Object(Object { properties: vec![property], index: None }));
    types.add(Type::Intersection(vec![tag, member]))
}
