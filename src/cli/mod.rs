//! The command line: options as they are written, and what each command does.

mod color;
mod options;
mod print;

use clap::Parser;

use crate::{
    Outcome,
    config::{Config, SchemaSource},
    diagnostic::{Code, Diagnostic, Pointer, SourceText},
    interrupt,
    source::{self, NoText},
    stack, write,
};
use options::{Cli, Command};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done,
    Refused,
    Failed,
    Interrupted,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Failed => 2,
            Exit::Interrupted => interrupt::STATUS,
        })
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> Exit {
    interrupt::listen();
    // Before the options are read: what is wrong with them is printed too.
    color::choose();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Failed } else { Exit::Done };
        }
    };
    let result = stack::process(|| match cli.command {
        Some(Command::Explain { code }) => explain(code.as_deref()),
        Some(Command::Ir { schema }) => schema.resolve().and_then(|schema| ir(&schema)),
        None => cli.generate.resolve().and_then(|config| generate(&config)),
    });
    result.unwrap_or_else(|exit| exit)
}

fn generate(config: &Config) -> Result<Exit, Exit> {
    let protocol = analysed(&config.schema, crate::analyse)?;
    let compiled = crate::emit(&protocol, &config.output, config.manifest.is_some());
    // The process is about to end: giving back what it holds piece by piece would only take time.
    std::mem::forget(protocol);
    let edge = config.manifest.as_deref().zip(compiled.edge_manifest.as_deref());
    let printed = edge.filter(|(path, _)| path.as_os_str() == "-");
    let request = write::Request {
        client: (!config.output.targets.is_empty()).then_some((config.out.as_path(), compiled.artifacts.as_slice())),
        edge: edge.filter(|_| printed.is_none()),
        force: config.force,
    };
    let report = write::write(&request).map_err(|error| print::write_error(&error))?;
    if request.client.is_some() {
        print::summary(config, &report);
    }
    if interrupt::requested() {
        return Err(Exit::Interrupted);
    }
    printed.map_or(Ok(Exit::Done), |(_, manifest)| print::data(manifest))
}

fn ir(schema: &SchemaSource) -> Result<Exit, Exit> {
    print::data(&analysed(schema, crate::analysed_json)?)
}

fn explain(code: Option<&str>) -> Result<Exit, Exit> {
    let Some(text) = code else {
        let list: String = Code::ALL.iter().map(|c| format!("{}  {}\n", c.as_str(), c.title())).collect();
        return print::data(&list);
    };
    match Code::parse(text) {
        Some(code) => print::data(code.page()),
        None => Err(print::fail(&format!("there is no diagnostic {text:?}; `mizan-generate explain` lists them"))),
    }
}

/// What an export means, after everything that was found in it has been printed. Its text is gone by then.
fn analysed<T>(schema: &SchemaSource, analyse: impl FnOnce(&str) -> Outcome<T>) -> Result<T, Exit> {
    if matches!(schema, SchemaSource::Stdin) {
        print::waiting_for_input();
    }
    let source = source::read(schema).map_err(|message| print::fail(&message))?;
    let text = source.text().map_err(|NoText { valid, message }| {
        let help = "export the schema again, as UTF-8";
        let diagnostic = Diagnostic::new(Code::MalformedJson, Pointer::root(), message, help).at_offset(valid.len());
        print::diagnostics(SourceText { name: &source.name, text: &valid }, &[diagnostic]);
        Exit::Refused
    })?;
    let outcome = analyse(&text);
    print::diagnostics(SourceText { name: &source.name, text: &text }, &outcome.diagnostics);
    outcome.result.ok_or(Exit::Refused)
}
