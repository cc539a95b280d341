//! The threads of a run, with room for recursion: schemas nest as deep as the limits allow, on any
//! thread that calls us.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Bytes of each thread's stack. Only what is touched is ever taken from memory.
const SIZE: usize = 128 << 20;

static POOL: LazyLock<ThreadPool> = LazyLock::new(|| {
    ThreadPoolBuilder::new().stack_size(SIZE).build().expect("the system starts threads for this process")
});

/// Runs the work of a whole process: its first thread is one of those that work, for a thread that only
/// waits takes memory too.
///
/// # Panics
/// When it is called a second time.
pub fn process<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    stacker::grow(SIZE, || {
        let pool = ThreadPoolBuilder::new().stack_size(SIZE).use_current_thread().build();
        let pool = pool.expect("the system starts threads for this process");
        pool.install(work)
    })
}

/// Runs `work` where both it and what it runs in parallel have a large stack, whoever calls.
pub fn large<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    POOL.install(work)
}
