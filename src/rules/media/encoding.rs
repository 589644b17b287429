//! `media/simulcast-layer-off`, `media/keyframe-storm`, `media/unused-stream`, `media/no-receiver-report` and
//! `media/codec-changed`: what a sender does with its encodings.

use super::super::Draft;
use super::super::in_dump::draft;
use super::super::limits::{KEY_FRAME_REQUESTS, MISSING_MS, STORM_MS, STUCK_MS};
use super::stream::{Stream, evidence, hull, inside, mostly, streams, sum, total_ms, when};
use crate::dump::{Connection, Dump, TrackDirection, Window};
use crate::report::{Confidence, Severity, number};

/// Fires where a simulcast layer carries nothing any more while another does.
pub(super) fn layer_off(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let layers: Vec<Stream<'_>> = streams(connection, TrackDirection::Send)
        .filter(|stream| stream.is("video") && stream.track.rid.is_some())
        .collect();
    let off = layers.iter().filter_map(|layer| {
        let active = layer.object.changes("active");
        let by_application = active.last().filter(|(_, word)| word.as_ref() == "false").map(|(at_ms, _)| *at_ms);
        let frames = layer.object.series("framesSent")?;
        let flat =
            frames.flat(STUCK_MS).pop().filter(|flat| frames.last().is_some_and(|last| last.at_ms <= flat.to_ms));
        let window = match (by_application, flat) {
            (Some(at_ms), _) => Window { from_ms: at_ms, to_ms: layer.window.to_ms.max(at_ms) },
            (None, flat) => flat?,
        };
        let another = layers.iter().any(|other| {
            other.track.id != layer.track.id
                && other.track.mid == layer.track.mid
                && other.bytes().within(window).growth() > 0.0
        });
        another.then_some((layer, window, by_application.is_some()))
    });
    let drafts = off.map(|(layer, window, by_application)| {
        let rid = layer.track.rid.as_deref().unwrap_or_default();
        let (how, help) = if by_application {
            (
                "switched off by the application (`active` is false)",
                "nothing to do if it was meant; `setParameters()` with `active: true` switches it on again",
            )
        } else {
            (
                "no longer sent, though the application wants it",
                "the browser drops layers that the path or the processor does not carry: see the bandwidth of this end",
            )
        };
        let message = format!("simulcast layer `{rid}` is {how} since {}", number::ms(window.from_ms));
        draft(connection, message).help(help).evidence(layer.evidence("active", window, 0.0))
    });
    drafts.collect()
}

/// Fires where requests for key frames go on and on.
pub(super) fn keyframe_storm(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let found = [TrackDirection::Send, TrackDirection::Receive].into_iter().flat_map(|way| streams(connection, way));
    let found = found.filter(|stream| stream.is("video")).find_map(|stream| {
        let (pli, fir) = (stream.series("pliCount"), stream.series("firCount"));
        let requests = if fir.is_empty() { pli } else { pli.joined(&fir, |pli, fir| Some(pli + fir)) };
        let windows = mostly(&requests.rate(), |each_second| each_second >= KEY_FRAME_REQUESTS);
        let count = sum(&inside(&requests.deltas(), &windows));
        let window = hull(&windows)?;
        (total_ms(&windows) >= STORM_MS).then_some((stream, window, count))
    });
    let draft = found.map(|(stream, window, count)| {
        let message = format!(
            "{count:.0} key frames were asked for of {} {}, one every {}",
            stream.name(),
            when(window),
            number::ms(window.length_ms() / count)
        );
        draft(connection, message)
            .help(
                "see why receivers lose the picture: loss, an SFU that switches layers or asks for each new viewer \
                 without a limit, or a decoder that fails; each key frame costs several times an ordinary one",
            )
            .evidence(stream.evidence("pliCount", window, count))
    });
    Vec::from_iter(draft)
}

/// Fires where a sender that is on never sent a byte.
pub(super) fn unused(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let idle = |stream: &Stream<'_>| {
        let layer = stream.track.rid.is_some();
        let off = stream.object.flag("active") == Some(false);
        stream.object.number("bytesSent") == Some(0.0) && !layer && !off && stream.length_ms() >= MISSING_MS
    };
    let idle: Vec<Stream<'_>> = streams(connection, TrackDirection::Send).filter(idle).collect();
    let Some(first) = idle.first() else { return Vec::new() };
    let names: Vec<String> = idle
        .iter()
        .map(|stream| {
            format!(
                "{} ({})",
                stream.name(),
                if stream.source().is_some() { "with a source" } else { "without a source" }
            )
        })
        .collect();
    let message = format!("nothing was sent in {}: {}", number::ms(first.length_ms()), names.join(", "));
    vec![
        draft(connection, message)
            .help("give the sender a track with `replaceTrack()`, or set its direction to `recvonly` or `inactive`")
            .confidence(Confidence::Likely)
            .evidence(first.evidence("bytesSent", first.window, 0.0)),
    ]
}

/// Fires where the other end reports on one stream and never on another that is sent to it.
pub(super) fn no_report(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let sent: Vec<Stream<'_>> = streams(connection, TrackDirection::Send).collect();
    let reported = |stream: &Stream<'_>| stream.track.report(&connection.statistics).is_some();
    // a browser whose statistics have no reports says nothing of the other end
    if !sent.iter().any(reported) {
        return Vec::new();
    }
    let silent = sent.iter().filter(|stream| !reported(stream) && stream.track.rid.is_none()).find_map(|stream| {
        let deltas = stream.bytes().deltas();
        let mut growing = deltas.points().iter().filter(|point| point.value > 0.0).map(|point| point.at_ms);
        let from_ms = growing.next()?;
        let window = Window { from_ms, to_ms: growing.next_back()? };
        (window.length_ms() >= MISSING_MS).then_some((stream, window))
    });
    let draft = silent.map(|(stream, window)| {
        let message = format!("{} flows {}, and the other end has sent no report on it", stream.name(), when(window));
        draft(connection, message)
            .help("see in the dump of the other end whether it receives the SSRC and knows its payload type")
            .confidence(Confidence::Possible)
            .evidence(stream.evidence("bytesSent", window, stream.bytes().growth()))
    });
    Vec::from_iter(draft)
}

/// Fires where a stream goes on with another codec than it began with.
pub(super) fn codec_changed(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let ways = [TrackDirection::Send, TrackDirection::Receive].into_iter();
    let changed = ways.flat_map(|way| streams(connection, way)).filter_map(|stream| {
        let mime = |id: &str| connection.statistics.get(id).and_then(|codec| codec.text("mimeType"));
        let mut names: Vec<(f64, &str)> = Vec::new();
        for (at_ms, id) in stream.object.changes("codecId") {
            let Some(name) = mime(&id) else { continue };
            if names.last().is_none_or(|(_, last)| !last.eq_ignore_ascii_case(name)) {
                names.push((at_ms, name));
            }
        }
        let (first, last) = (names.first()?, names.last()?);
        (names.len() > 1).then(|| (stream.name(), first.1.to_owned(), last.1.to_owned(), last.0, names.len() - 1))
    });
    let draft = changed.map(|(name, first, last, at_ms, times)| {
        let times = if times > 1 { format!(", {times} times in all") } else { String::new() };
        let message = format!("{name} began as {first} and is {last} since {}{times}", number::ms(at_ms));
        let window = Window { from_ms: at_ms, to_ms: at_ms };
        draft(connection, message)
            .severity(Severity::Info)
            .help("nothing to do if it was negotiated anew; else pin the codec with `setCodecPreferences()`")
            .evidence(evidence("codec.mimeType", window, 0.0))
    });
    draft.take(1).collect()
}
