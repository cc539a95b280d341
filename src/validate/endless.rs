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

/// A name on the way down, and the names that it is made of which are still to be looked at.
struct Step {
    id: NamedId,
    left: Vec<NamedId>,
}

pub fn check(types: &Types, diagnostics: &mut Diagnostics) {
    let mut marks = vec![Mark::New; types.all_named().count()];
    for (id, _) in types.all_named() {
        if marks[id.0 as usize] == Mark::New {
            descend(types, id, &mut marks, diagnostics);
        }
    }
}

/// Not by recursion: a chain of names may be as long as the document.
fn descend(types: &Types, start: NamedId, marks: &mut [Mark], diagnostics: &mut Diagnostics) {
    let mut trail = vec![enter(types, start, marks)];
    while let Some(step) = trail.last_mut() {
        let Some(next) = step.left.pop() else {
            marks[step.id.0 as usize] = Mark::Done;
            trail.pop();
            continue;
        };
        match marks[next.0 as usize] {
            Mark::Done => {}
            Mark::New => trail.push(enter(types, next, marks)),
            Mark::Open => {
                let start = trail.iter().position(|step| step.id == next).unwrap_or(0);
                report(types, &trail[start..], diagnostics);
            }
        }
    }
}

fn enter(types: &Types, id: NamedId, marks: &mut [Mark]) -> Step {
    marks[id.0 as usize] = Mark::Open;
    let mut left = Vec::new();
    immediate(types, types.named(id).ty, &mut left);
    left.reverse();
    Step { id, left }
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

/// How many names of a cycle are spelled out.
const SHOWN: usize = 8;

fn report(types: &Types, cycle: &[Step], diagnostics: &mut Diagnostics) {
    let shown = || cycle.iter().take(SHOWN).map(|step| types.named(step.id));
    let mut names: Vec<&str> = shown().map(|named| named.name.as_str()).collect();
    if cycle.len() > SHOWN {
        names.push("…");
    }
    let first = types.named(cycle[0].id);
    names.push(&first.name);
    let message = format!("`{}` is made of nothing but itself: {}", first.name, names.join(" → "));
    let help = "break the cycle: put an object, a list or a map in between, or drop the reference";
    let mut diagnostic = Diagnostic::new(Code::EndlessType, first.pointer.clone(), message, help).at_key();
    for named in shown().skip(1) {
        diagnostic = diagnostic.with_related(named.pointer.clone(), "by way of");
    }
    diagnostics.push(diagnostic);
}
