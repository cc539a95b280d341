//! Runs the real binary in a folder of its own.

#![expect(clippy::disallowed_methods, reason = "sets up and looks at files, and starts the compiler")]
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// A function in a context, a mutation, and a type.
pub const SCHEMA: &str = include_str!("../../fixtures/user.json");

pub struct Sandbox(TempDir);

#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    /// What a run gives that is done and has nothing to say.
    pub fn quietly() -> Self {
        Self { code: Some(0), stdout: String::new(), stderr: String::new() }
    }

    pub fn assert_quiet(&self) {
        assert_eq!(*self, Self::quietly());
    }

    /// Asserts a failure that leaves standard output alone, and that its message has all of `parts`.
    pub fn assert_fails(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        assert_eq!(self.stdout, "");
        for part in parts {
            assert!(self.stderr.contains(part), "{part:?} is not in:\n{}", self.stderr);
        }
    }
}

impl Sandbox {
    /// With `schema.json` in it.
    pub fn new() -> Self {
        let sandbox = Self::empty();
        sandbox.write("schema.json", SCHEMA);
        sandbox
    }

    pub fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn exists(&self, name: &str) -> bool {
        fs::symlink_metadata(self.path(name)).is_ok()
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    /// Every file below `folder`, by its path there.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.path(folder))
    }

    pub fn command(&self, arguments: &str) -> Command {
        let mut command = binary();
        command.current_dir(self.0.path()).args(arguments.split_whitespace());
        command
    }

    pub fn run(&self, arguments: &str) -> Ended {
        ended(&mut self.command(arguments))
    }

    pub fn run_with(&self, arguments: &str, environment: &[(&str, &str)]) -> Ended {
        ended(self.command(arguments).envs(environment.iter().copied()))
    }

    pub fn feed(&self, arguments: &str, input: &[u8]) -> Ended {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        output(&child.wait_with_output().unwrap())
    }
}

/// Without what the environment of the tests says about colours.
pub fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mizan-generate"));
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

pub fn ended(command: &mut Command) -> Ended {
    output(&command.output().unwrap())
}

fn output(output: &std::process::Output) -> Ended {
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout.clone()).unwrap(),
        stderr: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}

pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (path, fs::read(entry.path()).unwrap_or_default())
        })
        .collect()
}

/// An export of `contexts` contexts with two functions each.
pub fn large_schema(contexts: usize) -> String {
    use std::fmt::Write;
    let (mut functions, mut listed, mut schemas) = (String::new(), String::new(), String::new());
    for i in 0..contexts {
        let comma = if i == 0 { "" } else { "," };
        let _ = write!(
            functions,
            r#"{comma}{{"name":"get_{i}","isContext":"context_{i}","hasInput":true,"inputType":"In{i}","outputType":"Out{i}"}},
            {{"name":"set_{i}","hasInput":true,"inputType":"In{i}","affects":[{{"type":"context","name":"context_{i}"}}]}}"#
        );
        let _ = write!(
            listed,
            r#"{comma}"context_{i}":{{"functions":["get_{i}"],"params":{{"id":{{"type":"integer","required":true,"sharedBy":["get_{i}"]}}}}}}"#
        );
        let _ = write!(
            schemas,
            r#"{comma}"In{i}":{{"type":"object","properties":{{"id":{{"type":"integer"}}}},"required":["id"]}},
            "Out{i}":{{"type":"object","properties":{{"name":{{"type":"string","description":"Number {i}."}}}}}}"#
        );
    }
    format!(
        r#"{{"openapi":"3.1.0","x-mizan-functions":[{functions}],"x-mizan-contexts":{{{listed}}},"components":{{"schemas":{{{schemas}}}}}}}"#
    )
}
