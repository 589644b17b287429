//! One connection in detail: what it was, how it was set up, its path, its streams in numbers.

use crate::dump::{Connection, Machine, Outcome, Phase, Section, Series, Statistics, Track, TrackDirection, Window};
use crate::facts::Known;
use crate::report::{Bar, Block, Chart, Charts, Line, Table, Tone, Waterfall, number};

use super::overview::{dtls, outcome, path};

/// The blocks of one connection.
pub(super) fn details(connection: &Connection) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(format!("connection {}", connection.id)), Block::Fields(fields(connection))];
    let phases = connection.phases();
    if phases.len() > 1 {
        blocks.push(Block::Waterfall(setup(&phases)));
    }
    if !connection.sections.is_empty() {
        blocks.push(Block::Table(sections(&connection.sections)));
    }
    if !connection.tracks.is_empty() {
        let (busy, idle): (Vec<&Track>, Vec<&Track>) =
            connection.tracks.iter().partition(|track| connection.tracks.len() <= FEW || carried(track, connection));
        if !busy.is_empty() {
            blocks.push(Block::Table(streams(&busy, connection)));
        }
        if !idle.is_empty() {
            let more = format!("{} carried nothing", number::plural(idle.len(), "stream"));
            blocks.push(Block::Line(Line::toned(more, Tone::Dim)));
        }
        blocks.extend(charts(connection).map(Block::Charts));
    }
    blocks
}

fn fields(connection: &Connection) -> Vec<(String, Line)> {
    let unknown = |why: &dyn std::fmt::Display| Line::toned(why.to_string(), Tone::Dim);
    let mut fields = Vec::new();
    let mut add = |name: &str, line: Line| fields.push((name.to_owned(), line));
    if let Some(url) = &connection.url {
        add("page", Line::toned(url.clone(), Tone::Name));
    }
    add("outcome", outcome(connection));
    add("carries", carries_in_full(connection).into());
    add("other end", other_end(connection));
    // of a connection that works, the timeline tells them
    if let Some(states) = states(connection).filter(|_| connection.outcome() != Outcome::Connected) {
        add("states", states);
    }
    add(
        "path",
        match connection.selected_path() {
            Known::Yes(selected) => path(&selected).into(),
            Known::No(why) | Known::NotTested(why) => unknown(&why),
        },
    );
    let paths = connection.paths();
    for (at_ms, earlier) in paths.iter().take(paths.len().saturating_sub(1)) {
        add("before", Line::plain(path(earlier)).with(format!(" from {}", number::ms(*at_ms)), Tone::Dim));
    }
    add(
        "setup",
        match connection.setup_ms() {
            Known::Yes(ms) => Line::plain(number::ms(ms)).with(" from the first description to `connected`", Tone::Dim),
            Known::No(why) | Known::NotTested(why) => unknown(&why),
        },
    );
    add("dtls", dtls(connection));
    let (local, remote) = (connection.local_candidates.len(), connection.remote_candidates.len());
    add("candidates", format!("{local} local, {remote} remote").into());
    if !connection.configuration.ice_servers.is_empty() {
        add("servers", connection.configuration.ice_servers.join(", ").into());
    }
    if let Some(policy) = &connection.configuration.ice_transport_policy {
        add("policy", policy.clone().into());
    }
    fields
}

/// `audio both ways, video out, data channel`.
pub(super) fn carries(connection: &Connection) -> String {
    let channels = connection.statistics.of("data-channel").count();
    let channels = match channels {
        0 => None,
        1 => Some("data channel".to_owned()),
        many => Some(format!("{many} data channels")),
    };
    all_or_nothing(media(connection).into_iter().chain(channels).collect())
}

fn all_or_nothing(parts: Vec<String>) -> String {
    if parts.is_empty() { "no media and no data".to_owned() } else { parts.join(", ") }
}

/// `audio both ways`, `video in`.
fn media(connection: &Connection) -> Vec<String> {
    let ways = |kind: &str| {
        let has = |direction| {
            connection.tracks.iter().any(|track| track.direction == direction && track.kind.as_deref() == Some(kind))
        };
        match (has(TrackDirection::Send), has(TrackDirection::Receive)) {
            (true, true) => Some(format!("{kind} both ways")),
            (true, false) => Some(format!("{kind} out")),
            (false, true) => Some(format!("{kind} in")),
            (false, false) => None,
        }
    };
    ["audio", "video"].into_iter().filter_map(ways).collect()
}

/// The same, with what went over each channel.
fn carries_in_full(connection: &Connection) -> String {
    let channels = connection.statistics.of("data-channel").map(|channel| {
        let label = channel.text("label").map(|label| format!(" `{label}`")).unwrap_or_default();
        let count = |name| channel.number(name).map_or(0, |count| count as u64);
        let bytes = (count("bytesSent"), count("bytesReceived"));
        format!("data channel{label} ({} out, {} in)", number::bytes(bytes.0), number::bytes(bytes.1))
    });
    all_or_nothing(media(connection).into_iter().chain(channels).collect())
}

fn other_end(connection: &Connection) -> Line {
    let peer = connection.peer();
    let what = match peer.is_server {
        Some(true) => "a server",
        Some(false) => "a peer",
        None => "unknown",
    };
    let software = peer.software.map(|software| format!(", {software}")).unwrap_or_default();
    Line::plain(format!("{what}{software}")).with(format!(": {}", peer.why), Tone::Dim)
}

/// The last value of each state that the log has.
fn states(connection: &Connection) -> Option<Line> {
    const MACHINES: [Machine; 4] = [Machine::Signaling, Machine::Gathering, Machine::Ice, Machine::Connection];
    let last = |machine: &Machine| Some(format!("{} {}", machine.word(), connection.last(*machine)?));
    let states: Vec<String> = MACHINES.iter().filter_map(last).collect();
    (!states.is_empty()).then(|| states.join(", ").into())
}

/// The phases, from the first on.
fn setup(phases: &[Phase]) -> Waterfall {
    let zero = phases.first().map_or(0.0, |phase| phase.start_ms);
    let bar = |phase: &Phase| Bar {
        name: phase.kind.words().to_owned(),
        start_ms: phase.start_ms - zero,
        end_ms: phase.end_ms - zero,
        critical: false,
        note: Line::default(),
    };
    let bars: Vec<Bar> = phases.iter().map(bar).collect();
    Waterfall { total_ms: bars.iter().map(|bar| bar.end_ms).fold(0.0, f64::max), bars }
}

fn sections(sections: &[Section]) -> Table {
    let mut table = Table::new(&["mid", "section", "direction", "codecs"]);
    for section in sections {
        let codecs: Vec<&str> =
            section.codecs.iter().filter(|codec| codec.is_media).map(|codec| codec.name.as_str()).collect();
        let direction = match (section.rejected, section.direction) {
            (true, _) => Line::toned("rejected", Tone::Bad),
            (false, Some(direction)) => direction.word().into(),
            (false, None) => Line::toned("-", Tone::Dim),
        };
        table.push(vec![
            Line::toned(section.mid.clone().unwrap_or_else(|| "-".to_owned()), Tone::Name),
            section.kind.clone().into(),
            direction,
            if codecs.is_empty() { Line::toned("-", Tone::Dim) } else { codecs.join(" ").into() },
        ]);
    }
    table
}

/// One row for each stream: what it is and its numbers over the whole of it.
fn streams(tracks: &[&Track], connection: &Connection) -> Table {
    let mut table = Table::new(&["stream", "codec", ">bitrate", ">loss", ">jitter", ">rtt", ">picture", ">frozen"]);
    let statistics = &connection.statistics;
    for track in tracks {
        let dash = |text: Option<String>| text.map_or_else(|| Line::toned("-", Tone::Dim), Line::plain);
        table.push(vec![
            Line::toned(name(track), Tone::Name),
            dash(track.codec.clone()),
            dash(track.bitrate_kbps(statistics).yes().map(|kbps| number::rate(kbps * 1000.0))),
            dash(track.loss(statistics).yes().map(|share| number::percent(*share))),
            dash(track.jitter(statistics).map(number::seconds)),
            dash(track.round_trip(statistics).map(number::seconds)),
            dash(picture(track, statistics)),
            dash(track.freezes(statistics).map(frozen)),
        ]);
    }
    table
}

/// So many streams are all shown, whether they carried anything or not.
const FEW: usize = 4;

pub(super) fn carried(track: &Track, connection: &Connection) -> bool {
    track.bitrate_kbps(&connection.statistics).yes().is_some_and(|kbps| *kbps > 0.0)
}

/// `in video`, `out video h`.
pub(super) fn name(track: &Track) -> String {
    let layer = track.rid.as_ref().map(|rid| format!(" {rid}")).unwrap_or_default();
    let way = if track.direction == TrackDirection::Send { "out" } else { "in" };
    format!("{way} {}{layer}", track.kind.as_deref().unwrap_or("stream"))
}

/// `1280x720@24.5`.
fn picture(track: &Track, statistics: &Statistics) -> Option<String> {
    let (width, height) = track.picture(statistics)?;
    let rate = track.frame_rate(statistics).map(|rate| format!("@{}", number::figures(rate))).unwrap_or_default();
    Some(format!("{width}x{height}{rate}"))
}

/// `13.1 s x28`.
fn frozen((count, seconds): (u64, f64)) -> String {
    if count == 0 { "no".to_owned() } else { format!("{} x{count}", number::seconds(seconds)) }
}

/// The bitrate of each stream that carried something, and the round trips of the path.
fn charts(connection: &Connection) -> Option<Charts> {
    let statistics = &connection.statistics;
    let bitrates = connection.tracks.iter().filter_map(|track| {
        let rate = track.bitrate(statistics)?;
        chart(name(track), &rate, number::rate)
    });
    let selected = connection.selected_pair().and_then(|id| statistics.get(id));
    let rtt = selected
        .and_then(|pair| chart("round trip".to_owned(), &pair.series("currentRoundTripTime")?, number::seconds));
    let charts: Vec<Chart> = bitrates.chain(rtt).collect();
    let Window { from_ms, to_ms } = statistics.span()?;
    (!charts.is_empty()).then_some(Charts { from_ms, to_ms, height: 1, charts })
}

fn chart(name: String, series: &Series, unit: fn(f64) -> String) -> Option<Chart> {
    let max = series.max().filter(|max| max.value > 0.0)?;
    let (mean, max) = (series.mean()?, max.value);
    Some(Chart {
        name: Line::toned(name, Tone::Name),
        points: series.points().iter().map(|point| (point.at_ms, point.value)).collect(),
        note: Line::toned(format!("mean {}, up to {}", unit(mean), unit(max)), Tone::Dim),
    })
}
