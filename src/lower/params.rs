//! Param elevation: which inputs of its functions a context takes, whether it requires them, and
//! the type that satisfies every function. What the export says must be what follows.

use std::collections::{BTreeMap, HashSet};

use super::{
    functions::wire_name,
    param_types::{carries, common, restrict},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Spot},
    ir::{Access, Doc, Function, FunctionId, Param, Property, Scalar, Type, TypeId, Types},
    schema::{self, Export, Json},
};

/// The inputs of a function; `None` when they can't be listed.
fn inputs<'t>(function: &Function, types: &'t Types) -> Option<&'t [Property]> {
    let Some(input) = function.input else { return Some(&[]) };
    match types.get(types.resolve(types.named(input.ty).ty)) {
        Type::Object(object) => Some(&object.properties),
        _ => None,
    }
}

/// Those that a caller may give.
fn given<'t>(function: &Function, types: &'t Types) -> impl Iterator<Item = &'t Property> {
    inputs(function, types).unwrap_or_default().iter().filter(|p| p.access != Access::ReadOnly)
}

/// The inputs without which `function` doesn't run.
pub fn required_by<'t>(function: &Function, types: &'t Types) -> impl Iterator<Item = &'t str> {
    given(function, types).filter(|p| !p.optional_in_input()).map(|p| p.name.as_str())
}

/// Names of props that React, Vue or Svelte keeps for itself: components take such a param as `name_`.
const KEPT: &[&str] = &["children", "class", "is", "key", "ref", "ref_for", "ref_key", "slot", "style", "this"];

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
    let listed = context.functions.iter().copied().collect();
    let mut check = Check { export, context, listed, diagnostics };
    let mut takers: BTreeMap<String, Vec<Taker>> = BTreeMap::new();
    for &id in members {
        let function = &functions[id.index()];
        if inputs(function, types).is_none() {
            check.hidden(id);
        }
        for input in given(function, types) {
            takers.entry(input.name.clone()).or_default().push(Taker {
                function: id,
                ty: input.ty,
                optional: input.optional_in_input(),
                doc: input.doc.clone(),
            });
        }
    }
    if context.name == "global" {
        check.global(&takers);
        return Vec::new();
    }
    check.unclaimed(&takers);
    check.kept();
    let mut params = Vec::with_capacity(context.params.len());
    for claim in &context.params {
        params.extend(check.param(claim, takers.remove(claim.name), members.len(), types));
    }
    params.sort_by(|a, b| a.name.cmp(&b.name));
    params
}

/// Compares a context's claims with its functions.
struct Check<'d, 's> {
    export: &'s Export<'d>,
    context: &'s schema::Context<'d>,
    /// The names of the context's functions.
    listed: HashSet<&'d str>,
    diagnostics: &'s mut Diagnostics,
}

impl Check<'_, '_> {
    fn param(
        &mut self,
        claim: &schema::Param,
        takers: Option<Vec<Taker>>,
        members: usize,
        types: &mut Types,
    ) -> Option<Param> {
        wire_name("param", claim.name, &claim.pointer, Spot::Key, self.diagnostics);
        let claimed = self.claimed_type(claim);
        let Some(takers) = takers else {
            self.no_taker(claim);
            return None;
        };
        let required = takers.len() == members && takers.iter().all(|t| !t.optional);
        self.required(claim, required);
        self.shared_by(claim, &takers);
        let (scalar, list) = claimed?;
        if self.types(claim, scalar, list, &takers, types) {
            return None;
        }
        let ty = self.common(claim, &takers, types);
        let doc = takers.iter().map(|t| &t.doc).find(|d| d.text.is_some()).unwrap_or(&takers[0].doc).clone();
        Some(Param {
            name: claim.name.to_owned(),
            scalar,
            list,
            required,
            ty: restrict(types, ty, scalar, list),
            shared_by: takers.iter().map(|t| t.function).collect(),
            doc,
        })
    }

    fn report(&mut self, code: Code, pointer: Pointer, message: String, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, pointer, message, help));
    }

    fn name(&self, id: FunctionId) -> &str {
        self.export.functions[id.index()].name
    }

    /// A prop can't stand for two params.
    fn kept(&mut self) {
        for claim in &self.context.params {
            let Some(kept) = claim.name.strip_suffix('_').filter(|name| KEPT.contains(name)) else { continue };
            if let Some(other) = self.context.params.iter().find(|p| p.name == kept) {
                let message = format!(
                    "params `{kept}` and `{kept}_` would both be the prop `{kept}_`: frameworks keep `{kept}` for themselves"
                );
                let diagnostic = Diagnostic::new(
                    Code::NameClash,
                    claim.pointer.clone(),
                    message,
                    "rename one of the two in the backend",
                )
                .at_key()
                .with_related(other.pointer.clone(), format!("the other is param `{kept}`"));
                self.diagnostics.push(diagnostic);
            }
        }
    }

    fn hidden(&mut self, id: FunctionId) {
        let function = &self.export.functions[id.index()];
        let (name, context) = (function.name, self.context.name);
        let message = format!("the arguments of `{name}` can't be listed, so context `{context}` can't take them");
        let help = "in a context, a function's `inputType` must be one object with named properties";
        self.report(Code::HiddenParams, function.pointer.key("inputType"), message, help);
    }

    /// `global` is fetched once for the whole application.
    fn global(&mut self, takers: &BTreeMap<String, Vec<Taker>>) {
        let help = "move the function to a context of another name, or drop its input";
        for (name, takers) in takers {
            let function = &self.export.functions[takers[0].function.index()];
            let message = format!("context `global` takes no params, but `{}` takes `{name}`", function.name);
            self.report(Code::GlobalParams, function.pointer.key("inputType"), message, help);
        }
        for claim in self.context.params.iter().filter(|claim| !takers.contains_key(claim.name)) {
            let message = format!("context `global` takes no params, but lists `{}`", claim.name);
            let diagnostic = Diagnostic::new(Code::GlobalParams, claim.pointer.clone(), message, "take it out");
            self.diagnostics.push(diagnostic.at_key());
        }
    }

    fn unclaimed(&mut self, takers: &BTreeMap<String, Vec<Taker>>) {
        let claimed: HashSet<&str> = self.context.params.iter().map(|p| p.name).collect();
        for (name, takers) in takers.iter().filter(|(name, _)| !claimed.contains(name.as_str())) {
            let function = &self.export.functions[takers[0].function.index()];
            let message =
                format!("`{}` takes `{name}`, but context `{}` has no such param", function.name, self.context.name);
            let pointer = self.context.pointer.key("params");
            let help = format!("add `{name}` to the context's `params`");
            self.diagnostics.push(
                Diagnostic::new(Code::ParamDisagrees, pointer, message, help)
                    .with_related(function.pointer.key("inputType"), "the function"),
            );
        }
    }

    fn no_taker(&mut self, claim: &schema::Param) {
        let message = format!("no function of context `{}` takes the param `{}`", self.context.name, claim.name);
        let help = "take it out, or give a function that input";
        self.diagnostics.push(Diagnostic::new(Code::ParamDisagrees, claim.pointer.clone(), message, help).at_key());
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
        let functions = &self.export.functions;
        let actual: Vec<&str> = takers.iter().map(|taker| functions[taker.function.index()].name).collect();
        let said: HashSet<&str> = claim.shared_by.iter().copied().collect();
        let at = claim.pointer.key("sharedBy");
        let name = claim.name;
        for taker in actual.iter().filter(|taker| !said.contains(*taker)) {
            let message = format!("`sharedBy` of param `{name}` lacks `{taker}`, which takes it");
            self.report(Code::ParamDisagrees, at.clone(), message, format!("add `{taker}`"));
        }
        let actual: HashSet<&str> = actual.into_iter().collect();
        let mut seen = HashSet::new();
        for (i, said) in claim.shared_by.iter().enumerate() {
            let (message, help) = if !seen.insert(said) {
                (format!("`sharedBy` of param `{name}` lists `{said}` twice"), "list it once")
            } else if actual.contains(said) {
                continue;
            } else {
                let why = if self.listed.contains(said) {
                    "doesn't take it".to_owned()
                } else {
                    format!("is not in context `{}`", self.context.name)
                };
                (format!("`sharedBy` of param `{name}` lists `{said}`, which {why}"), "take it out")
            };
            self.report(Code::ParamDisagrees, at.index(i), message, help);
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

    /// Whether some function can't take what the param is declared as.
    fn types(&mut self, claim: &schema::Param, scalar: Scalar, list: bool, takers: &[Taker], types: &Types) -> bool {
        let mut disagrees = false;
        for taker in takers.iter().filter(|taker| !carries(types, taker.ty, scalar, list)) {
            let said = phrase(scalar, list);
            let message = format!(
                "param `{}` is declared as {said}, but `{}` takes {}",
                claim.name,
                self.name(taker.function),
                types.describe(taker.ty)
            );
            let function = self.export.functions[taker.function.index()].pointer.key("inputType");
            let help = "correct the param's `type`; functions that share a param must agree on it";
            self.diagnostics.push(
                Diagnostic::new(Code::ParamConflict, claim.pointer.key("type"), message, help)
                    .with_related(function, "the function"),
            );
            disagrees = true;
        }
        disagrees
    }

    /// What satisfies all takers.
    fn common(&mut self, claim: &schema::Param, takers: &[Taker], types: &mut Types) -> TypeId {
        let mut so_far = takers[0].ty;
        for taker in &takers[1..] {
            match common(types, so_far, taker.ty) {
                Some(ty) => so_far = ty,
                None => self.nothing_in_common(claim, &takers[0], taker, types),
            }
        }
        so_far
    }

    fn nothing_in_common(&mut self, claim: &schema::Param, first: &Taker, other: &Taker, types: &Types) {
        let message = format!(
            "no value of param `{}` satisfies both `{}`, which takes {}, and `{}`, which takes {}",
            claim.name,
            self.name(first.function),
            types.describe(first.ty),
            self.name(other.function),
            types.describe(other.ty)
        );
        let place = |taker: &Taker| self.export.functions[taker.function.index()].pointer.key("inputType");
        let help = "let the two accept a common value, or rename one of the inputs";
        let diagnostic = Diagnostic::new(Code::ParamConflict, claim.pointer.clone(), message, help)
            .at_key()
            .with_related(place(first), "the one function")
            .with_related(place(other), "the other");
        self.diagnostics.push(diagnostic);
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

fn phrase(scalar: Scalar, list: bool) -> &'static str {
    match (scalar, list) {
        (Scalar::Integer, false) => "an integer",
        (Scalar::Number, false) => "a number",
        (Scalar::Boolean, false) => "a boolean",
        (Scalar::String, false) => "a string",
        (Scalar::Integer, true) => "a list of integers",
        (Scalar::Number, true) => "a list of numbers",
        (Scalar::Boolean, true) => "a list of booleans",
        (Scalar::String, true) => "a list of strings",
    }
}
