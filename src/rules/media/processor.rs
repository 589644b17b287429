//! `media/cpu-limited` and `media/decoder-overloaded`: a machine that cannot keep up with the pictures.

use super::super::Draft;
use super::super::in_dump::draft;
use super::super::limits::{BUSY_SHARE, CPU_SHARE, DROPPED_SHARE};
use super::stream::{Stream, hull, inside, mostly, streams, when};
use crate::dump::{Connection, Dump, Series, TrackDirection, Window};
use crate::report::number;

/// Fires where the browser says that the processor held the encoder back, or where encoding takes nearly all of the time
/// between two frames.
pub(super) fn encoder(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let video = streams(connection, TrackDirection::Send).filter(|stream| stream.is("video"));
    let found = video.filter_map(|stream| {
        let seconds = stream.series("qualityLimitationDurations.cpu").growth();
        let share = seconds * 1000.0 / stream.length_ms();
        let implementation = stream.object.text("encoderImplementation").unwrap_or_default();
        let encoder = Some(implementation).filter(|name| !name.is_empty()).map(|name| format!(" (encoder `{name}`)"));
        let encoder = encoder.unwrap_or_default();
        if share.is_finite() && share > CPU_SHARE {
            let (held, of) = (number::seconds(seconds), number::ms(stream.length_ms()));
            let message = format!("{} was held back by the processor for {held} of {of}{encoder}", stream.name());
            return Some((message, stream.evidence("qualityLimitationDurations.cpu", stream.window, share)));
        }
        // the time of one simulcast layer has that of the others in it
        if stream.track.rid.is_some() || implementation.starts_with("Simulcast") {
            return None;
        }
        let busy = Busy::of(&stream, "totalEncodeTime", "framesEncoded")?;
        let message = format!("encoding a frame of {} takes {}{encoder}", stream.name(), busy.words());
        Some((message, stream.evidence("totalEncodeTime", busy.window, busy.each)))
    });
    let draft = found.map(|(message, evidence)| {
        draft(connection, message)
            .help(
                "ask for a smaller picture or fewer frames, take a codec that this machine encodes in hardware, and close \
                 what else uses the processor",
            )
            .evidence(evidence)
    });
    draft.take(1).collect()
}

/// Fires where decoding takes nearly all of the time between two frames, or where decoded frames are dropped.
pub(super) fn decoder(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let video = streams(connection, TrackDirection::Receive).filter(|stream| stream.is("video"));
    let found = video.filter_map(|stream| {
        let decoder = stream.object.text("decoderImplementation").map(|name| format!(" (decoder `{name}`)"));
        let decoder = decoder.unwrap_or_default();
        if let Some(busy) = Busy::of(&stream, "totalDecodeTime", "framesDecoded") {
            let message = format!("decoding a frame of {} takes {}{decoder}", stream.name(), busy.words());
            return Some((message, stream.evidence("totalDecodeTime", busy.window, busy.each)));
        }
        let (dropped, decoded) = (stream.series("framesDropped"), stream.series("framesDecoded").growth());
        let share = dropped.growth() / (dropped.growth() + decoded);
        (share.is_finite() && share > DROPPED_SHARE).then(|| {
            let message = format!(
                "{} of the frames of {} were dropped after they had arrived{decoder}",
                number::percent(share),
                stream.name()
            );
            (message, stream.evidence("framesDropped", stream.window, share))
        })
    });
    let draft = found.map(|(message, evidence)| {
        draft(connection, message)
            .help(
                "show fewer or smaller pictures at once, prefer a codec that this machine decodes in hardware, and see \
                 `chrome://gpu` for a driver that is switched off",
            )
            .evidence(evidence)
    });
    draft.take(1).collect()
}

/// A stretch in which one frame takes nearly as long as the time to the next.
struct Busy {
    window: Window,
    /// Seconds for each frame.
    each: f64,
    /// Frames a second.
    rate: f64,
}

impl Busy {
    fn of(stream: &Stream<'_>, time: &str, frames: &str) -> Option<Self> {
        let frames = stream.series(frames);
        let each = stream.series(time).per(&frames);
        let rate: Series = frames.rate();
        let load = each.joined(&rate, |seconds, rate| Some(seconds * rate));
        let windows = mostly(&load, |load| load > BUSY_SHARE);
        let window = hull(&windows)?;
        Some(Self { window, each: inside(&each, &windows).median()?, rate: inside(&rate, &windows).median()? })
    }

    fn words(&self) -> String {
        let (each, between) = (number::seconds(self.each), number::seconds(1.0 / self.rate));
        format!("{each} of the {between} to the next {}", when(self.window))
    }
}
