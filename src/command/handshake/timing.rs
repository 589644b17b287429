//! Where the time went, as it is published and as it is said.

use crate::facts::handshake::{End, Handshake};
use crate::facts::timing::{Timer, Wait, Whom};
use crate::report::number::ms;
use crate::report::wire::facts::handshake_timing as wire;
use crate::report::wire::v1::round_ms;
use crate::report::{Line, Tone};

use super::words;

/// A wait for a processor of this length is told; less is the rounding of any scheduler.
const BUSY_MS: f64 = 5.0;
/// Round trips of which all together are shorter are not worth a line.
const SAVED_MS: f64 = 1.0;
/// Waits of our own that are named.
const MOST_NAMED: usize = 3;
/// A wait of our own that is worth a name, as a share of the total ...
const NAMED: f64 = 0.1;
/// ... and at least this long.
const NAMED_MS: f64 = 2.0;

pub(super) fn extras(facts: &Handshake) -> Vec<wire::Extra> {
    let extras = facts.timing.extras.iter();
    extras
        .map(|extra| wire::Extra {
            phase: extra.phase.word().to_owned(),
            what: extra.what.clone(),
            ms: round_ms(extra.ms),
        })
        .collect()
}

pub(super) fn waited_for(facts: &Handshake) -> wire::WaitedFor {
    let of = |whom| round_ms(facts.timing.waited_for(whom));
    wire::WaitedFor {
        network_ms: of(Whom::Network),
        peer_ms: of(Whom::Peer),
        server_ms: of(Whom::Server),
        local_ms: of(Whom::Local),
        timers_ms: of(Whom::Timers),
    }
}

pub(super) fn waits(facts: &Handshake) -> Vec<wire::Wait> {
    let wait = |wait: &Wait| wire::Wait {
        start_ms: round_ms(wait.start_ms),
        end_ms: round_ms(wait.end_ms),
        whom: wait.whom.word().to_owned(),
        phase: wait.phase.word().to_owned(),
        before: wait.before,
    };
    facts.timing.waits.iter().map(wait).collect()
}

pub(super) fn timers(facts: &Handshake) -> Vec<wire::Timer> {
    let timer = |timer: &Timer| wire::Timer {
        name: timer.name.clone(),
        phase: timer.phase.word().to_owned(),
        at_ms: round_ms(timer.at_ms),
        waited_ms: round_ms(timer.waited_ms),
        whose: if timer.ours { "ours" } else { "peer" }.to_owned(),
    };
    facts.timing.timers.iter().map(timer).collect()
}

pub(super) fn events(facts: &Handshake) -> Vec<wire::Event> {
    let events = facts.timing.events.iter();
    events
        .map(|event| wire::Event {
            id: event.id.clone(),
            at_ms: round_ms(event.at_ms),
            end_ms: event.end_ms.map(round_ms),
            detail: event.detail.clone(),
        })
        .collect()
}

pub(super) fn machine(facts: &Handshake) -> Option<wire::Machine> {
    let machine = facts.timing.machine.as_ref()?;
    Some(wire::Machine { cpu_ms: round_ms(machine.cpu_ms), cpu_wait_ms: round_ms(machine.cpu_wait_ms) })
}

/// The fields about time: total, critical path, who was waited for, timers, and the machine where it was busy.
pub(super) fn fields(facts: &Handshake) -> Vec<(String, Line)> {
    let mut fields = vec![("total".to_owned(), total(facts))];
    fields.extend(minimum(facts).map(|line| ("minimum".to_owned(), line)));
    let path: Vec<&str> = facts.phases.iter().filter(|p| p.critical).map(|p| words::short(p.id)).collect();
    if facts.end == End::Connected {
        fields.push(("critical path".to_owned(), Line::plain(path.join(" > "))));
    }
    if !facts.timing.waits.is_empty() {
        fields.push(("waited for".to_owned(), Line::plain(shares(facts))));
    }
    for whom in [Whom::Peer, Whom::Server, Whom::Local] {
        fields.extend(longest(facts, whom).map(|line| (format!("- {}", whom.word()), line)));
    }
    if !facts.timing.timers.is_empty() {
        let timers: Vec<String> = facts.timing.timers.iter().map(timer).collect();
        fields.push(("timers".to_owned(), Line::toned(timers.join("; "), Tone::Warn)));
    }
    fields
}

fn total(facts: &Handshake) -> Line {
    let line = Line::toned(ms(facts.total_ms), Tone::Strong);
    let Some(floor) = facts.floor_ms.filter(|floor| *floor > 0.0) else { return line };
    line.with(format!(", floor {} (x{:.1})", ms(floor), facts.total_ms / floor), Tone::Plain)
}

/// The floor of the protocols, and what lies between it and that of the flights that were used.
fn minimum(facts: &Handshake) -> Option<Line> {
    let (floor, minimum) = facts.floor_ms.zip(facts.timing.minimum_ms)?;
    let extras: Vec<String> =
        facts.timing.extras.iter().map(|extra| format!("{} {}", extra.what, ms(extra.ms))).collect();
    let text = format!("{} is what the protocols allow; used beyond: {}", ms(minimum), extras.join(", "));
    (floor - minimum >= SAVED_MS).then(|| Line::plain(text))
}

/// Whole percentages that add up to 100, by the largest remainder.
pub(super) fn shares(facts: &Handshake) -> String {
    let parts = Whom::ALL.map(|whom| facts.timing.waited_for(whom));
    let whole = percentages(parts);
    let named = Whom::ALL.iter().zip(whole).map(|(whom, share)| format!("{} {share} %", whom.word()));
    named.collect::<Vec<_>>().join(", ")
}

fn percentages(parts: [f64; 5]) -> [u32; 5] {
    let sum: f64 = parts.iter().sum();
    if sum <= 0.0 {
        return [0; 5];
    }
    let exact = parts.map(|part| part / sum * 100.0);
    // between 0 and 100
    let mut whole = exact.map(|share| share.floor() as u32);
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let rest = |at: &usize| exact.get(*at).map_or(0.0, |share| share.fract());
    order.sort_by(|a, b| rest(b).total_cmp(&rest(a)));
    let missing = 100_u32.saturating_sub(whole.iter().sum()) as usize;
    for at in order.into_iter().take(missing) {
        if let Some(share) = whole.get_mut(at) {
            *share += 1;
        }
    }
    whole
}

/// The longest waits for one party, if they are worth a line, and whether this machine was too busy to answer for its own.
fn longest(facts: &Handshake, whom: Whom) -> Option<Line> {
    let long = |wait: &&Wait| {
        let length = wait.end_ms - wait.start_ms;
        wait.whom == whom && length >= NAMED_MS && length >= facts.total_ms * NAMED
    };
    let mut named: Vec<&Wait> = facts.timing.waits.iter().filter(long).collect();
    named.sort_by(|a, b| (b.end_ms - b.start_ms).total_cmp(&(a.end_ms - a.start_ms)));
    let place = |wait: &&Wait| {
        let place = if wait.before { "before" } else { "in" };
        format!("{} {place} {}", ms(wait.end_ms - wait.start_ms), words::short(wait.phase))
    };
    let mut parts: Vec<String> = named.iter().take(MOST_NAMED).map(place).collect();
    let machine = facts.timing.machine.filter(|machine| whom == Whom::Local && machine.cpu_wait_ms >= BUSY_MS);
    if let Some(machine) = machine {
        parts.push(format!("this machine is busy: {} waiting for a processor", ms(machine.cpu_wait_ms)));
    }
    let tone = if machine.is_some() { Tone::Warn } else { Tone::Plain };
    (!parts.is_empty()).then(|| Line::toned(parts.join("; "), tone))
}

fn timer(timer: &Timer) -> String {
    let whose = if timer.ours { "ours" } else { "the peer's" };
    format!("{}, {whose}, in {}: {}", timer.name, words::short(timer.phase), ms(timer.waited_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_whole_and_add_up() {
        assert_eq!(percentages([1.0, 1.0, 1.0, 0.0, 0.0]), [34, 33, 33, 0, 0]);
        assert_eq!(percentages([0.0; 5]), [0; 5]);
        assert_eq!(percentages([0.3, 99.4, 0.1, 0.1, 0.1]).iter().sum::<u32>(), 100);
    }
}
