//! The list of what the last run wrote. It is a file like any other: people merge, edit and lose it,
//! so nothing it says is trusted.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};

use super::{WriteError, disk};

/// In the output folder.
pub const FILE_NAME: &str = ".mizan-manifest.json";
const VERSION: u32 = 1;

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    version: u32,
    generator: String,
    /// Path → SHA-256 of the text, in hex.
    pub files: BTreeMap<String, String>,
}

pub fn read(root: &Path, force: bool) -> Result<Manifest, WriteError> {
    let path = root.join(FILE_NAME);
    let Some(bytes) = disk::read_if_there(&path)? else { return Ok(Manifest::default()) };
    let refuse = |what: &str| {
        let shown = path.display();
        Err(WriteError::Refused(format!(
            "{shown} {what}; nothing was written\nrestore the file, or run again with --force to replace it"
        )))
    };
    let manifest = match serde_json::from_slice::<Manifest>(&bytes) {
        Ok(manifest) if manifest.version == VERSION => manifest,
        _ if force => return Ok(Manifest::default()),
        Ok(manifest) if manifest.version > VERSION => return refuse("was written by a newer mizan-generate"),
        _ => return refuse("is not a list that mizan-generate wrote"),
    };
    match manifest.files.keys().find(|path| !is_generated_path(path)) {
        Some(_) if force => Ok(Manifest::default()),
        Some(path) => refuse(&format!("lists {path:?}, which mizan-generate never writes")),
        None => Ok(manifest),
    }
}

pub fn text(files: BTreeMap<String, String>) -> String {
    let generator = concat!("mizan-generate ", env!("CARGO_PKG_VERSION")).to_owned();
    let manifest = Manifest { version: VERSION, generator, files };
    serde_json::to_string_pretty(&manifest).expect("a manifest is text and numbers") + "\n"
}

/// Whether `path` is spelled like one of ours: below the output folder on every system.
fn is_generated_path(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_name = |segment: &str| {
        !segment.is_empty() && segment.chars().all(is_plain) && !segment.starts_with('.') && !segment.ends_with('.')
    };
    let extension = Path::new(path).extension().and_then(|e| e.to_str());
    path.split('/').all(is_name) && matches!(extension, Some("ts" | "tsx" | "svelte"))
}

impl Manifest {
    /// Whether the last run wrote these bytes to `path`, or to a path that differs in case alone:
    /// on some systems that is the same file.
    pub fn wrote(&self, path: &str, hash: &str) -> bool {
        let is_it = |(p, h): (&String, &String)| h == hash && p.eq_ignore_ascii_case(path);
        self.files.get(path).is_some_and(|h| h == hash) || self.files.iter().any(is_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_spelling_are_believed() {
        for good in ["react/user-context.tsx", "svelte/UserContext.svelte", "vendor/runtime/v1.ts"] {
            assert!(is_generated_path(good), "{good}");
        }
        let bad = [
            "",
            "/etc/a.ts",
            "../a.ts",
            "a/../b.ts",
            "./a.ts",
            "a//b.ts",
            "a/",
            "C:a.ts",
            "C:\\a.ts",
            "a\\b.ts",
            "NUL",
            "a.ts ",
            "a.ts:stream",
            "package.json",
            ".git/config.ts",
            "a/.ts",
            "\u{202e}a.ts",
            "a\0.ts",
        ];
        for bad in bad {
            assert!(!is_generated_path(bad), "{bad:?}");
        }
    }
}
