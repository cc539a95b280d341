//! Side-by-side benchmarks against other tools.

pub fn run(_arguments: &[String]) -> Result<(), String> {
    Err("no benchmark is defined yet".to_owned())
}
