//! Options as they are written, and the check that they make sense together.

use std::path::{Path, PathBuf};

use clap::{
    Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, error::ErrorKind, parser::ValueSource,
};

use super::Exit;
use crate::{
    config::{Config, ImportExtension, Output, Runtime, SchemaSource, Target},
    write::MANIFEST,
};

/// Compiles a Mizan schema export into a typed client for React, Vue or Svelte.
#[derive(Debug, Parser)]
#[command(name = "mizan-generate", version, max_term_width = 100)]
#[command(override_usage = "mizan-generate [OPTIONS]\n       mizan-generate <COMMAND>")]
#[command(after_help = "Exit status: 0 done, 1 the schema is refused, 2 usage or input/output.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,

    #[command(flatten)]
    pub generate: Generate,

    /// When to use colours in messages.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub enum Command {
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

#[derive(Debug, Args)]
pub struct Schema {
    /// The exported schema; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Generate {
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

impl Cli {
    /// What this process was called with. An option of the run before a subcommand would mean nothing.
    pub fn of_arguments() -> Result<Self, clap::Error> {
        let matches = Self::command().try_get_matches()?;
        let is_given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
        let options = Generate::augment_args(clap::Command::default());
        let mut given = options.get_arguments().filter(|option| is_given(option.get_id().as_str()));
        let given = given.find_map(clap::Arg::get_long);
        if let (Some(subcommand), Some(option)) = (matches.subcommand_name(), given) {
            let message = format!("--{option} can't be used with the subcommand '{subcommand}' after it");
            return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
        }
        Self::from_arg_matches(&matches)
    }
}

impl Schema {
    pub fn resolve(self) -> Result<SchemaSource, Exit> {
        match self.schema {
            None => Err(usage("tell which schema to read: --schema FILE, or --schema - for standard input")),
            Some(path) if path.as_os_str() == "-" => Ok(SchemaSource::Stdin),
            Some(path) => Ok(SchemaSource::File(path)),
        }
    }
}

impl Generate {
    pub fn resolve(self) -> Result<Config, Exit> {
        let schema = self.schema.resolve()?;
        if self.target.is_empty() && self.manifest.is_none() {
            return Err(usage("tell what to generate: --target react, vue or svelte, or --manifest FILE"));
        }
        if let Some(manifest) = self.manifest.as_deref() {
            check_manifest(manifest, &schema)?;
        }
        let mut targets = self.target;
        targets.sort_unstable();
        targets.dedup();
        let output = Output { targets, import_extension: self.import_extension, runtime: self.runtime };
        Ok(Config { schema, output, out: self.out, manifest: self.manifest, force: self.force })
    }
}

/// The edge manifest must not replace what the run reads or keeps.
fn check_manifest(manifest: &Path, schema: &SchemaSource) -> Result<(), Exit> {
    let same = |a: &Path, b: &Path| std::path::absolute(a).ok() == std::path::absolute(b).ok();
    if matches!(schema, SchemaSource::File(schema) if same(schema, manifest)) {
        return Err(usage("--manifest is where the edge manifest goes; it can't be the schema itself"));
    }
    if manifest.file_name().is_some_and(|name| name == MANIFEST) {
        return Err(usage("--manifest is for the edge manifest; the list of generated files is kept beside it"));
    }
    Ok(())
}

fn usage(message: &str) -> Exit {
    let _ = Cli::command().error(ErrorKind::MissingRequiredArgument, message).print();
    Exit::Failed
}
