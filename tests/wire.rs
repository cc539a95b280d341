//! The facts that backend, kernel and compiler must agree on, from `fixtures/wire`.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures")]

use std::fs;

use mizan_generate::edge_manifest;
use serde_json::Value;

#[test]
fn the_edge_manifest_is_the_backends() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/wire/edge-manifest.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    for case in vectors["manifests"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let made = edge_manifest(&case["export"].to_string());
        let made = made.result.unwrap_or_else(|| panic!("{name}: {:?}", made.diagnostics));
        assert_eq!(made, serde_json::to_string_pretty(&case["manifest"]).unwrap() + "\n", "{name}");
    }
}
