//! Very many calls: what belongs together is looked up and not looked for, else these would take minutes.

use rtcdiag::dump::{self, Dump, Relation};
use rtcdiag::rules::{Subject, judge};
use serde_json::json;

/// As many as a dump of a load test has.
const CALLS: usize = 1500;

/// A description of one end of call `n`, by which it is known.
fn sdp(end: &str, n: usize) -> String {
    let certificate: Vec<String> = (0..32).map(|byte| format!("{:02X}", (n >> (byte % 4 * 8)) as u8)).collect();
    format!(
        "v=0\r\no=- {n} 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n\
         c=IN IP4 0.0.0.0\r\na=ice-ufrag:{end}{n}\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n\
         a=fingerprint:sha-256 {}\r\na=setup:actpass\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n",
        certificate.join(":")
    )
}

/// The log of one end of call `n`, which came to nothing.
fn end(n: usize, offers: bool) -> serde_json::Value {
    let (offer, answer) = if offers { ("Local", "Remote") } else { ("Remote", "Local") };
    let at = |ms: usize| 1.8e12 + (n * 10 + ms) as f64;
    let set = |end: &str, kind: &str, sdp: String, ms: usize| {
        let value = json!({ "type": kind, "sdp": sdp }).to_string();
        json!({ "type": format!("set{end}Description"), "value": value, "timestamp": at(ms) })
    };
    let state = |state: &str, ms: usize| json!({ "type": "onconnectionstatechange", "value": format!("\"{state}\""), "timestamp": at(ms) });
    json!({ "updateLog": [
        set(offer, "offer", sdp("A", n), 0),
        set(answer, "answer", sdp("B", n + CALLS), 1),
        state("connecting", 2),
        state("failed", 15_000),
    ]})
}

fn dump(name: &str, ends: impl Iterator<Item = (String, serde_json::Value)>) -> Dump {
    let connections: serde_json::Map<String, serde_json::Value> = ends.collect();
    let text = json!({ "getUserMedia": [], "PeerConnections": connections, "UserAgent": "x" }).to_string();
    dump::read(name, text.as_bytes()).unwrap()
}

fn one_end(name: &str, offers: bool) -> Dump {
    dump(name, (0..CALLS).map(|n| (format!("{n}-1"), end(n, offers))))
}

#[test]
fn the_ends_of_many_calls_meet_in_one_dump() {
    let both = |n| [(format!("{n}-1"), end(n, true)), (format!("{n}-2"), end(n, false))];
    let dump = dump("x", (0..CALLS).flat_map(both));
    assert_eq!(dump.both_ends().len(), CALLS * 2);
    let failed: Vec<_> =
        judge(Subject::Dump(&dump)).into_iter().filter(|finding| finding.rule.id.starts_with("ice/")).collect();
    assert_eq!(failed.len(), CALLS, "one for each call");
}

#[test]
fn the_ends_of_many_calls_meet_between_two_dumps() {
    let dumps = [one_end("a", true), one_end("b", false)];
    let links = dump::links(&dumps);
    assert!(links.iter().all(|link| link.relation == Relation::Ends && link.one.connection == link.other.connection));
    assert_eq!(links.len(), CALLS);
    let failed = judge(Subject::Dumps(&dumps));
    assert_eq!(failed.iter().filter(|finding| finding.rule.id.starts_with("ice/")).count(), CALLS);
}

#[test]
fn many_connections_that_were_recorded_twice_become_one_each() {
    let (merged, told) = dump::merged(vec![one_end("a", true), one_end("b", true)]);
    assert_eq!((merged.len(), told.len(), merged[0].connections.len()), (1, 1, CALLS));
}
