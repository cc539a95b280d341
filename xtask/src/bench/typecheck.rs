//! What TypeScript has to do with the output: how long it checks it, and what escapes its checks.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use super::{
    contest::{Place, SMALL, Who},
    measure::{self, Samples},
};
use crate::shell::root;

/// Compilers, as they lie below `node_modules`.
pub const COMPILERS: [(&str, &str); 2] = [("TypeScript 5.9", "typescript"), ("TypeScript 7", "typescript-7")];
pub const CHECKED: [Who; 2] = [Who::React, Who::HeyApi];

/// By compiler, then by whose output is checked.
pub type Checks = [[Samples; 2]; 2];

/// Strict, and otherwise what a new application has.
const OPTIONS: &str = r#"{
  "compilerOptions": {
    "target": "es2022", "lib": ["es2022", "dom", "dom.iterable"], "types": [], "jsx": "react-jsx",
    "module": "esnext", "moduleResolution": "bundler", "strict": true, "noEmit": true, "skipLibCheck": true
  },
  "include": ["OUTPUT"]
}
"#;

/// `tsc --noEmit` on both outputs with both compilers.
pub fn run(place: &Place, rounds: usize) -> Result<Checks, String> {
    let mut checks = Checks::default();
    for who in CHECKED {
        let path = project(place, who);
        let folder = place.output(who, SMALL);
        let options = OPTIONS.replace("OUTPUT", &folder.file_name().unwrap_or_default().to_string_lossy());
        fs::write(&path, options).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
    }
    for round in 0..=rounds {
        eprintln!("type checks, round {round} of {rounds}{}", if round == 0 { " (warm-up)" } else { "" });
        for ((_, compiler), samples) in COMPILERS.iter().zip(&mut checks) {
            for (who, samples) in CHECKED.into_iter().zip(samples) {
                let mut command = Command::new("node");
                command.arg(root().join("node_modules").join(compiler).join("bin/tsc")).arg("--noEmit");
                command.arg("--project").arg(project(place, who));
                let run = measure::run(&mut command, &place.join("log.txt"))?;
                if round > 0 {
                    samples.push(run);
                }
            }
        }
    }
    Ok(checks)
}

fn project(place: &Place, who: Who) -> PathBuf {
    place.output(who, SMALL).with_extension("tsconfig.json")
}

/// What takes type checking away in an output.
#[derive(Debug, Clone, Copy)]
pub struct Escapes {
    pub casts: u64,
    pub any: u64,
    pub others: u64,
}

pub fn escapes(folder: &Path) -> Result<Escapes, String> {
    let counted = Command::new("node").arg(root().join("bench/count-escapes.mjs")).arg(folder).output();
    let printed = counted.map_err(|e| format!("cannot run node: {e}"))?.stdout;
    let found: Value = serde_json::from_slice(&printed).map_err(|e| format!("count-escapes.mjs failed: {e}"))?;
    let number = |key: &str| found[key].as_u64().ok_or_else(|| format!("count-escapes.mjs prints no {key}"));
    let (casts, any, others) = (number("casts")?, number("any")?, number("nonNull")? + number("suppressions")?);
    Ok(Escapes { casts, any, others })
}
