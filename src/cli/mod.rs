//! The command line: options as they are written, and what each command does.

mod color;
mod options;
mod print;

use clap::Parser;

use crate::{
    Outcome,
    config::{Config, SchemaSource},
    diagnostic::{Code, Diagnostic, Pointer},
    interrupt,
    source::{self, Source, SourceError},
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
    // The threads with large stacks have heaps of their own, where what is freed can be used again.
    let result = stack::large(|| match cli.command {
        Some(Command::Explain { code }) => explain(code.as_deref()),
        Some(Command::Ir { schema }) => schema.resolve().and_then(|schema| ir(&schema)),
        None => cli.generate.resolve().and_then(|config| generate(&config)),
    });
    result.unwrap_or_else(|exit| exit)
}

fn generate(config: &Config) -> Result<Exit, Exit> {
    let source = read(&config.schema)?;
    let protocol = settle(&source, crate::analyse(&source.text))?;
    drop(source);
    let compiled = crate::emit(&protocol, &config.output, config.manifest.is_some());
    drop(protocol);
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
    let source = read(schema)?;
    let json = settle(&source, crate::protocol_json(&source.text))?;
    print::data(&json)
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

fn read(schema: &SchemaSource) -> Result<Source, Exit> {
    if matches!(schema, SchemaSource::Stdin) {
        print::waiting_for_input();
    }
    source::read(schema).map_err(|error| match error {
        SourceError::Io(message) => print::fail(&message),
        SourceError::Encoding { name, valid, message } => {
            let help = "export the schema again, as UTF-8";
            let diagnostic =
                Diagnostic::new(Code::MalformedJson, Pointer::root(), message, help).at_offset(valid.len());
            print::diagnostics(&Source { name, text: valid }, &[diagnostic]);
            Exit::Refused
        }
    })
}

/// Prints what was found, and goes on only without errors.
fn settle<T>(source: &Source, outcome: Outcome<T>) -> Result<T, Exit> {
    print::diagnostics(source, &outcome.diagnostics);
    outcome.result.ok_or(Exit::Refused)
}
