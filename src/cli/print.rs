//! What people and programs get to see: data on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use super::Exit;
use crate::{
    config::Config,
    diagnostic::{Diagnostic, Renderer, SourceText},
    write::{Report, WriteError},
};

/// A reader that left early is no error.
pub fn data(text: &str) -> Result<Exit, Exit> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(fail(&format!("cannot print: {error}"))),
        _ => Ok(Exit::Done),
    }
}

pub fn diagnostics(source: SourceText, diagnostics: &[Diagnostic]) {
    if !diagnostics.is_empty() {
        let _ = write!(anstream::stderr(), "{}", Renderer::new(source).render(diagnostics));
    }
}

/// What a run did; only a person wants to hear that all went well.
pub fn summary(config: &Config, report: &Report) {
    for path in &report.left {
        let shown = config.out.join(path);
        let shown = shown.display();
        warn(&format!("{shown} is no longer generated, but was edited by hand, so it was left; delete it yourself"));
    }
    if !io::stderr().is_terminal() {
        return;
    }
    let counts = [(report.written, "changed"), (report.removed, "removed")];
    let said: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    let said = if said.is_empty() { "nothing changed".to_owned() } else { said.join(", ") };
    let files = report.written + report.unchanged;
    let _ = writeln!(anstream::stderr(), "{files} files in {}: {said}", config.out.display());
}

/// Whoever typed `--schema -` by mistake would wait for nothing.
pub fn waiting_for_input() {
    if io::stdin().is_terminal() {
        let end = if cfg!(windows) { "Ctrl-Z and Enter" } else { "Ctrl-D" };
        let _ = writeln!(anstream::stderr(), "reading the schema from the terminal; {end} ends it");
    }
}

pub fn write_error(error: &WriteError) -> Exit {
    match error {
        WriteError::Edited(paths) => {
            let list: String = paths.iter().map(|path| format!("\n  {}", path.display())).collect();
            fail(&format!(
                "these files were not written by mizan-generate, or were edited since; nothing was written:{list}\n\
                 move your changes elsewhere, or run again with --force to overwrite them"
            ))
        }
        WriteError::Refused(message) => fail(message),
        WriteError::Io(path, error) => fail(&format!("cannot write {}: {error}; nothing was changed", path.display())),
        WriteError::Torn { path, error, backups } => fail(&format!(
            "writing failed, and so did taking it back at {}: {error}\nwhat was there before is in {}",
            path.display(),
            backups.display()
        )),
        WriteError::Interrupted => {
            let _ = writeln!(anstream::stderr(), "interrupted; nothing was changed");
            Exit::Interrupted
        }
    }
}

pub fn fail(message: &str) -> Exit {
    labelled("error", AnsiColor::Red.on_default().bold(), message);
    Exit::Failed
}

fn warn(message: &str) {
    labelled("warning", AnsiColor::Yellow.on_default().bold(), message);
}

fn labelled(label: &str, style: Style, message: &str) {
    let _ = writeln!(anstream::stderr(), "{style}{label}{style:#}: {message}");
}
