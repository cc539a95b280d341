//! The functions of one resource: five reads in its context and five mutations.

use serde_json::{Value, json};

use super::{
    schema::{Model, formatted, integer, list, nullable, reference, text, with},
    words::Resource,
};

/// How many functions a resource has.
pub const PER_RESOURCE: usize = 10;

pub struct Function {
    pub name: String,
    pub description: String,
    /// Path of the REST operation, its parameters in braces.
    pub path: String,
    pub context: Option<String>,
    pub params: Vec<Param>,
    /// The component that a mutation takes.
    pub body: Option<String>,
    pub output: Option<String>,
    pub output_nullable: bool,
    pub affects: Vec<String>,
    pub auth: Value,
    pub errors: Vec<(String, String)>,
    pub file: String,
    pub line: usize,
}

/// A param of a read function.
pub struct Param {
    pub name: String,
    pub schema: Value,
    /// The type that `x-mizan-contexts` gives.
    pub kind: Value,
    pub required: bool,
}

impl Function {
    /// The component that is its argument object.
    pub fn input(&self) -> Option<String> {
        let from_params = || {
            let words = self.name.split('_').map(super::schema::capital);
            (!self.params.is_empty()).then(|| words.collect::<String>() + "Params")
        };
        self.body.clone().or_else(from_params)
    }

    /// The argument object of a read function.
    pub fn params_component(&self) -> Option<(String, Value)> {
        let name = self.input().filter(|_| self.body.is_none())?;
        let mut model = Model::new(format!("What `{}` takes.", self.name));
        for param in &self.params {
            let schema = param.schema.clone();
            model = if param.required { model.field(&param.name, schema) } else { model.optional(&param.name, schema) };
        }
        Some(model.build(&name))
    }
}

/// The one function of the context `global`.
pub fn session() -> Function {
    Function {
        name: "session".to_owned(),
        description: "Who is asking, and what the application shows to them.".to_owned(),
        path: "/api/session".to_owned(),
        context: Some("global".to_owned()),
        params: Vec::new(),
        body: None,
        output: Some("Session".to_owned()),
        output_nullable: false,
        affects: Vec::new(),
        auth: json!(false),
        errors: Vec::new(),
        file: "accounts/clients.py".to_owned(),
        line: 12,
    }
}

pub fn of(resource: &Resource) -> Vec<Function> {
    let mut functions = reads(resource);
    functions.extend(mutations(resource));
    for (function, at) in functions.iter_mut().zip(0..) {
        function.line = 24 + 31 * at;
    }
    functions
}

fn param(name: &str, schema: Value, kind: Value) -> Param {
    Param { name: name.to_owned(), schema, kind, required: false }
}

fn reads(resource: &Resource) -> Vec<Function> {
    let Resource { area, thing, name, .. } = resource;
    let key = format!("{thing}_id");
    let of = |suffix: &str| resource.component(suffix);
    let read = |what: &str, output: String, description: &str, more: Vec<Param>| {
        let id = with(integer(), "description", format!("The key of the {thing}."));
        let mut params = vec![Param { required: true, ..param(&key, id, json!("integer")) }];
        params.extend(more);
        Function {
            name: format!("{name}_{what}"),
            description: format!("{description}\n\nOnly those who may see the {thing} get an answer."),
            path: format!("/api/{}/{{{key}}}/{what}", name.replace('_', "/")),
            context: Some(name.clone()),
            params,
            body: None,
            output: Some(output),
            output_nullable: false,
            affects: Vec::new(),
            auth: json!(true),
            errors: vec![],
            file: format!("{area}/clients.py"),
            line: 0,
        }
    };
    let counted = |name: &str, default: i32, text: &str| {
        param(
            name,
            with(with(with(integer(), "minimum", 1), "default", default), "description", text),
            json!("integer"),
        )
    };
    let paging = || {
        vec![
            counted("page", 1, "Counts from 1."),
            counted("page_size", 50, "At most 200; more is cut without an error."),
        ]
    };
    let optional =
        |name: &str, schema: Value| param(name, with(nullable(schema), "default", Value::Null), json!("string"));
    let mut entries = paging();
    entries.push(optional("status", reference(&of("Status"))));
    entries.push(param("tags", with(list(text()), "default", json!([])), json!({"array": "string"})));
    let mut events = paging();
    events.push(optional("since", formatted("date-time")));
    let span = vec![optional("starts_on", formatted("date")), optional("ends_on", formatted("date"))];
    let mut functions = vec![
        read("detail", resource.pascal.clone(), &format!("One {thing}, with all that its own page shows."), vec![]),
        read("entries", of("EntryPage"), &format!("A page of a {thing}'s entries, newest first."), entries),
        read("events", of("EventPage"), &format!("What happened to a {thing}, newest first."), events),
        read("statistics", of("Statistics"), &format!("Numbers about a {thing} for a chart."), span),
        read("permissions", of("Permissions"), &format!("What the user may do with a {thing}."), vec![]),
    ];
    functions[0].output_nullable = true;
    functions
}

fn mutations(resource: &Resource) -> Vec<Function> {
    let Resource { area, thing, name, pascal } = resource;
    let of = |suffix: &str| resource.component(suffix);
    let code = thing.to_uppercase();
    let locked = (format!("{code}_LOCKED"), of("Locked"));
    let conflict = (format!("{code}_CONFLICT"), of("Conflict"));
    let mutation =
        |verb: &str, body: String, output: Option<String>, description: String, errors: &[&(String, String)]| {
            Function {
                name: format!("{verb}_{name}"),
                description,
                path: format!("/api/{}/{verb}", name.replace('_', "/")),
                context: None,
                params: Vec::new(),
                body: Some(body),
                output,
                output_nullable: false,
                affects: vec![name.clone()],
                auth: if verb == "bulk_change" { json!("staff") } else { json!(true) },
                errors: errors.iter().map(|e| (*e).clone()).collect(),
                file: format!("{area}/clients.py"),
                line: 0,
            }
        };
    let all = [&locked, &conflict];
    vec![
        mutation("create", of("Draft"), Some(pascal.clone()), format!("Makes a {thing}."), &[]),
        mutation("update", of("Patch"), Some(pascal.clone()), format!("Changes a {thing}."), &all),
        mutation("move", of("Transition"), Some(pascal.clone()), format!("Moves a {thing} to another status."), &all),
        mutation("remove", of("Removal"), None, format!("Removes a {thing} for good."), &[&locked]),
        mutation(
            "bulk_change",
            of("BulkChange"),
            Some(of("BulkOutcome")),
            format!("Changes each {thing} that is found."),
            &[],
        ),
    ]
}
