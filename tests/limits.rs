//! Exports that ask for too much: each ends in an answer, and none in an answer that is out of all
//! proportion to the question.

mod sandbox;

use std::{fmt::Write, fs, io::BufWriter};

use mizan_generate::{Output, Severity, Target, generate, protocol_json};
use sandbox::Sandbox;

/// An export of these components, of which a function takes and returns the one called `Root`.
fn export(schemas: &str) -> String {
    format!(
        r##"{{"x-mizan-functions":[{{"name":"save","hasInput":true,"inputType":"Args","outputType":"Root"}}],
        "components":{{"schemas":{{"Args":{{"type":"object","properties":{{"root":{{"$ref":"#/components/schemas/Root"}}}}}},{schemas}}}}}}}"##
    )
}

fn list(n: usize, mut item: impl FnMut(usize) -> String) -> String {
    (0..n).map(&mut item).collect::<Vec<_>>().join(",")
}

fn reference(name: &str) -> String {
    format!(r##"{{"$ref":"#/components/schemas/{name}"}}"##)
}

fn properties(n: usize, prefix: &str) -> String {
    list(n, |i| format!(r#""{prefix}{i}":{{"type":"string"}}"#))
}

/// `Root` with a member for each of `uses`.
fn root(n: usize, uses: impl FnMut(usize) -> String) -> String {
    let mut uses = uses;
    let members = list(n, |i| format!(r#""u{i}":{}"#, uses(i)));
    format!(r#""Root":{{"type":"object","properties":{{{members}}}}}"#)
}

fn large_enum(name: &str, n: usize) -> String {
    format!(r#""{name}":{{"enum":[{}]}}"#, list(n, |i| format!(r#""value{i}""#)))
}

/// Families of exports that grow with `n`, and whose answers might grow with its square or worse.
type Family = (&'static str, fn(usize) -> String);

const FAMILIES: &[Family] = &[
    ("each type extends the one before", |n| {
        let types = list(n, |i| {
            let base = if i == 0 { "{}".to_owned() } else { reference(&format!("T{}", i - 1)) };
            format!(r#""T{i}":{{"allOf":[{base},{{"properties":{{"p{i}":{{"type":"string"}}}}}}]}}"#)
        });
        export(&format!("{types},{}", root(1, |_| reference(&format!("T{}", n - 1)))))
    }),
    ("many extend one that is wide", |n| {
        let base = format!(r#""Base":{{"properties":{{{}}}}}"#, properties(n, "p"));
        let extended = |i| format!(r#"{{"allOf":[{},{{"properties":{{"q{i}":{{}}}}}}]}}"#, reference("Base"));
        export(&format!("{base},{}", root(n, extended)))
    }),
    ("each is one of two that follow, beside a list of types", |n| {
        let pair = |i: usize| {
            let next = format!("{},{}", reference(&format!("A{}", i + 1)), reference(&format!("B{}", i + 1)));
            format!(r#""A{i}":{{"anyOf":[{next}]}},"B{i}":{{"anyOf":[{next}]}}"#)
        };
        let last = format!(r#""A{n}":{{"type":"string"}},"B{n}":{{"type":"object"}}"#);
        let root = r##""Root":{"type":["object","null"],"$ref":"#/components/schemas/A0"}"##;
        export(&format!("{},{last},{root}", list(n, pair)))
    }),
    ("many extend one with a long doc", |n| {
        let doc = "word ".repeat(20 * n);
        let base = format!(r#""Base":{{"properties":{{"p":{{"type":"string","description":"{doc}"}}}}}}"#);
        let extended = |i| format!(r#"{{"allOf":[{},{{"properties":{{"q{i}":{{}}}}}}]}}"#, reference("Base"));
        export(&format!("{base},{}", root(n, extended)))
    }),
    ("many extend one with a long constant", |n| {
        let base = format!(r#""Base":{{"properties":{{"p":{{"const":"{}"}}}}}}"#, "x".repeat(100 * n));
        let extended = |i| format!(r#"{{"allOf":[{},{{"properties":{{"q{i}":{{}}}}}}]}}"#, reference("Base"));
        export(&format!("{base},{}", root(n, extended)))
    }),
    ("one of many parts", |n| {
        let parts = list(n, |i| format!(r#"{{"properties":{{"p{i}":{{"type":"string"}}}}}}"#));
        export(&format!(r#""Root":{{"allOf":[{parts}]}}"#))
    }),
    ("unions of lists times unions of lists", |n| {
        let union = |prefix: &str| {
            let member = |i| format!(r#"{{"items":{{"properties":{{"{prefix}{i}":{{}}}}}}}}"#);
            format!(r#"{{"anyOf":[{}]}}"#, list(n, member))
        };
        export(&root(1, |_| format!(r#"{{"allOf":[{},{},{}]}}"#, union("a"), union("b"), union("c"))))
    }),
    ("a union of lists times one long list", |n| {
        let union = list(n, |i| format!(r#"{{"items":{{"properties":{{"a{i}":{{}}}}}}}}"#));
        let long = format!(r#"{{"items":{{"properties":{{{}}}}}}}"#, properties(n, "p"));
        export(&root(1, |_| format!(r#"{{"allOf":[{{"anyOf":[{union}]}},{long}]}}"#)))
    }),
    ("references to a long enumeration with a type beside them", |n| {
        let narrowed = |_| r##"{"$ref":"#/components/schemas/Long","type":"string"}"##.to_owned();
        export(&format!("{},{}", large_enum("Long", n), root(n, narrowed)))
    }),
    ("what two long enumerations have in common", |n| {
        let both = |_| format!(r#"{{"allOf":[{},{}]}}"#, reference("Long"), reference("Longer"));
        export(&format!("{},{},{}", large_enum("Long", n), large_enum("Longer", n + 1), root(n, both)))
    }),
    ("maps with some required keys of a long enumeration", |n| {
        let map = |i| {
            format!(
                r#"{{"propertyNames":{},"additionalProperties":{{"type":"string"}},"required":["value{i}"]}}"#,
                reference("Long")
            )
        };
        export(&format!("{},{}", large_enum("Long", n), root(n, map)))
    }),
    ("references to a long tuple with a type beside them", |n| {
        let long = format!(r#""Long":{{"type":"array","prefixItems":[{}]}}"#, list(n, |_| "{}".to_owned()));
        let narrowed = |_| format!(r#"{{"allOf":[{},{{"items":{{"type":"string"}}}}]}}"#, reference("Long"));
        export(&format!("{long},{}", root(n, narrowed)))
    }),
    ("one member with many tags", |n| {
        let tags = list(n, |i| format!(r##""tag{i}":"#/components/schemas/A""##));
        let union = format!(
            r#"{{"oneOf":[{},{}],"discriminator":{{"propertyName":"kind","mapping":{{{tags}}}}}}}"#,
            reference("A"),
            reference("B")
        );
        let ab = r#""A":{"properties":{"a":{}}},"B":{"properties":{"b":{}}}"#;
        export(&format!("{ab},{}", root(1, |_| union.clone())))
    }),
    ("unions that share all their members", |n| {
        let types = list(n, |i| {
            let next =
                |side| if i + 1 < n { reference(&format!("{side}{}", i + 1)) } else { r#"{"const":"x"}"#.to_owned() };
            let union = format!(r#"{{"anyOf":[{},{},{{"type":"null"}}]}}"#, next("L"), next("R"));
            format!(r#""L{i}":{union},"R{i}":{union}"#)
        });
        let narrowed = format!(r#"{{"allOf":[{},{{"type":"string"}}]}}"#, reference("L0"));
        export(&format!("{types},{}", root(1, |_| narrowed.clone())))
    }),
    ("names for names", |n| {
        let types = list(n, |i| format!(r#""T{}":{}"#, i + 1, reference(&format!("T{i}"))));
        let narrowed = |i| format!(r#"{{"allOf":[{},{{"type":"string"}}]}}"#, reference(&format!("T{i}")));
        export(&format!(r#""T0":{{"type":"string"}},{types},{}"#, root(n, narrowed)))
    }),
    ("a context of many params", |n| {
        let params = list(n, |i| format!(r#""p{i}":{{"type":"string","sharedBy":["read"]}}"#));
        format!(
            r#"{{"x-mizan-functions":[{{"name":"read","hasInput":true,"inputType":"In","isContext":"c"}}],
            "x-mizan-contexts":{{"c":{{"functions":["read"],"params":{{{params}}}}}}},
            "components":{{"schemas":{{"In":{{"type":"object","properties":{{{}}}}}}}}}}}"#,
            properties(n, "p")
        )
    }),
    ("many functions of one context that share a long param", |n| {
        let functions = list(n, |i| {
            format!(r#"{{"name":"f{i}","hasInput":true,"inputType":"In","isContext":"c","outputType":"In"}}"#)
        });
        let names = list(n, |i| format!(r#""f{i}""#));
        format!(
            r#"{{"x-mizan-functions":[{functions}],
            "x-mizan-contexts":{{"c":{{"functions":[{names}],"params":{{"p":{{"type":"string","sharedBy":[{names}]}}}}}}}},
            "components":{{"schemas":{{"In":{{"type":"object","properties":{{"p":{}}}}},{}}}}}}}"#,
            reference("Long"),
            large_enum("Long", n)
        )
    }),
];

/// The bytes of a client and of the IR, which shows what else was made on the way.
fn size(what: &str, text: &str) -> usize {
    let output = Output { targets: vec![Target::React, Target::Vue, Target::Svelte], ..Output::default() };
    let outcome = generate(text, &output);
    let artifacts = outcome.result.unwrap_or_else(|| panic!("{what} is refused: {:?}", outcome.diagnostics));
    artifacts.iter().map(|a| a.text.len()).sum::<usize>() + protocol_json(text).result.unwrap().len()
}

#[test]
fn what_comes_out_grows_no_faster_than_what_goes_in() {
    for (what, family) in FAMILIES {
        let (small, large) = (size(what, &family(150)), size(what, &family(600)));
        assert!(large < 8 * small, "{what}: {small} bytes become {large} when the export is four times as large");
    }
}

#[test]
fn a_list_of_types_beside_a_name_that_leads_back_ends_in_a_message() {
    let back = format!(r#""Back":{{"anyOf":[{},{{"type":"string"}}]}}"#, reference("Back"));
    let root = r##""Root":{"type":["object","null"],"$ref":"#/components/schemas/Back"}"##;
    let outcome = generate(&export(&format!("{back},{root}")), &Output::default());
    assert!(outcome.result.is_none());
    assert!(outcome.diagnostics.iter().any(|d| d.code.as_str() == "MZ012"), "{:?}", outcome.diagnostics);
}

/// 200 levels of each construct, in one type.
fn nested(open: &str, inside: &str, close: &str) -> String {
    nested_by(200, open, inside, close)
}

fn nested_by(levels: usize, open: &str, inside: &str, close: &str) -> String {
    export(&format!(r#""Root":{}{inside}{}"#, open.repeat(levels), close.repeat(levels)))
}

const NESTED: &[(&str, &str)] = &[
    (r#"{"items":"#, "}"),
    (r#"{"prefixItems":["#, "]}"),
    (r#"{"properties":{"a":"#, "}}"),
    (r#"{"additionalProperties":"#, "}"),
    (r#"{"patternProperties":{"^a":"#, "}}"),
    (r#"{"anyOf":[{"type":"null"},"#, "]}"),
    (r#"{"oneOf":[{"properties":{"b":{}}},"#, "]}"),
    (r#"{"allOf":[{"properties":{"b":{}}},"#, "]}"),
    (r#"{"properties":{"c":{"const":1}},"allOf":["#, "]}"),
];

#[test]
fn two_hundred_levels_of_anything_are_read() {
    for (open, close) in NESTED {
        size(open, &nested(open, r#"{"type":"object","properties":{"z":{"type":"string"}}}"#, close));
    }
    let chain = list(200, |i| format!(r#""T{i}":{}"#, reference(&format!("T{}", i + 1))));
    size("$ref", &export(&format!(r#"{chain},"T200":{{"type":"string"}},"Root":{}"#, reference("T0"))));
}

#[test]
fn more_levels_than_anyone_writes_are_refused() {
    for (open, close) in NESTED {
        for levels in [300, 2_000, 100_000] {
            let text = nested_by(levels, open, "{}", close);
            let outcome = generate(&text, &Output::default());
            assert!(outcome.result.is_none(), "{levels} levels of {open} are accepted");
            let codes: Vec<_> = outcome.diagnostics.iter().map(|d| d.code.as_str()).collect();
            assert!(codes.iter().all(|code| *code == "MZ004"), "{levels} levels of {open}: {codes:?}");
        }
    }
    // A chain of names is no nesting, however long.
    let n = 20_000;
    let chain = list(n, |i| format!(r#""T{i}":{}"#, reference(&format!("T{}", i + 1))));
    size("$ref", &export(&format!(r#"{chain},"T{n}":{{"type":"string"}},"Root":{}"#, reference("T0"))));
}

/// As large as exports never are; less in a debug build, so that the suite stays quick.
const LARGE: usize = if cfg!(debug_assertions) { 4 << 20 } else { 100 << 20 };

fn refused(what: &str, code: &str, write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) {
    let sandbox = Sandbox::empty();
    let mut file = BufWriter::new(fs::File::create(sandbox.path("schema.json")).unwrap());
    write(&mut file).unwrap();
    drop(file);
    let ended = sandbox.run("--schema schema.json --target react");
    ended.assert_fails(1, &[&format!("error[{code}]")]);
    assert!(ended.stderr.len() < 4_000, "{what}: {} bytes of message", ended.stderr.len());
    assert!(!sandbox.exists("mizan"), "{what}");
}

fn repeated(byte: u8) -> Vec<u8> {
    vec![byte; LARGE]
}

#[test]
fn large_inputs_that_are_no_export_end_in_a_message() {
    refused("brackets", "MZ004", |file| file.write_all(&repeated(b'[')));
    refused("braces", "MZ001", |file| file.write_all(&repeated(b'{')));
    refused("members in members", "MZ004", |file| file.write_all(r#"{"components":"#.repeat(LARGE / 14).as_bytes()));
    refused("white space", "MZ001", |file| file.write_all(&repeated(b' ')));
    refused("zeros", "MZ001", |file| file.write_all(&repeated(0)));
    refused("no UTF-8", "MZ001", |file| file.write_all(&repeated(0xff)));
    refused("digits", "MZ001", |file| file.write_all(&repeated(b'1')));
    refused("no UTF-8 at the end", "MZ001", |file| {
        file.write_all(b"\"")?;
        file.write_all(&repeated(b'x'))?;
        file.write_all(b"\xff\"")
    });
    refused("one text", "MZ002", |file| {
        file.write_all(b"\"")?;
        file.write_all(&repeated(b'x'))?;
        file.write_all(b"\"")
    });
    refused("one text that doesn't end", "MZ001", |file| {
        file.write_all(b"{\"x-mizan-functions\":\"")?;
        file.write_all(&repeated(b'x'))
    });
    refused("a list of nulls", "MZ002", |file| {
        file.write_all(b"[null")?;
        file.write_all(",null".repeat(LARGE / 5).as_bytes())?;
        file.write_all(b"]")
    });
}

#[test]
fn a_large_export_is_compiled_and_half_of_it_is_not() {
    // 470 bytes a context.
    let text = sandbox::large_schema(LARGE / 470 / if cfg!(debug_assertions) { 4 } else { 1 });
    let sandbox = Sandbox::empty();
    sandbox.write("schema.json", &text[..text.len() / 2]);
    let ended = sandbox.run("--schema schema.json --target react");
    ended.assert_fails(1, &["error[MZ001]", "the input ends in the middle"]);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    sandbox.write("utf-16.json", utf16);
    sandbox.write("schema.json", text);
    let ir = sandbox.run("ir --schema schema.json");
    assert_eq!((ir.code, ir.stderr.as_str()), (Some(0), ""));
    assert!(sandbox.run("ir --schema utf-16.json") == ir);
}

/// Mistakes in every place are all said, and take no longer than reading does.
#[test]
fn thousands_of_mistakes_are_said_at_once() {
    let n = 5_000;
    let mut schemas = String::new();
    for i in 0..n {
        let _ =
            write!(schemas, r##"{}"T{i}":{{"$ref":"#/components/schemas/Missing{i}"}}"##, if i > 0 { "," } else { "" });
    }
    let text = format!(r#"{{"x-mizan-functions":[],"components":{{"schemas":{{{schemas}}}}}}}"#);
    let outcome = generate(&text, &Output::default());
    let errors = outcome.diagnostics.iter().filter(|d| d.severity() == Severity::Error).count();
    assert!(errors >= n, "only {errors}");
}
