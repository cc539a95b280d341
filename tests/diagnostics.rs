//! The catalogue of diagnostics is whole: every code has a page whose example triggers it and a
//! fixture, and everything that is wrong with a document is said at once.

#![expect(clippy::disallowed_methods, reason = "reads fixtures and pages")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use mizan_generate::{Code, Output, Severity, Target, generate};

/// Too large to be shown on its page.
const WITHOUT_EXAMPLE: &[Code] = &[Code::TooDeep];

fn codes(text: &str) -> BTreeSet<Code> {
    let output = Output { targets: vec![Target::React], ..Output::default() };
    generate(text, &output).diagnostics.iter().map(|d| d.code).collect()
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == extension));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The first JSON block of a page.
fn example(page: &str) -> Option<&str> {
    page.split_once("```json\n")?.1.split_once("\n```").map(|(example, _)| example)
}

#[test]
fn every_code_has_a_page_whose_example_triggers_it() {
    for code in Code::ALL {
        let (id, page) = (code.as_str(), code.page());
        let title = page.lines().next().unwrap().strip_prefix(&format!("# {id}: ")).unwrap_or_default();
        assert!(title.len() > 8 && title == code.title(), "{id}: the first line is not `# {id}: title`");
        for section in ["\n## Example\n", "\n## Why\n", "\n## What to do\n"] {
            assert!(page.contains(section), "{id} has no section {section:?}");
        }
        assert!(page.lines().all(|line| line.len() <= 120), "{id} has a line that is too long");
        match example(page) {
            Some(example) => assert!(codes(example).contains(code), "{id}: its example gives {:?}", codes(example)),
            None => assert!(WITHOUT_EXAMPLE.contains(code), "{id} has no example"),
        }
    }
}

#[test]
fn every_page_belongs_to_a_code() {
    let known: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let pages: Vec<String> = files("docs/diagnostics", "md").iter().map(|path| name(path)).collect();
    assert_eq!(pages, known);
}

#[test]
fn every_code_has_a_fixture() {
    let invalid: Vec<String> = files("fixtures/invalid", "json").iter().map(|path| name(path)).collect();
    let warned: BTreeSet<Code> =
        files("fixtures", "json").iter().flat_map(|path| codes(&fs::read_to_string(path).unwrap())).collect();
    for code in Code::ALL {
        let found = match code.severity() {
            Severity::Error => invalid.iter().any(|name| name.starts_with(&format!("{}-", code.as_str()))),
            Severity::Warning => warned.contains(code),
        };
        assert!(found, "{} has no fixture", code.as_str());
    }
}

#[test]
fn everything_is_said_at_once() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/invalid/MZ005-ten-mistakes.json");
    let codes = codes(&fs::read_to_string(path).unwrap());
    assert!(codes.len() >= 10, "only {codes:?}");
}
