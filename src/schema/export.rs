//! The `x-mizan-*` parts of an export, field by field as the protocol's section 2 lists them.

use super::{
    Json, Member, VERSION,
    decode::{Fields, misspelt},
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};

pub struct Export<'d> {
    pub functions: Vec<Function<'d>>,
    pub contexts: Vec<Context<'d>>,
    pub channels: Vec<Channel<'d>>,
}

pub struct Function<'d> {
    pub pointer: Pointer,
    pub name: &'d str,
    pub camel_name: Option<&'d str>,
    pub description: Option<&'d str>,
    pub deprecated: bool,
    pub has_input: bool,
    pub input_type: Option<&'d str>,
    pub output_type: Option<&'d str>,
    pub output_nullable: bool,
    pub context: Option<&'d str>,
    pub affects: Vec<Affected<'d>>,
    pub affects_params: Option<Vec<&'d str>>,
    pub websocket: bool,
    pub auth: Option<&'d str>,
    pub reads_identity: bool,
    pub errors: Vec<ErrorDecl<'d>>,
    pub form: Option<Form<'d>>,
    pub private: bool,
    pub view_path: bool,
    pub route: Option<&'d str>,
    pub methods: Option<Vec<&'d str>>,
    pub rev: usize,
    pub cache: Option<&'d Json<'d>>,
    pub source: Option<(&'d str, usize)>,
}

pub struct Affected<'d> {
    pub pointer: Pointer,
    pub name: &'d str,
    pub kind: AffectedKind<'d>,
}

pub enum AffectedKind<'d> {
    Context,
    /// With the context that it is said to be in.
    Function {
        context: Option<&'d str>,
    },
}

pub struct ErrorDecl<'d> {
    pub pointer: Pointer,
    pub code: &'d str,
    pub details: Option<&'d str>,
}

pub struct Form<'d> {
    pub name: &'d str,
    pub role: &'d str,
}

pub struct Context<'d> {
    pub pointer: Pointer,
    pub name: &'d str,
    pub functions: Vec<&'d str>,
    pub params: Vec<Param<'d>>,
}

pub struct Param<'d> {
    pub pointer: Pointer,
    pub name: &'d str,
    pub ty: Option<&'d Json<'d>>,
    pub required: bool,
    pub shared_by: Vec<&'d str>,
}

pub struct Channel<'d> {
    pub pointer: Pointer,
    pub name: &'d str,
    pub params: Option<&'d str>,
    pub send: Option<&'d str>,
    pub receive: Option<&'d str>,
}

pub fn decode<'d>(tree: &'d Json<'d>, diagnostics: &mut Diagnostics) -> Option<Export<'d>> {
    let version = version(tree);
    if version.as_ref().is_some_and(|d| d.code == Code::NewerVersion) {
        // Nothing else that could be said would be sure.
        diagnostics.extend(version);
        return None;
    }
    if tree.get("x-mizan-functions").is_none() && tree.get("x-mizan-contexts").is_none() {
        let near = tree.as_object().and_then(|members| misspelt(members, "x-mizan-functions", diagnostics));
        diagnostics.push(not_an_export(tree, near));
        return None;
    }
    diagnostics.extend(version);
    let mut root = Fields::new(tree, Pointer::root(), diagnostics)?;
    root.need("x-mizan-functions");
    root.expect_keys(super::TOP_LEVEL);
    let mut functions = Vec::new();
    root.each("x-mizan-functions", |f| functions.extend(function(f)));
    let mut contexts = Vec::new();
    // Without any function every context would seem wrong too.
    if root.get("x-mizan-functions").is_some() {
        root.each_named("x-mizan-contexts", |name, f| contexts.push(context(name, f)));
    }
    let mut channels = Vec::new();
    root.each_named("x-mizan-channels", |name, f| channels.push(channel(name, f)));
    // Read here for what is wrong with it alone; see `components`.
    root.child("components", |mut f| Some(f.object("schemas")));
    Some(Export { functions, contexts, channels })
}

/// The types, by name.
pub fn components<'d>(tree: &Json<'d>) -> &'d [Member<'d>] {
    let schemas = tree.get("components").and_then(|components| components.get("schemas"));
    schemas.and_then(Json::as_object).unwrap_or_default()
}

fn not_an_export(tree: &Json, near: Option<&str>) -> Diagnostic {
    let what = if tree.get("openapi").is_some() {
        "this is an OpenAPI document, but not a Mizan export: it has no `x-mizan-functions`"
    } else {
        "this is JSON, but not a Mizan export: it has no `x-mizan-functions`"
    };
    let help = near.map_or_else(
        || {
            let command = "Django: `python manage.py export_mizan_schema`";
            format!("export the schema with the backend's own command ({command})")
        },
        |near| format!("rename `{near}`, if that is what was meant by it"),
    );
    Diagnostic::new(Code::NotAnExport, Pointer::root(), what, help)
}

#[expect(clippy::cast_precision_loss, reason = "a version that large is newer however it is rounded")]
fn version(tree: &Json) -> Option<Diagnostic> {
    let pointer = Pointer::root().key("x-mizan-version");
    let newer = |version: String| {
        let message = format!("this export has version {version}; version {VERSION} is understood");
        let help = "upgrade mizan-generate to the version that your backend was released with";
        Some(Diagnostic::new(Code::NewerVersion, pointer.clone(), message, help))
    };
    match tree.get("x-mizan-version") {
        None | Some(Json::Null | Json::Integer(1..=VERSION)) => None,
        Some(Json::Integer(n)) if *n > VERSION => newer(n.to_string()),
        Some(Json::Float(n)) if *n > VERSION as f64 => newer(n.to_string()),
        Some(_) => {
            let message = "`x-mizan-version` must be a whole number from 1";
            let help = "export the schema again; the backend writes 1 here";
            Some(Diagnostic::new(Code::WrongShape, pointer, message, help))
        }
    }
}

const FUNCTION_KEYS: &[&str] = &[
    "name",
    "camelName",
    "description",
    "deprecated",
    "hasInput",
    "inputType",
    "outputType",
    "outputNullable",
    "isContext",
    "affects",
    "affectsParams",
    "transport",
    "auth",
    "readsIdentity",
    "errors",
    "form",
    "private",
    "viewPath",
    "route",
    "methods",
    "rev",
    "cache",
    "source",
];

/// Every field is read before a missing name gives up on the function, so that all is reported.
fn function<'d>(mut f: Fields<'d, '_>) -> Option<Function<'d>> {
    f.expect_keys(FUNCTION_KEYS);
    let name = f.needed_string("name");
    let context = match f.get("isContext") {
        None | Some(Json::Bool(false)) => None,
        Some(Json::String(name)) => Some(&**name),
        Some(_) => {
            f.wrong("isContext", "false or the name of a context");
            None
        }
    };
    let auth = match f.get("auth") {
        None | Some(Json::Bool(false)) => None,
        Some(Json::Bool(true)) => Some("user"),
        Some(Json::String(kind)) if matches!(&**kind, "staff" | "superuser" | "custom") => Some(&**kind),
        Some(_) => {
            f.wrong("auth", "false, true, \"staff\", \"superuser\" or \"custom\"");
            None
        }
    };
    let websocket = match f.string("transport") {
        None | Some("http") => false,
        Some("websocket") => true,
        Some(_) => {
            f.wrong("transport", "\"http\" or \"websocket\"");
            false
        }
    };
    let mut affects = Vec::new();
    f.each("affects", |entry| affects.extend(affected(entry)));
    let mut errors = Vec::new();
    f.each("errors", |entry| errors.extend(error(entry)));
    let affects_params = f.get("affectsParams").is_some().then(|| f.strings("affectsParams"));
    let methods = f.get("methods").is_some().then(|| f.strings("methods"));
    let function = Function {
        name: name.unwrap_or_default(),
        camel_name: f.string("camelName"),
        description: f.string("description"),
        deprecated: f.flag("deprecated"),
        has_input: f.flag("hasInput"),
        input_type: f.string("inputType"),
        output_type: f.string("outputType"),
        output_nullable: f.flag("outputNullable"),
        context,
        affects,
        affects_params,
        websocket,
        auth,
        reads_identity: f.flag("readsIdentity"),
        errors,
        form: f.child("form", form),
        private: f.flag("private"),
        view_path: f.flag("viewPath"),
        route: f.string("route"),
        methods,
        rev: f.count("rev").unwrap_or(0),
        cache: cache(&mut f),
        source: f.child("source", source),
        pointer: f.pointer,
    };
    name.map(|_| function)
}

fn source<'d>(mut f: Fields<'d, '_>) -> Option<(&'d str, usize)> {
    let (file, line) = (f.needed_string("file"), f.count("line").unwrap_or(0));
    Some((file?, line))
}

fn cache<'d>(f: &mut Fields<'d, '_>) -> Option<&'d Json<'d>> {
    let value = f.get("cache")?;
    let valid = matches!(value, Json::Bool(_)) || value.as_count().is_some();
    if !valid {
        f.wrong("cache", "true, false or a number of seconds");
    }
    valid.then_some(value)
}

fn affected<'d>(mut f: Fields<'d, '_>) -> Option<Affected<'d>> {
    f.expect_keys(&["type", "name", "context"]);
    let (kind, name, context) = (f.needed_string("type"), f.needed_string("name"), f.string("context"));
    let what = match kind? {
        "context" => AffectedKind::Context,
        "function" => AffectedKind::Function { context },
        _ => {
            f.wrong("type", "\"context\" or \"function\"");
            return None;
        }
    };
    Some(Affected { pointer: f.pointer, name: name?, kind: what })
}

fn error<'d>(mut f: Fields<'d, '_>) -> Option<ErrorDecl<'d>> {
    f.expect_keys(&["code", "details"]);
    let (code, details) = (f.needed_string("code"), f.string("details"));
    Some(ErrorDecl { code: code?, details, pointer: f.pointer })
}

fn form<'d>(mut f: Fields<'d, '_>) -> Option<Form<'d>> {
    f.expect_keys(&["name", "role"]);
    let (name, role) = (f.needed_string("name"), f.needed_string("role"));
    if !matches!(role?, "schema" | "validate" | "submit") {
        f.wrong("role", "\"schema\", \"validate\" or \"submit\"");
        return None;
    }
    Some(Form { name: name?, role: role? })
}

fn context<'d>(name: &'d str, mut f: Fields<'d, '_>) -> Context<'d> {
    f.expect_keys(&["functions", "params"]);
    f.need("functions");
    let mut params = Vec::new();
    f.each_named("params", |name, mut p| {
        p.expect_keys(&["type", "required", "sharedBy"]);
        params.push(Param {
            name,
            ty: p.get("type"),
            required: p.flag("required"),
            shared_by: p.strings("sharedBy"),
            pointer: p.pointer,
        });
    });
    Context { name, functions: f.strings("functions"), params, pointer: f.pointer }
}

fn channel<'d>(name: &'d str, mut f: Fields<'d, '_>) -> Channel<'d> {
    f.expect_keys(&["params", "send", "receive"]);
    Channel {
        name,
        params: f.string("params"),
        send: f.string("send"),
        receive: f.string("receive"),
        pointer: f.pointer,
    }
}
