//! Rules about SCTP, which carries data channels (RFC 8831).

mod association;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "sctp/no-association",
            severity: Severity::Error,
            meaning: "the keys are there, but nothing below the data channels, so none of them opens",
            manual: include_str!("no-association.md"),
        },
        checks: &[Check::Handshake(association::no_association)],
    },
    Row {
        rule: Rule {
            id: "sctp/channel-not-opened",
            severity: Severity::Error,
            meaning: "the association stands, but the data channel does not open on it",
            manual: include_str!("channel-not-opened.md"),
        },
        checks: &[Check::Handshake(association::channel_not_opened)],
    },
];
