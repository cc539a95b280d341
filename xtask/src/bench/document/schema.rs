//! JSON Schema as Pydantic writes it: a title on every field, `anyOf` with null, references.

use serde_json::{Map, Value, json};

pub fn integer() -> Value {
    json!({"type": "integer"})
}

pub fn number() -> Value {
    json!({"type": "number"})
}

pub fn boolean() -> Value {
    json!({"type": "boolean"})
}

pub fn text() -> Value {
    json!({"type": "string"})
}

pub fn formatted(format: &str) -> Value {
    json!({"type": "string", "format": format})
}

pub fn decimal() -> Value {
    json!({"type": "string", "pattern": "^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$"})
}

pub fn choice(values: &[&str]) -> Value {
    json!({"type": "string", "enum": values})
}

pub fn constant(value: &str) -> Value {
    json!({"type": "string", "const": value})
}

pub fn list(items: Value) -> Value {
    json!({"items": items, "type": "array"})
}

pub fn map(values: Value) -> Value {
    json!({"additionalProperties": values, "type": "object"})
}

pub fn pair(item: Value) -> Value {
    json!({"prefixItems": [item, item], "type": "array", "maxItems": 2, "minItems": 2})
}

pub fn either(alternatives: &[Value]) -> Value {
    json!({"anyOf": alternatives})
}

pub fn nullable(schema: Value) -> Value {
    either(&[schema, json!({"type": "null"})])
}

pub fn reference(component: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{component}")})
}

/// `schema` with one more keyword.
pub fn with(mut schema: Value, key: &str, value: impl Into<Value>) -> Value {
    schema.as_object_mut().expect("a schema is an object").insert(key.to_owned(), value.into());
    schema
}

/// A class of fields, in the order of their declaration.
pub struct Model {
    description: String,
    properties: Map<String, Value>,
    required: Vec<String>,
}

impl Model {
    pub fn new(description: impl Into<String>) -> Self {
        Self { description: description.into(), properties: Map::new(), required: Vec::new() }
    }

    pub fn field(mut self, name: &str, schema: Value) -> Self {
        self.required.push(name.to_owned());
        self.optional(name, schema)
    }

    /// A field with a default, or that may be absent.
    pub fn optional(mut self, name: &str, schema: Value) -> Self {
        self.properties.insert(name.to_owned(), titled(name, schema));
        self
    }

    pub fn build(self, name: &str) -> (String, Value) {
        let mut schema = json!({"properties": self.properties, "type": "object"});
        if !self.required.is_empty() {
            schema = with(schema, "required", self.required);
        }
        (name.to_owned(), with(with(schema, "title", name), "description", self.description))
    }
}

/// Pydantic titles every field by its name, but for bare references.
pub fn titled(name: &str, schema: Value) -> Value {
    if schema.get("$ref").is_some() {
        return schema;
    }
    let words: Vec<String> = name.split('_').map(capital).collect();
    with(schema, "title", words.join(" "))
}

pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_ascii_uppercase().to_string() + chars.as_str())
}
