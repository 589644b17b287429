//! `media/loss`: packets of either direction that did not arrive.

use super::super::Draft;
use super::super::in_dump::draft;
use super::super::limits::{LOSS_HEARD, LOSS_NOTED, LOST_PACKETS};
use super::stream::{Stream, evidence, hull, inside, mostly, streams, sum, when};
use crate::dump::{Connection, Dump, Series, TrackDirection, Window};
use crate::report::{Severity, number};

/// What one stream lost, in the time in which it lost.
struct Lost {
    name: String,
    packets: f64,
    of: f64,
    windows: Vec<Window>,
}

impl Lost {
    fn share(&self) -> f64 {
        self.packets / self.of
    }
}

/// Fires where packets are lost for some seconds, in either direction.
pub(super) fn in_dump(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let of = |direction, counted: fn(&Stream<'_>) -> Option<Lost>| -> Vec<Lost> {
        streams(connection, direction).filter_map(|stream| counted(&stream)).collect()
    };
    let (received, sent) = (of(TrackDirection::Receive, counted_here), of(TrackDirection::Send, counted_there));
    let (came, went) = (share(&received), share(&sent));
    let all: Vec<&Lost> = received.iter().chain(&sent).collect();
    let windows: Vec<Window> = all.iter().flat_map(|lost| lost.windows.iter().copied()).collect();
    let packets: f64 = all.iter().map(|lost| lost.packets).sum();
    let Some(window) = hull(&windows).filter(|_| packets >= LOST_PACKETS) else { return Vec::new() };
    let ways = match (came, went) {
        (Some(came), Some(went)) => {
            format!("both ways, {} received and {} sent", number::percent(came), number::percent(went))
        }
        (Some(came), None) => format!("{} of what is received", number::percent(came)),
        (None, Some(went)) => format!("{} of what is sent", number::percent(went)),
        (None, None) => return Vec::new(),
    };
    let each: Vec<String> = all.iter().map(|lost| format!("{} {}", lost.name, number::percent(lost.share()))).collect();
    let message = format!("packets are lost {}: {ways} ({})", when(window), each.join(", "));
    let worst = came.unwrap_or(0.0).max(went.unwrap_or(0.0));
    let help = match (came, went) {
        (Some(_), Some(_)) => {
            "what both directions share loses them: try a cable instead of Wi-Fi, and without the VPN; `rtcdiag ice` \
             measures the loss to a relay"
        }
        (Some(_), None) => {
            "look at the network of the end that sends, at the relay or the server between, then at the download here"
        }
        _ => "look at the upload of this network: Wi-Fi, a VPN, another program that sends",
    };
    let mut draft = draft(connection, message).help(help);
    for (name, share) in [("inbound-rtp.packetsLost", came), ("remote-inbound-rtp.fractionLost", went)] {
        if let Some(share) = share {
            draft = draft.evidence(evidence(name, window, share));
        }
    }
    vec![if worst < LOSS_HEARD { draft.severity(Severity::Info) } else { draft }]
}

/// The share of all packets of some streams.
fn share(lost: &[Lost]) -> Option<f64> {
    let of: f64 = lost.iter().map(|lost| lost.of).sum();
    (of > 0.0).then(|| lost.iter().map(|lost| lost.packets).sum::<f64>() / of)
}

/// Of a received stream: the gaps in its sequence numbers (RFC 3550 section 6.4.1).
fn counted_here(stream: &Stream<'_>) -> Option<Lost> {
    let lost = stream.series("packetsLost").deltas();
    let received = stream.series("packetsReceived").deltas();
    let share = lost.joined(&received, |lost, received| (lost + received > 0.0).then(|| lost / (lost + received)));
    let windows = mostly(&share, |share| share >= LOSS_NOTED);
    let within = |series: &Series| sum(&inside(series, &windows));
    let packets = within(&lost);
    named(stream, packets, packets + within(&received), windows)
}

/// Of a sent stream: what the other end's reports say.
fn counted_there(stream: &Stream<'_>) -> Option<Lost> {
    let fractions = stream.reported("fractionLost");
    let windows = mostly(&fractions, |share| share >= LOSS_NOTED);
    let window = hull(&windows)?;
    // a report covers the time since the one before it
    let before = fractions.points().iter().rev().find(|point| point.at_ms < window.from_ms);
    let covered = Window { from_ms: before.map_or(stream.window.from_ms, |point| point.at_ms), ..window };
    let packets = stream.reported("packetsLost").within(covered).growth();
    named(stream, packets, stream.series("packetsSent").within(covered).growth(), windows)
}

fn named(stream: &Stream<'_>, packets: f64, of: f64, windows: Vec<Window>) -> Option<Lost> {
    (packets > 0.0 && of > 0.0).then(|| Lost { name: stream.name(), packets, of, windows })
}
