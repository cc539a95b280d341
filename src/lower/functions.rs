//! Functions: their names, argument and result types, declared errors and what they affect.

use std::collections::HashMap;

use super::component;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Pointer, nearest},
    ir::{
        Affected, Cache, Context, ContextId, DeclaredError, EdgeFacts, Form, Function, FunctionId, Input, Name, Source,
        Transport, Type, TypeId, Types, Visibility,
    },
    schema::{self, Export, Json},
};

pub fn lower(export: &Export, types: &Types, diagnostics: &mut Diagnostics) -> Vec<Function> {
    let mut seen: HashMap<&str, &Pointer> = HashMap::new();
    let mut functions = Vec::with_capacity(export.functions.len());
    for function in &export.functions {
        if let Some(first) = seen.insert(function.name, &function.pointer) {
            let message = format!("there are two functions named `{}`", function.name);
            let help = "rename one of them in the backend";
            diagnostics.push(
                Diagnostic::new(Code::NameClash, function.pointer.key("name"), message, help)
                    .with_related(first.key("name"), "the first one"),
            );
        }
        functions.push(one(function, types, diagnostics));
    }
    functions
}

/// A name by the protocol's rule. A bad one is reported and replaced, so that the run can go on.
pub fn wire_name(what: &str, wire: &str, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Name {
    Name::new(wire).unwrap_or_else(|| {
        let message = format!("{wire:?} is no name for a {what}");
        let help = "names start with a lower-case letter and go on with lower-case letters, digits and `_`";
        diagnostics.push(Diagnostic::new(Code::InvalidName, pointer.clone(), message, help));
        Name { wire: wire.to_owned(), camel: "invalid".to_owned(), pascal: "Invalid".to_owned() }
    })
}

fn one(function: &schema::Function, types: &Types, diagnostics: &mut Diagnostics) -> Function {
    let at = &function.pointer;
    let name = wire_name("function", function.name, &at.key("name"), diagnostics);
    if let Some(camel) = function.camel_name.filter(|c| *c != name.camel && Name::new(function.name).is_some()) {
        let message = format!("`camelName` is `{camel}`, but `{}` becomes `{}`", function.name, name.camel);
        let help = "leave `camelName` out; it follows from the name";
        diagnostics.push(Diagnostic::new(Code::CamelName, at.key("camelName"), message, help));
    }
    if function.has_input != function.input_type.is_some() {
        let message = if function.has_input {
            "`hasInput` is true, but `inputType` names no component"
        } else {
            "`inputType` names a component, but `hasInput` is false"
        };
        let pointer = at.key(if function.has_input { "hasInput" } else { "inputType" });
        diagnostics.push(Diagnostic::new(Code::WrongShape, pointer, message, "correct one of the two"));
    }
    let input = component(types, function.input_type, || at.key("inputType"), diagnostics).map(|ty| {
        check_input(function, types.named(ty).ty, types, diagnostics);
        Input { ty, omittable: is_omittable(types, types.named(ty).ty) }
    });
    Function {
        input,
        output: component(types, function.output_type, || at.key("outputType"), diagnostics),
        output_nullable: function.output_nullable,
        description: function.description.map(str::to_owned),
        deprecated: function.deprecated,
        source: function.source.map(|(file, line)| Source { file: file.to_owned(), line }),
        context: None,
        affects: Vec::new(),
        transport: if function.websocket { Transport::Websocket } else { Transport::Http },
        auth: function.auth.map(str::to_owned),
        errors: errors(function, types, diagnostics),
        form: function.form.as_ref().map(|f| Form { name: f.name.to_owned(), role: f.role.to_owned() }),
        visibility: match (function.private, function.view_path) {
            (true, _) => Visibility::Private,
            (false, true) => Visibility::View,
            (false, false) => Visibility::Public,
        },
        edge: EdgeFacts {
            route: function.route.map(str::to_owned),
            methods: function.methods.as_ref().map(|m| m.iter().map(|m| (*m).to_owned()).collect()),
            rev: function.rev,
            cache: match function.cache {
                Some(Json::Bool(false)) => Cache::Never,
                Some(seconds) => seconds.as_count().map_or(Cache::Always, Cache::Seconds),
                None => Cache::Always,
            },
        },
        name,
    }
}

fn check_input(function: &schema::Function, ty: TypeId, types: &Types, diagnostics: &mut Diagnostics) {
    let is_object = |id: TypeId| matches!(types.get(types.resolve(id)), Type::Object(_) | Type::Intersection(_));
    let fits = match types.get(types.resolve(ty)) {
        Type::Union { members, .. } => members.iter().all(|m| is_object(*m)),
        _ => is_object(ty),
    };
    if !fits {
        let message = format!("the arguments of `{}` are {}, not an object", function.name, types.describe(ty));
        let help = "a function takes named arguments: its `inputType` must be an object type";
        diagnostics.push(Diagnostic::new(Code::InputNotObject, function.pointer.key("inputType"), message, help));
    }
}

fn is_omittable(types: &Types, ty: TypeId) -> bool {
    match types.get(types.resolve(ty)) {
        Type::Object(object) => object.properties.iter().all(super::super::ir::Property::optional_in_input),
        _ => false,
    }
}

fn errors(function: &schema::Function, types: &Types, diagnostics: &mut Diagnostics) -> Vec<DeclaredError> {
    let mut errors: Vec<DeclaredError> = Vec::with_capacity(function.errors.len());
    for error in &function.errors {
        if errors.iter().any(|e| e.code == error.code) {
            let message = format!("`{}` declares the error `{}` twice", function.name, error.code);
            let help = "declare each code once";
            diagnostics.push(Diagnostic::new(Code::NameClash, error.pointer.key("code"), message, help));
            continue;
        }
        let details = component(types, error.details, || error.pointer.key("details"), diagnostics);
        errors.push(DeclaredError { code: error.code.to_owned(), details });
    }
    errors
}

/// Fills in `affects`, once functions and contexts are both known.
pub fn resolve_affects(
    export: &Export,
    contexts: &[Context],
    functions: &mut [Function],
    diagnostics: &mut Diagnostics,
) {
    let function_ids: HashMap<&str, FunctionId> =
        export.functions.iter().zip(0u32..).map(|(f, i)| (f.name, FunctionId(i))).collect();
    let context_ids: HashMap<&str, ContextId> =
        contexts.iter().zip(0u32..).map(|(c, i)| (c.name.wire.as_str(), ContextId(i))).collect();
    for (lowered, function) in functions.iter_mut().zip(&export.functions) {
        for (i, affected) in function.affects.iter().enumerate() {
            let found = match affected {
                schema::Affected::Context(name) => context_ids
                    .get(name)
                    .map(|id| Affected::Context(*id))
                    .ok_or_else(|| ("context", *name, nearest(name, context_ids.keys().copied()))),
                schema::Affected::Function(name) => function_ids
                    .get(name)
                    .map(|id| Affected::Function(*id))
                    .ok_or_else(|| ("function", *name, nearest(name, function_ids.keys().copied()))),
            };
            match found {
                Ok(affected) => lowered.affects.push(affected),
                Err((kind, name, near)) => {
                    let message = format!("`{}` affects the {kind} `{name}`, which there is not", function.name);
                    let help = near.map_or_else(
                        || format!("mark a function with that {kind}, or correct `affects`"),
                        |near| format!("did you mean `{near}`?"),
                    );
                    let pointer = function.pointer.key("affects").index(i);
                    diagnostics.push(Diagnostic::new(Code::UnknownAffects, pointer, message, help));
                }
            }
        }
    }
}
