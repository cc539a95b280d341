//! The least that a program can do which turns an export into files: it parses the JSON, and writes
//! bytes that were made before. What the compiler takes beyond this is its own work.

#![allow(clippy::disallowed_methods)] // it is no part of the compiler

use std::{error::Error, fs, hint::black_box, path::Path};

/// `bare SCHEMA PACK OUT`. A pack is a line for each file, `length path`, an empty line, and then
/// all texts one after the other.
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schema, pack, out] = arguments.as_slice() else { return Err("usage: bare SCHEMA PACK OUT".into()) };
    let document: serde_json::Value = serde_json::from_slice(&fs::read(schema)?)?;
    black_box(&document);

    let pack = fs::read(pack)?;
    let end = pack.windows(2).position(|pair| pair == b"\n\n").ok_or("the pack has no list")?;
    let (mut rest, mut folder) = (&pack[end + 2..], None);
    for line in std::str::from_utf8(&pack[..end])?.lines() {
        let (length, path) = line.split_once(' ').ok_or("a line of the pack is no entry")?;
        let (text, after) = rest.split_at(length.parse()?);
        let path = Path::new(out).join(path);
        if path.parent() != folder.as_deref() {
            folder = path.parent().map(Path::to_owned);
            fs::create_dir_all(folder.as_deref().unwrap_or(Path::new(out)))?;
        }
        fs::write(path, text)?;
        rest = after;
    }
    Ok(())
}
