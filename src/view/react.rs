//! React: hooks as functions of params, providers as components.

use serde::Serialize;

use super::{
    Imports, Layer,
    hooks::{self, ContextHooks, Dialect},
    props::{Props, props},
};
use crate::{
    ir::{Context, Protocol},
    ts::{self, Code},
};

pub const DIALECT: Dialect = Dialect {
    layer: Layer::React,
    read: "ReadState",
    mutation: "MutationState",
    params: |params| params,
    suspended: |data| data,
};

/// Props that React keeps for itself; such a param is passed as `name_`.
const RESERVED_PROPS: [&str; 3] = ["children", "key", "ref"];

/// `<name>-context.tsx`
#[derive(Debug, Serialize)]
pub struct ContextView {
    pub hooks: ContextHooks,
    pub provider: Provider,
}

#[derive(Debug, Serialize)]
pub struct Provider {
    pub component: Code,
    pub props_name: Code,
    pub extends: Option<Code>,
    /// The props, taken apart.
    pub pattern: Code,
    #[serde(flatten)]
    pub props: Props,
    pub body: Code,
}

#[must_use]
pub fn context(context: &Context, protocol: &Protocol, imports: Imports) -> ContextView {
    let hooks = hooks::context(context, protocol, imports, DIALECT);
    ContextView { provider: provider(context, &hooks.scope), hooks }
}

fn provider(context: &Context, scope: &Code) -> Provider {
    let props = props(context, &RESERVED_PROPS);
    let children = Code::fixed("children");
    let component = Code::identifier(&format!("{}Context", context.name.pascal));
    let props_name = Code::identifier(&format!("{component}Props"));
    let before = format!("export function {component}(");
    let params = ts::indented(props.params("    ", ","), 4);
    Provider {
        extends: props.extends(&format!("export interface {props_name} extends ")),
        pattern: ts::braces(&props.names, &before, &format!(": {props_name}): react.ReactNode {{")),
        props_name,
        component,
        body: ts::return_call("mizan.provideContext", &[scope, &params, &children]),
        props,
    }
}
