//! A type that contains itself with nothing in between (`A = A | string`) has no value and no
//! TypeScript form. Recursion through an object, a list or a map is fine.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    ir::{NamedId, Type, TypeId, Types},
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

pub fn check(types: &Types, diagnostics: &mut Diagnostics) {
    let ids: Vec<NamedId> = types.all_named().map(|(id, _)| id).collect();
    let mut marks = vec![Mark::New; ids.len()];
    for id in ids {
        let mut trail = Vec::new();
        visit(types, id, &mut marks, &mut trail, diagnostics);
    }
}

fn visit(types: &Types, id: NamedId, marks: &mut [Mark], trail: &mut Vec<NamedId>, diagnostics: &mut Diagnostics) {
    match marks[id.0 as usize] {
        Mark::Done => return,
        Mark::Open => {
            let start = trail.iter().position(|t| *t == id).unwrap_or(0);
            report(types, &trail[start..], diagnostics);
            return;
        }
        Mark::New => {}
    }
    marks[id.0 as usize] = Mark::Open;
    trail.push(id);
    let mut next = Vec::new();
    immediate(types, types.named(id).ty, &mut next);
    for used in next {
        visit(types, used, marks, trail, diagnostics);
    }
    trail.pop();
    marks[id.0 as usize] = Mark::Done;
}

/// The names that a type is made of directly.
fn immediate(types: &Types, id: TypeId, found: &mut Vec<NamedId>) {
    match types.get(id) {
        Type::Named(named) => found.push(*named),
        Type::Union { members, .. } | Type::Intersection(members) => {
            for member in members {
                immediate(types, *member, found);
            }
        }
        _ => {}
    }
}

fn report(types: &Types, cycle: &[NamedId], diagnostics: &mut Diagnostics) {
    let first = types.named(cycle[0]);
    let names: Vec<&str> = cycle.iter().map(|id| types.named(*id).name.as_str()).chain([first.name.as_str()]).collect();
    let message = format!("`{}` is made of nothing but itself: {}", first.name, names.join(" → "));
    let help = "break the cycle: put an object, a list or a map in between, or drop the reference";
    let mut diagnostic = Diagnostic::new(Code::EndlessType, first.pointer.clone(), message, help);
    for id in &cycle[1..] {
        diagnostic = diagnostic.with_related(types.named(*id).pointer.clone(), "by way of");
    }
    diagnostics.push(diagnostic);
}
