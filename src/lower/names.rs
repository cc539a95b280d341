//! The TypeScript names of types, decided once: what the generated code itself declares comes first
//! and may not clash; components that are already spelled like a TypeScript name keep it; the rest
//! get the nearest free one.

use std::collections::{BTreeMap, HashSet};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Pointer},
    ir::{Name, NamedId, Protocol, Visibility},
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
    // What every generated client exports
    "DjangoError",
    "FunctionErrors",
    "MizanContext",
    "createMizan",
    "createMizanPlugin",
    "isDjangoError",
    "setMizanContext",
    "useMizan",
];

pub fn assign(protocol: &mut Protocol, export: &Export, diagnostics: &mut Diagnostics) {
    let mut taken: HashSet<String> = RESERVED.iter().map(|s| (*s).to_owned()).collect();
    declare_generated(protocol, export, &mut taken, diagnostics);
    let mut waiting: Vec<(NamedId, String)> = protocol
        .types
        .all_named()
        .filter(|(_, n)| n.usage.input || n.usage.output)
        .map(|(id, n)| (id, pascal(&n.name)))
        .collect();
    // A component that is spelled as it will be emitted has the first claim on its name.
    waiting.sort_by(|(a, x), (b, y)| {
        let key = |id: NamedId, name: &str| {
            let named = protocol.types.named(id);
            (named.name != name, named.name.clone(), named.pointer.clone())
        };
        key(*a, x).cmp(&key(*b, y))
    });
    for (id, wanted) in &waiting {
        let name = free(wanted, &mut taken);
        let emitted = &mut protocol.types.named_mut(*id).emitted;
        emitted.output.clone_from(&name);
        emitted.input = name;
    }
    for (id, _) in &waiting {
        let named = protocol.types.named_mut(*id);
        if named.is_emitted_twice() {
            named.emitted.input = free(&format!("{}Input", named.emitted.output), &mut taken);
        }
    }
}

/// What each function and context declares. Two that meet in one name are refused.
fn declare_generated(protocol: &Protocol, export: &Export, taken: &mut HashSet<String>, diagnostics: &mut Diagnostics) {
    let mut owners: BTreeMap<String, (String, Pointer)> = BTreeMap::new();
    let mut declare = |name: String, owner: &str, pointer: &Pointer, diagnostics: &mut Diagnostics| {
        if RESERVED.contains(&name.as_str()) {
            let message = format!("{owner} would be emitted as `{name}`, which every Mizan client has already");
            let help = "rename it in the backend";
            diagnostics.push(Diagnostic::new(Code::NameClash, pointer.clone(), message, help));
            return false;
        }
        match owners.get(&name) {
            Some((other, _)) if other == owner => true,
            Some((other, at)) => {
                let message = format!("{other} and {owner} would both be emitted as `{name}`");
                let help = "rename one of the two in the backend";
                diagnostics.push(
                    Diagnostic::new(Code::NameClash, pointer.clone(), message, help)
                        .with_related(at.clone(), format!("the other is {other}")),
                );
                false
            }
            None => {
                owners.insert(name.clone(), (owner.to_owned(), pointer.clone()));
                taken.insert(name);
                true
            }
        }
    };
    // One clash is enough to say for a pair of names.
    for (function, source) in protocol.functions.iter().zip(&export.functions) {
        if function.visibility == Visibility::Public && Name::new(source.name).is_some() {
            let owner = format!("function `{}`", function.name.wire);
            let pointer = source.pointer.key("name");
            let in_context = function.context.is_some();
            let _ = function_names(&function.name, in_context)
                .into_iter()
                .all(|name| declare(name, &owner, &pointer, diagnostics));
        }
    }
    for (context, source) in protocol.contexts.iter().zip(&export.contexts) {
        if Name::new(source.name).is_some() {
            let owner = format!("context `{}`", context.name.wire);
            let _ = context_names(&context.name)
                .into_iter()
                .all(|name| declare(name, &owner, &source.pointer, diagnostics));
        }
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
    let mut out = String::with_capacity(name.len());
    let mut upper = true;
    for c in name.chars() {
        if c == '_' || !crate::ts::is_identifier_part(c) {
            upper = true;
        } else if upper {
            out.extend(c.to_uppercase().filter(|c| crate::ts::is_identifier_part(*c)));
            upper = false;
        } else {
            out.push(c);
        }
    }
    if !out.chars().next().is_some_and(crate::ts::is_identifier_start) {
        out.insert(0, '_');
    }
    out
}

/// `wanted`, or with a `_` after it as Python would, or with a number.
fn free(wanted: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{wanted}_{n}"));
    let mut candidates = [wanted.to_owned(), format!("{wanted}_")].into_iter().chain(numbered);
    let name = candidates.find(|name| !taken.contains(name)).expect("numbers don't run out");
    taken.insert(name.clone());
    name
}
