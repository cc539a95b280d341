//! Svelte 5: hooks take thunks and return objects of getters; a provider is a function, and a
//! component around it.

use serde::Serialize;

use super::{
    Imports, Layer,
    hooks::{self, ContextHooks, Dialect},
    props::{Props, props},
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
    suspended: |data| {
        let current = Member::property("current", false, data).readonly();
        Ty::name("PromiseLike", vec![Ty::object(vec![current])])
    },
};

/// Names that a component keeps for itself; such a param is passed as `name_`.
const RESERVED_PROPS: [&str; 3] = ["children", "slot", "this"];

/// `<name>-context.svelte.ts`
#[derive(Debug, Serialize)]
pub struct ContextView {
    pub hooks: ContextHooks,
    pub set: Code,
    pub component: Code,
    pub component_module: Code,
}

/// `UserContext.svelte`
#[derive(Debug, Serialize)]
pub struct ProviderView {
    pub set: Code,
    pub module: Code,
    pub params_type: Option<Code>,
    pub params_module: Code,
    pub extends: Option<Code>,
    /// The props, taken apart.
    pub pattern: Code,
    #[serde(flatten)]
    pub props: Props,
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
        component_module: Code::string(&format!("./{component}.svelte")),
        component: Code::identifier(&component),
    }
}

#[must_use]
pub fn provider(context: &Context, imports: Imports) -> ProviderView {
    let names = ContextNames::new(context);
    let set = Code::identifier(&format!("set{}Context", context.name.pascal));
    let props = props(context, &RESERVED_PROPS);
    let argument = match (&names.params, props.given.as_slice()) {
        (None, _) => Code::default(),
        (Some(_), []) => Code::fixed("() => params"),
        (Some(_), _) => ts::trusted(format!("() => ({})", props.params(&format!("  {set}(() => ("), "));"))),
    };
    ProviderView {
        set,
        module: imports.local(&format!("./{}.svelte", names.module)),
        params_type: names.params.as_ref().map(|name| Code::identifier(name)),
        params_module: imports.local(&format!("../protocol/{}", names.module)),
        extends: props.extends("  interface Props extends ").map(|code| ts::indented(code, 2)),
        pattern: ts::indented(ts::braces(&props.names, "  let ", ": Props = $props();"), 2),
        props,
        argument: ts::indented(argument, 2),
    }
}

#[must_use]
pub fn root(imports: Imports) -> RootView {
    RootView { module: imports.local("./mizan.svelte"), application: imports.application() }
}
