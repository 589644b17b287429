//! The two files of one call tell the same, and every series stands where it was measured.

use std::collections::BTreeMap;
use std::path::Path;

use rtcdiag::dump::{Connection, Dialect, Dump, Machine, Reading, read_from};

use super::shared;

/// Both files of a call.
fn both(folder: &Path, name: &str, reading: Reading) -> (Dump, Dump) {
    let read = |file: String| {
        let bytes = shared::bytes(&folder.join(&file));
        read_from(&file, &mut bytes.as_slice(), reading).unwrap()
    };
    (read(format!("{name}.webrtc_internals_dump.gz")), read(format!("{name}.rtcstats.rtcstats_dump.gz")))
}

fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        files.filter_map(|file| Some(file.strip_suffix(".webrtc_internals_dump.gz")?.to_owned())).collect();
    names.sort();
    assert!(names.len() >= 17, "{names:?}");
    names
}

fn states(connection: &Connection) -> Vec<(&str, Vec<String>)> {
    let machines = [Machine::Signaling, Machine::Gathering, Machine::Ice, Machine::Connection];
    machines.map(|machine| (machine.word(), connection.states(machine).map(|(_, s)| s.to_owned()).collect())).to_vec()
}

fn sections(connection: &Connection) -> String {
    format!("{:?}", connection.sections)
}

#[test]
fn both_formats_of_a_call_tell_the_same() {
    let Some(folder) = shared::folder("made", 1) else { return };
    for name in names(&folder) {
        let (internals, rtcstats) = both(&folder, &name, Reading::Used);
        assert_eq!((internals.dialect, rtcstats.dialect), (Dialect::WebrtcInternals, Dialect::Rtcstats));
        assert_eq!(rtcstats.warnings, Vec::<String>::new(), "{name}");
        let granted = |dump: &Dump| -> Vec<_> {
            dump.captures.iter().map(|c| (c.method.clone(), c.origin.clone(), format!("{:?}", c.granted))).collect()
        };
        assert_eq!(granted(&internals), granted(&rtcstats), "{name}");
        let by_id: BTreeMap<&str, &Connection> = rtcstats.connections.iter().map(|c| (c.id.as_str(), c)).collect();
        // a closed connection is in the second file alone
        assert!(by_id.len() == internals.connections.len() || name == "late-open", "{name}");
        for a in &internals.connections {
            let b = by_id[a.id.as_str()];
            let context = format!("{name} {}", a.id);
            assert_eq!(
                (a.outcome(), a.selected_path(), a.dtls()),
                (b.outcome(), b.selected_path(), b.dtls()),
                "{context}"
            );
            assert_eq!((&a.url, &a.configuration, a.history), (&b.url, &b.configuration, b.history), "{context}");
            assert_eq!((states(a), sections(a)), (states(b), sections(b)), "{context}");
            assert_eq!(a.local_candidates, b.local_candidates, "{context}");
            assert_eq!(a.remote_candidates, b.remote_candidates, "{context}");
            let kinds = |connection: &Connection| -> Vec<String> {
                connection.events.iter().map(|event| format!("{:?}", event.kind)).collect()
            };
            let (of_a, of_b) = (kinds(a), kinds(b));
            for (a, b) in of_a.iter().zip(&of_b) {
                assert_eq!(a, b, "{context}");
            }
            assert_eq!(of_a.len(), of_b.len(), "{context}");
            let setups = (a.setup_ms().yes().copied(), b.setup_ms().yes().copied());
            assert!(setups.0.zip(setups.1).is_none_or(|(a, b)| (a - b).abs() < 0.1), "{context}: {setups:?}");
            assert_eq!(setups.0.is_some(), setups.1.is_some(), "{context}");
            same_tracks(a, b, &context);
        }
    }
}

fn same_tracks(a: &Connection, b: &Connection, context: &str) {
    let sorted = |connection: &Connection| {
        let mut tracks = connection.tracks.clone();
        tracks.sort_by_key(|track| track.id.clone());
        tracks
    };
    let (of_a, of_b) = (sorted(a), sorted(b));
    assert_eq!(of_a, of_b, "{context}");
    for track in &of_a {
        // the files were saved a poll or two apart
        let rates = [a, b].map(|connection| track.bitrate_kbps(&connection.statistics).yes().copied().unwrap());
        assert!((rates[0] - rates[1]).abs() <= 0.02 * rates[0].max(10.0), "{context} {}: {rates:?}", track.id);
        let losses = [a, b].map(|connection| track.loss(&connection.statistics).yes().copied());
        assert_eq!(losses[0].is_some(), losses[1].is_some(), "{context} {}", track.id);
        let losses = losses.map(Option::unwrap_or_default);
        assert!((losses[0] - losses[1]).abs() <= 0.01, "{context} {}: {losses:?}", track.id);
    }
}

/// The second file has whole reports with their times, so it tells where each value of the first belongs.
#[test]
fn every_value_of_a_series_has_the_time_that_the_other_file_gives_it() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let (mut values, mut series, mut partial) = (0, 0, 0);
    for name in ["healthy-av", "simulcast", "late-open", "network-drop-recover", "screenshare"] {
        let (internals, rtcstats) = both(&folder, name, Reading::All);
        for a in &internals.connections {
            let b = rtcstats.connections.iter().find(|b| b.id == a.id).unwrap();
            let shift = a.zero_unix_ms.unwrap() - b.zero_unix_ms.unwrap();
            assert!(shift.abs() < 0.01, "{name}");
            for object in a.statistics.objects() {
                let Some(other) = b.statistics.get(&object.id) else { continue };
                for property in object.properties() {
                    let (Some(mine), Some(theirs)) = (object.series(property), other.series(property)) else {
                        continue;
                    };
                    let last = theirs.last().unwrap().at_ms;
                    // a report that was not renewed is polled at the same time again
                    let mut at: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
                    for point in theirs.points() {
                        at.entry((point.at_ms * 10.0).round() as i64).or_default().push(point.value);
                    }
                    let polls = object.times().iter().filter(|time| **time <= last + 0.05).count();
                    series += 1;
                    partial += usize::from(mine.points().len() < object.times().len());
                    // a value that was skipped now and then cannot be placed: ends alone are sure
                    let skipped = mine.points().len() < polls && theirs.points().len() < other.times().len();
                    for point in mine.points().iter().filter(|point| point.at_ms <= last + 0.05) {
                        let key = (point.at_ms * 10.0).round() as i64;
                        let found: Vec<f64> =
                            (key - 1..=key + 1).filter_map(|key| at.get(&key)).flatten().copied().collect();
                        // the page rounds large whole numbers as every script does
                        let equal = found.iter().any(|value| (value - point.value).abs() <= value.abs() * 1e-12);
                        let place = format!("{name} {} {}/{property} at {}", a.id, object.id, point.at_ms);
                        assert!(equal || skipped, "{place}: {found:?} and not {}", point.value);
                        values += usize::from(equal);
                    }
                }
            }
        }
    }
    assert!(series > 1400 && partial > 30 && values > 50_000, "{series} series, {partial} partial, {values} values");
}
