//! Side-by-side benchmarks against other tools.

mod document;

use std::fs;

pub fn run(arguments: &[String]) -> Result<(), String> {
    match arguments {
        [command, count, path] if command == "document" => {
            let count = count.parse().map_err(|_| format!("{count:?} is no number of functions"))?;
            fs::write(path, document::document(count)).map_err(|error| format!("cannot write {path}: {error}"))
        }
        _ => Err("no benchmark is defined yet".to_owned()),
    }
}
