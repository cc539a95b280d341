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
        let discriminator = discriminator.and_then(|d| self.discriminator(d, &members, component));
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

    /// `discriminator`, with the implied mapping spelled out: a component's own name selects it.
    fn discriminator(&mut self, json: &Json, members: &[TypeId], component: NamedId) -> Option<Discriminator> {
        let property = json.get("propertyName")?.as_str()?.to_owned();
        let mut mapping = Vec::new();
        for (tag, target) in json.get("mapping").and_then(Json::as_object).unwrap_or_default() {
            let Some(text) = target.as_str() else { continue };
            let id = self.types.component(text).or_else(|| {
                let pointer = Path::new(&crate::diagnostic::Pointer::root()).pointer();
                let reference = Json::String(text.into());
                let ty = self.reference(&reference, &Path::new(&pointer), component)?;
                if let Type::Named(id) = self.types.get(ty) { Some(*id) } else { None }
            });
            mapping.extend(id.map(|id| (tag.to_string(), id)));
        }
        if mapping.is_empty() {
            for member in members {
                if let Type::Named(id) = self.types.get(*member) {
                    mapping.push((self.types.named(*id).name.clone(), *id));
                }
            }
        }
        Some(Discriminator { property, mapping })
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
        let mut literals = HashSet::new();
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
                _ => {
                    let same =
                        |k: &TypeId| !matches!(self.types.get(*k), Type::Literal(_)) && self.types.same(*k, member);
                    kept.iter().any(same)
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
