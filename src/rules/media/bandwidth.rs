//! `media/bandwidth-limited`: the encoder gives up resolution, frames or bits because the path carries no more.

use super::super::Draft;
use super::super::in_dump::draft;
use super::super::limits::{BANDWIDTH_SHARE, ESTIMATES_BELOW, NARROW_SHARE};
use super::stream::{Stream, inside, mostly, quantile, streams};
use crate::dump::{Connection, Dump, Series, TrackDirection};
use crate::report::number;

/// Fires where a sent video was held back by the path for a good part of its time. The estimate alone says nothing: of
/// an end that only receives it stays at the 300 kbit/s with which it begins.
pub(super) fn in_dump(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let video = streams(connection, TrackDirection::Send).filter(|stream| stream.is("video"));
    let limited = video.filter_map(|stream| {
        let seconds = stream.series("qualityLimitationDurations.bandwidth").growth();
        let share = seconds * 1000.0 / stream.length_ms();
        let limited = share.is_finite() && share > BANDWIDTH_SHARE && !has_room(connection, &stream);
        limited.then_some((stream, share, seconds))
    });
    let Some((stream, share, seconds)) = limited.max_by(|a, b| a.1.total_cmp(&b.1)) else { return Vec::new() };
    let carries = carries(connection, &stream);
    let path = carries.as_ref().map(|(rate, least, most)| {
        let (rate, least, most) = (number::rate(*rate), number::rate(*least), number::rate(*most));
        format!("; the path carries about {rate} (the browser's estimates: {least} to {most})")
    });
    let message = format!(
        "{} was held back by the bandwidth for {} of {}{}{}",
        stream.name(),
        number::seconds(seconds),
        number::ms(stream.length_ms()),
        path.unwrap_or_default(),
        given_up(&stream).map(|given_up| format!("; given up: {given_up}")).unwrap_or_default()
    );
    vec![
        draft(connection, message)
            .help(
                "find what narrows the upload of this end (Wi-Fi, mobile network, VPN, a relay with a rate limit, other \
                 uploads), or ask for less with `maxBitrate` and a smaller picture; `rtcdiag turn bench` measures a relay",
            )
            .evidence(stream.evidence("qualityLimitationDurations.bandwidth", stream.window, share)),
    ]
}

/// Whether all that is sent is far from what the path carries, in the time in which the encoder says that it is held back.
fn has_room(connection: &Connection, stream: &Stream<'_>) -> bool {
    let held = mostly(&stream.series("qualityLimitationDurations.bandwidth").rate(), |seconds| seconds > 0.5);
    let middle = |series: &Series| inside(series, &held).median();
    let sent: f64 = streams(connection, TrackDirection::Send)
        .filter_map(|stream| middle(&stream.bytes().rate().map(|bytes| bytes * 8.0)))
        .sum();
    let carries = estimates(connection, stream).and_then(|estimates| middle(&estimates));
    carries.is_some_and(|carries| sent < carries * NARROW_SHARE)
}

fn estimates(connection: &Connection, stream: &Stream<'_>) -> Option<Series> {
    let pairs = connection.statistics.of("candidate-pair");
    let estimates = pairs.filter_map(|pair| Some(pair.series("availableOutgoingBitrate")?.within(stream.window)));
    estimates.max_by_key(|series| series.points().len())
}

/// What the path carries by the estimates of congestion control, with the least and the greatest of them.
fn carries(connection: &Connection, stream: &Stream<'_>) -> Option<(f64, f64, f64)> {
    let estimates = estimates(connection, stream)?;
    Some((quantile(&estimates, ESTIMATES_BELOW)?, estimates.min()?.value, estimates.max()?.value))
}

/// The picture of the source beside the one that was sent, and the frames and bits that were left of it.
fn given_up(stream: &Stream<'_>) -> Option<String> {
    let size = |width: f64, height: f64| format!("{width:.0}x{height:.0}");
    let source = stream.source()?;
    let (width, height) = (source.number("width")?, source.number("height")?);
    let smallest = stream.series("frameHeight").min()?;
    let at_least = stream.series("frameWidth").points().iter().find(|point| point.at_ms == smallest.at_ms)?.value;
    let fps = stream.series("framesPerSecond").median().zip(stream.of_source("framesPerSecond").median());
    let bits = stream.bytes().rate().median().map(|bytes| number::rate(bytes * 8.0));
    let mut parts = Vec::new();
    if smallest.value < height {
        parts.push(format!(
            "{} of the camera became {} at the worst",
            size(width, height),
            size(at_least, smallest.value)
        ));
    }
    if let Some((sent, source)) = fps.filter(|(sent, source)| *sent < source * 0.9) {
        parts.push(format!("{source:.0} frames a second became {sent:.0}"));
    }
    parts.extend(bits.map(|bits| format!("{bits} were left for the video")));
    Some(parts.join(", "))
}
