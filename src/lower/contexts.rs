//! Contexts, and whether what they say of their functions is what the functions say themselves.

use std::collections::{HashMap, HashSet};

use super::{functions::wire_name, params};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Spot},
    ir::{Context, ContextId, Function, FunctionId, Slice, Types, Visibility},
    schema::{self, Export},
};

pub fn lower(
    export: &Export,
    types: &mut Types,
    functions: &mut [Function],
    diagnostics: &mut Diagnostics,
) -> Vec<Context> {
    let ids: HashMap<&str, FunctionId> =
        export.functions.iter().zip(0u32..).map(|(f, i)| (f.name, FunctionId(i))).collect();
    let mut contexts = Vec::with_capacity(export.contexts.len());
    for (context, id) in export.contexts.iter().zip(0u32..) {
        let name = wire_name("context", context.name, &context.pointer, Spot::Key, diagnostics);
        let members = members(export, context, &ids, diagnostics);
        for member in &members {
            functions[member.index()].context = Some(ContextId(id));
        }
        let params = params::lower(export, context, &members, types, functions, diagnostics);
        let optional: HashSet<&str> = params.iter().filter(|p| !p.required).map(|p| p.name.as_str()).collect();
        let slices = members
            .iter()
            .filter(|id| functions[id.index()].visibility == Visibility::Public)
            .map(|id| Slice {
                function: *id,
                optional: params::required_by(&functions[id.index()], types).any(|name| optional.contains(name)),
            })
            .collect();
        contexts.push(Context { name, functions: members, params, slices });
    }
    check_functions(export, diagnostics);
    contexts
}

fn members(
    export: &Export,
    context: &schema::Context,
    ids: &HashMap<&str, FunctionId>,
    diagnostics: &mut Diagnostics,
) -> Vec<FunctionId> {
    let mut members = Vec::with_capacity(context.functions.len());
    let mut seen = HashSet::new();
    for (i, name) in context.functions.iter().enumerate() {
        let pointer = context.pointer.key("functions").index(i);
        let guess = if ids.contains_key(name) { None } else { diagnostics.nearest(name, ids.keys().copied()) };
        let mut disagree = |message: String, help: String| {
            diagnostics.push(Diagnostic::new(Code::ContextDisagrees, pointer.clone(), message, help));
        };
        let Some(id) = ids.get(name) else {
            let help = guess.map_or_else(
                || "list it under `x-mizan-functions`, or take it out here".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            disagree(format!("context `{}` lists `{name}`, which is no function", context.name), help);
            continue;
        };
        if !seen.insert(*id) {
            let help = "list each function once".to_owned();
            disagree(format!("context `{}` lists `{name}` twice", context.name), help);
            continue;
        }
        match export.functions[id.index()].context {
            Some(said) if said == context.name => members.push(*id),
            said => {
                let said = said.map_or("in no context".to_owned(), |c| format!("in context `{c}`"));
                let help = format!("set its `isContext` to \"{}\", or take it out here", context.name);
                disagree(format!("context `{}` lists `{name}`, which says it is {said}", context.name), help);
            }
        }
    }
    members
}

/// The other direction: a function whose context doesn't know it.
fn check_functions(export: &Export, diagnostics: &mut Diagnostics) {
    let contexts: HashMap<&str, &schema::Context> = export.contexts.iter().map(|c| (c.name, c)).collect();
    let listed: HashSet<(&str, &str)> =
        export.contexts.iter().flat_map(|c| c.functions.iter().map(|f| (c.name, *f))).collect();
    for function in &export.functions {
        let Some(name) = function.context else { continue };
        let pointer = function.pointer.key("isContext");
        match contexts.get(name) {
            None => {
                let help = diagnostics.nearest(name, contexts.keys().copied()).map_or_else(
                    || format!("add `{name}` to `x-mizan-contexts`"),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{}` says it is in context `{name}`, which there is not", function.name);
                diagnostics.push(Diagnostic::new(Code::ContextDisagrees, pointer, message, help));
            }
            Some(context) if !listed.contains(&(name, function.name)) => {
                let message = format!("`{}` says it is in context `{name}`, which doesn't list it", function.name);
                let help = format!("add `{}` to the context's `functions`", function.name);
                diagnostics.push(
                    Diagnostic::new(Code::ContextDisagrees, pointer, message, help)
                        .with_related(context.pointer.key("functions"), "the context's list"),
                );
            }
            Some(_) => {}
        }
    }
}
