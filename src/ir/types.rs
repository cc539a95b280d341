//! The types of the IR: an arena of closed kinds whose children are ids. A type is neither an input
//! nor an output; a property carries the facts from which either shape follows.

use std::collections::HashMap;

use serde::Serialize;

use crate::diagnostic::Pointer;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct TypeId(pub u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct NamedId(pub u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scalar {
    Integer,
    Number,
    Boolean,
    String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// Any JSON value.
    Unknown,
    /// No value at all: a member that must be absent.
    Never,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    /// A decimal number that travels as text.
    Decimal,
    /// A file: uploaded as one, answered as text.
    File,
    Literal(Literal),
    Array(TypeId),
    Tuple {
        items: Vec<TypeId>,
        /// How many of `items` a caller must give.
        required: usize,
        /// How many an answer always has: those, and what has a default.
        filled: usize,
        rest: Option<TypeId>,
    },
    Object(Object),
    /// One member for each value of `key`.
    Record {
        key: TypeId,
        value: TypeId,
        required: bool,
    },
    Union {
        members: Vec<TypeId>,
        discriminator: Option<Box<Discriminator>>,
    },
    Intersection(Vec<TypeId>),
    Named(NamedId),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Literal {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    String(String),
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Object {
    pub properties: Vec<Property>,
    /// What members that are not listed hold; `None` when there are none.
    pub index: Option<TypeId>,
}

impl Object {
    /// Whether it has no member at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.index.is_none()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Property {
    pub name: String,
    pub ty: TypeId,
    pub required: bool,
    /// The default as JSON text.
    pub default: Option<String>,
    pub access: Access,
    pub doc: Doc,
}

impl Property {
    /// Whether a caller may leave it out.
    #[must_use]
    pub fn optional_in_input(&self) -> bool {
        !self.required || self.default.is_some()
    }

    /// Whether an answer may lack it.
    #[must_use]
    pub fn optional_in_output(&self) -> bool {
        !self.required && self.default.is_none()
    }

    /// Whether an answer may hold null though its type doesn't say so: `name: str = None`.
    #[must_use]
    pub fn defaults_to_null(&self) -> bool {
        self.default.as_deref() == Some("null")
    }

    /// Whether it makes the input and the output shape of its object differ.
    #[must_use]
    pub fn splits(&self) -> bool {
        self.default.is_some() || self.access != Access::Both
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    Both,
    ReadOnly,
    WriteOnly,
}

/// What a doc comment says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Doc {
    pub text: Option<Box<str>>,
    pub format: Option<Box<str>>,
    pub deprecated: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discriminator {
    pub property: String,
    /// Tag value and the member that it selects.
    pub mapping: Vec<(String, NamedId)>,
}

/// A type that has a name in the export.
#[derive(Debug, Serialize)]
pub struct Named {
    /// As the export spells it.
    pub name: String,
    #[serde(skip)]
    pub pointer: Pointer,
    pub ty: TypeId,
    pub doc: Doc,
    pub usage: Usage,
    /// Its input and output shapes differ.
    pub splits: bool,
    /// A file may be somewhere in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub has_file: bool,
    /// The other schema of the same model, which declares this one too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<NamedId>,
    pub emitted: TypeNames,
}

/// The directions in which emitted code uses a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Usage {
    pub input: bool,
    pub output: bool,
}

/// The TypeScript names of a type's shapes; equal unless both exist and differ.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TypeNames {
    pub input: String,
    pub output: String,
}

impl Named {
    /// Whether two declarations are needed.
    #[must_use]
    pub fn is_emitted_twice(&self) -> bool {
        self.splits && self.usage.input && self.usage.output
    }
}

/// From how many bytes on a text is not said twice.
const LONG_TEXT: usize = 250;

#[derive(Debug, Default, Serialize)]
pub struct Types {
    pub(super) nodes: Vec<Type>,
    pub(super) named: Vec<Named>,
    #[serde(skip)]
    components: HashMap<String, NamedId>,
}

impl Types {
    /// With room for `count` components, and for what is in `lowered` of them when they are of an ordinary size.
    pub fn for_components(count: usize, lowered: usize) -> Self {
        let nodes = Vec::with_capacity(count + lowered * 11);
        Self { nodes, named: Vec::with_capacity(count), components: HashMap::with_capacity(count) }
    }

    pub fn add(&mut self, ty: Type) -> TypeId {
        let id = TypeId(u32::try_from(self.nodes.len()).expect("fewer than 2^32 types"));
        self.nodes.push(ty);
        id
    }

    pub fn add_named(&mut self, named: Named) -> NamedId {
        let id = NamedId(u32::try_from(self.named.len()).expect("fewer than 2^32 named types"));
        self.named.push(named);
        id
    }

    /// Makes `id` findable as a component of the export.
    pub fn register_component(&mut self, id: NamedId) {
        self.components.insert(self.named(id).name.clone(), id);
    }

    #[must_use]
    pub fn component(&self, name: &str) -> Option<NamedId> {
        self.components.get(name).copied()
    }

    /// In no order.
    pub fn component_names(&self) -> impl Iterator<Item = &str> {
        self.components.keys().map(String::as_str)
    }

    #[must_use]
    pub fn get(&self, id: TypeId) -> &Type {
        &self.nodes[id.0 as usize]
    }

    pub fn replace(&mut self, id: TypeId, ty: Type) {
        self.nodes[id.0 as usize] = ty;
    }

    #[must_use]
    pub fn named(&self, id: NamedId) -> &Named {
        &self.named[id.0 as usize]
    }

    pub fn named_mut(&mut self, id: NamedId) -> &mut Named {
        &mut self.named[id.0 as usize]
    }

    pub fn all_named(&self) -> impl Iterator<Item = (NamedId, &Named)> {
        (0u32..).map(NamedId).zip(&self.named)
    }

    /// The members of a named type that is an object.
    #[must_use]
    pub fn properties(&self, id: NamedId) -> Option<&[Property]> {
        match self.get(self.resolve(self.named(id).ty)) {
            Type::Object(object) => Some(&object.properties),
            _ => None,
        }
    }

    /// Every type, oldest first.
    pub fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(TypeId)
    }

    /// Follows names until something that is not one; stops at a cycle of bare names.
    #[must_use]
    pub fn resolve(&self, mut id: TypeId) -> TypeId {
        for _ in 0..=self.named.len() {
            match self.get(id) {
                Type::Named(named) => id = self.named(*named).ty,
                _ => break,
            }
        }
        id
    }

    /// Whether null is one of its values.
    #[must_use]
    pub fn allows_null(&self, id: TypeId) -> bool {
        match self.get(self.resolve(id)) {
            Type::Null | Type::Unknown => true,
            Type::Union { members, .. } => members.iter().any(|m| self.allows_null(*m)),
            _ => false,
        }
    }

    /// Whether a type is so short that it may be spelled again wherever it applies. Repeating others
    /// could make the output exponentially larger than the export.
    #[must_use]
    pub fn is_brief(&self, id: TypeId) -> bool {
        const MANY: usize = 8;
        match self.get(id) {
            Type::Union { members, .. } => members.len() <= MANY && members.iter().all(|m| self.is_plain(*m)),
            _ => self.is_plain(id),
        }
    }

    /// Whether a type is a leaf or a list of leaves.
    #[must_use]
    pub fn is_plain(&self, id: TypeId) -> bool {
        match self.get(id) {
            Type::Array(item) => self.is_leaf(*item),
            _ => self.is_leaf(id),
        }
    }

    /// Whether a type has nothing inside, nor a long text.
    #[must_use]
    pub fn is_leaf(&self, id: TypeId) -> bool {
        match self.get(id) {
            Type::Object(_) => false,
            Type::Literal(Literal::String(text)) => text.len() <= LONG_TEXT,
            _ => {
                let mut has_children = false;
                self.children(id, |_| has_children = true);
                !has_children
            }
        }
    }

    /// Whether a property may be spelled again in every type that extends its own.
    #[must_use]
    pub fn is_repeatable(&self, property: &Property) -> bool {
        let doc = property.doc.text.as_deref().unwrap_or_default();
        self.is_brief(property.ty) && property.name.len() <= LONG_TEXT && doc.len() <= 4 * LONG_TEXT
    }

    /// How many elements, alternatives or members a type lists.
    #[must_use]
    pub fn width(&self, id: TypeId) -> usize {
        match self.get(id) {
            Type::Tuple { items, .. } => items.len(),
            Type::Object(object) => object.properties.len(),
            Type::Union { members, .. } | Type::Intersection(members) => members.len(),
            _ => 1,
        }
    }

    /// Calls `f` with every direct child of `id`.
    pub fn children(&self, id: TypeId, mut f: impl FnMut(TypeId)) {
        match self.get(id) {
            Type::Array(item) => f(*item),
            Type::Tuple { items, rest, .. } => {
                items.iter().copied().for_each(&mut f);
                rest.iter().copied().for_each(f);
            }
            Type::Object(object) => {
                object.properties.iter().for_each(|p| f(p.ty));
                object.index.iter().copied().for_each(f);
            }
            Type::Record { key, value, .. } => {
                f(*key);
                f(*value);
            }
            Type::Union { members, .. } | Type::Intersection(members) => members.iter().copied().for_each(f),
            Type::Unknown
            | Type::Never
            | Type::Null
            | Type::Boolean
            | Type::Integer
            | Type::Number
            | Type::String
            | Type::Decimal
            | Type::File
            | Type::Literal(_)
            | Type::Named(_) => {}
        }
    }
}
