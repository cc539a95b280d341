//! Compiles a Mizan schema export into a typed client: parse → decode → lower → validate → view →
//! render → parse back. Reading and writing are at the edges (`source`, `write`); everything
//! between is functions from one type to the next.

mod artifact;
mod cli;
mod config;
mod diagnostic;
mod edge;
mod ir;
mod lower;
mod render;
mod schema;
mod source;
mod targets;
mod ts;
mod validate;
mod vendor;
mod view;
mod write;

pub use artifact::Artifact;
pub use cli::{Exit, run};
pub use config::{Config, ImportExtension, Output, Runtime, SchemaSource, Target};
pub use diagnostic::{Code, Diagnostic, Pointer, Renderer, Severity, SourceText};

use diagnostic::Diagnostics;

/// What became of an export.
#[derive(Debug)]
pub struct Outcome<T> {
    /// `None` when there are errors.
    pub result: Option<T>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The whole pipeline: from an export's text to the files of a client.
#[must_use]
pub fn generate(text: &str, output: &Output) -> Outcome<Vec<Artifact>> {
    analyse(text).map(|protocol| targets::emit(&protocol, output))
}

/// The first stage alone, as JSON.
#[must_use]
pub fn protocol_json(text: &str) -> Outcome<String> {
    analyse(text).map(|protocol| {
        serde_json::to_string_pretty(&protocol).expect("the IR is made of text, numbers and lists") + "\n"
    })
}

/// Facts for an edge worker, as JSON (protocol section 6).
#[must_use]
pub fn edge_manifest(text: &str) -> Outcome<String> {
    analyse(text).map(|protocol| edge::manifest(&protocol))
}

fn analyse(text: &str) -> Outcome<ir::Protocol> {
    let mut diagnostics = Diagnostics::default();
    let protocol = lowered(text, &mut diagnostics);
    let result = protocol.filter(|_| !diagnostics.has_errors());
    Outcome { result, diagnostics: diagnostics.into_vec() }
}

fn lowered(text: &str, diagnostics: &mut Diagnostics) -> Option<ir::Protocol> {
    let tree = schema::parse(text).map_err(|diagnostic| diagnostics.push(diagnostic)).ok()?;
    let export = schema::decode(&tree, diagnostics)?;
    let protocol = lower::lower(&export, diagnostics);
    validate::validate(&protocol, diagnostics);
    Some(protocol)
}

impl<T> Outcome<T> {
    fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { result: self.result.map(f), diagnostics: self.diagnostics }
    }
}
