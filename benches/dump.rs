//! `cargo bench --bench dump`: reading and judging dumps, beside serde_json with types in one run.
//!
//! Over a genuine dump of 0.86 MB from `../shared/dumps`, or over the fixtures where that is absent; as the page saves
//! it, minified, and with keys in another order: off the fast path it must stay above `serde_typed`, which parses
//! every number and keeps none. `inflated` reads `.gz` to its end, `read_packed` makes a dump of it: at most 1.3 times
//! as long. All figures are wall time. Sizes of 10, 100 and 500 MB, CPU, memory and a reader in Node are measured
//! from outside by `dump_sizes.py`.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails shows it")]

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;
use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use flate2::{Compression, bufread::MultiGzDecoder, write::GzEncoder};
use rtcdiag::dump::{Reading, read, read_from};
use rtcdiag::rules::{Subject, judge};
use serde::Deserialize;
use serde_json::{Map, Value};
use tempfile::NamedTempFile;

fn main() {
    divan::main();
}

/// The layouts that a dump may have.
const LAYOUTS: [&str; 4] = ["as saved", "minified", "reordered", "edited by hand"];

/// One dump in every layout.
static DUMPS: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = root.join("../shared/dumps/found/guilospanck.txt");
    let fixture = root.join("tests/fixtures/rules/media/loss/bad.dump.json");
    let saved = std::fs::read(shared).or_else(|_| std::fs::read(fixture)).unwrap();
    let value: Value = serde_json::from_slice(&saved).unwrap();
    let edited = serde_json::to_string_pretty(&value).unwrap();
    let edited = edited.replace("\"values\": \"[", "\"values\"  :\t\"[ ").replace('\n', "\r\n");
    let texts = [
        saved,
        serde_json::to_vec(&value).unwrap(),
        serde_json::to_vec_pretty(&reordered(value)).unwrap(),
        edited.into_bytes(),
    ];
    LAYOUTS.into_iter().zip(texts).collect()
});

/// The keys of every object the other way round.
fn reordered(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().rev().map(|(key, v)| (key, reordered(v))).collect::<Map<_, _>>())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(reordered).collect()),
        other => other,
    }
}

fn over<T>(bencher: Bencher<'_, '_>, layout: &str, read: impl Fn(&[u8]) -> T + Sync) {
    let (_, bytes) = DUMPS.iter().find(|(name, _)| *name == layout).unwrap();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| black_box(read(bytes)));
}

#[divan::bench(args = LAYOUTS)]
fn read_used(bencher: Bencher<'_, '_>, layout: &str) {
    over(bencher, layout, |bytes| read("x", bytes).unwrap().connections.len());
}

#[divan::bench(args = LAYOUTS)]
fn read_all(bencher: Bencher<'_, '_>, layout: &str) {
    over(bencher, layout, |bytes| read_from("x", &mut { bytes }, Reading::All).unwrap().connections.len());
}

#[divan::bench(args = LAYOUTS)]
fn judged(bencher: Bencher<'_, '_>, layout: &str) {
    over(bencher, layout, |bytes| judge(Subject::Dump(&read("x", bytes).unwrap())).len());
}

/// The dump as serde_json reads it without copying more than it must.
#[derive(Deserialize)]
struct Typed<'a> {
    #[serde(rename = "PeerConnections", borrow)]
    connections: HashMap<Cow<'a, str>, TypedConnection<'a>>,
}

#[derive(Deserialize)]
struct TypedConnection<'a> {
    #[serde(borrow, default)]
    stats: HashMap<Cow<'a, str>, TypedSeries<'a>>,
}

#[derive(Deserialize)]
struct TypedSeries<'a> {
    #[serde(borrow)]
    values: Cow<'a, str>,
}

#[divan::bench(args = LAYOUTS)]
fn serde_typed(bencher: Bencher<'_, '_>, layout: &str) {
    over(bencher, layout, |bytes| {
        let dump: Typed<'_> = serde_json::from_slice(bytes).unwrap();
        let series = dump.connections.values().flat_map(|connection| connection.stats.values());
        let numbers = series.flat_map(|series| series.values.trim_matches(['[', ']']).split(','));
        numbers.filter_map(|number| number.trim().parse::<f64>().ok()).fold(0.0, |sum, number| sum + number)
    });
}

/// The dump as saved, forty times, packed as the page packs it; and its length unpacked.
static PACKED: LazyLock<(NamedTempFile, usize)> = LazyLock::new(|| {
    let (_, saved) = &DUMPS[0];
    let value: Value = serde_json::from_slice(saved).unwrap();
    let connections = value["PeerConnections"].as_object().unwrap();
    let many = (0..40).flat_map(|n| connections.iter().map(move |(id, c)| (format!("{n}-{id}"), c.clone())));
    let many = serde_json::json!({ "PeerConnections": many.collect::<Map<_, _>>() });
    let text = serde_json::to_string_pretty(&many).unwrap();
    let mut file = NamedTempFile::new().unwrap();
    let mut encoder = GzEncoder::new(&mut file, Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap();
    (file, text.len())
});

#[divan::bench]
fn inflated(bencher: Bencher<'_, '_>) {
    let (file, length) = &*PACKED;
    bencher.counter(BytesCount::new(*length)).bench(|| {
        let packed = BufReader::with_capacity(64 << 10, File::open(file.path()).unwrap());
        black_box(std::io::copy(&mut MultiGzDecoder::new(packed), &mut std::io::sink()).unwrap())
    });
}

#[divan::bench]
fn read_packed(bencher: Bencher<'_, '_>) {
    let (file, length) = &*PACKED;
    bencher.counter(BytesCount::new(*length)).bench(|| {
        let mut stdin = std::io::empty();
        let mut stream = rtcdiag::input::open(file.path(), &mut stdin, 2 << 30).unwrap();
        black_box(read_from("x", &mut stream, Reading::Used).unwrap().connections.len())
    });
}
