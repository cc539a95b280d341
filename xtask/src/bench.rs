//! Side-by-side benchmarks against other tools: `cargo xtask bench` measures, prints the tables and
//! puts them into docs/benchmarks.md.

mod contest;
mod document;
mod folder;
mod machine;
mod measure;
mod report;
mod typecheck;

use std::{fs, path::PathBuf, process::Command};

use self::{contest::Place, report::Results};
use crate::shell::{self, command, root};

const USAGE: &str = "\
usage: cargo xtask bench [--rounds N]       measure; 7 rounds unless told otherwise
       cargo xtask bench document N FILE    only write the export of N functions";

pub fn run(arguments: &[String]) -> Result<(), String> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<usize>().map_err(|_| format!("{text:?} is no number"));
    match words.as_slice() {
        [] => compiler(7),
        ["--rounds", rounds] => compiler(number(rounds)?),
        ["document", count, path] => {
            fs::write(path, document::document(number(count)?)).map_err(|error| format!("cannot write {path}: {error}"))
        }
        _ => Err(USAGE.to_owned()),
    }
}

fn compiler(rounds: usize) -> Result<(), String> {
    let load = machine::load();
    warn_of(load);
    build()?;
    let mut place = Place::make(root().join("target/bench"))?;
    write_documents(&place)?;
    let samples = contest::run(&mut place, rounds)?;
    let escapes = typecheck::CHECKED.map(|who| typecheck::escapes(&place.output(who, contest::SMALL)));
    let [ours, theirs] = escapes;
    let escapes = [ours?, theirs?];
    let checks = typecheck::run(&place, rounds.min(5))?;
    let results = Results { rounds, load, samples, checks, escapes };
    let (text, unmet) = (results.markdown(&place), results.unmet(&place));
    println!("{text}");
    report::replace("compiler", &text)?;
    place.clear()?;
    if unmet.is_empty() { Ok(()) } else { Err(format!("not met:\n  {}", unmet.join("\n  "))) }
}

/// Ratios bear some load, for everybody takes turns; they don't bear much.
fn warn_of(load: Option<f64>) {
    const IDLE: f64 = 0.5;
    if let Some(load) = load.filter(|load| *load > IDLE) {
        eprintln!("warning: this machine is busy (load {load:.2}); ratios are only to be trusted on an idle one");
    }
}

/// Builds what takes part.
fn build() -> Result<(), String> {
    if !root().join("node_modules/orval").exists() {
        return Err("the other tools are not installed; run `npm ci` first".to_owned());
    }
    shell::run(&mut command("cargo", &["build", "--release", "--locked", "--workspace", "--bins"]))?;
    shell::run(&mut command("npm", &["run", "--silent", "build", "--workspace", "@mizan/runtime"]))?;
    shell::run(&mut command("npm", &["run", "--silent", "build", "--workspace", "@mizan/react"]))
}

/// They are written by a process of their own: the system counts the memory that a parent once held
/// as its children's.
fn write_documents(place: &Place) -> Result<(), String> {
    let this: PathBuf = std::env::current_exe().map_err(|e| format!("cannot find xtask itself: {e}"))?;
    for functions in [contest::SMALL, contest::LARGE] {
        let mut write = Command::new(&this);
        write.args(["bench", "document"]).arg(functions.to_string()).arg(place.document(functions));
        shell::run(&mut write)?;
    }
    Ok(())
}
