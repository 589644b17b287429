//! Which connections of several dumps belong together.

use std::sync::OnceLock;

use super::marks::{Marks, Meetings, Sign};
use crate::dump::{Connection, Dump};

/// A connection among several dumps.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// The number of the dump, from 0.
    pub file: usize,
    /// The number of the connection in it, from 0.
    pub connection: usize,
}

impl Place {
    /// The connection there.
    pub fn of(self, dumps: &[Dump]) -> Option<&Connection> {
        dumps.get(self.file)?.connections.get(self.connection)
    }
}

/// What two connections are to each other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Relation {
    /// One connection, recorded twice.
    Same,
    /// The two ends of one call.
    Ends,
}

/// Two connections of different dumps that belong together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Link {
    /// The one of the earlier dump.
    pub one: Place,
    /// The one of the later dump.
    pub other: Place,
    /// What they are to each other.
    pub relation: Relation,
    /// What tells it.
    pub signs: Vec<Sign>,
}

impl Link {
    /// Whether the one speaks to the other, and not to a server that hands on what it sends: a server keeps the SSRC of
    /// what it forwards, and has an end of its own for each of them.
    pub fn is_direct(&self) -> bool {
        self.signs.iter().any(|sign| matches!(sign, Sign::Ufrag | Sign::Fingerprint))
    }
}

/// Two recordings of a connection without any description began at the same time, by the clock of one browser, to this
/// many milliseconds: webrtc-internals begins with its first event, rtcstats with its creation.
const SAME_TIME_MS: f64 = 10_000.0;

/// Every two connections of different dumps that belong together; each connection has at most one other end.
pub fn links(dumps: &[Dump]) -> Vec<Link> {
    let all: Vec<(Place, &Connection, Marks<'_>)> = dumps
        .iter()
        .enumerate()
        .flat_map(|(file, dump)| {
            let places = dump.connections.iter().enumerate();
            places.map(move |(connection, one)| (Place { file, connection }, one, Marks::of(one)))
        })
        .collect();
    let meetings = Meetings::of(all.iter().map(|(_, connection, marks)| (*connection, marks)));
    let mut links: Vec<Link> = Vec::new();
    for (n, (one, first, marks)) in all.iter().enumerate() {
        let others = meetings.with(first, marks).into_iter().filter(|m| *m > n).filter_map(|m| all.get(m));
        for (other, second, others) in others.filter(|(other, ..)| other.file != one.file) {
            let link = |relation, signs| Link { one: *one, other: *other, relation, signs };
            let same = match marks.same(others) {
                signs if signs.is_empty() && marks.is_blank() && others.is_blank() => alike(first, second),
                signs => signs,
            };
            let ends = marks.ends(others);
            if !same.is_empty() && same.len() >= ends.len() {
                links.push(link(Relation::Same, same));
            } else if !ends.is_empty() && !taken(&links, *one, *other) {
                links.push(link(Relation::Ends, ends));
            }
        }
    }
    links
}

/// What the dumps are called among each other: as much of the end of each name as tells it from the others.
pub fn labels(dumps: &[Dump]) -> Vec<String> {
    let names: Vec<&str> = dumps.iter().map(|dump| dump.name.as_str()).collect();
    let label = |(n, name): (usize, &&str)| {
        let others = || names.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, other)| *other);
        let starts = name.rmatch_indices('/').map(|(at, _)| at + 1).chain([0]);
        let ends = starts.filter_map(|start| name.get(start..));
        let alone = |end: &&str| !end.is_empty() && !others().any(|other| other.ends_with(*end));
        ends.into_iter().find(alone).unwrap_or(name).to_owned()
    };
    names.iter().enumerate().map(label).collect()
}

/// Gives each dump the other ends of its calls that are in other dumps, to look things up in.
pub fn introduce(dumps: &mut [Dump]) {
    let mut found: Vec<(usize, Connection)> = Vec::new();
    for link in links(dumps).iter().filter(|link| link.relation == Relation::Ends && link.is_direct()) {
        for (at, of) in [(link.one, link.other), (link.other, link.one)] {
            found.extend(of.of(dumps).map(|connection| (at.file, connection.clone())));
        }
    }
    for (file, connection) in found {
        if let Some(dump) = dumps.get_mut(file) {
            dump.elsewhere.push(connection);
            dump.partners = OnceLock::new();
        }
    }
}

/// Whether one of them has its other end in the other's dump already.
fn taken(links: &[Link], one: Place, other: Place) -> bool {
    links.iter().filter(|link| link.relation == Relation::Ends).any(|link| {
        let files = (link.one.file, link.other.file) == (one.file, other.file);
        files && (link.one == one || link.other == other)
    })
}

/// Whether two connections without descriptions are one: the same id on the same page at the same time.
fn alike(one: &Connection, other: &Connection) -> Vec<Sign> {
    let same_time = one.zero_unix_ms.zip(other.zero_unix_ms).is_some_and(|(a, b)| (a - b).abs() <= SAME_TIME_MS);
    if one.id == other.id && one.url == other.url && same_time { vec![Sign::Id] } else { Vec::new() }
}
