//! The edge manifest (protocol section 6): what a worker needs to cache contexts and to know what a
//! mutation makes stale.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::ir::{Affected, Cache, Context, ContextId, Function, Protocol, Visibility};

// The fields of each stand in the order of their names, which is the order of the keys.

#[derive(Serialize)]
struct Manifest<'a> {
    contexts: BTreeMap<&'a str, EdgeContext<'a>>,
    mutations: BTreeMap<&'a str, EdgeMutation<'a>>,
    version: u32,
}

#[derive(Serialize)]
struct EdgeContext<'a> {
    cache: CacheValue,
    endpoints: Vec<String>,
    functions: Vec<EdgeFunction<'a>>,
    params: Vec<&'a str>,
    render_strategy: &'static str,
    rev: usize,
    user_scoped: bool,
    views: BTreeSet<&'a str>,
}

#[derive(Serialize)]
struct EdgeFunction<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    methods: Option<BTreeSet<&'a str>>,
    name: &'a str,
    path: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<&'a str>,
}

#[derive(Serialize)]
struct EdgeMutation<'a> {
    affects: BTreeSet<&'a str>,
    auto_scoped_params: BTreeMap<&'a str, Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    methods: Option<BTreeSet<&'a str>>,
    private: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum CacheValue {
    Flag(bool),
    Seconds(usize),
}

/// The manifest as JSON text.
#[must_use]
pub fn manifest(protocol: &Protocol) -> String {
    let contexts = protocol.contexts.iter().map(|c| (c.name.wire.as_str(), context(c, protocol))).collect();
    let mutations = protocol
        .functions
        .iter()
        .filter(|f| f.context.is_none())
        .map(|f| (f.name.wire.as_str(), mutation(f, protocol)))
        .collect();
    let manifest = Manifest { version: 1, contexts, mutations };
    serde_json::to_string_pretty(&manifest).expect("a manifest is text and numbers") + "\n"
}

fn context<'a>(context: &'a Context, protocol: &'a Protocol) -> EdgeContext<'a> {
    let mut functions: Vec<&Function> = context.functions.iter().map(|id| protocol.function(*id)).collect();
    functions.sort_by(|a, b| a.name.wire.cmp(&b.name.wire));
    let user_scoped = functions.iter().any(|f| f.edge.reads_identity);
    EdgeContext {
        endpoints: vec![format!("/api/mizan/ctx/{}/", context.name.wire)],
        params: context.params.iter().map(|p| p.name.as_str()).collect(),
        views: functions.iter().filter(|f| is_view(f)).filter_map(|f| f.edge.route.as_deref()).collect(),
        render_strategy: if user_scoped { "dynamic_cached" } else { "psr" },
        user_scoped,
        rev: functions.iter().map(|f| f.edge.rev).max().unwrap_or(0),
        cache: cache(&functions),
        functions: functions
            .into_iter()
            .map(|f| EdgeFunction {
                name: &f.name.wire,
                path: if is_view(f) { "view" } else { "rpc" },
                route: f.edge.route.as_deref(),
                methods: methods(f),
            })
            .collect(),
    }
}

fn is_view(function: &Function) -> bool {
    function.visibility == Visibility::View
}

fn methods(function: &Function) -> Option<BTreeSet<&str>> {
    function.edge.methods.as_ref().map(|methods| methods.iter().map(String::as_str).collect())
}

/// The strictest of the functions'.
fn cache(functions: &[&Function]) -> CacheValue {
    let mut seconds = None;
    for function in functions {
        match function.edge.cache {
            Cache::Never => return CacheValue::Flag(false),
            Cache::Seconds(n) => seconds = Some(seconds.map_or(n, |so_far: usize| so_far.min(n))),
            Cache::Always => {}
        }
    }
    seconds.map_or(CacheValue::Flag(true), CacheValue::Seconds)
}

fn mutation<'a>(function: &'a Function, protocol: &'a Protocol) -> EdgeMutation<'a> {
    let affected: BTreeSet<ContextId> = function
        .affects
        .iter()
        .filter_map(|affected| match affected {
            Affected::Context(id) => Some(*id),
            Affected::Function(id) => protocol.function(*id).context,
        })
        .collect();
    let arguments = scoping_arguments(function, protocol);
    let contexts = || affected.iter().map(|id| &protocol.contexts[id.index()]);
    let scoped = |context: &'a Context| -> Vec<&'a str> {
        context.params.iter().map(|p| p.name.as_str()).filter(|name| arguments.contains(name)).collect()
    };
    EdgeMutation {
        affects: contexts().map(|c| c.name.wire.as_str()).collect(),
        auto_scoped_params: contexts()
            .map(|c| (c.name.wire.as_str(), scoped(c)))
            .filter(|(_, params)| !params.is_empty())
            .collect(),
        private: function.visibility == Visibility::Private,
        route: function.edge.route.as_deref(),
        methods: methods(function),
    }
}

/// The arguments that a reader of the call alone can scope by.
fn scoping_arguments<'a>(function: &'a Function, protocol: &'a Protocol) -> BTreeSet<&'a str> {
    let mut arguments = arguments(function, protocol);
    if let Some(scoping) = &function.edge.scoping {
        arguments.retain(|argument| scoping.iter().any(|name| name == argument));
    }
    arguments
}

fn arguments<'a>(function: &Function, protocol: &'a Protocol) -> BTreeSet<&'a str> {
    let properties = function.input.and_then(|input| protocol.types.properties(input.ty));
    properties.unwrap_or_default().iter().map(|property| property.name.as_str()).collect()
}
