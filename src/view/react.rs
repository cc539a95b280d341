//! React: hooks as functions of params, providers as components.

use serde::Serialize;

use super::{
    Imports, Layer,
    hooks::{self, ContextHooks, Dialect},
    props::{Props, props},
};
use crate::{
    ir::{Context, Protocol},
    ts::Code,
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
    #[serde(flatten)]
    pub props: Props,
}

#[must_use]
pub fn context(context: &Context, protocol: &Protocol, imports: Imports) -> ContextView {
    ContextView { hooks: hooks::context(context, protocol, imports, DIALECT), provider: provider(context) }
}

fn provider(context: &Context) -> Provider {
    let component = Code::identifier(&format!("{}Context", context.name.pascal));
    Provider {
        props_name: Code::identifier(&format!("{component}Props")),
        component,
        props: props(context, &RESERVED_PROPS),
    }
}
