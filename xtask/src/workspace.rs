//! What several commands need installed or built before they run: the JavaScript dependencies, the
//! packages, the compiler, and a Python that knows mizan-django. `ensure_…` does only what is out of date.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use crate::shell::{self, command, exists, root};

const PACKAGES: [&str; 4] = ["mizan-runtime", "mizan-react", "mizan-vue", "mizan-svelte"];
const NEEDED: &str = "Mizan's own commands need Rust, Node 20.19 or newer and Python 3.11 or newer";

/// An error unless all of them can be started.
pub fn require(programs: &[&str]) -> Result<(), String> {
    match programs.iter().find(|program| !exists(program)) {
        Some(missing) => Err(format!("{missing} is not installed; {NEEDED}")),
        None => Ok(()),
    }
}

/// The JavaScript dependencies, by the lock file.
pub fn install_npm() -> Result<(), String> {
    shell::run(&mut command("npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

/// npm leaves a lock file of what it installed.
pub fn ensure_npm() -> Result<(), String> {
    if is_stale("node_modules/.package-lock.json", &["package-lock.json"]) {
        println!("── installing the JavaScript dependencies");
        install_npm()?;
    }
    Ok(())
}

/// The packages, as they are published.
pub fn build_packages() -> Result<(), String> {
    PACKAGES.into_iter().try_for_each(build_package)
}

pub fn ensure_packages() -> Result<(), String> {
    for package in PACKAGES {
        let folder = format!("packages/{package}");
        let sources = ["src", "package.json", "tsconfig.build.json"].map(|source| format!("{folder}/{source}"));
        if is_stale(&format!("{folder}/dist/index.js"), &sources) {
            println!("── building {package}");
            build_package(package)?;
        }
    }
    Ok(())
}

fn build_package(package: &str) -> Result<(), String> {
    shell::run(&mut command("npm", &["run", "--silent", "build", "--workspace", &format!("packages/{package}")]))
}

/// The compiler, unoptimised; cargo knows what is out of date. It lies where this program does.
pub fn ensure_compiler() -> Result<PathBuf, String> {
    shell::run(&mut command("cargo", &["build", "--locked", "--bin", "mizan-generate"]))?;
    let this = std::env::current_exe().map_err(|error| format!("cannot find xtask itself: {error}"))?;
    Ok(this.with_file_name(format!("mizan-generate{}", std::env::consts::EXE_SUFFIX)))
}

/// The virtual environment `.venv` with mizan-django in it; returns the folder of its programs.
pub fn ensure_python() -> Result<PathBuf, String> {
    let bin = root().join(".venv/bin");
    let stamp = ".venv/mizan-django.installed";
    if is_stale(stamp, &["packages/mizan-django/pyproject.toml"]) {
        println!("── making the Python environment .venv");
        let is_new = "import sys; sys.exit(sys.version_info < (3, 11))";
        shell::run(&mut command("python3", &["-c", is_new])).map_err(|_| format!("python3 is too old; {NEEDED}"))?;
        shell::run(&mut command("python3", &["-m", "venv", ".venv"]))?;
        let mut install = Command::new(bin.join("python"));
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable"]);
        shell::run(install.arg("packages/mizan-django").current_dir(root()))?;
        fs::write(root().join(stamp), "").map_err(|error| format!("cannot write {stamp}: {error}"))?;
    }
    Ok(bin)
}

/// Whether `made` isn't there, or is older than a file of its sources: files, or folders with all that
/// is in them but dependencies and built files.
pub fn is_stale(made: &str, sources: &[impl AsRef<str>]) -> bool {
    let Some(made) = modified(&root().join(made)) else { return true };
    sources.iter().any(|source| newest(&root().join(source.as_ref())).is_none_or(|time| time > made))
}

fn newest(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return modified(path);
    }
    let is_source = |path: &PathBuf| !path.ends_with("node_modules") && !path.ends_with("dist");
    let inside = fs::read_dir(path).ok()?.flatten().map(|entry| entry.path()).filter(is_source);
    inside.filter_map(|path| newest(&path)).max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
