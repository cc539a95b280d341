//! Everything that must hold, as named steps: `cargo xtask test`, or `cargo xtask test rust npm`.
//! A step installs what it needs, or fails and says what is missing; none is ever skipped.

use std::{path::Path, time::Instant};

use crate::{
    shell::{self, command, exists},
    shop, workspace,
};

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<(), String>,
}

const STEPS: &[Step] = &[
    Step { name: "tools", what: "what the other steps need", run: tools },
    Step { name: "npm", what: "the JavaScript dependencies, by the lock file", run: workspace::install_npm },
    Step { name: "build", what: "the packages, as they are published", run: workspace::build_packages },
    Step { name: "rust", what: "the compiler's tests", run: rust },
    Step { name: "lint", what: "clippy and rustfmt", run: lint },
    Step { name: "conformance", what: "generated code under compilers, bundlers and Node", run: conformance },
    Step { name: "runtime", what: "the kernel", run: || package("mizan-runtime") },
    Step { name: "react", what: "the React adapter, in Chromium", run: || package("mizan-react") },
    Step { name: "vue", what: "the Vue adapter, in Chromium", run: || package("mizan-vue") },
    Step { name: "svelte", what: "the Svelte adapter, in Chromium", run: || package("mizan-svelte") },
    Step { name: "django", what: "the Django backend, on SQLite and PostgreSQL", run: django },
    Step { name: "shop", what: "the example in React, Vue and Svelte, in Chromium", run: shop::test },
];

pub fn run(names: &[String]) -> Result<(), String> {
    if let Some(unknown) = names.iter().find(|n| STEPS.iter().all(|s| s.name != **n)) {
        let known: Vec<&str> = STEPS.iter().map(|s| s.name).collect();
        return Err(format!("there is no step {unknown:?}; the steps are {}", known.join(", ")));
    }
    let mut times = Vec::new();
    for step in STEPS.iter().filter(|s| names.is_empty() || names.iter().any(|n| n == s.name)) {
        println!("── {}: {}", step.name, step.what);
        let start = Instant::now();
        (step.run)().map_err(|error| format!("── {} failed: {error}", step.name))?;
        times.push((step.name, start.elapsed().as_secs()));
    }
    println!("\nAll of it holds:");
    for (name, seconds) in times {
        println!("  {name:<12} {seconds:>4} s");
    }
    Ok(())
}

fn tools() -> Result<(), String> {
    workspace::require(&["cargo", "node", "npm", "python3"])?;
    debian("chromium", Path::new("/usr/bin/chromium"))?;
    debian("postgresql", Path::new("/usr/lib/postgresql"))
}

/// Makes sure of a program that comes as a Debian package.
fn debian(package: &str, path: &Path) -> Result<(), String> {
    if path.exists() {
        return Ok(());
    }
    let missing = format!("{} is missing; install {package} (on Debian: apt-get install {package})", path.display());
    if !exists("apt-get") {
        return Err(missing);
    }
    println!("installing {package}");
    let quiet = ["-qq", "-y", "--no-install-recommends"];
    shell::run(&mut command("apt-get", &["update", "-qq"])).map_err(|e| format!("{missing}; {e}"))?;
    let mut install = command("apt-get", &["install"]);
    install.args(quiet).arg(package).env("DEBIAN_FRONTEND", "noninteractive");
    shell::run(&mut install).map_err(|e| format!("{missing}; {e}"))
}

fn rust() -> Result<(), String> {
    shell::run(&mut command("cargo", &["test", "--workspace", "--locked"]))
}

fn lint() -> Result<(), String> {
    shell::run(&mut command("cargo", &["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    shell::run(&mut command("cargo", &clippy))
}

fn conformance() -> Result<(), String> {
    shell::run(&mut command("npm", &["test", "--workspace", "conformance"]))
}

fn package(name: &str) -> Result<(), String> {
    let workspace = format!("packages/{name}");
    shell::run(&mut command("npm", &["run", "typecheck", "--workspace", &workspace]))?;
    shell::run(&mut command("npm", &["test", "--workspace", &workspace]))
}

fn django() -> Result<(), String> {
    shell::run(&mut command("sh", &["packages/mizan-django/run-tests.sh"]))
}
