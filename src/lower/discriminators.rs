//! Discriminated unions: each member says its tag as a literal, so that TypeScript can narrow them,
//! and inputs must say it, since a server can't choose without it: a default of the tag fills it in
//! only where the member stands alone. Members that already do stay as they are: a tag that is added
//! to one that says otherwise would leave nothing.

use super::objects::plain;
use crate::ir::{Access, Discriminator, Literal, Object, Property, Type, TypeId, Types};

/// How many unions and intersections inside of a member are looked through.
const MOST_PARTS: usize = 64;
/// How many members each, and tags: past that they stay as they are.
const MOST_MEMBERS: usize = 256;

pub fn tag(types: &mut Types) {
    for id in types.ids() {
        let Type::Union { members, discriminator: Some(discriminator) } = types.get(id) else { continue };
        let (members, discriminator) = (members.clone(), discriminator.clone());
        let members = members.into_iter().map(|member| tagged(types, member, &discriminator)).collect();
        types.replace(id, Type::Union { members, discriminator: Some(discriminator) });
    }
}

fn tagged(types: &mut Types, member: TypeId, discriminator: &Discriminator) -> TypeId {
    let Discriminator { property, mapping } = discriminator;
    let tags: Vec<&str> = match *types.get(member) {
        Type::Named(named) => mapping.iter().filter(|(_, id)| *id == named).map(|(tag, _)| tag.as_str()).collect(),
        _ => Vec::new(),
    };
    let is_union = matches!(types.get(types.resolve(member)), Type::Union { .. });
    let (literals, access) = match declared(types, member, property, &mut Vec::new()) {
        Declared::Tag(Tag { literals, lacking }) if tags.is_empty() || agree(&literals, &tags) => match lacking {
            Lacking::Never => return member,
            Lacking::InInputs => (literals, Access::WriteOnly),
            Lacking::InBoth => (literals, Access::Both),
        },
        Declared::Nothing | Declared::Tag(_) if !tags.is_empty() && !is_union => {
            let Some(literals) = mapped(types, member, property, &tags) else { return member };
            (literals, Access::Both)
        }
        _ => return member,
    };
    let tag = tag_object(types, property, literals, access);
    let is_empty = matches!(types.get(types.resolve(member)), Type::Object(object) if object.is_empty());
    if is_empty { tag } else { types.add(Type::Intersection(vec![tag, member])) }
}

/// What a member itself says about the property that discriminates.
enum Declared {
    /// Nothing, or not as literals.
    Nothing,
    /// It is a union by the same property, whose members are tagged there.
    Within,
    Tag(Tag),
}

#[derive(Default)]
struct Tag {
    literals: Vec<Literal>,
    lacking: Lacking,
}

/// The shapes in which a tag may be left out.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Lacking {
    #[default]
    Never,
    InInputs,
    InBoth,
}

impl Lacking {
    fn of(property: &Property) -> Self {
        match property.access {
            Access::ReadOnly => Self::Never,
            _ if property.optional_in_output() => Self::InBoth,
            _ if property.optional_in_input() => Self::InInputs,
            _ => Self::Never,
        }
    }
}

fn declared(types: &Types, ty: TypeId, property: &str, seen: &mut Vec<TypeId>) -> Declared {
    let ty = types.resolve(ty);
    match types.get(ty) {
        Type::Object(object) => {
            let property = object.properties.iter().find(|p| p.name == property);
            let tag = property.and_then(|p| Some(Tag { literals: literals(types, p.ty)?, lacking: Lacking::of(p) }));
            tag.map_or(Declared::Nothing, Declared::Tag)
        }
        Type::Union { discriminator: Some(inner), .. } if inner.property == property => Declared::Within,
        // What was looked through before has nothing to add.
        Type::Union { .. } | Type::Intersection(_) if seen.contains(&ty) => Declared::Tag(Tag::default()),
        Type::Union { .. } | Type::Intersection(_) if seen.len() == MOST_PARTS => Declared::Nothing,
        Type::Union { members, .. } if members.len() > MOST_MEMBERS => Declared::Nothing,
        Type::Union { members, .. } => {
            seen.push(ty);
            let mut all = Tag::default();
            for member in members.iter().filter(|member| *types.get(**member) != Type::Null) {
                let Declared::Tag(tag) = declared(types, *member, property, seen) else { return Declared::Nothing };
                if all.literals.len() + tag.literals.len() > MOST_MEMBERS {
                    return Declared::Nothing;
                }
                let new: Vec<Literal> = tag.literals.into_iter().filter(|tag| !all.literals.contains(tag)).collect();
                all.literals.extend(new);
                all.lacking = all.lacking.max(tag.lacking);
            }
            Declared::Tag(all)
        }
        Type::Intersection(parts) => {
            seen.push(ty);
            let tags = parts.iter().filter_map(|part| match declared(types, *part, property, seen) {
                Declared::Tag(tag) if !tag.literals.is_empty() => Some(tag),
                _ => None,
            });
            tags.min_by_key(|tag| tag.lacking).map_or(Declared::Nothing, Declared::Tag)
        }
        _ => Declared::Nothing,
    }
}

/// The literals that a type is made of, if it is made of literals alone.
fn literals(types: &Types, ty: TypeId) -> Option<Vec<Literal>> {
    let ty = types.resolve(ty);
    let members = match types.get(ty) {
        Type::Union { members, .. } => members.as_slice(),
        _ => &[ty],
    };
    members
        .iter()
        .map(|member| match types.get(types.resolve(*member)) {
            Type::Literal(literal) => Some(literal.clone()),
            _ => None,
        })
        .collect()
}

/// Whether the literals are all among the tags, or contradict all of them.
fn agree(literals: &[Literal], tags: &[&str]) -> bool {
    let known = literals.iter().filter(|literal| tags.iter().any(|tag| is_tag(literal, tag))).count();
    known == literals.len() || known == 0
}

/// Whether a tag of a mapping, of which JSON's names can only be texts, is this value.
fn is_tag(literal: &Literal, tag: &str) -> bool {
    match literal {
        Literal::String(text) => text == tag,
        Literal::Boolean(value) => tag.parse() == Ok(*value),
        Literal::Integer(value) => tag.parse() == Ok(*value),
        Literal::Number(value) => tag.parse() == Ok(*value),
    }
}

/// The tags as values of the property that carries them. `None` when one isn't such a value: then
/// nothing is added that would leave nothing.
fn mapped(types: &Types, ty: TypeId, property: &str, tags: &[&str]) -> Option<Vec<Literal>> {
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

fn tag_object(types: &mut Types, property: &str, literals: Vec<Literal>, access: Access) -> TypeId {
    let literals: Vec<TypeId> = literals.into_iter().map(|tag| types.add(Type::Literal(tag))).collect();
    let ty = match literals.as_slice() {
        [only] => *only,
        _ => types.add(Type::Union { members: literals, discriminator: None }),
    };
    types.add(Type::Object(Object { properties: vec![Property { access, ..plain(property, ty, true) }], index: None }))
}
