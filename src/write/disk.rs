//! Questions to the file system, and the output folder's making.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use super::{WriteError, at};

/// The output folder, made if it is missing, for one run at a time. Unless it is kept, a folder
/// that was made here goes again.
#[derive(Debug)]
pub struct OutputFolder {
    made: Vec<PathBuf>,
    /// Another run waits until this is dropped.
    _lock: Option<File>,
}

impl OutputFolder {
    pub fn open(root: &Path) -> Result<Self, WriteError> {
        if fs::metadata(root).is_ok_and(|m| !m.is_dir()) {
            return Err(WriteError::Refused(format!("{} is a file; --out takes a folder", root.display())));
        }
        let mut made = make_folders(root)?;
        loop {
            let lock = lock(root);
            if root.is_dir() {
                return Ok(Self { made, _lock: lock });
            }
            // The run that was waited for made the folder and took it back.
            made.extend(make_folders(root)?);
        }
    }

    pub fn keep(mut self) {
        self.made.clear();
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        remove_folders(&self.made);
    }
}

/// Where folders can't be locked (Windows), two runs at once are not kept apart; each of their files
/// is still whole.
fn lock(root: &Path) -> Option<File> {
    let folder = File::open(root).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Makes `folder` and what it stands in; answers what was missing, outermost first.
pub fn make_folders(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let missing = folder.ancestors().take_while(|f| !f.as_os_str().is_empty() && fs::symlink_metadata(f).is_err());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    let result = fs::create_dir_all(folder);
    if result.is_err() {
        remove_folders(&missing);
    }
    result.map_err(at(folder)).map(|()| missing)
}

/// Removes those that are empty.
pub fn remove_folders(outermost_first: &[PathBuf]) {
    for folder in outermost_first.iter().rev() {
        // Fails when something is left inside, which is just what is wanted.
        let _ = fs::remove_dir(folder);
    }
}

pub fn remove_empty_folders(root: &Path, removed: &[String]) {
    let folders: BTreeSet<&Path> =
        removed.iter().flat_map(|p| Path::new(p).ancestors().skip(1)).filter(|p| !p.as_os_str().is_empty()).collect();
    let folders: Vec<PathBuf> = folders.into_iter().map(|folder| root.join(folder)).collect();
    remove_folders(&folders);
}

/// The bytes of a file, as Git would have stored them: it may have checked them out with CRLF.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, WriteError> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => {
            return Err(WriteError::Refused(format!("{} is in the way: it is not a file", path.display())));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(WriteError::Io(path.to_owned(), error)),
    }
    fs::read(path).map(|bytes| Some(without_carriage_returns(bytes))).map_err(at(path))
}

/// Whether `path` holds `text` already.
pub fn holds(path: &Path, text: &str) -> Result<bool, WriteError> {
    Ok(read_if_there(path)?.as_deref() == Some(text.as_bytes()))
}

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

/// The folder on the way from `root` to `path` that is a link, if one is.
pub fn link_on_the_way(root: &Path, path: &str) -> Result<Option<PathBuf>, WriteError> {
    let mut folder = root.to_owned();
    let Some((parents, _)) = path.rsplit_once('/') else { return Ok(None) };
    for name in parents.split('/') {
        folder.push(name);
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if metadata.is_symlink() => return Ok(Some(folder)),
            Ok(metadata) if !metadata.is_dir() => {
                return Err(WriteError::Refused(format!("{} is in the way: it is not a folder", folder.display())));
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(WriteError::Io(folder, error)),
        }
    }
    Ok(None)
}
