//! Rules about what a call sounds and looks like: loss, delay, bandwidth, sources, pictures and sound (W3C
//! webrtc-stats), and what is captured for it (W3C mediacapture-main, screen-capture).

mod bandwidth;
mod capture;
mod delay;
mod encoding;
mod first;
mod loss;
mod picture;
mod processor;
mod sound;
mod source;
mod stream;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules about a call that came about.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "media/none",
            severity: Severity::Error,
            meaning: "the connection stands, and nobody hears or sees anything",
            manual: include_str!("none.md"),
        },
        checks: &[Check::Handshake(first::none)],
    },
    Row {
        rule: Rule {
            id: "media/received-not-decoded",
            severity: Severity::Error,
            meaning: "packets of a stream arrive and the receiver cannot make pictures or sound of them, so it is never seen or heard",
            manual: include_str!("received-not-decoded.md"),
        },
        checks: &[Check::Connection(picture::not_decoded)],
    },
    Row {
        rule: Rule {
            id: "media/loss",
            severity: Severity::Warning,
            meaning: "packets do not arrive, so pictures freeze and voices break up",
            manual: include_str!("loss.md"),
        },
        checks: &[Check::Connection(loss::in_dump)],
    },
    Row {
        rule: Rule {
            id: "media/audio-silent",
            severity: Severity::Warning,
            meaning: "packets of audio flow and hold no sound, so the other side hears nothing",
            manual: include_str!("audio-silent.md"),
        },
        checks: &[Check::Connection(sound::silent)],
    },
    Row {
        rule: Rule {
            id: "media/video-frozen",
            severity: Severity::Warning,
            meaning: "the picture stands still",
            manual: include_str!("video-frozen.md"),
        },
        checks: &[Check::Connection(picture::frozen)],
    },
    Row {
        rule: Rule {
            id: "media/bandwidth-limited",
            severity: Severity::Warning,
            meaning: "the upload carries less than the encoder wants, so it gives up resolution, frames or detail",
            manual: include_str!("bandwidth-limited.md"),
        },
        checks: &[Check::Connection(bandwidth::in_dump)],
    },
    Row {
        rule: Rule {
            id: "media/high-rtt",
            severity: Severity::Warning,
            meaning: "packets take long to the other end and back, so people talk over each other",
            manual: include_str!("high-rtt.md"),
        },
        checks: &[Check::Connection(delay::high)],
    },
    Row {
        rule: Rule {
            id: "media/queue-delay",
            severity: Severity::Warning,
            meaning: "more is sent than the narrowest link carries, so packets wait in its queue",
            manual: include_str!("queue-delay.md"),
        },
        checks: &[Check::Connection(delay::queue)],
    },
    Row {
        rule: Rule {
            id: "media/high-jitter",
            severity: Severity::Warning,
            meaning: "packets arrive unevenly, so the receiver has to delay what it plays",
            manual: include_str!("high-jitter.md"),
        },
        checks: &[Check::Connection(delay::jitter)],
    },
    Row {
        rule: Rule {
            id: "media/cpu-limited",
            severity: Severity::Warning,
            meaning: "the machine that sends cannot encode the picture that it was asked for",
            manual: include_str!("cpu-limited.md"),
        },
        checks: &[Check::Connection(processor::encoder)],
    },
    Row {
        rule: Rule {
            id: "media/decoder-overloaded",
            severity: Severity::Warning,
            meaning: "the machine that receives cannot decode or show the pictures as fast as they come",
            manual: include_str!("decoder-overloaded.md"),
        },
        checks: &[Check::Connection(processor::decoder)],
    },
    Row {
        rule: Rule {
            id: "media/video-freezes",
            severity: Severity::Warning,
            meaning: "the picture stops for moments, again and again",
            manual: include_str!("video-freezes.md"),
        },
        checks: &[Check::Connection(picture::freezes)],
    },
    Row {
        rule: Rule {
            id: "media/choppy-audio",
            severity: Severity::Warning,
            meaning: "the receiver makes up a good part of the sound, which is heard as a robotic voice",
            manual: include_str!("choppy-audio.md"),
        },
        checks: &[Check::Connection(sound::choppy)],
    },
    Row {
        rule: Rule {
            id: "media/low-mos",
            severity: Severity::Warning,
            meaning: "delay and loss together make the call sound bad",
            manual: include_str!("low-mos.md"),
        },
        checks: &[Check::Connection(sound::low_mos)],
    },
    Row {
        rule: Rule {
            id: "media/av-desync",
            severity: Severity::Warning,
            meaning: "sound and picture are played apart, so lips do not fit the words",
            manual: include_str!("av-desync.md"),
        },
        checks: &[Check::Connection(sound::desync)],
    },
    Row {
        rule: Rule {
            id: "media/one-way",
            severity: Severity::Warning,
            meaning: "media was agreed both ways and flows in one direction alone",
            manual: include_str!("one-way.md"),
        },
        checks: &[Check::Connection(picture::one_way)],
    },
    Row {
        rule: Rule {
            id: "media/no-receiver-report",
            severity: Severity::Warning,
            meaning: "the other end never reports on a stream, as a receiver does that gets it",
            manual: include_str!("no-receiver-report.md"),
        },
        checks: &[Check::Connection(encoding::no_report)],
    },
    Row {
        rule: Rule {
            id: "media/keyframe-storm",
            severity: Severity::Warning,
            meaning: "receivers ask for one key frame after the other, which eats the bitrate",
            manual: include_str!("keyframe-storm.md"),
        },
        checks: &[Check::Connection(encoding::keyframe_storm)],
    },
    Row {
        rule: Rule {
            id: "media/source-starved",
            severity: Severity::Warning,
            meaning: "the camera gives fewer frames than were asked for, so no network can carry a smooth picture",
            manual: include_str!("source-starved.md"),
        },
        checks: &[Check::Connection(source::starved)],
    },
    Row {
        rule: Rule {
            id: "media/audio-clipped",
            severity: Severity::Warning,
            meaning: "the sound is louder than can be sent, so that voices are distorted at their source",
            manual: include_str!("audio-clipped.md"),
        },
        checks: &[Check::Connection(sound::clipped)],
    },
    Row {
        rule: Rule {
            id: "media/capture-downgraded",
            severity: Severity::Info,
            meaning: "the camera gives a smaller picture than the page asked for, so the other side sees a coarse one",
            manual: include_str!("capture-downgraded.md"),
        },
        checks: &[Check::Connection(source::downgraded)],
    },
    Row {
        rule: Rule {
            id: "media/source-ended",
            severity: Severity::Info,
            meaning: "the screen is no longer shared",
            manual: include_str!("source-ended.md"),
        },
        checks: &[Check::Connection(source::ended)],
    },
    Row {
        rule: Rule {
            id: "media/simulcast-layer-off",
            severity: Severity::Info,
            meaning: "one simulcast layer is not sent, so those who watch it get another size",
            manual: include_str!("simulcast-layer-off.md"),
        },
        checks: &[Check::Connection(encoding::layer_off)],
    },
    Row {
        rule: Rule {
            id: "media/unused-stream",
            severity: Severity::Info,
            meaning: "a sender was negotiated and sends nothing",
            manual: include_str!("unused-stream.md"),
        },
        checks: &[Check::Connection(encoding::unused)],
    },
    Row {
        rule: Rule {
            id: "media/codec-changed",
            severity: Severity::Info,
            meaning: "a stream changed its codec during the call",
            manual: include_str!("codec-changed.md"),
        },
        checks: &[Check::Connection(encoding::codec_changed)],
    },
];

/// The rules about capture, which comes before everything else in a call.
pub(super) static CAPTURE: &[Row] = &[
    Row {
        rule: Rule {
            id: "media/capture-denied",
            severity: Severity::Error,
            meaning: "the page may not use the camera, microphone or screen, so that media cannot be sent",
            manual: include_str!("capture-denied.md"),
        },
        checks: &[Check::Dump(capture::denied)],
    },
    Row {
        rule: Rule {
            id: "media/capture-overconstrained",
            severity: Severity::Error,
            meaning: "no device fulfils what the page demands, so that media cannot be sent",
            manual: include_str!("capture-overconstrained.md"),
        },
        checks: &[Check::Dump(capture::overconstrained)],
    },
    Row {
        rule: Rule {
            id: "media/capture-failed",
            severity: Severity::Error,
            meaning: "the camera, microphone or screen could not be opened, so that media cannot be sent",
            manual: include_str!("capture-failed.md"),
        },
        checks: &[Check::Dump(capture::failed)],
    },
];
