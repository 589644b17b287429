//! The two ends of a line: what the run says and hears, and what the line's task has in its hands.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::Log;
use crate::facts::handshake::Failure;
use crate::net::clock;
use crate::probe::signaling::profile::Role;
use crate::probe::signaling::{Candidate, Heard};

/// Things told that may wait; a server that floods waits with the rest.
const QUEUE: usize = 64;
/// How long goodbyes may take.
const PARTING: Duration = Duration::from_millis(1500);

/// Something for the line to say.
#[derive(Clone, Debug)]
pub(in crate::net::handshake) enum Said {
    /// An offer.
    Offer(String),
    /// An answer.
    Answer(String),
    /// A candidate.
    Candidate(Candidate),
    /// There are no more candidates.
    End,
}

/// Something that the line told.
#[derive(Debug)]
pub(in crate::net::handshake) struct Told {
    /// When it happened, since the start of the run.
    pub(in crate::net::handshake) at: Duration,
    /// What happened.
    pub(in crate::net::handshake) what: News,
}

/// What can happen on a line.
#[derive(Debug)]
pub(in crate::net::handshake) enum News {
    /// The other side said something.
    Heard(Heard),
    /// Our description is written.
    Written,
    /// The server speaks another protocol than was taken for granted, and is spoken to in it from here on.
    Detected {
        /// Its name.
        protocol: String,
        /// Which side offers in it.
        role: Role,
        /// Whether an offer waits for `ready`.
        offer_waits: bool,
    },
    /// Something worth a line in the order of events.
    Moment(String),
    /// The line is lost.
    Lost(Failure),
}

/// A line that is open.
#[derive(Debug)]
pub(in crate::net::handshake) struct Line {
    said: Option<mpsc::UnboundedSender<Said>>,
    told: mpsc::Receiver<Told>,
    task: JoinHandle<u32>,
}

/// The far end of the channels, which a line's task holds.
pub(in crate::net::handshake) struct Ends {
    pub(in crate::net::handshake) said: mpsc::UnboundedReceiver<Said>,
    pub(in crate::net::handshake) told: mpsc::Sender<Told>,
    pub(in crate::net::handshake) log: Arc<Log>,
    pub(in crate::net::handshake) zero: Instant,
}

impl Ends {
    /// Tells something that happened now; false when nobody listens any more.
    pub(in crate::net::handshake) async fn tell(&self, what: News) -> bool {
        let at = clock::now().saturating_duration_since(self.zero);
        self.told.send(Told { at, what }).await.is_ok()
    }
}

impl Line {
    /// A line that `speak` serves in a task of its own; the task's result is the number of frames that meant nothing.
    pub(in crate::net::handshake) fn open<F>(log: Arc<Log>, zero: Instant, speak: impl FnOnce(Ends) -> F) -> Self
    where
        F: Future<Output = u32> + Send + 'static,
    {
        let (say, said) = mpsc::unbounded_channel();
        let (tell, told) = mpsc::channel(QUEUE);
        let task = tokio::spawn(speak(Ends { said, told: tell, log, zero }));
        Self { said: Some(say), told, task }
    }

    /// Says something; a line that is lost swallows it, and has told so.
    pub(in crate::net::handshake) fn say(&self, what: Said) {
        if let Some(said) = &self.said {
            drop(said.send(what));
        }
    }

    /// The next thing told; nothing once the line is gone. Dropping the future loses nothing.
    pub(in crate::net::handshake) async fn next(&mut self) -> Option<Told> {
        self.told.recv().await
    }

    /// Says goodbye, and gives the number of frames that meant nothing.
    pub(in crate::net::handshake) async fn close(mut self) -> u32 {
        self.said = None;
        self.told.close();
        match tokio::time::timeout(PARTING, &mut self.task).await {
            Ok(unknown) => unknown.unwrap_or_default(),
            Err(_) => {
                self.task.abort();
                0
            }
        }
    }
}
