//! Doc comments and their tags.

use super::shape::Direction;
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

/// The comment of a property, as far as the direction of its object needs it: only a caller may leave
/// out what has a default, and only in an answer a file is text.
pub fn property(property: &Property, direction: Direction) -> ts::Doc {
    let mut doc = of(&property.doc);
    if direction == Direction::Input {
        doc.tags.retain(|tag| tag != "@format binary");
        doc.tags.extend(property.default.as_ref().map(|default| format!("@default {default}")));
    }
    doc
}

pub fn of(doc: &Doc) -> ts::Doc {
    let mut tags = Vec::new();
    if let Some(format) = &doc.format {
        tags.push(format!("@format {format}"));
    }
    if doc.deprecated {
        tags.push("@deprecated".to_owned());
    }
    ts::Doc { text: doc.text.as_deref().unwrap_or_default().to_owned(), tags }
}
