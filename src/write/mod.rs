//! Puts files on disk, all of them or none: only files whose bytes changed are touched, only files
//! that an earlier run listed are removed, and what was edited by hand is reported instead.

#![expect(clippy::disallowed_methods, reason = "this is where files are written and removed")]

mod disk;
mod edge;
mod manifest;
mod plan;
mod transaction;

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{artifact::Artifact, interrupt};

pub use manifest::FILE_NAME as MANIFEST;

/// Everything that a run puts on disk.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The client: the output folder, which will hold these files and whatever else is there.
    pub client: Option<(&'a Path, &'a [Artifact])>,
    /// The edge manifest, which may be anywhere.
    pub edge: Option<(&'a Path, &'a str)>,
    /// Replace what was edited by hand.
    pub force: bool,
}

/// What a run did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// Files that are no longer generated, but were edited, and so were left.
    pub left: Vec<String>,
}

#[derive(Debug)]
pub enum WriteError {
    /// Files that a person changed, or that were never ours. Nothing was written.
    Edited(Vec<PathBuf>),
    /// A path leads elsewhere, or something that is not a file is in the way. Nothing was written.
    Refused(String),
    /// Nothing was written, or it was taken back.
    Io(PathBuf, io::Error),
    /// The system failed in the middle, and again when that was to be taken back.
    Torn { path: PathBuf, error: io::Error, backups: PathBuf },
    /// The user asked for an end. Nothing was written, or it was taken back.
    Interrupted,
}

/// Does all of it, or nothing.
pub fn write(request: &Request) -> Result<Report, WriteError> {
    let writing = interrupt::Writing::begin();
    let result = request.client.map_or_else(
        || edge_alone(request),
        |(root, artifacts)| {
            let folder = disk::OutputFolder::open(root)?;
            let report = client(request, root, artifacts)?;
            folder.keep();
            Ok(report)
        },
    );
    drop(writing);
    result
}

fn client(request: &Request, root: &Path, artifacts: &[Artifact]) -> Result<Report, WriteError> {
    let old = manifest::read(root, request.force)?;
    let plan = plan::make(root, artifacts, &old, request.force)?;
    let manifest = manifest::text(plan.hashes);
    let mut changes: Vec<(PathBuf, &str)> = plan.write.iter().map(|a| (root.join(&a.path), a.text.as_str())).collect();
    if !disk::holds(&root.join(MANIFEST), &manifest)? {
        changes.push((root.join(MANIFEST), &manifest));
    }
    let edge = edge::plan(request)?;
    let stale: Vec<PathBuf> = plan.remove.iter().map(|path| root.join(path)).collect();
    transaction::run(root, &stale, &changes, edge.as_ref())?;
    disk::remove_empty_folders(root, &plan.remove);
    Ok(Report {
        written: plan.write.len(),
        unchanged: artifacts.len() - plan.write.len(),
        removed: stale.len(),
        left: plan.left,
    })
}

fn edge_alone(request: &Request) -> Result<Report, WriteError> {
    if let Some(change) = edge::plan(request)? {
        change.stage()?.commit()?;
    }
    Ok(Report::default())
}

fn at(path: &Path) -> impl Fn(io::Error) -> WriteError + '_ {
    move |error| WriteError::Io(path.to_owned(), error)
}
