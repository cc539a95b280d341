//! `anyOf`, `oneOf` and lists of types: one flat union without repetitions.

use std::collections::HashSet;

use super::{path::Path, types::Lowering};
use crate::{
    diagnostic::Code,
    ir::{Discriminator, Literal, NamedId, Type, TypeId},
    schema::Json,
};

impl<'d> Lowering<'d, '_> {
    pub fn alternatives(
        &mut self,
        list: &'d Json<'d>,
        discriminator: Option<&'d Json<'d>>,
        at: &Path,
        component: NamedId,
    ) -> TypeId {
        let members = self.members(list, at, component);
        if members.is_empty() {
            self.report(Code::ImpossibleType, at, "no alternative is given", "list at least one schema");
            return self.types.add(Type::Unknown);
        }
        let discriminator = discriminator.and_then(|d| self.discriminator(d, &members, at, component));
        self.union(members, discriminator)
    }

    /// The schemas of a list, lowered.
    pub fn members(&mut self, list: &'d Json<'d>, at: &Path, component: NamedId) -> Vec<TypeId> {
        let Some(items) = list.as_array() else {
            let message = format!("expected an array of schemas, found {}", list.kind());
            self.report(Code::WrongShape, at, message, "list the schemas");
            return vec![self.types.add(Type::Unknown)];
        };
        items.iter().enumerate().map(|(i, item)| self.node(item, &at.index(i), component)).collect()
    }

    /// `discriminator`, with the implied mapping spelled out: a component's own name selects it. `at`
    /// is where the alternatives stand, beside it.
    fn discriminator(
        &mut self,
        json: &Json,
        members: &[TypeId],
        at: &Path,
        component: NamedId,
    ) -> Option<Box<Discriminator>> {
        let at = at.sibling("discriminator");
        let Some(property) = json.get("propertyName").and_then(Json::as_str) else {
            let message = "a discriminator names the property that tells the alternatives apart";
            self.report(Code::WrongShape, &at, message, "write {\"propertyName\": \"name\"}");
            return None;
        };
        let mut mapping = Vec::new();
        let at = at.key("mapping");
        let listed = json.get("mapping").filter(|m| !matches!(m, Json::Null));
        if let Some(other) = listed.filter(|m| m.as_object().is_none()) {
            let message = format!("expected an object of tags, found {}", other.kind());
            self.report(Code::WrongShape, &at, message, "write `\"tag\": \"#/components/schemas/Name\"` for each");
        }
        for (tag, target) in listed.and_then(Json::as_object).unwrap_or_default() {
            mapping.extend(self.tagged(target, &at.key(tag), component).map(|id| (tag.to_string(), id)));
        }
        let mapped: HashSet<NamedId> = mapping.iter().map(|(_, id)| *id).collect();
        for member in members {
            if let Type::Named(id) = *self.types.get(*member)
                && !mapped.contains(&id)
            {
                mapping.push((self.types.named(id).name.clone(), id));
            }
        }
        Some(Box::new(Discriminator { property: property.to_owned(), mapping }))
    }

    /// What a tag selects, by its name alone or by reference. Pydantic writes a whole union where a tag
    /// selects one; its members say the tag themselves.
    fn tagged(&mut self, target: &Json, at: &Path, component: NamedId) -> Option<NamedId> {
        if target.as_object().is_some() {
            return None;
        }
        let name = target.as_str().filter(|text| !text.contains(['#', '/', '.']));
        if let Some(id) = target.as_str().and_then(|name| self.types.component(name)) {
            return Some(id);
        }
        if let Some(name) = name {
            let help = self.suggestion(name);
            self.report(Code::UnknownRef, at, format!("`{name}` names no component"), help);
            return None;
        }
        let ty = self.reference(target, at, component)?;
        if let Type::Named(id) = self.types.get(ty) { Some(*id) } else { None }
    }

    /// The union of `members`: flat, without repetitions, without members that another one covers.
    pub fn union(&mut self, members: Vec<TypeId>, discriminator: Option<Box<Discriminator>>) -> TypeId {
        if let [only] = members.as_slice()
            && !matches!(self.types.get(*only), Type::Union { .. } | Type::Never | Type::Unknown)
        {
            return *only;
        }
        let mut flat = Vec::with_capacity(members.len());
        let mut discriminator = discriminator;
        for member in members {
            match self.types.get(member) {
                Type::Union { members, discriminator: inner } => match (&discriminator, inner) {
                    // Two that differ can't be one: the inner union stays a member.
                    (Some(outer), Some(inner)) if outer != inner => flat.push(member),
                    (_, inner) => {
                        flat.extend_from_slice(members);
                        discriminator = discriminator.or_else(|| inner.clone());
                    }
                },
                Type::Never => {}
                _ => flat.push(member),
            }
        }
        if flat.iter().any(|m| *self.types.get(*m) == Type::Unknown) {
            return self.types.add(Type::Unknown);
        }
        let flat = self.without_covered(flat);
        match flat.as_slice() {
            [] => self.types.add(Type::Never),
            [only] => *only,
            _ => self.types.add(Type::Union { members: flat, discriminator }),
        }
    }

    fn without_covered(&mut self, flat: Vec<TypeId>) -> Vec<TypeId> {
        let has = |ty: &Type| flat.iter().any(|m| self.types.get(*m) == ty);
        let (string, number) = (has(&Type::String), has(&Type::Number));
        let integer = number || has(&Type::Integer);
        let boolean = has(&Type::Boolean);
        // `true | false` is what people call boolean.
        let mut both = (has(&TRUE) && has(&FALSE) && !boolean).then(|| self.types.add(Type::Boolean));
        let boolean = boolean || both.is_some();
        let mut seen = Seen::default();
        let mut null = None;
        let mut kept: Vec<TypeId> = Vec::with_capacity(flat.len());
        for member in flat {
            let is_new = match self.types.get(member) {
                Type::Null => {
                    null = Some(member);
                    false
                }
                Type::Literal(Literal::String(text)) => !string && seen.texts.insert(text),
                Type::Literal(Literal::Integer(n)) => !integer && seen.integers.insert(*n),
                Type::Literal(Literal::Number(n)) => !number && seen.numbers.insert(n.to_bits()),
                Type::Literal(Literal::Boolean(b)) => {
                    kept.extend(both.take());
                    !boolean && !std::mem::replace(&mut seen.booleans[usize::from(*b)], true)
                }
                Type::Named(id) => seen.named.insert(*id),
                Type::Integer if number => false,
                Type::Decimal if string => false,
                _ => kept.len() >= MANY || !kept.iter().any(|k| self.types.same(*k, member)),
            };
            if is_new {
                kept.push(member);
            }
        }
        // `null` reads best at the end.
        kept.extend(null);
        kept
    }
}

/// From how many members on repetitions with structure are left in.
const MANY: usize = 256;
const TRUE: Type = Type::Literal(Literal::Boolean(true));
const FALSE: Type = Type::Literal(Literal::Boolean(false));

/// What a union has already, by what identifies it.
#[derive(Default)]
struct Seen<'t> {
    texts: HashSet<&'t str>,
    integers: HashSet<i64>,
    numbers: HashSet<u64>,
    booleans: [bool; 2],
    named: HashSet<NamedId>,
}
