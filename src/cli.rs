//! The command line: options as they are written, and what each command prints.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{ColorChoice, CommandFactory, Parser, Subcommand, error::ErrorKind};

use crate::{
    Outcome,
    config::{Config, ImportExtension, Output, Runtime, SchemaSource, Target},
    diagnostic::{self, Diagnostic, Renderer, SourceText},
    source::{self, Source, SourceError},
    write::{self, Report, WriteError},
};

/// Compiles a Mizan schema export into a typed client for React, Vue or Svelte.
#[derive(Debug, Parser)]
#[command(name = "mizan-generate", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(after_help = "Exit status: 0 done, 1 the schema is refused, 2 usage or input/output.")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    generate: Generate,

    /// When to use colours in messages.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print what the schema was understood as, as JSON.
    Ir {
        #[command(flatten)]
        schema: Schema,
    },
    /// Explain a diagnostic code, such as MZ010.
    Explain {
        /// The code; without one, all codes are listed.
        code: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
struct Schema {
    /// The exported schema; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Generate {
    #[command(flatten)]
    schema: Schema,

    /// The framework to generate for; may be given more than once.
    #[arg(long, value_enum)]
    target: Vec<Target>,

    /// Where the client goes.
    #[arg(long, short, value_name = "DIR", default_value = "mizan")]
    out: PathBuf,

    /// Write the edge manifest to FILE (`-` prints it).
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,

    /// How imports between generated files end.
    #[arg(long, value_enum, value_name = "EXT", default_value = "js")]
    import_extension: ImportExtension,

    /// Import the kernel from its packages, or write it beside the client.
    #[arg(long, value_enum, value_name = "WHERE", default_value = "package")]
    runtime: Runtime,

    /// Overwrite files that were edited by hand.
    #[arg(long)]
    force: bool,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done,
    Refused,
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Failed => 2,
        })
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Failed } else { Exit::Done };
        }
    };
    match cli.color {
        ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
        ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        ColorChoice::Auto => {}
    }
    let result = match cli.command {
        Some(Command::Explain { code }) => explain(code.as_deref()),
        Some(Command::Ir { schema }) => ir(schema),
        None => cli.generate.resolve().and_then(|config| generate(&config)),
    };
    result.unwrap_or_else(|exit| exit)
}

impl Schema {
    fn resolve(self) -> Result<SchemaSource, Exit> {
        match self.schema {
            None => Err(usage("tell which schema to read: --schema FILE, or --schema - for standard input")),
            Some(path) if path.as_os_str() == "-" => Ok(SchemaSource::Stdin),
            Some(path) => Ok(SchemaSource::File(path)),
        }
    }
}

impl Generate {
    fn resolve(self) -> Result<Config, Exit> {
        let schema = self.schema.resolve()?;
        if self.target.is_empty() && self.manifest.is_none() {
            return Err(usage("tell what to generate: --target react, vue or svelte, or --manifest FILE"));
        }
        let mut targets = self.target;
        targets.sort_unstable();
        targets.dedup();
        let output = Output { targets, import_extension: self.import_extension, runtime: self.runtime };
        Ok(Config { schema, output, out: self.out, manifest: self.manifest, force: self.force })
    }
}

fn usage(message: &str) -> Exit {
    let _ = Cli::command().error(ErrorKind::MissingRequiredArgument, message).print();
    Exit::Failed
}

fn generate(config: &Config) -> Result<Exit, Exit> {
    let source = read(&config.schema)?;
    if !config.output.targets.is_empty() {
        let artifacts = settle(&source, crate::generate(&source.text, &config.output))?;
        match write::write(&config.out, &artifacts, config.force) {
            Ok(report) => summarise(config, &report),
            Err(error) => return Err(explain_write(config, &error)),
        }
    }
    if let Some(path) = &config.manifest {
        let manifest = settle(&source, crate::edge_manifest(&source.text))?;
        if path.as_os_str() == "-" {
            return print(&manifest);
        }
        write::write_file(path, &manifest).map_err(|error| explain_write(config, &error))?;
    }
    Ok(Exit::Done)
}

fn ir(schema: Schema) -> Result<Exit, Exit> {
    let source = read(&schema.resolve()?)?;
    let json = settle(&source, crate::protocol_json(&source.text))?;
    print(&json)
}

fn explain(code: Option<&str>) -> Result<Exit, Exit> {
    let Some(text) = code else {
        let list: String = diagnostic::Code::ALL.iter().map(|c| format!("{}  {}\n", c.as_str(), title(*c))).collect();
        return print(&list);
    };
    match diagnostic::Code::parse(text) {
        Some(code) => print(code.page()),
        None => Err(fail(&format!("there is no diagnostic {text:?}; `mizan-generate explain` lists them"))),
    }
}

fn title(code: diagnostic::Code) -> &'static str {
    let first = code.page().lines().next().unwrap_or_default();
    first.split_once(": ").map_or(first, |(_, title)| title)
}

fn read(schema: &SchemaSource) -> Result<Source, Exit> {
    source::read(schema).map_err(|error| match error {
        SourceError::Io(message) => fail(&message),
        SourceError::Encoding { name, valid } => {
            let message = "this is not text in UTF-8 (or UTF-16 with a byte order mark)";
            let help = "export the schema again, as UTF-8";
            let diagnostic =
                Diagnostic::new(diagnostic::Code::MalformedJson, diagnostic::Pointer::root(), message, help)
                    .at_offset(valid.len());
            report(&Source { name, text: valid }, &[diagnostic]);
            Exit::Refused
        }
    })
}

/// Prints what was found, and goes on only without errors.
fn settle<T>(source: &Source, outcome: Outcome<T>) -> Result<T, Exit> {
    report(source, &outcome.diagnostics);
    outcome.result.ok_or(Exit::Refused)
}

fn report(source: &Source, diagnostics: &[Diagnostic]) {
    if !diagnostics.is_empty() {
        let renderer = Renderer::new(SourceText { name: &source.name, text: &source.text });
        let _ = write!(anstream::stderr(), "{}", renderer.render(diagnostics));
    }
}

fn summarise(config: &Config, report: &Report) {
    for path in &report.left {
        warn(&format!("{path} is no longer generated, but was edited by hand, so it was left; delete it yourself"));
    }
    if !io::stderr().is_terminal() {
        return;
    }
    let mut parts = vec![format!("{} written", report.written), format!("{} unchanged", report.unchanged)];
    if report.removed > 0 {
        parts.push(format!("{} removed", report.removed));
    }
    let _ = writeln!(anstream::stderr(), "{}: {}", config.out.display(), parts.join(", "));
}

fn explain_write(config: &Config, error: &WriteError) -> Exit {
    match error {
        WriteError::Edited(paths) => {
            let list: String = paths.iter().map(|p| format!("\n  {}", config.out.join(p).display())).collect();
            fail(&format!(
                "these files were not written by mizan-generate, or were edited since; nothing was written:{list}\n\
                 move your changes elsewhere, or run again with --force to overwrite them"
            ))
        }
        WriteError::Refused(message) => fail(message),
        WriteError::Io(path, error) => fail(&format!("cannot write {}: {error}", path.display())),
    }
}

fn warn(message: &str) {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    let _ = writeln!(anstream::stderr(), "{style}warning{style:#}: {message}");
}

fn fail(message: &str) -> Exit {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    let _ = writeln!(anstream::stderr(), "{style}error{style:#}: {message}");
    Exit::Failed
}

/// Data goes to standard output; a reader that left early is no error.
fn print(text: &str) -> Result<Exit, Exit> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(fail(&format!("cannot print: {error}"))),
        _ => Ok(Exit::Done),
    }
}
