//! Several dumps: which are recordings of one page, which are the two ends of a call, and which are to be compared.

use super::compare::{self, Comparison};
use super::connection;
use super::overview::{letter, outcome, short_path};
use crate::cli::DumpArgs;
use crate::dump::{self, Bound, Clock, Dump, Link, Merged, Place, Relation};
use crate::facts::Known;
use crate::report::{Block, Chart, Charts, Line, Part, Table, Tone, number};

/// What several dumps are to each other; of one dump there is nothing to say.
#[derive(Debug, Default)]
pub(super) struct Together {
    /// Recordings that were made one.
    pub(super) merged: Vec<Merged>,
    /// Calls whose ends are in different dumps.
    pub(super) calls: Vec<Call>,
    /// Different calls side by side.
    pub(super) comparison: Option<Comparison>,
}

/// A call of which both ends are there.
#[derive(Debug)]
pub(super) struct Call {
    /// Its ends.
    pub(super) ends: Ends,
    /// What went from the first end to the second, and back.
    pub(super) directions: [dump::Direction; 2],
}

/// The two ends of a call.
#[derive(Debug)]
pub(super) struct Ends {
    /// Where they are.
    pub(super) link: Link,
    /// How far their clocks are apart.
    pub(super) clock: Known<Clock>,
    /// What has to be added to the times of the second end to have them on the axis of the first.
    pub(super) shift_ms: f64,
}

impl Ends {
    fn of(link: Link, dumps: &[Dump]) -> Option<Self> {
        let (one, other) = (link.one.of(dumps)?, link.other.of(dumps)?);
        let clock = dump::clock(one, other);
        let zeros = other.zero_unix_ms.zip(one.zero_unix_ms).map_or(0.0, |(other, one)| other - one);
        let shift_ms = zeros - clock.yes().map_or(0.0, |clock| clock.ahead_ms);
        Some(Self { link, clock, shift_ms })
    }
}

/// The calls whose ends are in different dumps.
pub(super) fn ends(args: &DumpArgs, dumps: &[Dump]) -> Vec<Ends> {
    if args.compare || dumps.len() < 2 {
        return Vec::new();
    }
    let links = dump::links(dumps).into_iter().filter(|link| link.relation == Relation::Ends);
    links.filter_map(|link| Ends::of(link, dumps)).collect()
}

/// Counts what went between the ends of calls, and compares the dumps where they are of different calls or `--compare`
/// says so.
pub(super) fn together(args: &DumpArgs, dumps: &mut [Dump], merged: Vec<Merged>, ends: Vec<Ends>) -> Together {
    if !ends.is_empty() {
        dump::introduce(dumps);
    }
    let call = |ends: Ends| {
        let (one, other) = (ends.link.one.of(dumps)?, ends.link.other.of(dumps)?);
        let directions = dump::directions(one, other, ends.clock.yes().copied());
        Some(Call { ends, directions })
    };
    let calls: Vec<Call> = ends.into_iter().filter_map(call).collect();
    let two_calls = dumps.len() == 2 && calls.is_empty();
    let comparison = if args.compare || two_calls { compare::comparison(dumps) } else { None };
    Together { merged, calls, comparison }
}

/// What the files are to each other, before what each of them holds.
pub(super) fn body(together: &Together, dumps: &[Dump]) -> Vec<Part> {
    let mut parts = Vec::new();
    for merged in &together.merged {
        parts.push(Part::always(Block::Heading(times_recorded(merged))));
        parts.push(Part::always(Block::Table(recordings(merged))));
    }
    for (n, call) in together.calls.iter().enumerate() {
        // of many calls the numbers are a matter of detail
        let detail = u8::from(n >= SHOWN_CALLS);
        parts.extend(both_ends(call, dumps).into_iter().map(|block| Part { detail, block }));
    }
    if let Some(hidden) = together.calls.len().checked_sub(SHOWN_CALLS).filter(|hidden| *hidden > 0) {
        let more = format!("{} more with both ends: `-v` shows them", number::plural(hidden, "call"));
        parts.push(Part::always(Block::Line(Line::toned(more, Tone::Dim))));
    }
    if let Some(comparison) = &together.comparison {
        parts.extend(comparison.body(dumps));
    }
    parts
}

/// So many calls are shown with their numbers.
const SHOWN_CALLS: usize = 2;

fn times_recorded(merged: &Merged) -> String {
    match merged.added.len() {
        2 => "one page, recorded twice".to_owned(),
        more => format!("one page, recorded {more} times"),
    }
}

fn recordings(merged: &Merged) -> Table {
    let mut table = Table::new(&["recording", "format", ">has", ">events of", ">series of", "alone has"]);
    for added in &merged.added {
        let mut only: Vec<String> = added.only.iter().map(|id| format!("connection {id}")).collect();
        if added.captures > 0 {
            only.push(number::plural(added.captures, "capture"));
        }
        let name = added.name.rsplit('/').next().unwrap_or_default();
        table.push(vec![
            Line::toned(name, Tone::Name),
            added.format.into(),
            added.connections.to_string().into(),
            added.events_of.to_string().into(),
            added.statistics_of.to_string().into(),
            if only.is_empty() { Line::toned("-", Tone::Dim) } else { only.join(", ").into() },
        ]);
    }
    table
}

/// `A` and `B`, and where connections share a file, `A 9-1`.
fn names(call: &Call, dumps: &[Dump]) -> [String; 2] {
    [call.ends.link.one, call.ends.link.other].map(|place| {
        let id = place.of(dumps).map(|connection| connection.id.as_str()).unwrap_or_default();
        format!("{} {id}", letter(place.file))
    })
}

fn both_ends(call: &Call, dumps: &[Dump]) -> Vec<Block> {
    let [one, other] = names(call, dumps);
    let by: Vec<&str> = call.ends.link.signs.iter().map(|sign| sign.word()).collect();
    let mut fields = vec![("matched by".to_owned(), Line::plain(by.join(", ")))];
    fields.push(("clocks".to_owned(), clocks(call)));
    let mut blocks = vec![
        Block::Heading(format!("one call, both ends: {one} and {other}")),
        Block::Fields(fields),
        Block::Table(flows(call)),
    ];
    blocks.extend(charts(call).map(Block::Charts));
    blocks
}

/// `B is 3.7 s ahead of A, give or take 21 ms`.
fn clocks(call: &Call) -> Line {
    let (a, b) = (letter(call.ends.link.one.file), letter(call.ends.link.other.file));
    match &call.ends.clock {
        Known::Yes(clock) => {
            let (first, second, apart) =
                if clock.ahead_ms < 0.0 { (a, b, -clock.ahead_ms) } else { (b, a, clock.ahead_ms) };
            let said = if apart <= clock.uncertainty_ms {
                format!("the same, give or take {}", number::ms(clock.uncertainty_ms))
            } else {
                format!(
                    "{first} is {} ahead of {second}, give or take {}",
                    number::ms(apart),
                    number::ms(clock.uncertainty_ms)
                )
            };
            let from = match clock.by {
                Bound::Reports => "sender reports, descriptions and candidates",
                Bound::Signaling => "descriptions and candidates",
            };
            Line::plain(said).with(format!(", by {} {from}", clock.compared), Tone::Dim)
        }
        Known::No(why) | Known::NotTested(why) => Line::toned(format!("taken as the same: {why}"), Tone::Dim),
    }
}

fn ways(call: &Call) -> [(String, &dump::Direction); 2] {
    let (a, b) = (letter(call.ends.link.one.file), letter(call.ends.link.other.file));
    let [there, back] = &call.directions;
    [(format!("{a} -> {b}"), there), (format!("{b} -> {a}"), back)]
}

/// One row for each stream that both ends count, with what did not arrive and how long it took.
fn flows(call: &Call) -> Table {
    let mut table = Table::new(&["way", "stream", ">sent", ">arrived", ">missing", ">delay", ">at worst"]);
    for (way, direction) in ways(call) {
        let delay = |of: fn(&dump::Delay) -> f64| direction.delay.as_ref().map(|delay| number::ms(of(delay)));
        let dash = |text: Option<String>| text.map_or_else(|| Line::toned("-", Tone::Dim), Line::plain);
        for flow in &direction.flows {
            let missing = flow.missing();
            let tone = if missing.is_some_and(|share| share >= MUCH) { Tone::Warn } else { Tone::Plain };
            table.push(vec![
                Line::toned(way.clone(), Tone::Name),
                flow.kind.clone().unwrap_or_else(|| "stream".to_owned()).into(),
                format!("{:.0}", flow.sent).into(),
                format!("{:.0}", flow.arrived).into(),
                Line::toned(missing.map_or_else(|| "-".to_owned(), number::percent), tone),
                dash(delay(|delay| delay.median_ms)),
                dash(delay(|delay| delay.p95_ms)),
            ]);
        }
        if direction.flows.is_empty() {
            let nothing = ["no stream", "-", "-", "-"].map(|text| Line::toned(text, Tone::Dim));
            let times = [dash(delay(|delay| delay.median_ms)), dash(delay(|delay| delay.p95_ms))];
            table.push(std::iter::once(Line::toned(way, Tone::Name)).chain(nothing).chain(times).collect());
        }
    }
    table
}

/// A share of missing packets that is marked.
const MUCH: f64 = 0.01;

/// What was missing of each stream over time, where anything was.
fn charts(call: &Call) -> Option<Charts> {
    let mut charts = Vec::new();
    for (way, direction) in ways(call) {
        for flow in direction.flows.iter().filter(|flow| flow.missing().is_some_and(|share| share >= MUCH)) {
            let points = flow.windows.iter().filter_map(|w| Some(((w.from_ms + w.to_ms) / 2.0, w.missing()? * 100.0)));
            let worst = flow.windows.iter().filter_map(|w| Some((w, w.missing()?))).max_by(|a, b| a.1.total_cmp(&b.1));
            let Some((window, share)) = worst else { continue };
            let kind = flow.kind.as_deref().unwrap_or("stream");
            let when = format!("from {} to {}", number::ms(window.from_ms), number::ms(window.to_ms));
            charts.push(Chart {
                name: Line::toned(format!("{way} {kind} missing"), Tone::Name),
                points: points.collect(),
                note: Line::toned(format!("up to {} {when}", number::percent(share)), Tone::Dim),
            });
        }
    }
    let all = || call.directions.iter().flat_map(|d| &d.flows).flat_map(|flow| &flow.windows);
    let from_ms = all().map(|window| window.from_ms).reduce(f64::min)?;
    let to_ms = all().map(|window| window.to_ms).reduce(f64::max)?;
    (!charts.is_empty()).then_some(Charts { from_ms, to_ms, height: 1, charts })
}

/// The files by their letters, and every connection with its other end.
pub(super) fn tables(together: &Together, dumps: &[Dump]) -> Vec<Block> {
    let mut files = Table::new(&["", "file", "format", "browser"]);
    for (n, (dump, label)) in dumps.iter().zip(dump::labels(dumps)).enumerate() {
        files.push(vec![
            Line::toned(letter(n), Tone::Strong),
            Line::toned(label, Tone::Name),
            dump.dialect.word().into(),
            dump.browser.clone().unwrap_or_else(|| "-".to_owned()).into(),
        ]);
    }
    let mut connections = Table::new(&["", "id", "outcome", ">setup", "path", "carries", "other end"]);
    for (file, dump) in dumps.iter().enumerate() {
        for (n, one) in dump.connections.iter().enumerate() {
            let setup = one.setup_ms().yes().map_or_else(|| "-".to_owned(), |ms| number::ms(*ms));
            let place = Place { file, connection: n };
            connections.push(vec![
                Line::toned(letter(file), Tone::Strong),
                Line::toned(one.id.clone(), Tone::Name),
                outcome(one),
                setup.into(),
                short_path(one),
                connection::carries(one).into(),
                match together.other_end(place) {
                    Some(other) => {
                        let id = other.of(dumps).map(|other| other.id.as_str()).unwrap_or_default();
                        Line::plain(format!("{} {id}", letter(other.file)))
                    }
                    None => Line::toned("-", Tone::Dim),
                },
            ]);
        }
    }
    let mut blocks = vec![Block::Table(files)];
    if !connections.rows.is_empty() {
        blocks.push(Block::Table(connections));
    }
    blocks
}

impl Together {
    /// The other end of a connection, where it is in another dump.
    pub(super) fn other_end(&self, place: Place) -> Option<Place> {
        self.calls.iter().find_map(|Call { ends: Ends { link, .. }, .. }| match place {
            one if one == link.one => Some(link.other),
            other if other == link.other => Some(link.one),
            _ => None,
        })
    }

    /// What has to be added to the times of a connection to have them on the axis of its call.
    pub(super) fn shift_ms(&self, place: Place) -> f64 {
        let second = self.calls.iter().find(|call| call.ends.link.other == place);
        second.map_or(0.0, |call| call.ends.shift_ms)
    }
}
