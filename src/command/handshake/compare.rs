//! `--compare-trickle`: what sending candidates one by one saved.

use crate::facts::handshake::{End, Handshake, PhaseId};
use crate::facts::timing::Wait;
use crate::report::wire::facts::handshake::{Comparison, Mode};
use crate::report::wire::v1::round_ms;

/// The ways that are tried, in order.
pub(super) const WAYS: [&str; 3] = ["full", "half", "none"];

/// The same handshake in each of [`WAYS`].
pub(super) fn comparison(runs: &[Handshake]) -> Comparison {
    let total = |way: &str| {
        let run = WAYS.iter().zip(runs).find(|(name, _)| **name == way).map(|(_, run)| run);
        run.filter(|run| run.end == End::Connected).and_then(setup)
    };
    Comparison {
        saved_ms: total("none").zip(total("full")).map(|(none, full)| round_ms(none - full)),
        modes: WAYS.iter().zip(runs).map(|(way, run)| mode(way, run)).collect(),
    }
}

fn mode(way: &str, run: &Handshake) -> Mode {
    let gathering = |wait: &&Wait| wait.phase == PhaseId::Gathering;
    Mode {
        trickle: way.to_owned(),
        connected: run.end == End::Connected,
        failed_phase: match &run.end {
            End::Failed(failure) => Some(failure.phase().to_owned()),
            End::Connected | End::Interrupted => None,
        },
        total_ms: round_ms(run.total_ms),
        setup_ms: setup(run).map(round_ms),
        gathering_waited_ms: round_ms(
            run.timing.waits.iter().filter(gathering).fold(0.0, |sum, wait| sum + (wait.end_ms - wait.start_ms)),
        ),
    }
}

/// From the offer to the channel: what comes before is the same for every way.
fn setup(run: &Handshake) -> Option<f64> {
    let begin = [PhaseId::OfferCreated, PhaseId::Answer].into_iter().find_map(|id| run.phase(id))?.start_ms;
    Some(run.phase(PhaseId::DcOpen)?.end_ms? - begin)
}
