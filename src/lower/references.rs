//! `$ref`: to a component, to a definition inside one, or to any other place in the export. Each
//! target becomes one named type, so that a cycle through it is just a name.

use super::{path::Path, types::Lowering};
use crate::{
    diagnostic::{Code, Pointer},
    ir::{NamedId, Type, TypeId},
    schema::Json,
};

const COMPONENTS: &str = "#/components/schemas/";

impl<'d> Lowering<'d, '_> {
    pub fn reference(&mut self, value: &Json, at: &Path, component: NamedId) -> Option<TypeId> {
        let Some(text) = value.as_str() else {
            let message = format!("expected a reference as text, found {}", value.kind());
            self.report(Code::WrongShape, at, message, "write it as \"#/components/schemas/Name\"");
            return None;
        };
        if text.is_empty() {
            self.report(Code::UnknownRef, at, "an empty reference names no type", self.suggestion(text));
            return None;
        }
        let Some(fragment) = text.strip_prefix('#') else {
            let message = format!("`{text}` points outside of this document");
            let help = self.types.component(text).map_or_else(
                || "bundle the document first; every type must be under `components.schemas`".to_owned(),
                |_| format!("write `{COMPONENTS}{text}` for the component"),
            );
            self.report(Code::UnsupportedRef, at, message, help);
            return None;
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let message = format!("`{text}` is an anchor; only pointers such as `#/components/schemas/Name` are read");
            self.report(Code::UnsupportedRef, at, message, "refer to the type by its pointer");
            return None;
        }
        let target = self.target(text, fragment, component);
        if target.is_none() {
            let help = self.suggestion(text);
            self.report(Code::UnknownRef, at, format!("`{text}` points to nothing"), help);
        }
        target.map(|id| self.types.add(Type::Named(id)))
    }

    fn target(&mut self, text: &str, fragment: &str, component: NamedId) -> Option<NamedId> {
        if let Some(name) = text.strip_prefix(COMPONENTS)
            && let Some(id) = self.types.component(name)
        {
            return Some(id);
        }
        // What is no escape is meant as it stands.
        let pointer = Pointer::parse(&percent_decode(fragment).unwrap_or_else(|| fragment.to_owned()));
        let mut segments: Vec<String> = pointer.segments().collect();
        let owner = if segments.len() >= 3 && segments[0] == "components" && segments[1] == "schemas" {
            let owner = self.types.component(&segments[2])?;
            segments.drain(..3);
            owner
        } else {
            // Relative to the schema resource that it stands in, as zod and plain JSON Schema write it.
            component
        };
        if segments.is_empty() { Some(owner) } else { self.inner(owner, &segments) }
    }

    /// The schema at `segments` below a component, as a named type.
    fn inner(&mut self, owner: NamedId, segments: &[String]) -> Option<NamedId> {
        let mut pointer = self.types.named(owner).pointer.clone();
        for segment in segments {
            pointer = pointer.key(segment);
        }
        if let Some(id) = self.by_pointer.get(&pointer) {
            return Some(*id);
        }
        let mut schema = self.pending[owner.0 as usize].schema;
        for segment in segments {
            schema = match schema {
                Json::Array(items) => items.get(segment.parse::<usize>().ok()?)?,
                other => self.member(other, segment)?,
            };
        }
        let name = self.inner_name(owner, segments);
        let id = self.declare(name, pointer.clone(), schema, Some(owner));
        self.by_pointer.insert(pointer, id);
        Some(id)
    }

    /// A member of an object. Large ones get an index, since many references may lead into one.
    fn member(&mut self, json: &'d Json<'d>, key: &str) -> Option<&'d Json<'d>> {
        const LARGE: usize = 64;
        let members = json.as_object()?;
        if members.len() < LARGE {
            return json.get(key);
        }
        let index = self.large.entry(members.as_ptr() as usize);
        let index = index.or_insert_with(|| members.iter().rev().map(|(key, value)| (&**key, value)).collect());
        index.get(key).copied()
    }

    /// A definition keeps its own name; another place is called after its owner and its path.
    pub fn inner_name(&self, owner: NamedId, segments: &[String]) -> String {
        match segments {
            [.., parent, name] if matches!(parent.as_str(), "$defs" | "definitions") && !name.starts_with('_') => {
                name.clone()
            }
            _ => {
                let path = segments.iter().filter_map(|segment| match segment.as_str() {
                    "properties" | "$defs" | "definitions" => None,
                    "items" => Some("item"),
                    "additionalProperties" => Some("value"),
                    other => Some(other),
                });
                std::iter::once(self.types.named(owner).name.as_str()).chain(path).collect::<Vec<_>>().join("_")
            }
        }
    }

    pub fn suggestion(&self, text: &str) -> String {
        let name = text.strip_prefix(COMPONENTS).unwrap_or(text);
        let name = if name.contains('/') { text.rsplit('/').next().unwrap_or_default() } else { name };
        match self.diagnostics.nearest(name, self.types.component_names()) {
            Some(near) => format!("did you mean `{COMPONENTS}{near}`?"),
            None if text.strip_prefix(COMPONENTS).is_some_and(|name| !name.is_empty() && !name.contains('/')) => {
                format!("add `{name}` to `components.schemas`, or correct the reference")
            }
            None => format!("correct the reference; types are found under `{COMPONENTS}`"),
        }
    }
}

/// A URI fragment may spell any byte as `%XX`.
fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
