//! Vue: hooks take refs, getters or plain params and return refs; providers are made by the adapter.

use serde::Serialize;

use super::{
    Imports, Layer,
    hooks::{self, ContextHooks, Dialect},
    protocol::ContextNames,
};
use crate::{
    ir::{Context, Protocol},
    ts::{self, Code, Ty},
};

pub const DIALECT: Dialect = Dialect {
    layer: Layer::Vue,
    read: "ReadRefs",
    mutation: "MutationRefs",
    params: |params| Ty::qualified("vue", "MaybeRefOrGetter", vec![params]),
    suspended: |data| {
        let reference = Ty::qualified("vue", "Ref", vec![data]);
        Ty::name("Promise", vec![Ty::name("Readonly", vec![reference])])
    },
};

/// `<name>-context.ts`
#[derive(Debug, Serialize)]
pub struct ContextView {
    pub hooks: ContextHooks,
    pub component: Code,
    pub component_name: Code,
    /// `mizan.ContextComponent<UserContextParams>`
    pub component_type: Code,
}

#[must_use]
pub fn context(context: &Context, protocol: &Protocol, imports: Imports) -> ContextView {
    let name = format!("{}Context", context.name.pascal);
    let params = ContextNames::new(context).params_type();
    ContextView {
        hooks: hooks::context(context, protocol, imports, DIALECT),
        component: Code::identifier(&name),
        component_name: Code::string(&name),
        component_type: ts::print_type(&Ty::qualified("mizan", "ContextComponent", vec![params])),
    }
}
