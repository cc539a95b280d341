//! The declarations of `types.ts`: every named type that emitted code uses, once per shape.

use super::{
    docs,
    shape::{Direction, Shape},
};
use crate::{
    ir::{self, Literal, Named, Type, Types},
    ts::{self, Code, Declaration, Doc},
};

/// Declares everything, sorted by name.
#[must_use]
pub fn declarations(types: &Types) -> Vec<Code> {
    use rayon::prelude::*;
    let mut wanted: Vec<(&str, &Named, Direction)> = Vec::new();
    for (_, named) in types.all_named().filter(|(_, named)| named.same_as.is_none()) {
        if named.is_emitted_twice() {
            wanted.push((&named.emitted.output, named, Direction::Output));
            wanted.push((&named.emitted.input, named, Direction::Input));
        } else if named.usage.output {
            wanted.push((&named.emitted.output, named, Direction::Output));
        } else if named.usage.input {
            wanted.push((&named.emitted.input, named, Direction::Input));
        }
    }
    wanted.sort_unstable_by_key(|(name, ..)| *name);
    wanted
        .par_iter()
        .with_min_len(64)
        .flat_map_iter(|(name, named, direction)| {
            let shape = Shape { types, direction: *direction };
            declare(name, named, shape).into_iter().map(ts::print)
        })
        .collect()
}

fn declare(name: &str, named: &Named, shape: Shape) -> Vec<Declaration> {
    let doc = docs::of(&named.doc);
    let name = name.to_owned();
    match shape.types.get(named.ty) {
        Type::Object(object) => vec![Declaration::Interface { members: shape.members(object), name, doc }],
        body => {
            let mut declarations = vec![];
            let constants = constants(body, shape.types);
            let ty = shape.ty(named.ty);
            declarations.push(Declaration::Alias { name: name.clone(), doc, ty });
            if !constants.is_empty() {
                declarations.push(Declaration::Constant { name, doc: constant_doc(&named.doc), members: constants });
            }
            declarations
        }
    }
}

/// The type's own comment says the rest.
fn constant_doc(doc: &ir::Doc) -> Doc {
    docs::of(&ir::Doc { deprecated: doc.deprecated, ..ir::Doc::default() })
}

/// The members of an enumeration's constant object; none when the type is not an enumeration.
fn constants(body: &Type, types: &Types) -> Vec<(String, String)> {
    let single = [body];
    let members: Vec<&Type> = match body {
        Type::Union { members, .. } => members.iter().map(|m| types.get(*m)).collect(),
        Type::Literal(_) => single.to_vec(),
        _ => return Vec::new(),
    };
    let is_value = |ty: &Type| matches!(ty, Type::Literal(_) | Type::Null | Type::Boolean);
    let is_choice = |ty: &Type| matches!(ty, Type::Literal(literal) if !matches!(literal, Literal::Boolean(_)));
    if !members.iter().all(|m| is_value(m)) || !members.iter().any(|m| is_choice(m)) {
        return Vec::new();
    }
    let values: Vec<(String, String)> = members.into_iter().flat_map(constant).collect();
    let mut taken = std::collections::HashSet::new();
    // A value that is spelled like its key has the first claim on it.
    let exact: Vec<bool> = values.iter().map(|(key, value)| *value == ts::string(key)).collect();
    for (value, _) in values.iter().zip(&exact).filter(|(_, exact)| **exact) {
        taken.insert(value.0.clone());
    }
    values
        .into_iter()
        .zip(exact)
        .map(|((key, value), exact)| if exact { (key, value) } else { (free(&key, &mut taken), value) })
        .collect()
}

/// The key is the value itself. One that JavaScript would sort before the others gets a `_`.
fn constant(ty: &Type) -> Vec<(String, String)> {
    let same = |text: &str| (text.to_owned(), text.to_owned());
    let (key, value) = match ty {
        Type::Literal(Literal::String(text)) => (text.clone(), ts::string(text)),
        Type::Literal(Literal::Boolean(value)) => same(&value.to_string()),
        Type::Boolean => return vec![same("true"), same("false")],
        Type::Literal(literal) => same(ts::print_type(&super::shape::literal_type(literal)).as_str()),
        _ => return Vec::new(),
    };
    let is_index = !key.is_empty() && key.bytes().all(|b| b.is_ascii_digit());
    vec![(if is_index { format!("_{key}") } else { key }, value)]
}

fn free(wanted: &str, taken: &mut std::collections::HashSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{wanted}_{n}"));
    let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
    let key = candidates.find(|key| !taken.contains(key)).expect("numbers don't run out");
    taken.insert(key.clone());
    key
}

/// The parts of `types.ts`: what it imports, when a declaration refers to it, and the declarations.
#[must_use]
pub fn parts(types: &Types, imports: super::Imports) -> Vec<Code> {
    let declarations = declarations(types);
    let needs_runtime = declarations.iter().any(|d| d.as_str().contains("mizan.DecimalString"));
    let import = needs_runtime.then(|| ts::import_all_types("mizan", &imports.codegen(super::Layer::Runtime)));
    let nothing = declarations.is_empty().then(|| Code::fixed("export {};"));
    import.into_iter().chain(declarations).chain(nothing).collect()
}
