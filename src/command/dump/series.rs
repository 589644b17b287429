//! Series that were asked for by name: listed, as a table, or drawn.

use super::overview::letter;
use super::together::Ends;
use crate::cli::DumpArgs;
use crate::command::Failure;
use crate::dump::{Connection, Dump, Place, Series, StatsObject};
use crate::report::{Block, Chart, Charts, Line, Part, Table, Tone, number};

/// A series that was asked for.
#[derive(Debug)]
pub(super) struct Chosen {
    /// The name of its file.
    pub(super) file: String,
    pub(super) connection: String,
    /// The connection as it is called among all files: `9-1`, or `A 9-1` of several.
    name: String,
    pub(super) kind: String,
    pub(super) object: String,
    /// With `/s` where it is a rate.
    pub(super) property: String,
    pub(super) series: Series,
}

/// Says that what there is is to be listed.
const LIST: &str = "list";

/// Behind a property, asks for its increase for each second.
const RATE: &str = "/s";

/// The series that the patterns name; those of the second end of a call by the clock of the first.
///
/// # Errors
/// When a pattern names none.
pub(super) fn choose(args: &DumpArgs, dumps: &[Dump], ends: &[Ends]) -> Result<Vec<Chosen>, Failure> {
    let mut chosen = Vec::new();
    for pattern in args.series.iter().filter(|pattern| *pattern != LIST) {
        let before = chosen.len();
        for (file, dump) in dumps.iter().enumerate() {
            for (n, connection) in dump.connections.iter().enumerate() {
                let second = ends.iter().find(|ends| ends.link.other == Place { file, connection: n });
                chosen.extend(named(pattern, connection).into_iter().map(|one| Chosen {
                    file: dump.name.clone(),
                    name: called(file, connection, dumps),
                    series: one.series.moved(second.map_or(0.0, |ends| ends.shift_ms)),
                    ..one
                }));
            }
        }
        if chosen.len() == before {
            let message = format!("find a series that `{pattern}` names");
            return Err(Failure::usage(message).hint("`--series list` shows what there is"));
        }
    }
    Ok(chosen)
}

/// `9-1`, or with several files `A 9-1`.
fn called(file: usize, connection: &Connection, dumps: &[Dump]) -> String {
    if dumps.len() > 1 { format!("{} {}", letter(file), connection.id) } else { connection.id.clone() }
}

/// What is shown.
pub(super) fn body(args: &DumpArgs, dumps: &[Dump], chosen: &[Chosen]) -> Vec<Part> {
    let mut parts = Vec::new();
    if args.series.iter().any(|pattern| pattern == LIST) {
        parts.push(Part::always(Block::Table(list(dumps))));
    }
    match chosen {
        [] => {}
        chosen if args.plot => parts.extend(plots(chosen).map(|charts| Part::always(Block::Charts(charts)))),
        chosen => parts.push(Part::always(Block::Table(table(chosen)))),
    }
    parts
}

fn named(pattern: &str, connection: &Connection) -> Vec<Chosen> {
    let (names, is_rate) = match pattern.strip_suffix(RATE) {
        Some(counter) => (counter, true),
        None => (pattern, false),
    };
    // ids hold slashes of their own; properties do not
    let (of, property) = names.rsplit_once('/').map_or((None, names), |(of, property)| (Some(of), property));
    let fits = |object: &&StatsObject| {
        of.is_none_or(|of| {
            let both = format!("{}/{}", object.kind, object.id);
            [object.kind.as_str(), &object.id, &both].iter().any(|name| matches(of, name))
        })
    };
    let objects = connection.statistics.objects().iter().filter(fits);
    let series = objects.flat_map(|object| {
        object.properties().filter(|name| matches(property, name)).filter_map(|name| {
            let series = object.series(name)?;
            Some(Chosen {
                file: String::new(),
                name: connection.id.clone(),
                connection: connection.id.clone(),
                kind: object.kind.clone(),
                object: object.id.clone(),
                property: if is_rate { format!("{name}{RATE}") } else { name.to_owned() },
                series: if is_rate { series.rate() } else { series },
            })
        })
    });
    series.collect()
}

/// Whether `name` is as `pattern` says, in which `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or("")) else { return false };
    let mut last = None;
    for part in parts {
        last = Some(part);
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    last.map_or(rest.is_empty(), |last| name.ends_with(last) || rest.is_empty())
}

/// Every property of every object.
fn list(dumps: &[Dump]) -> Table {
    let mut table = Table::new(&["connection", "object", "property", ">values", "last"]);
    let places = dumps.iter().enumerate().flat_map(|(file, dump)| dump.connections.iter().map(move |one| (file, one)));
    for (file, connection) in places {
        for object in connection.statistics.objects() {
            for property in object.properties() {
                let series = object.series(property);
                let last = match &series {
                    Some(series) => series.last().map(|last| last.value.to_string()),
                    None => object.changes(property).pop().map(|(_, word)| word.to_string()),
                };
                let count = series.as_ref().map_or_else(|| object.times().len(), |series| series.points().len());
                table.push(vec![
                    called(file, connection, dumps).into(),
                    Line::toned(format!("{}/{}", object.kind, object.id), Tone::Name),
                    property.into(),
                    count.to_string().into(),
                    last.unwrap_or_default().into(),
                ]);
            }
        }
    }
    table
}

/// One row for each time at which any has a value, one column for each series. The numbers are as they are in the
/// dump.
fn table(chosen: &[Chosen]) -> Table {
    let titles: Vec<String> =
        chosen.iter().map(|one| format!(">{} {}/{}", one.name, one.object, one.property)).collect();
    let columns: Vec<&str> = std::iter::once(">at_ms").chain(titles.iter().map(String::as_str)).collect();
    let mut table = Table::new(&columns);
    let mut times: Vec<f64> = chosen.iter().flat_map(|one| one.series.points()).map(|point| point.at_ms).collect();
    times.sort_unstable_by(f64::total_cmp);
    times.dedup();
    let mut left: Vec<_> = chosen.iter().map(|one| one.series.points().iter().peekable()).collect();
    for time in times {
        let mut row = vec![Line::plain(format!("{time:.3}"))];
        for points in &mut left {
            // a time that repeats has its last value
            let mut value = None;
            while let Some(point) = points.next_if(|point| point.at_ms <= time) {
                value = Some(point.value);
            }
            row.push(value.map(|value| value.to_string()).unwrap_or_default().into());
        }
        table.push(row);
    }
    table
}

/// Rows of a plot.
const PLOT_ROWS: usize = 6;

fn plots(chosen: &[Chosen]) -> Option<Charts> {
    let times = || chosen.iter().flat_map(|one| one.series.points()).map(|point| point.at_ms);
    let (from_ms, to_ms) = (times().reduce(f64::min)?, times().reduce(f64::max)?);
    let chart = |one: &Chosen| {
        let said = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), number::figures);
        let (least, greatest) = (one.series.min().map(|p| p.value), one.series.max().map(|p| p.value));
        Chart {
            name: Line::toned(format!("{} {}/{}", one.name, one.object, one.property), Tone::Name),
            points: one.series.points().iter().map(|point| (point.at_ms, point.value)).collect(),
            note: Line::toned(
                format!("least {}, mean {}, greatest {}", said(least), said(one.series.mean()), said(greatest)),
                Tone::Dim,
            ),
        }
    };
    Some(Charts { from_ms, to_ms, height: PLOT_ROWS, charts: chosen.iter().map(chart).collect() })
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, name, want) in [
            ("jitter", "jitter", true),
            ("jitter", "jitterBufferDelay", false),
            ("jitter*", "jitterBufferDelay", true),
            ("*Delay", "jitterBufferDelay", true),
            ("*e*y", "jitterBufferDelay", true),
            ("*e*x", "jitterBufferDelay", false),
            ("*", "", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, name), want, "{pattern} {name}");
        }
    }
}
