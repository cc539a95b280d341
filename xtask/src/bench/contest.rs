//! Who takes part, and the interleaved runs: every round runs everybody once or more, so that what
//! else the machine does meanwhile hits all alike.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    folder,
    measure::{self, Samples},
};
use crate::shell::root;

/// How many functions the documents have.
pub const SMALL: usize = 1_000;
pub const LARGE: usize = 5_000;

/// One thing that is measured.
pub struct Contestant {
    pub who: Who,
    pub functions: usize,
    pub start: Start,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// `mizan-generate --target react`
    React,
    /// `mizan-generate` for all three targets.
    All,
    /// The least that any program could do: see `bin/bare.rs`.
    Bare,
    OpenapiTypescript,
    HeyApi,
    Orval,
}

/// What is in the output folder before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    Empty,
    /// What the run before wrote.
    Unchanged,
}

const fn from_empty(who: Who, functions: usize) -> Contestant {
    Contestant { who, functions, start: Start::Empty }
}

const fn again(who: Who, functions: usize) -> Contestant {
    Contestant { who, functions, start: Start::Unchanged }
}

/// In the order of a round. The pack of `Bare` is made from what `React` wrote.
pub const CONTESTANTS: &[Contestant] = &[
    from_empty(Who::React, SMALL),
    again(Who::React, SMALL),
    from_empty(Who::All, SMALL),
    again(Who::All, SMALL),
    from_empty(Who::Bare, SMALL),
    from_empty(Who::OpenapiTypescript, SMALL),
    from_empty(Who::HeyApi, SMALL),
    from_empty(Who::Orval, SMALL),
    from_empty(Who::React, LARGE),
    again(Who::React, LARGE),
    from_empty(Who::Bare, LARGE),
];

impl Who {
    /// What the others need seconds for, ours does in so little time that one run says little.
    fn runs_per_round(self) -> usize {
        match self {
            Self::React | Self::All | Self::Bare => 4,
            Self::OpenapiTypescript | Self::HeyApi | Self::Orval => 1,
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::React => "mizan-react",
            Self::All => "mizan-all",
            Self::Bare => "bare",
            Self::OpenapiTypescript => "openapi-typescript",
            Self::HeyApi => "hey-api",
            Self::Orval => "orval",
        }
    }
}

/// The folder that everything is written to, on the disk of the repository.
pub struct Place(pub PathBuf);

impl Place {
    pub fn document(&self, functions: usize) -> PathBuf {
        self.0.join(format!("{functions}.json"))
    }

    pub fn output(&self, who: Who, functions: usize) -> PathBuf {
        self.0.join(format!("{}-{functions}", who.folder()))
    }

    fn pack(&self, functions: usize) -> PathBuf {
        self.0.join(format!("{functions}.pack"))
    }

    fn command(&self, contestant: &Contestant) -> Command {
        let Contestant { who, functions, .. } = *contestant;
        let (document, output) = (self.document(functions), self.output(who, functions));
        let release = |name: &str| Command::new(root().join("target/release").join(name));
        let node = |script: &str| {
            let mut command = Command::new("node");
            command.arg(root().join("node_modules").join(script));
            command.env("BENCH_INPUT", &document).env("BENCH_OUTPUT", &output);
            command
        };
        let mut command = match who {
            Who::React | Who::All => {
                let mut command = release("mizan-generate");
                command.arg("--schema").arg(&document).arg("--out").arg(&output).args(["--target", "react"]);
                if who == Who::All {
                    command.args(["--target", "vue", "--target", "svelte"]);
                }
                command
            }
            Who::Bare => {
                let mut command = release("bare");
                command.arg(&document).arg(self.pack(functions)).arg(&output);
                command
            }
            Who::OpenapiTypescript => {
                let mut command = node("openapi-typescript/bin/cli.js");
                command.arg(&document).arg("--output").arg(output.join("schema.ts"));
                command
            }
            Who::HeyApi => {
                let mut command = node("@hey-api/openapi-ts/bin/run.js");
                command.arg("--file").arg(root().join("bench/hey-api.config.mjs"));
                command
            }
            Who::Orval => {
                let mut command = node("orval/dist/bin/orval.mjs");
                command.arg("--config").arg(root().join("bench/orval.config.mjs"));
                command
            }
        };
        command.current_dir(&self.0);
        command
    }
}

/// One result for each of `CONTESTANTS`: a round to warm up, then `rounds` that count.
pub fn run(place: &Place, rounds: usize) -> Result<Vec<Samples>, String> {
    let mut results = vec![Samples::default(); CONTESTANTS.len()];
    for round in 0..=rounds {
        eprintln!("round {round} of {rounds}{}", if round == 0 { " (warm-up)" } else { "" });
        for (contestant, samples) in CONTESTANTS.iter().zip(&mut results) {
            for _ in 0..contestant.who.runs_per_round() {
                let run = once(place, contestant)?;
                if round > 0 {
                    samples.push(run);
                }
            }
        }
    }
    Ok(results)
}

fn once(place: &Place, contestant: &Contestant) -> Result<measure::Run, String> {
    let output = place.output(contestant.who, contestant.functions);
    if contestant.start == Start::Empty {
        folder::empty(&output)?;
    }
    let log = place.0.join("log.txt");
    let run = measure::run(&mut place.command(contestant), &log)?;
    if matches!(contestant.who, Who::React | Who::All) {
        require_silence(&log)?;
    }
    let pack = place.pack(contestant.functions);
    if contestant.who == Who::React && !pack.exists() {
        folder::pack(&output, &pack)?;
    }
    Ok(run)
}

/// The document must be one that the compiler has nothing to say about.
fn require_silence(log: &Path) -> Result<(), String> {
    let printed = fs::read_to_string(log).map_err(|e| format!("cannot read {}: {e}", log.display()))?;
    if printed.is_empty() { Ok(()) } else { Err(format!("the made-up export is not accepted in silence:\n{printed}")) }
}
