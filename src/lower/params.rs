//! Param elevation: which inputs of its functions a context takes, whether it requires them, and
//! the type that satisfies every function. What the export says must be what follows.

use std::collections::BTreeMap;

use super::intersect::covers;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Pointer},
    ir::{Doc, Function, FunctionId, Param, Property, Scalar, Type, TypeId, Types},
    schema::{self, Export, Json},
};

/// The inputs of a function, when they can be listed.
fn inputs<'t>(function: &Function, types: &'t Types) -> &'t [Property] {
    let Some(input) = function.input else { return &[] };
    match types.get(types.resolve(types.named(input.ty).ty)) {
        Type::Object(object) => &object.properties,
        _ => &[],
    }
}

/// The inputs without which `function` doesn't run.
pub fn required_by<'t>(function: &Function, types: &'t Types) -> impl Iterator<Item = &'t str> {
    inputs(function, types).iter().filter(|p| !p.optional_in_input()).map(|p| p.name.as_str())
}

struct Taker {
    function: FunctionId,
    ty: TypeId,
    optional: bool,
    doc: Doc,
}

pub fn lower(
    export: &Export,
    context: &schema::Context,
    members: &[FunctionId],
    types: &mut Types,
    functions: &[Function],
    diagnostics: &mut Diagnostics,
) -> Vec<Param> {
    let mut takers: BTreeMap<String, Vec<Taker>> = BTreeMap::new();
    for &function in members {
        for input in inputs(&functions[function.index()], types) {
            takers.entry(input.name.clone()).or_default().push(Taker {
                function,
                ty: input.ty,
                optional: input.optional_in_input(),
                doc: input.doc.clone(),
            });
        }
    }
    let mut check = Check { export, context, diagnostics };
    check.unclaimed(&takers);
    let mut params = Vec::with_capacity(context.params.len());
    for claim in &context.params {
        let Some(takers) = takers.remove(claim.name) else {
            check.no_taker(claim);
            continue;
        };
        let required = takers.len() == members.len() && takers.iter().all(|t| !t.optional);
        check.required(claim, required);
        check.shared_by(claim, &takers);
        let Some((scalar, list)) = check.claimed_type(claim) else { continue };
        check.types(claim, scalar, list, &takers, types);
        let ty = check.common(claim, &takers, types);
        let doc = takers.iter().map(|t| &t.doc).find(|d| d.text.is_some()).unwrap_or(&takers[0].doc).clone();
        let shared_by = takers.iter().map(|t| t.function).collect();
        params.push(Param { name: claim.name.to_owned(), scalar, list, required, ty, shared_by, doc });
    }
    params.sort_by(|a, b| a.name.cmp(&b.name));
    params
}

/// Compares a context's claims with its functions.
struct Check<'d, 's> {
    export: &'s Export<'d>,
    context: &'s schema::Context<'d>,
    diagnostics: &'s mut Diagnostics,
}

impl Check<'_, '_> {
    fn report(&mut self, code: Code, pointer: Pointer, message: String, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, pointer, message, help));
    }

    fn name(&self, id: FunctionId) -> &str {
        self.export.functions[id.index()].name
    }

    fn unclaimed(&mut self, takers: &BTreeMap<String, Vec<Taker>>) {
        for (name, takers) in takers {
            if !self.context.params.iter().any(|p| p.name == name) {
                let function = &self.export.functions[takers[0].function.index()];
                let message = format!(
                    "`{}` takes `{name}`, but context `{}` has no such param",
                    function.name, self.context.name
                );
                let pointer = self.context.pointer.key("params");
                let help = format!("add `{name}` to the context's `params`");
                self.diagnostics.push(
                    Diagnostic::new(Code::ParamDisagrees, pointer, message, help)
                        .with_related(function.pointer.key("inputType"), "the function"),
                );
            }
        }
    }

    fn no_taker(&mut self, claim: &schema::Param) {
        let message = format!("no function of context `{}` takes the param `{}`", self.context.name, claim.name);
        self.report(Code::ParamDisagrees, claim.pointer.clone(), message, "take it out, or give a function that input");
    }

    fn required(&mut self, claim: &schema::Param, required: bool) {
        if claim.required == required {
            return;
        }
        let (is, why) = if required {
            ("required", "every function of the context takes it and none has a default for it")
        } else {
            ("optional", "not every function of the context requires it")
        };
        let message = format!("param `{}` must be {is}: {why}", claim.name);
        self.report(
            Code::ParamDisagrees,
            claim.pointer.key("required"),
            message,
            format!("set `required` to {required}"),
        );
    }

    fn shared_by(&mut self, claim: &schema::Param, takers: &[Taker]) {
        let mut said = claim.shared_by.clone();
        let mut actual: Vec<&str> = takers.iter().map(|t| self.name(t.function)).collect();
        said.sort_unstable();
        actual.sort_unstable();
        if said != actual {
            let list = actual.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
            let message = format!("`sharedBy` of param `{}` must list {list}", claim.name);
            self.report(
                Code::ParamDisagrees,
                claim.pointer.key("sharedBy"),
                message,
                "list exactly the functions that take the param",
            );
        }
    }

    fn claimed_type(&mut self, claim: &schema::Param) -> Option<(Scalar, bool)> {
        let parsed = match claim.ty {
            Some(Json::String(name)) => scalar(name).map(|s| (s, false)),
            Some(json) => json.get("array").and_then(Json::as_str).and_then(scalar).map(|s| (s, true)),
            None => None,
        };
        if parsed.is_none() {
            let message = format!("the type of param `{}` is not one that a URL can carry", claim.name);
            let help = "write integer, number, boolean, string, or {\"array\": one of these}";
            self.report(Code::ParamType, claim.pointer.key("type"), message, help);
        }
        parsed
    }

    fn types(&mut self, claim: &schema::Param, scalar: Scalar, list: bool, takers: &[Taker], types: &Types) {
        for taker in takers {
            if carries(types, taker.ty, scalar, list) {
                continue;
            }
            let said = if list { format!("a list of {}", word(scalar)) } else { word(scalar).to_owned() };
            let message = format!(
                "param `{}` is declared as {said}, but `{}` takes {}",
                claim.name,
                self.name(taker.function),
                types.describe(taker.ty)
            );
            let function = self.export.functions[taker.function.index()].pointer.clone();
            let help = "functions that share a param must agree on its type";
            self.diagnostics.push(
                Diagnostic::new(Code::ParamDisagrees, claim.pointer.key("type"), message, help)
                    .with_related(function, "the function"),
            );
        }
    }

    /// What satisfies all takers.
    fn common(&mut self, claim: &schema::Param, takers: &[Taker], types: &mut Types) -> TypeId {
        let mut common = takers[0].ty;
        for taker in &takers[1..] {
            if let Some(ty) = narrow(types, common, taker.ty) {
                common = ty;
            } else {
                let message = format!(
                    "no value of param `{}` satisfies both `{}` and `{}`",
                    claim.name,
                    self.name(takers[0].function),
                    self.name(taker.function)
                );
                let help = "let the two accept a common value, or rename one of the inputs";
                self.report(Code::ParamDisagrees, claim.pointer.clone(), message, help);
            }
        }
        common
    }
}

fn scalar(name: &str) -> Option<Scalar> {
    Some(match name {
        "integer" => Scalar::Integer,
        "number" => Scalar::Number,
        "boolean" => Scalar::Boolean,
        "string" => Scalar::String,
        _ => return None,
    })
}

fn word(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Integer => "integer",
        Scalar::Number => "number",
        Scalar::Boolean => "boolean",
        Scalar::String => "string",
    }
}

/// The alternatives of a type, names followed, null left out: absent and null are one for a param.
fn alternatives(types: &Types, id: TypeId) -> Vec<TypeId> {
    let id = types.resolve(id);
    match types.get(id) {
        Type::Union { members, .. } => members.iter().flat_map(|m| alternatives(types, *m)).collect(),
        Type::Null => Vec::new(),
        _ => vec![id],
    }
}

/// Whether a value of `scalar` can reach a function that takes `ty`.
fn carries(types: &Types, ty: TypeId, scalar: Scalar, list: bool) -> bool {
    alternatives(types, ty).into_iter().any(|id| match types.get(id) {
        Type::Array(item) if list => carries(types, *item, scalar, false),
        _ if list => false,
        Type::Unknown => true,
        ty => match scalar {
            Scalar::Integer => covers(&Type::Integer, ty),
            Scalar::Number => covers(&Type::Number, ty) || *ty == Type::Decimal,
            Scalar::Boolean => covers(&Type::Boolean, ty),
            Scalar::String => covers(&Type::String, ty),
        },
    })
}

/// The narrower of two param types; a union of what they have in common when neither is.
fn narrow(types: &mut Types, a: TypeId, b: TypeId) -> Option<TypeId> {
    if types.same(a, b) {
        return Some(a);
    }
    let (xs, ys) = (alternatives(types, a), alternatives(types, b));
    let within = |types: &Types, xs: &[TypeId], ys: &[TypeId]| {
        xs.iter().all(|x| ys.iter().any(|y| covers(types.get(*y), types.get(*x)) || types.same(*x, *y)))
    };
    if within(types, &xs, &ys) {
        return Some(a);
    }
    if within(types, &ys, &xs) {
        return Some(b);
    }
    let mut common = Vec::new();
    for x in &xs {
        for y in &ys {
            if covers(types.get(*y), types.get(*x)) {
                common.push(*x);
            } else if covers(types.get(*x), types.get(*y)) {
                common.push(*y);
            }
        }
    }
    match common.as_slice() {
        [] => None,
        [only] => Some(*only),
        _ => Some(types.add(Type::Union { members: common, discriminator: None })),
    }
}
