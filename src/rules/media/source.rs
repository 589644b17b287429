//! `media/source-starved` and `media/source-ended`: a camera or a screen that gives few frames, or none any more.

use serde_json::Value;

use super::super::Draft;
use super::super::in_dump::draft;
use super::super::limits::{DEFAULT_FPS, DOWNGRADED_SHARE, ENDED_MS, STARVED_SHARE};
use super::stream::{Stream, mostly, streams, total_ms, when};
use crate::dump::{Capture, Connection, Dump, Series, TrackDirection, Window};
use crate::report::{Confidence, number};

/// Fires where a camera gives far fewer frames than were asked for. A screen is left out: one that does not change has no
/// frames to give.
pub(super) fn starved(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    let mut video = streams(connection, TrackDirection::Send).filter(|stream| stream.is("video"));
    let draft = video.find_map(|stream| {
        if is_screen(&stream, dump) {
            return None;
        }
        let (capture, sure) = capture(&stream, dump)?;
        let (asked, words) = match asked_fps(capture) {
            Some(fps) => (fps, "asked for"),
            None => (DEFAULT_FPS, "that are usual"),
        };
        let frames = frames_a_second(&stream);
        let few = mostly(&frames, |fps| fps > 0.0 && fps < asked * STARVED_SHARE);
        // a source that stopped is another matter
        let given: Series = frames.points().iter().copied().filter(|point| point.value > 0.0).collect();
        let usual = given.median()?;
        if usual >= asked * STARVED_SHARE || total_ms(&few) <= 0.0 {
            return None;
        }
        let least = given.min()?.value;
        let message = format!(
            "the camera gave {usual:.0} frames a second of the {asked:.0} {words}, and {least:.0} at the least: the encoder \
             had no more to send"
        );
        Some(
            draft(connection, message)
                .help(
                    "close what else uses the processor or the camera of this machine, light the room (cameras halve their \
                     rate in the dark), or ask for a size and `frameRate` that the camera has",
                )
                .confidence(if sure { Confidence::Likely } else { Confidence::Possible })
                .evidence(stream.evidence_of_source("framesPerSecond", stream.window, usual)),
        )
    });
    Vec::from_iter(draft)
}

/// Fires where a camera gives a much smaller picture than was asked for.
pub(super) fn downgraded(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    let mut video = streams(connection, TrackDirection::Send).filter(|stream| stream.is("video"));
    let draft = video.find_map(|stream| {
        let (capture, _) = capture(&stream, dump).filter(|(capture, sure)| *sure && capture.method == "getUserMedia")?;
        let (width, height) = asked_size(capture)?;
        let (wide, high) = (stream.of_source("width").median()?, stream.of_source("height").median()?);
        let share = wide * high / (width * height);
        (share < DOWNGRADED_SHARE).then(|| {
            let message = format!("the camera gave {wide:.0}x{high:.0}, where {width:.0}x{height:.0} was asked for");
            draft(connection, message)
                .help(
                    "see `track.getSettings()` and `track.getCapabilities()`, and close other pages and programs that use \
                     the camera: the first one sets its size",
                )
                .evidence(stream.evidence_of_source("width", stream.window, wide))
        })
    });
    Vec::from_iter(draft)
}

/// Width and height of a request, exact or ideal, where both were given.
fn asked_size(capture: &Capture) -> Option<(f64, f64)> {
    let constraints: Value = serde_json::from_str(capture.video.as_deref()?).ok()?;
    let side = |name: &str| {
        let asked = constraints.get(name)?;
        let of = |word: &str| asked.get(word)?.as_f64();
        asked.as_f64().or_else(|| of("exact")).or_else(|| of("ideal")).filter(|side| *side > 0.0)
    };
    side("width").zip(side("height"))
}

/// Fires where the capture of a screen gave its last frame long before the statistics end.
pub(super) fn ended(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    let video =
        streams(connection, TrackDirection::Send).filter(|stream| stream.is("video") && is_screen(stream, dump));
    let ended = video.filter_map(|stream| Some((stream, silent_at_the_end(&stream, ENDED_MS)?)));
    let draft = ended.map(|(stream, window)| {
        let message = format!(
            "the shared screen gave its last frame at {}, {} before the dump ends: sharing was stopped",
            number::ms(window.from_ms),
            number::ms(window.length_ms())
        );
        draft(connection, message)
            .help("listen to `ended` of the track to tell the other side and to remove the sender")
            .confidence(Confidence::Likely)
            .evidence(stream.evidence_of_source("frames", window, 0.0))
    });
    draft.take(1).collect()
}

/// The last stretch of time, of at least `least_ms`, in which the source gave no frame, if it had given any.
pub(super) fn silent_at_the_end(stream: &Stream<'_>, least_ms: f64) -> Option<Window> {
    let frames = stream.source()?.series("frames")?;
    let (first, last) = (frames.first()?, frames.last()?);
    let flat = frames.flat(least_ms).pop().filter(|flat| flat.to_ms >= last.at_ms)?;
    (last.value > first.value).then_some(flat)
}

/// Whether it is a screen, a window or a tab that was captured.
pub(super) fn is_screen(stream: &Stream<'_>, dump: &Dump) -> bool {
    capture(stream, dump).is_some_and(|(capture, _)| capture.method == "getDisplayMedia")
}

impl Stream<'_> {
    fn evidence_of_source(&self, property: &str, window: Window, value: f64) -> crate::report::Evidence {
        super::stream::evidence(&format!("media-source.{property}"), window, value)
    }
}

/// The request that gave the source of a stream, and whether that is sure: by its track, else, since a track may be a
/// copy, the first of those that gave video if all of them were for cameras or all for screens.
fn capture<'a>(stream: &Stream<'_>, dump: &'a Dump) -> Option<(&'a Capture, bool)> {
    let track = stream.source().and_then(|source| source.text("trackIdentifier"));
    let gave = |capture: &&Capture| capture.granted.yes().is_some() && capture.video.is_some();
    let by_track = dump.captures.iter().filter(gave).find(|c| c.tracks.iter().any(|id| Some(id.as_str()) == track));
    by_track.map(|capture| (capture, true)).or_else(|| {
        let mut others = dump.captures.iter().filter(gave);
        let first = others.next().filter(|first| others.all(|other| other.method == first.method))?;
        Some((first, false))
    })
}

/// The frame rate in a request: an exact or ideal one, else the greatest that is allowed.
fn asked_fps(capture: &Capture) -> Option<f64> {
    let constraints: Value = serde_json::from_str(capture.video.as_deref()?).ok()?;
    let rate = constraints.get("frameRate")?;
    let of = |name: &str| rate.get(name)?.as_f64();
    rate.as_f64().or_else(|| of("exact")).or_else(|| of("ideal")).or_else(|| of("max")).filter(|fps| *fps > 0.0)
}

fn frames_a_second(stream: &Stream<'_>) -> Series {
    let told = stream.of_source("framesPerSecond");
    if told.is_empty() { stream.of_source("frames").rate() } else { told }
}

/// A stretch of a frozen source in words.
pub(super) fn words(window: Window) -> String {
    format!("the source gave no frame {}", when(window))
}
