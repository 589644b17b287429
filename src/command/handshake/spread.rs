//! Many runs as figures: least, median, ninth of ten, greatest, and the groups that they fall into.
//!
//! A median alone hides that a stack takes 9 ms or 1009 ms and nothing between (a timer of a second): groups show it,
//! with the timers that fired in them.

use std::collections::BTreeMap;

use crate::facts::handshake::{End, Handshake, PhaseId};
use crate::report::wire::facts::handshake::{Group, Repeat, Spread, TimerCount};
use crate::report::wire::v1::round_ms;

/// A gap between two runs parts them into groups when it is this many times what the quicker one took ...
const APART: f64 = 0.5;
/// ... and as long as the shortest timer of any of the protocols, less what clocks are off: Ta of ICE, 50 ms (RFC 8445
/// section 14.2).
const APART_MS: f64 = 40.0;
/// Groups that are shown; more are no groups but a spread.
const MOST_GROUPS: usize = 4;

/// All runs together, of which `asked` were asked for.
pub(super) fn repeat(asked: u32, runs: &[Handshake]) -> Repeat {
    let connected = runs.iter().filter(|run| run.end == End::Connected).count();
    let ids = runs.iter().flat_map(|run| run.phases.iter().map(|phase| phase.id));
    let mut order: Vec<PhaseId> = Vec::new();
    for id in ids {
        if !order.contains(&id) {
            order.push(id);
        }
    }
    order.sort();
    let mut phases: Vec<Spread> = order.into_iter().filter_map(|id| phase(id, runs)).collect();
    let whole = runs.iter().filter(|run| run.end == End::Connected).map(|run| (run.total_ms, timers(run, None)));
    phases.extend(spread("total", whole.collect()));
    Repeat { asked, runs: count(runs.len()), connected: count(connected), phases, timers: counts(runs) }
}

/// The run to show in full: the first that failed, else the median.
pub(super) fn shown(runs: &[Handshake]) -> Option<&Handshake> {
    if let Some(failed) = runs.iter().find(|run| run.end != End::Connected) {
        return Some(failed);
    }
    let mut sorted: Vec<&Handshake> = runs.iter().collect();
    sorted.sort_by(|a, b| a.total_ms.total_cmp(&b.total_ms));
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

fn phase(id: PhaseId, runs: &[Handshake]) -> Option<Spread> {
    let took = |run: &Handshake| {
        let phase = run.phase(id)?;
        Some((phase.end_ms? - phase.start_ms, timers(run, Some(id))))
    };
    spread(id.word(), runs.iter().filter_map(took).collect())
}

fn timers(run: &Handshake, phase: Option<PhaseId>) -> Vec<String> {
    let wanted = run.timing.timers.iter().filter(|timer| phase.is_none_or(|phase| timer.phase == phase));
    wanted.map(|timer| timer.name.clone()).collect()
}

fn counts(runs: &[Handshake]) -> Vec<TimerCount> {
    let mut counts: BTreeMap<(PhaseId, &str), u32> = BTreeMap::new();
    for run in runs {
        let mut seen: Vec<_> = run.timing.timers.iter().map(|timer| (timer.phase, timer.name.as_str())).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let count = |((phase, name), runs): ((PhaseId, &str), u32)| TimerCount {
        name: name.to_owned(),
        phase: phase.word().to_owned(),
        runs,
    };
    counts.into_iter().map(count).collect()
}

/// One figure over its runs, each with the timers that fired in it.
fn spread(id: &str, mut figures: Vec<(f64, Vec<String>)>) -> Option<Spread> {
    figures.sort_by(|a, b| a.0.total_cmp(&b.0));
    let values: Vec<f64> = figures.iter().map(|(value, _)| *value).collect();
    let (first, last) = (*values.first()?, *values.last()?);
    Some(Spread {
        id: id.to_owned(),
        count: count(values.len()),
        min_ms: round_ms(first),
        p50_ms: round_ms(percentile(&values, 0.5)),
        p90_ms: round_ms(percentile(&values, 0.9)),
        max_ms: round_ms(last),
        modes: groups(&figures),
    })
}

/// The value of the nearest rank.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

fn groups(figures: &[(f64, Vec<String>)]) -> Vec<Group> {
    let mut groups: Vec<&[(f64, Vec<String>)]> = Vec::new();
    let apart = |a: &(f64, Vec<String>), b: &(f64, Vec<String>)| b.0 - a.0 < APART_MS.max(a.0 * APART);
    figures.chunk_by(apart).for_each(|group| groups.push(group));
    if groups.len() > MOST_GROUPS {
        groups = vec![figures];
    }
    groups.into_iter().filter_map(group).collect()
}

fn group(figures: &[(f64, Vec<String>)]) -> Option<Group> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    figures.iter().flat_map(|(_, timers)| timers).for_each(|timer| *counts.entry(timer).or_default() += 1);
    let most = counts.into_iter().filter(|(_, times)| times * 2 > figures.len());
    Some(Group {
        count: count(figures.len()),
        from_ms: round_ms(figures.first()?.0),
        to_ms: round_ms(figures.last()?.0),
        timers: most.map(|(name, _)| name.to_owned()).collect(),
    })
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_with_three_modes_shows_them_and_their_timer() {
        let second = || vec!["DTLS retransmission, 1000 ms".to_owned()];
        let runs = [7.0, 9.0, 59.0, 60.0, 58.0, 1009.0, 1011.0, 1013.0, 1017.0, 1032.0];
        let figures = runs.map(|ms| (ms, if ms > 1000.0 { second() } else { Vec::new() }));
        let spread = spread("total", figures.to_vec()).unwrap();
        assert_eq!((spread.min_ms, spread.p50_ms, spread.p90_ms, spread.max_ms), (7.0, 60.0, 1017.0, 1032.0));
        let groups: Vec<_> = spread.modes.iter().map(|g| (g.count, g.from_ms, g.to_ms, g.timers.len())).collect();
        assert_eq!(groups, [(2, 7.0, 9.0, 0), (3, 58.0, 60.0, 0), (5, 1009.0, 1032.0, 1)]);
    }

    #[test]
    fn percentiles_are_those_of_the_nearest_rank() {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(
            (percentile(&values, 0.5), percentile(&values, 0.9), percentile(&values[..1], 0.9)),
            (5.0, 9.0, 1.0)
        );
    }
}
