//! What the numbers say that STUN, TURN and ICE answer with: a table for `rtcdiag explain`.
//!
//! For: people who found a number in a log. Not for: judging; a rule that fires on a code says so in its manual page.

mod lookup;
mod table;

pub use lookup::{all, find};

/// One error code, or a range of codes with one meaning.
#[derive(Debug)]
pub struct Code {
    /// The code.
    pub code: u16,
    /// The last code of the range; the same as `code` for all but one.
    pub last: u16,
    /// Its registered reason phrase, or what it is called where there is none.
    pub name: &'static str,
    /// Where it is defined.
    pub defined: &'static str,
    /// What it means on the wire.
    pub wire: &'static str,
    /// What servers send it for, and with which words.
    pub servers: &'static str,
    /// What to do about it.
    pub action: &'static str,
    /// The rules that fire where it is seen, by id.
    pub rules: &'static [&'static str],
}
