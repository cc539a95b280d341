//! The command line as people and programs meet it: exit codes, what goes to which stream, and every
//! kind of input that a file or a pipe can hold.

#![expect(clippy::disallowed_methods, reason = "sets up files and starts programs")]

mod sandbox;

use std::{fs, io::Read, process::Stdio};

use sandbox::{Ended, SCHEMA, Sandbox, ended};

const GENERATE: &str = "--schema schema.json --target react --out client";

fn utf16(text: &str, mark: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn version_and_help_go_to_standard_output() {
    let sandbox = Sandbox::empty();
    let version = sandbox.run("--version");
    assert_eq!(version, Ended { stdout: "mizan-generate 0.1.0\n".into(), ..Ended::quietly() });
    for arguments in ["--help", "-h", "ir --help", "explain --help", "help"] {
        let help = sandbox.run(arguments);
        assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""), "{arguments}");
        assert!(help.stdout.contains("Usage:"), "{arguments}: {}", help.stdout);
    }
    insta::assert_snapshot!(sandbox.run("--help").stdout);
}

#[test]
fn wrong_usage_is_told_with_exit_code_2() {
    let sandbox = Sandbox::new();
    let fails = |arguments: &str, parts: &[&str]| sandbox.run(arguments).assert_fails(2, parts);
    fails("", &["--schema FILE", "Usage:"]);
    fails("--target react", &["--schema FILE"]);
    fails("--schema schema.json", &["--target react, vue or svelte", "--manifest FILE"]);
    fails("--schema schema.json --target angular", &["angular", "react", "vue", "svelte"]);
    fails("--schema schema.json --targets react", &["--targets", "--target"]);
    fails("--schema schema.json --target react --import-extension mjs", &["mjs", "none", "js", "ts"]);
    fails("--schema", &["--schema"]);
    fails("ir", &["--schema FILE"]);
    fails("ir --target react", &["--target"]);
    fails("--target react ir --schema schema.json", &["--target", "'ir'"]);
    fails("--schema schema.json explain", &["--schema", "'explain'"]);
    fails("explain MZ999", &["MZ999", "lists them"]);
    fails("generate", &["generate"]);
    fails(&format!("{GENERATE} --color sometimes"), &["sometimes"]);
    assert_eq!(sandbox.files(".").len(), 1, "something was written");
}

#[test]
fn a_client_is_written_without_a_word() {
    let sandbox = Sandbox::new();
    sandbox
        .run("--schema schema.json --target react --target vue --target svelte --target vue --out a/b")
        .assert_quiet();
    let folders: Vec<String> = fs::read_dir(sandbox.path("a/b"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for folder in ["protocol", "react", "vue", "svelte", ".mizan-manifest.json"] {
        assert!(folders.iter().any(|f| f == folder), "{folder} is missing among {folders:?}");
    }
    assert_eq!(folders.len(), 5, "{folders:?}");
}

#[test]
fn the_default_output_folder_is_mizan() {
    let sandbox = Sandbox::new();
    sandbox.run("--schema schema.json --target vue").assert_quiet();
    assert!(sandbox.exists("mizan/vue/index.ts"));
}

#[test]
fn standard_input_is_as_good_as_a_file() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.feed("--schema - --target react --out piped", SCHEMA.as_bytes()), Ended::quietly());
    sandbox.run(GENERATE).assert_quiet();
    assert_eq!(sandbox.files("piped"), sandbox.files("client"));
    sandbox.feed("--schema - --target react", b"{").assert_fails(1, &["error[MZ001]", "<stdin>:1:"]);
}

#[test]
fn ir_prints_json_and_nothing_else() {
    let sandbox = Sandbox::new();
    let ended = sandbox.run("ir --schema schema.json");
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    let ir: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(ir["functions"][1]["name"]["wire"], "user_profile");
    assert_eq!(sandbox.feed("ir --schema -", SCHEMA.as_bytes()).stdout, ended.stdout);
    assert_eq!(sandbox.files(".").len(), 1);
}

#[test]
fn warnings_go_to_standard_error_and_are_said_once() {
    let sandbox = Sandbox::empty();
    sandbox.write("schema.json", include_str!("../fixtures/not-yet-emitted.json"));
    let ir = sandbox.run("ir --schema schema.json");
    assert!(serde_json::from_str::<serde_json::Value>(&ir.stdout).is_ok());
    let both = sandbox.run(&format!("{GENERATE} --manifest edge.json"));
    assert_eq!((both.code, both.stdout.as_str()), (Some(0), ""));
    assert_eq!(both.stderr, ir.stderr);
    assert_eq!(both.stderr.matches("warning[MZ090]").count(), 2, "{}", both.stderr);
    assert!(both.stderr.ends_with("\n2 warnings\n"));
}

#[test]
fn the_edge_manifest_goes_where_it_is_asked_to() {
    let sandbox = Sandbox::new();
    let printed = sandbox.run("--schema schema.json --manifest -");
    assert_eq!((printed.code, printed.stderr.as_str()), (Some(0), ""));
    let manifest: serde_json::Value = serde_json::from_str(&printed.stdout).unwrap();
    assert_eq!(manifest["contexts"]["user"]["endpoints"][0], "/api/mizan/ctx/user/");
    assert!(!sandbox.exists("mizan"));

    sandbox.run("--schema schema.json --manifest dist/edge.json").assert_quiet();
    assert_eq!(sandbox.read("dist/edge.json"), printed.stdout);
    let with_client = sandbox.run(&format!("{GENERATE} --manifest -"));
    assert_eq!(with_client.stdout, printed.stdout);
    assert!(sandbox.exists("client/react/index.ts"));
}

#[test]
fn the_edge_manifest_replaces_only_its_like() {
    let sandbox = Sandbox::new();
    sandbox.write("package.json", "{ \"name\": \"app\", \"version\": \"1\" }\n");
    let run = |manifest: &str| sandbox.run(&format!("--schema schema.json --manifest {manifest}"));
    run("package.json").assert_fails(2, &["package.json", "--force"]);
    run("schema.json").assert_fails(2, &["the schema itself"]);
    run("./schema.json").assert_fails(2, &["the schema itself"]);
    run("client/.mizan-manifest.json").assert_fails(2, &["list of generated files"]);
    let own = sandbox.run(&format!("{GENERATE} --manifest ./client/react/index.ts"));
    own.assert_fails(2, &["is a file of the client"]);
    assert!(!sandbox.exists("client"));
    run("package.json/edge.json").assert_fails(2, &["package.json"]);
    fs::create_dir(sandbox.path("folder")).unwrap();
    run("folder").assert_fails(2, &["folder"]);
    assert_eq!(sandbox.read("schema.json"), SCHEMA);
    assert_eq!(sandbox.read("package.json"), "{ \"name\": \"app\", \"version\": \"1\" }\n");

    let refused = sandbox.run(&format!("{GENERATE} --manifest package.json"));
    refused.assert_fails(2, &["package.json"]);
    assert!(!sandbox.exists("client"), "the client was written although the manifest was not");
    sandbox.run("--schema schema.json --manifest package.json --force").assert_quiet();
    assert!(sandbox.read("package.json").contains("\"mutations\""));
    sandbox.write("edge.json", sandbox.read("package.json").replace("user", "users"));
    run("edge.json").assert_quiet();
    assert_eq!(sandbox.read("edge.json"), sandbox.read("package.json"));
}

#[cfg(unix)]
#[test]
fn the_edge_manifest_follows_links_and_writes_to_devices() {
    let sandbox = Sandbox::new();
    let printed = sandbox.run("--schema schema.json --manifest -").stdout;
    assert_eq!(sandbox.run("--schema schema.json --manifest /dev/stdout").stdout, printed);
    sandbox.run("--schema schema.json --manifest /dev/null").assert_quiet();
    assert!(!fs::symlink_metadata("/dev/null").unwrap().is_file());
    sandbox.write("real/edge.json", "");
    std::os::unix::fs::symlink("real/edge.json", sandbox.path("link.json")).unwrap();
    sandbox.run("--schema schema.json --manifest link.json").assert_quiet();
    assert_eq!(sandbox.read("real/edge.json"), printed);
    assert!(fs::symlink_metadata(sandbox.path("link.json")).unwrap().is_symlink());
}

#[test]
fn codes_are_explained() {
    let sandbox = Sandbox::empty();
    let page = include_str!("../docs/diagnostics/MZ010.md");
    for code in ["MZ010", "mz010"] {
        let expected = Ended { stdout: page.to_owned(), ..Ended::quietly() };
        assert_eq!(sandbox.run(&format!("explain {code}")), expected);
    }
    let list = sandbox.run("explain");
    assert_eq!(list.stdout.lines().count(), mizan_generate::Code::ALL.len());
    assert!(list.stdout.contains("MZ010  a reference points to nothing\n"), "{}", list.stdout);
}

#[test]
fn a_refused_schema_leaves_nothing_behind() {
    let sandbox = Sandbox::empty();
    sandbox.write("schema.json", include_str!("../fixtures/invalid/MZ010-unknown-ref.json"));
    let refused = sandbox.run(GENERATE);
    refused.assert_fails(1, &["error[MZ010]", "schema.json:12:29", "^^^^", "did you mean", "2 errors"]);
    assert_eq!(sandbox.files(".").len(), 1);
    sandbox.run("ir --schema schema.json").assert_fails(1, &["error[MZ010]"]);
    sandbox.run("--schema schema.json --manifest edge.json").assert_fails(1, &["error[MZ010]"]);
    assert!(!sandbox.exists("client") && !sandbox.exists("edge.json"));
}

#[test]
fn what_is_no_file_is_told_with_what_to_do() {
    let sandbox = Sandbox::empty();
    sandbox.run(GENERATE).assert_fails(2, &["there is no file schema.json", "--schema"]);
    fs::create_dir(sandbox.path("schema.json")).unwrap();
    sandbox.run(GENERATE).assert_fails(2, &["schema.json is a folder"]);
    assert!(!sandbox.exists("client"));
}

#[test]
fn any_unicode_encoding_with_a_mark_is_read() {
    let sandbox = Sandbox::new();
    sandbox.run(GENERATE).assert_quiet();
    let expected = sandbox.files("client");
    let crlf = SCHEMA.replace('\n', "\r\n");
    let inputs: [(&str, Vec<u8>); 5] = [
        ("bom", format!("\u{feff}{SCHEMA}").into_bytes()),
        ("crlf", crlf.clone().into_bytes()),
        ("utf-16le", utf16(&crlf, true, u16::to_le_bytes)),
        ("utf-16be", utf16(SCHEMA, true, u16::to_be_bytes)),
        ("bom and crlf", format!("\u{feff}{crlf}").into_bytes()),
    ];
    for (what, bytes) in inputs {
        sandbox.write("schema.json", bytes);
        assert_eq!(sandbox.run("--schema schema.json --target react --out other"), Ended::quietly(), "{what}");
        assert!(sandbox.files("other") == expected, "{what}");
    }
}

#[test]
fn what_is_no_text_is_refused_at_the_place_where_it_stops_to_be() {
    let sandbox = Sandbox::empty();
    let refused = |bytes: &[u8], parts: &[&str]| {
        sandbox.write("schema.json", bytes);
        sandbox.run(GENERATE).assert_fails(1, &[&["error[MZ001]"], parts].concat());
    };
    refused(b"", &["the input is empty", "schema.json:1:1"]);
    refused(b" \r\n\t", &["the input is empty"]);
    refused(b"\xef\xbb\xbf", &["the input is empty"]);
    refused(b"{\n  \"a\": \"\xff\"\n}", &["not text in UTF-8", "schema.json:2:9", "as UTF-8"]);
    refused(&utf16("{}", false, u16::to_le_bytes), &["UTF-16 without a byte order mark"]);
    refused(&utf16("{}", false, u16::to_be_bytes), &["UTF-16 without a byte order mark"]);
    refused(b"\xff\xfe{\0\x00\xd8}\0", &["goes on with what is none"]);
    refused(b"\xff\xfe{\0}", &["in the middle of a character"]);
    refused(&[0; 1_000], &["MZ001"]);
    refused(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0], &["MZ001"]);
    assert!(!sandbox.exists("client"));
}

#[test]
fn places_count_characters_whatever_the_encoding() {
    let sandbox = Sandbox::empty();
    let text = "{\r\n\"äöü\": nonsense\r\n}";
    for bytes in [format!("\u{feff}{text}").into_bytes(), utf16(text, true, u16::to_le_bytes), text.into()] {
        sandbox.write("schema.json", bytes);
        sandbox.run(GENERATE).assert_fails(1, &["schema.json:2:9", "2 | \"äöü\": nonsense\n"]);
    }
}

#[test]
fn colours_follow_the_option_then_the_environment() {
    let sandbox = Sandbox::empty();
    sandbox.write("schema.json", "{}");
    let coloured = |arguments: &str, environment: &[(&str, &str)]| {
        let ended = sandbox.run_with(&format!("{GENERATE} {arguments}"), environment);
        assert_eq!(ended.code, Some(1));
        ended.stderr.contains('\u{1b}')
    };
    assert!(!coloured("", &[]), "not a terminal");
    assert!(!coloured("", &[("CI", "1")]), "not a terminal either");
    assert!(coloured("--color always", &[]));
    assert!(coloured("--color=always", &[("NO_COLOR", "1")]), "the option comes first");
    assert!(coloured("", &[("FORCE_COLOR", "1")]));
    assert!(coloured("", &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured("", &[("FORCE_COLOR", "0")]));
    assert!(!coloured("", &[("FORCE_COLOR", "")]));
    assert!(!coloured("", &[("NO_COLOR", "1"), ("FORCE_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
    assert!(coloured("", &[("NO_COLOR", ""), ("FORCE_COLOR", "1")]), "an empty NO_COLOR says nothing");
    assert!(!coloured("--color never", &[("FORCE_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
    let usage = |arguments: &str| sandbox.run(arguments).stderr.contains('\u{1b}');
    assert!(usage("--color always --nonsense") && !usage("--nonsense"), "usage is coloured by the same rule");
    assert_eq!(sandbox.run("--color never explain MZ010").code, Some(0), "it comes before a subcommand too");
    assert!(!sandbox.run("explain MZ010 --color always").stdout.contains('\u{1b}'), "data is never coloured");
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let sandbox = Sandbox::empty();
    sandbox.write("schema.json", sandbox::large_schema(500));
    for arguments in ["ir --schema schema.json", "--schema schema.json --manifest -"] {
        let mut command = sandbox.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 1];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    }
}

#[test]
fn messages_that_nobody_reads_change_nothing() {
    let sandbox = Sandbox::empty();
    sandbox.write("schema.json", "{}");
    for arguments in [GENERATE, "--nonsense", "--schema missing.json --target react"] {
        let mut child = sandbox.command(arguments).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stderr.take());
        let expected = if arguments == GENERATE { 1 } else { 2 };
        assert_eq!(child.wait().unwrap().code(), Some(expected), "{arguments}");
    }
}

#[test]
fn a_minified_document_is_quoted_in_part() {
    let sandbox = Sandbox::empty();
    let schema = sandbox::large_schema(9_000).replace("\n            ", "");
    assert!(schema.len() > 4_000_000 && !schema.contains('\n'), "{}", schema.len());
    let broken = schema.replacen("\"outputType\":\"Out8999\"", "\"outputType\":\"Nowhere\"", 1);
    let column = broken.find("\"Nowhere\"").unwrap() + 1;
    sandbox.write("schema.json", broken);
    let refused = sandbox.run("ir --schema schema.json");
    refused
        .assert_fails(1, &["error[MZ034]", &format!("schema.json:1:{column} (/x-mizan-functions/17998/outputType)")]);
    assert!(refused.stderr.len() < 1_000, "{} bytes of message", refused.stderr.len());
    assert!(refused.stderr.lines().all(|line| line.chars().count() < 120), "{}", refused.stderr);
}

#[test]
fn control_characters_of_a_schema_never_reach_the_terminal() {
    let sandbox = Sandbox::empty();
    let name = "\\u001b[31mx\\u0007\\r\\u202e\\u2028\\u009b";
    sandbox.write(
        "schema.json",
        format!(r#"{{"x-mizan-functions":[{{"name":"{name}"}},{{"name":"a","inputType":"{name}","hasInput":true}}]}}"#),
    );
    let refused = sandbox.run(GENERATE);
    refused.assert_fails(1, &["MZ006", "MZ034"]);
    let hidden = |c: char| c != '\n' && (c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c));
    assert!(!refused.stderr.contains(hidden), "{:?}", refused.stderr);
}

/// What people at a terminal of this width see.
#[cfg(target_os = "linux")]
fn at_a_terminal(sandbox: &Sandbox, columns: u32, arguments: &str) -> String {
    let program = sandbox::binary().get_program().to_string_lossy().into_owned();
    let line = format!("stty rows 24 cols {columns}; {program} {arguments}");
    let mut command = std::process::Command::new("script");
    let ended = ended(command.current_dir(sandbox.path("")).args(["-qec", &line, "/dev/null"]).stdin(Stdio::null()));
    anstream::adapter::strip_str(&ended.stdout.replace('\r', "")).to_string()
}

#[cfg(target_os = "linux")]
#[test]
fn at_a_terminal_one_line_says_what_a_run_did() {
    let sandbox = Sandbox::new();
    let run = || at_a_terminal(&sandbox, 80, GENERATE);
    let files =
        |said: String| said.split_once(" files in client: ").map(|(n, did)| (n.parse().unwrap(), did.to_owned()));
    let (all, did): (usize, String) = files(run()).unwrap();
    assert_eq!((all, did), (sandbox.files("client").len() - 1, format!("{all} changed\n")));
    assert_eq!(files(run()), Some((all, "nothing changed\n".to_owned())));
    sandbox.write("schema.json", SCHEMA.replace("signed_in", "signed_on"));
    assert_eq!(files(run()), Some((all, "1 changed\n".to_owned())));
    let vue = at_a_terminal(&sandbox, 80, &GENERATE.replace("react", "vue"));
    assert!(vue.ends_with(" changed, 5 removed\n"), "{vue}");
}

#[cfg(target_os = "linux")]
#[test]
fn help_fits_a_narrow_terminal() {
    let help = at_a_terminal(&Sandbox::empty(), 40, "--help");
    assert!(help.contains("--schema"), "{help}");
    let long = help.lines().filter(|line| line.chars().count() > 40);
    // A name and its value are never broken.
    assert!(long.clone().all(|line| !line.trim().contains("  ")), "{:?}", long.collect::<Vec<_>>());
}

#[cfg(target_os = "linux")]
#[test]
fn who_types_a_schema_is_told_how_to_end_it() {
    let said = at_a_terminal(&Sandbox::empty(), 80, "--schema - --target react");
    assert!(said.contains("Ctrl-D") && said.contains("the input is empty"), "{said}");
}

#[cfg(unix)]
#[test]
fn names_of_files_may_be_any_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::empty();
    let name = std::ffi::OsStr::from_bytes(b"sch\xffema \x1b[31m.json");
    fs::write(sandbox.path("").join(name), "{}").unwrap();
    let mut command = sandbox.command("--target react --schema");
    let refused = ended(command.arg(name));
    refused.assert_fails(1, &["MZ002"]);
    assert!(!refused.stderr.contains('\u{1b}'));
}
