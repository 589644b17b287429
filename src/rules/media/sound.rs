//! `media/audio-silent`, `media/choppy-audio` and `media/low-mos`: sound that is missing or bad.

use super::super::Draft;
use super::super::in_dump::draft;
use super::super::limits::{CLIPPED_LEVEL, CLIPPED_SHARE, CONCEALED, DTX_PACKETS, MOS, SILENT_MS, SPOKEN_BITS};
use super::stream::{Stream, evidence, inside, judged, mostly, streams, total_ms, when};
use crate::dump::{self, Connection, Dump, Series, TrackDirection, Window};
use crate::report::{Confidence, Severity, number};

/// A stretch of silence.
struct Silence<'a> {
    stream: Stream<'a>,
    /// The series that does not grow.
    series: &'static str,
    window: Window,
    to_the_end: bool,
    said: String,
    help: &'static str,
    severity: Severity,
}

/// Fires where packets of audio flow for long and carry no sound at all, and where a microphone gives none. Where few
/// packets flow the sender knows that there is nothing to hear (RFC 7587 section 3.1.3), and that is normal.
pub(super) fn silent(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    let audio = |direction| streams(connection, direction).filter(|stream| stream.is("audio"));
    let sent = audio(TrackDirection::Send).find_map(|stream| silent_source(stream).or_else(|| no_samples(stream)));
    let silence = sent.or_else(|| audio(TrackDirection::Receive).find_map(|stream| unheard(stream, dump)));
    let draft = silence.map(|Silence { stream, series, window, to_the_end, said, help, severity }| {
        let message = format!(
            "{} was silent for {} {}{}, {said}",
            stream.name(),
            number::ms(window.length_ms()),
            when(window),
            if to_the_end { ", the end of the dump" } else { "" }
        );
        let draft = draft(connection, message)
            .help(help)
            .confidence(Confidence::Likely)
            .evidence(evidence(series, window, 0.0));
        // sound that came back shows that all of it works
        draft.severity(if to_the_end { severity } else { Severity::Info })
    });
    Vec::from_iter(draft)
}

const MICROPHONE: &str = "see whether the track is disabled (`enabled`), muted by the system or the device, or whether the \
                          wrong microphone was chosen; a muted microphone is normal if the user knows of it";

/// Packets of a source that has no sound.
fn silent_source(stream: Stream<'_>) -> Option<Silence<'_>> {
    let (window, to_the_end) = without_sound(&stream.of_source("totalAudioEnergy"), &stream, "packetsSent")?;
    Some(Silence {
        stream,
        series: "media-source.totalAudioEnergy",
        window,
        to_the_end,
        said: "with packets flowing: level 0 all the time".to_owned(),
        help: MICROPHONE,
        severity: Severity::Warning,
    })
}

/// A source that gives nothing at all, not even silence, so that no packet is sent.
fn no_samples(stream: Stream<'_>) -> Option<Silence<'_>> {
    let samples = stream.of_source("totalSamplesDuration");
    let packets = stream.series("packetsSent");
    let nothing = samples.last()?.value <= 0.0 && packets.last()?.value <= 0.0;
    let window = Window { from_ms: samples.first()?.at_ms, to_ms: samples.last()?.at_ms };
    (nothing && window.length_ms() >= SILENT_MS).then(|| Silence {
        stream,
        series: "media-source.totalSamplesDuration",
        window,
        to_the_end: true,
        said: "without one packet: its source has given no sample of sound".to_owned(),
        help: "see that something plays into the track that is sent: an `AudioContext` is suspended until the user clicks, \
               and a destination without a source gives nothing",
        severity: Severity::Warning,
    })
}

/// A received stream of which nothing is heard: since it carries no sound, or since the page does not play it.
fn unheard<'a>(stream: Stream<'a>, dump: &Dump) -> Option<Silence<'a>> {
    let (window, to_the_end) = without_sound(&stream.series("totalAudioEnergy"), &stream, "packetsReceived")?;
    let rates = stream.bytes().within(window).rate();
    let flowing: Series = rates.points().iter().copied().filter(|rate| rate.value > 0.0).collect();
    let bits = flowing.mean().unwrap_or(0.0) * 8.0;
    let carries = source_energy(&stream, window, dump).map_or(bits >= SPOKEN_BITS, |energy| energy > 0.0);
    let (said, help, severity) = if carries {
        (
            format!("though {} of sound arrived: it is decoded to silence, or played at volume 0", number::rate(bits)),
            "see that the element that plays it is not `muted` and its volume is not 0, and that end-to-end keys fit",
            Severity::Info,
        )
    } else {
        (
            "with packets flowing: level 0 all the time".to_owned(),
            "the network carries it: look at the microphone and the track of the end that sends",
            Severity::Warning,
        )
    };
    Some(Silence { stream, series: "inbound-rtp.totalAudioEnergy", window, to_the_end, said, help, severity })
}

/// The energy that the source of a received stream had in `window`, where the end that sends it is known.
fn source_energy(stream: &Stream<'_>, window: Window, dump: &Dump) -> Option<f64> {
    let connection = stream.connection;
    let other = dump.other_end(connection)?;
    let sent = other.tracks.iter().find(|t| t.direction == TrackDirection::Send && t.ssrc == stream.track.ssrc)?;
    let energy = sent.source(&other.statistics)?.series("totalAudioEnergy")?;
    let zeros = connection.zero_unix_ms? - other.zero_unix_ms?;
    let ahead = dump::clock(connection, other).yes().map_or(0.0, |clock| clock.ahead_ms);
    Some(energy.within(window.moved(zeros + ahead)).growth())
}

/// The longest stretch in which the energy does not grow while packets flow, and whether it lasts to the end.
fn without_sound(energy: &Series, stream: &Stream<'_>, packets: &str) -> Option<(Window, bool)> {
    let flat = energy.flat(SILENT_MS).into_iter().max_by(|a, b| a.length_ms().total_cmp(&b.length_ms()))?;
    let packets = stream.series(packets).within(flat).growth();
    let flow = packets * 1000.0 / flat.length_ms() >= DTX_PACKETS;
    flow.then(|| (flat, energy.last().is_some_and(|last| last.at_ms <= flat.to_ms)))
}

/// Fires where the sound that is sent stands at full scale again and again.
pub(super) fn clipped(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let audio = streams(connection, TrackDirection::Send).filter(|stream| stream.is("audio"));
    let found = audio.filter_map(|stream| {
        let levels = stream.of_source("audioLevel");
        let count = |least: f64| levels.points().iter().filter(|point| point.value >= least).count();
        let (loud, with_sound) = (count(CLIPPED_LEVEL), count(f64::MIN_POSITIVE));
        let share = loud as f64 / with_sound as f64;
        (stream.length_ms() >= SILENT_MS && share > CLIPPED_SHARE).then_some((stream, loud, with_sound, share))
    });
    let draft = found.map(|(stream, loud, with_sound, share)| {
        let message = format!(
            "the level of {} stands at full scale in {loud} of the {with_sound} polls with sound",
            stream.name()
        );
        draft(connection, message)
            .help("lower the gain of the microphone and switch off its boost, or turn on `autoGainControl`")
            .confidence(Confidence::Likely)
            .evidence(evidence("media-source.audioLevel", stream.window, share))
    });
    draft.take(1).collect()
}

/// Fires where a good part of what is played was made up for what did not come in time.
pub(super) fn choppy(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let audio = streams(connection, TrackDirection::Receive).filter(|stream| stream.is("audio"));
    let found = audio.filter_map(|stream| {
        let played = stream.series("totalSamplesReceived");
        let made_up = stream
            .series("concealedSamples")
            .joined(&stream.series("silentConcealedSamples"), |all, silent| Some((all - silent).max(0.0)));
        let each = made_up.per(&played);
        let windows = mostly(&each, |share| share > CONCEALED);
        // a burst of a moment is heard once
        let share = made_up.growth() / played.growth();
        (total_ms(&windows) > 0.0 && share > CONCEALED).then_some((stream, share))
    });
    let draft = found.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(stream, share)| {
        let message = format!(
            "{} of {} was made up by the receiver, since packets were missing or late",
            number::percent(share),
            stream.name()
        );
        draft(connection, message)
            .help("see the loss and the jitter; Opus in-band FEC (`useinbandfec=1`) or RED repairs single losses")
            .evidence(stream.evidence("concealedSamples", stream.window, share))
    });
    Vec::from_iter(draft)
}

/// Fires where the E-model rates the received audio as annoying to some.
pub(super) fn low_mos(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let audio = streams(connection, TrackDirection::Receive).filter(|stream| stream.is("audio"));
    let rated = audio.filter_map(|stream| Some((stream, Terms::of(connection, &stream)?)));
    let lowest = rated.min_by(|a, b| a.1.mos().total_cmp(&b.1.mos())).filter(|(_, terms)| terms.mos() < MOS);
    let draft = lowest.map(|(stream, terms)| {
        let message = format!(
            "{} rates {:.1} of 4.4 by the E-model: delay {}, loss {}",
            stream.name(),
            terms.mos(),
            number::ms(terms.delay_ms),
            number::percent(terms.loss)
        );
        let help = if terms.loss * 100.0 * LOSS_COSTS > terms.delay_costs() {
            "the loss costs the most: look for it first"
        } else {
            "the delay costs the most: take a nearer relay or server, and look for a queue in the uplink"
        };
        draft(connection, message).help(help).evidence(stream.evidence("packetsLost", stream.window, terms.mos()))
    });
    Vec::from_iter(draft)
}

/// What the E-model (ITU-T G.107) takes, in the short form that is usual for calls.
struct Terms {
    /// From mouth to ear: half a round trip, and what the buffer holds back.
    delay_ms: f64,
    /// Between 0 and 1.
    loss: f64,
}

/// Points that one percent of loss costs, for a codec that conceals it. Source: webrtc-issue-detector.
const LOSS_COSTS: f64 = 2.5;

impl Terms {
    fn of(connection: &Connection, stream: &Stream<'_>) -> Option<Self> {
        let window = judged(connection)?;
        let pairs = connection.statistics.of("candidate-pair");
        let trips = pairs.filter_map(|pair| {
            let total = pair.series("totalRoundTripTime")?.within(window);
            Some(total.per(&pair.series("responsesReceived")?.within(window)))
        });
        let trip = trips.max_by_key(|series| series.points().len())?.median()?;
        let held = stream.series("jitterBufferDelay").per(&stream.series("jitterBufferEmittedCount")).median()?;
        let (lost, received) = (stream.series("packetsLost").growth(), stream.series("packetsReceived").growth());
        (received > 0.0)
            .then(|| Self { delay_ms: (trip / 2.0 + held) * 1000.0, loss: (lost / (lost + received)).abs() })
    }

    fn delay_costs(&self) -> f64 {
        // ITU-T G.107 in the form of Cole and Rosenbluth: a knee at 177 ms
        0.024 * self.delay_ms + 0.11 * (self.delay_ms - 177.3).max(0.0)
    }

    fn mos(&self) -> f64 {
        let r = (93.2 - self.delay_costs() - self.loss * 100.0 * LOSS_COSTS).clamp(0.0, 100.0);
        // ITU-T G.107 annex B
        1.0 + 0.035 * r + 7e-6 * r * (r - 60.0) * (100.0 - r)
    }
}

/// Fires where sound and picture of the same sender are played far apart.
pub(super) fn desync(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    use super::super::limits::{SOUND_EARLY_MS, SOUND_LATE_MS};
    let only = |kind: &str| {
        let mut streams = streams(connection, TrackDirection::Receive).filter(|stream| stream.is(kind));
        streams.next().filter(|_| streams.next().is_none())
    };
    // with several of a kind, nothing tells which belong together
    let Some((audio, video)) = only("audio").zip(only("video")) else { return Vec::new() };
    let (sound, picture) = (audio.series("estimatedPlayoutTimestamp"), video.series("estimatedPlayoutTimestamp"));
    let late = picture.joined(&sound, |picture, sound| Some(picture - sound));
    let apart = |ms: f64| !(-SOUND_EARLY_MS..=SOUND_LATE_MS).contains(&ms);
    let windows: Vec<Window> = mostly(&late, apart);
    let Some(usual) = inside(&late, &windows).median().filter(|ms| apart(*ms) && total_ms(&windows) >= SILENT_MS)
    else {
        return Vec::new();
    };
    let Some(window) = super::stream::hull(&windows) else { return Vec::new() };
    let way = if usual > 0.0 { "after" } else { "before" };
    let message = format!("the sound is played {} {way} the picture {}", number::ms(usual.abs()), when(window));
    vec![
        draft(connection, message)
            .help(
                "send both tracks in one stream (`addTrack(track, stream)`) so that the receiver keeps them together, and \
                 see what delays the one: loss, a small bandwidth, an effect on the camera",
            )
            .evidence(evidence("inbound-rtp.estimatedPlayoutTimestamp", window, usual)),
    ]
}
