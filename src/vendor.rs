//! The kernel and the adapters as sources, for `--runtime vendored`: a project that copies them
//! needs nothing but its framework.

use include_dir::{Dir, include_dir};

use crate::{
    artifact::Artifact,
    config::{ImportExtension, Target},
    render::HEADER,
};

static RUNTIME: Dir = include_dir!("$CARGO_MANIFEST_DIR/packages/mizan-runtime/src");
static REACT: Dir = include_dir!("$CARGO_MANIFEST_DIR/packages/mizan-react/src");
static VUE: Dir = include_dir!("$CARGO_MANIFEST_DIR/packages/mizan-vue/src");
static SVELTE: Dir = include_dir!("$CARGO_MANIFEST_DIR/packages/mizan-svelte/src");

/// The sources that `targets` need, below `vendor/`.
#[must_use]
pub fn sources(targets: &[Target], extension: ImportExtension) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    copy("runtime", &RUNTIME, extension, &mut artifacts);
    for target in targets {
        let sources = match target {
            Target::React => &REACT,
            Target::Vue => &VUE,
            Target::Svelte => &SVELTE,
        };
        copy(target.folder(), sources, extension, &mut artifacts);
    }
    artifacts
}

fn copy(folder: &str, sources: &Dir, extension: ImportExtension, artifacts: &mut Vec<Artifact>) {
    for file in sources.files() {
        let (Some(name), Some(text)) = (file.path().file_name().and_then(|n| n.to_str()), file.contents_utf8()) else {
            continue;
        };
        let text = text.lines().fold(HEADER.to_owned(), |out, line| out + &relocate(line, extension) + "\n");
        artifacts.push(Artifact::new(format!("vendor/{folder}/{name}"), text));
    }
}

/// Spells the specifier of an import as the copy needs it. The sources write one per line.
fn relocate(line: &str, extension: ImportExtension) -> String {
    let Some((before, specifier)) = line.strip_suffix("\";").and_then(|line| line.rsplit_once("from \"")) else {
        return line.to_owned();
    };
    let suffix = extension.suffix();
    let relative = specifier.strip_suffix(".js").filter(|path| path.starts_with('.'));
    let local = match (specifier.strip_prefix("@mizan/runtime"), relative) {
        (Some(""), _) => format!("../runtime/index{suffix}"),
        // A path of the package is the name of its source.
        (Some(path), _) => format!("../runtime{path}{suffix}"),
        (None, Some(path)) => format!("{path}{suffix}"),
        (None, None) => return line.to_owned(),
    };
    format!("{before}from \"{local}\";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_import_of_a_vendored_client_is_in_it_or_a_framework() {
        let artifacts = sources(&[Target::React, Target::Vue, Target::Svelte], ImportExtension::Ts);
        let paths: Vec<&str> = artifacts.iter().map(|a| a.path.as_str()).collect();
        for artifact in &artifacts {
            for line in artifact.text.lines().filter(|l| l.contains(" from \"")) {
                let specifier = line.rsplit_once("from \"").unwrap().1.trim_end_matches("\";");
                if let Some(name) = specifier.strip_prefix("../runtime/") {
                    assert!(paths.contains(&format!("vendor/runtime/{name}").as_str()), "{line}");
                } else if let Some(name) = specifier.strip_prefix("./") {
                    let folder = artifact.path.rsplit_once('/').unwrap().0;
                    assert!(paths.contains(&format!("{folder}/{name}").as_str()), "{}: {line}", artifact.path);
                } else {
                    assert!(!specifier.starts_with("@mizan"), "{}: {line}", artifact.path);
                }
            }
        }
    }
}
