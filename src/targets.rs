//! Which files a client is made of: pairs a view with its template and its path, and parses every
//! result back before it leaves.

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    artifact::{self, Artifact},
    config::{Output, Runtime, Target},
    ir::{Context, Protocol},
    render::{assemble, render, render_markup},
    ts, vendor,
    view::{
        self, Imports,
        hooks::{self, Dialect},
        protocol::ContextNames,
    },
};

/// All files of a client.
///
/// # Panics
/// When one is not TypeScript. That is a bug of ours, and nothing is written.
#[must_use]
pub fn emit(protocol: &Protocol, output: &Output) -> Vec<Artifact> {
    let mut files = Files {
        protocol,
        imports: Imports { extension: output.import_extension, runtime: output.runtime },
        jobs: Vec::new(),
        small_jobs: Vec::new(),
    };
    files.shared();
    for target in &output.targets {
        match target {
            Target::React => files.react(),
            Target::Vue => files.vue(),
            Target::Svelte => files.svelte(),
        }
    }
    let vendored = match output.runtime {
        Runtime::Package => Vec::new(),
        Runtime::Vendored => vendor::sources(&output.targets, output.import_extension),
    };
    // Each thread takes the next one, the small ones last: so all are done at about the same time.
    let jobs = files.jobs.into_iter().chain(files.small_jobs).par_bridge();
    let made: Result<Vec<Artifact>, String> = jobs.map(Job::run).collect();
    let mut artifacts = made.unwrap_or_else(|bug| panic!("{bug}"));
    artifacts.extend(vendored);
    artifact::sorted(artifacts)
}

/// Collects what is to be made; making it runs in parallel.
struct Files<'a> {
    protocol: &'a Protocol,
    imports: Imports,
    /// For what belongs to the whole client, the largest first.
    jobs: Vec<Job<'a>>,
    small_jobs: Vec<Job<'a>>,
}

/// One file.
struct Job<'a> {
    path: String,
    make: Box<dyn FnOnce() -> String + Send + 'a>,
}

impl Job<'_> {
    fn run(self) -> Result<Artifact, String> {
        let text = (self.make)();
        let code = if is_component(&self.path) { script(&text) } else { &text };
        match ts::parse(code, self.path.ends_with('x')) {
            Ok(()) => Ok(Artifact::new(self.path, text)),
            Err(error) => {
                let line = code.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
                Err(format!("{} would not be TypeScript: {error}: {line}", self.path))
            }
        }
    }
}

fn is_component(path: &str) -> bool {
    path.ends_with(".svelte")
}

impl<'a> Files<'a> {
    /// A file from a template and the view that `view` makes.
    fn add<V: Serialize>(
        &mut self,
        path: impl Into<String>,
        template: impl Into<String>,
        view: impl FnOnce(&'a Protocol, Imports) -> V + Send + 'a,
    ) {
        let job = self.job(path.into(), template.into(), view);
        self.jobs.push(job);
    }

    fn job<V: Serialize>(
        &self,
        path: String,
        template: String,
        view: impl FnOnce(&'a Protocol, Imports) -> V + Send + 'a,
    ) -> Job<'a> {
        let (protocol, imports, is_component) = (self.protocol, self.imports, is_component(&path));
        let make = move || {
            let view = view(protocol, imports);
            if is_component { render_markup(&template, &view) } else { render(&template, &view) }
        };
        Job { path, make: Box::new(make) }
    }

    /// A file for each context, called after its module.
    fn per_context<V: Serialize + 'a>(
        &mut self,
        path: impl Fn(&str) -> String,
        template: &'static str,
        view: fn(&Context, &Protocol, Imports) -> V,
    ) {
        for context in self.protocol.readable() {
            let path = path(&ContextNames::new(context).module);
            let job = self.job(path, template.to_owned(), move |protocol, imports| view(context, protocol, imports));
            self.small_jobs.push(job);
        }
    }

    fn shared(&mut self) {
        use view::protocol::{context, errors, functions, index};
        let (protocol, imports) = (self.protocol, self.imports);
        let types = move || assemble(&view::types::parts(&protocol.types, imports));
        self.jobs.push(Job { path: "protocol/types.ts".to_owned(), make: Box::new(types) });
        self.add("protocol/functions.ts", "protocol/functions.ts", functions);
        self.add("protocol/errors.ts", "protocol/errors.ts", errors);
        self.add("protocol/index.ts", "protocol/index.ts", index);
        self.per_context(|module| format!("protocol/{module}.ts"), "protocol/context.ts", context);
    }

    fn react(&mut self) {
        use view::react::{DIALECT, context};
        self.hooks("react", "", "tsx", DIALECT);
        self.per_context(|module| format!("react/{module}.tsx"), "react/context.tsx", context);
    }

    fn vue(&mut self) {
        use view::vue::{DIALECT, context};
        self.hooks("vue", "", "ts", DIALECT);
        self.per_context(|module| format!("vue/{module}.ts"), "vue/context.ts", context);
    }

    fn svelte(&mut self) {
        use view::svelte::{DIALECT, context, provider, root};
        self.hooks("svelte", ".svelte", "ts", DIALECT);
        self.per_context(|module| format!("svelte/{module}.svelte.ts"), "svelte/context.svelte.ts", context);
        self.add("svelte/MizanContext.svelte", "svelte/MizanContext.svelte", |_, imports| root(imports));
        for context in self.protocol.readable().filter(|c| c.name.wire != "global") {
            let path = format!("svelte/{}Context.svelte", context.name.pascal);
            let job = self.job(path, "svelte/Provider.svelte".to_owned(), move |_, imports| provider(context, imports));
            self.small_jobs.push(job);
        }
    }

    /// What every target has: the root, the mutations and the index. `suffix` is what a module's
    /// name ends with, `root` the extension of the file that may hold markup.
    fn hooks(&mut self, folder: &str, suffix: &'static str, root: &str, dialect: Dialect) {
        if hooks::has_mutations(self.protocol) {
            let path = format!("{folder}/mutations{suffix}.ts");
            self.add(path.clone(), path, move |protocol, imports| hooks::mutations(protocol, imports, dialect));
        }
        self.add(format!("{folder}/index.ts"), "index.ts", move |protocol, imports| {
            hooks::index(protocol, imports, suffix)
        });
        let path = format!("{folder}/mizan{suffix}.{root}");
        self.add(path.clone(), path, move |protocol, imports| hooks::root(protocol, imports, dialect));
    }
}

/// The script of a Svelte component; the markup around it is fixed.
fn script(text: &str) -> &str {
    let script = text.split_once("<script lang=\"ts\">").map_or("", |(_, rest)| rest);
    script.split_once("</script>").map_or(script, |(script, _)| script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_not_be_parsed_does_not_leave() {
        let leaves = |path: &str, text: &'static str| {
            Job { path: path.to_owned(), make: Box::new(|| text.to_owned()) }.run().is_ok()
        };
        assert!(leaves("a.ts", "export const a: number = 1;\n"));
        assert!(!leaves("a.ts", "export const = 1;\n"));
        assert!(!leaves("a.tsx", "export const a = <p>;\n"));
        assert!(leaves("A.svelte", "<script lang=\"ts\">\n  let { a } = $props();\n</script>\n"));
        assert!(!leaves("A.svelte", "<script lang=\"ts\">\n  let { a = $props();\n</script>\n"));
    }
}
