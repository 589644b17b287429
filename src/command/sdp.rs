//! `rtcdiag sdp explain`: read, explain, judge. Is given no network at all.

use super::{Context, Failure, Outcome};
use crate::cli::ExplainSdpArgs;

/// Runs `rtcdiag sdp explain`.
pub(super) fn explain(_args: &ExplainSdpArgs, _context: &mut Context<'_>) -> Result<Outcome, Failure> {
    Err(Failure::usage("not written"))
}
