//! Links, rights, full disks and interruptions, as Unix has them.

use std::{
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    process::Command,
    thread,
};

use super::*;

#[test]
fn a_folder_that_is_a_link_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("elsewhere/index.ts", "mine");
    fs::create_dir(sandbox.path("client")).unwrap();
    symlink("../elsewhere", sandbox.path("client/react")).unwrap();
    for arguments in [REACT.to_owned(), format!("{REACT} --force")] {
        sandbox.run(&arguments).assert_fails(2, &["react is a link", "below the output folder"]);
    }
    assert_eq!(sandbox.files("elsewhere").len(), 1);
    assert_eq!(sandbox.read("elsewhere/index.ts"), "mine");
}

#[test]
fn stale_files_behind_a_link_are_not_removed() {
    let sandbox = Sandbox::new();
    sandbox.run(ALL).assert_quiet();
    fs::rename(sandbox.path("client/vue"), sandbox.path("elsewhere")).unwrap();
    symlink("../elsewhere", sandbox.path("client/vue")).unwrap();
    let before = sandbox.files("elsewhere");
    sandbox.run(REACT).assert_fails(2, &["vue is a link"]);
    assert!(sandbox.files("elsewhere") == before);
}

#[test]
fn a_file_that_is_a_link_is_replaced_and_never_followed() {
    let sandbox = Sandbox::new();
    sandbox.write("mine.ts", "mine");
    fs::create_dir_all(sandbox.path("client/react")).unwrap();
    symlink("../../mine.ts", sandbox.path("client/react/index.ts")).unwrap();
    sandbox.run(REACT).assert_fails(2, &["react/index.ts"]);
    sandbox.run(&format!("{REACT} --force")).assert_quiet();
    assert_eq!(sandbox.read("mine.ts"), "mine");
    assert!(fs::symlink_metadata(sandbox.path("client/react/index.ts")).unwrap().is_file());
}

#[test]
fn an_output_folder_may_be_a_link() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("real")).unwrap();
    symlink("real", sandbox.path("client")).unwrap();
    sandbox.run(REACT).assert_quiet();
    assert_whole(&sandbox, "real");
}

#[test]
fn files_have_the_rights_of_any_new_file() {
    let sandbox = Sandbox::new();
    sandbox.write("any", "");
    let expected = fs::metadata(sandbox.path("any")).unwrap().permissions().mode();
    sandbox.run(&format!("{REACT} --manifest edge.json")).assert_quiet();
    for path in ["client/react/index.ts", MANIFEST, "edge.json"] {
        assert_eq!(fs::metadata(sandbox.path(path)).unwrap().permissions().mode(), expected, "{path}");
    }
}

#[test]
fn files_that_may_only_be_read_are_replaced_like_others() {
    let sandbox = Sandbox::new();
    sandbox.run(REACT).assert_quiet();
    for (path, _) in sandbox.files("client") {
        let path = sandbox.path(&format!("client/{path}"));
        fs::set_permissions(path, fs::Permissions::from_mode(0o444)).unwrap();
    }
    sandbox.write("schema.json", sandbox.read("schema.json").replace("signed_in", "signed_on"));
    sandbox.run(REACT).assert_quiet();
    assert!(sandbox.read("client/protocol/types.ts").contains("signed_on"));
    assert_whole(&sandbox, "client");
}

#[test]
fn a_replaced_file_is_never_seen_half_written() {
    let sandbox = Sandbox::new();
    sandbox.run(REACT).assert_quiet();
    let before = fs::metadata(sandbox.path("client/protocol/types.ts")).unwrap().ino();
    sandbox.write("schema.json", sandbox.read("schema.json").replace("signed_in", "signed_on"));
    sandbox.run(REACT).assert_quiet();
    // Another file took its name, so that whoever had it open reads the old one to its end.
    assert_ne!(fs::metadata(sandbox.path("client/protocol/types.ts")).unwrap().ino(), before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_can_not_be_written_is_told() {
    // Not even the superuser writes there.
    for out in ["/sys/mizan", "/proc/mizan"] {
        let sandbox = Sandbox::new();
        sandbox
            .run(&format!("--schema schema.json --target react --out {out}"))
            .assert_fails(2, &["cannot write", out]);
    }
}

/// As on a full disk: from some size on, every write fails.
fn with_small_files(sandbox: &Sandbox, arguments: &str, blocks: u32) -> sandbox::Ended {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" {arguments}");
    let mut command = Command::new("sh");
    let program = sandbox::binary().get_program().to_owned();
    ended(command.current_dir(sandbox.path("")).args(["-c", &script]).arg(program))
}

#[test]
fn a_disk_that_fills_up_leaves_everything_as_it_was() {
    let sandbox = Sandbox::empty();
    sandbox.write("schema.json", large_schema(100));
    with_small_files(&sandbox, ALL, 4).assert_fails(2, &["cannot write", "nothing was changed"]);
    assert!(!sandbox.exists("client"));
    sandbox.run(ALL).assert_quiet();
    let before = sandbox.files("client");
    sandbox.write("schema.json", large_schema(101));
    with_small_files(&sandbox, ALL, 4).assert_fails(2, &["cannot write", "nothing was changed"]);
    assert!(sandbox.files("client") == before);
    with_small_files(&sandbox, ALL, 1_000_000).assert_quiet();
    assert_whole(&sandbox, "client");
}

#[test]
fn an_interrupted_run_leaves_the_old_client_or_the_new_one() {
    const ROUNDS: u32 = 16;
    let sandbox = Sandbox::empty();
    let schemas = [60, 61].map(large_schema);
    let mut whole = Vec::new();
    let mut took = Duration::ZERO;
    for schema in &schemas {
        sandbox.write("schema.json", schema);
        let start = std::time::Instant::now();
        sandbox.run(ALL).assert_quiet();
        took = took.max(start.elapsed());
        whole.push(sandbox.files("client"));
    }
    let (mut is, mut interrupted) = (1, 0);
    for round in 0..ROUNDS {
        sandbox.write("schema.json", &schemas[1 - is]);
        let mut command = sandbox.command(ALL);
        let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        if round % 2 == 0 {
            thread::sleep(took * round / ROUNDS);
        } else {
            while !is_writing(&sandbox) && child.try_wait().unwrap().is_none() {}
        }
        let signal = if round % 4 < 2 { "-INT" } else { "-TERM" };
        let mut kill = Command::new("kill");
        ended(kill.args([signal, &child.id().to_string()]));
        let output = child.wait_with_output().unwrap();
        let code = output.status.code();
        // Without a code: it was so early that the signal was not listened to yet.
        assert!(matches!(code, Some(0 | 130) | None), "{code:?}: {}", String::from_utf8_lossy(&output.stderr));
        interrupted += u32::from(code == Some(130));
        let files = sandbox.files("client");
        let found = whole.iter().position(|w| *w == files);
        is = found.unwrap_or_else(|| panic!("neither the old client nor the new one after round {round}"));
    }
    assert!(interrupted > ROUNDS / 4, "only {interrupted} of {ROUNDS} runs were interrupted");
}

fn is_writing(sandbox: &Sandbox) -> bool {
    let mut entries = fs::read_dir(sandbox.path("client")).unwrap();
    entries.any(|entry| entry.unwrap().file_name().to_string_lossy().ends_with(".tmp"))
}
