//! Two recordings of one page as one dump: of each part the fuller one, and what only one of them has.

use std::mem;
use std::sync::OnceLock;

use super::links::{Link, Relation, links};
use crate::dump::{Capture, Configuration, Connection, Dialect, Dump, History, Unseen, assemble, internals};

/// What became of several recordings of the same page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Merged {
    /// The name of the dump that was made of them.
    pub name: String,
    /// What each of them gave, in the order of the command line.
    pub added: Vec<Added>,
}

/// What one recording gave.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Added {
    /// Its name.
    pub name: String,
    /// Its layout.
    pub format: &'static str,
    /// Connections that it has.
    pub connections: usize,
    /// Connections that it alone has, by id.
    pub only: Vec<String>,
    /// Connections whose events are taken from it.
    pub events_of: usize,
    /// Connections whose statistics are taken from it.
    pub statistics_of: usize,
    /// Captures that it alone has.
    pub captures: usize,
}

/// Makes one dump of those that record the same page; the others stay as they are.
pub fn merged(dumps: Vec<Dump>) -> (Vec<Dump>, Vec<Merged>) {
    if dumps.len() < 2 {
        return (dumps, Vec::new());
    }
    let same = same_pages(&dumps);
    if same.is_empty() {
        return (dumps, Vec::new());
    }
    let group = groups(dumps.len(), &same);
    let mut slots: Vec<Option<Dump>> = dumps.into_iter().map(Some).collect();
    let (mut made, mut told) = (Vec::new(), Vec::new());
    for first in 0..slots.len() {
        let members: Vec<usize> = (0..slots.len()).filter(|n| group.get(*n) == Some(&first)).collect();
        let mut taken = members.iter().filter_map(|n| slots.get_mut(*n)?.take());
        let Some(mut dump) = taken.next() else { continue };
        let rest: Vec<Dump> = taken.collect();
        if !rest.is_empty() {
            let mut added = vec![whole(&dump)];
            for other in rest {
                added.push(whole(&other));
                dump = join(dump, other, &mut added);
            }
            told.push(Merged { name: dump.name.clone(), added });
        }
        made.push(dump);
    }
    (made, told)
}

/// Every two dumps that record the same page: by their connections, or, where one has none, by their captures.
fn same_pages(dumps: &[Dump]) -> Vec<(usize, usize)> {
    let linked = links(dumps).into_iter().filter(|link| link.relation == Relation::Same);
    let mut same: Vec<(usize, usize)> = linked.map(|Link { one, other, .. }| (one.file, other.file)).collect();
    for (n, one) in dumps.iter().enumerate() {
        for (m, other) in dumps.iter().enumerate().skip(n + 1) {
            let empty = one.connections.is_empty() || other.connections.is_empty();
            if empty && one.captures.iter().any(|call| other.captures.iter().any(|known| is_call(call, known))) {
                same.push((n, m));
            }
        }
    }
    same
}

/// Whether two records are of one call of getUserMedia.
fn is_call(one: &Capture, other: &Capture) -> bool {
    let near = one.unix_ms.zip(other.unix_ms).is_some_and(|(a, b)| (a - b).abs() < SAME_CALL_MS);
    one.method == other.method && near
}

/// For each dump the first one that records the same page.
fn groups(dumps: usize, same: &[(usize, usize)]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..dumps).collect();
    for (one, other) in same {
        let (Some(a), Some(b)) = (group.get(*one).copied(), group.get(*other).copied()) else { continue };
        let (low, high) = (a.min(b), a.max(b));
        group.iter_mut().filter(|own| **own == high).for_each(|own| *own = low);
    }
    group
}

fn whole(dump: &Dump) -> Added {
    Added {
        name: dump.name.clone(),
        format: dump.dialect.word(),
        connections: dump.connections.len(),
        ..Added::default()
    }
}

/// Adds `other` to `dump`. The last of `added` is that of `other`.
fn join(dump: Dump, other: Dump, added: &mut [Added]) -> Dump {
    let pair = [dump, other];
    let same: Vec<(usize, usize)> = links(&pair)
        .into_iter()
        .filter(|link| link.relation == Relation::Same)
        .map(|link| (link.one.connection, link.other.connection))
        .collect();
    let known: Vec<Unseen> = pair.iter().flat_map(|dump| follows(&dump.connections, dump.closed)).collect();
    let [mut dump, other] = pair;
    let Some((last, before)) = added.split_last_mut() else { return dump };
    let first_alone: Vec<String> = alone(&dump.connections, |n| same.iter().any(|(one, _)| *one == n));
    last.only = alone(&other.connections, |n| same.iter().any(|(_, two)| *two == n));
    if let [only] = before {
        only.only.clone_from(&first_alone);
    }
    let mut others: Vec<Option<Connection>> = other.connections.into_iter().map(Some).collect();
    let mut joined = Vec::new();
    for (n, one) in dump.connections.into_iter().enumerate() {
        let partner = same.iter().find(|(own, _)| *own == n);
        let partner = partner.and_then(|(_, two)| others.get_mut(*two)?.take());
        joined.push(match partner {
            Some(two) => {
                let (events, statistics) = (fuller_log(&one, &two), fuller_statistics(&one, &two));
                for (second, of) in [(events, 0), (statistics, 1)] {
                    let from = if second { Some(&mut *last) } else { before.first_mut() };
                    if let Some(from) = from {
                        *(if of == 0 { &mut from.events_of } else { &mut from.statistics_of }) += 1;
                    }
                }
                connection(one, two, events, statistics)
            }
            None => one,
        });
    }
    joined.extend(others.into_iter().flatten());
    let began = |connection: &Connection| connection.zero_unix_ms.unwrap_or(f64::INFINITY);
    joined.sort_by(|a, b| began(a).total_cmp(&began(b)));
    // what the one no longer had is in the other
    let missing = |closed: u64, found: &[String]| closed.saturating_sub(found.len() as u64);
    dump.closed = missing(dump.closed, &last.only).min(missing(other.closed, &first_alone));
    dump.connections = joined;
    dump.partners = OnceLock::new();
    for capture in other.captures {
        match dump.captures.iter_mut().find(|own| is_call(own, &capture)) {
            Some(own) if own.tracks.is_empty() => own.tracks = capture.tracks,
            Some(_) => {}
            None => {
                last.captures += 1;
                dump.captures.push(capture);
            }
        }
    }
    dump.name = format!("{} + {}", dump.name, other.name);
    dump.browser = longer(dump.browser, other.browser);
    dump.saved_unix_ms = dump.saved_unix_ms.into_iter().chain(other.saved_unix_ms).reduce(f64::max);
    dump.warnings.extend(other.warnings);
    dump.unseen = unseen(mem::take(&mut dump.unseen), other.unseen, &known, &dump);
    if other.dialect != Dialect::WebrtcInternals {
        dump.dialect = other.dialect;
    }
    dump
}

/// Two records of one call of getUserMedia differ by less than this in their time.
const SAME_CALL_MS: f64 = 50.0;

fn alone(connections: &[Connection], is_shared: impl Fn(usize) -> bool) -> Vec<String> {
    connections.iter().enumerate().filter(|(n, _)| !is_shared(*n)).map(|(_, one)| one.id.clone()).collect()
}

fn longer(one: Option<String>, other: Option<String>) -> Option<String> {
    one.into_iter().chain(other).max_by_key(String::len)
}

/// What neither of them can tell. `known` is what follows from their connections, and is told anew of the whole.
fn unseen(one: Vec<Unseen>, other: Vec<Unseen>, known: &[Unseen], whole: &Dump) -> Vec<Unseen> {
    let uncut = whole.connections.iter().all(|connection| !connection.statistics.truncated);
    let mut all = follows(&whole.connections, whole.closed);
    let both = |gap: &Unseen| one.contains(gap) && other.contains(gap);
    for gap in one.iter().chain(&other).filter(|gap| !known.contains(gap)) {
        if !all.contains(gap) && (!uncut || both(gap)) {
            all.push(gap.clone());
        }
    }
    all
}

/// What follows from the connections that a dump has and those that it lacks.
fn follows(connections: &[Connection], closed: u64) -> Vec<Unseen> {
    assemble::opened_late(connections).into_iter().chain(internals::forgotten(closed)).collect()
}

/// Whether the second has more of the log.
fn fuller_log(one: &Connection, two: &Connection) -> bool {
    let rank = |connection: &Connection| {
        let history = match connection.history {
            History::Whole => 2,
            History::Late => 1,
            History::Nothing => 0,
        };
        (history, connection.events.len())
    };
    rank(two) > rank(one)
}

/// Whether the second has more of the statistics.
fn fuller_statistics(one: &Connection, two: &Connection) -> bool {
    let polls =
        |connection: &Connection| connection.statistics.objects().iter().map(|o| o.times().len()).sum::<usize>();
    match (one.statistics.truncated, two.statistics.truncated) {
        (true, false) => true,
        (false, true) => false,
        _ => polls(two) > polls(one),
    }
}

/// One connection of two recordings; `events` and `statistics` say whether each is the second's.
fn connection(one: Connection, two: Connection, events: bool, statistics: bool) -> Connection {
    let (mut log, rest) = if events { (two, one) } else { (one, two) };
    let shift = rest.zero_unix_ms.zip(log.zero_unix_ms).map_or(0.0, |(rest, own)| rest - own);
    if log.url.is_none() {
        log.url = rest.url;
    }
    if log.configuration == Configuration::default() {
        log.configuration = rest.configuration;
    }
    if log.local_candidates.is_empty() {
        log.local_candidates = rest.local_candidates;
    }
    if log.remote_candidates.is_empty() {
        log.remote_candidates = rest.remote_candidates;
    }
    if log.sections.is_empty() {
        log.sections = rest.sections;
    }
    if events != statistics {
        log.statistics = rest.statistics.shifted(shift);
        log.transports = rest.transports;
        log.pairs = rest.pairs;
        log.tracks = rest.tracks;
    }
    log
}
