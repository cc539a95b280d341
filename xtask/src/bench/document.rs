//! A made-up application's export, as large as asked for: functions and types in the style of
//! Pydantic and FastAPI, and the same functions once more as OpenAPI operations, so that every tool
//! reads the same document. The same size gives the same bytes everywhere.

mod functions;
mod models;
mod random;
mod schema;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Serializer, Value, json, ser::PrettyFormatter};

use self::{
    functions::{Function, PER_RESOURCE},
    random::Random,
    words::Resource,
};

/// The export of an application with `count` functions, indented by one as real ones are.
pub fn document(count: usize) -> Vec<u8> {
    let (functions, components) = application(count);
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "A made-up application", "version": "1.0.0" },
        "x-mizan-version": 1,
        "paths": functions.iter().map(|f| (f.path.clone(), operation(f))).collect::<Map<_, _>>(),
        "components": { "schemas": components },
        "x-mizan-functions": functions.iter().map(function).collect::<Vec<_>>(),
        "x-mizan-contexts": contexts(&functions),
    });
    let mut bytes = Vec::new();
    let formatter = PrettyFormatter::with_indent(b" ");
    document.serialize(&mut Serializer::with_formatter(&mut bytes, formatter)).expect("memory takes all bytes");
    bytes.push(b'\n');
    bytes
}

fn application(count: usize) -> (Vec<Function>, Map<String, Value>) {
    let mut functions = vec![functions::session()];
    let mut components: Vec<(String, Value)> = models::shared();
    for index in 0..count.saturating_sub(1).div_ceil(PER_RESOURCE) {
        let resource = Resource::nth(index);
        components.extend(models::of(&resource, &mut Random::new(index)));
        functions.extend(functions::of(&resource));
    }
    functions.truncate(count);
    components.extend(functions.iter().filter_map(Function::params_component));
    components.sort_by(|(a, _), (b, _)| a.cmp(b));
    (functions, components.into_iter().collect())
}

/// An entry of `x-mizan-functions`.
fn function(function: &Function) -> Value {
    json!({
        "name": function.name,
        "description": function.description,
        "deprecated": false,
        "hasInput": function.input().is_some(),
        "inputType": function.input(),
        "outputType": function.output,
        "outputNullable": function.output_nullable,
        "isContext": function.context.clone().map_or(json!(false), Value::from),
        "affects": function.affects.iter().map(|name| json!({"type": "context", "name": name})).collect::<Vec<_>>(),
        "transport": "http",
        "auth": function.auth,
        "errors": function.errors.iter().map(|(code, details)| json!({"code": code, "details": details}))
            .collect::<Vec<_>>(),
        "source": { "file": function.file, "line": function.line },
    })
}

/// `x-mizan-contexts`, by the protocol's rule for params.
fn contexts(functions: &[Function]) -> Value {
    let mut members: BTreeMap<&str, Vec<&Function>> = BTreeMap::new();
    for function in functions {
        if let Some(context) = &function.context {
            members.entry(context).or_default().push(function);
        }
    }
    let context = |functions: &[&Function]| {
        let mut params: BTreeMap<&str, Value> = BTreeMap::new();
        for param in functions.iter().flat_map(|f| &f.params) {
            let takers: Vec<&&Function> =
                functions.iter().filter(|f| f.params.iter().any(|p| p.name == param.name)).collect();
            let always = takers.len() == functions.len()
                && takers.iter().flat_map(|f| &f.params).filter(|p| p.name == param.name).all(|p| p.required);
            let shared_by: Vec<&str> = takers.iter().map(|f| f.name.as_str()).collect();
            params.insert(&param.name, json!({"type": param.kind, "required": always, "sharedBy": shared_by}));
        }
        json!({ "functions": functions.iter().map(|f| &f.name).collect::<Vec<_>>(), "params": params })
    };
    members.iter().map(|(name, functions)| ((*name).to_owned(), context(functions))).collect::<Map<_, _>>().into()
}

/// An entry of `paths`, as FastAPI writes it.
fn operation(function: &Function) -> Value {
    let json_of = |schema: Value| json!({ "application/json": { "schema": schema } });
    let response = |description: &str, schema: Value| json!({ "description": description, "content": json_of(schema) });
    let output = match &function.output {
        None => json!({ "type": "null" }),
        Some(name) if function.output_nullable => schema::nullable(schema::reference(name)),
        Some(name) => schema::reference(name),
    };
    let mut responses = Map::new();
    responses.insert("200".to_owned(), response("Successful Response", output));
    let details: Vec<Value> = function.errors.iter().map(|(_, details)| schema::reference(details)).collect();
    match details.as_slice() {
        [] => {}
        [only] => drop(responses.insert("409".to_owned(), response("Conflict", only.clone()))),
        several => drop(responses.insert("409".to_owned(), response("Conflict", schema::either(several)))),
    }
    if function.input().is_some() {
        let schema = schema::reference("HTTPValidationError");
        responses.insert("422".to_owned(), response("Validation Error", schema));
    }
    let mut operation = json!({
        "tags": [function.context.as_ref().or(function.affects.first())],
        "summary": schema::titled(&function.name, json!({}))["title"],
        "description": function.description,
        "operationId": function.name,
    });
    if !function.params.is_empty() {
        operation["parameters"] = function.params.iter().map(parameter).collect();
    }
    if let Some(body) = &function.body {
        operation["requestBody"] = json!({ "required": true, "content": json_of(schema::reference(body)) });
    }
    operation["responses"] = responses.into();
    json!({ if function.body.is_some() { "post" } else { "get" }: operation })
}

fn parameter(param: &functions::Param) -> Value {
    json!({
        "name": param.name,
        "in": if param.required { "path" } else { "query" },
        "required": param.required,
        "schema": schema::titled(&param.name, param.schema.clone()),
    })
}
