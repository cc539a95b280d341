//! What a run leaves on disk: all of it or nothing, only what changed, and nobody else's files.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the extensions are the generator's own")]
#![expect(clippy::disallowed_methods, reason = "sets up files and looks at them")]

mod sandbox;

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, SystemTime},
};

use sandbox::{Sandbox, ended, large_schema};
use sha2::{Digest, Sha256};

const REACT: &str = "--schema schema.json --target react --out client";
const ALL: &str = "--schema schema.json --target react --target vue --target svelte --out client";
const MANIFEST: &str = "client/.mizan-manifest.json";

/// When each file and folder was last touched. Files get an old time first, so that any touch shows.
fn times(sandbox: &Sandbox, folder: &str) -> BTreeMap<String, SystemTime> {
    walkdir::WalkDir::new(sandbox.path(folder))
        .into_iter()
        .map(Result::unwrap)
        .map(|entry| (entry.path().display().to_string(), entry.metadata().unwrap().modified().unwrap()))
        .collect()
}

fn make_old(sandbox: &Sandbox, folder: &str) {
    let old = SystemTime::now() - Duration::from_hours(1);
    for path in times(sandbox, folder).keys() {
        fs::File::open(path).unwrap().set_modified(old).unwrap();
    }
}

/// The files whose time changed while `f` ran, without the folder they are in.
fn touched(sandbox: &Sandbox, f: impl FnOnce()) -> Vec<String> {
    make_old(sandbox, "client");
    let before = times(sandbox, "client");
    f();
    let prefix = format!("{}/", sandbox.path("client").display());
    let mut touched: Vec<String> = times(sandbox, "client")
        .into_iter()
        .filter(|(path, time)| before.get(path) != Some(time) && fs::metadata(path).unwrap().is_file())
        .map(|(path, _)| path.replace(&prefix, ""))
        .collect();
    touched.sort();
    touched
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Asserts that the folder holds what its manifest lists, and nothing else.
fn assert_whole(sandbox: &Sandbox, folder: &str) {
    let mut files = sandbox.files(folder);
    let manifest = files.remove(".mizan-manifest.json").expect("there is a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let listed: BTreeMap<String, String> = serde_json::from_value(manifest["files"].clone()).unwrap();
    let found: BTreeMap<String, String> = files.iter().map(|(path, bytes)| (path.clone(), hash(bytes))).collect();
    assert_eq!(found, listed);
}

fn list(sandbox: &Sandbox, entries: &[(&str, &str)]) {
    let files: BTreeMap<&str, &str> = entries.iter().copied().collect();
    let manifest = serde_json::json!({ "version": 1, "generator": "mizan-generate 0.1.0", "files": files });
    sandbox.write(MANIFEST, manifest.to_string());
}

#[test]
fn the_manifest_lists_what_is_there() {
    let sandbox = Sandbox::new();
    sandbox.run(ALL).assert_quiet();
    assert_whole(&sandbox, "client");
    assert!(!sandbox.read(MANIFEST).contains(&*sandbox.path("").to_string_lossy()), "a path of this machine");
}

#[test]
fn a_second_run_touches_nothing() {
    let sandbox = Sandbox::new();
    sandbox.run(ALL).assert_quiet();
    make_old(&sandbox, "client");
    let before = times(&sandbox, "client");
    sandbox.run(ALL).assert_quiet();
    assert_eq!(times(&sandbox, "client"), before, "folders count too");
}

#[test]
fn only_files_whose_bytes_change_are_touched() {
    let sandbox = Sandbox::new();
    sandbox.run(ALL).assert_quiet();
    let schema = sandbox.read("schema.json").replace("A page of a user's orders", "One page of a user's orders");
    sandbox.write("schema.json", schema);
    let changed = [
        ".mizan-manifest.json",
        "protocol/functions.ts",
        "react/user-context.tsx",
        "svelte/user-context.svelte.ts",
        "vue/user-context.ts",
    ];
    assert_eq!(touched(&sandbox, || sandbox.run(ALL).assert_quiet()), changed);
    assert_whole(&sandbox, "client");
}

#[test]
fn the_same_bytes_come_from_any_folder_and_any_spelling_of_it() {
    let sandbox = Sandbox::new();
    sandbox.run(ALL).assert_quiet();
    let expected = sandbox.files("client");
    let all = ["--target", "svelte", "--target", "vue", "--target", "react"];
    let elsewhere = Sandbox::empty();
    let mut absolute = elsewhere.command("");
    absolute.args(all).arg("--schema").arg(sandbox.path("schema.json")).arg("--out").arg(sandbox.path("absolute"));
    ended(&mut absolute).assert_quiet();
    let mut relative = sandbox.command("--schema ../schema.json --out ../relative/./x/..");
    fs::create_dir_all(sandbox.path("relative/x")).unwrap();
    fs::create_dir(sandbox.path("inner")).unwrap();
    ended(relative.current_dir(sandbox.path("inner")).args(all)).assert_quiet();
    assert!(sandbox.files("absolute") == expected);
    assert!(sandbox.files("relative") == expected);
}

#[test]
fn files_that_are_no_longer_made_go_and_others_stay() {
    let sandbox = Sandbox::new();
    sandbox.run(ALL).assert_quiet();
    sandbox.write("client/vue/mine.ts", "export {};\n");
    sandbox.write("client/notes.md", "mine");
    sandbox.write("client/.mizan-abc.tmp/0", "mine too");
    sandbox.run("--schema schema.json --target svelte --out client").assert_quiet();
    let files: Vec<String> = sandbox.files("client").into_keys().collect();
    assert!(files.iter().any(|f| f.starts_with("svelte/")) && files.iter().any(|f| f.starts_with("protocol/")));
    let others: Vec<&String> = files
        .iter()
        .filter(|f| !["svelte/", "protocol/", ".mizan-manifest"].iter().any(|p| f.starts_with(p)))
        .collect();
    assert_eq!(others, [".mizan-abc.tmp/0", "notes.md", "vue/mine.ts"]);
    assert!(!sandbox.exists("client/react"), "an empty folder stayed");
}

#[test]
fn a_context_that_goes_takes_its_files_along() {
    let sandbox = Sandbox::empty();
    sandbox.write("schema.json", large_schema(3));
    sandbox.run(ALL).assert_quiet();
    sandbox.write("schema.json", large_schema(2));
    sandbox.run(ALL).assert_quiet();
    assert!(sandbox.files("client").keys().all(|path| !path.contains("context-2") && !path.contains("Context2")));
    assert_whole(&sandbox, "client");
}

#[test]
fn an_edited_file_is_reported_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.run(REACT).assert_quiet();
    let edited = sandbox.read("client/protocol/types.ts") + "export type Mine = string;\n";
    sandbox.write("client/protocol/types.ts", &edited);
    sandbox.remove("client/react/index.ts");
    sandbox.write("schema.json", sandbox.read("schema.json").replace("signed_in", "signed_on"));
    let before = sandbox.files("client");
    sandbox.run(REACT).assert_fails(2, &["protocol/types.ts", "edited", "nothing was written", "--force"]);
    assert!(sandbox.files("client") == before);
    sandbox.run(&format!("{REACT} --force")).assert_quiet();
    assert!(!sandbox.read("client/protocol/types.ts").contains("Mine"));
    assert_whole(&sandbox, "client");
}

#[test]
fn every_file_in_the_way_is_named_at_once() {
    let sandbox = Sandbox::new();
    sandbox.write("client/react/index.ts", "export const mine = 1;\n");
    sandbox.write("client/protocol/types.ts", "");
    sandbox.run(REACT).assert_fails(2, &["react/index.ts", "protocol/types.ts"]);
    assert_eq!(sandbox.files("client").len(), 2);
    sandbox.run(&format!("{REACT} --force")).assert_quiet();
    assert_whole(&sandbox, "client");
}

#[test]
fn a_file_that_is_as_it_should_be_needs_no_manifest() {
    let sandbox = Sandbox::new();
    sandbox.run(REACT).assert_quiet();
    let before = sandbox.files("client");
    sandbox.remove(MANIFEST);
    assert_eq!(touched(&sandbox, || sandbox.run(REACT).assert_quiet()), [".mizan-manifest.json"]);
    assert!(sandbox.files("client") == before);
}

#[test]
fn an_edited_file_that_is_no_longer_made_is_left_with_a_warning() {
    let sandbox = Sandbox::new();
    sandbox.run(ALL).assert_quiet();
    let edited = sandbox.read("client/vue/index.ts") + "// mine\n";
    sandbox.write("client/vue/index.ts", &edited);
    let ended = sandbox.run(REACT);
    assert_eq!(ended.code, Some(0));
    assert!(ended.stderr.contains("warning: client/vue/index.ts is no longer generated"), "{}", ended.stderr);
    assert_eq!(sandbox.read("client/vue/index.ts"), edited);
    assert_eq!(sandbox.files("client/vue").len(), 1);
    sandbox.run(REACT).assert_quiet();
    assert_eq!(sandbox.read("client/vue/index.ts"), edited);
}

#[test]
fn line_ends_that_git_checked_out_are_no_edit() {
    let sandbox = Sandbox::new();
    sandbox.run(ALL).assert_quiet();
    for (path, bytes) in sandbox.files("client") {
        sandbox.write(&format!("client/{path}"), String::from_utf8(bytes).unwrap().replace('\n', "\r\n"));
    }
    assert_eq!(touched(&sandbox, || sandbox.run(ALL).assert_quiet()), Vec::<String>::new());
    sandbox.run(REACT).assert_quiet();
    assert!(!sandbox.exists("client/vue") && !sandbox.exists("client/svelte"));
    sandbox.write("client/react/index.ts", sandbox.read("client/react/index.ts").replace("export", "\rexport"));
    sandbox.run(REACT).assert_fails(2, &["react/index.ts"]);
}

#[test]
fn a_manifest_is_not_believed() {
    let sandbox = Sandbox::new();
    sandbox.write("outside.ts", "// @generated by mizan-generate\n");
    sandbox.write("client/keep.ts", "export {};\n");
    sandbox.run(REACT).assert_quiet();
    let absolute = sandbox.path("outside.ts").display().to_string();
    let outside = hash(b"// @generated by mizan-generate\n");
    for path in ["../outside.ts", "react/../../outside.ts", &absolute, "..\\outside.ts", "./../outside.ts", "", "/"] {
        list(&sandbox, &[(path, &outside)]);
        sandbox.run(REACT).assert_fails(2, &[".mizan-manifest.json", "never writes", "nothing was written"]);
        assert!(sandbox.exists("outside.ts"), "{path:?}");
    }
    // Forced, the list is replaced, and what it says is still not done.
    list(&sandbox, &[("../outside.ts", &outside)]);
    sandbox.run(&format!("{REACT} --force")).assert_quiet();
    assert!(sandbox.exists("outside.ts"));

    // A path of ours with the right hash, but not a file that we write.
    list(&sandbox, &[("keep.ts", &hash(b"export {};\n"))]);
    let ended = sandbox.run(REACT);
    assert!(ended.stderr.contains("keep.ts is no longer generated"), "{}", ended.stderr);
    assert!(sandbox.exists("client/keep.ts"));
    list(&sandbox, &[("keep.ts", &hash(b"export {};\n"))]);
    sandbox.run(&format!("{REACT} --force"));
    assert!(sandbox.exists("client/keep.ts"));
}

#[test]
fn a_manifest_that_is_none_is_reported() {
    let sandbox = Sandbox::new();
    sandbox.run(REACT).assert_quiet();
    let before = sandbox.files("client");
    let garbage = [
        "",
        "{",
        "[]",
        "null",
        "\u{feff}{}",
        "<<<<<<< HEAD\n",
        r#"{"version":1}"#,
        r#"{"version":1,"generator":"x","files":[]}"#,
        r#"{"version":1,"generator":"x","files":{"a.ts":1}}"#,
        r#"{"version":-1,"generator":"x","files":{}}"#,
    ];
    for text in garbage {
        sandbox.write(MANIFEST, text);
        sandbox.run(REACT).assert_fails(2, &["not a list that mizan-generate wrote", "--force"]);
        assert_eq!(sandbox.read(MANIFEST), text);
    }
    sandbox.write(MANIFEST, r#"{"version":2,"generator":"mizan-generate 9.0.0","files":{}}"#);
    sandbox.run(REACT).assert_fails(2, &["newer mizan-generate"]);
    sandbox.run(&format!("{REACT} --force")).assert_quiet();
    assert!(sandbox.files("client") == before);
    sandbox.remove(MANIFEST);
    fs::create_dir(sandbox.path(MANIFEST)).unwrap();
    sandbox.run(REACT).assert_fails(2, &[".mizan-manifest.json is in the way"]);
}

#[test]
fn what_is_in_the_way_of_a_folder_or_a_file_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write("client/react", "a file");
    sandbox.run(REACT).assert_fails(2, &["react is in the way", "not a folder"]);
    assert_eq!(sandbox.files("client").len(), 1);
    sandbox.remove("client/react");
    sandbox.write("client/react/index.ts/mine.txt", "mine");
    sandbox.run(&format!("{REACT} --force")).assert_fails(2, &["index.ts is in the way", "not a file"]);
    assert_eq!(sandbox.files("client").len(), 1);
    sandbox.run("--schema schema.json --target react --out schema.json").assert_fails(2, &["schema.json is a file"]);
    sandbox.run("--schema schema.json --target react --out schema.json/x").assert_fails(2, &["schema.json"]);
}

#[test]
fn an_output_folder_that_failed_to_fill_is_not_left_empty() {
    let sandbox = Sandbox::new();
    sandbox.write("dir/file", "");
    sandbox.run("--schema schema.json --target react --out a/b/c --manifest dir").assert_fails(2, &["dir"]);
    assert!(!sandbox.exists("a"));
    fs::create_dir(sandbox.path("a")).unwrap();
    sandbox.run("--schema schema.json --target react --out a/b/c --manifest dir").assert_fails(2, &["dir"]);
    assert!(sandbox.exists("a") && !sandbox.exists("a/b"));
}

#[test]
fn imports_end_as_they_are_asked_to() {
    for (extension, ending) in [("none", ""), ("js", ".js"), ("ts", ".ts")] {
        let sandbox = Sandbox::new();
        sandbox.run(&format!("{ALL} --import-extension {extension}")).assert_quiet();
        let mut seen = 0;
        for (path, bytes) in sandbox.files("client") {
            for line in String::from_utf8(bytes).unwrap().lines().filter(|l| l.contains(" from \".")) {
                let specifier = line.rsplit_once("from \"").unwrap().1.trim_end_matches("\";");
                let is_component = specifier.ends_with("Context.svelte");
                let stem = specifier.strip_suffix(ending).filter(|_| !is_component).unwrap_or(specifier);
                assert!(is_component || specifier.ends_with(ending), "{path}: {line}");
                assert!(!stem.ends_with(".js") && !stem.ends_with(".ts"), "{path}: {line}");
                seen += 1;
            }
        }
        assert!(seen > 20, "only {seen} imports");
    }
}

#[test]
fn runs_at_the_same_time_leave_one_whole_client() {
    let sandbox = Sandbox::empty();
    sandbox.write("small.json", large_schema(5));
    sandbox.write("large.json", large_schema(40));
    for round in 0..3 {
        let mut running = Vec::new();
        for i in 0..6 {
            let target = ["react", "vue", "svelte"][i % 3];
            let schema = ["small.json", "large.json"][(i + round) % 2];
            let arguments = format!("--schema {schema} --target {target} --out client");
            running.push(sandbox.command(&arguments).spawn().unwrap());
        }
        for mut child in running {
            assert_eq!(child.wait().unwrap().code(), Some(0));
        }
        #[cfg(not(windows))]
        assert_whole(&sandbox, "client");
    }
}

#[cfg(unix)]
#[path = "write/unix.rs"]
mod unix;
