//! Runs the command line; a bug of ours ends in a message, not in a trace.

use std::{
    io::{self, Write},
    panic,
};

/// A run is short and makes many small things; the system's allocator took a third of its time.
/// Version 2 of this one is a little quicker here than version 3, and takes less memory. Without large
/// pages: they save a sixth of the time where the machine has some ready, and cost twice that in a virtual
/// machine which has to ask its host for each.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!(" ({}:{})", l.file(), l.line())).unwrap_or_default();
        let message = info.payload_as_str().unwrap_or("no message");
        let help = "nothing was written; please report this with the schema";
        // There may be no terminal left to complain to.
        let _ = writeln!(io::stderr(), "internal error: {message}{place}\n{help}");
    }));
    let exit = panic::catch_unwind(mizan_generate::run).unwrap_or(mizan_generate::Exit::Failed);
    let _ = io::stdout().flush();
    // At once: what the allocator would tidy up first goes back to the system anyway.
    signal_hook::low_level::exit(exit.status())
}
