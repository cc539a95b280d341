//! Runs whole processes and keeps what the operating system says of each.

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4;

/// What one process took.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    pub wall: Duration,
    /// In user and in kernel mode, over all threads.
    pub cpu: Duration,
    /// The most memory that it held at once, in bytes.
    pub memory: u64,
}

/// Runs to the end. What the program prints goes to `log`; an error repeats it.
pub fn run(command: &mut Command, log: &Path) -> Result<Run, String> {
    let opened = File::create(log).and_then(|file| Ok((file.try_clone()?, file)));
    let (output, errors) = opened.map_err(|e| format!("cannot write {}: {e}", log.display()))?;
    command.stdin(Stdio::null()).stdout(output).stderr(errors);
    let start = Instant::now();
    let used = command.spawn().and_then(|mut child| child.wait4());
    let wall = start.elapsed();
    let used = used.map_err(|e| format!("cannot run {}: {e}", command.get_program().to_string_lossy()))?;
    if !used.status.success() {
        let printed = std::fs::read_to_string(log).unwrap_or_default();
        return Err(format!("failed ({}): {command:?}\n{printed}", used.status));
    }
    Ok(Run { wall, cpu: used.rusage.utime + used.rusage.stime, memory: used.rusage.maxrss })
}

/// Several runs of the same thing.
#[derive(Debug, Clone, Default)]
pub struct Samples(Vec<Run>);

impl Samples {
    pub fn push(&mut self, run: Run) {
        self.0.push(run);
    }

    fn sorted<T: Ord>(&self, of: impl Fn(&Run) -> T) -> Vec<T> {
        let mut values: Vec<T> = self.0.iter().map(of).collect();
        values.sort_unstable();
        values
    }

    fn median<T: Ord + Copy + Default>(&self, of: impl Fn(&Run) -> T) -> T {
        self.sorted(of).get(self.0.len() / 2).copied().unwrap_or_default()
    }

    pub fn wall(&self) -> Duration {
        self.median(|run| run.wall)
    }

    /// The shortest and the longest.
    pub fn spread(&self) -> (Duration, Duration) {
        let sorted = self.sorted(|run| run.wall);
        (sorted.first().copied().unwrap_or_default(), sorted.last().copied().unwrap_or_default())
    }

    pub fn cpu(&self) -> Duration {
        self.median(|run| run.cpu)
    }

    pub fn memory(&self) -> u64 {
        self.median(|run| run.memory)
    }
}
