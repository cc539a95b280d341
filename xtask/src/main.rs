//! The project's own tooling: `cargo xtask test`, `cargo xtask demo`, …

#![allow(clippy::disallowed_methods, reason = "tooling runs programs and touches files")]

mod bench;
mod demo;
mod shell;
mod shop;
mod test;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test [STEP…]   everything that must hold, or only the named steps
  demo NAME      the example shop in react, vue or svelte, built and served
  bench          side by side with other tools; rewrites docs/benchmarks.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.split_first() {
        Some((command, rest)) if command == "test" => test::run(rest),
        Some((command, rest)) if command == "demo" => demo::run(rest),
        Some((command, rest)) if command == "bench" => bench::run(rest),
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
