//! `cargo bench --bench sdp`: reading, explaining and unwrapping, beside three other parsers in one run.
//!
//! Over every description of `../shared/sdp/corpus` that all four read, or over the fixtures where that is absent.
//! `typed` is the figure to watch: a lossless parse with spans and every typed view of [`Summary`], at least 60 MB/s,
//! twice webrtc-sdp and above rtc-sdp. The others keep keys and values, webrtc-sdp types; none keeps spans.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails shows it")]

use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use rtcdiag::rules::{Subject, judge};
use rtcdiag::sdp::{Sdp, Summary, meaning, unwrap};

fn main() {
    divan::main();
}

static CORPUS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = root.join("../shared/sdp/corpus");
    let mut texts = Vec::new();
    collect(if shared.is_dir() { &shared } else { Path::new("tests/fixtures") }, &mut texts);
    texts.retain(|text| {
        webrtc_sdp::parse_sdp(text, false).is_ok()
            && sdp_types::Session::parse(text.as_bytes()).is_ok()
            && rtc_sdp::SessionDescription::unmarshal(&mut Cursor::new(text.as_bytes())).is_ok()
    });
    texts
});

fn collect(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "sdp") {
            texts.extend(std::fs::read_to_string(&path));
        }
    }
}

/// Times `read` on every text.
fn over<T>(bencher: Bencher<'_, '_>, read: impl Fn(&str) -> T + Sync) {
    let bytes: usize = CORPUS.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for text in CORPUS.iter() {
            black_box(read(text));
        }
    });
}

#[divan::bench]
fn lines(bencher: Bencher<'_, '_>) {
    over(bencher, |text| Sdp::parse(text.as_bytes()).lines().len());
}

#[divan::bench]
fn typed(bencher: Bencher<'_, '_>) {
    over(bencher, |text| Summary::of(&Sdp::parse(text.as_bytes())).sections.len());
}

#[divan::bench]
fn explained(bencher: Bencher<'_, '_>) {
    over(bencher, |text| meaning(&Sdp::parse(text.as_bytes())).count());
}

#[divan::bench]
fn judged(bencher: Bencher<'_, '_>) {
    over(bencher, |text| judge(Subject::Sdp(&Sdp::parse(text.as_bytes()), 0)).len());
}

#[divan::bench]
fn unwrapped_from_json(bencher: Bencher<'_, '_>) {
    over(bencher, |text| unwrap(serde_json::json!({ "type": "offer", "sdp": text }).to_string().as_bytes()).len());
}

#[divan::bench]
fn other_webrtc_sdp(bencher: Bencher<'_, '_>) {
    over(bencher, |text| webrtc_sdp::parse_sdp(text, false).is_ok());
}

#[divan::bench]
fn other_rtc_sdp(bencher: Bencher<'_, '_>) {
    over(bencher, |text| rtc_sdp::SessionDescription::unmarshal(&mut Cursor::new(text.as_bytes())).is_ok());
}

#[divan::bench]
fn other_sdp_types(bencher: Bencher<'_, '_>) {
    over(bencher, |text| sdp_types::Session::parse(text.as_bytes()).is_ok());
}
