//! `docs/mapping.md` says what comes out of each construct. Here every line of it is held against
//! what its fixture compiles to.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use mizan_generate::{Output, Target, generate};

/// Fixtures that show a whole client rather than one construct.
const WHOLE_CLIENTS: &[&str] = &["shop", "user", "long-names", "not-yet-emitted", "unknown-keys"];

struct Line {
    number: usize,
    snippets: Vec<String>,
    fixtures: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of the tables: their last cell names fixtures, those between hold what comes out.
fn lines() -> Vec<Line> {
    let text = fs::read_to_string(root().join("docs/mapping.md")).unwrap();
    let rows = text.lines().zip(1..).filter(|(line, _)| line.starts_with("| "));
    let is_head = |line: &str| line.starts_with("| construct |") || line.starts_with("| --- |");
    rows.filter(|(line, _)| !is_head(line))
        .map(|(line, number)| {
            let line = line.replace("\\|", "\u{0}");
            let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
            let [_, shown @ .., fixtures] = cells.as_slice() else { panic!("line {number} has too few cells") };
            let snippets = shown.iter().flat_map(|cell| code(cell)).map(|text| text.replace('\u{0}', "|")).collect();
            Line { number, snippets, fixtures: code(fixtures) }
        })
        .collect()
}

/// What stands in backticks.
fn code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What each fixture's types compile to.
fn fixtures() -> BTreeMap<String, String> {
    let output = Output { targets: vec![Target::React], ..Output::default() };
    let files = fs::read_dir(root().join("fixtures")).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let artifacts = generate(&fs::read_to_string(&path).unwrap(), &output).result.expect(&name);
            let types = artifacts.iter().find(|a| a.path == "protocol/types.ts").expect("types are always written");
            (name, types.text.clone())
        })
        .filter(|(name, _)| !WHOLE_CLIENTS.contains(&name.as_str()))
        .collect()
}

#[test]
fn every_line_is_what_its_fixture_compiles_to() {
    let fixtures = fixtures();
    let mut wrong = Vec::new();
    for Line { number, snippets, fixtures: named } in lines() {
        if named.is_empty() {
            wrong.push(format!("line {number} names no fixture"));
        }
        for name in named {
            match fixtures.get(&name) {
                None => wrong.push(format!("line {number} names `{name}`, which is no fixture")),
                Some(types) => wrong.extend(
                    snippets
                        .iter()
                        .filter(|snippet| !types.contains(snippet.as_str()))
                        .map(|snippet| format!("line {number}: `{snippet}` doesn't come out of `{name}`")),
                ),
            }
        }
    }
    assert!(wrong.is_empty(), "docs/mapping.md:\n{}", wrong.join("\n"));
}

#[test]
fn every_fixture_has_a_line() {
    let named: BTreeSet<String> = lines().into_iter().flat_map(|line| line.fixtures).collect();
    let unnamed: Vec<String> = fixtures().into_keys().filter(|name| !named.contains(name)).collect();
    assert!(unnamed.is_empty(), "docs/mapping.md names none of {unnamed:?}");
}
