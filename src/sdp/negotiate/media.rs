//! What sections agree on besides codecs: direction, header extensions, layers, the data channel.

use std::collections::HashMap;

use crate::sdp::{DataChannel, Direction, ExtMap, SectionSummary};

/// A header extension of both sides (RFC 8285 section 6).
#[derive(Clone, Copy, Debug)]
pub struct AgreedExtension<'a> {
    /// What it is.
    pub uri: &'a str,
    /// Its number in the offer.
    pub id: &'a str,
    /// Its number in the answer, which has to be the same.
    pub answered_id: &'a str,
}

/// A layer that is sent beside others (RFC 8853).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Layer<'a> {
    /// Its name.
    pub rid: &'a str,
    /// Whether the receiver does not want it yet.
    pub paused: bool,
}

/// The terms of a data channel (RFC 8841). Sizes are in bytes; `None` is no limit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DataTerms {
    /// The largest message that the offerer may send.
    pub offerer_sends: Option<u64>,
    /// The largest message that the answerer may send.
    pub answerer_sends: Option<u64>,
}

/// What a side takes that says nothing (RFC 8841 section 6.1).
const DEFAULT_MESSAGE: u64 = 65_536;

/// Which way media flows between the two, seen from the one who wrote `own` (RFC 3264 section 6.1).
pub(super) fn direction(own: Direction, other: Direction) -> Direction {
    way(sends(own) && receives(other), receives(own) && sends(other))
}

/// The direction in which somebody sends and receives, or does not.
pub(super) fn way(sends: bool, receives: bool) -> Direction {
    match (sends, receives) {
        (true, true) => Direction::SendRecv,
        (true, false) => Direction::SendOnly,
        (false, true) => Direction::RecvOnly,
        (false, false) => Direction::Inactive,
    }
}

pub(super) fn sends(direction: Direction) -> bool {
    matches!(direction, Direction::SendRecv | Direction::SendOnly)
}

pub(super) fn receives(direction: Direction) -> bool {
    matches!(direction, Direction::SendRecv | Direction::RecvOnly)
}

/// Extensions that both have, in the order of `offer`.
pub(super) fn extensions<'a>(offer: &[ExtMap<'a>], answer: &[ExtMap<'a>]) -> Vec<AgreedExtension<'a>> {
    let answered: HashMap<&str, &str> = answer.iter().rev().map(|e| (e.uri.as_str(), number(e))).collect();
    let both = offer.iter().filter_map(|extension| {
        let uri = extension.uri.as_str();
        Some(AgreedExtension { uri, id: number(extension), answered_id: answered.get(uri)? })
    });
    both.collect()
}

/// The number without a direction behind it.
pub(super) fn number<'a>(extension: &ExtMap<'a>) -> &'a str {
    let id = extension.id.as_str();
    id.split_once('/').map_or(id, |(id, _)| id)
}

/// The layers that `sender` sends and `receiver` takes, in the order of `sender`.
pub(super) fn layers<'a>(sender: &SectionSummary<'a>, receiver: &SectionSummary<'a>) -> Vec<Layer<'a>> {
    let (Some(sent), Some(taken)) = (&sender.simulcast, &receiver.simulcast) else { return Vec::new() };
    let taken: HashMap<&str, bool> = taken.recv.iter().flat_map(|streams| alternatives(streams)).collect();
    let kept = sent.send.iter().filter_map(|streams| {
        // Of alternatives the first that the other side takes is sent.
        alternatives(streams)
            .find_map(|(rid, paused)| taken.get(rid).map(|unwanted| Layer { rid, paused: paused || *unwanted }))
    });
    kept.collect()
}

/// The names in `h,~l`, and whether each is paused.
fn alternatives(streams: &str) -> impl Iterator<Item = (&str, bool)> {
    streams.split(',').map(|rid| rid.strip_prefix('~').map_or((rid, false), |rid| (rid, true)))
}

/// What each side may send at most: what the other takes.
pub(super) fn data(offer: DataChannel<'_>, answer: DataChannel<'_>) -> DataTerms {
    let limit = |taker: DataChannel<'_>| match taker.max_message_size.and_then(|size| size.parse().ok()) {
        Some(0) => None,
        size => Some(size.unwrap_or(DEFAULT_MESSAGE)),
    };
    DataTerms { offerer_sends: limit(answer), answerer_sends: limit(offer) }
}
