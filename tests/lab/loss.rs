//! Links that lose packets, with seeds: the same packets are lost on every machine.

use rtcdiag::facts::ice::Outcome;

use super::world::{ASKING, End, RELEASING, SOUND, TESTING, World, run};

/// Runs with this share lost on each link.
fn runs(loss: f64) -> Vec<End> {
    (0..100).map(|seed| run(World { loss, seed, ..SOUND })).collect()
}

fn share(runs: &[End], holds: impl Fn(&End) -> bool) -> f64 {
    runs.iter().filter(|end| holds(end)).count() as f64 / runs.len() as f64
}

fn proven(end: &End) -> bool {
    let both = |relay: &rtcdiag::facts::ice::Relay| relay.proven_in.yes().is_some() && relay.proven_out.yes().is_some();
    end.relay.as_ref().is_some_and(both)
}

/// The mean of the losses that were measured.
fn measured(runs: &[End]) -> f64 {
    let losses: Vec<f64> = runs.iter().filter_map(|end| end.relay.as_ref()?.loss).collect();
    losses.iter().sum::<f64>() / losses.len() as f64
}

#[test]
fn one_packet_in_twenty() {
    let runs = runs(0.05);
    assert!(runs.iter().all(|end| end.outcome == Outcome::Ok && end.left == 0));
    assert!(runs.iter().any(|end| end.retransmissions > 0));
    assert!(share(&runs, proven) >= 0.97, "{}", share(&runs, proven));
    // there and back through the relay are four links: 1 - 0.95^4 = 0.185
    assert!((0.15..0.22).contains(&measured(&runs)), "{}", measured(&runs));
}

#[test]
fn one_packet_in_five() {
    let runs = runs(0.2);
    for end in &runs {
        assert!(end.took <= ASKING + TESTING + RELEASING, "{:?}", end.took);
    }
    let ok = share(&runs, |end| end.outcome == Outcome::Ok);
    assert!(ok >= 0.95, "{ok}");
    // three tries on two links: 1 - (1 - 0.64)^3 = 0.953 each way
    assert!(share(&runs, proven) >= 0.8, "{}", share(&runs, proven));
    // 1 - 0.8^4 = 0.59
    assert!((0.54..0.64).contains(&measured(&runs)), "{}", measured(&runs));
    // three Refreshes fit into the release; all are lost once in 125 runs
    assert!(share(&runs, |end| end.left == 0) >= 0.95);
}
