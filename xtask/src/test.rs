//! Everything that must hold, as named steps: `cargo xtask test`, or `cargo xtask test rust npm`.

use std::time::Instant;

use crate::shell::{self, command, exists};

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<(), String>,
}

const STEPS: &[Step] = &[
    Step { name: "tools", what: "what the other steps need", run: tools },
    Step { name: "npm", what: "the JavaScript dependencies, by the lock file", run: npm },
    Step { name: "rust", what: "the compiler's tests", run: rust },
];

pub fn run_steps(names: &[String]) -> Result<(), String> {
    for step in STEPS.iter().filter(|s| names.is_empty() || names.iter().any(|n| n == s.name)) {
        let start = Instant::now();
        println!("── {}: {}", step.name, step.what);
        (step.run)().map_err(|error| format!("── {} failed: {error}", step.name))?;
        println!("── {} done in {:.0} s", step.name, start.elapsed().as_secs_f32());
    }
    Ok(())
}

pub fn run(names: &[String]) -> Result<(), String> {
    if let Some(unknown) = names.iter().find(|n| STEPS.iter().all(|s| s.name != **n)) {
        let known: Vec<&str> = STEPS.iter().map(|s| s.name).collect();
        return Err(format!("there is no step {unknown:?}; the steps are {}", known.join(", ")));
    }
    run_steps(names)
}

fn tools() -> Result<(), String> {
    for program in ["cargo", "node", "npm", "python3"] {
        if !exists(program) {
            return Err(format!(
                "{program} is not installed; the tests need Rust, Node 20 or newer and Python 3.11 or newer"
            ));
        }
    }
    Ok(())
}

fn npm() -> Result<(), String> {
    shell::run(&mut command("npm", &["ci", "--no-audit", "--no-fund"]))
}

fn rust() -> Result<(), String> {
    shell::run(&mut command("cargo", &["test", "--workspace", "--locked"]))
}
