//! Module specifiers: how generated files refer to each other and to the packages.

use crate::{
    config::{ImportExtension, Runtime},
    ts::Code,
};

/// Which package a file builds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    Runtime,
    React,
    Vue,
    Svelte,
}

/// Spells the specifiers of one run.
#[derive(Debug, Clone, Copy)]
pub struct Imports {
    pub extension: ImportExtension,
    pub runtime: Runtime,
}

impl Imports {
    /// `./name.js`, as the extension option has it. `path` has none.
    #[must_use]
    pub fn local(self, path: &str) -> Code {
        Code::string(&format!("{path}{}", self.extension.suffix()))
    }

    /// A directory's index.
    #[must_use]
    pub fn index(self, directory: &str) -> Code {
        match self.extension {
            ImportExtension::None => Code::string(directory),
            _ => self.local(&format!("{directory}/index")),
        }
    }

    /// The versioned entry point that generated code calls.
    #[must_use]
    pub fn codegen(self, layer: Layer) -> Code {
        self.package(layer, "v1", "/v1")
    }

    /// The kernel's entry point that applications use.
    #[must_use]
    pub fn application(self) -> Code {
        self.package(Layer::Runtime, "index", "")
    }

    /// A module of a package, by its file in the vendored copy or its path in the package.
    fn package(self, layer: Layer, file: &str, path: &str) -> Code {
        let name = layer.name();
        match self.runtime {
            Runtime::Package => Code::string(&format!("@mizan/{name}{path}")),
            // Every generated file is one folder below the output folder.
            Runtime::Vendored => self.local(&format!("../vendor/{name}/{file}")),
        }
    }
}

impl Layer {
    fn name(self) -> &'static str {
        match self {
            Self::Runtime => "runtime",
            Self::React => "react",
            Self::Vue => "vue",
            Self::Svelte => "svelte",
        }
    }
}
