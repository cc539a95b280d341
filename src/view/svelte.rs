//! Svelte 5: hooks take thunks and return objects of getters; a provider is a function, and a
//! component around it.

use serde::Serialize;

use super::{
    Imports, Layer,
    hooks::{self, ContextHooks, Dialect},
    protocol::ContextNames,
};
use crate::{
    ir::{Context, Protocol},
    ts::{self, Code, Member, Ty},
};

pub const DIALECT: Dialect = Dialect {
    layer: Layer::Svelte,
    read: "ReadState",
    mutation: "MutationState",
    params: Ty::thunk,
    suspended: |data| Ty::name("PromiseLike", vec![Ty::object(vec![Member::property("current", false, data)])]),
};

/// Names that a component keeps for itself; such a param is passed as `name_`.
const RESERVED_PROPS: [&str; 2] = ["children", "this"];
const CHILDREN: &str = "readonly children?: svelte.Snippet";

/// `<name>-context.svelte.ts`
#[derive(Debug, Serialize)]
pub struct ContextView {
    pub hooks: ContextHooks,
    pub set: Code,
    pub set_name: Code,
    /// `() => UserContextParams`; none when there are no params.
    pub set_params: Option<Code>,
    pub component: Code,
    pub component_module: Code,
}

/// `UserContext.svelte`
#[derive(Debug, Serialize)]
pub struct ProviderView {
    pub set: Code,
    pub module: Code,
    pub params_import: Code,
    pub props_type: Code,
    pub pattern: Code,
    /// What the setter is called with; empty without params.
    pub argument: Code,
}

/// `MizanContext.svelte`
#[derive(Debug, Serialize)]
pub struct RootView {
    pub module: Code,
    pub application: Code,
}

#[must_use]
pub fn context(context: &Context, protocol: &Protocol, imports: Imports) -> ContextView {
    let component = format!("{}Context", context.name.pascal);
    let set = format!("set{component}");
    let params = ContextNames::new(context).params.map(|name| Ty::thunk(Ty::name(&name, Vec::new())));
    let parameters: Vec<(&str, Code)> = params.iter().map(|ty| ("params", ts::print_type(ty))).collect();
    ContextView {
        hooks: hooks::context(context, protocol, imports, DIALECT),
        set: ts::signature("export function ", &set, &parameters, &ts::print_type(&Ty::void())),
        set_name: Code::identifier(&set),
        set_params: params.as_ref().map(ts::print_type),
        component_module: Code::string(&format!("./{component}.svelte")),
        component: Code::identifier(&component),
    }
}

#[must_use]
pub fn provider(context: &Context, imports: Imports) -> ProviderView {
    let names = ContextNames::new(context);
    let set = Code::identifier(&format!("set{}Context", context.name.pascal));
    let reserved: Vec<(&str, bool)> = context
        .params
        .iter()
        .map(|p| (p.name.as_str(), p.required))
        .filter(|(name, _)| RESERVED_PROPS.contains(name))
        .collect();
    let (props_type, pattern, argument) = match &names.params {
        None => (format!("{{ {CHILDREN} }}"), "{ children }".to_owned(), String::new()),
        Some(params) if reserved.is_empty() => {
            (format!("{params} & {{ {CHILDREN} }}"), "{ children, ...params }".to_owned(), "() => params".to_owned())
        }
        Some(params) => renamed(params, &reserved),
    };
    let params: Vec<Code> = names.params.iter().map(|name| Code::identifier(name)).collect();
    ProviderView {
        set,
        module: imports.local(&format!("./{}.svelte", names.module)),
        params_import: ts::import_types(&params, &imports.local(&format!("../protocol/{}", names.module))),
        props_type: ts::trusted(props_type),
        pattern: ts::trusted(pattern),
        argument: ts::trusted(argument),
    }
}

/// The component's parts when some params go by another name.
fn renamed(params: &str, reserved: &[(&str, bool)]) -> (String, String, String) {
    let join = |separator: &str, each: &dyn Fn(&str, bool) -> String| {
        reserved.iter().map(|(name, required)| each(name, *required)).collect::<Vec<_>>().join(separator)
    };
    let omitted = join(" | ", &|name, _| format!("\"{name}\""));
    let props = join("; ", &|name, required| {
        format!("readonly {name}_{}: {params}[\"{name}\"]", if required { "" } else { "?" })
    });
    let taken = join(", ", &|name, _| format!("{name}_"));
    let given = join(", ", &|name, required| {
        let given = format!("{name}: {name}_");
        if required { given } else { format!("...({name}_ === undefined ? {{}} : {{ {given} }})") }
    });
    (
        format!("Omit<{params}, {omitted}> & {{ {props}; {CHILDREN} }}"),
        format!("{{ children, {taken}, ...params }}"),
        format!("() => ({{ ...params, {given} }})"),
    )
}

#[must_use]
pub fn root(imports: Imports) -> RootView {
    RootView { module: imports.local("./mizan.svelte"), application: imports.application() }
}
