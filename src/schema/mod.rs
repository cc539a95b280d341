//! A mirror of the export as it is written: the only place that knows its JSON keys.

mod decode;
mod export;
mod json;
mod node;

use serde::de::DeserializeSeed;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};

pub use export::{Affected, Context, Export, Function, Param};
pub use json::Json;
pub use node::{Node, TypeName};

/// The largest `x-mizan-version` that is understood.
pub const VERSION: i64 = 1;
/// How deep JSON may nest. A level of a type costs two or three of these.
const MAX_DEPTH: usize = 1_200;

const TOP_LEVEL: &[&str] =
    &["openapi", "x-mizan-version", "x-mizan-functions", "x-mizan-contexts", "x-mizan-channels", "components"];

/// Reads the text into a tree, or says where it stops being JSON.
pub fn parse(text: &str) -> Result<Json<'_>, Diagnostic> {
    match read(text, false) {
        Err(error) if error.to_string().starts_with("recursion limit exceeded") => {
            let depth = nesting(text);
            if depth > MAX_DEPTH {
                return Err(Diagnostic::new(
                    Code::TooDeep,
                    Pointer::root(),
                    format!("the document nests {depth} levels deep; at most {MAX_DEPTH} are read"),
                    "give the inner types names under `components.schemas` and refer to them with `$ref`",
                )
                .at_offset(offset(text, &error)));
            }
            read(text, true).map_err(|e| malformed(text, &e))
        }
        result => result.map_err(|e| malformed(text, &e)),
    }
}

fn read(text: &str, unbounded: bool) -> serde_json::Result<Json<'_>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    if unbounded {
        deserializer.disable_recursion_limit();
    }
    let tree = json::Tree { keep: Some(TOP_LEVEL) }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(tree)
}

fn malformed(text: &str, error: &serde_json::Error) -> Diagnostic {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    let help = if text.trim().is_empty() {
        "the input is empty; did the export command fail?"
    } else if error.is_eof() {
        "the input ends in the middle; was the export cut off?"
    } else if message.contains("occurs twice") {
        "remove one of the two; readers of JSON disagree on which one counts"
    } else {
        "export the schema again; it must be one JSON document and nothing else"
    };
    Diagnostic::new(Code::MalformedJson, Pointer::root(), format!("this is not JSON: {message}"), help)
        .at_offset(offset(text, error))
}

/// `serde_json` counts columns in bytes, from one.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    (line_start + error.column().saturating_sub(1)).min(text.len())
}

fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Decodes the tree's top level; `None` when the document is no export at all.
pub fn decode<'d>(tree: &'d Json<'d>, diagnostics: &mut Diagnostics) -> Option<Export<'d>> {
    export::decode(tree, diagnostics)
}
