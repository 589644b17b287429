//! Rules about session descriptions: what browsers refuse, and what ends a call later.

mod fingerprint;
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
