//! The two ends of one call in one dump, and what they agreed on, offer by offer.

use std::collections::BTreeSet;
use std::ptr;

use super::call::Marks;
use super::{Connection, Description, Dump, End, Event, EventKind};

/// An offer with the answer to it (RFC 3264).
#[derive(Clone, Copy, Debug)]
pub struct Negotiation<'a> {
    /// The end that offered.
    pub offerer: End,
    /// The call that set the offer.
    pub offered: &'a Event,
    /// What was offered.
    pub offer: &'a Description,
    /// The call that set the answer.
    pub answered: &'a Event,
    /// What was answered.
    pub answer: &'a Description,
}

impl Connection {
    /// The negotiations that came to an answer, in their order.
    pub fn negotiations(&self) -> Vec<Negotiation<'_>> {
        let mut open: Option<(&Event, End, &Description)> = None;
        let mut negotiations = Vec::new();
        for (event, end, description) in settings(&self.events) {
            match description.kind.as_str() {
                "offer" => open = Some((event, end, description)),
                "answer" => {
                    if let Some((offered, offerer, offer)) = open.take().filter(|(_, offerer, _)| *offerer != end) {
                        negotiations.push(Negotiation {
                            offerer,
                            offered,
                            offer,
                            answered: event,
                            answer: description,
                        });
                    }
                }
                "rollback" => open = None,
                _ => {}
            }
        }
        negotiations
    }

    /// The offer at the end of the log that no answer followed, with the end that made it.
    pub fn open_offer(&self) -> Option<(&Event, End)> {
        let mut open = None;
        for (event, end, description) in settings(&self.events) {
            match description.kind.as_str() {
                "offer" => open = Some((event, end)),
                "answer" | "rollback" => open = None,
                _ => {}
            }
        }
        open
    }

    /// Every ICE user fragment of an end's descriptions (RFC 8839 section 5.4).
    pub fn ufrags(&self, end: End) -> BTreeSet<&str> {
        let applied = self.applied().into_iter().filter(|(of, _)| *of == end);
        applied.flat_map(|(_, description)| description.values("a=ice-ufrag:")).collect()
    }

    /// The certificate fingerprints of an end's last description, in capitals (RFC 8122 section 5).
    pub fn fingerprints(&self, end: End) -> BTreeSet<String> {
        let last = self.applied().into_iter().rev().find(|(of, _)| *of == end);
        let values = last.into_iter().flat_map(|(_, description)| description.values("a=fingerprint:"));
        values.map(str::to_ascii_uppercase).collect()
    }
}

impl Description {
    /// The values of the lines that begin with `start`.
    pub fn values<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a str> {
        self.sdp.expose().lines().filter_map(move |line| line.text.as_str().strip_prefix(start)).map(str::trim)
    }
}

impl Dump {
    /// The other end of the call of `connection`, where this dump or one that was read with it has it too: what the one
    /// sent as its user fragment is what the other was handed, or else, where the log has no descriptions, a stream that
    /// the one sends is one that the other receives (RFC 3550 section 8).
    pub fn other_end(&self, connection: &Connection) -> Option<&Connection> {
        let known = self.connections.iter().chain(&self.elsewhere);
        let all: Vec<(&Connection, Marks<'_>)> = known.map(|c| (c, Marks::of(c))).collect();
        other_of(connection, &Marks::of(connection), &all)
    }

    /// Every connection with the other end of its call, where this dump has both.
    pub fn both_ends(&self) -> Vec<(&Connection, &Connection)> {
        let all: Vec<(&Connection, Marks<'_>)> = self.connections.iter().map(|c| (c, Marks::of(c))).collect();
        all.iter().filter_map(|(one, own)| Some((*one, other_of(one, own, &all)?))).collect()
    }
}

fn other_of<'a>(one: &Connection, own: &Marks<'_>, all: &[(&'a Connection, Marks<'_>)]) -> Option<&'a Connection> {
    let others = || all.iter().filter(|(other, _)| !ptr::eq(*other, one));
    let found = others().find(|(_, other)| own.meets(other));
    found.or_else(|| others().find(|(_, other)| own.hears(other))).map(|(other, _)| *other)
}

/// The descriptions among `events` that were set, without those whose refusal follows, with their calls.
pub(super) fn settings(events: &[Event]) -> Vec<(&Event, End, &Description)> {
    let mut set: Vec<Option<(&Event, End, &Description)>> = Vec::new();
    // the call of each end that has no answer yet
    let (mut local, mut remote) = (None, None);
    for event in events {
        let (EventKind::Set(end, _) | EventKind::SetDone(end) | EventKind::SetFailed(end, _)) = &event.kind else {
            continue;
        };
        let open: &mut Option<usize> = if *end == End::Local { &mut local } else { &mut remote };
        let last = open.take();
        match &event.kind {
            EventKind::Set(end, description) => {
                *open = Some(set.len());
                set.push(Some((event, *end, description)));
            }
            // a refusal without an open call is one of a text that did not parse: its call is not in the log
            EventKind::SetFailed(..) => {
                if let Some(refused) = last.and_then(|at| set.get_mut(at)) {
                    *refused = None;
                }
            }
            _ => {}
        }
    }
    set.into_iter().flatten().collect()
}
