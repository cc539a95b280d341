//! Puts artifacts on disk, all of them or none: only files whose bytes changed are touched, only
//! files that an earlier run listed are removed, and what was edited by hand is reported instead.

#![expect(clippy::disallowed_methods, reason = "this is where files are written and removed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Component, Path, PathBuf},
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::artifact::Artifact;

/// The list of what a run wrote, in the output folder.
const MANIFEST: &str = ".mizan-manifest.json";

#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    version: u32,
    generator: String,
    /// Path → SHA-256 of the text, in hex.
    files: BTreeMap<String, String>,
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
    Edited(Vec<String>),
    /// The output folder leads elsewhere, or its manifest can't be understood.
    Refused(String),
    Io(PathBuf, io::Error),
}

fn at(path: &Path) -> impl Fn(io::Error) -> WriteError + '_ {
    move |error| WriteError::Io(path.to_owned(), error)
}

/// Brings `root` to hold exactly `artifacts`, next to whatever else is there.
pub fn write(root: &Path, artifacts: &[Artifact], force: bool) -> Result<Report, WriteError> {
    let old = read_manifest(root, force)?;
    let hashes: BTreeMap<String, String> =
        artifacts.par_iter().map(|a| (a.path.clone(), hash(a.text.as_bytes()))).collect();
    let changed = changed(root, artifacts, &old, force)?;
    let (stale, left) = stale(root, &hashes, &old, force)?;
    check_folders(root, artifacts)?;

    let staged: Vec<(tempfile::TempPath, PathBuf)> =
        changed.par_iter().map(|a| stage(root, &a.path, &a.text)).collect::<Result<_, _>>()?;
    staged.into_par_iter().try_for_each(|(from, to)| persist(from, &to))?;
    for path in &stale {
        let path = root.join(path);
        fs::remove_file(&path).map_err(at(&path))?;
    }
    remove_empty_folders(root, &stale);
    write_manifest(root, hashes)?;
    Ok(Report { written: changed.len(), unchanged: artifacts.len() - changed.len(), removed: stale.len(), left })
}

/// Writes one file outside of any output folder, atomically.
pub fn write_file(path: &Path, text: &str) -> Result<(), WriteError> {
    if read_if_there(path)?.as_deref() == Some(text.as_bytes()) {
        return Ok(());
    }
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(at(parent))?;
    let staged = temporary(parent, text)?;
    persist(staged, path)
}

fn read_manifest(root: &Path, force: bool) -> Result<Manifest, WriteError> {
    let path = root.join(MANIFEST);
    let Some(bytes) = read_if_there(&path)? else { return Ok(Manifest::default()) };
    match serde_json::from_slice::<Manifest>(&bytes) {
        Ok(manifest) if manifest.version == 1 => Ok(manifest),
        _ if force => Ok(Manifest::default()),
        _ => Err(WriteError::Refused(format!(
            "{} is not a manifest that this version wrote; restore it, or run with --force to replace it",
            path.display()
        ))),
    }
}

/// The artifacts whose bytes are not on disk yet.
fn changed<'a>(
    root: &Path,
    artifacts: &'a [Artifact],
    old: &Manifest,
    force: bool,
) -> Result<Vec<&'a Artifact>, WriteError> {
    let states: Vec<Option<bool>> = artifacts
        .par_iter()
        .map(|artifact| {
            let Some(bytes) = read_if_there(&root.join(&artifact.path))? else { return Ok(Some(true)) };
            let bytes = without_carriage_returns(bytes);
            if bytes == artifact.text.as_bytes() {
                return Ok(Some(false));
            }
            let is_ours = old.files.get(&artifact.path).is_some_and(|h| *h == hash(&bytes));
            Ok((is_ours || force).then_some(true))
        })
        .collect::<Result<_, WriteError>>()?;
    let pairs = || artifacts.iter().zip(&states);
    let edited: Vec<String> = pairs().filter(|(_, s)| s.is_none()).map(|(a, _)| a.path.clone()).collect();
    if !edited.is_empty() {
        return Err(WriteError::Edited(edited));
    }
    Ok(pairs().filter(|(_, s)| **s == Some(true)).map(|(a, _)| a).collect())
}

/// Files of the last run that this one doesn't make: those to remove, and those that were edited.
fn stale(
    root: &Path,
    new: &BTreeMap<String, String>,
    old: &Manifest,
    force: bool,
) -> Result<(Vec<String>, Vec<String>), WriteError> {
    let (mut remove, mut left) = (Vec::new(), Vec::new());
    for (path, listed) in old.files.iter().filter(|(path, _)| !new.contains_key(*path)) {
        if !is_inside(path) || leads_outside(root, path)? {
            return Err(WriteError::Refused(format!(
                "{} lists {path:?}, which is not inside the output folder; nothing was written",
                root.join(MANIFEST).display()
            )));
        }
        let Some(bytes) = read_if_there(&root.join(path))? else { continue };
        if force || hash(&without_carriage_returns(bytes)) == *listed {
            remove.push(path.clone());
        } else {
            left.push(path.clone());
        }
    }
    Ok((remove, left))
}

/// A manifest is a file like any other: its paths are not trusted.
fn is_inside(path: &str) -> bool {
    !path.contains('\\') && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
}

/// Whether a folder on the way to `path` is a link.
fn leads_outside(root: &Path, path: &str) -> Result<bool, WriteError> {
    let mut folder = root.to_owned();
    let parents: Vec<Component> = Path::new(path).components().collect();
    for component in parents.iter().take(parents.len().saturating_sub(1)) {
        folder.push(component);
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if metadata.is_symlink() => return Ok(true),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(WriteError::Io(folder, error)),
        }
    }
    Ok(false)
}

/// Makes the folders that are needed, and refuses ones that are links to elsewhere.
fn check_folders(root: &Path, artifacts: &[Artifact]) -> Result<(), WriteError> {
    fs::create_dir_all(root).map_err(at(root))?;
    let folders: BTreeSet<&Path> = artifacts.iter().filter_map(|a| Path::new(&a.path).parent()).collect();
    for folder in folders {
        let inside = folder.join("x");
        if leads_outside(root, &inside.to_string_lossy())? {
            return Err(WriteError::Refused(format!(
                "{} is a link; generated files are only written below the output folder",
                root.join(folder).display()
            )));
        }
        let folder = root.join(folder);
        fs::create_dir_all(&folder).map_err(at(&folder))?;
    }
    Ok(())
}

fn stage(root: &Path, path: &str, text: &str) -> Result<(tempfile::TempPath, PathBuf), WriteError> {
    let target = root.join(path);
    let parent = target.parent().unwrap_or(root);
    Ok((temporary(parent, text)?, target))
}

fn temporary(folder: &Path, text: &str) -> Result<tempfile::TempPath, WriteError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mizan-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As for any file; the process's umask still applies.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(at(folder))?;
    io::Write::write_all(&mut file, text.as_bytes()).map_err(at(folder))?;
    Ok(file.into_temp_path())
}

fn persist(from: tempfile::TempPath, to: &Path) -> Result<(), WriteError> {
    from.persist(to).map_err(|e| WriteError::Io(to.to_owned(), e.error))
}

fn remove_empty_folders(root: &Path, removed: &[String]) {
    let folders: BTreeSet<&Path> =
        removed.iter().flat_map(|p| Path::new(p).ancestors().skip(1)).filter(|p| !p.as_os_str().is_empty()).collect();
    for folder in folders.into_iter().rev() {
        // Fails when something is left inside, which is just what is wanted.
        let _ = fs::remove_dir(root.join(folder));
    }
}

fn write_manifest(root: &Path, files: BTreeMap<String, String>) -> Result<(), WriteError> {
    let generator = concat!("mizan-generate ", env!("CARGO_PKG_VERSION")).to_owned();
    let manifest = Manifest { version: 1, generator, files };
    let text = serde_json::to_string_pretty(&manifest).expect("a manifest is text and numbers") + "\n";
    write_file(&root.join(MANIFEST), &text)
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, WriteError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WriteError::Io(path.to_owned(), error)),
    }
}

/// Git may check files out with CRLF; that is no edit.
fn without_carriage_returns(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.contains(&b'\r') {
        return bytes;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\r' || rest.peek() != Some(&b'\n') {
            out.push(byte);
        }
    }
    out
}

fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
