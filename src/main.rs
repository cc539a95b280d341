//! Runs the command line on a stack that is large enough for any schema that is accepted.

use std::{panic, process::ExitCode, thread};

/// A run is short and makes many small things; the system's allocator took a third of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Only what is touched is ever taken from memory.
const STACK: usize = 512 << 20;

#[expect(clippy::print_stderr, reason = "the last words of a run that failed by our fault")]
fn main() -> ExitCode {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!(" ({}:{})", l.file(), l.line())).unwrap_or_default();
        let message = info.payload_as_str().unwrap_or("no message");
        eprintln!("internal error: {message}{place}\nnothing was written; please report this with the schema");
    }));
    let exit = thread::Builder::new().stack_size(STACK).spawn(mizan_generate::run).map(thread::JoinHandle::join);
    match exit {
        Ok(Ok(exit)) => exit.into(),
        _ => mizan_generate::Exit::Failed.into(),
    }
}
