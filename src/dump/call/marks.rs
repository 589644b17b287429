//! By what the ends of a call, and two recordings of one end, know each other.

use std::collections::{BTreeSet, HashMap};

use crate::dump::{Connection, End, TrackDirection};

/// Something that two connections have in common.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Sign {
    /// An ICE user fragment (RFC 8839 section 5.4).
    Ufrag,
    /// A certificate's fingerprint (RFC 8122 section 5).
    Fingerprint,
    /// A synchronization source (RFC 3550 section 8).
    Ssrc,
    /// The id, the page and the time: of connections that were never described.
    Id,
}

impl Sign {
    /// The word used on screen and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ufrag => "ufrag",
            Self::Fingerprint => "fingerprint",
            Self::Ssrc => "ssrc",
            Self::Id => "id",
        }
    }
}

/// The marks of one connection.
pub(in crate::dump) struct Marks<'a> {
    local: BTreeSet<&'a str>,
    remote: BTreeSet<&'a str>,
    own_certificate: BTreeSet<String>,
    other_certificate: BTreeSet<String>,
    sent: BTreeSet<u64>,
    received: BTreeSet<u64>,
}

impl<'a> Marks<'a> {
    pub(in crate::dump) fn of(connection: &'a Connection) -> Self {
        let sources = |direction: TrackDirection| {
            connection
                .tracks
                .iter()
                .filter(|track| track.direction == direction)
                .filter_map(|track| track.ssrc)
                .collect()
        };
        Self {
            local: connection.ufrags(End::Local),
            remote: connection.ufrags(End::Remote),
            own_certificate: connection.fingerprints(End::Local),
            other_certificate: connection.fingerprints(End::Remote),
            sent: sources(TrackDirection::Send),
            received: sources(TrackDirection::Receive),
        }
    }

    /// Whether the one was handed what the other sent.
    pub(in crate::dump) fn meets(&self, other: &Self) -> bool {
        !self.local.is_disjoint(&other.remote) || !self.remote.is_disjoint(&other.local)
    }

    /// Whether the one receives what the other sends.
    pub(in crate::dump) fn hears(&self, other: &Self) -> bool {
        !self.sent.is_disjoint(&other.received) || !self.received.is_disjoint(&other.sent)
    }

    /// By what `other` is the other end of the same call. A user fragment alone may be the same by chance, as it has
    /// 24 bits: it counts where both directions or another sign agree.
    pub(super) fn ends(&self, other: &Self) -> Vec<Sign> {
        let ufrags = [(&self.local, &other.remote), (&self.remote, &other.local)];
        let certificates =
            [(&self.own_certificate, &other.other_certificate), (&self.other_certificate, &other.own_certificate)];
        let counts = [
            ufrags.iter().filter(|(one, other)| !one.is_disjoint(other)).count(),
            certificates.iter().filter(|(one, other)| !one.is_disjoint(other)).count(),
        ];
        signs(counts, self.hears(other))
    }

    /// By what `other` is a recording of the same end.
    pub(super) fn same(&self, other: &Self) -> Vec<Sign> {
        let ufrags = [(&self.local, &other.local), (&self.remote, &other.remote)];
        let certificates =
            [(&self.own_certificate, &other.own_certificate), (&self.other_certificate, &other.other_certificate)];
        // a server has one certificate for many: the own one alone says that it is the same end
        let own = !self.own_certificate.is_disjoint(&other.own_certificate);
        let counts = [
            ufrags.iter().filter(|(one, other)| !one.is_disjoint(other)).count(),
            if own { certificates.iter().filter(|(one, other)| !one.is_disjoint(other)).count() } else { 0 },
        ];
        let hears = !self.sent.is_disjoint(&other.sent);
        if self.local.is_disjoint(&other.local) && !own && !hears { Vec::new() } else { signs(counts, hears) }
    }

    /// Everything that two connections may have in common, whichever end it is of.
    pub(super) fn all(&self) -> BTreeSet<String> {
        let ufrags = self.local.iter().chain(&self.remote).map(|ufrag| format!("ufrag {ufrag}"));
        let certificates = self.own_certificate.iter().chain(&self.other_certificate).cloned();
        let sources = self.sent.iter().chain(&self.received).map(|ssrc| format!("ssrc {ssrc}"));
        ufrags.chain(certificates).chain(sources).collect()
    }

    /// Whether there is nothing to know it by.
    pub(super) fn is_blank(&self) -> bool {
        self.local.is_empty() && self.remote.is_empty() && self.sent.is_empty() && self.received.is_empty()
    }
}

/// Who has which mark, so that of many connections only those are compared that have something in common.
pub(in crate::dump) struct Meetings(HashMap<String, Vec<usize>>);

impl Meetings {
    /// Of these connections, by their numbers.
    pub(in crate::dump) fn of<'a>(all: impl Iterator<Item = (&'a Connection, &'a Marks<'a>)>) -> Self {
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, (connection, marks)) in all.enumerate() {
            for mark in Self::marks(connection, marks) {
                known.entry(mark).or_default().push(n);
            }
        }
        Self(known)
    }

    /// Those that have something in common with a connection, itself included, in their order.
    pub(in crate::dump) fn with(&self, connection: &Connection, marks: &Marks<'_>) -> BTreeSet<usize> {
        let marks = Self::marks(connection, marks);
        marks.iter().filter_map(|mark| self.0.get(mark)).flatten().copied().collect()
    }

    /// Its marks; of one without any, its id.
    fn marks(connection: &Connection, marks: &Marks<'_>) -> BTreeSet<String> {
        if marks.is_blank() { BTreeSet::from([format!("id {}", connection.id)]) } else { marks.all() }
    }
}

/// The signs, where they are enough.
fn signs([ufrags, certificates]: [usize; 2], hears: bool) -> Vec<Sign> {
    if ufrags + certificates < 2 && !hears {
        return Vec::new();
    }
    let found = [(ufrags > 0, Sign::Ufrag), (certificates > 0, Sign::Fingerprint), (hears, Sign::Ssrc)];
    found.into_iter().filter_map(|(has, sign)| has.then_some(sign)).collect()
}
