//! The threads of a run, with room for recursion: schemas nest as deep as the limits allow, on any
//! thread that calls us.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Bytes of each thread's stack. Only what is touched is ever taken from memory.
const SIZE: usize = 128 << 20;

static POOL: LazyLock<ThreadPool> = LazyLock::new(|| {
    ThreadPoolBuilder::new().stack_size(SIZE).build().expect("the system starts threads for this process")
});

/// Runs `work` where both it and what it runs in parallel have a large stack.
pub fn large<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    POOL.install(work)
}
