//! A schema is untrusted: whatever its texts say, in whatever position, the client that comes out
//! has the structure that it has with harmless texts, or there is none.

#![allow(clippy::manual_strip, clippy::match_bool, reason = "a reader of text counts its offsets itself")]

#[path = "untrusted/tokens.rs"]
mod tokens;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use mizan_generate::{Artifact, Output, Renderer, SourceText, Target, edge_manifest, generate, protocol_json};
use proptest::prelude::*;
use rayon::prelude::*;
use serde_json::Value;

/// An export with a text in every place that takes one, marked `%like this%`.
const EXPORT: &str = include_str!("untrusted/export.json");

/// What breaks out of code, comments, markup, terminals and objects.
const HOSTILE: &[&str] = &[
    "*/",
    "*/ alert(1) /*",
    "/**",
    "//",
    "`",
    "${alert(1)}",
    "`${alert(1)}`",
    "\"",
    "'",
    "\"; alert(1); //",
    "\\",
    "\\\\",
    "\\\"",
    "\\u0022",
    "\n",
    "\r",
    "\r\n",
    "\u{2028}",
    "\u{2029}",
    "\u{85}",
    "\u{b}",
    "\u{0}",
    "\u{1b}[31m",
    "</script>",
    "</script><script>alert(1)</script>",
    "<!--",
    "-->",
    "]]>",
    "{@html x}",
    "{@render x()}",
    "{{ x }}",
    "{% x %}",
    "{x}",
    "}",
    "{",
    ");",
    "](",
    ">",
    "<",
    "&lt;",
    "__proto__",
    "constructor",
    "prototype",
    "hasOwnProperty",
    "toString",
    "default",
    "class",
    "K",
    "Props",
    "mizan",
    "React",
    "@deprecated",
    "\n@deprecated",
    "\n * @deprecated",
    " * @deprecated",
    "\u{2028}@deprecated",
    "{@link x}",
    "@ts-ignore",
    "\n// @ts-nocheck",
    "#!/bin/sh",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{200d}",
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "é",
    "e\u{301}",
    "ŉ",
    "ﬁ",
    "😀",
    "𝒳",
    "ᚠ",
    "~",
    "~1",
    "/",
    "%2F",
    "%",
    "..",
    "../../x",
    "CON",
    "a: b",
    "undefined",
    "import(\"x\")",
];

static TREE: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(EXPORT).unwrap());

static SLOTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut slots = BTreeSet::new();
    each_text(&TREE, &mut |text| {
        slots.extend(text.split('%').skip(1).step_by(2).map(str::to_owned));
    });
    slots.into_iter().collect()
});

fn each_text(value: &Value, f: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => f(text),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, f)),
        Value::Object(members) => {
            for (key, value) in members {
                f(key);
                each_text(value, f);
            }
        }
        _ => {}
    }
}

/// The tree with every text replaced.
fn map(value: &Value, f: &mut impl FnMut(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(f(text)),
        Value::Array(items) => items.iter().map(|item| map(item, f)).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (f(key), map(value, f))).collect(),
        other => other.clone(),
    }
}

/// The export with `texts` in its slots, and something harmless in the others.
fn filled(texts: &BTreeMap<&str, String>) -> String {
    let tree = map(&TREE, &mut |text| {
        let is_reference = text.starts_with("#/");
        let parts = text.split('%').enumerate().map(|(i, part)| {
            if i % 2 == 0 {
                return part.to_owned();
            }
            let filler = texts.get(part).cloned().unwrap_or_else(|| harmless(part));
            if is_reference { escaped(&filler) } else { filler }
        });
        parts.collect()
    });
    tree.to_string()
}

/// A text that is no identifier, so that it is quoted wherever a hostile one is.
fn harmless(slot: &str) -> String {
    format!("harmless {slot}")
}

/// As one segment of a pointer in a URI fragment.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('~', "~0").replace('/', "~1")
}

fn compile(text: &str) -> Option<Vec<Artifact>> {
    let output = Output { targets: vec![Target::React, Target::Vue, Target::Svelte], ..Output::default() };
    let outcome = generate(text, &output);
    let drawn = Renderer::new(SourceText { name: "x.json", text }).render(&outcome.diagnostics);
    let drawn = anstream::adapter::strip_str(&drawn).to_string();
    let breaks = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'));
    assert!(!drawn.contains(breaks), "{drawn:?}");
    outcome.result
}

/// What must not depend on texts: each file's structure, markup and doc tags.
type Structure = BTreeMap<String, (Vec<Vec<tokens::Token>>, String, Vec<String>)>;

fn structure(artifacts: &[Artifact]) -> Structure {
    let of = |artifact: &Artifact| {
        let (before, rest) = match artifact.path.ends_with(".svelte") {
            true => artifact.text.split_once("<script lang=\"ts\">").expect("a component has a script"),
            false => ("", artifact.text.as_str()),
        };
        let (code, after) = match artifact.path.ends_with(".svelte") {
            true => rest.split_once("</script>").expect("a script ends"),
            false => (rest, ""),
        };
        let hidden = |c: char| {
            c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!artifact.text.contains(hidden), "{}: {:?}", artifact.path, artifact.text);
        let markup = if artifact.path.ends_with(".svelte") { format!("{before}§{after}") } else { String::new() };
        (tokens::structure(code), markup, tokens::tags(code))
    };
    artifacts.iter().map(|artifact| (artifact.path.clone(), of(artifact))).collect()
}

static BASELINE: LazyLock<Structure> =
    LazyLock::new(|| structure(&compile(&filled(&BTreeMap::new())).expect("harmless texts are accepted")));

fn assert_same(found: &Structure, expected: &Structure, what: &str) {
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{what}");
    for (path, (code, markup, tags)) in found {
        let (expected_code, expected_markup, expected_tags) = &expected[path];
        assert_eq!(markup, expected_markup, "{what}: the markup of {path}");
        assert_eq!(tags, expected_tags, "{what}: the doc tags of {path}");
        for (item, expected) in code.iter().zip(expected_code) {
            assert_eq!(item, expected, "{what}: {path}");
        }
        assert_eq!(code.len(), expected_code.len(), "{what}: {path}");
    }
}

/// `texts` where names may be anything: it must be accepted, and change nothing but names.
fn check(texts: &BTreeMap<&str, String>) {
    let text = filled(texts);
    let Some(artifacts) = compile(&text) else {
        panic!("{texts:?} is refused: {:?}", generate(&text, &Output::default()).diagnostics);
    };
    assert_same(&structure(&artifacts), &BASELINE, &format!("{texts:?}"));
    let ir = protocol_json(&text).result.unwrap();
    assert!(serde_json::from_str::<Value>(&ir).is_ok());
    let edge: Value = serde_json::from_str(&edge_manifest(&text).result.unwrap()).unwrap();
    assert_eq!(edge["contexts"].as_object().unwrap().len(), 2);
}

#[test]
fn the_export_has_the_slots_that_it_should() {
    assert!(SLOTS.len() > 90, "{}", SLOTS.len());
    assert!(BASELINE.len() > 12);
}

/// A keyword that the compiler begins to read must get its texts in the export too.
#[test]
fn the_export_has_every_keyword_that_is_read() {
    const SOURCES: [&str; 2] = [include_str!("../src/schema/export.rs"), include_str!("../src/schema/node.rs")];
    /// Values, of which one stands for all.
    const VALUES: &[&str] = &["http", "superuser", "custom", "schema", "validate"];
    let mut known: BTreeSet<String> = VALUES.iter().map(|v| (*v).to_owned()).collect();
    each_text(&TREE, &mut |text| {
        known.insert(text.to_owned());
    });
    let is_word = |text: &str| {
        text.starts_with(|c: char| c == '$' || c.is_ascii_lowercase())
            && text.chars().all(|c| c == '$' || c == '-' || c.is_ascii_alphanumeric())
    };
    let sources = SOURCES.map(|source| source.replace("\\\"", ""));
    let words: Vec<&str> =
        sources.iter().flat_map(|s| s.split('"').skip(1).step_by(2)).filter(|w| is_word(w)).collect();
    assert!(words.len() > 60, "{words:?}");
    let missing: Vec<_> = words.into_iter().filter(|word| !known.contains(*word)).collect();
    assert!(missing.is_empty(), "tests/untrusted/export.json has none of {missing:?}");
}

#[test]
fn every_slot_takes_every_hostile_text() {
    // All slots times all texts would take minutes, so each slot takes every fourth text and the next
    // one those beside them.
    SLOTS.par_iter().enumerate().for_each(|(i, slot)| {
        for text in HOSTILE.iter().skip(i % 4).step_by(4) {
            check(&BTreeMap::from([(slot.as_str(), (*text).to_owned())]));
        }
    });
}

/// `text` with the text at one position, a key's or a value's, replaced.
fn replaced(position: usize, by: &str) -> String {
    let mut at = 0;
    let full: Value = serde_json::from_str(&filled(&BTreeMap::new())).unwrap();
    let tree = map(&full, &mut |text| {
        at += 1;
        if at == position + 1 { by.to_owned() } else { text.to_owned() }
    });
    tree.to_string()
}

static POSITIONS: LazyLock<usize> = LazyLock::new(|| {
    let mut count = 0;
    each_text(&TREE, &mut |_| count += 1);
    count
});

static KEYS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut keys = BTreeSet::new();
    each_key(&TREE, &mut |key| {
        keys.insert(key.to_owned());
    });
    keys
});

fn each_key(value: &Value, f: &mut impl FnMut(&str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each_key(item, f)),
        Value::Object(members) => {
            for (key, value) in members {
                f(key);
                each_key(value, f);
            }
        }
        _ => {}
    }
}

/// Where any text may be nonsense, and so be refused: if it is not, it means what another one means.
fn check_position(position: usize, text: &str) {
    // In the place of a keyword, another keyword means what it says.
    if KEYS.contains(text) {
        return;
    }
    let Some(artifacts) = compile(&replaced(position, text)) else { return };
    // Wire names take no space.
    let expected = ["harmless instead", "harmless_instead"].iter().find_map(|text| compile(&replaced(position, text)));
    let expected = expected.unwrap_or_else(|| panic!("position {position} takes {text:?}, but not a harmless text"));
    assert_same(&structure(&artifacts), &structure(&expected), &format!("{text:?} at {position}"));
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(HOSTILE).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-zA-Z0-9 _.*/-]{0,6}",
        1 => (any::<char>(), 1usize..300).prop_map(|(c, n)| String::from(c).repeat(n)),
    ];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn many_hostile_texts_at_once_change_nothing(
        texts in prop::collection::btree_map(0..SLOTS.len(), hostile(), 1..40),
    ) {
        // Two slots with one text would be two members with one name.
        check(&texts.into_iter().map(|(slot, text)| (SLOTS[slot].as_str(), format!("{text} {slot}"))).collect());
    }

    #[test]
    fn a_hostile_text_anywhere_is_refused_or_harmless(position in 0..*POSITIONS, text in hostile()) {
        check_position(position, &text);
    }
}
