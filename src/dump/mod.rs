//! Dumps of calls, read into one model that knows nothing of the file's dialect: webrtc-internals, rtcstats,
//! about:webrtc.
//!
//! For: reading what a browser saved, of every generation, whole or damaged, into [`Dump`]. Not for: judging it (that
//! is `rules`), showing it (that is `command` and `render`), or opening files (that is `input`).
//!
//! The formats have no specification: they are what Chromium's page writes with `JSON.stringify`, what rtcstats-js
//! records and what Firefox's page shows. The statistics in them are those of <https://www.w3.org/TR/webrtc-stats/>, the events those of <https://www.w3.org/TR/webrtc/>.
//! Nothing that leaves this room carries an ICE password, a token of a URL or a TURN credential, save inside a
//! [`Secret`](crate::candidate::secret::Secret).

mod about_webrtc;
mod assemble;
mod call;
mod candidate;
mod derive;
mod ends;
mod event;
mod internals;
mod model;
mod munging;
mod outcome;
mod peer;
mod phases;
mod quality;
mod read;
mod redact;
mod repair;
mod rtcstats;
mod scan;
mod sections;
mod sniff;
mod stats;

pub use call::{
    Added, Bound, Clock, Delay, Direction, Flow, FlowWindow, Link, Merged, Place, Relation, Sign, clock, directions,
    introduce, labels, links, merged,
};
pub use candidate::Candidate;
pub use ends::Negotiation;
pub use event::{CandidateError, Description, End, Event, EventKind, Machine};
pub use model::{
    Capture, Configuration, Connection, Dialect, Dump, History, Pair, Reading, Track, TrackDirection, Transport, Unseen,
};
pub use munging::Munging;
pub use outcome::{Dtls, Outcome, SelectedPath};
pub use peer::Peer;
pub use phases::{Phase, PhaseKind};
pub use read::{DumpError, read, read_from};
pub use rtcstats::{method, property};
pub use sections::{Codec, Section};
pub use stats::{Point, Series, Statistics, StatsObject, Window};
