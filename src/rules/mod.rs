//! Every opinion of the tool: one folder per subject, one table row and one manual page per rule.
//!
//! For: turning facts into findings, with severity, confidence and advice. Not for: measuring (that is `probe` and
//! `net`) or showing (that is `render`). One catalogue serves every command: a rule that fires on a dump and on a
//! live run has one id, one text and one manual page.

mod browsers;
mod catalogue;
mod causes;
pub mod codes;
mod config;
mod data;
mod dns;
mod draft;
mod dtls;
mod dump;
mod ends;
pub mod expect;
mod ice;
mod in_dump;
mod in_run;
mod judge;
mod limits;
mod media;
mod negotiation;
mod net;
mod relay;
mod sctp;
mod sdp;
mod security;
mod signaling;
mod stun;
mod tls;
mod turn;
mod when;

pub use browsers::{Prediction, predict};
pub use catalogue::{all, find, nearest};
pub use draft::Draft;
pub use in_dump::subject as subject_of;
pub use judge::{Subject, judge};
pub use sdp::{Case, Part};

use crate::report::Rule;

/// One row of a subject's table: the rule, and a check for each kind of input that it can be seen in.
#[derive(Debug)]
pub struct Row {
    /// The rule's identity.
    pub rule: Rule,
    /// Its checks.
    pub checks: &'static [Check],
}

/// A check: a pure function from what was seen to what is to be said.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// On one server of a gathering run.
    Server(fn(&crate::facts::ice::Server, &crate::facts::ice::Gathering) -> Option<Draft>),
    /// On a whole gathering run.
    Gathering(fn(&crate::facts::ice::Gathering) -> Vec<Draft>),
    /// On an ICE server URI that does not parse.
    Uri(fn(&crate::candidate::uri::UriError) -> Option<Draft>),
    /// On a fault of a server list.
    Servers(fn(&crate::candidate::servers::ServersError) -> Option<Draft>),
    /// On the text of a description, also where no lines can be made out in it.
    Text(fn(&Case<'_>) -> Vec<Draft>),
    /// On one session description; spans in the drafts are byte ranges of its text.
    Sdp(fn(&Case<'_>) -> Vec<Draft>),
    /// On an offer and its answer; `span` is of the offer, `answer_span` of the answer.
    Pair(fn(&Case<'_>, &Case<'_>) -> Vec<Draft>),
    /// On a whole dump.
    Dump(fn(&crate::dump::Dump) -> Vec<Draft>),
    /// On one connection of a dump.
    Connection(fn(&crate::dump::Connection, &crate::dump::Dump) -> Vec<Draft>),
    /// On a handshake run.
    Handshake(fn(&crate::facts::handshake::Handshake) -> Vec<Draft>),
}
