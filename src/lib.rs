//! Compiles a Mizan schema export into a typed client: parse → decode → lower → validate → view →
//! render → parse back. Reading and writing are at the edges (`source`, `write`); everything
//! between is functions from one type to the next.

mod artifact;
mod cli;
mod config;
mod diagnostic;
mod edge;
mod interrupt;
mod ir;
mod lower;
mod render;
mod schema;
mod source;
mod stack;
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
use ir::Protocol;

/// What became of an export.
#[derive(Debug)]
pub struct Outcome<T> {
    /// `None` when there are errors.
    pub result: Option<T>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What a run makes of an export.
#[derive(Debug, PartialEq, Eq)]
pub struct Compiled {
    /// The client's files, sorted by path; none without a target.
    pub artifacts: Vec<Artifact>,
    /// Facts for an edge worker, as JSON (protocol section 6), when they are asked for.
    pub edge_manifest: Option<String>,
}

/// The whole pipeline: from an export's text to everything that a run may write.
#[must_use]
pub fn compile(text: &str, output: &Output, with_edge_manifest: bool) -> Outcome<Compiled> {
    stack::large(|| analyse(text).map(|protocol| emit(&protocol, output, with_edge_manifest)))
}

/// The files of a client alone.
#[must_use]
pub fn generate(text: &str, output: &Output) -> Outcome<Vec<Artifact>> {
    compile(text, output, false).map(|compiled| compiled.artifacts)
}

/// The edge manifest alone.
#[must_use]
pub fn edge_manifest(text: &str) -> Outcome<String> {
    stack::large(|| analyse(text).map(|protocol| edge::manifest(&protocol)))
}

/// The first stage alone, as JSON.
#[must_use]
pub fn protocol_json(text: &str) -> Outcome<String> {
    stack::large(|| analysed_json(text))
}

fn analysed_json(text: &str) -> Outcome<String> {
    analyse(text).map(|protocol| {
        serde_json::to_string_pretty(&protocol).expect("the IR is made of text, numbers and lists") + "\n"
    })
}

/// The first stage: what the export offers, and what is wrong with it.
fn analyse(text: &str) -> Outcome<Protocol> {
    let mut diagnostics = Diagnostics::default();
    let protocol = lowered(text, &mut diagnostics);
    let result = protocol.filter(|_| !diagnostics.has_errors());
    Outcome { result, diagnostics: diagnostics.into_vec() }
}

/// The second stage, which needs nothing of the text any more.
fn emit(protocol: &Protocol, output: &Output, with_edge_manifest: bool) -> Compiled {
    Compiled {
        artifacts: if output.targets.is_empty() { Vec::new() } else { targets::emit(protocol, output) },
        edge_manifest: with_edge_manifest.then(|| edge::manifest(protocol)),
    }
}

fn lowered(text: &str, diagnostics: &mut Diagnostics) -> Option<Protocol> {
    // A tree takes about as much as its text: in most cases this is all of it at once.
    let arena = bumpalo::Bump::with_capacity(text.len());
    let tree = schema::parse(text, &arena, diagnostics)?;
    let (export, (types, found)) =
        rayon::join(|| schema::decode(&tree, diagnostics), || lower::types(schema::components(&tree)));
    let export = export?;
    diagnostics.extend(found.into_vec());
    let protocol = lower::lower(&export, types, diagnostics);
    validate::validate(&protocol, diagnostics);
    Some(protocol)
}

impl<T> Outcome<T> {
    fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { result: self.result.map(f), diagnostics: self.diagnostics }
    }
}
