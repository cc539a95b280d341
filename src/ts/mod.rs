//! TypeScript as syntax: types are built as swc nodes and printed, text that templates render is
//! parsed back. Nothing here knows what is being generated.

mod ast;
mod comment;
mod flat;
mod layout;
mod literal;
mod parse;
mod print;

use std::fmt;

use serde::{Serialize, Serializer};

pub use ast::{Doc, Member, Ty};
pub use comment::doc_comment;
pub use layout::{
    braces, generic, import_all_types, import_types, import_values, indented, object, return_call, signature,
};
pub use literal::{is_identifier_name, is_identifier_part, is_identifier_start, property_key, string};
pub use parse::parse;
pub use print::{Declaration, print, print_type};

const WIDTH: usize = 100;
const INDENT: usize = 2;

fn push_spaces(out: &mut String, mut count: usize) {
    const SPACES: &str = "                                ";
    while count > 0 {
        let next = count.min(SPACES.len());
        out.push_str(&SPACES[..next]);
        count -= next;
    }
}

/// Text that is TypeScript already. Only this module makes it, so that no text of a schema reaches
/// a template unescaped; the template engine refuses every other string.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Code(String);

impl Code {
    /// A fixed piece of TypeScript.
    #[must_use]
    pub fn fixed(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// An identifier. Names are decided and checked long before; this is the last line.
    ///
    /// # Panics
    /// When `name` is not an identifier, which would be a bug in the naming pass.
    #[must_use]
    pub fn identifier(name: &str) -> Self {
        assert!(is_identifier_name(name), "{name:?} is not an identifier");
        Self(name.to_owned())
    }

    /// A string literal.
    #[must_use]
    pub fn string(text: &str) -> Self {
        Self(string(text))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        minijinja::Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

/// TypeScript put together from names and literals that were each checked.
#[must_use]
pub fn trusted(text: String) -> Code {
    Code(text)
}
