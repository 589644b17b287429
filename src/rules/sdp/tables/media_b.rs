//! Rules about one section: payload types, header extensions, candidates, layers, data channels.

use super::super::super::{Check, Row};
use super::super::payload;
use super::row;
use crate::report::Severity::Error;

/// The rules of this scope.
pub(crate) static MEDIA_B: &[Row] = &[row(
    "sdp/unlisted-pt",
    Error,
    "settings belong to a payload type that the `m=` line does not list, and Chrome refuses such a description",
    include_str!("../unlisted-pt.md"),
    &[Check::Sdp(payload::unlisted_pt)],
)];
