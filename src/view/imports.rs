//! Module specifiers: how generated files refer to each other and to the packages.

use crate::{config::ImportExtension, ts::Code};

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
        Code::string(match layer {
            Layer::Runtime => "@mizan/runtime/v1",
            Layer::React => "@mizan/react/v1",
            Layer::Vue => "@mizan/vue/v1",
            Layer::Svelte => "@mizan/svelte/v1",
        })
    }

    /// The entry point that applications use.
    #[must_use]
    pub fn application(self) -> Code {
        Code::string("@mizan/runtime")
    }
}
