//! Rules about what an offer and its answer make of each other.

use super::super::super::{Check, Row};
use super::super::{answer_media, answer_shape, answer_transport, dtls, in_dump};
use super::row;
use crate::report::Severity::{Error, Info, Warning};

/// The rules of this scope.
pub(crate) static PAIR: &[Row] = &[
    row(
        "sdp/mline-count",
        Error,
        "offer and answer have different numbers of sections, and browsers refuse the answer",
        include_str!("../mline-count.md"),
        &[Check::Pair(answer_shape::mline_count)],
    ),
    row(
        "sdp/mline-order",
        Error,
        "the sections of the answer are not in the order of the offer, and browsers refuse it",
        include_str!("../mline-order.md"),
        &[Check::Pair(answer_shape::mline_order)],
    ),
    row(
        "sdp/mline-rejected",
        Error,
        "the answer rejects a section that was offered, and its media does not flow",
        include_str!("../mline-rejected.md"),
        &[Check::Pair(answer_shape::mline_rejected), Check::Connection(in_dump::mline_rejected)],
    ),
    row(
        "sdp/type-mismatch",
        Error,
        "offer and answer are swapped, or one text is given for both",
        include_str!("../type-mismatch.md"),
        &[Check::Pair(answer_shape::type_mismatch)],
    ),
    row(
        "sdp/setup-conflict",
        Error,
        "both sides take one DTLS role, and the handshake never completes",
        include_str!("../setup-conflict.md"),
        &[Check::Pair(answer_transport::setup_conflict), Check::Pair(dtls::browser_passive)],
    ),
    row(
        "sdp/ice-lite-both",
        Error,
        "both sides are ICE lite, and neither looks for a path",
        include_str!("../ice-lite-both.md"),
        &[Check::Pair(answer_transport::ice_lite_both)],
    ),
    row(
        "sdp/answer-bundle-tag-changed",
        Error,
        "the answer bundles on another section than the offer suggests, and the transports do not meet",
        include_str!("../answer-bundle-tag-changed.md"),
        &[Check::Pair(answer_transport::answer_bundle_tag_changed)],
    ),
    row(
        "sdp/answer-extmap-id-changed",
        Error,
        "the answer gives an extension another id, and Firefox refuses it",
        include_str!("../answer-extmap-id-changed.md"),
        &[Check::Pair(answer_media::answer_extmap_id_changed)],
    ),
    row(
        "sdp/answer-extmap-not-offered",
        Error,
        "the answer has an extension that was not offered, and Firefox refuses it",
        include_str!("../answer-extmap-not-offered.md"),
        &[Check::Pair(answer_media::answer_extmap_not_offered)],
    ),
    row(
        "sdp/simulcast-refused",
        Warning,
        "layers were offered and the answer takes one",
        include_str!("../simulcast-refused.md"),
        &[Check::Pair(answer_media::simulcast_refused)],
    ),
    row(
        "sdp/direction-illegal",
        Error,
        "the answer gives a direction that the offer does not leave open",
        include_str!("../direction-illegal.md"),
        &[Check::Pair(answer_media::direction_illegal)],
    ),
    row(
        "sdp/one-way-media",
        Info,
        "media flows one way, or not at all",
        include_str!("../one-way-media.md"),
        &[Check::Pair(answer_media::one_way_media)],
    ),
];
