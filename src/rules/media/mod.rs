//! Rules about media: what is captured (W3C mediacapture-main, screen-capture).

mod capture;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules about capture, which comes before everything else in a call.
pub(super) static CAPTURE: &[Row] = &[
    Row {
        rule: Rule {
            id: "media/capture-denied",
            severity: Severity::Error,
            meaning: "the page may not use the camera, microphone or screen, so that media cannot be sent",
            manual: include_str!("capture-denied.md"),
        },
        checks: &[Check::Dump(capture::denied)],
    },
    Row {
        rule: Rule {
            id: "media/capture-overconstrained",
            severity: Severity::Error,
            meaning: "no device fulfils what the page demands, so that media cannot be sent",
            manual: include_str!("capture-overconstrained.md"),
        },
        checks: &[Check::Dump(capture::overconstrained)],
    },
    Row {
        rule: Rule {
            id: "media/capture-failed",
            severity: Severity::Error,
            meaning: "the camera, microphone or screen could not be opened, so that media cannot be sent",
            manual: include_str!("capture-failed.md"),
        },
        checks: &[Check::Dump(capture::failed)],
    },
];
