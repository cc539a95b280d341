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
    /// The params type.
    #[serde(skip)]
    pub type_name: Option<Code>,
    /// What of it is renamed, as a type.
    #[serde(skip)]
    pub omitted: Option<Code>,
    /// The members that stand for renamed params.
    pub renamed: Vec<Code>,
    /// What the component takes its props apart into.
    #[serde(skip)]
    pub names: Vec<Code>,
    /// The params as the context wants them, when they are not those of the component.
    #[serde(skip)]
    pub given: Vec<Code>,
}

impl Props {
    /// What the component's props extend, as it stands after `before`.
    #[must_use]
    pub fn extends(&self, before: &str) -> Option<Code> {
        let name = self.type_name.clone()?;
        Some(match &self.omitted {
            None => name,
            Some(omitted) => ts::generic("Omit", &[name, omitted.clone()], before, " {"),
        })
    }

    /// The params, as they stand between `before` and `after`.
    #[must_use]
    pub fn params(&self, before: &str, after: &str) -> Code {
        match (&self.type_name, self.given.as_slice()) {
            (None, _) => Code::fixed("{}"),
            (Some(_), []) => Code::fixed("params"),
            (Some(_), given) => ts::braces(given, before, after),
        }
    }
}

/// The props of `context`'s provider where `reserved` names are taken. They are identifiers.
#[must_use]
pub fn props(context: &Context, reserved: &[&str]) -> Props {
    let Some(params) = ContextNames::new(context).params else {
        return Props {
            type_name: None,
            omitted: None,
            renamed: Vec::new(),
            names: vec![Code::fixed("children")],
            given: Vec::new(),
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
            type_name: Some(Code::identifier(&params)),
            omitted: None,
            renamed: Vec::new(),
            names: vec![Code::fixed("children"), Code::fixed("...params")],
            given: Vec::new(),
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
        type_name: Some(Code::identifier(&params)),
        omitted: Some(ts::trusted(omitted)),
        renamed: renamed.into_iter().map(ts::trusted).collect(),
        names: [Code::fixed("children")]
            .into_iter()
            .chain(each(&|name, _| format!("{name}_")).into_iter().map(ts::trusted))
            .chain([Code::fixed("...params")])
            .collect(),
        given: [Code::fixed("...params")].into_iter().chain(given.into_iter().map(ts::trusted)).collect(),
    }
}
