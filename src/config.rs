//! What a run was asked to do, resolved once.

use std::path::PathBuf;

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Target {
    React,
    Vue,
    Svelte,
}

impl Target {
    /// The folder below the output folder that holds its files.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::React => "react",
            Self::Vue => "vue",
            Self::Svelte => "svelte",
        }
    }
}

/// How local imports spell the file that they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ImportExtension {
    None,
    #[default]
    Js,
    Ts,
}

impl ImportExtension {
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Js => ".js",
            Self::Ts => ".ts",
        }
    }
}

/// Where generated code finds the kernel and the adapters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Runtime {
    /// In the packages `@mizan/runtime` and `@mizan/<framework>`.
    #[default]
    Package,
    /// In the output folder, so that a project needs nothing but its framework.
    Vendored,
}

/// Where the export comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaSource {
    Stdin,
    File(PathBuf),
}

/// What decides the text of the generated files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Output {
    /// Sorted, each once.
    pub targets: Vec<Target>,
    pub import_extension: ImportExtension,
    pub runtime: Runtime,
}

/// A generating run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub schema: SchemaSource,
    pub output: Output,
    pub out: PathBuf,
    pub manifest: Option<PathBuf>,
    pub force: bool,
}
