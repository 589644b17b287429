//! `media/video-frozen`, `media/video-freezes`, `media/received-not-decoded` and `media/one-way`: a picture that stands
//! still, or never came.

use super::super::Draft;
use super::super::in_dump::draft;
use super::super::limits::{FROZEN_MS, FROZEN_SHARE, MEAN_FREEZE, MISSING_MS, STUCK_BITS, STUCK_MS};
use super::source::{is_screen, silent_at_the_end, words};
use super::stream::{Stream, streams, when};
use crate::dump::{Connection, Dump, TrackDirection, Window};
use crate::report::{Confidence, number};

/// Fires where a received picture stands still for long, and where a sent one has no source any more.
pub(super) fn frozen(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    let video = |direction| streams(connection, direction).filter(|stream| stream.is("video"));
    let received = video(TrackDirection::Receive).find_map(|stream| {
        let (message, help, window) = stood_still(&stream)?;
        Some(draft(connection, message).help(help).evidence(stream.evidence("framesDecoded", window, 0.0)))
    });
    let sent = video(TrackDirection::Send).filter(|stream| !is_screen(stream, dump)).find_map(|stream| {
        let window = silent_at_the_end(&stream, FROZEN_MS)?;
        let message = format!("{} stands still: {}, until the dump ends", stream.name(), words(window));
        Some(
            draft(connection, message)
                .help("see whether the track ended, the camera was unplugged, or the page no longer draws what it captures")
                .confidence(Confidence::Likely)
                .evidence(stream.evidence("framesSent", window, 0.0)),
        )
    });
    received.into_iter().chain(sent).take(1).collect()
}

/// The message, the help, and when.
type Still = (String, &'static str, Window);

/// One long stretch without a decoded frame, after there had been some.
fn stood_still(stream: &Stream<'_>) -> Option<Still> {
    let frames = stream.series("framesDecoded");
    let window = frames.flat(STUCK_MS).into_iter().max_by(|a, b| a.length_ms().total_cmp(&b.length_ms()))?;
    let before = frames.points().iter().any(|point| point.value > 0.0);
    // the last packets of the last frame come within the first poll
    let bytes = stream.bytes().within(Window { from_ms: window.from_ms + 1.0, ..window });
    let flows = bytes.rate().mean().unwrap_or(0.0) * 8.0 >= STUCK_BITS;
    let bytes = bytes.growth();
    let name = stream.name();
    let long = number::ms(window.length_ms());
    if !before {
        return None;
    }
    if flows {
        let arrived = number::bytes(bytes as u64);
        let message = format!("{name} stood still for {long} {}, while {arrived} of it arrived", when(window));
        let help =
            "the decoder lacks a key frame: see that the sender or the server answers picture loss indications (PLI)";
        return Some((message, help, window));
    }
    (window.length_ms() >= FROZEN_MS).then(|| {
        let message = format!("{name} stood still for {long} {}, and no more of it arrived", when(window));
        (message, "look at the other end: its camera, its track, and what the server forwards", window)
    })
}

/// Fires where there are many short freezes, as W3C webrtc-stats counts them.
pub(super) fn freezes(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let received = streams(connection, TrackDirection::Receive).filter(|stream| stream.is("video"));
    let worst =
        received.filter_map(|stream| Some((stream, froze_often(&stream)?))).max_by(|a, b| a.1.1.total_cmp(&b.1.1));
    let draft = worst.map(|(stream, (message, share))| {
        draft(connection, message)
            .help("frames came late or in bursts: see the loss, the delay and the load of the end that sends")
            .evidence(stream.evidence("totalFreezesDuration", stream.window, share))
    });
    Vec::from_iter(draft)
}

fn froze_often(stream: &Stream<'_>) -> Option<(String, f64)> {
    let seconds = stream.series("totalFreezesDuration").growth();
    let count = stream.series("freezeCount").growth();
    let share = seconds * 1000.0 / stream.length_ms();
    let often = share > FROZEN_SHARE || (seconds / count > MEAN_FREEZE && count > 1.0);
    (seconds > 0.0 && share.is_finite() && often).then(|| {
        let message = format!(
            "{} froze {count:.0} times, for {} of {}",
            stream.name(),
            number::seconds(seconds),
            number::ms(stream.length_ms())
        );
        (message, share)
    })
}

/// Fires where bytes of a stream arrive and nothing is ever decoded of them.
pub(super) fn not_decoded(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let found = streams(connection, TrackDirection::Receive).filter_map(|stream| {
        let property = if stream.is("video") { "framesDecoded" } else { "totalSamplesReceived" };
        let decoded = stream.object.number(property)?;
        let bytes = stream.track.bytes(&connection.statistics)?;
        let growing: Vec<f64> = bytes.deltas().points().iter().filter(|p| p.value > 0.0).map(|p| p.at_ms).collect();
        let window = Window { from_ms: *growing.first()?, to_ms: *growing.last()? };
        // audio is played as silence though nothing is decoded: its samples say nothing where it has no codec
        let decodes = if stream.is("video") { decoded > 0.0 } else { decoded > 0.0 || stream.track.codec.is_some() };
        (!decodes && bytes.growth() > 0.0 && window.length_ms() >= STUCK_MS).then_some((stream, window, bytes))
    });
    let draft = found.map(|(stream, window, bytes)| {
        let count = |property: &str| stream.object.count(property).unwrap_or(0);
        let (asked, nacks) = (count("pliCount") + count("firCount"), count("nackCount"));
        let codec = stream.track.codec.as_deref();
        let message = format!(
            "{} of {} arrived {}, and not one frame was decoded; {}, {} requests for a key frame, {nacks} for packets",
            number::bytes(bytes.last().map_or(0.0, |point| point.value) as u64),
            stream.name(),
            when(window),
            codec.map_or_else(|| "no codec is known for it".to_owned(), |codec| format!("its codec is {codec}")),
            asked
        );
        let help = match codec {
            None => {
                "see that the payload types that the sender uses are those of the description that it was given \
                 (`rtcdiag sdp negotiate` shows them), and that nothing rewrites them on the way"
            }
            Some(_) if asked > 0 => "see that the sender or the server answers the requests for a key frame (PLI, FIR)",
            Some(_) => "see that this browser decodes the codec with its profile, and that end-to-end keys fit",
        };
        let first = stream.evidence("bytesReceived", window, bytes.growth());
        draft(connection, message).help(help).evidence(first).evidence(stream.evidence("framesDecoded", window, 0.0))
    });
    draft.take(1).collect()
}

/// Fires where one direction of a section that was agreed both ways carries nothing.
pub(super) fn one_way(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let agreed = connection
        .sections
        .iter()
        .filter(|section| !section.rejected && section.direction == Some(crate::sdp::Direction::SendRecv));
    let found = agreed.filter_map(|section| {
        let flow = |direction| -> Vec<Window> {
            let of_kind = streams(connection, direction).filter(|stream| stream.is(&section.kind));
            of_kind.filter_map(|stream| flowed(&stream)).collect()
        };
        let (sent, received) = (flow(TrackDirection::Send), flow(TrackDirection::Receive));
        let sent = sent.into_iter().max_by(|a, b| a.length_ms().total_cmp(&b.length_ms()))?;
        (received.is_empty() && sent.length_ms() >= MISSING_MS).then_some((section, sent))
    });
    let draft = found.map(|(section, window)| {
        let message = format!(
            "{} was agreed both ways and sent {}, but not one byte of it arrived",
            section.kind,
            when(window)
        );
        draft(connection, message)
            .help(
                "see whether the other side has a track on its sender and has not muted it; if it has, compare the SSRC \
                 that it sends with the one of its description, and look for a firewall in one direction",
            )
            .confidence(Confidence::Possible)
            .evidence(super::stream::evidence("inbound-rtp.bytesReceived", window, 0.0))
    });
    draft.take(1).collect()
}

/// From the first to the last growth of its bytes.
fn flowed(stream: &Stream<'_>) -> Option<Window> {
    let deltas = stream.bytes().deltas();
    let mut growing = deltas.points().iter().filter(|point| point.value > 0.0).map(|point| point.at_ms);
    let from_ms = growing.next()?;
    Some(Window { from_ms, to_ms: growing.next_back().unwrap_or(from_ms) })
}
