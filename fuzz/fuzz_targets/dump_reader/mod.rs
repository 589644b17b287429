//! What every reader of dumps promises, whatever the bytes: an end, a model that can be judged, and the same model
//! however the bytes arrive.

use std::io::Read;

use rtcdiag::dump::{Dump, Reading, read_from};
use rtcdiag::rules::{Subject, judge};

/// Reads `head` and `bytes` behind it as one dump.
pub fn reads(head: &str, bytes: &[u8]) {
    let bytes = [head.as_bytes(), bytes].concat();
    let whole = read_from("fuzz", &mut bytes.as_slice(), Reading::Used).ok();
    if let Some(dump) = &whole {
        judge(Subject::Dump(dump));
        for connection in &dump.connections {
            connection.outcome();
            connection.phases();
            connection.paths();
            connection.peer();
            connection.mungings();
        }
    }
    let all = read_from("fuzz", &mut bytes.as_slice(), Reading::All).ok();
    let dripped = read_from("fuzz", &mut Drip(&bytes, 1), Reading::All).ok();
    assert_eq!(all.as_ref().map(outline), dripped.as_ref().map(outline));
    assert_eq!(whole.is_some(), all.is_some());
}

/// What is in a dump, in a form that can be compared.
fn outline(dump: &Dump) -> (Vec<String>, Vec<(String, usize, usize, usize)>) {
    let connections = dump.connections.iter().map(|connection| {
        let objects = connection.statistics.objects();
        let points = objects.iter().map(|object| {
            object.properties().filter_map(|name| object.series(name)).map(|series| series.points().len()).sum::<usize>()
        });
        (connection.id.clone(), connection.events.len(), objects.len(), points.sum())
    });
    (dump.warnings.clone(), connections.collect())
}

/// Gives a few bytes at a time, each time one more.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(into.len()).min(self.0.len());
        let (now, later) = self.0.split_at(count);
        into[..count].copy_from_slice(now);
        self.0 = later;
        self.1 += 1;
        Ok(count)
    }
}
