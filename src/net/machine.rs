//! What this process costs the machine, and how long it waited for a processor.
//!
//! For: telling a slow peer from a busy machine. Not for: anything that decides. Linux alone tells it, in
//! `/proc/PID/task/TID/schedstat` (Documentation/scheduler/sched-stats.rst): nanoseconds on a processor, nanoseconds
//! waiting for one.

use std::fs;

use crate::facts::timing::Machine;

/// What all threads of this process have cost so far; nothing where the operating system does not tell it.
pub fn so_far() -> Option<Machine> {
    let mut sum = Machine::default();
    for thread in fs::read_dir("/proc/self/task").ok()?.flatten() {
        // A thread may end meanwhile.
        let Ok(text) = fs::read_to_string(thread.path().join("schedstat")) else { continue };
        let (cpu, wait) = figures(&text)?;
        sum.cpu_ms += cpu;
        sum.cpu_wait_ms += wait;
    }
    Some(sum)
}

/// What was spent since `before`.
pub fn spent(before: Option<Machine>) -> Option<Machine> {
    let (before, now) = (before?, so_far()?);
    // What an ended thread had cost is no longer in the sum.
    Some(Machine {
        cpu_ms: (now.cpu_ms - before.cpu_ms).max(0.0),
        cpu_wait_ms: (now.cpu_wait_ms - before.cpu_wait_ms).max(0.0),
    })
}

/// Milliseconds on a processor, and waiting for one.
fn figures(text: &str) -> Option<(f64, f64)> {
    let mut words = text.split_ascii_whitespace().map(|word| word.parse::<u64>().ok());
    // far below 2^53 nanoseconds, which are 104 days of one thread
    let next = |words: &mut dyn Iterator<Item = Option<u64>>| Some(words.next()?? as f64 / 1e6);
    Some((next(&mut words)?, next(&mut words)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_figures_are_read_and_rubbish_is_not() {
        assert_eq!(figures("2000000 500000 7\n"), Some((2.0, 0.5)));
        for text in ["", "1", "x y", "-1 2"] {
            assert_eq!(figures(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_running_process_has_cost_something() {
        if cfg!(target_os = "linux") {
            let before = so_far();
            assert!(before.unwrap().cpu_ms > 0.0);
            assert!(spent(before).unwrap().cpu_ms >= 0.0);
        }
    }
}
