//! Rules about one section: keys, ICE, ports, codecs.

use super::super::super::{Check, Row};
use super::super::fingerprint;
use super::row;
use crate::report::Severity::Error;

/// The rules of this scope.
pub(crate) static MEDIA_A: &[Row] = &[row(
    "sdp/missing-fingerprint",
    Error,
    "without a fingerprint DTLS has nothing to trust, and browsers refuse the description",
    include_str!("../missing-fingerprint.md"),
    &[Check::Sdp(fingerprint::missing_fingerprint)],
)];
