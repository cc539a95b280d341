//! React: hooks as functions of params, providers as components.

use serde::Serialize;

use super::{
    Imports, Layer,
    hooks::{self, ContextHooks, Dialect},
    protocol::ContextNames,
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
const CHILDREN: &str = "readonly children?: react.ReactNode";

/// `<name>-context.tsx`
#[derive(Debug, Serialize)]
pub struct ContextView {
    pub hooks: ContextHooks,
    pub provider: Provider,
}

#[derive(Debug, Serialize)]
pub struct Provider {
    pub component: Code,
    pub props: Code,
    pub props_type: Code,
    /// What the component takes its props apart into.
    pub pattern: Code,
    pub params: Code,
}

#[must_use]
pub fn context(context: &Context, protocol: &Protocol, imports: Imports) -> ContextView {
    ContextView { hooks: hooks::context(context, protocol, imports, DIALECT), provider: provider(context) }
}

fn provider(context: &Context) -> Provider {
    let component = Code::identifier(&format!("{}Context", context.name.pascal));
    let names = ContextNames::new(context);
    let reserved: Vec<(&str, bool)> = context
        .params
        .iter()
        .map(|p| (p.name.as_str(), p.required))
        .filter(|(name, _)| RESERVED_PROPS.contains(name))
        .collect();
    let (props_type, pattern, params) = match &names.params {
        None => (format!("{{ {CHILDREN} }}"), "{ children }".to_owned(), "{}".to_owned()),
        Some(params) if reserved.is_empty() => {
            (format!("{params} & {{ {CHILDREN} }}"), "{ children, ...params }".to_owned(), "params".to_owned())
        }
        Some(params) => renamed(params, &reserved),
    };
    Provider {
        props: Code::identifier(&format!("{component}Props")),
        component,
        props_type: ts::trusted(props_type),
        pattern: ts::trusted(pattern),
        params: ts::trusted(params),
    }
}

/// The provider's parts when some params go by another name.
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
        format!("{{ ...params, {given} }}"),
    )
}
