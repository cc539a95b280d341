//! What the three targets have in common: the same hooks with the same names. A target says how it
//! spells params and states; the rest is built here once.

use serde::Serialize;

use super::{
    Imports, Layer, docs,
    protocol::{ContextNames, Signature},
};
use crate::{
    ir::{Context, Protocol, Slice},
    ts::{self, Code, Ty},
};

/// How a framework spells what hooks take and return.
#[derive(Clone, Copy)]
pub struct Dialect {
    pub layer: Layer,
    /// The type of what a hook reads.
    pub read: &'static str,
    /// The type of what a hook runs.
    pub mutation: &'static str,
    /// A params type as a hook takes it.
    pub params: fn(Ty) -> Ty,
    /// What the suspending hook returns for a type of data.
    pub suspended: fn(Ty) -> Ty,
}

/// The hooks of one context.
#[derive(Debug, Serialize)]
pub struct ContextHooks {
    pub adapter: Code,
    pub type_imports: Vec<Code>,
    pub reference_module: Code,
    pub reference: Code,
    pub scope: Code,
    pub scope_type: Code,
    /// What stands between the `=` and the scope's value.
    pub scope_gap: Code,
    pub state: Code,
    pub params: Code,
    /// There is a provider, and so a nearest one.
    pub has_provider: bool,
    /// What the hooks take is a framework's own spelling of params.
    pub takes_params: bool,
    pub slices: Vec<SliceHooks>,
}

#[derive(Debug, Serialize)]
pub struct SliceHooks {
    pub doc: Code,
    pub hook: Code,
    pub hook_body: Code,
    pub suspense: Code,
    pub suspense_body: Code,
}

/// One hook per mutation.
#[derive(Debug, Serialize)]
pub struct Mutations {
    pub adapter: Code,
    pub value_imports: Code,
    pub type_imports: Vec<Code>,
    pub hooks: Vec<MutationHook>,
}

#[derive(Debug, Serialize)]
pub struct MutationHook {
    pub doc: Code,
    pub signature: Code,
    pub reference: Code,
}

/// The root: with the context that hangs on it, if there is one.
#[derive(Debug, Serialize)]
pub struct Root {
    pub adapter: Code,
    pub global: Option<Code>,
    pub global_module: Code,
}

#[must_use]
pub fn context(context: &Context, protocol: &Protocol, imports: Imports, dialect: Dialect) -> ContextHooks {
    let names = ContextNames::new(context);
    let scope = Code::identifier(&format!("{}Scope", context.name.camel));
    let module = imports.local(&format!("../protocol/{}", names.module));
    let argument = Code::fixed(match (&names.params, dialect.layer) {
        (Some(_), _) => "params",
        (None, Layer::Svelte) => "() => ({})",
        (None, _) => "{}",
    });
    let params = names.params.as_ref().map(|name| (dialect.params)(Ty::name(name, Vec::new())));
    let parameters: Vec<(&str, Code)> = params.iter().map(|ty| ("params?", ts::print_type(ty))).collect();
    let is_global = context.name.wire == "global";
    let from_context = [&names.data, &names.error, &names.errors].into_iter().chain(&names.params);
    let from_context: Vec<Code> = from_context.map(|n| Code::identifier(n)).collect();
    let (errors, types) = slice_imports(context, protocol);
    let after = if dialect.layer == Layer::Svelte { " = {" } else { " =" };
    let scope_type = ts::generic("mizan.Scope", &names.arguments(), &format!("const {scope}: "), after);
    let state = Ty::qualified(
        "mizan",
        dialect.read,
        vec![Ty::name(&names.data, Vec::new()), Ty::name(&names.error, Vec::new())],
    );
    ContextHooks {
        adapter: imports.codegen(dialect.layer),
        type_imports: vec![
            ts::import_types(&errors, &imports.local("../protocol/functions")),
            ts::import_types(&types, &imports.local("../protocol/types")),
            ts::import_types(&from_context, &module),
        ],
        reference: Code::identifier(&names.reference),
        reference_module: module,
        scope_gap: Code::fixed(if scope_type.as_str().contains('\n') { " " } else { "\n  " }),
        scope_type,
        state: hook(&format!("{}Context", context.name.pascal), &parameters, &state),
        has_provider: !is_global,
        takes_params: params.is_some(),
        slices: context.slices.iter().map(|s| slice(s, protocol, dialect, &parameters, &[&scope, &argument])).collect(),
        params: argument,
        scope,
    }
}

fn slice_imports(context: &Context, protocol: &Protocol) -> (Vec<Code>, Vec<Code>) {
    let functions = || context.slices.iter().map(|s| protocol.function(s.function));
    let errors = functions().map(|f| Code::identifier(&format!("{}Error", f.name.pascal))).collect();
    let outputs = functions().filter_map(|f| f.output);
    let types = outputs.map(|id| Code::identifier(&protocol.types.named(id).emitted.output)).collect();
    (errors, types)
}

fn slice(
    slice: &Slice,
    protocol: &Protocol,
    dialect: Dialect,
    parameters: &[(&'static str, Code)],
    [scope, params]: &[&Code; 2],
) -> SliceHooks {
    let function = protocol.function(slice.function);
    let signature = Signature::new(function, protocol);
    let error = Ty::name(&signature.error, Vec::new());
    let output = signature.output;
    let state = Ty::qualified("mizan", dialect.read, vec![output.clone(), error]);
    let awaited = if slice.optional { Ty::union(vec![output, Ty::undefined()]) } else { output };
    let pascal = &function.name.pascal;
    let name = Code::string(&function.name.wire);
    let arguments = [*scope, &name, *params];
    SliceHooks {
        doc: docs::function(function, ""),
        hook_body: ts::return_call("mizan.useSlice", &arguments),
        suspense_body: ts::return_call("mizan.useSliceSuspense", &arguments),
        hook: hook(pascal, parameters, &state),
        suspense: hook(&format!("{pascal}Suspense"), parameters, &(dialect.suspended)(awaited)),
    }
}

fn hook(name: &str, parameters: &[(&'static str, Code)], result: &Ty) -> Code {
    ts::signature("export function ", &format!("use{name}"), parameters, &ts::print_type(result))
}

/// Whether there is anything to make a hook of outside of contexts.
#[must_use]
pub fn has_mutations(protocol: &Protocol) -> bool {
    protocol.callable().any(|f| f.context.is_none())
}

#[must_use]
pub fn mutations(protocol: &Protocol, imports: Imports, dialect: Dialect) -> Mutations {
    let (mut references, mut errors, mut types) = (Vec::new(), Vec::new(), Vec::new());
    let mut hooks = Vec::new();
    for function in protocol.callable().filter(|f| f.context.is_none()) {
        let signature = Signature::new(function, protocol);
        let reference = Code::identifier(&format!("{}Function", function.name.camel));
        references.push(reference.clone());
        errors.push(Code::identifier(&signature.error));
        types.extend(signature.names);
        let error = Ty::name(&signature.error, Vec::new());
        let state = Ty::qualified("mizan", dialect.mutation, vec![signature.input, signature.output, error]);
        hooks.push(MutationHook {
            doc: docs::function(function, ""),
            signature: hook(&function.name.pascal, &[("options?", Code::fixed("mizan.MutationOptions"))], &state),
            reference,
        });
    }
    let functions = imports.local("../protocol/functions");
    Mutations {
        adapter: imports.codegen(dialect.layer),
        value_imports: ts::import_values(&references, &functions),
        type_imports: vec![
            ts::import_types(&errors, &functions),
            ts::import_types(&types, &imports.local("../protocol/types")),
        ],
        hooks,
    }
}

#[must_use]
pub fn root(protocol: &Protocol, imports: Imports, dialect: Dialect) -> Root {
    let global = protocol.readable().find(|c| c.name.wire == "global").map(ContextNames::new);
    Root {
        adapter: imports.codegen(dialect.layer),
        global: global.as_ref().map(|names| Code::identifier(&names.reference)),
        global_module: imports.local("../protocol/global-context"),
    }
}

/// A target's `index.ts`.
#[derive(Debug, Serialize)]
pub struct Index {
    pub modules: Vec<Code>,
}

/// Passes the protocol's modules on, then the target's own. `suffix` is what their names end with.
#[must_use]
pub fn index(protocol: &Protocol, imports: Imports, suffix: &str) -> Index {
    let contexts = protocol.readable().map(|c| ContextNames::new(c).module);
    let mutations = has_mutations(protocol).then(|| "mutations".to_owned());
    let own = std::iter::once("mizan".to_owned()).chain(mutations).chain(contexts);
    let own = own.map(|module| imports.local(&format!("./{module}{suffix}")));
    Index { modules: std::iter::once(imports.index("../protocol")).chain(own).collect() }
}
