//! The command line: options as they are written, and what each command does.

mod color;
mod options;
mod print;

use crate::{
    Compiled, Outcome,
    config::{Config, SchemaSource},
    diagnostic::{Code, Diagnostic, Pointer, SourceText},
    interrupt,
    source::{self, NoText, Source},
    threads, write,
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

impl Exit {
    /// What the process tells whoever started it.
    #[must_use]
    pub fn status(self) -> i32 {
        match self {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Failed => 2,
            Exit::Interrupted => interrupt::STATUS,
        }
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> Exit {
    interrupt::listen();
    // Before the options are read: what is wrong with them is printed too.
    color::choose();
    let cli = match Cli::of_arguments() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Failed } else { Exit::Done };
        }
    };
    let result = threads::process(|| match cli.command {
        Some(Command::Explain { code }) => explain(code.as_deref()),
        Some(Command::Ir { schema }) => schema.resolve().and_then(|schema| ir(&schema)),
        None => cli.generate.resolve().and_then(|config| generate(&config)),
    });
    result.unwrap_or_else(|exit| exit)
}

fn generate(config: &Config) -> Result<Exit, Exit> {
    // Nobody should stay awake for what others have yet to write.
    let is_there = matches!(&config.schema, SchemaSource::File(path) if path.is_file());
    let source = if is_there { None } else { Some(read(&config.schema)?) };
    let (report, printed) = threads::awake(|| {
        let source = source.map_or_else(|| read(&config.schema), Ok)?;
        let protocol = analysed(source, crate::analyse)?;
        let compiled = crate::emit(&protocol, &config.output, config.manifest.is_some());
        // The process is about to end: giving back what it holds piece by piece would only take time.
        std::mem::forget(protocol);
        write(config, compiled)
    })?;
    if let Some(report) = report {
        print::summary(config, &report);
    }
    if interrupt::requested() {
        return Err(Exit::Interrupted);
    }
    printed.map_or(Ok(Exit::Done), |manifest| print::data(&manifest))
}

/// Answers what was done to a client, and the edge manifest when it is to be printed.
fn write(config: &Config, compiled: Compiled) -> Result<(Option<write::Report>, Option<String>), Exit> {
    let Compiled { artifacts, edge_manifest } = compiled;
    let is_printed = config.manifest.as_deref().is_some_and(|path| path.as_os_str() == "-");
    let (printed, kept) = if is_printed { (edge_manifest, None) } else { (None, edge_manifest) };
    let request = write::Request {
        client: (!config.output.targets.is_empty()).then_some((config.out.as_path(), artifacts.as_slice())),
        edge: config.manifest.as_deref().zip(kept.as_deref()),
        force: config.force,
    };
    let report = write::write(&request).map_err(|error| print::write_error(&error))?;
    let report = request.client.map(|_| report);
    std::mem::forget(artifacts);
    Ok((report, printed))
}

fn ir(schema: &SchemaSource) -> Result<Exit, Exit> {
    print::data(&analysed(read(schema)?, crate::analysed_json)?)
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
    source::read(schema).map_err(|message| print::fail(&message))
}

/// What an export means, after everything that was found in it has been printed. Its text is gone by then.
fn analysed<T>(source: Source, analyse: impl FnOnce(&str) -> Outcome<T>) -> Result<T, Exit> {
    let text = source.text().map_err(|NoText { valid, message }| {
        let help = "export the schema again, as UTF-8";
        let diagnostic = Diagnostic::new(Code::MalformedJson, Pointer::root(), message, help).at_offset(valid.len());
        print::diagnostics(SourceText { name: &source.name, text: &valid }, &[diagnostic]);
        Exit::Refused
    })?;
    let outcome = analyse(&text);
    print::diagnostics(SourceText { name: &source.name, text: &text }, &outcome.diagnostics);
    drop(text);
    threads::drop_beside(source);
    outcome.result.ok_or(Exit::Refused)
}
