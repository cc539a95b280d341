//! Who takes part, and the interleaved runs: every round runs everybody once or more, so that what
//! else the machine does meanwhile hits all alike.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    folder,
    measure::{self, Samples},
};
use crate::shell::{self, root};

/// How many functions the documents have.
pub const SMALL: usize = 1_000;
pub const LARGE: usize = 5_000;

/// One thing that is measured.
pub struct Contestant {
    pub who: Who,
    pub functions: usize,
    pub start: Start,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// What the output folder is before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// One that no run ever wrote to. A folder that was just emptied would not do: ext4 keeps away
    /// from the places of files that went within the last minutes, and takes long to pass them by.
    New,
    /// What the run before wrote.
    Unchanged,
}

const fn anew(who: Who, functions: usize) -> Contestant {
    Contestant { who, functions, start: Start::New }
}

const fn again(who: Who, functions: usize) -> Contestant {
    Contestant { who, functions, start: Start::Unchanged }
}

/// In the order of a round. The pack of `Bare` is made from what `React` wrote.
pub const CONTESTANTS: &[Contestant] = &[
    anew(Who::React, SMALL),
    again(Who::React, SMALL),
    anew(Who::All, SMALL),
    again(Who::All, SMALL),
    anew(Who::Bare, SMALL),
    anew(Who::OpenapiTypescript, SMALL),
    anew(Who::HeyApi, SMALL),
    anew(Who::Orval, SMALL),
    anew(Who::React, LARGE),
    again(Who::React, LARGE),
    anew(Who::Bare, LARGE),
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
pub struct Place {
    folder: PathBuf,
    /// How many output folders each has had.
    outputs: HashMap<(Who, usize), usize>,
}

impl Place {
    /// An empty folder.
    pub fn make(folder: PathBuf) -> Result<Self, String> {
        folder::empty(&folder)?;
        folder::empty(&folder.join("outputs"))?;
        Ok(Self { folder, outputs: HashMap::new() })
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn document(&self, functions: usize) -> PathBuf {
        self.join(&format!("{functions}.json"))
    }

    /// Where the last run wrote to.
    pub fn output(&self, who: Who, functions: usize) -> PathBuf {
        let number = self.outputs.get(&(who, functions)).copied().unwrap_or_default();
        self.join("outputs").join(format!("{}-{functions}-{number}", who.folder()))
    }

    fn pack(&self, functions: usize) -> PathBuf {
        self.join(&format!("{functions}.pack"))
    }

    /// Removes what was written, which is more than a gigabyte.
    pub fn clear(&self) -> Result<(), String> {
        folder::empty(&self.join("outputs"))
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
        command.current_dir(&self.folder);
        command
    }
}

/// One result for each of `CONTESTANTS`: a round to warm up, then `rounds` that count.
pub fn run(place: &mut Place, rounds: usize) -> Result<Vec<Samples>, String> {
    let mut results = vec![Samples::default(); CONTESTANTS.len()];
    for round in 0..=rounds {
        // What the round before wrote goes to the disk now, not while somebody is measured.
        shell::run(&mut shell::command("sync", &[]))?;
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

fn once(place: &mut Place, contestant: &Contestant) -> Result<measure::Run, String> {
    if contestant.start == Start::New {
        *place.outputs.entry((contestant.who, contestant.functions)).or_default() += 1;
    }
    let output = place.output(contestant.who, contestant.functions);
    let log = place.join("log.txt");
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
