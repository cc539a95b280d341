//! `anyOf`, `oneOf` and lists of types: one flat union without repetitions.

use std::collections::HashSet;

use super::{path::Path, types::Lowering};
use crate::{
    diagnostic::Code,
    ir::{Discriminator, Literal, NamedId, Type, TypeId},
    schema::Json,
};

/// How many members without a name are told apart.
const MOST_COMPARED: usize = 1_000;

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
    ) -> Option<Discriminator> {
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
        if mapping.is_empty() {
            for member in members {
                if let Type::Named(id) = self.types.get(*member) {
                    mapping.push((self.types.named(*id).name.clone(), *id));
                }
            }
        }
        Some(Discriminator { property: property.to_owned(), mapping })
    }

    /// What a tag selects, by its name alone or by reference.
    fn tagged(&mut self, target: &Json, at: &Path, component: NamedId) -> Option<NamedId> {
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
    pub fn union(&mut self, members: Vec<TypeId>, discriminator: Option<Discriminator>) -> TypeId {
        let mut flat = Vec::with_capacity(members.len());
        let mut discriminator = discriminator;
        for member in members {
            match self.types.get(member) {
                Type::Union { members, discriminator: inner } => {
                    flat.extend_from_slice(members);
                    discriminator = discriminator.or_else(|| inner.clone());
                }
                Type::Never => {}
                _ => flat.push(member),
            }
        }
        if flat.iter().any(|m| *self.types.get(*m) == Type::Unknown) {
            return self.types.add(Type::Unknown);
        }
        self.drop_covered(&mut flat);
        match flat.as_slice() {
            [] => self.types.add(Type::Never),
            [only] => *only,
            _ => self.types.add(Type::Union { members: flat, discriminator }),
        }
    }

    fn drop_covered(&mut self, flat: &mut Vec<TypeId>) {
        let has = |ty: &Type| flat.iter().any(|m| self.types.get(*m) == ty);
        let (string, number, boolean) = (has(&Type::String), has(&Type::Number), has(&Type::Boolean));
        let integer = number || has(&Type::Integer);
        let (mut literals, mut names, mut structures) = (HashSet::new(), HashSet::new(), Vec::new());
        let mut kept: Vec<TypeId> = Vec::with_capacity(flat.len());
        for member in flat.drain(..) {
            let ty = self.types.get(member);
            let covered = match ty {
                Type::Literal(Literal::String(text)) => string || !literals.insert(format!("s{text}")),
                Type::Literal(Literal::Integer(n)) => integer || !literals.insert(format!("n{n}")),
                Type::Literal(Literal::Number(n)) => number || !literals.insert(format!("n{n}")),
                Type::Literal(Literal::Boolean(b)) => boolean || !literals.insert(format!("b{b}")),
                Type::Integer if number => true,
                Type::Decimal if string => true,
                Type::Named(id) => !names.insert(*id),
                // Each is compared with each; in a union beyond reason a repetition does no harm.
                _ if structures.len() >= MOST_COMPARED => false,
                _ if structures.iter().any(|k| self.types.same(*k, member)) => true,
                _ => {
                    structures.push(member);
                    false
                }
            };
            if !covered {
                kept.push(member);
            }
        }
        // `null` reads best at the end.
        kept.sort_by_key(|m| *self.types.get(*m) == Type::Null);
        *flat = kept;
    }
}
