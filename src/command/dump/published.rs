//! The model as the published facts.

use serde_json::Value;

use super::overview::moment;
use super::series::Chosen;
use super::together::{Call, Together};
use crate::dump::{self, Dump, Machine};
use crate::facts::Known;
use crate::report::wire::facts::dump as wire;
use crate::report::wire::v1::round_ms;
use crate::sdp::Direction;

/// The published facts of `dumps`.
pub(super) fn facts(dumps: &[Dump], chosen: &[Chosen], together: &Together) -> Value {
    let facts = wire::Dump {
        files: dumps.iter().map(file).collect(),
        connections: dumps.iter().flat_map(|dump| dump.connections.iter().map(|c| connection(c, dump))).collect(),
        series: (!chosen.is_empty()).then(|| chosen.iter().map(series).collect()),
        merged: together.merged.iter().map(merged).collect(),
        matched: together.calls.iter().map(|call| matched(call, dumps)).collect(),
        comparison: together.comparison.as_ref().map(|comparison| comparison.published(dumps)),
    };
    serde_json::to_value(facts).expect("plain data with text keys serializes")
}

fn merged(merged: &dump::Merged) -> wire::Merged {
    let recording = |added: &dump::Added| wire::Recording {
        name: added.name.clone(),
        format: added.format,
        connections: added.connections,
        only: added.only.clone(),
        events_of: added.events_of,
        statistics_of: added.statistics_of,
        captures: added.captures,
    };
    wire::Merged { file: merged.name.clone(), recordings: merged.added.iter().map(recording).collect() }
}

/// Where a connection is.
pub(super) fn place(place: dump::Place, dumps: &[Dump]) -> wire::Place {
    wire::Place {
        file: dumps.get(place.file).map(|dump| dump.name.clone()).unwrap_or_default(),
        connection: place.of(dumps).map(|connection| connection.id.clone()).unwrap_or_default(),
    }
}

fn matched(call: &Call, dumps: &[Dump]) -> wire::Match {
    let [there, back] = &call.directions;
    wire::Match {
        one: place(call.ends.link.one, dumps),
        other: place(call.ends.link.other, dumps),
        by: call.ends.link.signs.iter().map(|sign| sign.word()).collect(),
        clock: call.ends.clock.yes().map(|clock| wire::Clock {
            ahead_ms: round_ms(clock.ahead_ms),
            uncertainty_ms: round_ms(clock.uncertainty_ms),
            compared: clock.compared,
            by: clock.by.words(),
        }),
        directions: vec![direction("one", there), direction("other", back)],
    }
}

fn direction(from: &'static str, direction: &dump::Direction) -> wire::Direction {
    let share = |missing: Option<f64>| missing.map(|share| (share * 10_000.0).round() / 100.0);
    let window = |window: &dump::FlowWindow| wire::FlowWindow {
        from_ms: round_ms(window.from_ms),
        to_ms: round_ms(window.to_ms),
        missing_pct: share(window.missing()),
    };
    let flow = |flow: &dump::Flow| wire::Flow {
        kind: flow.kind.clone(),
        ssrc: flow.ssrc,
        sent: flow.sent,
        arrived: flow.arrived,
        lost: flow.lost,
        missing_pct: share(flow.missing()),
        windows: flow.windows.iter().map(window).collect(),
    };
    wire::Direction {
        from,
        streams: direction.flows.iter().map(flow).collect(),
        delay: direction.delay.map(|delay| wire::Delay {
            least_ms: round_ms(delay.least_ms),
            median_ms: round_ms(delay.median_ms),
            p95_ms: round_ms(delay.p95_ms),
            reports: delay.reports,
        }),
    }
}

fn series(chosen: &Chosen) -> wire::Series {
    wire::Series {
        file: chosen.file.clone(),
        connection: chosen.connection.clone(),
        kind: chosen.kind.clone(),
        object: chosen.object.clone(),
        property: chosen.property.clone(),
        points: chosen.series.points().iter().map(|point| (round_ms(point.at_ms), point.value)).collect(),
    }
}

fn file(dump: &Dump) -> wire::File {
    wire::File {
        name: dump.name.clone(),
        format: dump.dialect.word(),
        browser: dump.browser.clone(),
        saved: dump.saved_unix_ms.and_then(moment),
        warnings: dump.warnings.clone(),
        captures: dump.captures.iter().map(capture).collect(),
    }
}

fn capture(capture: &dump::Capture) -> wire::Capture {
    wire::Capture {
        method: capture.method.clone(),
        granted: capture.granted.as_bool(),
        error: match &capture.granted {
            Known::No(why) => Some(why.to_string()),
            Known::Yes(()) | Known::NotTested(_) => None,
        },
    }
}

fn connection(connection: &dump::Connection, dump: &Dump) -> wire::Connection {
    let last = |machine| connection.last(machine).map(str::to_owned);
    let dtls = connection.dtls();
    wire::Connection {
        id: connection.id.clone(),
        file: dump.name.clone(),
        url: connection.url.clone(),
        outcome: connection.outcome().word(),
        states: wire::States {
            signaling: last(Machine::Signaling),
            gathering: last(Machine::Gathering),
            ice: last(Machine::Ice),
            connection: last(Machine::Connection),
        },
        selected_path: connection.selected_path().yes().map(|path| wire::SelectedPath {
            local: path.local.to_string(),
            remote: path.remote.to_string(),
            local_type: path.local.kind.word(),
            remote_type: path.remote.kind.word(),
            protocol: path.protocol().to_owned(),
            relay: path.relayed(),
        }),
        paths: connection.paths().into_iter().map(|(at_ms, path)| path_since(at_ms, &path)).collect(),
        peer: peer(connection),
        phases: connection.phases().iter().map(phase).collect(),
        zero_unix_ms: connection.zero_unix_ms,
        setup_ms: connection.setup_ms().yes().copied().map(round_ms),
        dtls: wire::Dtls { version: dtls.version, state: dtls.state },
        ice_servers: connection.configuration.ice_servers.clone(),
        candidates: wire::Candidates {
            local: connection.local_candidates.len(),
            remote: connection.remote_candidates.len(),
        },
        sections: connection.sections.iter().map(section).collect(),
        tracks: connection.tracks.iter().map(|t| track(t, connection)).collect(),
    }
}

fn path_since(at_ms: f64, path: &dump::SelectedPath) -> wire::PathSince {
    wire::PathSince {
        at_ms: round_ms(at_ms),
        local: path.local.to_string(),
        remote: path.remote.to_string(),
        protocol: path.protocol().to_owned(),
        relay: path.relayed(),
    }
}

fn peer(connection: &dump::Connection) -> wire::Peer {
    let dump::Peer { is_server, software, why } = connection.peer();
    wire::Peer { server: is_server, software, why }
}

fn phase(phase: &dump::Phase) -> wire::Phase {
    wire::Phase { name: phase.kind.words(), start_ms: round_ms(phase.start_ms), end_ms: round_ms(phase.end_ms) }
}

fn section(section: &dump::Section) -> wire::Section {
    wire::Section {
        mid: section.mid.clone(),
        kind: section.kind.clone(),
        direction: section.direction.map(Direction::word),
        rejected: section.rejected,
        codecs: section.codecs.iter().map(|codec| codec.name.clone()).collect(),
    }
}

fn track(track: &dump::Track, connection: &dump::Connection) -> wire::Track {
    let rounded = |value: f64| (value * 100.0).round() / 100.0;
    wire::Track {
        direction: track.direction.word(),
        kind: track.kind.clone(),
        codec: track.codec.clone(),
        rid: track.rid.clone(),
        mid: track.mid.clone(),
        ssrc: track.ssrc,
        bitrate_kbps: track.bitrate_kbps(&connection.statistics).yes().copied().map(rounded),
        loss_pct: track.loss(&connection.statistics).yes().map(|share| rounded(share * 100.0)),
        jitter_ms: track.jitter(&connection.statistics).map(|seconds| rounded(seconds * 1000.0)),
        rtt_ms: track.round_trip(&connection.statistics).map(|seconds| rounded(seconds * 1000.0)),
        picture: track.picture(&connection.statistics),
        frame_rate: track.frame_rate(&connection.statistics).map(rounded),
        freeze_pct: track.frozen_share(&connection.statistics).map(|share| rounded(share * 100.0)),
    }
}
