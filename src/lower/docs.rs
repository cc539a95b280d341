//! What a doc comment will say, from titles, descriptions and formats.

use crate::{
    ir::Doc,
    schema::{Json, Node},
};

/// The doc of a schema that is known under `name`.
pub fn of_node(node: &Node, name: &str) -> Doc {
    // Frameworks derive a title from every name; only one that says more is worth a line.
    let title = node.title.filter(|title| !says_the_same(title, name));
    let own = node.description.filter(|text| !is_blank(text));
    let description = own.or_else(|| inner(node, description_of)).filter(|text| Some(*text) != title);
    let text = match (title, description) {
        (Some(title), Some(description)) => Some(format!("{title}\n\n{description}")),
        (title, description) => title.or(description).map(str::to_owned),
    };
    Doc { text: text.map(Into::into), format: format(node).map(Into::into), deprecated: node.deprecated }
}

/// Whether every letter of the title is in the name already: `User Id` of `user_id`, `Page[Item]` of
/// `Page_Item_`, `Item` of `shop__models__Item`.
fn says_the_same(title: &str, name: &str) -> bool {
    if is_spelled_alike(title, name) {
        return true;
    }
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    letters(name).contains(&letters(title))
}

/// Whether two ASCII texts have the same letters, which is what nearly all titles come to.
fn is_spelled_alike(a: &str, b: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> {
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase())
    }
    a.is_ascii() && b.is_ascii() && letters(a).eq(letters(b))
}

/// One that the type says already is no format.
fn format<'d>(node: &Node<'d>) -> Option<&'d str> {
    let is_text = node.ty.and_then(Json::as_str) == Some("string");
    let own = node.format.filter(|format| !(is_text && *format == "decimal"));
    own.or_else(|| inner(node, format_of))
}

fn format_of<'d>(schema: &'d Json<'d>) -> Option<&'d str> {
    let format = schema.get("format").and_then(Json::as_str)?;
    let is_text = schema.get("type").and_then(Json::as_str) == Some("string");
    (!(is_text && format == "decimal")).then_some(format)
}

fn description_of<'d>(schema: &'d Json<'d>) -> Option<&'d str> {
    schema.get("description").and_then(Json::as_str).filter(|text| !is_blank(text))
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// What `of` finds in the schema of the elements, or of the one alternative that has it: a list's, or an
/// optional value's.
fn inner<'d>(node: &Node<'d>, of: fn(&'d Json<'d>) -> Option<&'d str>) -> Option<&'d str> {
    let of_alternatives = |list: Option<&'d Json<'d>>| {
        let mut found = list.and_then(Json::as_array).unwrap_or_default().iter().filter_map(of);
        let first = found.next();
        if found.next().is_none() { first } else { None }
    };
    node.items.and_then(of).or_else(|| of_alternatives(node.any_of)).or_else(|| of_alternatives(node.one_of))
}

/// A value as compact JSON, cut where it stops being readable in a comment.
pub fn json(value: &Json) -> String {
    const LONGEST: usize = 80;
    let mut text = String::new();
    write(value, &mut text);
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).chain(['…']).collect();
    }
    text
}

fn write(value: &Json, out: &mut String) {
    use std::fmt::Write;
    let _ = match value {
        Json::Null => write!(out, "null"),
        Json::Bool(value) => write!(out, "{value}"),
        Json::Integer(value) => write!(out, "{value}"),
        Json::Float(value) => write!(out, "{value}"),
        Json::String(text) => {
            quote(text, out);
            Ok(())
        }
        Json::Array(items) => {
            list(out, '[', ']', items, |item, out| write(item, out));
            Ok(())
        }
        Json::Object(members) => {
            list(out, '{', '}', members, |(key, value), out| {
                quote(key, out);
                out.push_str(": ");
                write(value, out);
            });
            Ok(())
        }
    };
}

/// A JSON string without anything that would end a line.
fn quote(text: &str, out: &mut String) {
    let quoted = serde_json::to_string(text).expect("text is text");
    out.push_str(&quoted.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"));
}

fn list<T>(out: &mut String, open: char, close: char, items: &[T], mut each: impl FnMut(&T, &mut String)) {
    out.push(open);
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        each(item, out);
    }
    out.push(close);
}
