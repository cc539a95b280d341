//! Changes to files that happen together: everything is first written beside its place, then moved
//! there in a moment; when the system fails in that moment, what was moved is moved back.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use tempfile::TempDir;

use super::{WriteError, at, disk, edge::EdgeChange};
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
    stage(staging.path(), changes)?;
    let edge = edge.map(EdgeChange::stage).transpose()?;
    if interrupt::requested() {
        return Err(WriteError::Interrupted);
    }
    let mut transaction = Transaction { staging, done: Vec::new(), backups: 0 };
    let result = transaction.apply(stale, changes).and_then(|()| edge.map_or(Ok(()), super::edge::StagedEdge::commit));
    result.or_else(|error| transaction.take_back(error))
}

fn stage(staging: &Path, changes: &[(PathBuf, &str)]) -> Result<(), WriteError> {
    changes.par_iter().enumerate().try_for_each(|(i, (path, text))| {
        if interrupt::requested() {
            return Err(WriteError::Interrupted);
        }
        fs::write(staging.join(i.to_string()), text).map_err(at(path))
    })
}

struct Transaction {
    /// Holds new files under their numbers, and what they replace.
    staging: TempDir,
    done: Vec<Step>,
    backups: usize,
}

enum Step {
    Placed(PathBuf),
    /// What was at the first path is at the second.
    Moved(PathBuf, PathBuf),
    /// What was at the first path is at the second too.
    Copied(PathBuf, PathBuf),
    MadeFolder(PathBuf),
}

impl Transaction {
    fn apply(&mut self, stale: &[PathBuf], changes: &[(PathBuf, &str)]) -> Result<(), WriteError> {
        for path in stale {
            let backup = self.backup();
            fs::rename(path, &backup).map_err(at(path))?;
            self.done.push(Step::Moved(path.clone(), backup));
        }
        let mut last = None;
        let mut is_made = false;
        for (i, (path, _)) in changes.iter().enumerate() {
            let folder = path.parent().filter(|folder| last != Some(*folder));
            if let Some(folder) = folder {
                let made = disk::make_folders(folder)?;
                is_made = !made.is_empty();
                self.done.extend(made.into_iter().map(Step::MadeFolder));
                last = Some(folder);
            }
            let is_new = is_made || fs::symlink_metadata(path).is_err();
            if !is_new {
                let backup = self.backup();
                copy(path, &backup).map_err(at(path))?;
                self.done.push(Step::Copied(path.clone(), backup));
            }
            fs::rename(self.staging.path().join(i.to_string()), path).map_err(at(path))?;
            if is_new {
                self.done.push(Step::Placed(path.clone()));
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
                Step::Placed(path) => fs::remove_file(path),
                Step::Moved(path, backup) | Step::Copied(path, backup) => fs::rename(backup, path),
                // Someone may have put something inside since.
                Step::MadeFolder(path) => fs::remove_dir(path).or(Ok(())),
            };
            if let (Err(error), Step::Placed(path) | Step::Moved(path, _) | Step::Copied(path, _)) = (result, step) {
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
