//! Schema → IR. Each pass is one file; their order is the body of `types` and of `lower`. A pass that finds
//! something wrong reports it and goes on with the least harmful reading, so that one run reports
//! everything; a protocol that comes with errors is never emitted.

mod alike;
mod channels;
mod contexts;
mod copies;
mod discriminators;
mod docs;
mod functions;
mod halves;
mod intersect;
mod kinds;
mod names;
mod objects;
mod param_types;
mod params;
mod path;
mod references;
mod scalars;
mod twins;
mod types;
mod unions;
mod usage;

use crate::{
    diagnostic::Diagnostics,
    ir::{Protocol, Types},
    schema::{Export, Member},
    threads,
};

/// How deep one type may nest without a name in between.
const MAX_TYPE_DEPTH: usize = 256;

/// From how many types on it is worth to lower them on two threads.
const MANY_TYPES: usize = 64;

/// Lowers the types, which need nothing of the rest, and what is wrong with them.
pub fn types(schemas: &[Member]) -> (Types, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let halves = if schemas.len() < MANY_TYPES { None } else { halves::lower(schemas) };
    (halves.unwrap_or_else(|| types::lower(schemas, &mut diagnostics)), diagnostics)
}

/// Lowers a decoded export to the protocol IR.
pub fn lower(export: &Export, mut types: Types, diagnostics: &mut Diagnostics) -> Protocol {
    let ((functions, contexts, channels), (taken, clashes)) = threads::join(
        || {
            let mut functions = functions::lower(export, &types, diagnostics);
            let contexts = contexts::lower(export, &mut types, &mut functions, diagnostics);
            functions::resolve_affects(export, &contexts, &mut functions, diagnostics);
            let channels = channels::lower(export, &types, diagnostics);
            (functions, contexts, channels)
        },
        || names::declared(export),
    );
    diagnostics.extend(clashes);
    discriminators::tag(&mut types);
    usage::mark(&mut types, &functions, &contexts);
    twins::join(&mut types);
    names::assign(&mut types, taken);
    Protocol { functions, contexts, channels, types }
}

/// Finds a component by the name that a function or channel gives.
fn component(
    types: &Types,
    name: Option<&str>,
    pointer: impl FnOnce() -> crate::diagnostic::Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<crate::ir::NamedId> {
    use crate::diagnostic::{Code, Diagnostic};
    let name = name?;
    let found = types.component(name);
    if found.is_none() {
        let alone = name.rsplit('/').next().filter(|alone| *alone != name && types.component(alone).is_some());
        let help = match (alone, diagnostics.nearest(name, types.component_names())) {
            (Some(alone), _) => format!("write the name alone: `{alone}`"),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => format!("add `{name}` to `components.schemas`, or correct the name"),
        };
        let message = format!("there is no component named `{name}`");
        diagnostics.push(Diagnostic::new(Code::UnknownComponent, pointer(), message, help));
    }
    found
}
