//! Every fixture through the whole pipeline. A new case is a new file: `fixtures/<case>.json` is
//! accepted, `fixtures/invalid/<code>-<slug>.json` is refused with that code.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures")]

use std::{fs, path::Path};

use mizan_generate::{
    Artifact, Output, Renderer, Severity, SourceText, Target, edge_manifest, generate, protocol_json,
};

fn output() -> Output {
    Output { targets: vec![Target::React, Target::Vue, Target::Svelte], ..Output::default() }
}

fn cases(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut cases: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no fixtures in {}", folder.display());
    cases
}

fn snapshot(output: &str, case: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "snapshots",
        prepend_module_to_snapshot => false,
        snapshot_suffix => case,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(output, text);
    });
}

fn folder(artifacts: &[Artifact], name: &str) -> String {
    let mut text = String::new();
    for artifact in artifacts.iter().filter(|a| a.path.starts_with(&format!("{name}/"))) {
        text.extend(["──── ", &artifact.path, "\n", &artifact.text]);
    }
    text
}

fn drawn(case: &str, text: &str, diagnostics: &[mizan_generate::Diagnostic]) -> String {
    let name = format!("{case}.json");
    let drawn = Renderer::new(SourceText { name: &name, text }).render(diagnostics);
    anstream::adapter::strip_str(&drawn).to_string()
}

#[test]
fn accepted_fixtures_give_their_snapshots() {
    for (case, text) in cases("fixtures") {
        let outcome = generate(&text, &output());
        let Some(artifacts) = outcome.result else {
            panic!("{case} is refused:\n{}", drawn(&case, &text, &outcome.diagnostics));
        };
        for name in ["protocol", "react", "vue", "svelte"] {
            snapshot(name, &case, &folder(&artifacts, name));
        }
        if !outcome.diagnostics.is_empty() {
            snapshot("warnings", &case, &drawn(&case, &text, &outcome.diagnostics));
        }
        snapshot("ir", &case, &protocol_json(&text).result.unwrap());
        snapshot("edge", &case, &edge_manifest(&text).result.unwrap());
    }
}

#[test]
fn refused_fixtures_give_their_diagnostics() {
    for (case, text) in cases("fixtures/invalid") {
        let outcome = generate(&text, &output());
        assert!(outcome.result.is_none(), "{case} is accepted");
        let code = case.split('-').next().unwrap();
        let codes: Vec<_> = outcome.diagnostics.iter().map(|d| d.code.as_str()).collect();
        assert!(codes.contains(&code), "{case} is refused with {codes:?}");
        assert!(outcome.diagnostics.iter().any(|d| d.severity() == Severity::Error));
        let drawn = drawn(&case, &text, &outcome.diagnostics);
        for d in &outcome.diagnostics {
            assert!(!d.help.is_empty(), "{case}: no advice with {:?}", d.message);
            assert!(!d.message.contains('\n'), "{case}: {:?} is no single line", d.message);
        }
        // One place each: where a pointer leads nowhere, there would be none.
        let errors = outcome.diagnostics.iter().filter(|d| d.severity() == Severity::Error).count();
        let places = drawn.lines().filter(|line| line.trim_start().starts_with("--> ")).count();
        assert!(places >= errors, "{case}: only {places} places\n{drawn}");
        snapshot("refusal", &case, &drawn);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for (case, text) in cases("fixtures") {
        let first = generate(&text, &output()).result;
        assert!(first == generate(&text, &output()).result, "{case} differs between two runs");
    }
}
