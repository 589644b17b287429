//! The plain numbers of a stream: how much it carried and how much of it was lost.

use super::{Series, Statistics, StatsObject, Track, TrackDirection, Window};
use crate::facts::{Known, Why};

impl Track {
    /// Its object in the statistics.
    pub fn object<'a>(&self, statistics: &'a Statistics) -> Option<&'a StatsObject> {
        statistics.get(&self.id)
    }

    /// What the other end reports of it: `remote-inbound-rtp` for what is sent, `remote-outbound-rtp` for what is
    /// received.
    pub fn report<'a>(&self, statistics: &'a Statistics) -> Option<&'a StatsObject> {
        let object = self.object(statistics)?;
        if let Some(report) = statistics.linked(object, "remoteId") {
            return Some(report);
        }
        let kind = match self.direction {
            TrackDirection::Send => "remote-inbound-rtp",
            TrackDirection::Receive => "remote-outbound-rtp",
        };
        let same = |report: &&StatsObject| {
            report.text("localId") == Some(&self.id)
                || (report.count("ssrc").is_some() && report.count("ssrc") == self.ssrc)
        };
        statistics.of(kind).find(same)
    }

    /// What it is made of, at the end that sends.
    pub fn source<'a>(&self, statistics: &'a Statistics) -> Option<&'a StatsObject> {
        statistics.linked(self.object(statistics)?, "mediaSourceId")
    }

    /// Bytes on the wire without headers, as a counter.
    pub fn bytes(&self, statistics: &Statistics) -> Option<Series> {
        self.object(statistics)?.series(match self.direction {
            TrackDirection::Send => "bytesSent",
            TrackDirection::Receive => "bytesReceived",
        })
    }

    /// Bits for each second, from poll to poll.
    pub fn bitrate(&self, statistics: &Statistics) -> Option<Series> {
        Some(self.bytes(statistics)?.rate().map(|bytes| bytes * 8.0))
    }

    /// The mean bitrate in kbit/s over the time in which it carried anything.
    pub fn bitrate_kbps(&self, statistics: &Statistics) -> Known<f64> {
        let Some(bytes) = self.bytes(statistics) else { return Known::not_tested(NO_SERIES) };
        let growing = bytes.deltas();
        let mut grew = growing.points().iter().filter(|delta| delta.value > 0.0).map(|delta| delta.at_ms);
        let Some(first) = grew.next() else {
            return match bytes.points().len() {
                ..2 => Known::not_tested("the stream was polled once"),
                _ => Known::Yes(0.0),
            };
        };
        let to_ms = grew.next_back().unwrap_or(first);
        // the first growth began at the poll before it
        let before = bytes.points().iter().rev().find(|point| point.at_ms < first).map_or(first, |point| point.at_ms);
        let window = Window { from_ms: before, to_ms };
        Known::Yes(bytes.within(window).growth() * 8.0 / window.length_ms())
    }

    /// The share of its packets that were lost, between 0 and 1: as counted here for what is received, as the other
    /// end reports it for what is sent.
    pub fn loss(&self, statistics: &Statistics) -> Known<f64> {
        let Some(object) = self.object(statistics) else { return Known::not_tested(NO_SERIES) };
        let (lost, all) = match self.direction {
            TrackDirection::Receive => {
                let lost = object.number("packetsLost");
                (lost, lost.zip(object.number("packetsReceived")).map(|(lost, received)| lost + received))
            }
            TrackDirection::Send => match self.report(statistics) {
                Some(report) => (report.number("packetsLost"), sent_until(object, report)),
                None => return Known::not_tested("the other end sent no report on it"),
            },
        };
        match lost.zip(all) {
            Some((_, 0.0)) => Known::No(Why::new("no packet was sent")),
            // duplicates make the count of lost packets negative (RFC 3550 section 6.4.1)
            Some((lost, all)) => Known::Yes((lost / all).max(0.0)),
            None => Known::not_tested("the dump does not count its packets"),
        }
    }
}

impl Track {
    /// The usual jitter in seconds: as measured here for what is received, as the other end reports it for what is sent.
    pub fn jitter(&self, statistics: &Statistics) -> Option<f64> {
        let object = match self.direction {
            TrackDirection::Receive => self.object(statistics),
            TrackDirection::Send => self.report(statistics),
        };
        object?.series("jitter")?.median()
    }

    /// The usual round trip in seconds, as its reports measure it.
    pub fn round_trip(&self, statistics: &Statistics) -> Option<f64> {
        self.report(statistics)?.series("roundTripTime")?.median()
    }

    /// Width and height of the last picture.
    pub fn picture(&self, statistics: &Statistics) -> Option<(u64, u64)> {
        let object = self.object(statistics)?;
        object.count("frameWidth").zip(object.count("frameHeight"))
    }

    /// The usual number of frames a second.
    pub fn frame_rate(&self, statistics: &Statistics) -> Option<f64> {
        self.object(statistics)?.series("framesPerSecond")?.median()
    }

    /// How often and for how many seconds a received picture froze (W3C webrtc-stats `freezeCount`).
    pub fn freezes(&self, statistics: &Statistics) -> Option<(u64, f64)> {
        let object = self.object(statistics).filter(|_| self.direction == TrackDirection::Receive)?;
        object.count("freezeCount").zip(object.number("totalFreezesDuration"))
    }

    /// The share of its time for which a received picture was frozen, between 0 and 1.
    pub fn frozen_share(&self, statistics: &Statistics) -> Option<f64> {
        let (_, seconds) = self.freezes(statistics)?;
        let times = self.object(statistics)?.times();
        let length_ms = times.last()? - times.first()?;
        (length_ms > 0.0).then(|| (seconds * 1000.0 / length_ms).min(1.0))
    }
}

/// How many packets had been sent when the other end's last report came: those sent since are in no report.
fn sent_until(object: &StatsObject, report: &StatsObject) -> Option<f64> {
    let sent = object.series("packetsSent")?;
    let reported_ms = report.times().last()?;
    let before = sent.points().iter().rev().find(|point| point.at_ms <= *reported_ms);
    Some(before.or_else(|| sent.points().first())?.value)
}

const NO_SERIES: &str = "the dump has no series of it";
