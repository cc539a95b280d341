//! Whether two types say the same. What two names have in common is for the caller to say: then
//! recursive types can be compared too.

use std::collections::{BTreeMap, HashMap};

use crate::ir::{Access, Discriminator, NamedId, Object, Property, Type, TypeId, Types};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shapes {
    /// Every fact.
    All,
    /// The first type as an input with the second as an output.
    InputOutput,
}

/// A comparison, with the rule for names.
pub struct Alike<'t, N> {
    pub types: &'t Types,
    pub shapes: Shapes,
    pub names: N,
}

impl Types {
    /// Whether two types are spelled the same.
    #[must_use]
    pub fn same(&self, a: TypeId, b: TypeId) -> bool {
        a == b || Alike { types: self, shapes: Shapes::All, names: |a, b| a == b }.types(a, b)
    }
}

impl<N: Fn(NamedId, NamedId) -> bool> Alike<'_, N> {
    pub fn types(&self, a: TypeId, b: TypeId) -> bool {
        let all = |x: &[TypeId], y: &[TypeId]| x.len() == y.len() && x.iter().zip(y).all(|(x, y)| self.types(*x, *y));
        match (self.types.get(a), self.types.get(b)) {
            (Type::Named(x), Type::Named(y)) => (self.names)(*x, *y),
            (Type::Array(x), Type::Array(y)) => self.types(*x, *y),
            (Type::Union { members: x, discriminator: d }, Type::Union { members: y, discriminator: e }) => {
                all(x, y) && self.discriminators(d.as_deref(), e.as_deref())
            }
            (Type::Intersection(x), Type::Intersection(y)) => all(x, y),
            (
                Type::Tuple { items: x, required: n, filled: f, rest: r },
                Type::Tuple { items: y, required: m, filled: g, rest: s },
            ) => {
                let lengths = match self.shapes {
                    Shapes::All => (n, f) == (m, g),
                    Shapes::InputOutput => n == g,
                };
                lengths && all(x, y) && self.maybe(*r, *s)
            }
            (Type::Record { key: k, value: v, required: n }, Type::Record { key: l, value: w, required: m }) => {
                n == m && self.types(*k, *l) && self.types(*v, *w)
            }
            (Type::Object(x), Type::Object(y)) => self.objects(x, y),
            (Type::File, Type::File) => self.shapes == Shapes::All,
            (x, y) => x == y,
        }
    }

    fn maybe(&self, a: Option<TypeId>, b: Option<TypeId>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => self.types(a, b),
            (a, b) => a == b,
        }
    }

    fn discriminators(&self, a: Option<&Discriminator>, b: Option<&Discriminator>) -> bool {
        match (a, b) {
            // Which tags there are shows in the members by then.
            _ if self.shapes == Shapes::InputOutput => true,
            (Some(a), Some(b)) => {
                let tags = a.mapping.len() == b.mapping.len()
                    && a.mapping.iter().zip(&b.mapping).all(|((x, a), (y, b))| x == y && (self.names)(*a, *b));
                a.property == b.property && tags
            }
            (a, b) => a == b,
        }
    }

    fn objects(&self, a: &Object, b: &Object) -> bool {
        let shown = |object: &Object, hidden: Access| {
            let is_shown = |p: &&Property| self.shapes == Shapes::All || p.access != hidden;
            object.properties.iter().filter(is_shown).count()
        };
        if shown(a, Access::ReadOnly) != shown(b, Access::WriteOnly) || !self.maybe(a.index, b.index) {
            return false;
        }
        let is_shown = |p: &&Property, hidden| self.shapes == Shapes::All || p.access != hidden;
        let a = a.properties.iter().filter(|p| is_shown(p, Access::ReadOnly));
        let b = b.properties.iter().filter(|p| is_shown(p, Access::WriteOnly));
        a.zip(b).all(|(a, b)| self.properties(a, b))
    }

    fn properties(&self, a: &Property, b: &Property) -> bool {
        let facts = match self.shapes {
            Shapes::All => (a.required, a.access) == (b.required, b.access) && a.default == b.default,
            Shapes::InputOutput => a.optional_in_input() == b.optional_in_output(),
        };
        facts && a.name == b.name && a.doc == b.doc && self.types(a.ty, b.ty)
    }
}

/// Named types by what each is compared with.
pub type Pairs = BTreeMap<NamedId, NamedId>;

/// Keeps those pairs of named types that are alike as far as all kept pairs are: taken for alike
/// until a difference shows, and then so does whatever mentions one of the two.
pub fn settle(types: &Types, pairs: &mut Pairs, shapes: Shapes, names: impl Fn(&Pairs, NamedId, NamedId) -> bool) {
    let mut users: HashMap<NamedId, Vec<NamedId>> = HashMap::new();
    for (&a, &b) in pairs.iter() {
        for id in [a, b] {
            mentioned(types, types.named(id).ty, |used| users.entry(used).or_default().push(a));
        }
    }
    let mut open: Vec<NamedId> = pairs.keys().copied().collect();
    while let Some(a) = open.pop() {
        let Some(&b) = pairs.get(&a) else { continue };
        let alike = Alike { types, shapes, names: |x, y| names(pairs, x, y) };
        let (x, y) = (types.named(a), types.named(b));
        if !(x.doc == y.doc && alike.types(x.ty, y.ty)) {
            pairs.remove(&a);
            open.extend([a, b].iter().filter_map(|id| users.get(id)).flatten());
        }
    }
}

fn mentioned(types: &Types, root: TypeId, mut found: impl FnMut(NamedId)) {
    let mut open = vec![root];
    while let Some(ty) = open.pop() {
        match types.get(ty) {
            Type::Named(id) => found(*id),
            _ => types.children(ty, |child| open.push(child)),
        }
    }
}
