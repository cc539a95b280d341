//! The keywords of schemas, of JSON Schema and of `OpenAPI`, by whether they decide a type.

/// What a misspelt keyword may have been meant to be: those that are read. Without `not`, which is like too much.
pub const KEYWORDS: [&str; 29] = [
    "$ref",
    "type",
    "nullable",
    "enum",
    "const",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "items",
    "additionalItems",
    "prefixItems",
    "minItems",
    "maxItems",
    "anyOf",
    "oneOf",
    "allOf",
    "discriminator",
    "format",
    "pattern",
    "contentEncoding",
    "contentMediaType",
    "title",
    "description",
    "deprecated",
    "default",
    "readOnly",
    "writeOnly",
];

/// Whether it is a keyword that has no TypeScript form, or a note of the backend's own.
pub fn is_without_form(key: &str) -> bool {
    matches!(
        key,
        "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "multipleOf"
            | "minLength"
            | "maxLength"
            | "minProperties"
            | "maxProperties"
            | "uniqueItems"
            | "contains"
            | "minContains"
            | "maxContains"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "dependencies"
            | "dependentRequired"
            | "dependentSchemas"
            | "if"
            | "then"
            | "else"
            | "contentSchema"
            | "example"
            | "examples"
            | "externalDocs"
            | "xml"
            | "$defs"
            | "definitions"
            | "$schema"
            | "$id"
            | "$anchor"
            | "$dynamicAnchor"
            | "$dynamicRef"
            | "$recursiveAnchor"
            | "$recursiveRef"
            | "$vocabulary"
            | "$comment"
            | "id"
    ) || key.starts_with("x-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Json, Node};

    #[test]
    fn what_is_suggested_is_read() {
        for keyword in KEYWORDS {
            let members = [(keyword, Json::Null)];
            assert!(Node::read(&Json::Object(&members)).unwrap().unknown.is_empty(), "{keyword}");
            assert!(!is_without_form(keyword), "{keyword}");
        }
    }
}
