//! The threads of a run: with room for recursion, as schemas nest as deep as the limits allow, and awake
//! while there is work.

use std::{
    hint, iter,
    sync::{
        LazyLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use rayon::{ThreadPool, ThreadPoolBuilder, Yield};

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

/// Runs `work` while a second thread stays awake for it, on a core of its own. Virtual machines leave a
/// thread that was made or woken on the busy core of who did it, until some tick of the clock moves it:
/// 4 ms each time, of a run of 40.
pub fn awake<T>(work: impl FnOnce() -> T) -> T {
    let other = usize::from(rayon::current_thread_index() == Some(0));
    let (core, ready, done) = (cores::current(), Flag::default(), Flag::default());
    rayon::in_place_scope(|scope| {
        scope.spawn_broadcast(|_, thread| {
            if thread.index() == other {
                cores::leave(core);
                ready.raise();
                done.wait();
            }
        });
        let _raised = done.raised_at_the_end();
        if rayon::current_num_threads() > 1 {
            // It needs this core for a moment to get away from it.
            let mut turns = 0..100;
            while !ready.is_raised() && turns.next().is_some() {
                thread::yield_now();
            }
        }
        work()
    })
}

/// Runs both at once. Who is done first stays awake, and helps with what there is.
pub fn join<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    let done = Flag::default();
    let first = || {
        let result = a();
        done.wait();
        result
    };
    let second = || {
        let _raised = done.raised_at_the_end();
        b()
    };
    rayon::join(first, second)
}

/// Leaves what takes a while to be given back to a thread that has nothing else to do.
pub fn drop_beside(it: impl Send + 'static) {
    rayon::spawn(move || drop(it));
}

#[derive(Default)]
struct Flag(AtomicBool);

impl Flag {
    fn raise(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn is_raised(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Raises the flag when it is dropped, after a panic too.
    fn raised_at_the_end(&self) -> impl Drop + '_ {
        struct Raised<'f>(&'f Flag);
        impl Drop for Raised<'_> {
            fn drop(&mut self) {
                self.0.raise();
            }
        }
        Raised(self)
    }

    /// Does other work of the pool until the flag is raised.
    fn wait(&self) {
        while !self.is_raised() {
            if rayon::yield_now() != Some(Yield::Executed) {
                iter::repeat_n((), 64).for_each(|()| hint::spin_loop());
                thread::yield_now();
            }
        }
    }
}

#[cfg(target_os = "linux")]
mod cores {
    use rustix::thread::{sched_getaffinity, sched_getcpu, sched_setaffinity};

    pub fn current() -> usize {
        sched_getcpu()
    }

    /// Moves this thread to another core, if it is on `core` and may run elsewhere.
    pub fn leave(core: usize) {
        let Ok(allowed) = sched_getaffinity(None) else { return };
        let mut others = allowed;
        others.unset(core);
        if sched_getcpu() == core && others.count() > 0 && sched_setaffinity(None, &others).is_ok() {
            let _ = sched_setaffinity(None, &allowed);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod cores {
    pub fn current() {}

    pub fn leave((): ()) {}
}

#[cfg(test)]
mod tests {
    use std::panic::{self, AssertUnwindSafe};

    use super::*;

    /// Of the numbers from `from` on.
    fn sum(from: u32, to: u32) -> u32 {
        if to - from < 2 {
            return from;
        }
        let middle = from.midpoint(to);
        let (one, other) = join(|| sum(from, middle), || sum(middle, to));
        one + other
    }

    #[test]
    fn both_halves_of_a_join_are_done_wherever_they_run() {
        assert_eq!(large(|| awake(|| sum(0, 1_000))), 499_500);
        assert_eq!(sum(0, 100), 4_950);
        let alone = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(alone.install(|| awake(|| sum(0, 100))), 4_950);
    }

    /// Nobody is left waiting for what never comes.
    #[test]
    fn a_panic_ends_the_waiting() {
        let caught = |work: fn()| panic::catch_unwind(AssertUnwindSafe(|| large(|| awake(work)))).is_err();
        assert!(caught(|| panic!("on purpose")));
        assert!(caught(|| _ = join(|| panic!("on purpose"), || ())));
        assert!(caught(|| _ = join(|| (), || panic!("on purpose"))));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_thread_that_leaves_a_core_may_come_back() {
        let allowed = || rustix::thread::sched_getaffinity(None).unwrap().count();
        let before = allowed();
        cores::leave(cores::current());
        assert_eq!(allowed(), before);
    }
}
