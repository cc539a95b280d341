//! Functions: their names, argument and result types, declared errors and what they affect.

use std::collections::{HashMap, HashSet};

use super::{component, param_types::alternatives};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Spot},
    ir::{
        Access, Affected, Cache, Context, ContextId, DeclaredError, EdgeFacts, Form, Function, FunctionId, Input, Name,
        NamedId, Property, Source, Transport, Type, TypeId, Types, Visibility,
    },
    schema::{self, AffectedKind, Export, Json},
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

/// A context's name becomes a file's, and file systems have a limit.
const LONGEST_NAME: usize = 200;

/// A name by the protocol's rule. A bad one is reported and replaced, so that the run can go on.
pub fn wire_name(what: &str, wire: &str, pointer: &Pointer, spot: Spot, diagnostics: &mut Diagnostics) -> Name {
    let found = Name::new(wire).filter(|_| wire.len() <= LONGEST_NAME);
    found.unwrap_or_else(|| {
        let (message, help) = if wire.len() > LONGEST_NAME {
            let start: String = wire.chars().take(20).collect();
            let message = format!("a {what} has a name of {} bytes, beginning with {start:?}", wire.len());
            (message, format!("give it one of at most {LONGEST_NAME}"))
        } else {
            let help = "names start with a lower-case letter and go on with lower-case letters, digits and `_`";
            (format!("{wire:?} is no name for a {what}"), help.to_owned())
        };
        diagnostics.push(Diagnostic::new(Code::InvalidName, pointer.clone(), message, help).at(spot));
        Name { wire: wire.to_owned(), camel: "invalid".to_owned(), pascal: "Invalid".to_owned() }
    })
}

fn one(function: &schema::Function, types: &Types, diagnostics: &mut Diagnostics) -> Function {
    let at = &function.pointer;
    let name = wire_name("function", function.name, &at.key("name"), Spot::Value, diagnostics);
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
        Input { ty, omittable: is_omittable(types, ty) }
    });
    check_affects_params(function, input.as_ref(), types, diagnostics);
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
        visibility: visibility(function),
        edge: EdgeFacts {
            route: function.route.map(str::to_owned),
            methods: function.methods.as_ref().map(|m| m.iter().map(|m| (*m).to_owned()).collect()),
            reads_identity: function.auth.is_some() || function.reads_identity,
            scoping: function.affects_params.as_ref().map(|names| names.iter().map(|n| (*n).to_owned()).collect()),
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

pub fn visibility(function: &schema::Function) -> Visibility {
    match (function.private, function.view_path) {
        (true, _) => Visibility::Private,
        (false, true) => Visibility::View,
        (false, false) => Visibility::Public,
    }
}

fn check_input(function: &schema::Function, ty: TypeId, types: &Types, diagnostics: &mut Diagnostics) {
    let is_object = |id: TypeId| matches!(types.get(id), Type::Object(_) | Type::Record { .. } | Type::Intersection(_));
    let alternatives = alternatives(types, ty);
    if alternatives.ids.is_empty() || alternatives.nullable || !alternatives.ids.iter().all(|id| is_object(*id)) {
        let message = format!("the arguments of `{}` are {}, not an object", function.name, types.describe(ty));
        let help = "a function takes named arguments: its `inputType` must be an object type";
        diagnostics.push(Diagnostic::new(Code::InputNotObject, function.pointer.key("inputType"), message, help));
    }
}

/// A scope that no argument fills scopes nothing.
fn check_affects_params(
    function: &schema::Function,
    input: Option<&Input>,
    types: &Types,
    diagnostics: &mut Diagnostics,
) {
    let Some(names) = &function.affects_params else { return };
    let properties = match (input, function.input_type) {
        (Some(input), _) => types.properties(input.ty),
        (None, None) => Some([].as_slice()),
        // Reported where it is looked up.
        (None, Some(_)) => None,
    };
    let Some(properties) = properties else { return };
    let arguments: HashSet<&str> = properties.iter().map(|property| property.name.as_str()).collect();
    for (name, i) in names.iter().zip(0..).filter(|(name, _)| !arguments.contains(*name)) {
        let help = diagnostics.nearest(name, properties.iter().map(|property| property.name.as_str())).map_or_else(
            || "name arguments of the function, or leave `affectsParams` out".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("`{}` scopes by `{name}`, which is none of its arguments", function.name);
        let at = function.pointer.key("affectsParams").index(i);
        diagnostics.push(Diagnostic::new(Code::UnknownAffects, at, message, help));
    }
}

fn is_omittable(types: &Types, input: NamedId) -> bool {
    let may_be_left_out = |p: &Property| p.access == Access::ReadOnly || p.optional_in_input();
    types.properties(input).is_some_and(|properties| properties.iter().all(may_be_left_out))
}

fn errors(function: &schema::Function, types: &Types, diagnostics: &mut Diagnostics) -> Vec<DeclaredError> {
    let mut seen: HashMap<&str, &Pointer> = HashMap::new();
    let mut errors = Vec::with_capacity(function.errors.len());
    for error in &function.errors {
        if let Some(first) = seen.insert(error.code, &error.pointer) {
            let message = format!("`{}` declares the error `{}` twice", function.name, error.code);
            let diagnostic =
                Diagnostic::new(Code::NameClash, error.pointer.key("code"), message, "declare each code once");
            diagnostics.push(diagnostic.with_related(first.key("code"), "the first one"));
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
    let resolver = Affects {
        export,
        functions: export.functions.iter().zip(0u32..).map(|(f, i)| (f.name, FunctionId(i))).collect(),
        contexts: contexts.iter().zip(0u32..).map(|(c, i)| (c.name.wire.as_str(), ContextId(i))).collect(),
    };
    for (lowered, function) in functions.iter_mut().zip(&export.functions) {
        let mut seen = HashSet::new();
        for affected in &function.affects {
            match resolver.resolve(function, affected, diagnostics) {
                Ok(affected) if seen.insert(affected) => lowered.affects.push(affected),
                Ok(_) => {}
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
    }
}

/// The names that `affects` may use.
struct Affects<'e, 'd> {
    export: &'e Export<'d>,
    functions: HashMap<&'e str, FunctionId>,
    contexts: HashMap<&'e str, ContextId>,
}

impl Affects<'_, '_> {
    fn resolve(
        &self,
        function: &schema::Function,
        affected: &schema::Affected,
        diagnostics: &Diagnostics,
    ) -> Result<Affected, Box<Diagnostic>> {
        let (name, owner) = (affected.name, function.name);
        let at = affected.pointer.key("name");
        let unknown = |kind: &str, near: Option<&str>| {
            let message = format!("`{owner}` affects the {kind} `{name}`, which there is not");
            let help = near.map_or_else(
                || format!("mark a function with that {kind}, or correct `affects`"),
                |near| format!("did you mean `{near}`?"),
            );
            Box::new(Diagnostic::new(Code::UnknownAffects, at.clone(), message, help))
        };
        match affected.kind {
            AffectedKind::Context => match self.contexts.get(name) {
                Some(id) => Ok(Affected::Context(*id)),
                None => Err(unknown("context", diagnostics.nearest(name, self.contexts.keys().copied()))),
            },
            AffectedKind::Function { context } => match self.functions.get(name) {
                Some(id) => self.in_context(*id, owner, affected, context).map(|()| Affected::Function(*id)),
                None => Err(unknown("function", diagnostics.nearest(name, self.functions.keys().copied()))),
            },
        }
    }

    /// Only what is in a context is kept by clients, and so can become stale.
    fn in_context(
        &self,
        id: FunctionId,
        owner: &str,
        affected: &schema::Affected,
        said: Option<&str>,
    ) -> Result<(), Box<Diagnostic>> {
        let function = &self.export.functions[id.index()];
        let (message, help) = match (function.context, said) {
            (None, _) => (
                format!(
                    "`{owner}` affects `{}`, which is in no context, so that no client keeps its result",
                    function.name
                ),
                "put that function into a context, or take the entry out".to_owned(),
            ),
            (Some(is), Some(said)) if is != said => (
                format!("`{owner}` affects `{}` in context `{said}`, but that function is in `{is}`", function.name),
                format!("set `context` to \"{is}\""),
            ),
            (Some(_), _) => return Ok(()),
        };
        let pointer = affected.pointer.key(if function.context.is_none() { "name" } else { "context" });
        let diagnostic = Diagnostic::new(Code::UnknownAffects, pointer, message, help);
        Err(Box::new(diagnostic.with_related(function.pointer.clone(), "the function")))
    }
}
