//! `ice/connection-lost` and `ice/disconnected`: packets that no longer arrive (RFC 7675).

use super::super::Draft;
use super::super::in_dump::{clock, draft, end_ms, moment};
use super::super::limits::{GAP_MS, UNTIL_DISCONNECTED_MS};
use super::failed::failure;
use crate::dump::{Connection, Dump, Event, Machine, TrackDirection, Window};
use crate::report::{Evidence, number};

/// `ice/connection-lost`: the connection had come about, and failed for want of packets.
pub(super) fn connection_lost(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    // an end that DTLS lets down takes the other with it, whose handshake may have succeeded
    let dtls_failed = |end: &Connection| end.transports.iter().any(|t| t.dtls_state.as_deref() == Some("failed"));
    let by_dtls = dtls_failed(connection) || dump.other_end(connection).is_some_and(dtls_failed);
    if by_dtls || !connection.ever_connected() {
        return Vec::new();
    }
    let Some((event, machine)) = failure(connection) else { return Vec::new() };
    let word = if machine == Machine::Connection { "connectionState" } else { "iceConnectionState" };
    let failed_ms = event.at_ms.unwrap_or(0.0);
    // the last stretch of `disconnected` is how the end began
    let began = last_state(connection, "disconnected").and_then(|event| event.at_ms).filter(|ms| *ms <= failed_ms);
    let silent = began.and_then(|ms| gap(connection, ms, None));
    let mut course = Vec::new();
    if let Some(silent) = silent {
        course.push(format!("the last packet arrived at {}", clock(silent.from_ms)));
    }
    if let Some(began) = began {
        course.push(format!("`disconnected` at {}", clock(began)));
    }
    course.push(format!("`{word}` failed at {}", clock(failed_ms)));
    let since = last_state(connection, "disconnected").and_then(|event| event.at_ms).unwrap_or(failed_ms);
    let restarted = connection.negotiations().iter().any(|n| n.offered.at_ms.is_some_and(|ms| ms >= since));
    let first = if restarted {
        "a restart was tried and did not help: look at the network of either side, and whether both still have a way to \
         a TURN server"
    } else {
        "call `restartIce()` and negotiate anew when the state becomes `disconnected`: nothing of that kind was tried"
    };
    vec![
        draft(connection, format!("the connection had come about and was lost: {}", course.join(", ")))
            .help(format!("{first}; where the other side left the call, let it say so through the signaling"))
            .evidence(moment(event, format!("{word} became `failed`"))),
    ]
}

/// `ice/disconnected`: each stretch of it that did not end in failure is told, with what was lost in it.
pub(super) fn disconnected(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let lost = failure(connection).and_then(|(event, _)| event.at_ms);
    let mut stretches = stretches(connection);
    // the last one is that of `ice/connection-lost`
    if lost.is_some() && stretches.last().is_some_and(|stretch| stretch.back_ms.is_none()) {
        stretches.pop();
    }
    let Some(longest) = stretches.iter().max_by(|a, b| a.length_ms().total_cmp(&b.length_ms())) else {
        return Vec::new();
    };
    let from_ms = longest.from_ms;
    let mut said = match longest.back_ms {
        Some(back) => {
            format!("`disconnected` from {} to {}, for {}", clock(from_ms), clock(back), number::ms(back - from_ms))
        }
        None => format!("`disconnected` from {} to the end of the dump", clock(from_ms)),
    };
    let mut evidence = vec![moment(longest.event, "iceConnectionState became `disconnected`")];
    if let Some(gap) = gap(connection, from_ms, longest.back_ms) {
        said = format!(
            "no packet arrived from {} to {}, for {}; {said}",
            clock(gap.from_ms),
            clock(gap.to_ms),
            number::ms(gap.length_ms())
        );
        for (direction, series, words) in [
            (TrackDirection::Receive, "inbound-rtp/packetsLost", "to this side"),
            (TrackDirection::Send, "remote-inbound-rtp/packetsLost", "to the other side"),
        ] {
            let Some(lost) = packets_lost(connection, direction, gap).filter(|lost| *lost > 0.0) else { continue };
            said = format!("{said}; {} {words} lost", number::plural(lost as usize, "packet"));
            evidence.push(Evidence::Window {
                series: series.to_owned(),
                from_ms: gap.from_ms,
                to_ms: gap.to_ms,
                value: lost,
            });
        }
    }
    if stretches.len() > 1 {
        said = format!("{said}; {} such stretches in all", stretches.len());
    }
    let mut found = draft(connection, said).help(
        "call `restartIce()` when the state stays `disconnected` for some seconds, so that the call moves to a network \
         that works; look at Wi-Fi, VPN and sleep of either side at that time",
    );
    for evidence in evidence {
        found = found.evidence(evidence);
    }
    vec![found]
}

/// From a `disconnected` to the state that follows it.
struct Stretch<'a> {
    event: &'a Event,
    from_ms: f64,
    back_ms: Option<f64>,
    end_ms: f64,
}

impl Stretch<'_> {
    fn length_ms(&self) -> f64 {
        self.back_ms.unwrap_or(self.end_ms) - self.from_ms
    }
}

/// The stretches of a call that had come about.
fn stretches(connection: &Connection) -> Vec<Stretch<'_>> {
    let machine = connection.last(Machine::Ice).map_or(Machine::Connection, |_| Machine::Ice);
    let states: Vec<(&Event, &str)> = connection.states(machine).collect();
    let Some(first) = states.iter().position(|(_, state)| matches!(*state, "connected" | "completed")) else {
        return Vec::new();
    };
    let last_ms = end_ms(connection).unwrap_or(0.0);
    let live = states.get(first..).unwrap_or_default();
    let mut stretches: Vec<Stretch<'_>> = Vec::new();
    for (at, (event, state)) in live.iter().enumerate() {
        let rest = live.get(at + 1..).unwrap_or_default();
        // what is closed then was hung up, and what went on and off without connecting is one stretch
        let hung_up = rest.first().is_some_and(|(_, state)| *state == "closed");
        let Some(from_ms) = event.at_ms.filter(|_| *state == "disconnected" && !hung_up) else { continue };
        if stretches.last().is_some_and(|last| last.back_ms.is_none_or(|back| back > from_ms)) {
            continue;
        }
        let back = rest.iter().find(|(_, state)| matches!(*state, "connected" | "completed"));
        stretches.push(Stretch { event, from_ms, back_ms: back.and_then(|(event, _)| event.at_ms), end_ms: last_ms });
    }
    stretches
}

fn last_state<'a>(connection: &'a Connection, state: &str) -> Option<&'a Event> {
    connection.states(Machine::Ice).filter(|(_, value)| *value == state).last().map(|(event, _)| event)
}

/// The stretch around `at_ms` in which no byte arrived, by the transport, else by the pairs. It ends with the poll that
/// shows new bytes, or with `back_ms` where the polls paused and the state tells more.
fn gap(connection: &Connection, at_ms: f64, back_ms: Option<f64>) -> Option<Window> {
    let objects = ["transport", "candidate-pair"].into_iter().flat_map(|kind| connection.statistics.of(kind));
    let gaps = objects.filter_map(|object| {
        let bytes = object.series("bytesReceived").filter(|bytes| bytes.last().is_some_and(|last| last.value > 0.0))?;
        let gaps = bytes.flat(GAP_MS).into_iter().filter_map(|flat| {
            let next =
                bytes.points().iter().find(|point| point.at_ms > flat.to_ms).map_or(flat.to_ms, |next| next.at_ms);
            let to_ms = back_ms.filter(|back| (flat.to_ms..next).contains(back)).unwrap_or(next);
            let explains = (flat.from_ms..=to_ms).contains(&at_ms) && at_ms - flat.from_ms <= UNTIL_DISCONNECTED_MS;
            explains.then_some(Window { from_ms: flat.from_ms, to_ms })
        });
        gaps.max_by(|a, b| a.length_ms().total_cmp(&b.length_ms()))
    });
    // bytes of an old path stand still for good once the path has changed: the shortest gap is that of the call
    gaps.min_by(|a, b| a.length_ms().total_cmp(&b.length_ms()))
}

/// Packets of all streams of a direction that were counted as lost because of `gap`: a receiver learns of them when the
/// next one arrives, and its report comes with a later poll.
fn packets_lost(connection: &Connection, direction: TrackDirection, gap: Window) -> Option<f64> {
    const REPORTED_MS: f64 = 5000.0;
    let around = Window { from_ms: gap.from_ms - GAP_MS, to_ms: gap.to_ms + REPORTED_MS };
    let tracks = connection.tracks.iter().filter(|track| track.direction == direction);
    let lost = tracks.filter_map(|track| {
        let object = match direction {
            TrackDirection::Receive => connection.statistics.get(&track.id)?,
            TrackDirection::Send => track.report(&connection.statistics)?,
        };
        let counted = object.series("packetsLost")?.within(around);
        Some(counted.last()?.value - counted.first()?.value)
    });
    lost.reduce(|a, b| a + b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::read;

    const LOST: &str = include_str!("../../../tests/fixtures/rules/ice/connection-lost/bad.dump.json");
    const BACK: &str = include_str!("../../../tests/fixtures/rules/ice/disconnected/bad.dump.json");

    fn said(check: fn(&Connection, &Dump) -> Vec<Draft>, text: &str) -> Vec<String> {
        let dump = read("fixture", text.as_bytes()).unwrap();
        dump.connections.iter().flat_map(|c| check(c, &dump)).map(|draft| format!("{draft:?}")).collect()
    }

    #[test]
    fn a_loss_is_told_once_with_its_course() {
        let [only] = said(connection_lost, LOST).try_into().unwrap();
        let course = "the last packet arrived at 10 s, `disconnected` at 15 s, `connectionState` failed at 25 s";
        assert!(only.contains(course) && only.contains("nothing of that kind was tried"), "{only}");
        assert_eq!(said(disconnected, LOST), Vec::<String>::new());
    }

    #[test]
    fn a_gap_is_told_with_what_was_lost_in_it() {
        let [only] = said(disconnected, BACK).try_into().unwrap();
        for words in
            ["no packet arrived from 10 s to 19 s", "`disconnected` from 15 s to 19 s, for 4 s", "42 packets to"]
        {
            assert!(only.contains(words), "{words}: {only}");
        }
        assert_eq!(said(connection_lost, BACK), Vec::<String>::new());
    }

    #[test]
    fn a_call_that_was_hung_up_is_no_loss() {
        let state = |word: &str| format!(r#""value": "\"{word}\"""#);
        let at = BACK.rfind(&format!("\"oniceconnectionstatechange\",\n     {}", state("connected"))).unwrap();
        let (before, after) = BACK.split_at(at);
        let closed = format!("{before}{}", after.replacen(&state("connected"), &state("closed"), 1));
        assert_eq!(said(disconnected, &closed), Vec::<String>::new());
    }

    #[test]
    fn a_silence_that_began_long_before_explains_nothing() {
        let idle = BACK
            .replace("10000,10000", "3000,3000")
            .replace("4000,5000,6000,7000,8000,9000", "3000,3000,3000,3000,3000,3000");
        assert_ne!(idle, BACK);
        let [only] = said(disconnected, &idle).try_into().unwrap();
        assert!(!only.contains("no packet arrived"), "{only}");
    }
}
