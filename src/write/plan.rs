//! What has to change on disk, decided before anything does.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::Path,
};

use rayon::prelude::*;

use super::{WriteError, disk, manifest::Manifest};
use crate::artifact::{Artifact, MARKER, hash};

#[derive(Debug)]
pub struct Plan<'a> {
    pub write: Vec<&'a Artifact>,
    /// Files of the last run that this one doesn't make.
    pub remove: Vec<String>,
    /// Those among them that were edited.
    pub left: Vec<String>,
    /// Of all artifacts, by path.
    pub hashes: BTreeMap<String, String>,
}

pub fn make<'a>(root: &Path, artifacts: &'a [Artifact], old: &Manifest, force: bool) -> Result<Plan<'a>, WriteError> {
    let hashes: BTreeMap<String, String> = artifacts.iter().map(|a| (a.path.clone(), a.hash.clone())).collect();
    stay_inside(root, hashes.keys().chain(old.files.keys()))?;
    let (remove, left) = stale(root, &hashes, old, force)?;
    // Where case doesn't count, removing one spelling of a name removes the other.
    let respelled: HashSet<String> = remove.iter().map(|path| path.to_ascii_lowercase()).collect();
    let states: Vec<State> = artifacts.par_iter().map(|a| state(root, a, old, force)).collect::<Result<_, _>>()?;
    let edited: Vec<_> = with(artifacts, &states, State::Edited).map(|a| root.join(&a.path)).collect();
    if !edited.is_empty() {
        return Err(WriteError::Edited(edited));
    }
    let write = artifacts
        .iter()
        .zip(&states)
        .filter(|(a, state)| **state == State::Changed || respelled.contains(&a.path.to_ascii_lowercase()))
        .map(|(a, _)| a)
        .collect();
    Ok(Plan { write, remove, left, hashes })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Same,
    Changed,
    Edited,
}

fn with<'a>(artifacts: &'a [Artifact], states: &[State], wanted: State) -> impl Iterator<Item = &'a Artifact> {
    artifacts.iter().zip(states).filter(move |(_, state)| **state == wanted).map(|(artifact, _)| artifact)
}

fn state(root: &Path, artifact: &Artifact, old: &Manifest, force: bool) -> Result<State, WriteError> {
    Ok(match disk::read_if_there(&root.join(&artifact.path))? {
        None => State::Changed,
        Some(bytes) if bytes == artifact.text.as_bytes() => State::Same,
        Some(bytes) if force || old.wrote(&artifact.path, &hash(&bytes)) => State::Changed,
        Some(_) => State::Edited,
    })
}

/// Refuses paths that pass through a link, which would lead out of the output folder.
fn stay_inside<'p>(root: &Path, paths: impl Iterator<Item = &'p String>) -> Result<(), WriteError> {
    let folders: BTreeSet<&str> = paths.filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
    for folder in folders {
        if let Some(link) = disk::link_on_the_way(root, &format!("{folder}/"))? {
            let shown = link.display();
            let message = format!("{shown} is a link; generated files are only kept below the output folder itself");
            return Err(WriteError::Refused(format!(
                "{message}\nreplace the link by a folder, or choose another --out"
            )));
        }
    }
    Ok(())
}

fn stale(
    root: &Path,
    new: &BTreeMap<String, String>,
    old: &Manifest,
    force: bool,
) -> Result<(Vec<String>, Vec<String>), WriteError> {
    let (mut remove, mut left) = (Vec::new(), Vec::new());
    for (path, listed) in old.files.iter().filter(|(path, _)| !new.contains_key(*path)) {
        let Some(bytes) = disk::read_if_there(&root.join(path))? else { continue };
        // A list can be made to name any file; only ours begin like this.
        let is_ours =
            bytes.split(|b| *b == b'\n').next().is_some_and(|line| String::from_utf8_lossy(line).contains(MARKER));
        if is_ours && (force || hash(&bytes) == *listed) {
            remove.push(path.clone());
        } else {
            left.push(path.clone());
        }
    }
    Ok((remove, left))
}
