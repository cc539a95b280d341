//! Lowers every component, and whatever a `$ref` names inside one, to the type arena.

use std::{collections::HashMap, ops::Range};

use smallvec::SmallVec;

use super::{MAX_TYPE_DEPTH, copies, docs, path::Path};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Pointer},
    ir::{Doc, Named, NamedId, Type, TypeId, TypeNames, Types, Usage},
    schema::{Json, KEYWORDS, Member, Misfit, Node, TypeName},
};

/// How many names `allOf` may follow before the rest stays an intersection.
const MAX_CHAIN: usize = 1_000;
/// How deep the types on the way there may nest, all together.
const MAX_CHAIN_DEPTH: usize = 4_000;

/// How many keys that are no keywords are compared with them.
const MOST_GUESSES: usize = 1_000;

/// The state of the pass. `pending` runs parallel to the named types.
pub struct Lowering<'d, 's> {
    pub types: Types,
    pub diagnostics: &'s mut Diagnostics,
    pub by_pointer: HashMap<Pointer, NamedId>,
    /// The members of large objects that references lead into, by the object's address.
    pub large: HashMap<usize, HashMap<&'d str, &'d Json<'d>>>,
    pub pending: Vec<Pending<'d>>,
    /// What keys that are no keywords were meant to be.
    guesses: HashMap<&'d str, Option<&'static str>>,
    /// The components that are to be lowered, and whether others were needed or declared.
    range: Range<usize>,
    pub leaves_range: bool,
    /// How deep the current schema is in its named type.
    depth: usize,
    /// How deep the named types are that wait for the current one.
    outer_depth: usize,
    /// How many of them there are.
    chain: usize,
}

/// A named type's schema, and how far its lowering has come.
pub struct Pending<'d> {
    pub schema: &'d Json<'d>,
    /// The component that it stands in; relative references start there.
    pub component: NamedId,
    pub progress: Progress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Waiting,
    Active,
    Done,
}

pub fn lower(schemas: &[Member], diagnostics: &mut Diagnostics) -> Types {
    let mut lowering = Lowering::of(schemas, 0..schemas.len(), diagnostics);
    // Lowering one type may declare more, at the end of the same list.
    let mut next = 0;
    while next < lowering.pending.len() {
        lowering.complete(named_id(next));
        next += 1;
    }
    let Lowering { mut types, by_pointer, .. } = lowering;
    copies::join(&mut types, &definitions(by_pointer));
    types
}

pub fn named_id(index: usize) -> NamedId {
    NamedId(u32::try_from(index).expect("fewer than 2^32 named types"))
}

/// The types that stand under `$defs`, in the order in which they were met.
fn definitions(by_pointer: HashMap<Pointer, NamedId>) -> Vec<NamedId> {
    let is_definition = |pointer: &Pointer| {
        let segments: Vec<String> = pointer.segments().collect();
        matches!(segments.as_slice(), [.., parent, _] if matches!(parent.as_str(), "$defs" | "definitions"))
    };
    let mut definitions: Vec<NamedId> =
        by_pointer.into_iter().filter(|(pointer, _)| is_definition(pointer)).map(|(_, id)| id).collect();
    definitions.sort_unstable();
    definitions
}

impl<'d, 's> Lowering<'d, 's> {
    /// With every component declared, to lower those in `range`.
    pub fn of(schemas: &'d [Member<'d>], range: Range<usize>, diagnostics: &'s mut Diagnostics) -> Self {
        let mut lowering = Self {
            types: Types::for_components(schemas.len(), range.len()),
            diagnostics,
            by_pointer: HashMap::new(),
            large: HashMap::new(),
            pending: Vec::with_capacity(schemas.len()),
            guesses: HashMap::new(),
            range,
            leaves_range: false,
            depth: 0,
            outer_depth: 0,
            chain: 0,
        };
        let root = Pointer::root().key("components").key("schemas");
        for (name, schema) in schemas {
            let id = lowering.declare((*name).to_owned(), root.key(name), schema, None);
            lowering.types.register_component(id);
        }
        lowering.leaves_range = false;
        lowering
    }

    /// Gives a schema a named type whose body follows later.
    pub fn declare(
        &mut self,
        name: String,
        pointer: Pointer,
        schema: &'d Json<'d>,
        component: Option<NamedId>,
    ) -> NamedId {
        self.leaves_range = true;
        let ty = self.types.add(Type::Unknown);
        let id = self.types.add_named(Named {
            name,
            pointer,
            ty,
            doc: Doc::default(),
            usage: Usage::default(),
            splits: false,
            has_file: false,
            same_as: None,
            emitted: TypeNames::default(),
        });
        self.pending.push(Pending { schema, component: component.unwrap_or(id), progress: Progress::Waiting });
        id
    }

    /// Gives a type that is lowered already a name after the place where it stands.
    pub fn name_inner(&mut self, ty: TypeId, pointer: Pointer, component: NamedId) -> NamedId {
        let owner = self.types.named(component).pointer.segments().count();
        let segments: Vec<String> = pointer.segments().skip(owner).collect();
        let schema = self.pending[component.0 as usize].schema;
        let name = self.inner_name(component, &segments);
        let id = self.declare(name, pointer, schema, Some(component));
        self.pending[id.0 as usize].progress = Progress::Done;
        self.types.named_mut(id).ty = ty;
        id
    }

    /// Lowers the body of `id` unless that is done or under way.
    pub fn complete(&mut self, id: NamedId) -> Progress {
        let index = id.0 as usize;
        self.leaves_range |= !self.range.contains(&index);
        let before = self.pending[index].progress;
        if before != Progress::Waiting {
            return before;
        }
        if self.chain >= MAX_CHAIN || self.outer_depth + self.depth >= MAX_CHAIN_DEPTH {
            return Progress::Active;
        }
        self.pending[index].progress = Progress::Active;
        self.chain += 1;
        let depth = std::mem::take(&mut self.depth);
        self.outer_depth += depth;
        let Pending { schema, component, .. } = self.pending[index];
        let pointer = self.types.named(id).pointer.clone();
        let node = Node::read(schema);
        let body = self.read_node(schema, node.as_ref(), &Path::new(&pointer), component);
        let named = self.types.named_mut(id);
        named.ty = body;
        named.doc = node.map(|node| docs::of_node(&node, &named.name)).unwrap_or_default();
        self.depth = depth;
        self.outer_depth -= depth;
        self.chain -= 1;
        self.pending[index].progress = Progress::Done;
        Progress::Done
    }

    pub fn report(&mut self, code: Code, at: &Path, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, at.pointer(), message, help));
    }

    /// Lowers one schema, wherever it stands.
    pub fn node(&mut self, json: &'d Json<'d>, at: &Path, component: NamedId) -> TypeId {
        self.read_node(json, Node::read(json).as_ref(), at, component)
    }

    /// The same, of which the keywords were read already.
    pub fn read_node(&mut self, json: &'d Json<'d>, node: Option<&Node<'d>>, at: &Path, component: NamedId) -> TypeId {
        if self.depth >= MAX_TYPE_DEPTH {
            let message = format!("this type nests more than {MAX_TYPE_DEPTH} levels deep");
            let help = "give an inner type a name under `components.schemas` and refer to it with `$ref`";
            self.report(Code::TooDeep, at, message, help);
            return self.types.add(Type::Unknown);
        }
        self.depth += 1;
        let id = match json {
            Json::Bool(true) => self.types.add(Type::Unknown),
            Json::Bool(false) => self.types.add(Type::Never),
            _ => {
                if let Some(node) = node {
                    self.misfits(node, at);
                    self.misspelt(node, at);
                    self.schema(node, at, component)
                } else {
                    let message = format!("expected a type schema, found {}", json.kind());
                    self.report(Code::WrongShape, at, message, "a schema is an object, true or false");
                    self.types.add(Type::Unknown)
                }
            }
        };
        self.depth -= 1;
        id
    }

    fn misfits(&mut self, node: &Node<'d>, at: &Path) {
        for Misfit { keyword, expected, value } in &node.misfits {
            let message = format!("`{keyword}` takes {expected}, not {}", value.kind());
            self.report(Code::WrongShape, &at.key(keyword), message, "correct the value, or leave the keyword out");
        }
    }

    /// Points out keys that look like a keyword but aren't one: they are not read.
    fn misspelt(&mut self, node: &Node<'d>, at: &Path) {
        for &key in &node.unknown {
            if self.guesses.len() >= MOST_GUESSES && !self.guesses.contains_key(key) {
                continue;
            }
            let diagnostics = &self.diagnostics;
            let guess = *self.guesses.entry(key).or_insert_with(|| diagnostics.nearest(key, KEYWORDS));
            if let Some(near) = guess {
                let message = format!("`{key}` is no keyword of a schema, and is not read");
                let help = format!("did you mean `{near}`?");
                self.diagnostics.push(Diagnostic::new(Code::UnknownKey, at.key(key).pointer(), message, help).at_key());
            }
        }
    }

    /// A schema is everything that its keywords say at once.
    fn schema(&mut self, node: &Node<'d>, at: &Path, component: NamedId) -> TypeId {
        if node.not.is_some_and(allows_everything) {
            return self.types.add(Type::Never);
        }
        let mut parts = SmallVec::<[TypeId; 4]>::new();
        if let Some(reference) = node.reference {
            parts.extend(self.reference(reference, &at.key("$ref"), component));
        }
        // What a schema says itself comes after what it builds on, and so wins where both have a doc.
        if let Some(all) = node.all_of {
            parts.extend(self.members(all, &at.key("allOf"), component));
        }
        let combined = node.any_of.or(node.one_of).or(node.all_of).is_some() || !parts.is_empty();
        if let Some(literals) = self.literals(node, at) {
            parts.push(literals);
        } else if let Some(structural) = self.structural(node, at, component, combined) {
            parts.push(structural);
        }
        for (key, list) in [("anyOf", node.any_of), ("oneOf", node.one_of)] {
            if let Some(list) = list {
                parts.push(self.alternatives(list, node.discriminator, &at.key(key), component));
            }
        }
        let ty = self.all_of(&parts, at);
        if node.nullable { self.nullable(ty) } else { ty }
    }

    /// What `type` and the keywords that go with it say; `None` when they say nothing new.
    fn structural(&mut self, node: &Node<'d>, at: &Path, component: NamedId, combined: bool) -> Option<TypeId> {
        let names = self.type_names(node, at);
        match *names {
            [] => None,
            // `type: object` beside `anyOf` only repeats what the alternatives say.
            [TypeName::Object] if combined && !node.has_object_keywords() => None,
            [only] => Some(self.of_kind(only, node, at, component)),
            _ => {
                let members = names.into_iter().map(|name| self.of_kind(name, node, at, component)).collect();
                Some(self.union(members, None))
            }
        }
    }

    fn of_kind(&mut self, name: TypeName, node: &Node<'d>, at: &Path, component: NamedId) -> TypeId {
        match name {
            TypeName::Null => self.types.add(Type::Null),
            TypeName::Boolean => self.types.add(Type::Boolean),
            TypeName::Integer => self.types.add(Type::Integer),
            TypeName::Number => self.types.add(Type::Number),
            TypeName::String => self.string(node),
            TypeName::Array => self.array(node, at, component),
            TypeName::Object => self.object(node, at, component),
        }
    }

    fn type_names(&mut self, node: &Node, at: &Path) -> SmallVec<[TypeName; 7]> {
        let Some(ty) = node.ty else { return implied_type(node).into_iter().collect() };
        let at = at.key("type");
        let names = match ty {
            Json::Array(names) => names,
            name => std::slice::from_ref(name),
        };
        if names.is_empty() {
            self.report(Code::ImpossibleType, &at, "no type is allowed here", "list at least one type, or drop `type`");
        }
        let mut found = SmallVec::new();
        for name in names {
            let Some(text) = name.as_str() else {
                let message = format!("a type is named by a string, not {}", name.kind());
                self.report(Code::WrongShape, &at, message, format!("the types are {}", TypeName::NAMES.join(", ")));
                continue;
            };
            if let Some(name) = TypeName::parse(text) {
                found.push(name);
            } else {
                let known = TypeName::NAMES;
                let help = self.diagnostics.nearest(text, known).map_or_else(
                    || format!("the types are {}", known.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                self.report(Code::UnknownType, &at, format!("`{text}` is not a type"), help);
            }
        }
        found
    }

    pub fn nullable(&mut self, ty: TypeId) -> TypeId {
        let null = self.types.add(Type::Null);
        self.union(vec![ty, null], None)
    }
}

fn allows_everything(schema: &Json) -> bool {
    matches!(schema, Json::Bool(true)) || schema.as_object().is_some_and(<[_]>::is_empty)
}

/// A schema without `type` is still an object or an array when only that makes sense of its keywords.
fn implied_type(node: &Node) -> Option<TypeName> {
    if node.has_object_keywords() {
        Some(TypeName::Object)
    } else {
        node.has_array_keywords().then_some(TypeName::Array)
    }
}
