//! `media/high-rtt`, `media/queue-delay` and `media/high-jitter`: packets that take long, or not always as long.

use super::super::Draft;
use super::super::in_dump::draft;
use super::super::limits::{
    AUDIO_BUFFER, JITTER, JITTER_SHARE, QUEUE_SHARE, RTT_DISTURBS, RTT_NOTED, VIDEO_BUFFER, VIDEO_JITTER,
};
use super::stream::{evidence, hull, inside, judged, mostly, quantile, streams, total_ms, when};
use crate::dump::{Connection, Dump, Series, TrackDirection, Window};
use crate::report::{Severity, number};

/// Fires where round trips are long, and always were.
pub(super) fn high(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let Some(long) = Long::of(connection).filter(|long| !long.is_queue()) else { return Vec::new() };
    let message = format!(
        "a round trip takes {} {}; the least was {}",
        number::seconds(long.usual),
        when(long.window),
        number::seconds(long.least)
    );
    let relayed = connection.selected_path().yes().is_some_and(|path| path.relayed());
    let help = if relayed {
        "take a relay that is nearer to both ends, or one for each region"
    } else {
        "see where the other end or the server is: take a server in the region of the users, and try without a VPN"
    };
    vec![long.draft(connection, message).help(help)]
}

/// Fires where round trips become long while the path can do better: packets wait in a queue.
pub(super) fn queue(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let Some(long) = Long::of(connection).filter(Long::is_queue) else { return Vec::new() };
    let message = format!(
        "a round trip takes {} {}, though the path has done it in {}: packets wait in a queue",
        number::seconds(long.usual),
        when(long.window),
        number::seconds(long.least)
    );
    let help = "lower `maxBitrate` of the sender below the rate of the uplink, stop other uploads, or have the router \
                manage its queue (fq_codel, CAKE)";
    vec![long.draft(connection, message).help(help)]
}

/// A stretch of long round trips.
struct Long {
    window: Window,
    usual: f64,
    least: f64,
}

impl Long {
    fn of(connection: &Connection) -> Option<Self> {
        let times = round_trips(connection)?;
        let windows = mostly(&times, |seconds| seconds >= RTT_NOTED);
        let window = hull(&windows)?;
        let usual = inside(&times, &windows).median()?;
        (usual >= RTT_NOTED).then_some(Self { window, usual, least: times.min()?.value })
    }

    fn is_queue(&self) -> bool {
        self.least < self.usual * QUEUE_SHARE
    }

    fn draft(&self, connection: &Connection, message: String) -> Draft {
        let draft = draft(connection, message);
        let draft = draft.evidence(evidence("candidate-pair.totalRoundTripTime", self.window, self.usual));
        if self.usual < RTT_DISTURBS { draft.severity(Severity::Info) } else { draft }
    }
}

/// The round trips of the busiest pair in seconds: the mean of the checks that were answered since the last poll. The
/// property `currentRoundTripTime` would repeat each of them until the next.
fn round_trips(connection: &Connection) -> Option<Series> {
    let window = judged(connection)?;
    let pairs = connection.statistics.of("candidate-pair").filter_map(|pair| {
        let total = pair.series("totalRoundTripTime")?.within(window);
        Some(total.per(&pair.series("responsesReceived")?.within(window)))
    });
    let by_checks = pairs.max_by_key(|series| series.points().len()).filter(|series| !series.is_empty());
    by_checks.or_else(|| {
        let sent = streams(connection, TrackDirection::Send);
        sent.map(|stream| stream.reported("roundTripTime")).max_by_key(|series| series.points().len())
    })
}

/// Fires where a stream arrives so unevenly that the buffer has to hold it back; of audio and video, audio is told of.
pub(super) fn jitter(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let kinds = [("audio", JITTER, AUDIO_BUFFER), ("video", VIDEO_JITTER, VIDEO_BUFFER)];
    let found = kinds.into_iter().find_map(|(kind, least, buffer)| uneven(connection, kind, least, buffer));
    Vec::from_iter(found)
}

/// The worst stream of a kind whose jitter is at least `least` seconds, and whose buffer holds it back for `buffer`.
fn uneven(connection: &Connection, kind: &str, least: f64, buffer: f64) -> Option<Draft> {
    let of_kind = streams(connection, TrackDirection::Receive).filter(|stream| stream.is(kind));
    let found = of_kind.filter_map(|stream| {
        let jitter = stream.series("jitter");
        let windows = mostly(&jitter, |seconds| seconds >= least);
        let window = hull(&windows)?;
        let held = stream.series("jitterBufferDelay").per(&stream.series("jitterBufferEmittedCount"));
        let held = inside(&held, &windows).median().unwrap_or(0.0);
        let worst = quantile(&inside(&jitter, &windows), 0.9)?;
        let long = total_ms(&windows) >= stream.length_ms() * JITTER_SHARE;
        (long && held >= buffer).then_some((stream, window, worst, held))
    });
    let worst = found.max_by(|a, b| a.2.total_cmp(&b.2));
    worst.map(|(stream, window, jitter, held)| {
        let message = format!(
            "{} arrives unevenly {}: jitter of up to {}, so the buffer holds it back for {}",
            stream.name(),
            when(window),
            number::seconds(jitter),
            number::seconds(held)
        );
        draft(connection, message)
            .help("try a cable instead of Wi-Fi and stop other downloads; where the sender is overloaded, relieve it")
            .evidence(stream.evidence("jitter", window, jitter))
    })
}
