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
mod targets;
mod threads;
mod ts;
mod validate;
mod vendor;
mod view;
mod write;

pub use artifact::Artifact;
pub use cli::{Exit, run};
pub use config::{Config, ImportExtension, Output, Runtime, SchemaSource, Target};
pub use diagnostic::{Code, Diagnostic, Pointer, Renderer, Severity, SourceText};

use bumpalo::Bump;
use diagnostic::Diagnostics;
use ir::{Protocol, Types};
use schema::{Export, Halves};

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
    threads::large(|| analyse(text).map(|protocol| emit(&protocol, output, with_edge_manifest)))
}

/// The files of a client alone.
#[must_use]
pub fn generate(text: &str, output: &Output) -> Outcome<Vec<Artifact>> {
    compile(text, output, false).map(|compiled| compiled.artifacts)
}

/// The edge manifest alone.
#[must_use]
pub fn edge_manifest(text: &str) -> Outcome<String> {
    threads::large(|| analyse(text).map(|protocol| edge::manifest(&protocol)))
}

/// The first stage alone, as JSON.
#[must_use]
pub fn protocol_json(text: &str) -> Outcome<String> {
    threads::large(|| analysed_json(text))
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
    let (mut half, whole) = (Bump::new(), Bump::new());
    let halves = Halves::guess(text).and_then(|halves| read_halves(&halves, &mut half));
    let read = halves.or_else(|| read_whole(text, &whole, diagnostics));
    let Read { export, found, types, found_in_types } = read?;
    diagnostics.extend(found.into_vec());
    let export = export?;
    diagnostics.extend(found_in_types.into_vec());
    let protocol = lower::lower(&export, types, diagnostics);
    validate::validate(&protocol, diagnostics);
    Some(protocol)
}

/// An export as it is written, its types lowered already: they need nothing of the rest.
struct Read<'t> {
    /// `None` when it is no export.
    export: Option<Export<'t>>,
    found: Diagnostics,
    types: Types,
    found_in_types: Diagnostics,
}

/// Reads both halves at once; `None` when anything is unusual.
fn read_halves<'t>(halves: &Halves<'t>, arena: &'t mut Bump) -> Option<Read<'t>> {
    let (export, (types, arena)) = threads::join(
        // Moved there, for an arena is for one thread.
        move || halves.rest(arena).map(decoded),
        || {
            let arena = Bump::new();
            let types = halves.components(&arena).map(lower::types);
            (types, arena)
        },
    );
    threads::drop_beside(arena);
    let ((export, found), (types, found_in_types)) = export.zip(types)?;
    Some(Read { export, found, types, found_in_types })
}

fn read_whole<'t>(text: &'t str, arena: &'t Bump, diagnostics: &mut Diagnostics) -> Option<Read<'t>> {
    let tree = &*arena.alloc(schema::parse(text, arena, diagnostics)?);
    let (export, found) = decoded(tree);
    let (types, found_in_types) = lower::types(schema::components(tree));
    Some(Read { export, found, types, found_in_types })
}

fn decoded<'t>(tree: &'t schema::Json<'t>) -> (Option<Export<'t>>, Diagnostics) {
    let mut found = Diagnostics::default();
    (schema::decode(tree, &mut found), found)
}

impl<T> Outcome<T> {
    fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { result: self.result.map(f), diagnostics: self.diagnostics }
    }
}
