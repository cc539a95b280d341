//! A provider component's props: the context's params, except that a name which the framework keeps
//! for itself is passed as `name_`.

use serde::Serialize;

use super::protocol::ContextNames;
use crate::{
    ir::Context,
    ts::{self, Code},
};

#[derive(Debug, Serialize)]
pub struct Props {
    /// The params type, without what is renamed.
    pub extends: Option<Code>,
    /// The members that stand for renamed params.
    pub renamed: Vec<Code>,
    /// What the component takes its props apart into.
    pub pattern: Code,
    /// The params as the context wants them.
    pub params: Code,
}

/// The props of `context`'s provider where `reserved` names are taken. They are identifiers.
#[must_use]
pub fn props(context: &Context, reserved: &[&str]) -> Props {
    let Some(params) = ContextNames::new(context).params else {
        return Props {
            extends: None,
            renamed: Vec::new(),
            pattern: Code::fixed("{ children }"),
            params: Code::fixed("{}"),
        };
    };
    let taken: Vec<(&str, bool)> = context
        .params
        .iter()
        .map(|p| (p.name.as_str(), p.required))
        .filter(|(name, _)| reserved.contains(name))
        .collect();
    if taken.is_empty() {
        return Props {
            extends: Some(Code::identifier(&params)),
            renamed: Vec::new(),
            pattern: Code::fixed("{ children, ...params }"),
            params: Code::fixed("params"),
        };
    }
    let each = |f: &dyn Fn(&str, bool) -> String| -> Vec<String> {
        taken.iter().map(|(name, required)| f(name, *required)).collect()
    };
    let omitted = each(&|name, _| ts::string(name)).join(" | ");
    let renamed = each(&|name, required| {
        format!("readonly {name}_{}: {params}[{}];", if required { "" } else { "?" }, ts::string(name))
    });
    let given = each(&|name, required| {
        let given = format!("{name}: {name}_");
        if required { given } else { format!("...({name}_ === undefined ? {{}} : {{ {given} }})") }
    });
    Props {
        extends: Some(ts::trusted(format!("Omit<{params}, {omitted}>"))),
        renamed: renamed.into_iter().map(ts::trusted).collect(),
        pattern: ts::trusted(format!("{{ children, {}, ...params }}", each(&|name, _| format!("{name}_")).join(", "))),
        params: ts::trusted(format!("{{ ...params, {} }}", given.join(", "))),
    }
}
