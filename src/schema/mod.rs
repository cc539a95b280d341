//! A mirror of the export as it is written: the only place that knows its JSON keys.

mod decode;
mod export;
mod halves;
mod json;
mod keywords;
mod node;

use std::collections::HashMap;

use bumpalo::Bump;
use serde::de::DeserializeSeed;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Spot};

pub use export::{Affected, AffectedKind, Context, Export, Function, Param, components};
pub use halves::Halves;
pub use json::{Json, Member};
pub use keywords::KEYWORDS;
pub use node::{Misfit, Node, TypeName};

/// The largest `x-mizan-version` that is understood.
pub const VERSION: i64 = 1;
/// What is read of the top level.
const TOP_LEVEL: &[&str] =
    &["openapi", "x-mizan-version", "x-mizan-functions", "x-mizan-contexts", "x-mizan-channels", "components"];

/// Reads the text into a tree in `arena`, or says where it stops being JSON.
pub fn parse<'t>(text: &'t str, arena: &'t Bump, diagnostics: &mut Diagnostics) -> Option<Json<'t>> {
    let builder = json::Builder::new(arena);
    match read(text, &builder) {
        Ok(tree) => {
            if builder.has_repeated_key.get() {
                repeated_keys(&tree, &Pointer::root(), diagnostics);
            }
            Some(tree)
        }
        Err(error) if builder.is_too_deep.get() => {
            diagnostics.push(too_deep().at_offset(offset(text, &error)));
            None
        }
        Err(error) => {
            diagnostics.push(malformed(text, &error));
            None
        }
    }
}

fn read<'t>(text: &'t str, builder: &json::Builder<'t>) -> serde_json::Result<Json<'t>> {
    let mut deserializer = json::deserializer(text);
    let tree = json::Tree::top(TOP_LEVEL, builder).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(tree)
}

fn too_deep() -> Diagnostic {
    let message = format!("the document nests more than {} levels deep", json::MAX_DEPTH);
    let help = "give the inner types names under `components.schemas` and refer to them with `$ref`";
    Diagnostic::new(Code::TooDeep, Pointer::root(), message, help)
}

fn repeated_keys(json: &Json, pointer: &Pointer, diagnostics: &mut Diagnostics) {
    match json {
        Json::Object(members) => {
            let mut times: HashMap<&str, usize> = HashMap::with_capacity(members.len());
            for (key, value) in *members {
                let times = times.entry(key).or_default();
                *times += 1;
                if *times == 2 {
                    let message = format!("the key {key:?} occurs twice in one object");
                    let help = "remove one of the two; readers of JSON disagree on which one counts";
                    let diagnostic = Diagnostic::new(Code::RepeatedKey, pointer.key(key), message, help);
                    diagnostics.push(diagnostic.at(Spot::SecondKey).with_related(pointer.key(key), "the first one"));
                }
                repeated_keys(value, &pointer.key(key), diagnostics);
            }
        }
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| repeated_keys(item, &pointer.index(i), diagnostics));
        }
        _ => {}
    }
}

fn malformed(text: &str, error: &serde_json::Error) -> Diagnostic {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    let mut offset = offset(text, error);
    let (before, after) = text.split_at(text.floor_char_boundary(offset));
    let comma = before.trim_end().strip_suffix(',').filter(|_| message == "trailing comma");
    offset = comma.map_or(offset, str::len);
    let help = if text.trim().is_empty() {
        "the input is empty; did the export command fail?"
    } else if error.is_eof() {
        "the input ends in the middle; was the export cut off?"
    } else if before.trim().is_empty() && after.contains('{') {
        "something was printed before the export; keep it out of the file"
    } else if ["NaN", "Infinity", "-Infinity"].iter().any(|word| after.starts_with(word)) {
        "JSON has no such number, though Python writes it; take it out of the backend's defaults"
    } else if comma.is_some() {
        "take the comma out: nothing follows it"
    } else if after.starts_with("//") || after.starts_with("/*") {
        "JSON has no comments; take it out"
    } else if message == "trailing characters" {
        "the export ended before this; keep what follows out of the file"
    } else {
        "export the schema again; it must be one JSON document and nothing else"
    };
    Diagnostic::new(Code::MalformedJson, Pointer::root(), format!("this is not JSON: {message}"), help)
        .at_offset(offset)
}

/// `serde_json` counts columns in bytes, from one.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    (line_start + error.column().saturating_sub(1)).min(text.len())
}

/// Decodes the tree's top level; `None` when the document is no export at all.
pub fn decode<'d>(tree: &'d Json<'d>, diagnostics: &mut Diagnostics) -> Option<Export<'d>> {
    export::decode(tree, diagnostics)
}
