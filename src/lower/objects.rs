//! Objects, maps, arrays and tuples.

use std::collections::HashSet;

use super::{docs, path::Path, types::Lowering};
use crate::{
    diagnostic::Code,
    ir::{Access, Doc, Literal, NamedId, Object, Property, Type, TypeId},
    schema::{Json, Node},
};

impl<'d> Lowering<'d, '_> {
    pub fn object(&mut self, node: &Node<'d>, at: &Path, component: NamedId) -> TypeId {
        let required = self.required(node, at);
        let index = self.index(node, at, component, required.names.is_empty());
        if node.properties.is_none()
            && let Some(value) = index
            && let Some((key, names)) = self.record_keys(node, at, component)
        {
            return self.record(key, &names, (value, at), &required, component);
        }
        let (properties, index) = self.properties(node, &required, index, at, component);
        self.types.add(Type::Object(Object { properties, index }))
    }

    fn properties(
        &mut self,
        node: &Node<'d>,
        required: &Required<'d>,
        index: Option<TypeId>,
        at: &Path,
        component: NamedId,
    ) -> (Vec<Property>, Option<TypeId>) {
        let listed = match node.properties {
            None => &[],
            Some(Json::Object(members)) => *members,
            Some(other) => {
                let message = format!("expected an object of schemas, found {}", other.kind());
                let help = "write `\"name\": {schema}` for each property";
                self.report(Code::WrongShape, &at.key("properties"), message, help);
                &[]
            }
        };
        let mut properties = Vec::with_capacity(listed.len());
        let properties_at = at.key("properties");
        for (name, schema) in listed {
            let is_required = required.contains(name);
            if is_required && *schema == Json::Bool(false) {
                let message = format!("`{name}` is required, but no value is allowed for it");
                let help = "give it a type, or take it out of `required`";
                self.report(Code::ImpossibleType, &properties_at.key(name), message, help);
            }
            properties.push(self.property(name, schema, is_required, &properties_at, component));
        }
        if properties.iter().filter(|p| p.required).count() == required.names.len() {
            return (properties, index);
        }
        let index = index.map(|index| self.repeatable(index, at, component));
        let unlisted = index.unwrap_or_else(|| self.types.add(Type::Unknown));
        let names: HashSet<&str> = listed.iter().map(|(name, _)| &**name).collect();
        let is_closed =
            matches!(node.additional_properties, Some(Json::Bool(false))) && node.pattern_properties.is_none();
        for name in required.names.iter().filter(|name| !names.contains(*name)) {
            if is_closed {
                let message = format!("`{name}` is required, but neither listed nor allowed");
                let help = "add it to `properties`, or take it out of `required`";
                self.report(Code::ImpossibleType, &at.key("required"), message, help);
            }
            properties.push(plain(name, unlisted, true));
        }
        (properties, index)
    }

    fn required(&mut self, node: &Node<'d>, at: &Path) -> Required<'d> {
        let at = at.key("required");
        match node.required {
            // Draft 4 put a flag on the property itself; the list decides.
            None | Some(Json::Bool(_)) => Required::default(),
            Some(Json::Array(names)) => {
                let mut found = Required::default();
                for (name, i) in names.iter().zip(0..) {
                    let Some(name) = name.as_str() else {
                        let message = format!("the name of a property is a string, not {}", name.kind());
                        let help = "list the names of the required properties";
                        self.report(Code::WrongShape, &at.index(i), message, help);
                        continue;
                    };
                    found.insert(name);
                }
                found
            }
            Some(other) => {
                let message = format!("expected an array of names, found {}", other.kind());
                self.report(Code::WrongShape, &at, message, "list the names of the required properties");
                Required::default()
            }
        }
    }

    fn property(
        &mut self,
        name: &'d str,
        schema: &'d Json<'d>,
        required: bool,
        at: &Path,
        component: NamedId,
    ) -> Property {
        let node = Node::read(schema);
        let ty = self.read_node(schema, node.as_ref(), &at.key(name), component);
        let node = node.unwrap_or_default();
        let access = match (node.read_only, node.write_only) {
            (true, true) => {
                let message = format!("`{name}` is both `readOnly` and `writeOnly`, so nobody ever sees it");
                self.report(Code::ImpossibleType, &at.key(name), message, "drop one of the two");
                Access::Both
            }
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            (false, false) => Access::Both,
        };
        let default = node.default.map(docs::json);
        Property { name: name.to_owned(), ty, required, default, access, doc: docs::of_node(&node, name) }
    }

    /// What members that are not listed hold.
    fn index(&mut self, node: &Node<'d>, at: &Path, component: NamedId, none_required: bool) -> Option<TypeId> {
        let mut values = Vec::new();
        let patterns_at = at.key("patternProperties");
        match node.pattern_properties {
            None => {}
            Some(Json::Object(patterns)) => {
                for (pattern, schema) in *patterns {
                    values.push(self.node(schema, &patterns_at.key(pattern), component));
                }
            }
            Some(other) => {
                let message = format!("expected an object of schemas, found {}", other.kind());
                let help = "write `\"pattern\": {schema}` for each pattern";
                self.report(Code::WrongShape, &patterns_at, message, help);
            }
        }
        // Without the keyword anything may be there; only an object that lists nothing means it.
        let is_bare = values.is_empty() && node.properties.is_none() && none_required;
        match node.additional_properties {
            Some(Json::Bool(false)) => {}
            None if !is_bare => {}
            None | Some(Json::Bool(true)) => values.push(self.types.add(Type::Unknown)),
            Some(schema) => values.push(self.node(schema, &at.key("additionalProperties"), component)),
        }
        let no_names = node.property_names == Some(&Json::Bool(false));
        if values.is_empty() || no_names { None } else { Some(self.union(values, None)) }
    }

    /// The names that `propertyNames` allows, when they can be listed.
    fn record_keys(&mut self, node: &Node<'d>, at: &Path, component: NamedId) -> Option<(TypeId, Vec<String>)> {
        let key = self.node(node.property_names?, &at.key("propertyNames"), component);
        if let Type::Named(id) = *self.types.get(key) {
            self.complete(id);
        }
        let text = |id: TypeId| match self.types.get(id) {
            Type::Literal(Literal::String(text)) => Some(text.clone()),
            _ => None,
        };
        let resolved = self.types.resolve(key);
        let names: Option<Vec<String>> = match self.types.get(resolved) {
            Type::Union { members, .. } => members.iter().map(|m| text(*m)).collect(),
            _ => text(resolved).map(|name| vec![name]),
        };
        names.map(|names| (key, names))
    }

    /// A named enumeration as keys is mapped over; names that stand here are listed.
    fn record(
        &mut self,
        key: TypeId,
        names: &[String],
        (value, at): (TypeId, &Path),
        required: &Required,
        component: NamedId,
    ) -> TypeId {
        let count = names.iter().filter(|name| required.contains(name)).count();
        let is_named = matches!(self.types.get(key), Type::Named(_));
        if is_named && (count == 0 || count == names.len()) {
            return self.types.add(Type::Record { key, value, required: count > 0 });
        }
        if is_named && names.len() > MOST_LISTED {
            let value = self.repeatable(value, at, component);
            let all = self.types.add(Type::Record { key, value, required: false });
            let properties = names.iter().filter(|name| required.contains(name)).map(|name| plain(name, value, true));
            let some = Object { properties: properties.collect(), index: None };
            let some = self.types.add(Type::Object(some));
            return self.types.add(Type::Intersection(vec![all, some]));
        }
        let value = self.repeatable(value, at, component);
        let properties = names.iter().map(|name| plain(name, value, required.contains(name))).collect();
        self.types.add(Type::Object(Object { properties, index: None }))
    }

    /// The type itself, or a name for it when it is too long to be repeated.
    fn repeatable(&mut self, value: TypeId, at: &Path, component: NamedId) -> TypeId {
        if self.types.is_brief(value) {
            return value;
        }
        let pointer = at.pointer().key("additionalProperties");
        let id = self.name_inner(value, pointer, component);
        self.types.add(Type::Named(id))
    }

    pub fn array(&mut self, node: &Node<'d>, at: &Path, component: NamedId) -> TypeId {
        let ty = self.elements(node, at, component);
        let listed = match self.types.get(ty) {
            Type::Tuple { items, rest: None, .. } => Some(items.len()),
            _ => None,
        };
        match (node.min_items, node.max_items, listed) {
            (Some(min), Some(max), _) if min > max => {
                let message = format!("no array has at least {min} and at most {max} elements");
                self.report(Code::ImpossibleType, &at.key("minItems"), message, "correct `minItems` or `maxItems`");
            }
            (Some(min), _, Some(most)) if min > most => {
                let message = format!("`minItems` asks for {min} elements, where no more than {most} are allowed");
                let help = "correct `minItems`, or say what the further elements are";
                self.report(Code::ImpossibleType, &at.key("minItems"), message, help);
            }
            _ => {}
        }
        ty
    }

    fn elements(&mut self, node: &Node<'d>, at: &Path, component: NamedId) -> TypeId {
        match (node.prefix_items, node.items) {
            (Some(Json::Array(prefix)), items) => {
                let items = items.map(|items| (items, at.key("items")));
                self.tuple(prefix, &at.key("prefixItems"), items, node, component)
            }
            // Drafts before 2020-12 wrote a tuple this way.
            (_, Some(Json::Array(prefix))) => {
                let rest = node.additional_items.map(|items| (items, at.key("additionalItems")));
                self.tuple(prefix, &at.key("items"), rest, node, component)
            }
            (Some(other), _) => {
                let message = format!("expected an array of schemas, found {}", other.kind());
                self.report(Code::WrongShape, &at.key("prefixItems"), message, "list one schema for each position");
                self.types.add(Type::Unknown)
            }
            (None, _) if node.max_items == Some(0) => self.types.add(EMPTY),
            (None, None) => {
                let item = self.types.add(Type::Unknown);
                self.types.add(Type::Array(item))
            }
            (None, Some(items)) => {
                let item = self.node(items, &at.key("items"), component);
                let is_empty = *self.types.get(item) == Type::Never;
                self.types.add(if is_empty { EMPTY } else { Type::Array(item) })
            }
        }
    }

    fn tuple(
        &mut self,
        prefix: &'d [Json<'d>],
        at: &Path,
        rest: Option<(&'d Json<'d>, Path)>,
        node: &Node<'d>,
        component: NamedId,
    ) -> TypeId {
        let length = node.max_items.unwrap_or(usize::MAX);
        let items: Vec<TypeId> =
            prefix.iter().take(length).enumerate().map(|(i, item)| self.node(item, &at.index(i), component)).collect();
        let rest = match rest {
            _ if length <= items.len() => None,
            Some((Json::Bool(false), _)) => None,
            Some((schema, at)) => Some(self.node(schema, &at, component)),
            None => Some(self.types.add(Type::Unknown)),
        };
        // JSON Schema lets a tuple be cut short; without `minItems` every backend means all of it.
        let required = node.min_items.unwrap_or(items.len()).min(items.len());
        let has_default = |item: &&Json| item.get("default").is_some();
        let filled = required + prefix[required..items.len()].iter().take_while(has_default).count();
        self.types.add(Type::Tuple { items, required, filled, rest })
    }
}

/// The names that an object requires.
#[derive(Default)]
struct Required<'d> {
    names: Vec<&'d str>,
    /// The same, when there are so many that a search would take long.
    set: Option<HashSet<&'d str>>,
}

impl<'d> Required<'d> {
    fn insert(&mut self, name: &'d str) {
        const FEW: usize = 16;
        if self.contains(name) {
            return;
        }
        self.names.push(name);
        if let Some(set) = &mut self.set {
            set.insert(name);
        } else if self.names.len() > FEW {
            self.set = Some(self.names.iter().copied().collect());
        }
    }

    fn contains(&self, name: &str) -> bool {
        self.set.as_ref().map_or_else(|| self.names.contains(&name), |set| set.contains(name))
    }
}

/// How many names of a named enumeration are listed where some of them are required.
const MOST_LISTED: usize = 64;

/// The list that has no elements.
const EMPTY: Type = Type::Tuple { items: Vec::new(), required: 0, filled: 0, rest: None };

/// A property of which no more is known than its name and its type.
pub fn plain(name: &str, ty: TypeId, required: bool) -> Property {
    Property { name: name.to_owned(), ty, required, default: None, access: Access::Both, doc: Doc::default() }
}
