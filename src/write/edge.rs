//! The edge manifest's file. Its path is the user's, so it may be anything: a file of theirs, a
//! link, `/dev/stdout`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempPath;

use super::{Request, WriteError, at, disk};

/// A text for a path that doesn't hold it yet.
#[derive(Debug)]
pub struct EdgeChange {
    path: PathBuf,
    text: String,
    /// The path is not a file that can be replaced, so that the text is written into it.
    is_stream: bool,
}

#[derive(Debug)]
pub enum StagedEdge<'a> {
    File(TempPath, &'a Path),
    Stream(&'a EdgeChange),
}

/// `None` when there is nothing to do.
pub fn plan(request: &Request) -> Result<Option<EdgeChange>, WriteError> {
    let Some((path, text)) = request.edge else { return Ok(None) };
    if let Some((root, artifacts)) = request.client
        && let Ok(inside) = settled(path).strip_prefix(settled(root))
        && artifacts.iter().any(|artifact| Path::new(&artifact.path) == inside)
    {
        let message = format!("{} is a file of the client; --manifest takes another", path.display());
        return Err(WriteError::Refused(message));
    }
    // What a link means is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let text = text.to_owned();
    match fs::metadata(&path) {
        Ok(metadata) if metadata.is_dir() => {
            Err(WriteError::Refused(format!("{} is a folder; --manifest takes a file", path.display())))
        }
        Ok(metadata) if !metadata.is_file() => Ok(Some(EdgeChange { path, text, is_stream: true })),
        _ => {
            let Some(bytes) = disk::read_if_there(&path)? else {
                return Ok(Some(EdgeChange { path, text, is_stream: false }));
            };
            if bytes == text.as_bytes() {
                return Ok(None);
            }
            if !request.force && !is_edge_manifest(&bytes) {
                return Err(WriteError::Edited(vec![path]));
            }
            Ok(Some(EdgeChange { path, text, is_stream: false }))
        }
    }
}

/// The path without links and detours, as far as it leads to something already.
fn settled(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    fs::canonicalize(&path).unwrap_or_else(|_| match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => settled(parent).join(name),
        _ => path,
    })
}

fn is_edge_manifest(bytes: &[u8]) -> bool {
    let value = serde_json::from_slice::<serde_json::Value>(bytes).unwrap_or_default();
    bytes.is_empty() || ["version", "contexts", "mutations"].iter().all(|key| value.get(key).is_some())
}

impl EdgeChange {
    pub fn stage(&self) -> Result<StagedEdge<'_>, WriteError> {
        if self.is_stream {
            return Ok(StagedEdge::Stream(self));
        }
        let parent = self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        disk::make_folders(parent)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".mizan-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As for any file; the process's umask still applies.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(parent).map_err(at(parent))?.into_temp_path();
        fs::write(&file, &self.text).map_err(at(&self.path))?;
        Ok(StagedEdge::File(file, &self.path))
    }
}

impl StagedEdge<'_> {
    pub fn commit(self) -> Result<(), WriteError> {
        match self {
            StagedEdge::File(file, path) => file.persist(path).map_err(|e| WriteError::Io(path.to_owned(), e.error)),
            StagedEdge::Stream(change) => fs::write(&change.path, &change.text).map_err(at(&change.path)),
        }
    }
}
