//! Rules about offers to WHIP and WHEP servers.

use super::super::super::{Check, Row};
use super::super::whip;
use super::row;
use crate::report::Severity::Warning;

/// The rules of this scope.
pub(crate) static WHIP: &[Row] = &[row(
    "sdp/whip-offer-shape",
    Warning,
    "the offer is not as WHIP wants it",
    include_str!("../whip-offer-shape.md"),
    &[Check::Sdp(whip::whip_offer_shape)],
)];
