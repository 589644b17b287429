//! Cut, damaged and hostile inputs: whatever is in them is read, and nothing panics.

use proptest::prelude::*;
use rtcdiag::dump::{DumpError, read};
use rtcdiag::rules::{Subject, judge};

use super::shared;

/// A small dump of the layout of Chrome 156, for damage with a known place.
const SMALL: &str = r#"{
 "getUserMedia": [],
 "PeerConnections": {
  "1-1": {"url": "https://a.example/", "rtcConfiguration": "{}", "stats": {}, "updateLog": [
   {"type": "createOffer", "value": "", "timestamp": 1000.5},
   {"type": "onconnectionstatechange", "value": "\"connecting\"", "timestamp": 1001.5}]},
  "1-2": {"url": "https://b.example/", "stats": {}, "updateLog": [
   {"type": "createOffer", "value": "", "timestamp": 2000},
   {"type": "onconnectionstatechange", "value": "\"failed\"", "timestamp": 2001}]}
 },
 "UserAgent": "Chrome/156.0.0.0 x"
}"#;

fn place(needle: &str) -> usize {
    SMALL.find(needle).unwrap()
}

#[test]
fn a_cut_file_gives_what_is_before_the_cut_and_the_byte() {
    let cut = place("failed") - 10;
    let dump = read("cut", &SMALL.as_bytes()[..cut]).unwrap();
    assert_eq!(dump.connections.len(), 2);
    assert_eq!(dump.connections[0].events.len(), 2);
    assert_eq!(dump.connections[0].url.as_deref(), Some("https://a.example/"));
    assert_eq!(dump.connections[1].events.len(), 2, "the line that is half there still has its name");
    assert_eq!(dump.warnings.len(), 1);
    assert!(dump.warnings[0].starts_with(&format!("byte {cut}: ")), "{:?}", dump.warnings);
}

#[test]
fn damage_in_the_middle_does_not_lose_the_rest() {
    let at = place("1001.5");
    let damaged = format!("{}@@@{}", &SMALL[..at], &SMALL[at + 3..]);
    let dump = read("damaged", damaged.as_bytes()).unwrap();
    let ids: Vec<&str> = dump.connections.iter().map(|connection| connection.id.as_str()).collect();
    assert_eq!(ids, ["1-1", "1-2"]);
    assert_eq!(dump.connections[1].events.len(), 2);
    assert_eq!(dump.browser.as_deref(), Some("Chrome 156.0.0.0"));
    assert!(dump.warnings[0].starts_with(&format!("byte {at}: ")), "{:?}", dump.warnings);
}

#[test]
fn a_damaged_key_does_not_hide_the_connections() {
    let dump = read("damaged", SMALL.replace("PeerConn", "PeerCunn").as_bytes()).unwrap();
    assert_eq!(dump.connections.len(), 2);
    assert_eq!(dump.warnings.len(), 1);
    assert!(dump.warnings[0].starts_with(&format!("byte {}: ", place("\"1-1\""))), "{:?}", dump.warnings);
}

#[test]
fn damage_that_breaks_utf_8_is_told() {
    let mut bytes = SMALL.as_bytes().to_vec();
    let at = place("a.example");
    bytes[at] = 0xff;
    let dump = read("damaged", &bytes).unwrap();
    assert_eq!(dump.connections.len(), 2);
    assert!(dump.warnings[0].starts_with(&format!("byte {at}: no UTF-8")), "{:?}", dump.warnings);
}

#[test]
fn a_wrong_shape_is_told_with_its_path_and_costs_one_line() {
    let odd = SMALL.replacen("\"timestamp\": 1001.5", "\"timestamp\": [1]", 1);
    let dump = read("odd", odd.as_bytes()).unwrap();
    let counts: Vec<usize> = dump.connections.iter().map(|connection| connection.events.len()).collect();
    assert_eq!(counts, [1, 2]);
    let warning = &dump.warnings[0];
    assert!(warning.starts_with("`PeerConnections.1-1.updateLog[1].timestamp`: invalid type"), "{warning}");

    let dump = read("odd", br#"{"PeerConnections": [1], "UserAgent": "Chrome/1"}"#).unwrap();
    assert_eq!(dump.warnings, ["`PeerConnections`: expected an object, found a list; left out"]);
    assert_eq!(dump.browser.as_deref(), Some("Chrome 1"));
}

#[test]
fn a_lost_quote_costs_the_line_that_it_was_in() {
    let log = SMALL.find("\"timestamp\": 1000.5").unwrap();
    for at in [log, log + "\"timestamp".len(), SMALL.find("\"createOffer").unwrap()] {
        let mut bytes = SMALL.as_bytes().to_vec();
        bytes[at] = b' ';
        let dump = read("lost", &bytes).unwrap();
        let ids: Vec<&str> = dump.connections.iter().map(|connection| connection.id.as_str()).collect();
        assert_eq!(ids, ["1-1", "1-2"], "{at}: {:?}", dump.warnings);
        assert!(!dump.connections[0].events.is_empty() && dump.connections[1].events.len() == 2, "{at}");
        assert_eq!(dump.browser.as_deref(), Some("Chrome 156.0.0.0"), "{at}");
        assert!(!dump.warnings.is_empty());
    }
}

#[test]
fn a_damaged_series_costs_itself() {
    let series = |name: &str| {
        format!(
            r#""T1-{name}":{{"startTime":"2026-01-01T00:00:00.000Z","endTime":"2026-01-01T00:00:01.000Z",
            "statsType":"transport","values":"[1,2]"}}"#
        )
    };
    let whole = format!(
        r#"{{"PeerConnections":{{"1-1":{{"stats":{{{},{},{}}},"updateLog":[{{"type":"createOffer","timestamp":1}}]}}}}}}"#,
        series("bytesSent"),
        series("packetsSent"),
        series("bytesReceived")
    );
    let damaged = whole.replacen("\"T1-packetsSent\":{", "\"T1-packetsSent\":<", 1);
    let dump = read("series", damaged.as_bytes()).unwrap();
    let connection = &dump.connections[0];
    let names: Vec<&str> = connection.statistics.get("T1").unwrap().properties().collect();
    assert_eq!(names, ["bytesSent", "bytesReceived"]);
    assert_eq!(connection.events.len(), 1);
    assert_eq!(dump.warnings.len(), 1);
}

#[test]
fn minified_and_reordered_files_read_the_same() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let bytes = shared::bytes(&folder.join("network-drop-recover.webrtc_internals_dump.gz"));
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let mut backwards = serde_json::Map::new();
    value.as_object().unwrap().iter().rev().for_each(|(key, value)| {
        backwards.insert(key.clone(), value.clone());
    });
    let of = |dump: &rtcdiag::dump::Dump| -> String {
        let connections = dump.connections.iter();
        let parts = connections.map(|c| format!("{} {:?} {:?} {:?}", c.id, c.events, c.statistics.objects(), c.tracks));
        parts.collect::<String>() + &format!("{:?}", dump.captures)
    };
    let plain = of(&read("a", &bytes).unwrap());
    assert!(plain == of(&read("a", value.to_string().as_bytes()).unwrap()), "minified");
    assert!(plain == of(&read("a", serde_json::Value::from(backwards).to_string().as_bytes()).unwrap()), "reordered");
    let edited = serde_json::to_string_pretty(&value).unwrap();
    let edited = edited.replace("\"values\": \"[", "\"values\"  :\t\"[ ").replace('\n', "\r\n");
    let edited = read("a", edited.as_bytes()).unwrap();
    assert!(values(&read("a", &bytes).unwrap()) == values(&edited), "edited by hand");
    // the second connection before the first, series before what they belong to, values before their times
    let said = |dump: &rtcdiag::dump::Dump| -> std::collections::BTreeSet<&str> {
        judge(Subject::Dump(dump)).iter().map(|finding| finding.rule.id).collect()
    };
    let inside_out = read("a", reversed(value).to_string().as_bytes()).unwrap();
    assert_eq!(said(&read("a", &bytes).unwrap()), said(&inside_out));
    assert_eq!(inside_out.warnings, Vec::<String>::new());
}

/// Every value of every series, with its time.
fn values(dump: &rtcdiag::dump::Dump) -> Vec<String> {
    let objects = dump.connections.iter().flat_map(|connection| connection.statistics.objects());
    let values = objects.flat_map(|object| {
        object.properties().map(|name| format!("{name} {:?} {:?}", object.series(name), object.changes(name)))
    });
    values.collect()
}

/// The members of every object the other way round.
fn reversed(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(members) => members
            .into_iter()
            .rev()
            .map(|(key, value)| (key, reversed(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        serde_json::Value::Array(list) => list.into_iter().map(reversed).collect(),
        other => other,
    }
}

#[test]
fn rtcstats_lines_that_are_cut_or_damaged_cost_themselves() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let whole = shared::bytes(&folder.join("turn-401.rtcstats.rtcstats_dump.gz"));
    let events = |bytes: &[u8]| -> usize {
        read("r", bytes).map_or(0, |dump| dump.connections.iter().map(|connection| connection.events.len()).sum())
    };
    let all = events(&whole);
    assert!(all > 30);
    for number in seeded(5).take(60) {
        let at = 40 + number % (whole.len() - 40);
        let mut damaged = whole.clone();
        damaged[at] = 0x01;
        let left = events(&damaged);
        assert!(left + 1 >= all, "byte {at}: {left} of {all}");
        if left < all {
            assert!(!read("r", &damaged).unwrap().warnings.is_empty());
        }
        let cut = read("r", &whole[..at]).unwrap();
        assert!(cut.warnings.len() <= 1, "{:?}", cut.warnings);
    }
}

#[test]
fn keys_may_be_missing_or_null() {
    let text = r#"{"PeerConnections":{"1-1":{}, "1-2":{"url":null,"stats":null,"updateLog":null,"rtcConfiguration":null}},
        "getUserMedia":null,"UserAgent":null,"timestamp":null}"#;
    let dump = read("bare", text.as_bytes()).unwrap();
    assert_eq!(dump.connections.iter().map(|c| c.outcome().word()).collect::<Vec<_>>(), ["unknown"; 2]);
    assert_eq!(dump.warnings, Vec::<String>::new());
}

#[test]
fn what_is_no_dump_is_called_by_its_name() {
    for (bytes, word) in [
        (&b"{}"[..], "an empty JSON object"),
        (b"{", "an empty JSON object, cut or damaged"),
        (br#"{"type":"offer","sdp":"v=0"}"#, "a session description in JSON"),
        (br#"{"iceServers":[]}"#, "a list of ICE servers"),
        (br#"{"name":"x","version":1}"#, "JSON with the keys `name`, `version`"),
        (b"", "an empty file"),
    ] {
        let error = read("x", bytes).unwrap_err();
        assert!(matches!(&error, DumpError::NoDump { looks_like, .. } if looks_like.starts_with(word)), "{error}");
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
        for text in [
            format!(r#"{{"PeerConnections":{deep}}}"#),
            format!(r#"{{"getUserMedia":[],"x":{deep},"PeerConnections":{{}}}}"#),
            format!(r#"{{"PeerConnections":{{"1-1":{{"updateLog":[{{"type":"x","value":{deep}}}]}}}}}}"#),
            format!(r#"{{"PeerConnections":{{"1-1":{{"updateLog":[{{"type":"x","value":{deep:?}}}]}}}}}}"#),
            format!(r#"{{"PeerConnections":{{"1-1":{{"stats":{{"T-dtlsState":{{"values":{deep:?}}}}}}}}}}}"#),
        ] {
            // to be read or to be refused, but to return
            let _ = read("deep", text.as_bytes());
        }
    }
}

#[test]
fn many_of_everything_takes_no_longer_than_its_size() {
    const MANY: usize = 20_000;
    let line = |name: &str, value: serde_json::Value| serde_json::json!({"type": name, "value": value.to_string()});
    let candidates = (0..MANY).map(|n| {
        let text = format!("candidate:1 1 udp 1 10.{}.{}.1 9 typ host", n / 256, n % 256);
        line("onicecandidate", serde_json::json!({"sdpMid": "0", "candidate": text}))
    });
    let maps: String = (0..MANY).map(|n| format!("a=rtpmap:{n} codec{n}/90000\r\n")).collect();
    let types: String = (0..MANY).map(|n| format!(" {n}")).collect();
    let sdp = format!("v=0\r\nm=video 9 RTP/AVP{types}\r\n{maps}");
    let description = line("setLocalDescription", serde_json::json!({"type": "offer", "sdp": sdp}));
    let refusals = (0..MANY).map(|_| line("setRemoteDescriptionOnFailure", "crypto:x\n".repeat(10).into()));
    let log: Vec<_> = candidates.chain([description]).chain(refusals).collect();
    let asked =
        (0..MANY).map(|n| serde_json::json!({"rid": 1, "request_id": n / 2, "stream_id": (n % 2 == 0).then_some("s")}));
    let text = serde_json::json!({
        "getUserMedia": asked.collect::<Vec<_>>(), "PeerConnections": {"1-1": {"updateLog": log}}
    });
    let dump = read("many", text.to_string().as_bytes()).unwrap();
    assert_eq!(dump.connections[0].local_candidates.len(), MANY);
    assert_eq!(dump.connections[0].sections[0].codecs.len(), MANY);
}

/// Numbers with no pattern and no chance (xorshift64*, Vigna 2016).
fn seeded(mut state: u64) -> impl Iterator<Item = usize> {
    std::iter::repeat_with(move || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize
    })
}

#[test]
fn real_dumps_cut_anywhere_give_what_is_in_them() {
    let Some(folder) = shared::folder("made", 1) else { return };
    for (name, cuts) in [("turn-401", 200), ("data-only", 80), ("healthy-av", 8)] {
        let whole = shared::bytes(&folder.join(format!("{name}.webrtc_internals_dump.gz")));
        let first_log = whole.windows(11).position(|window| window == b"\"updateLog\"").unwrap();
        for number in seeded(20261122).take(cuts) {
            let cut = number % whole.len();
            match read(name, &whole[..cut]) {
                Ok(dump) => {
                    assert!(!dump.warnings.is_empty(), "{name} cut at {cut}");
                    assert!(cut < first_log || !dump.connections.is_empty(), "{name} cut at {cut}");
                }
                Err(error) => assert!(cut < 200, "{name} cut at {cut}: {error}"),
            }
        }
    }
}

#[test]
fn real_dumps_with_wrong_bytes_are_read_around() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let whole = shared::bytes(&folder.join("turn-401.webrtc_internals_dump.gz"));
    let mut numbers = seeded(7);
    for _ in 0..200 {
        let mut bytes = whole.clone();
        for _ in 0..3 {
            let (at, byte) = (numbers.next().unwrap() % whole.len(), numbers.next().unwrap() as u8);
            bytes[at] = byte;
        }
        // the first byte alone decides whether it is a dump at all
        if bytes[0] == b'{' {
            let dump = read("turn-401", &bytes).unwrap();
            assert!(!dump.connections.is_empty(), "{:?}", dump.warnings);
        }
    }
}

fn jsonish() -> impl Strategy<Value = Vec<u8>> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "null",
        "-1e9",
        "\"PeerConnections\":",
        "\"1-1\":",
        "\"updateLog\":",
        "\"stats\":",
        "\"type\":",
        "\"onicecandidate\"",
        "\"value\":",
        "\"T-dtlsState\":",
        "\"values\":",
        "\"[1,\\\"x\\\"]\"",
        "\"rtcConfiguration\":",
        "\"getUserMedia\":",
        "\"candidate:\"",
        "\u{fffd}",
        " ",
    ]);
    let piece = prop_oneof![9 => token.prop_map(|text| text.as_bytes().to_vec()), 1 => any::<Vec<u8>>()];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| [&b"{\"PeerConnections\":{"[..], &pieces.concat()].concat())
}

fn lines() -> impl Strategy<Value = Vec<u8>> {
    let token = prop::sample::select(vec![
        "[\"getStats\",\"1-1\",",
        "[\"g\",\"1-1\",",
        "[\"getstats\",\"PC_0\",",
        "[6,\"1-1\",",
        "[39,null,",
        "[60,null,",
        "{\"0\":{\"41\":1,\"type\":1},\"t\":1e12}",
        "{\"a\":{\"id\":\"a\",\"type\":\"ssrc\"}}",
        "{\"0\":null}",
        "null",
        "{\"type\":\"offer\",\"sdp\":\"v=\\r\\nm=\"}",
        ",1]\n",
        ",1e12]\n",
        ",",
        "]",
        "\n",
        "\"",
        "1",
    ]);
    let piece = prop_oneof![9 => token.prop_map(|text| text.as_bytes().to_vec()), 1 => any::<Vec<u8>>()];
    prop::collection::vec(piece, 0..40)
        .prop_map(|pieces| [&b"RTCStatsDump\n{\"fileFormat\":3}\n"[..], &pieces.concat()].concat())
}

proptest! {
    #[test]
    fn no_lines_panic(bytes in lines()) {
        let _ = read("any", &bytes);
        let _ = read("any", &bytes[30..]);
    }

    #[test]
    fn no_bytes_panic(bytes in jsonish()) {
        let _ = read("any", &bytes);
        let _ = read("any", &bytes[20..]);
    }
}
