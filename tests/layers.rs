//! The direction of the data, as ARCHITECTURE.md draws it: no module uses one that comes later.

#![expect(clippy::disallowed_methods, reason = "reads the sources")]

use std::{collections::BTreeSet, fs, path::Path};

use walkdir::WalkDir;

/// Module → what it may use. A leaf (`diagnostic`, `config`, `artifact`) may be used by anyone.
const MAY_USE: &[(&str, &[&str])] = &[
    ("artifact", &[]),
    ("cli", &["Compiled", "Outcome", "analyse", "analysed_json", "emit", "interrupt", "source", "threads", "write"]),
    ("config", &[]),
    ("diagnostic", &[]),
    ("edge", &["ir"]),
    ("interrupt", &[]),
    ("ir", &[]),
    ("lower", &["ir", "schema", "threads", "ts"]),
    ("render", &["ts"]),
    ("schema", &[]),
    ("source", &["threads"]),
    ("threads", &[]),
    ("targets", &["ir", "render", "ts", "vendor", "view"]),
    ("ts", &[]),
    ("validate", &["ir"]),
    ("vendor", &["render"]),
    ("view", &["ir", "ts"]),
    ("write", &["interrupt"]),
];
const LEAVES: &[&str] = &["artifact", "config", "diagnostic"];
const TARGETS: &[&str] = &["react", "vue", "svelte"];

#[test]
fn no_module_uses_one_that_comes_later() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in WalkDir::new(&sources).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file()) {
        let path = entry.path().strip_prefix(&sources).unwrap().with_extension("");
        let module = path.components().next().unwrap().as_os_str().to_str().unwrap();
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let (_, may_use) =
            MAY_USE.iter().find(|(m, _)| *m == module).unwrap_or_else(|| panic!("{module} is not listed"));
        for used in used(&fs::read_to_string(entry.path()).unwrap()) {
            let allowed = used == module || LEAVES.contains(&used.as_str()) || may_use.contains(&used.as_str());
            assert!(allowed, "{} uses {used}", entry.path().display());
        }
    }
}

/// `write` alone looks into JSON that is no schema: whether a file is an edge manifest.
#[test]
fn no_json_is_kept_as_it_came() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = WalkDir::new(&sources).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    for entry in entries.filter(|e| !e.path().starts_with(sources.join("write"))) {
        let text = fs::read_to_string(entry.path()).unwrap();
        let is_used = text.contains("serde_json::Value") || text.contains("serde_json::{Value");
        assert!(!is_used, "{} uses serde_json::Value", entry.path().display());
    }
}

#[test]
fn no_target_uses_another_targets_view() {
    let views = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/view");
    for target in TARGETS {
        let text = fs::read_to_string(views.join(format!("{target}.rs"))).unwrap();
        for other in TARGETS.iter().filter(|o| o != &target) {
            assert!(!text.contains(&format!("{other}::")), "view/{target}.rs uses view/{other}.rs");
        }
    }
}

/// The top-level modules that a file names: `crate::name`, in imports with braces too.
fn used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => used.extend(names_in_braces(list)),
            None => used.extend(identifier(rest)),
        }
    }
    used
}

/// The first name of each entry of a use list, up to the brace that ends it.
fn names_in_braces(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut start) = (0, true);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && c.is_alphabetic() => {
                names.extend(identifier(&list[at..]));
                start = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

#[test]
fn templates_spell_and_do_not_decide() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for entry in WalkDir::new(&templates).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file()) {
        let name = entry.path().display();
        let text = fs::read_to_string(entry.path()).unwrap();
        let (lines, mut depth, mut deepest) = (text.lines().count(), 0, 0);
        for (at, _) in text.match_indices("{%") {
            let tag = text[at + 2..].trim_start_matches('-').trim_start();
            if tag.starts_with("end") {
                depth -= 1;
            } else if tag.starts_with("if") || tag.starts_with("for") {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
        assert!(lines <= 60, "{name} has {lines} lines");
        assert!(deepest <= 2, "{name} nests {deepest} deep");
    }
}
