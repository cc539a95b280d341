//! What a doc comment will say, from titles, descriptions and formats.

use crate::{
    ir::Doc,
    schema::{Json, Node},
};

/// The doc of a schema that is known under `name`.
pub fn of(schema: &Json, name: &str) -> Doc {
    Node::read(schema).map(|node| of_node(&node, name)).unwrap_or_default()
}

pub fn of_node(node: &Node, name: &str) -> Doc {
    // Frameworks derive a title from every name; only one that says more is worth a line.
    let title = node.title.filter(|title| !says_the_same(title, name));
    let description = node.description.filter(|d| !d.trim().is_empty() && Some(*d) != title);
    let text = match (title, description) {
        (Some(title), Some(description)) => Some(format!("{title}\n\n{description}")),
        (title, description) => title.or(description).map(str::to_owned),
    };
    Doc { text: text.map(Into::into), format: format(node).map(Into::into), deprecated: node.deprecated }
}

fn says_the_same(title: &str, name: &str) -> bool {
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    letters(title) == letters(name)
}

/// The format of the value itself, or of the one alternative that has one.
fn format<'d>(node: &Node<'d>) -> Option<&'d str> {
    let of_alternatives = |list: Option<&'d Json<'d>>| {
        let mut formats = list
            .and_then(Json::as_array)
            .unwrap_or_default()
            .iter()
            .filter_map(|schema| schema.get("format").and_then(Json::as_str));
        let first = formats.next();
        if formats.next().is_none() { first } else { None }
    };
    node.format.or_else(|| of_alternatives(node.any_of)).or_else(|| of_alternatives(node.one_of))
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
        Json::String(text) => write!(out, "{text:?}"),
        Json::Array(items) => {
            list(out, '[', ']', items, |item, out| write_into(item, out));
            Ok(())
        }
        Json::Object(members) => {
            list(out, '{', '}', members, |(key, value), out| {
                let _ = write!(out, "{key:?}: ");
                write_into(value, out);
            });
            Ok(())
        }
    };
}

fn write_into(value: &Json, out: &mut String) {
    write(value, out);
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
