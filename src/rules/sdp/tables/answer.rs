//! Rules about an answer beside its offer.

use super::super::super::{Check, Row};
use super::super::{answer_codecs, answer_transport};
use super::row;
use crate::report::Severity::{Error, Warning};

/// The rules of this scope.
pub(crate) static ANSWER: &[Row] = &[
    row(
        "sdp/answer-setup-actpass",
        Error,
        "the answer leaves the DTLS role open, and browsers refuse it",
        include_str!("../answer-setup-actpass.md"),
        &[Check::Pair(answer_transport::answer_setup_actpass)],
    ),
    row(
        "sdp/rejected-in-bundle",
        Warning,
        "the bundle of an answer names a section that the answer rejects",
        include_str!("../rejected-in-bundle.md"),
        &[Check::Sdp(answer_transport::rejected_in_bundle)],
    ),
    row(
        "sdp/h264-profile-mismatch",
        Error,
        "an answer has H264 of another profile than was offered, and no video flows",
        include_str!("../h264-profile-mismatch.md"),
        &[Check::Pair(answer_codecs::h264_profile_mismatch)],
    ),
    row(
        "sdp/h264-packetization-mode-mismatch",
        Warning,
        "an answer has H264 in another packetization mode than was offered",
        include_str!("../h264-packetization-mode-mismatch.md"),
        &[Check::Pair(answer_codecs::h264_packetization_mode_mismatch)],
    ),
    row(
        "sdp/answer-codec-not-offered",
        Error,
        "the answer takes a codec that was not offered, and no media flows",
        include_str!("../answer-codec-not-offered.md"),
        &[Check::Pair(answer_codecs::not_offered)],
    ),
    row(
        "sdp/answer-pt-remapped",
        Warning,
        "a codec is answered under another number than it was offered with, a frequent cause of silence",
        include_str!("../answer-pt-remapped.md"),
        &[Check::Pair(answer_codecs::pt_remapped)],
    ),
];
