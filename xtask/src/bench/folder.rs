//! Folders that runs write to: emptied before, looked at after.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

pub fn empty(path: &Path) -> Result<(), String> {
    if path.exists() {
        fs::remove_dir_all(path).map_err(|e| format!("cannot empty {}: {e}", path.display()))?;
    }
    fs::create_dir_all(path).map_err(|e| format!("cannot make {}: {e}", path.display()))
}

/// All files below `root`, sorted, relative to it.
pub fn files(root: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.extend(path.strip_prefix(root).map(Path::to_owned));
            }
        }
    }
    files.sort();
    files
}

pub fn size(root: &Path) -> u64 {
    files(root).iter().filter_map(|file| fs::metadata(root.join(file)).ok()).map(|m| m.len()).sum()
}

/// All files of `root` in one, as `bare` reads them.
pub fn pack(root: &Path, to: &Path) -> Result<(), String> {
    let files = files(root);
    // One after the other: what a parent once held counts as its children's memory.
    let write = || -> io::Result<()> {
        let mut pack = io::BufWriter::new(fs::File::create(to)?);
        for file in &files {
            writeln!(pack, "{} {}", fs::metadata(root.join(file))?.len(), file.display())?;
        }
        writeln!(pack)?;
        for file in &files {
            io::copy(&mut fs::File::open(root.join(file))?, &mut pack)?;
        }
        pack.flush()
    };
    write().map_err(|e| format!("cannot pack {}: {e}", root.display()))
}
