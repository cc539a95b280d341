//! The example shop, made ready to run: one backend, and a front end for each framework.

use std::{path::PathBuf, process::Command};

use crate::{
    shell::{self, command, root},
    workspace::{self, is_stale},
};

pub const FRONT_ENDS: [&str; 3] = ["react", "vue", "svelte"];

/// What the backend runs with, and what writes the clients of the front ends.
pub struct Shop {
    programs: PathBuf,
    compiler: PathBuf,
}

impl Shop {
    /// Installs and builds what is out of date.
    pub fn prepare() -> Result<Self, String> {
        workspace::require(&["node", "npm", "python3"])?;
        workspace::ensure_npm()?;
        workspace::ensure_packages()?;
        let programs = workspace::ensure_python()?;
        Ok(Self { programs, compiler: workspace::ensure_compiler()? })
    }

    /// Writes a front end's client from the backend's code, and builds it; returns the folder to serve.
    pub fn build(&self, front_end: &str) -> Result<PathBuf, String> {
        let folder = format!("examples/shop/{front_end}");
        println!("── generating the {front_end} client");
        shell::run(&mut self.npm("generate", &folder))?;
        let packages = ["runtime", front_end].map(|name| format!("packages/mizan-{name}/dist"));
        let sources = [vec![folder.clone(), "examples/shop/shop.css".to_owned()], packages.to_vec()].concat();
        if is_stale(&format!("{folder}/dist/index.html"), &sources) {
            println!("── building the {front_end} front end");
            shell::run(&mut self.npm("build", &folder))?;
        }
        Ok(root().join(folder).join("dist"))
    }

    /// `manage.py` of the backend.
    pub fn manage(&self, arguments: &[&str]) -> Command {
        let mut manage = Command::new(self.programs.join("python"));
        manage.arg("manage.py").args(arguments).current_dir(root().join("examples/shop/backend"));
        manage
    }

    /// A script of a front end, which finds `python` and the compiler.
    fn npm(&self, script: &str, folder: &str) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let before = std::iter::once(self.programs.clone()).chain(std::env::split_paths(&path));
        let mut npm = command("npm", &["run", "--silent", script, "--workspace", folder]);
        npm.env("PATH", std::env::join_paths(before).expect("no program's folder has a separator in its name"));
        npm.env("MIZAN_GENERATE_BINARY", &self.compiler);
        npm
    }
}

/// The end-to-end tests of all front ends.
pub fn test() -> Result<(), String> {
    let shop = Shop::prepare()?;
    for front_end in FRONT_ENDS {
        shop.build(front_end)?;
    }
    shell::run(&mut command("npm", &["run", "typecheck", "--workspace", "examples/shop/e2e"]))?;
    shell::run(&mut command("npm", &["test", "--workspace", "examples/shop/e2e"]))
}
