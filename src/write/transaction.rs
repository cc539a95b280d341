//! Changes to files that happen together: everything is first written beside its place, then moved
//! there in a moment, folders that are new as a whole; when the system fails in that moment, what was
//! moved is moved back.

use std::{
    collections::{HashMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use tempfile::TempDir;

use super::{WriteError, at, edge::EdgeChange};
use crate::interrupt;

/// Removes `stale` and gives each path of `changes` its text, all below `root`; then makes the edge
/// manifest's change.
pub fn run(
    root: &Path,
    stale: &[PathBuf],
    changes: &[(PathBuf, &str)],
    edge: Option<&EdgeChange>,
) -> Result<(), WriteError> {
    if stale.is_empty() && changes.is_empty() {
        return edge.map_or(Ok(()), |edge| edge.stage()?.commit());
    }
    let staging = tempfile::Builder::new().prefix(".mizan-").suffix(".tmp").tempdir_in(root).map_err(at(root))?;
    let moves = stage(staging.path(), &placed(root, changes))?;
    let edge = edge.map(EdgeChange::stage).transpose()?;
    if interrupt::requested() {
        return Err(WriteError::Interrupted);
    }
    let mut transaction = Transaction { staging, done: Vec::new(), backups: 0 };
    let result = transaction.apply(stale, &moves).and_then(|()| edge.map_or(Ok(()), super::edge::StagedEdge::commit));
    result.or_else(|error| transaction.take_back(error))
}

/// A text, where it goes, and what will be moved there: the file itself, or the outermost folder on
/// its way that is not there yet.
struct Placed<'a> {
    path: &'a Path,
    text: &'a str,
    moved: &'a Path,
}

fn placed<'a>(root: &Path, changes: &'a [(PathBuf, &'a str)]) -> Vec<Placed<'a>> {
    let mut is_missing: HashMap<&Path, bool> = HashMap::new();
    let mut placed = Vec::with_capacity(changes.len());
    for (path, text) in changes {
        let folders = path.ancestors().skip(1).take_while(|folder| *folder != root);
        let missing = folders
            .take_while(|folder| *is_missing.entry(folder).or_insert_with(|| fs::symlink_metadata(folder).is_err()));
        placed.push(Placed { path, text, moved: missing.last().unwrap_or(path) });
    }
    placed
}

/// Writes everything into the staging folder; answers what is to be moved from there, and to where.
fn stage(staging: &Path, placed: &[Placed]) -> Result<Vec<(PathBuf, PathBuf)>, WriteError> {
    let mut moves: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut numbers: HashMap<&Path, usize> = HashMap::new();
    let mut folders: HashSet<PathBuf> = HashSet::new();
    let mut files = Vec::with_capacity(placed.len());
    for Placed { path, text, moved } in placed {
        let number = *numbers.entry(moved).or_insert_with(|| {
            moves.push((staging.join(moves.len().to_string()), moved.to_path_buf()));
            moves.len() - 1
        });
        let inside = path.strip_prefix(moved).expect("a file is moved with what it is in");
        let is_alone = inside.as_os_str().is_empty();
        let file = if is_alone { moves[number].0.clone() } else { moves[number].0.join(inside) };
        if let Some(folder) = file.parent().filter(|_| !is_alone)
            && !folders.contains(folder)
        {
            fs::create_dir_all(folder).map_err(at(path))?;
            folders.insert(folder.to_owned());
        }
        files.push((*path, file, *text));
    }
    files.par_iter().try_for_each(|(path, file, text)| {
        if interrupt::requested() {
            return Err(WriteError::Interrupted);
        }
        fs::write(file, text).map_err(at(path))
    })?;
    Ok(moves)
}

struct Transaction {
    /// Holds what is new under its number, and what it replaces.
    staging: TempDir,
    done: Vec<Step>,
    backups: usize,
}

enum Step {
    /// What is at the second path was at the first.
    Placed(PathBuf, PathBuf),
    /// What was at the first path is at the second.
    Moved(PathBuf, PathBuf),
    /// What was at the first path is at the second too.
    Copied(PathBuf, PathBuf),
}

impl Transaction {
    fn apply(&mut self, stale: &[PathBuf], moves: &[(PathBuf, PathBuf)]) -> Result<(), WriteError> {
        for path in stale {
            let backup = self.backup();
            fs::rename(path, &backup).map_err(at(path))?;
            self.done.push(Step::Moved(path.clone(), backup));
        }
        for (staged, path) in moves {
            let is_new = fs::symlink_metadata(path).is_err();
            if !is_new {
                let backup = self.backup();
                copy(path, &backup).map_err(at(path))?;
                self.done.push(Step::Copied(path.clone(), backup));
            }
            fs::rename(staged, path).map_err(at(path))?;
            if is_new {
                self.done.push(Step::Placed(staged.clone(), path.clone()));
            }
        }
        Ok(())
    }

    fn backup(&mut self) -> PathBuf {
        self.backups += 1;
        self.staging.path().join(format!("old-{}", self.backups))
    }

    fn take_back(mut self, error: WriteError) -> Result<(), WriteError> {
        while let Some(step) = self.done.pop() {
            let result = match &step {
                Step::Placed(staged, path) => fs::rename(path, staged),
                Step::Moved(path, backup) | Step::Copied(path, backup) => fs::rename(backup, path),
            };
            if let (Err(error), Step::Placed(_, path) | Step::Moved(path, _) | Step::Copied(path, _)) = (result, step) {
                return Err(WriteError::Torn { path, error, backups: self.staging.keep() });
            }
        }
        Err(error)
    }
}

/// A second name is enough where there can be one: what comes into place is another file.
fn copy(path: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(path, to).or_else(|_| fs::copy(path, to).map(|_| ()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_in_the_middle_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let path = |name: &str| root.join(name);
        for (name, text) in [("changed.ts", "old"), ("stale.ts", "stale"), ("blocked", "a file, not a folder")] {
            fs::write(path(name), text).unwrap();
        }
        let changes =
            [(path("changed.ts"), "new"), (path("new/file.ts"), "new"), (path("blocked/file.ts"), "can't be")];
        let result = run(root, &[path("stale.ts")], &changes, None);
        assert!(matches!(result, Err(WriteError::Io(..))), "{result:?}");
        let mut left: Vec<_> = fs::read_dir(root).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["blocked", "changed.ts", "stale.ts"]);
        assert_eq!(fs::read_to_string(path("changed.ts")).unwrap(), "old");
        assert_eq!(fs::read_to_string(path("stale.ts")).unwrap(), "stale");
    }

    #[test]
    fn what_works_is_all_there_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("stale.ts"), "stale").unwrap();
        run(root, &[root.join("stale.ts")], &[(root.join("a/b.ts"), "new")], None).unwrap();
        let left: Vec<_> = fs::read_dir(root).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["a"]);
        assert_eq!(fs::read_to_string(root.join("a/b.ts")).unwrap(), "new");
    }
}
