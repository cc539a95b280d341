//! The `x-mizan-*` parts of an export, field by field as the protocol's section 2 lists them.

use super::{Json, VERSION, decode::Fields};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};

pub struct Export<'d> {
    pub functions: Vec<Function<'d>>,
    pub contexts: Vec<Context<'d>>,
    pub channels: Vec<Channel<'d>>,
    pub schemas: &'d [(std::borrow::Cow<'d, str>, Json<'d>)],
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
    pub websocket: bool,
    pub auth: Option<&'d str>,
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

pub enum Affected<'d> {
    Context(&'d str),
    Function(&'d str),
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
    if tree.get("x-mizan-functions").is_none() && tree.get("x-mizan-contexts").is_none() {
        diagnostics.push(not_an_export(tree));
        return None;
    }
    if let Some(diagnostic) = version(tree) {
        diagnostics.push(diagnostic);
        return None;
    }
    let mut root = Fields::new(tree, Pointer::root(), diagnostics)?;
    let mut functions = Vec::new();
    root.each("x-mizan-functions", |f| functions.extend(function(f)));
    let mut contexts = Vec::new();
    root.each_named("x-mizan-contexts", |name, f| contexts.push(context(name, f)));
    let mut channels = Vec::new();
    root.each_named("x-mizan-channels", |name, f| channels.push(channel(name, f)));
    let schemas = root.child("components", |mut f| Some(f.object("schemas"))).unwrap_or_default();
    Some(Export { functions, contexts, channels, schemas })
}

fn not_an_export(tree: &Json) -> Diagnostic {
    let what = if tree.get("openapi").is_some() {
        "this is an OpenAPI document, but not a Mizan export: it has no `x-mizan-functions`"
    } else {
        "this is JSON, but not a Mizan export: it has no `x-mizan-functions`"
    };
    let help = "export the schema with the backend's own command (Django: `python manage.py export_mizan_schema`)";
    Diagnostic::new(Code::NotAnExport, Pointer::root(), what, help)
}

fn version(tree: &Json) -> Option<Diagnostic> {
    let pointer = Pointer::root().key("x-mizan-version");
    match tree.get("x-mizan-version") {
        None | Some(Json::Integer(1..=VERSION)) => None,
        Some(Json::Integer(n)) if *n > VERSION => Some(Diagnostic::new(
            Code::NewerVersion,
            pointer,
            format!("this export has version {n}; version {VERSION} is understood"),
            "upgrade mizan-generate to the version that your backend was released with",
        )),
        Some(_) => Some(Diagnostic::new(
            Code::WrongShape,
            pointer,
            "`x-mizan-version` must be a whole number from 1",
            "export the schema again; the backend writes 1 here",
        )),
    }
}

fn function<'d>(mut f: Fields<'d, '_>) -> Option<Function<'d>> {
    let Some(name) = f.string("name") else {
        if f.get("name").is_none() {
            f.missing("name");
        }
        return None;
    };
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
    let methods = f.get("methods").is_some().then(|| f.strings("methods"));
    Some(Function {
        name,
        camel_name: f.string("camelName"),
        description: f.string("description"),
        deprecated: f.flag("deprecated"),
        has_input: f.flag("hasInput"),
        input_type: f.string("inputType"),
        output_type: f.string("outputType"),
        output_nullable: f.flag("outputNullable"),
        context,
        affects,
        websocket,
        auth,
        errors,
        form: f.child("form", form),
        private: f.flag("private"),
        view_path: f.flag("viewPath"),
        route: f.string("route"),
        methods,
        rev: f.count("rev").unwrap_or(0),
        cache: cache(&mut f),
        source: f.child("source", |mut s| Some((s.string("file")?, s.count("line").unwrap_or(0)))),
        pointer: f.pointer,
    })
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
    let kind = f.string("type");
    let Some(name) = f.string("name") else {
        f.missing("name");
        return None;
    };
    match kind {
        Some("context") => Some(Affected::Context(name)),
        Some("function") => Some(Affected::Function(name)),
        Some(_) => {
            f.wrong("type", "\"context\" or \"function\"");
            None
        }
        None => {
            f.missing("type");
            None
        }
    }
}

fn error<'d>(mut f: Fields<'d, '_>) -> Option<ErrorDecl<'d>> {
    let Some(code) = f.string("code") else {
        f.missing("code");
        return None;
    };
    Some(ErrorDecl { code, details: f.string("details"), pointer: f.pointer })
}

fn form<'d>(mut f: Fields<'d, '_>) -> Option<Form<'d>> {
    let name = f.string("name")?;
    let role = f.string("role")?;
    if !matches!(role, "schema" | "validate" | "submit") {
        f.wrong("role", "\"schema\", \"validate\" or \"submit\"");
        return None;
    }
    Some(Form { name, role })
}

fn context<'d>(name: &'d str, mut f: Fields<'d, '_>) -> Context<'d> {
    let functions = f.strings("functions");
    let mut params = Vec::new();
    f.each_named("params", |name, mut p| {
        params.push(Param {
            name,
            ty: p.get("type"),
            required: p.flag("required"),
            shared_by: p.strings("sharedBy"),
            pointer: p.pointer,
        });
    });
    Context { name, functions, params, pointer: f.pointer }
}

fn channel<'d>(name: &'d str, mut f: Fields<'d, '_>) -> Channel<'d> {
    Channel {
        name,
        params: f.string("params"),
        send: f.string("send"),
        receive: f.string("receive"),
        pointer: f.pointer,
    }
}
