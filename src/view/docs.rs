//! Doc comments and their tags.

use crate::{
    ir::{Doc, Function, Property},
    ts::{self, Code},
};

/// The comment before a declaration that stands for `function`.
pub fn function(function: &Function, summary: &str) -> Code {
    let mut tags = Vec::new();
    if function.deprecated {
        tags.push("@deprecated".to_owned());
    }
    if let Some(source) = &function.source {
        tags.push(match source.line {
            0 => format!("@see {}", source.file),
            line => format!("@see {}:{line}", source.file),
        });
    }
    let text = function.description.as_deref().unwrap_or(summary);
    ts::doc_comment(text, &tags, 0)
}

/// The tags of a property, as far as its shape needs them.
pub fn property_tags(property: &Property, with_default: bool) -> Vec<String> {
    let mut tags = doc_tags(&property.doc);
    if let Some(default) = property.default.as_ref().filter(|_| with_default) {
        tags.push(format!("@default {default}"));
    }
    tags
}

pub fn doc_tags(doc: &Doc) -> Vec<String> {
    let mut tags = Vec::new();
    if let Some(format) = &doc.format {
        tags.push(format!("@format {format}"));
    }
    if doc.deprecated {
        tags.push("@deprecated".to_owned());
    }
    tags
}
