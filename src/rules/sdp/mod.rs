//! Rules about session descriptions: what browsers refuse, and what ends a call later.

mod fingerprint;
mod in_dump;
mod payload;
mod text;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "sdp/no-final-newline",
            severity: Severity::Error,
            meaning: "Chrome refuses the whole description because its last line has no line end",
            manual: include_str!("no-final-newline.md"),
        },
        checks: &[Check::Sdp(text::no_final_newline)],
    },
    Row {
        rule: Rule {
            id: "sdp/missing-fingerprint",
            severity: Severity::Error,
            meaning: "without a fingerprint DTLS has nothing to trust, and browsers refuse the description",
            manual: include_str!("missing-fingerprint.md"),
        },
        checks: &[Check::Sdp(fingerprint::missing_fingerprint)],
    },
    Row {
        rule: Rule {
            id: "sdp/unlisted-pt",
            severity: Severity::Error,
            meaning: "settings belong to a payload type that the `m=` line does not list, and Chrome refuses such a description",
            manual: include_str!("unlisted-pt.md"),
        },
        checks: &[Check::Sdp(payload::unlisted_pt)],
    },
];

/// What an answer refuses.
pub(super) static REJECTED: &[Row] = &[Row {
    rule: Rule {
        id: "sdp/mline-rejected",
        severity: Severity::Error,
        meaning: "the answer rejects a section that was offered, and its media does not flow",
        manual: include_str!("mline-rejected.md"),
    },
    checks: &[Check::Connection(in_dump::mline_rejected)],
}];

/// What is good to know after everything else.
pub(super) static MUNGED: &[Row] = &[Row {
    rule: Rule {
        id: "sdp/munged",
        severity: Severity::Info,
        meaning: "the page changes the text of descriptions, which no browser promises to understand",
        manual: include_str!("munged.md"),
    },
    checks: &[Check::Connection(in_dump::munged)],
}];
