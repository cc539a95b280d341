//! What a run produces: paths below the output folder, and their text.

use std::collections::HashMap;

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Relative, `/`-separated.
    pub path: String,
    pub text: String,
}

impl Artifact {
    #[must_use]
    pub fn new(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), text }
    }
}

/// Sorts by path and makes sure that no two files meet, on a file system that ignores case either.
///
/// # Panics
/// When they do: names are checked long before.
#[must_use]
pub fn sorted(mut artifacts: Vec<Artifact>) -> Vec<Artifact> {
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    let mut seen = HashMap::with_capacity(artifacts.len());
    for artifact in &artifacts {
        if let Some(other) = seen.insert(artifact.path.to_lowercase(), &artifact.path) {
            panic!("{} and {other} are one file on some systems", artifact.path);
        }
    }
    artifacts
}
