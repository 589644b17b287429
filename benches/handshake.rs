//! `cargo bench --bench handshake`: 20 handshakes with the embedded echo peer, as a table. Takes about a second.
//!
//! The figure to watch is `offer to open`: median at most 10 ms on loopback in release. Beside it, measured on an idle
//! machine by other means: pion 5 ms, wrtc 15 ms, Chromium 43 ms, aiortc 46 ms.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails shows it")]

use std::future::pending;
use std::io::Write;
use std::time::Duration;

use rtcdiag::command::embedded;
use rtcdiag::facts::handshake::{End, Handshake, PhaseId};
use rtcdiag::net::handshake::{Options, run};
use rtcdiag::probe::signaling::SignalingUrl;

const RUNS: usize = 20;

/// A name and how to read its figure, in milliseconds.
type Figure = (&'static str, fn(&Handshake) -> Option<f64>);

const FIGURES: [Figure; 8] = [
    ("offer to open", |run| Some(end(run, PhaseId::DcOpen)? - run.phase(PhaseId::OfferCreated)?.start_ms)),
    ("answer", |run| length(run, PhaseId::Answer)),
    ("ice", |run| length(run, PhaseId::Ice)),
    ("dtls", |run| length(run, PhaseId::Dtls)),
    ("sctp", |run| length(run, PhaseId::Sctp)),
    ("dc_open", |run| length(run, PhaseId::DcOpen)),
    ("first_echo", |run| length(run, PhaseId::FirstEcho)),
    ("total", |run| Some(run.total_ms)),
];

fn end(run: &Handshake, id: PhaseId) -> Option<f64> {
    run.phase(id)?.end_ms
}

fn length(run: &Handshake, id: PhaseId) -> Option<f64> {
    Some(end(run, id)? - run.phase(id)?.start_ms)
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let runs = runtime.block_on(async {
        let server = embedded::start(embedded::anywhere()).await.unwrap();
        let url = SignalingUrl::parse(&server.echo_url()).unwrap();
        let options = Options { embedded: true, ..Options::plain(url, Duration::from_secs(5)) };
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            let facts = run(&options, pending()).await.unwrap();
            assert_eq!(facts.end, End::Connected, "{facts:#?}");
            runs.push(facts);
        }
        runs
    });
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<14} {:>8} {:>8} {:>8}  ms, of {RUNS} runs", "", "least", "median", "most").unwrap();
    for (name, figure) in FIGURES {
        let mut values: Vec<f64> = runs.iter().filter_map(figure).collect();
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        let middle = (at((values.len() - 1) / 2) + at(values.len() / 2)) / 2.0;
        writeln!(out, "{name:<14} {:>8.2} {middle:>8.2} {:>8.2}", at(0), at(values.len() - 1)).unwrap();
    }
}
