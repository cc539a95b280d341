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
        let properties = self.properties(node, at, component);
        let index = self.index(node, at, component, properties.is_empty());
        if properties.is_empty()
            && let Some(value) = index
            && let Some(key) = self.record_key(node, at, component)
        {
            return self.types.add(Type::Record { key, value });
        }
        self.types.add(Type::Object(Object { properties, index }))
    }

    fn properties(&mut self, node: &Node<'d>, at: &Path, component: NamedId) -> Vec<Property> {
        let names = self.required(node, at);
        let required: HashSet<&str> = names.iter().copied().collect();
        let mut properties = Vec::new();
        if let Some(value) = node.properties {
            let at = at.key("properties");
            match value {
                Json::Object(members) => {
                    properties.reserve_exact(members.len());
                    for (name, schema) in members {
                        let required = required.contains(&**name);
                        properties.push(self.property(name, schema, required, &at, component));
                    }
                }
                other => {
                    let message = format!("expected an object of schemas, found {}", other.kind());
                    self.report(Code::WrongShape, &at, message, "write `\"name\": {schema}` for each property");
                }
            }
        }
        let mut listed: HashSet<&str> =
            node.properties.and_then(Json::as_object).unwrap_or_default().iter().map(|(k, _)| &**k).collect();
        let is_closed =
            matches!(node.additional_properties, Some(Json::Bool(false))) && node.pattern_properties.is_none();
        for name in names {
            if !listed.insert(name) {
                continue;
            }
            if is_closed {
                let message = format!("`{name}` is required, but neither listed nor allowed");
                let help = "add it to `properties`, or take it out of `required`";
                self.report(Code::ImpossibleType, &at.key("required"), message, help);
            }
            properties.push(self.required_only(name));
        }
        properties
    }

    fn required(&mut self, node: &Node<'d>, at: &Path) -> Vec<&'d str> {
        let at = at.key("required");
        match node.required {
            // Draft 4 put a flag on the property itself; the list decides.
            None | Some(Json::Bool(_)) => Vec::new(),
            Some(Json::Array(names)) => {
                for (i, name) in names.iter().enumerate().filter(|(_, name)| name.as_str().is_none()) {
                    let message = format!("a property's name is a string, not {}", name.kind());
                    self.report(Code::WrongShape, &at.index(i), message, "list the names of the required properties");
                }
                names.iter().filter_map(Json::as_str).collect()
            }
            Some(other) => {
                let message = format!("expected an array of names, found {}", other.kind());
                self.report(Code::WrongShape, &at, message, "list the names of the required properties");
                Vec::new()
            }
        }
    }

    /// A name that is required and described elsewhere, if at all.
    fn required_only(&mut self, name: &str) -> Property {
        let ty = self.types.add(Type::Unknown);
        Property { name: name.to_owned(), ty, required: true, default: None, access: Access::Both, doc: Doc::default() }
    }

    fn property(
        &mut self,
        name: &'d str,
        schema: &'d Json<'d>,
        required: bool,
        at: &Path,
        component: NamedId,
    ) -> Property {
        let ty = self.node(schema, &at.key(name), component);
        let node = Node::read(schema).unwrap_or_default();
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
    fn index(&mut self, node: &Node<'d>, at: &Path, component: NamedId, is_empty: bool) -> Option<TypeId> {
        let mut values = Vec::new();
        if let Some(patterns) = node.pattern_properties {
            let at = at.key("patternProperties");
            for (pattern, schema) in patterns.as_object().unwrap_or_default() {
                values.push(self.node(schema, &at.key(pattern), component));
            }
            if patterns.as_object().is_none() {
                let message = format!("expected an object of schemas, found {}", patterns.kind());
                self.report(Code::WrongShape, &at, message, "write `\"pattern\": {schema}` for each pattern");
            }
        }
        match node.additional_properties {
            Some(Json::Bool(false)) => {}
            None if !values.is_empty() || node.properties.is_some() || !is_empty => {}
            None | Some(Json::Bool(true)) => values.push(self.types.add(Type::Unknown)),
            Some(schema) => values.push(self.node(schema, &at.key("additionalProperties"), component)),
        }
        if values.is_empty() { None } else { Some(self.union(values, None)) }
    }

    /// The names that `propertyNames` allows, when they can be listed.
    fn record_key(&mut self, node: &Node<'d>, at: &Path, component: NamedId) -> Option<TypeId> {
        let key = self.node(node.property_names?, &at.key("propertyNames"), component);
        if let Type::Named(id) = *self.types.get(key) {
            self.complete(id);
        }
        let is_text = |ty: &Type| matches!(ty, Type::Literal(Literal::String(_)));
        let listed = match self.types.get(self.types.resolve(key)) {
            Type::Union { members, .. } => members.iter().all(|m| is_text(self.types.get(*m))),
            other => is_text(other),
        };
        listed.then_some(key)
    }

    pub fn array(&mut self, node: &Node<'d>, at: &Path, component: NamedId) -> TypeId {
        if let (Some(min), Some(max)) = (node.min_items, node.max_items)
            && min > max
        {
            let message = format!("no array has at least {min} and at most {max} items");
            self.report(Code::ImpossibleType, &at.key("minItems"), message, "correct `minItems` or `maxItems`");
        }
        match (node.prefix_items, node.items) {
            (Some(Json::Array(prefix)), items) => {
                let items = items.map(|items| (items, at.key("items")));
                self.tuple(prefix, &at.key("prefixItems"), items, node, component)
            }
            // Drafts before 2020-12 wrote a tuple this way.
            (_, Some(Json::Array(prefix))) => self.tuple(prefix, &at.key("items"), None, node, component),
            (Some(other), _) => {
                let message = format!("expected an array of schemas, found {}", other.kind());
                self.report(Code::WrongShape, &at.key("prefixItems"), message, "list one schema for each position");
                self.types.add(Type::Unknown)
            }
            (None, items) => {
                let item = match items {
                    Some(items) => self.node(items, &at.key("items"), component),
                    None => self.types.add(Type::Unknown),
                };
                self.types.add(Type::Array(item))
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
        self.types.add(Type::Tuple { items, required, rest })
    }
}
