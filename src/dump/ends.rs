//! The two ends of one call in one dump, and what they agreed on, offer by offer.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ptr;

use super::call::{Marks, Meetings};
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
        let at = self.known().position(|known| ptr::eq(known, connection))?;
        let other = (*self.partners().get(at)?)?;
        self.known().nth(other)
    }

    /// Every connection with the other end of its call, where this dump has both.
    pub fn both_ends(&self) -> Vec<(&Connection, &Connection)> {
        let own = self.connections.iter();
        own.filter_map(|one| Some((one, self.other_end(one)?))).filter(|(_, other)| self.owns(other)).collect()
    }

    fn known(&self) -> impl Iterator<Item = &Connection> {
        self.connections.iter().chain(&self.elsewhere)
    }

    fn owns(&self, connection: &Connection) -> bool {
        self.connections.iter().any(|own| ptr::eq(own, connection))
    }

    /// For each connection the number of its other end. It is looked for once, as long as the connections are the same.
    fn partners(&self) -> Cow<'_, [Option<usize>]> {
        let known = self.connections.len() + self.elsewhere.len();
        match self.partners.get_or_init(|| partners(self.known())) {
            found if found.len() == known => Cow::Borrowed(found),
            _ => Cow::Owned(partners(self.known())),
        }
    }
}

/// For each connection the number of its other end.
fn partners<'a>(all: impl Iterator<Item = &'a Connection>) -> Vec<Option<usize>> {
    let all: Vec<(&Connection, Marks<'_>)> = all.map(|connection| (connection, Marks::of(connection))).collect();
    let meetings = Meetings::of(all.iter().map(|(connection, marks)| (*connection, marks)));
    let other = |(n, (one, own)): (usize, &(&Connection, Marks<'_>))| {
        let near: Vec<usize> = meetings.with(one, own).into_iter().filter(|m| *m != n).collect();
        let is = |test: fn(&Marks<'_>, &Marks<'_>) -> bool| {
            near.iter().copied().find(|m| all.get(*m).is_some_and(|(_, other)| test(own, other)))
        };
        is(|one, other| one.meets(other)).or_else(|| is(|one, other| one.hears(other)))
    };
    all.iter().enumerate().map(other).collect()
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
