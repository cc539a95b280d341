//! Which files a client is made of: pairs a view with its template and its path, and parses every
//! result back before it leaves.

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    artifact::{self, Artifact},
    config::{Output, Target},
    ir::{Context, Protocol},
    render::{render, render_markup},
    ts,
    view::{self, Imports, hooks, protocol::ContextNames},
};

/// All files of a client.
///
/// # Panics
/// When one is not TypeScript. That is a bug of ours, and nothing is written.
#[must_use]
pub fn emit(protocol: &Protocol, output: &Output) -> Vec<Artifact> {
    let imports = Imports { extension: output.import_extension };
    let mut jobs: Vec<Job> = Vec::new();
    shared(protocol, imports, &mut jobs);
    for target in &output.targets {
        match target {
            Target::React => react(protocol, imports, &mut jobs),
            Target::Vue => vue(protocol, imports, &mut jobs),
            Target::Svelte => svelte(protocol, imports, &mut jobs),
        }
    }
    let files: Result<Vec<Artifact>, String> = jobs.into_par_iter().map(Job::run).collect();
    artifact::sorted(files.unwrap_or_else(|bug| panic!("{bug}")))
}

/// One file: how to make it is decided here, making it runs in parallel.
struct Job<'a> {
    path: String,
    make: Box<dyn FnOnce() -> String + Send + 'a>,
}

impl<'a> Job<'a> {
    fn new(path: impl Into<String>, make: impl FnOnce() -> String + Send + 'a) -> Self {
        Self { path: path.into(), make: Box::new(make) }
    }

    fn run(self) -> Result<Artifact, String> {
        let text = (self.make)();
        let code = if self.path.ends_with(".svelte") { script(&text) } else { &text };
        match ts::parse(code, self.path.ends_with('x')) {
            Ok(_) => Ok(Artifact::new(self.path, text)),
            Err(error) => {
                let line = code.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
                Err(format!("{} would not be TypeScript: {error}: {line}", self.path))
            }
        }
    }
}

fn contexts<'a>(
    protocol: &'a Protocol,
    path: impl Fn(&str) -> String,
    make: impl Fn(&'a Context) -> String + Send + Copy + 'a,
    jobs: &mut Vec<Job<'a>>,
) {
    for context in protocol.readable() {
        let path = path(&ContextNames::new(context).module);
        jobs.push(Job::new(path, move || make(context)));
    }
}

fn shared<'a>(protocol: &'a Protocol, imports: Imports, jobs: &mut Vec<Job<'a>>) {
    jobs.push(Job::new("protocol/types.ts", move || {
        render("protocol/types.ts", &view::types::file(&protocol.types, imports))
    }));
    jobs.push(Job::new("protocol/functions.ts", move || {
        render("protocol/functions.ts", &view::protocol::functions(protocol, imports))
    }));
    jobs.push(Job::new("protocol/errors.ts", move || {
        render("protocol/errors.ts", &view::protocol::errors(protocol, imports))
    }));
    jobs.push(Job::new("protocol/index.ts", move || {
        render("protocol/index.ts", &view::protocol::index(protocol, imports))
    }));
    let make = move |context| render("protocol/context.ts", &view::protocol::context(context, protocol, imports));
    contexts(protocol, |module| format!("protocol/{module}.ts"), make, jobs);
}

fn react<'a>(protocol: &'a Protocol, imports: Imports, jobs: &mut Vec<Job<'a>>) {
    use view::react::{DIALECT, context};
    jobs.push(Job::new("react/index.ts", move || index(hooks::index(protocol, imports, ""))));
    jobs.push(Job::new("react/mizan.tsx", move || render("react/mizan.tsx", &hooks::root(protocol, imports, DIALECT))));
    jobs.push(Job::new("react/mutations.ts", move || {
        render("react/mutations.ts", &hooks::mutations(protocol, imports, DIALECT))
    }));
    let make = move |it| render("react/context.tsx", &context(it, protocol, imports));
    contexts(protocol, |module| format!("react/{module}.tsx"), make, jobs);
}

fn vue<'a>(protocol: &'a Protocol, imports: Imports, jobs: &mut Vec<Job<'a>>) {
    use view::vue::{DIALECT, context};
    jobs.push(Job::new("vue/index.ts", move || index(hooks::index(protocol, imports, ""))));
    jobs.push(Job::new("vue/mizan.ts", move || render("vue/mizan.ts", &hooks::root(protocol, imports, DIALECT))));
    jobs.push(Job::new("vue/mutations.ts", move || {
        render("vue/mutations.ts", &hooks::mutations(protocol, imports, DIALECT))
    }));
    let make = move |it| render("vue/context.ts", &context(it, protocol, imports));
    contexts(protocol, |module| format!("vue/{module}.ts"), make, jobs);
}

fn svelte<'a>(protocol: &'a Protocol, imports: Imports, jobs: &mut Vec<Job<'a>>) {
    use view::svelte::{DIALECT, context, provider, root};
    jobs.push(Job::new("svelte/index.ts", move || index(hooks::index(protocol, imports, ".svelte"))));
    jobs.push(Job::new("svelte/MizanContext.svelte", move || {
        render_markup("svelte/MizanContext.svelte", &root(imports))
    }));
    jobs.push(Job::new("svelte/mizan.svelte.ts", move || {
        render("svelte/mizan.svelte.ts", &hooks::root(protocol, imports, DIALECT))
    }));
    jobs.push(Job::new("svelte/mutations.svelte.ts", move || {
        render("svelte/mutations.svelte.ts", &hooks::mutations(protocol, imports, DIALECT))
    }));
    let make = move |it| render("svelte/context.svelte.ts", &context(it, protocol, imports));
    contexts(protocol, |module| format!("svelte/{module}.svelte.ts"), make, jobs);
    for context in protocol.readable().filter(|c| c.name.wire != "global") {
        let path = format!("svelte/{}Context.svelte", context.name.pascal);
        jobs.push(Job::new(path, move || render_markup("svelte/Provider.svelte", &provider(context, imports))));
    }
}

fn index(modules: Vec<ts::Code>) -> String {
    #[derive(Serialize)]
    struct Index {
        modules: Vec<ts::Code>,
    }
    render("index.ts", &Index { modules })
}

/// The script of a Svelte component; the markup around it is fixed.
fn script(text: &str) -> &str {
    let script = text.split_once("<script lang=\"ts\">").map_or("", |(_, rest)| rest);
    script.split_once("</script>").map_or(script, |(script, _)| script)
}
