//! The framework-free layer: one file per context, all functions in one, errors in one.

use rayon::prelude::*;
use serde::Serialize;

use super::{
    Imports, Layer, docs,
    shape::{Shape, param_type},
};
use crate::{
    ir::{Context, Function, Protocol, Transport},
    ts::{self, Code, Declaration, Doc, Member, Ty},
};

/// `functions.ts`
#[derive(Debug, Serialize)]
pub struct FunctionsView {
    /// `import type`, or `import` when the functions need some of the kernel at run time.
    pub import: Code,
    pub runtime: Code,
    pub type_imports: Code,
    pub functions: Vec<FunctionView>,
}

#[derive(Debug, Serialize)]
pub struct FunctionView {
    /// `export type PlaceOrderError = …;`
    pub error: Code,
    /// `mizan.FunctionRef<…>`
    pub reference: Code,
    pub reference_name: Code,
    /// `{ name: "place_order" }`
    pub descriptor: Code,
    pub doc: Code,
    pub call: Code,
    /// What the call passes on: `args` or `undefined`.
    pub argument: Code,
}

/// `errors.ts`
#[derive(Debug, Serialize)]
pub struct ErrorsView {
    pub runtime: Code,
    pub type_imports: Code,
    /// `export interface FunctionErrors { … }`
    pub interface: Code,
}

/// `<name>-context.ts`
#[derive(Debug, Serialize)]
pub struct ContextView {
    pub runtime: Code,
    pub imports: Vec<Code>,
    /// The interfaces of params, data and errors.
    pub declarations: Vec<Code>,
    /// `mizan.ContextRef<…>`
    pub reference: Code,
    pub reference_name: Code,
    pub wire: Code,
    /// `{ user_id: "integer" }`
    pub params: Code,
    pub fetch_doc: Code,
    pub fetch: Code,
    pub prefetch_doc: Code,
    pub prefetch: Code,
    pub argument: Code,
}

/// `index.ts`
#[derive(Debug, Serialize)]
pub struct IndexView {
    pub application: Code,
    pub modules: Vec<Code>,
}

/// The types that a function's signature is made of.
pub struct Signature {
    pub input: Ty,
    pub output: Ty,
    pub error: String,
    /// Names that `types.ts` declares.
    pub names: Vec<Code>,
}

impl Signature {
    pub fn new(function: &Function, protocol: &Protocol) -> Self {
        let (inputs, outputs) = (Shape::input(&protocol.types), Shape::output(&protocol.types));
        let mut names = Vec::new();
        let input = match function.input {
            None => Ty::void(),
            Some(input) => {
                names.push(Code::identifier(inputs.name(input.ty)));
                let ty = inputs.named(input.ty);
                if input.omittable { Ty::union(vec![ty, Ty::void()]) } else { ty }
            }
        };
        let output = match function.output {
            None => Ty::void(),
            Some(output) => {
                names.push(Code::identifier(outputs.name(output)));
                let ty = outputs.named(output);
                if function.output_nullable { Ty::union(vec![ty, Ty::null()]) } else { ty }
            }
        };
        Self { input, output, error: format!("{}Error", function.name.pascal), names }
    }
}

#[must_use]
pub fn functions(protocol: &Protocol, imports: Imports) -> FunctionsView {
    let callable: Vec<&Function> = protocol.callable().collect();
    let (names, functions): (Vec<Vec<Code>>, Vec<FunctionView>) = callable
        .par_iter()
        .with_min_len(64)
        .map(|function| {
            let mut signature = Signature::new(function, protocol);
            let view = view(function, &signature, protocol);
            signature.names.extend(details(function, protocol));
            (signature.names, view)
        })
        .unzip();
    let names: Vec<Code> = names.into_iter().flatten().collect();
    let sends_files = callable.iter().any(|function| has_file(function, protocol));
    FunctionsView {
        import: Code::fixed(if sends_files { "import" } else { "import type" }),
        runtime: imports.codegen(Layer::Runtime),
        type_imports: ts::import_types(&names, &imports.local("./types")),
        functions,
    }
}

/// Whether its arguments may hold files.
fn has_file(function: &Function, protocol: &Protocol) -> bool {
    function.input.is_some_and(|input| protocol.types.named(input.ty).has_file)
}

fn details(function: &Function, protocol: &Protocol) -> Vec<Code> {
    let outputs = Shape::output(&protocol.types);
    function.errors.iter().filter_map(|e| e.details).map(|id| Code::identifier(outputs.name(id))).collect()
}

fn view(function: &Function, signature: &Signature, protocol: &Protocol) -> FunctionView {
    let name = &function.name;
    let reference_name = Code::identifier(&format!("{}Function", name.camel));
    let error = Code::identifier(&signature.error);
    let (input, output) = (ts::print_type(&signature.input), ts::print_type(&signature.output));
    let arguments = [input, output.clone(), error];
    let mut parameters = vec![("client", Code::fixed("mizan.MizanClient"))];
    if let Some(input) = function.input {
        let ty = ts::print_type(&Shape::input(&protocol.types).named(input.ty));
        parameters.push((if input.omittable { "args?" } else { "args" }, ty));
    }
    parameters.push(("options?", Code::fixed("mizan.CallOptions")));
    let transport = if function.transport == Transport::Websocket { ", transport: \"websocket\"" } else { "" };
    let body = if has_file(function, protocol) { ", body: mizan.multipart" } else { "" };
    let descriptor = ts::trusted(format!("{{ name: {}{transport}{body} }}", ts::string(&name.wire)));
    FunctionView {
        error: error_type(function, signature, protocol),
        reference: ts::generic(
            "mizan.FunctionRef",
            &arguments,
            &format!("export const {reference_name}: "),
            &format!(" = {descriptor};"),
        ),
        reference_name,
        descriptor,
        doc: docs::function(function, &format!("Calls `{}`.", name.wire)),
        call: ts::signature(
            "export function ",
            &format!("call{}", name.pascal),
            &parameters,
            &ts::print_type(&Ty::name("Promise", vec![signature.output.clone()])),
        ),
        argument: Code::fixed(if function.input.is_some() { "args" } else { "undefined" }),
    }
}

/// What a call rejects with: the declared errors by their codes, then any other.
fn error_type(function: &Function, signature: &Signature, protocol: &Protocol) -> Code {
    let outputs = Shape::output(&protocol.types);
    let input = match function.input {
        None => Ty::void(),
        Some(input) => Shape::input(&protocol.types).named(input.ty),
    };
    let error = |arguments| Ty::qualified("mizan", "DjangoError", arguments);
    let mut members: Vec<Ty> = function
        .errors
        .iter()
        .map(|declared| {
            let details = declared.details.map_or_else(Ty::unknown, |id| outputs.named(id));
            error(vec![input.clone(), Ty::string_literal(&declared.code), details])
        })
        .collect();
    members.push(if members.is_empty() {
        error(vec![input])
    } else {
        error(vec![input, Ty::qualified("mizan", "StandardErrorCode", Vec::new())])
    });
    ts::print(Declaration::Alias { name: signature.error.clone(), doc: Doc::default(), ty: Ty::union(members) })
}

#[must_use]
pub fn errors(protocol: &Protocol, imports: Imports) -> ErrorsView {
    let names: Vec<Code> = protocol.callable().map(|f| Code::identifier(&format!("{}Error", f.name.pascal))).collect();
    let members = protocol
        .callable()
        .map(|f| Member::property(&f.name.wire, false, Ty::name(&format!("{}Error", f.name.pascal), Vec::new())))
        .collect();
    let doc = Doc { text: "What each function rejects with.".to_owned(), tags: Vec::new() };
    ErrorsView {
        runtime: imports.codegen(Layer::Runtime),
        type_imports: ts::import_types(&names, &imports.local("./functions")),
        interface: ts::print(Declaration::Interface { name: "FunctionErrors".to_owned(), doc, members }),
    }
}

/// The names that a context's files share.
pub struct ContextNames {
    pub reference: String,
    pub params: Option<String>,
    pub data: String,
    pub errors: String,
    pub error: String,
    pub module: String,
}

impl ContextNames {
    #[must_use]
    pub fn new(context: &Context) -> Self {
        let (camel, pascal) = (&context.name.camel, &context.name.pascal);
        Self {
            reference: format!("{camel}Context"),
            params: (!context.params.is_empty()).then(|| format!("{pascal}ContextParams")),
            data: format!("{pascal}ContextData"),
            errors: format!("{pascal}ContextErrors"),
            error: format!("{pascal}ContextError"),
            module: format!("{}-context", context.name.kebab()),
        }
    }

    #[must_use]
    pub fn params_type(&self) -> Ty {
        match &self.params {
            Some(name) => Ty::name(name, Vec::new()),
            None => Ty::name("Record", vec![Ty::string(), Ty::never()]),
        }
    }

    /// The type arguments that a context's descriptor and scope take.
    #[must_use]
    pub fn arguments(&self) -> [Code; 3] {
        [ts::print_type(&self.params_type()), Code::identifier(&self.data), Code::identifier(&self.errors)]
    }
}

#[must_use]
pub fn context(context: &Context, protocol: &Protocol, imports: Imports) -> ContextView {
    let names = ContextNames::new(context);
    let mut type_names = Vec::new();
    let mut error_names = Vec::new();
    for slice in &context.slices {
        let signature = Signature::new(protocol.function(slice.function), protocol);
        if let Some(output) = protocol.function(slice.function).output {
            type_names.push(Code::identifier(Shape::output(&protocol.types).name(output)));
        }
        error_names.push(Code::identifier(&signature.error));
    }
    let (declarations, param_names) = declarations(context, protocol, &names);
    type_names.extend(param_names);
    let params =
        context.params.iter().map(|p| format!("{}: {}", ts::property_key(&p.name), param_type(p.scalar, p.list)));
    let mut parameters = vec![("client", Code::fixed("mizan.MizanClient"))];
    parameters.extend(names.params.as_ref().map(|name| ("params", Code::identifier(name))));
    let mut with_options = parameters.clone();
    with_options.push(("options?", Code::fixed("mizan.CallOptions")));
    let promise = |ty| ts::print_type(&Ty::name("Promise", vec![ty]));
    let pascal = &context.name.pascal;
    let reference_name = Code::identifier(&names.reference);
    let doc =
        |does: &str, how: &str| ts::doc_comment(&format!("{does} the `{}` context {how}", context.name.wire), &[], 0);
    ContextView {
        runtime: imports.codegen(Layer::Runtime),
        imports: vec![
            ts::import_types(&error_names, &imports.local("./functions")),
            ts::import_types(&type_names, &imports.local("./types")),
        ],
        declarations,
        reference: ts::generic(
            "mizan.ContextRef",
            &names.arguments(),
            &format!("export const {reference_name}: "),
            " = {",
        ),
        reference_name,
        wire: Code::string(&context.name.wire),
        params: ts::object(params),
        fetch: ts::signature(
            "export function ",
            &format!("fetch{pascal}Context"),
            &with_options,
            &promise(Ty::name(&names.data, Vec::new())),
        ),
        prefetch: ts::signature(
            "export function ",
            &format!("prefetch{pascal}Context"),
            &parameters,
            &promise(Ty::void()),
        ),
        fetch_doc: doc("Reads", "from memory while it is fresh, else from the server."),
        prefetch_doc: doc("Loads", "ahead of need. A failure is kept for whoever reads it."),
        argument: Code::fixed(if names.params.is_some() { "params" } else { "{}" }),
    }
}

fn declarations(context: &Context, protocol: &Protocol, names: &ContextNames) -> (Vec<Code>, Vec<Code>) {
    let inputs = Shape::input(&protocol.types);
    let mut declarations = Vec::new();
    let mut used = Vec::new();
    if let Some(name) = &names.params {
        let members = context
            .params
            .iter()
            .map(|p| {
                collect_names(inputs, p.ty, &mut used);
                Member::property(&p.name, !p.required, inputs.ty(p.ty)).with_doc(docs::of(&p.doc))
            })
            .collect();
        declarations.push(interface(name, "", members));
    }
    let data = context.slices.iter().map(|slice| {
        let function = protocol.function(slice.function);
        let ty = Signature::new(function, protocol).output;
        Member::property(&function.name.wire, slice.optional, ty)
    });
    declarations.push(interface(&names.data, "", data.collect()));
    let errors = context.slices.iter().map(|slice| {
        let function = protocol.function(slice.function);
        let error = format!("{}Error", function.name.pascal);
        Member::property(&function.name.wire, false, Ty::name(&error, Vec::new()))
    });
    declarations.push(interface(&names.errors, "", errors.collect()));
    let doc = Doc::default();
    let ty = Ty::value_of(&names.errors);
    declarations.push(ts::print(Declaration::Alias { name: names.error.clone(), doc, ty }));
    (declarations, used)
}

fn interface(name: &str, doc: &str, members: Vec<Member>) -> Code {
    ts::print(Declaration::Interface {
        name: name.to_owned(),
        doc: Doc { text: doc.to_owned(), tags: Vec::new() },
        members,
    })
}

/// The names of `types.ts` that a param's type mentions.
fn collect_names(shape: Shape, id: crate::ir::TypeId, used: &mut Vec<Code>) {
    if let crate::ir::Type::Named(named) = shape.types.get(id) {
        used.push(Code::identifier(shape.name(*named)));
    }
    shape.types.children(id, |child| collect_names(shape, child, used));
}

#[must_use]
pub fn index(protocol: &Protocol, imports: Imports) -> IndexView {
    let contexts = protocol.readable().map(|c| format!("./{}", ContextNames::new(c).module));
    let fixed = ["./types", "./functions", "./errors"].map(str::to_owned);
    IndexView {
        application: imports.application(),
        modules: fixed.into_iter().chain(contexts).map(|m| imports.local(&m)).collect(),
    }
}
