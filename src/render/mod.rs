//! minijinja with the templates built in. Strict: an undefined value is an error, and only text
//! that is TypeScript already (`ts::Code`) may be interpolated.

use std::sync::LazyLock;

use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, value::Serde};
use serde::Serialize;

use crate::ts;

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/", $name, ".jinja")))),*]
    };
}

const TEMPLATES: &[(&str, &str)] = templates![
    "index.ts",
    "protocol/context.ts",
    "protocol/errors.ts",
    "protocol/functions.ts",
    "protocol/index.ts",
    "react/context.tsx",
    "react/mizan.tsx",
    "react/mutations.ts",
    "svelte/MizanContext.svelte",
    "svelte/Provider.svelte",
    "svelte/context.svelte.ts",
    "svelte/mizan.svelte.ts",
    "svelte/mutations.svelte.ts",
    "vue/context.ts",
    "vue/mizan.ts",
    "vue/mutations.ts",
];

/// The first line of every generated file.
pub const HEADER: &str = include_str!("../../templates/header.jinja");

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(only_code);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).expect("the built-in templates parse");
    }
    environment
});

/// Renders a TypeScript file.
#[must_use]
pub fn render(template: &str, view: &impl Serialize) -> String {
    file(HEADER, template, view)
}

/// A TypeScript file of nothing but parts that are code already, a blank line between them.
#[must_use]
pub fn assemble(parts: &[ts::Code]) -> String {
    let length = parts.iter().map(|part| part.as_str().len() + 2).sum::<usize>();
    let mut text = String::with_capacity(HEADER.len() + length);
    text.push_str(HEADER);
    for (i, part) in parts.iter().enumerate() {
        text.push_str(if i > 0 { "\n" } else { "" });
        text.push_str(part.as_str());
        text.push('\n');
    }
    text
}

/// Renders a component whose comments are those of markup.
#[must_use]
pub fn render_markup(template: &str, view: &impl Serialize) -> String {
    let header = HEADER.trim_end().trim_start_matches("// ");
    file(&format!("<!-- {header} -->\n\n"), template, view)
}

/// # Panics
/// When a template and its view disagree, which is a bug that any test of the template shows.
fn file(header: &str, template: &str, view: &impl Serialize) -> String {
    let mut text = header.as_bytes().to_vec();
    let result =
        ENVIRONMENT.get_template(template).and_then(|t| t.render_captured_to(Serde(view), &mut text).map(drop));
    if let Err(error) = result {
        panic!("template {template}: {error:#}");
    }
    let mut text = String::from_utf8(text).expect("templates render text");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn only_code(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if value.is_safe() => Ok(out.write_str(text)?),
        _ => Err(Error::new(ErrorKind::BadEscape, format!("{value:?} is not TypeScript"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_carries_the_marker() {
        assert!(HEADER.lines().next().unwrap().contains(crate::artifact::MARKER));
    }

    #[test]
    fn text_that_is_not_code_is_refused() {
        let mut environment = Environment::new();
        environment.set_formatter(only_code);
        let render = |value: Value| environment.render_str("{{ it }}", minijinja::context! { it => value });
        assert!(render(Value::from("x")).is_err());
        assert!(render(Value::from(5)).is_err());
        assert_eq!(render(Value::from_safe_string("x".into())).unwrap(), "x");
    }
}
