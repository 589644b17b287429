//! What a page draws of a connection: one plot for each quantity, with what findings point at.

use std::collections::HashMap;

use crate::dump::{Connection, Series, StatsObject, Track, TrackDirection, Window};
use crate::report::{Curve, Evidence, Finding, Mark, Plot, Unit};

use super::connection::name;

/// A quantity: what it is called, its unit, the properties of statistics that it is about.
struct Quantity {
    title: &'static str,
    unit: Unit,
    /// Evidence about these is marked on it.
    properties: &'static [&'static str],
    curves: fn(&Connection) -> Vec<(String, Series)>,
}

/// The plots, from the top. What no other is about is marked on the first.
const QUANTITIES: [Quantity; 6] = [
    Quantity { title: "bitrate", unit: Unit::BitsPerSecond, properties: &[], curves: bitrate },
    Quantity { title: "loss", unit: Unit::Share, properties: &["packetsLost", "fractionLost"], curves: loss },
    Quantity { title: "jitter", unit: Unit::Seconds, properties: &["jitter", "concealedSamples"], curves: jitter },
    Quantity {
        title: "round trip",
        unit: Unit::Seconds,
        properties: &["roundTripTime", "currentRoundTripTime", "totalRoundTripTime", "responsesReceived"],
        curves: round_trip,
    },
    Quantity {
        title: "frame rate",
        unit: Unit::FramesPerSecond,
        properties: &[
            "framesPerSecond",
            "framesDecoded",
            "framesDropped",
            "framesSent",
            "framesEncoded",
            "totalDecodeTime",
            "totalEncodeTime",
            "pliCount",
            "qualityLimitationDurations.cpu",
        ],
        curves: frame_rate,
    },
    Quantity {
        title: "time frozen",
        unit: Unit::Share,
        properties: &["totalFreezesDuration", "freezeCount"],
        curves: frozen,
    },
];

/// So many curves are told apart; of more, those with the most in them.
const CURVES: usize = 6;

/// The plots of `connection`, marked with what `findings` say of `subject`.
pub(super) fn plots(connection: &Connection, findings: &[Finding], subject: &str) -> Vec<Plot> {
    let Some(axis) = axis(connection) else { return Vec::new() };
    let marks = marks(findings, subject);
    let drawn = QUANTITIES.iter().filter_map(|quantity| {
        let mut series = (quantity.curves)(connection);
        // of one value there is no course
        series.retain(|(_, series)| series.points().len() > 1);
        if series.is_empty() {
            return None;
        }
        heaviest(&mut series);
        let curve = |(name, series): (String, Series)| Curve {
            name,
            note: note(quantity.unit, &series),
            points: points(&series),
        };
        let here = |property: &str| match quantity.properties {
            [] => QUANTITIES.iter().all(|other| !other.properties.contains(&property)),
            properties => properties.contains(&property),
        };
        Some(Plot {
            title: quantity.title.to_owned(),
            unit: quantity.unit,
            from_ms: axis.from_ms,
            to_ms: axis.to_ms,
            curves: series.into_iter().map(curve).collect(),
            marks: distinct(marks.iter().filter(|(property, _)| here(property)).map(|(_, mark)| mark)),
        })
    });
    drawn.collect()
}

/// A finding may point at one stretch of several series.
fn distinct<'a>(marks: impl Iterator<Item = &'a Mark>) -> Vec<Mark> {
    let mut distinct: Vec<Mark> = Vec::new();
    for mark in marks {
        let known =
            |other: &Mark| (&other.finding, other.from_ms, other.to_ms) == (&mark.finding, mark.from_ms, mark.to_ms);
        if !distinct.iter().any(known) {
            distinct.push(mark.clone());
        }
    }
    distinct
}

/// From the first poll to the last.
fn axis(connection: &Connection) -> Option<Window> {
    connection.statistics.span().filter(|span| span.length_ms() > 0.0)
}

/// Leaves the curves with the most in them, in the order that they have.
fn heaviest(curves: &mut Vec<(String, Series)>) {
    let weight = |series: &Series| series.points().iter().map(|point| point.value).sum::<f64>();
    let mut weights: Vec<f64> = curves.iter().map(|(_, series)| weight(series)).collect();
    weights.sort_unstable_by(|a, b| b.total_cmp(a));
    if let Some(least) = weights.get(CURVES - 1) {
        curves.retain(|(_, series)| weight(series) >= *least);
    }
    curves.truncate(CURVES);
}

fn points(series: &Series) -> Vec<(f64, f64)> {
    series.points().iter().map(|point| (point.at_ms, point.value)).collect()
}

fn note(unit: Unit, series: &Series) -> String {
    match (series.mean(), series.max()) {
        (Some(mean), Some(max)) if max.value > 0.0 => {
            format!("mean {}, up to {}", unit.say(mean), unit.say(max.value))
        }
        _ => "none".to_owned(),
    }
}

/// The properties that findings about `subject` point at, each with its stretch.
fn marks<'a>(findings: &'a [Finding], subject: &str) -> Vec<(&'a str, Mark)> {
    let mut marks = Vec::new();
    for (n, finding) in findings.iter().enumerate() {
        let number = (n + 1).to_string();
        if finding.subject == subject {
            marks.extend(of_finding(finding, &number));
        }
        for (n, effect) in finding.effects.iter().enumerate().filter(|(_, effect)| effect.subject == subject) {
            marks.extend(of_finding(effect, &format!("{number}.{}", n + 1)));
        }
    }
    marks.sort_by(|a, b| a.1.from_ms.total_cmp(&b.1.from_ms));
    marks
}

fn of_finding<'a>(finding: &'a Finding, number: &str) -> Vec<(&'a str, Mark)> {
    let mark = |from_ms, to_ms| Mark {
        finding: number.to_owned(),
        rule: finding.rule.id,
        severity: finding.severity,
        from_ms,
        to_ms,
    };
    let marked = finding.evidence.iter().filter_map(|evidence| match evidence {
        Evidence::Window { series, from_ms, to_ms, .. } => {
            let property = series.split_once(['.', '/']).map_or(series.as_str(), |(_, property)| property);
            Some((property, mark(*from_ms, *to_ms)))
        }
        Evidence::Moment { at_ms, .. } => Some(("", mark(*at_ms, *at_ms))),
        _ => None,
    });
    marked.collect()
}

/// A curve for each stream of which `series` finds something; its name has its section where several are called so.
fn streams(connection: &Connection, series: impl Fn(&Track) -> Option<Series>) -> Vec<(String, Series)> {
    let mut alike: HashMap<String, usize> = HashMap::new();
    connection.tracks.iter().for_each(|track| *alike.entry(name(track)).or_default() += 1);
    let only_name = |track: &Track| {
        let name = name(track);
        match (alike.get(&name), &track.mid, track.ssrc) {
            (Some(2..), Some(mid), _) => format!("{name} of section {mid}"),
            (Some(2..), None, Some(ssrc)) => format!("{name} {ssrc}"),
            _ => name,
        }
    };
    connection.tracks.iter().filter_map(|track| Some((only_name(track), series(track)?))).collect()
}

fn bitrate(connection: &Connection) -> Vec<(String, Series)> {
    let mut curves = streams(connection, |track| track.bitrate(&connection.statistics));
    curves.retain(|(_, series)| series.max().is_some_and(|max| max.value > 0.0));
    curves
}

fn loss(connection: &Connection) -> Vec<(String, Series)> {
    let statistics = &connection.statistics;
    streams(connection, |track| match track.direction {
        TrackDirection::Receive => {
            let object = track.object(statistics)?;
            let (lost, received) = (object.series("packetsLost")?.deltas(), object.series("packetsReceived")?.deltas());
            Some(lost.joined(&received, |lost, received| (lost + received > 0.0).then(|| lost / (lost + received))))
        }
        TrackDirection::Send => track.report(statistics)?.series("fractionLost"),
    })
}

fn jitter(connection: &Connection) -> Vec<(String, Series)> {
    let statistics = &connection.statistics;
    streams(connection, |track| match track.direction {
        TrackDirection::Receive => track.object(statistics)?.series("jitter"),
        TrackDirection::Send => track.report(statistics)?.series("jitter"),
    })
}

fn round_trip(connection: &Connection) -> Vec<(String, Series)> {
    let statistics = &connection.statistics;
    let pair = connection.selected_pair().and_then(|id| statistics.get(id));
    let of_path = pair.and_then(|pair| pair.series("currentRoundTripTime")).map(|series| ("path".to_owned(), series));
    let of_streams = streams(connection, |track| match track.direction {
        TrackDirection::Send => track.report(statistics)?.series("roundTripTime"),
        TrackDirection::Receive => None,
    });
    of_path.into_iter().chain(of_streams).collect()
}

fn frame_rate(connection: &Connection) -> Vec<(String, Series)> {
    let statistics = &connection.statistics;
    let rate = |object: &StatsObject| object.series("framesPerSecond");
    let mut curves = streams(connection, |track| rate(track.object(statistics)?));
    for source in statistics.of("media-source").filter(|source| source.text("kind") == Some("video")) {
        curves.extend(rate(source).map(|series| ("camera or screen".to_owned(), series)));
    }
    curves
}

fn frozen(connection: &Connection) -> Vec<(String, Series)> {
    let statistics = &connection.statistics;
    streams(connection, |track| {
        let lasted = track.object(statistics)?.series("totalFreezesDuration")?;
        // a freeze is counted when it ends: a second may be told of more than a second of it
        Some(lasted.rate().map(|share| share.min(1.0)))
    })
}
