//! One line on stderr that says what is being waited for: on a terminal only, after 300 ms, and gone at the end.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::clean;

/// The line. Dropping it leaves nothing behind; cheap to use from async code, since a thread of its own draws it.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    // dropped first: its end wakes the thread
    alive: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts the line where `enabled` and stderr is a terminal; else does nothing, at no cost.
    pub fn start(enabled: bool, unicode: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        // the target finds out by itself whether stderr is a terminal
        if !enabled || ProgressDrawTarget::stderr().is_hidden() {
            return Self { bar, alive: None, thread: None };
        }
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            bar.set_style(style.tick_chars(if unicode { "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ " } else { "|/-\\ " }));
        }
        let (alive, ended) = mpsc::channel::<()>();
        let drawn = bar.clone();
        let thread = std::thread::spawn(move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                drawn.set_draw_target(ProgressDrawTarget::stderr());
                drawn.enable_steady_tick(TICK);
            }
        });
        Self { bar, alive: Some(alive), thread: Some(thread) }
    }

    /// Says what is being waited for: a lower-case fragment.
    pub fn set(&self, message: &str) {
        self.bar.set_message(clean(message).into_owned());
    }

    /// Prints a line above the progress line, or straight to stderr where there is none to be seen.
    pub fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.alive = None;
        if let Some(thread) = self.thread.take() {
            // a panic in the drawing thread must not become ours
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

/// Whatever ends sooner needs no progress line.
const PATIENCE: Duration = Duration::from_millis(300);

/// Between two pictures of the spinner.
const TICK: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_not_wanted_costs_nothing() {
        let progress = Progress::start(false, true);
        assert!(progress.thread.is_none() && progress.bar.is_hidden());
        progress.set("asking");
    }

    #[test]
    fn messages_are_cleaned() {
        let progress = Progress::start(false, true);
        progress.set("asking \x1b[31m");
        assert_eq!(progress.bar.message(), "asking \\x1b[31m");
    }

    #[test]
    fn a_short_run_shows_nothing() {
        // whatever stderr is here, the line is dropped long before its patience ends
        let bar = Progress::start(true, true).bar.clone();
        assert!(bar.is_hidden() && bar.is_finished());
    }
}
