//! The protocol IR: what a backend offers, free of how the export spelled it and of how any
//! framework will show it. Data and invariants only; passes in `lower` build it.

mod halves;
mod name;
mod types;

use serde::Serialize;

pub use name::Name;
pub use types::{
    Access, Discriminator, Doc, Literal, Named, NamedId, Object, Property, Scalar, Type, TypeId, TypeNames, Types,
    Usage,
};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A position in `Protocol::functions`.
    FunctionId
);
id!(
    /// A position in `Protocol::contexts`.
    ContextId
);

/// Everything that a backend offers to its clients.
#[derive(Debug, Serialize)]
pub struct Protocol {
    pub functions: Vec<Function>,
    pub contexts: Vec<Context>,
    pub channels: Vec<Channel>,
    pub types: Types,
}

impl Protocol {
    #[must_use]
    pub fn function(&self, id: FunctionId) -> &Function {
        &self.functions[id.index()]
    }

    /// The functions that get generated code.
    pub fn callable(&self) -> impl Iterator<Item = &Function> {
        self.functions.iter().filter(|f| f.visibility == Visibility::Public)
    }

    /// The contexts that get generated code: those with something that a client may read.
    pub fn readable(&self) -> impl Iterator<Item = &Context> {
        self.contexts.iter().filter(|c| !c.slices.is_empty())
    }
}

/// A server function.
#[derive(Debug, Serialize)]
pub struct Function {
    pub name: Name,
    pub description: Option<String>,
    pub deprecated: bool,
    pub source: Option<Source>,
    pub input: Option<Input>,
    pub output: Option<NamedId>,
    pub output_nullable: bool,
    pub context: Option<ContextId>,
    pub affects: Vec<Affected>,
    pub transport: Transport,
    pub auth: Option<String>,
    pub errors: Vec<DeclaredError>,
    pub form: Option<Form>,
    pub visibility: Visibility,
    pub edge: EdgeFacts,
}

/// Where the backend defines a function, relative to its own root.
#[derive(Debug, Serialize)]
pub struct Source {
    pub file: String,
    pub line: usize,
}

/// The argument object of a function.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Input {
    pub ty: NamedId,
    /// No member of it is required, so that a call may leave it out.
    pub omittable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    Http,
    Websocket,
}

/// Whether clients may call a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    Public,
    Private,
    /// It answers with a page.
    View,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Affected {
    Context(ContextId),
    Function(FunctionId),
}

/// An error that a function declares beyond the standard ones.
#[derive(Debug, Serialize)]
pub struct DeclaredError {
    pub code: String,
    pub details: Option<NamedId>,
}

#[derive(Debug, Serialize)]
pub struct Form {
    pub name: String,
    pub role: String,
}

/// What only the edge manifest carries.
#[derive(Debug, Serialize)]
pub struct EdgeFacts {
    pub route: Option<String>,
    pub methods: Option<Vec<String>>,
    /// Its answer may differ between users.
    pub reads_identity: bool,
    /// The arguments that scope what it affects; `None`: all of them that are params there.
    pub scoping: Option<Vec<String>>,
    pub rev: usize,
    pub cache: Cache,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cache {
    Never,
    Always,
    Seconds(usize),
}

/// Read functions that are fetched together.
#[derive(Debug, Serialize)]
pub struct Context {
    pub name: Name,
    pub functions: Vec<FunctionId>,
    /// Sorted by name.
    pub params: Vec<Param>,
    /// The functions that a client sees, in the export's order.
    pub slices: Vec<Slice>,
}

#[derive(Debug, Serialize)]
pub struct Slice {
    pub function: FunctionId,
    /// It doesn't run unless a param that the context leaves optional is given.
    pub optional: bool,
}

/// An input that a context's functions share.
#[derive(Debug, Serialize)]
pub struct Param {
    pub name: String,
    pub scalar: Scalar,
    pub list: bool,
    pub required: bool,
    /// What satisfies every function that takes it.
    pub ty: TypeId,
    pub shared_by: Vec<FunctionId>,
    pub doc: Doc,
}

/// A message channel. Read and checked; no target emits code for it yet.
#[derive(Debug, Serialize)]
pub struct Channel {
    pub name: String,
    pub params: Option<NamedId>,
    pub send: Option<NamedId>,
    pub receive: Option<NamedId>,
}
