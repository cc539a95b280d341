//! Ctrl-C. While nothing is being written, it ends the process at once; while something is, the
//! writer is asked to take back what it did, so that no run leaves a client half written.

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use signal_hook::{consts, flag};

/// What a shell reports for a command that Ctrl-C ended.
pub const STATUS: i32 = 130;

#[cfg(unix)]
const SIGNALS: [i32; 3] = [consts::SIGINT, consts::SIGTERM, consts::SIGHUP];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [consts::SIGINT, consts::SIGTERM];

static REQUESTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static IDLE: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));

/// Listens for Ctrl-C, and for the other signals that ask a process to end. It takes no thread for that.
pub fn listen() {
    for signal in SIGNALS {
        // The last one counts only while neither of those before it ends the process. Without a handler
        // it ends at once, which is what happened before there was one.
        for ends in [&*IDLE, &*REQUESTED] {
            let _ = flag::register_conditional_shutdown(signal, STATUS, Arc::clone(ends));
        }
        let _ = flag::register(signal, Arc::clone(&REQUESTED));
    }
}

/// Marks that files are being written, until it is dropped.
#[derive(Debug)]
pub struct Writing(());

impl Writing {
    #[must_use]
    pub fn begin() -> Self {
        IDLE.store(false, SeqCst);
        Self(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        IDLE.store(true, SeqCst);
    }
}

/// Whether the user wants the run to end.
#[must_use]
pub fn requested() -> bool {
    REQUESTED.load(SeqCst)
}
