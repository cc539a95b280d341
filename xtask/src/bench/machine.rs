//! Where a benchmark ran, and with which versions.

use std::{fs, process::Command};

use serde_json::Value;

use crate::shell::root;

/// One line: processor, cores, system.
pub fn description() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = std::env::consts::OS;
    format!("{}, {cores} cores, {system}", processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned()))
}

/// How many programs ran or wanted to over the last minute, where the system says so.
pub fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

fn processor() -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// One line: the compiler's toolchain, Node and every tool that takes part.
pub fn versions() -> String {
    let mut versions = vec![first_line("rustc"), format!("Node {}", first_line("node"))];
    for package in ["openapi-typescript", "@hey-api/openapi-ts", "orval", "typescript", "typescript-7"] {
        versions.push(format!("{package} {}", package_version(package)));
    }
    versions.join(", ")
}

fn first_line(program: &str) -> String {
    let printed = Command::new(program).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&printed).lines().next().unwrap_or("?").split(" (").next().unwrap_or("?").to_owned()
}

fn package_version(package: &str) -> String {
    let text = fs::read_to_string(root().join("node_modules").join(package).join("package.json")).unwrap_or_default();
    let manifest: Value = serde_json::from_str(&text).unwrap_or_default();
    manifest["version"].as_str().unwrap_or("?").to_owned()
}
