//! One type schema's keywords, picked out in a single walk over its members. Keywords that only
//! constrain values (`minimum`, `pattern`, …) have no TypeScript form and are not kept.

use super::{Json, keywords::is_without_form};

/// The members of an object schema that decide its type, as they are written.
#[derive(Default)]
pub struct Node<'d> {
    pub reference: Option<&'d Json<'d>>,
    pub ty: Option<&'d Json<'d>>,
    pub nullable: bool,
    pub enumeration: Option<&'d Json<'d>>,
    pub constant: Option<&'d Json<'d>>,
    pub properties: Option<&'d Json<'d>>,
    pub required: Option<&'d Json<'d>>,
    pub additional_properties: Option<&'d Json<'d>>,
    pub pattern_properties: Option<&'d Json<'d>>,
    pub property_names: Option<&'d Json<'d>>,
    pub items: Option<&'d Json<'d>>,
    pub additional_items: Option<&'d Json<'d>>,
    pub prefix_items: Option<&'d Json<'d>>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub any_of: Option<&'d Json<'d>>,
    pub one_of: Option<&'d Json<'d>>,
    pub all_of: Option<&'d Json<'d>>,
    pub not: Option<&'d Json<'d>>,
    pub discriminator: Option<&'d Json<'d>>,
    pub format: Option<&'d str>,
    pub pattern: Option<&'d str>,
    pub content_encoding: Option<&'d str>,
    pub content_media_type: Option<&'d str>,
    pub title: Option<&'d str>,
    pub description: Option<&'d str>,
    pub deprecated: bool,
    pub default: Option<&'d Json<'d>>,
    pub read_only: bool,
    pub write_only: bool,
    /// Keywords whose value has the wrong kind; they count as absent.
    pub misfits: Vec<Misfit<'d>>,
    /// Keys that are no keywords.
    pub unknown: Vec<&'d str>,
}

/// A keyword, what its value should have been, and the value.
pub struct Misfit<'d> {
    pub keyword: &'static str,
    pub expected: &'static str,
    pub value: &'d Json<'d>,
}

/// The values of `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeName {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl TypeName {
    pub const NAMES: [&'static str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

const FLAG: &str = "true or false";
const COUNT: &str = "a whole number, 0 or more";
const TEXT: &str = "a string";

impl<'d> Node<'d> {
    /// `None` when `value` is not an object.
    #[must_use]
    pub fn read(value: &'d Json<'d>) -> Option<Self> {
        let mut node = Self::default();
        for (key, value) in value.as_object()? {
            match &**key {
                "$ref" => node.reference = Some(value),
                "type" => node.ty = Some(value),
                "nullable" => node.nullable = node.fits("nullable", FLAG, value, Json::as_bool).unwrap_or(false),
                "enum" => node.enumeration = Some(value),
                "const" => node.constant = Some(value),
                "properties" => node.properties = Some(value),
                "required" => node.required = Some(value),
                "additionalProperties" => node.additional_properties = Some(value),
                "patternProperties" => node.pattern_properties = Some(value),
                "propertyNames" => node.property_names = Some(value),
                "items" => node.items = Some(value),
                "additionalItems" => node.additional_items = Some(value),
                "prefixItems" => node.prefix_items = Some(value),
                "minItems" => node.min_items = node.fits("minItems", COUNT, value, Json::as_count),
                "maxItems" => node.max_items = node.fits("maxItems", COUNT, value, Json::as_count),
                "anyOf" => node.any_of = Some(value),
                "oneOf" => node.one_of = Some(value),
                "allOf" => node.all_of = Some(value),
                "not" => node.not = Some(value),
                "discriminator" => node.discriminator = Some(value),
                "format" => node.format = node.fits("format", TEXT, value, Json::as_str),
                "pattern" => node.pattern = node.fits("pattern", TEXT, value, Json::as_str),
                "contentEncoding" => node.content_encoding = node.fits("contentEncoding", TEXT, value, Json::as_str),
                "contentMediaType" => {
                    node.content_media_type = node.fits("contentMediaType", TEXT, value, Json::as_str);
                }
                "title" => node.title = node.fits("title", TEXT, value, Json::as_str),
                "description" => node.description = node.fits("description", TEXT, value, Json::as_str),
                "deprecated" => node.deprecated = node.fits("deprecated", FLAG, value, Json::as_bool).unwrap_or(false),
                "default" => node.default = Some(value),
                "readOnly" => node.read_only = node.fits("readOnly", FLAG, value, Json::as_bool).unwrap_or(false),
                "writeOnly" => node.write_only = node.fits("writeOnly", FLAG, value, Json::as_bool).unwrap_or(false),
                key if is_without_form(key) => {}
                key => node.unknown.push(key),
            }
        }
        Some(node)
    }

    /// `value`, if it is what `keyword` takes; null is no value.
    fn fits<T>(
        &mut self,
        keyword: &'static str,
        expected: &'static str,
        value: &'d Json<'d>,
        read: impl Fn(&'d Json<'d>) -> Option<T>,
    ) -> Option<T> {
        let result = read(value);
        if result.is_none() && !matches!(value, Json::Null) {
            self.misfits.push(Misfit { keyword, expected, value });
        }
        result
    }

    /// Whether any keyword speaks of an object's members.
    #[must_use]
    pub fn has_object_keywords(&self) -> bool {
        self.properties.is_some()
            || self.additional_properties.is_some()
            || self.pattern_properties.is_some()
            || self.property_names.is_some()
            || self.required.is_some()
    }

    /// Whether any keyword speaks of an array's elements.
    #[must_use]
    pub fn has_array_keywords(&self) -> bool {
        self.items.is_some() || self.prefix_items.is_some()
    }
}
