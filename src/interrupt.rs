//! Ctrl-C. While nothing is being written, it ends the process at once; while something is, the
//! writer is asked to take back what it did, so that no run leaves a client half written.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// What a shell reports for a command that Ctrl-C ended.
pub const STATUS: u8 = 130;

static REQUESTED: AtomicBool = AtomicBool::new(false);
static WRITING: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C, and for the other signals that ask a process to end.
pub fn listen() {
    // Without a handler the process ends at once, which is what happened before there was one.
    let _ = ctrlc::set_handler(|| {
        let is_second = REQUESTED.swap(true, SeqCst);
        if is_second || !WRITING.load(SeqCst) {
            exit();
        }
    });
}

#[expect(clippy::disallowed_methods, reason = "`main` is busy with what is being interrupted")]
fn exit() {
    std::process::exit(STATUS.into());
}

/// Marks that files are being written, until it is dropped.
#[derive(Debug)]
pub struct Writing(());

impl Writing {
    #[must_use]
    pub fn begin() -> Self {
        WRITING.store(true, SeqCst);
        Self(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        WRITING.store(false, SeqCst);
    }
}

/// Whether the user wants the run to end.
#[must_use]
pub fn requested() -> bool {
    REQUESTED.load(SeqCst)
}
