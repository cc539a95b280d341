//! The TypeScript names of types, decided once: what the generated code itself declares comes first
//! and may not clash; components that are already spelled like a TypeScript name keep it; the rest
//! get the nearest free one.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    fmt,
};

use super::{functions, twins};
use crate::{
    diagnostic::{Code, Diagnostic, Pointer, Spot},
    ir::{Name, Named, NamedId, TypeNames, Types, Visibility},
    schema::Export,
};

/// Names that a declaration may not shadow: the language's globals and utility types, and what
/// generated files import.
const RESERVED: &[&str] = &[
    // ECMAScript
    "AggregateError",
    "Array",
    "ArrayBuffer",
    "AsyncFunction",
    "AsyncGenerator",
    "AsyncIterable",
    "AsyncIterator",
    "Atomics",
    "BigInt",
    "Boolean",
    "DataView",
    "Date",
    "Error",
    "EvalError",
    "FinalizationRegistry",
    "Float32Array",
    "Float64Array",
    "Function",
    "Generator",
    "Infinity",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "Intl",
    "Iterable",
    "Iterator",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "PromiseLike",
    "Proxy",
    "RangeError",
    "ReferenceError",
    "Reflect",
    "RegExp",
    "Set",
    "SharedArrayBuffer",
    "String",
    "Symbol",
    "SyntaxError",
    "TypeError",
    "URIError",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "WeakMap",
    "WeakRef",
    "WeakSet",
    // TypeScript
    "Awaited",
    "Capitalize",
    "ConstructorParameters",
    "Exclude",
    "Extract",
    "InstanceType",
    "Lowercase",
    "NoInfer",
    "NonNullable",
    "Omit",
    "Parameters",
    "Partial",
    "Pick",
    "Readonly",
    "ReadonlyArray",
    "Record",
    "Required",
    "ReturnType",
    "ThisType",
    "Uncapitalize",
    "Uppercase",
    // The web platform, as far as generated code names it
    "Blob",
    "File",
    // What generated code calls a type parameter
];

/// What every generated client exports.
const EXPORTED: &[&str] = &[
    "DjangoError",
    "FunctionErrors",
    "MizanContext",
    "createMizan",
    "createMizanPlugin",
    "isDjangoError",
    "setMizanContext",
    "useMizan",
];

/// Names the types that emitted code declares; nothing is called what is `taken`.
pub fn assign(types: &mut Types, mut taken: Taken) {
    let mut waiting: Vec<(NamedId, String)> = types
        .all_named()
        .filter(|(_, n)| (n.usage.input || n.usage.output) && n.same_as.is_none())
        .map(|(id, n)| (id, pascal(wanted(types, n))))
        .collect();
    // A component that is spelled as it will be emitted has the first claim on its name.
    waiting.sort_by(|(a, x), (b, y)| {
        let (a, b) = (types.named(*a), types.named(*b));
        let key = |named: &Named, name: &str| named.name != name;
        key(a, x).cmp(&key(b, y)).then_with(|| (&a.name, &a.pointer).cmp(&(&b.name, &b.pointer)))
    });
    for (id, wanted) in &waiting {
        let name = taken.free(wanted);
        let emitted = &mut types.named_mut(*id).emitted;
        emitted.output.clone_from(&name);
        emitted.input = name;
    }
    for (id, _) in &waiting {
        let named = types.named_mut(*id);
        if named.is_emitted_twice() {
            named.emitted.input = taken.free(&format!("{}Input", named.emitted.output));
        }
    }
    name_twins(types);
}

/// What a type would be called if nothing else were: a model's two schemas share its name, and the
/// input one says so when both are there.
fn wanted<'t>(types: &'t Types, named: &'t Named) -> &'t str {
    let Some(model) = twins::model_name(types, named) else { return &named.name };
    let both = named.usage.input && twins::output(types, model).is_some();
    if both { &named.name } else { model }
}

/// A schema that another one declares has that one's name.
fn name_twins(types: &mut Types) {
    let twins: Vec<(NamedId, NamedId)> =
        types.all_named().filter_map(|(id, named)| named.same_as.map(|other| (id, other))).collect();
    for (id, other) in twins {
        let name = types.named(other).emitted.output.clone();
        types.named_mut(id).emitted = TypeNames { input: name.clone(), output: name };
    }
}

/// A function or context, as the owner of the names that are made for it.
#[derive(Clone, Copy)]
struct Owner<'a> {
    kind: &'static str,
    name: &'a str,
    pointer: &'a Pointer,
}

impl PartialEq for Owner<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, self.name) == (other.kind, other.name)
    }
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind, self.name)
    }
}

/// Spelling → whose it is.
type Owners<'a> = HashMap<String, Owner<'a>>;

/// What each function and context declares, and what is reserved; and which of them clash. Two that meet in
/// one name are refused, whether they get code or not: a name must not become impossible because another one
/// becomes public.
pub fn declared(export: &Export) -> (Taken, Vec<Diagnostic>) {
    let mut clashes = Vec::new();
    let mut owners = Owners::with_capacity(export.functions.len() * 5);
    let mut spelled = Owners::with_capacity(export.functions.len());
    // The contexts that get code.
    let mut readable = HashSet::with_capacity(export.contexts.len());
    for function in &export.functions {
        let Some(name) = Name::new(function.name) else { continue };
        let owner = Owner { kind: "function", name: function.name, pointer: &function.pointer };
        let mut clash = claim(vec![name.camel.clone()], owner, &mut spelled);
        if clash.is_none() && functions::visibility(function) == Visibility::Public {
            clash = declare(function_names(&name, function.context.is_some()), owner, &mut owners);
            readable.extend(function.context);
        }
        clashes.extend(clash);
    }
    let (mut spelled, mut files) = (Owners::new(), Owners::new());
    for context in &export.contexts {
        let Some(name) = Name::new(context.name) else { continue };
        let owner = Owner { kind: "context", name: context.name, pointer: &context.pointer };
        let mut clash = claim(vec![name.camel.clone()], owner, &mut spelled);
        if clash.is_none() && readable.contains(context.name) {
            clash = declare(context_names(&name), owner, &mut owners).or_else(|| one_file(&name, owner, &mut files));
        }
        clashes.extend(clash);
    }
    let mut taken = Taken::default();
    taken.names.reserve(owners.len() * 2);
    taken.names.extend(RESERVED.iter().chain(EXPORTED).map(|s| (*s).to_owned()));
    taken.names.extend(owners.into_keys());
    (taken, clashes)
}

/// Gives `names`, which the client exports, to `owner`.
fn declare<'a>(names: Vec<String>, owner: Owner<'a>, owners: &mut Owners<'a>) -> Option<Diagnostic> {
    if let Some(name) = names.iter().find(|name| EXPORTED.contains(&name.as_str())) {
        return Some(reserved(name, owner));
    }
    claim(names, owner, owners)
}

/// Gives `names` to `owner`, up to the first clash: one is enough to say.
fn claim<'a>(names: Vec<String>, owner: Owner<'a>, owners: &mut Owners<'a>) -> Option<Diagnostic> {
    for name in names {
        match owners.entry(name) {
            Entry::Occupied(other) if *other.get() != owner => return Some(shared(other.key(), owner, *other.get())),
            Entry::Occupied(_) => {}
            Entry::Vacant(vacant) => {
                vacant.insert(owner);
            }
        }
    }
    None
}

/// Contexts whose components would be one file on a system that doesn't tell case apart.
fn one_file<'a>(name: &Name, owner: Owner<'a>, files: &mut Owners<'a>) -> Option<Diagnostic> {
    let file = format!("{}Context.svelte", name.pascal);
    let key = file.to_ascii_lowercase();
    if key == "mizancontext.svelte" {
        return Some(reserved(&file, owner));
    }
    let other = files.insert(key, owner)?;
    let message = format!("{other} and {owner} would both be kept in `{file}` where case doesn't count");
    let help = "rename one of the two in the backend";
    let diagnostic = Diagnostic::new(Code::NameClash, owner.pointer.clone(), message, help).at_key();
    Some(diagnostic.with_related(other.place(), format!("the other is {other}")))
}

fn reserved(name: &str, owner: Owner) -> Diagnostic {
    let message = format!("{owner} would be emitted as `{name}`, which every Mizan client has already");
    Diagnostic::new(Code::NameClash, owner.place(), message, "rename it in the backend").at(owner.spot())
}

fn shared(name: &str, owner: Owner, other: Owner) -> Diagnostic {
    let message = format!("{other} and {owner} would both be emitted as `{name}`");
    Diagnostic::new(Code::NameClash, owner.place(), message, "rename one of the two in the backend")
        .at(owner.spot())
        .with_related(other.place(), format!("the other is {other}"))
}

impl Owner<'_> {
    /// Where its name is written.
    fn place(&self) -> Pointer {
        if self.kind == "function" { self.pointer.key("name") } else { self.pointer.clone() }
    }

    fn spot(&self) -> Spot {
        if self.kind == "function" { Spot::Value } else { Spot::Key }
    }
}

fn function_names(name: &Name, in_context: bool) -> Vec<String> {
    let (camel, pascal) = (&name.camel, &name.pascal);
    let mut names =
        vec![format!("use{pascal}"), format!("call{pascal}"), format!("{pascal}Error"), format!("{camel}Function")];
    if in_context {
        names.push(format!("use{pascal}Suspense"));
    }
    names
}

fn context_names(name: &Name) -> Vec<String> {
    let (camel, pascal) = (&name.camel, &name.pascal);
    vec![
        format!("use{pascal}Context"),
        format!("{pascal}Context"),
        format!("fetch{pascal}Context"),
        format!("prefetch{pascal}Context"),
        format!("set{pascal}Context"),
        format!("{camel}Context"),
        format!("{camel}Scope"),
        format!("{pascal}ContextParams"),
        format!("{pascal}ContextData"),
        format!("{pascal}ContextErrors"),
        format!("{pascal}ContextError"),
        format!("{pascal}ContextProps"),
    ]
}

/// A component's name as a TypeScript type name.
fn pascal(name: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut upper = true;
    for c in name.chars() {
        if c == '_' || !crate::ts::is_identifier_part(c) {
            upper = true;
        } else if upper {
            out.extend(c.to_uppercase().filter(|c| crate::ts::is_identifier_part(*c)));
            upper = c == '$';
        } else {
            out.push(c);
        }
    }
    if !out.chars().next().is_some_and(crate::ts::is_identifier_start) {
        out.insert(0, '_');
    }
    out
}

/// The names that are given away.
#[derive(Default)]
pub struct Taken {
    names: HashSet<String>,
    /// Where counting goes on, for names that many want.
    next: HashMap<String, usize>,
}

impl Taken {
    /// `wanted`, or with a `_` after it as Python would, or with a number.
    fn free(&mut self, wanted: &str) -> String {
        if self.names.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        let name = Some(format!("{wanted}_")).filter(|name| !self.names.contains(name));
        let name = name.unwrap_or_else(|| self.numbered(wanted));
        self.names.insert(name.clone());
        name
    }

    fn numbered(&mut self, wanted: &str) -> String {
        let next = self.next.entry(wanted.to_owned()).or_insert(2);
        loop {
            let name = format!("{wanted}_{next}");
            *next += 1;
            if !self.names.contains(&name) {
                return name;
            }
        }
    }
}
