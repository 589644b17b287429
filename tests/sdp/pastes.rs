//! What people paste, beside what each of it holds: the text, the kind, and what was taken off.

use proptest::prelude::*;
use rtcdiag::sdp::{Paste, unwrap};

use super::shared::{cpu, explain, folder};

/// A paste: its beginning in the list of truth, what was taken off, and its descriptions as kind and file.
type Row = (&'static str, &'static [&'static str], &'static [(Option<&'static str>, &'static str)]);

const AUDIO: &str = "audio-only.offer";
const OFFER: &[(Option<&str>, &str)] = &[(Some("offer"), AUDIO)];
const UNTYPED: &[(Option<&str>, &str)] = &[(None, AUDIO)];
const DATA: &[(Option<&str>, &str)] = &[(Some("offer"), "datachannel-only.offer")];
const PAIR: &[(Option<&str>, &str)] = &[(Some("offer"), "av-dc.offer"), (Some("answer"), "av-dc.answer")];

const ROWS: &[Row] = &[
    ("raw-sdp", &[], UNTYPED),
    ("json", &["json"], OFFER),
    ("json-string", &["json"], UNTYPED),
    ("escaped", &["escapes"], UNTYPED),
    ("json-nested-string", &["json", "json"], OFFER),
    ("webrtc-internals-log", &["text around"], PAIR),
    ("base64-json", &["base64", "json"], DATA),
    ("base64-gzip-json", &["base64", "gzip", "json"], OFFER),
    ("base64-sdp", &["base64"], UNTYPED),
    ("sip-message", &["sip"], OFFER),
    ("ngrep", &["text around"], UNTYPED),
    ("log-prefixed", &["text around"], UNTYPED),
    ("log-json-lines", &["json"], &[(Some("offer"), AUDIO), (Some("answer"), "audio-only.answer")]),
    ("quoted", &["text around"], UNTYPED),
    ("console-arrows", &["line end signs", "string"], OFFER),
    ("source-concat", &["string"], UNTYPED),
    ("one-line-spaces", &["lost line ends"], UNTYPED),
    ("html-entities", &["html entities", "markup"], UNTYPED),
    ("url-encoded", &["url encoding"], UNTYPED),
    ("utf16", &["utf-16"], UNTYPED),
    ("python-repr", &["string"], OFFER),
    ("rtcstats", &["json"], PAIR),
];

#[test]
fn every_paste_gives_its_text() {
    let Some(folder) = folder("30 pastes") else { return };
    let truth = std::fs::read_to_string(folder.join("pastes/truth.tsv")).unwrap();
    let mut seen = 0;
    for line in truth.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (file, form) = (fields[0], fields[1]);
        let bytes = std::fs::read(folder.join("pastes").join(file)).unwrap();
        let found = unwrap(&bytes);
        seen += 1;
        let Some((_, layers, want)) = ROWS.iter().find(|row| row.0 == form) else {
            fragment(form, &found);
            continue;
        };
        assert_eq!(found.len(), want.len(), "{file}: {found:?}");
        for (paste, (kind, name)) in found.iter().zip(*want) {
            let corpus = folder.join(format!("corpus/chromium156/{name}.sdp"));
            let text = std::fs::read_to_string(corpus).unwrap();
            // what stands as it is stays as it is, here with line feeds alone
            let bare = matches!(form, "raw-sdp" | "utf16") && !paste.bytes.contains(&b'\r');
            let text = if bare { text.replace("\r\n", "\n") } else { text };
            assert_eq!(String::from_utf8_lossy(&paste.bytes), text, "{file}");
            assert_eq!((paste.kind.as_deref(), paste.unwrapped_from.as_slice()), (*kind, *layers), "{file}");
        }
    }
    assert!(seen >= 30, "only {seen} pastes");
    eprintln!("{seen} pastes");
}

/// What is no whole description.
fn fragment(form: &str, found: &[Paste]) {
    let (lines, layers): (&[&str], &[&str]) = match form {
        "candidates" => {
            (&["a=candidate:842163049", "a=candidate:1 1 udp", "a=candidate:3 1 tcp"], &["bare candidates"])
        }
        "candidate-json" => (&["a=candidate:842163049", "a=end-of-candidates"], &["bare candidates"]),
        "internals-candidate" => (&["a=candidate:1 1 udp"], &["bare candidates"]),
        "sdpfrag" => (
            &[
                "a=ice-ufrag:EsAw",
                "a=ice-pwd:",
                "m=audio 9",
                "a=mid:0",
                "a=candidate:1387637174",
                "a=end-of-candidates",
            ],
            &["http"],
        ),
        "wireshark-tree" => (
            &[
                "v=0",
                "o=- 46117 2 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "m=audio 9",
                "c=IN",
                "a=rtpmap",
                "a=ice",
            ],
            &["protocol tree"],
        ),
        "none" => return assert!(found.is_empty(), "{found:?}"),
        other => panic!("the form `{other}` is not known here"),
    };
    let [paste] = found else { panic!("{form}: {found:?}") };
    let text = String::from_utf8_lossy(&paste.bytes);
    assert_eq!(paste.unwrapped_from, layers, "{form}");
    assert_eq!(text.lines().count(), lines.len(), "{text}");
    for (line, want) in text.lines().zip(lines) {
        assert!(line.starts_with(want), "{form}: {line}");
    }
}

const SDP: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n\
    m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\na=setup:actpass\r\n";

/// A name, and how a text is dressed.
type Dress<'a> = (&'a str, &'a dyn Fn(&str) -> String);

/// One description in every dress that the layers know, and in two of them at once.
#[test]
fn dresses_over_dresses_come_off() {
    use base64::{Engine, engine::general_purpose};
    let json = |text: &str| serde_json::json!({ "type": "offer", "sdp": text }).to_string();
    let dresses: &[Dress<'_>] = &[
        ("json", &json),
        ("pretty json", &|text| format!("{{\n  \"payload\": [1, null, {}]\n}}\n", json(text))),
        ("string", &|text| serde_json::to_string(text).unwrap()),
        ("base64", &|text| general_purpose::STANDARD.encode(text)),
        ("base64url", &|text| general_purpose::URL_SAFE_NO_PAD.encode(text)),
        ("data url", &|text| format!("data:application/sdp;base64,{}", general_purpose::STANDARD.encode(text))),
        ("log", &|text| format!("[10:00:01.2] [INFO] sending {}\n[10:00:02.9] done", json(text))),
        ("docker", &|text| format!("{{\"log\":{},\"stream\":\"stdout\"}}\n", serde_json::to_string(text).unwrap())),
        ("sip", &|text| format!("SIP/2.0 200 OK\r\nContent-Type: application/sdp\r\n\r\n{text}")),
        ("http", &|text| format!("POST /whip HTTP/1.1\r\nContent-Type: application/sdp\r\n\r\n{text}")),
        ("html", &|text| {
            format!("<pre>{}</pre>", text.replace('&', "&amp;").replace('"', "&quot;").replace("\r\n", "&#10;"))
        }),
        ("cdata", &|text| format!("<sdp><![CDATA[{text}]]></sdp>")),
        ("url", &|text| {
            let coded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            format!("https://a.example/join?type=offer&sdp={coded}")
        }),
    ];
    let mut tried = 0;
    for (outer, dress) in dresses {
        for (inner, other) in dresses.iter().chain([&("nothing", &(|text: &str| text.to_owned()) as _)]) {
            let text = dress(&other(SDP));
            let found = unwrap(text.as_bytes());
            let texts: Vec<String> =
                found.iter().map(|paste| String::from_utf8_lossy(&paste.bytes).replace("\r\n", "\n")).collect();
            assert_eq!(texts, [SDP.replace("\r\n", "\n")], "{inner} in {outer}: {text}");
            assert!(!found[0].unwrapped_from.is_empty());
            tried += 1;
        }
    }
    assert!(tried > 150);
}

#[test]
fn one_of_several_descriptions_is_picked() {
    let other = SDP.replace("actpass", "active").replace("- 1 1", "- 2 1");
    let paste = format!("offer:\n{SDP}\nanswer:\n{other}");
    let report = explain(&[], paste.as_bytes()).unwrap();
    let types: Vec<_> = report.facts["descriptions"].as_array().unwrap().iter().map(|d| d["type"].clone()).collect();
    assert_eq!(types, ["offer", "answer"]);
    let report = explain(&["--pick", "2"], paste.as_bytes()).unwrap();
    assert_eq!(report.facts["descriptions"][0]["origin"]["session_id"], "2");
    let error = explain(&["--pick", "3"], paste.as_bytes()).unwrap_err().to_string();
    assert_eq!(error, "pick description 3: `<stdin>` has 2 descriptions");
}

#[test]
fn a_dump_offers_what_was_set_in_it() {
    let dump = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rules/ice/failed/bad.dump.json");
    let said = std::cell::RefCell::new(Vec::new());
    let notice = |text: &str| said.borrow_mut().push(text.to_owned());
    let error = super::shared::explain_at(&[dump], b"", false, &notice).unwrap_err().to_string();
    assert!(error.starts_with("choose among the 2 descriptions in"), "{error}");
    assert_eq!(said.borrow().len(), 2, "{:?}", said.borrow());
    let report = explain(&[dump, "--pick", "2"], b"").unwrap();
    assert_eq!(report.facts["descriptions"][0]["unwrapped_from"], serde_json::json!(["dump"]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_unwrapped_without_panic(pieces in prop::collection::vec(prop_oneof![
        Just("v=0"), Just("\r\n"), Just("\n"), Just(" "), Just("\\r\\n"), Just("o=- 1"), Just("m=audio 9 X 0"), Just("\""), Just("'"),
        Just("\\"), Just("{\"sdp\":"), Just("}"), Just("["), Just("]"), Just("%0A"), Just("&#10;"), Just("&"), Just("<b>"), Just("<"),
        Just("↵"), Just("é"), Just("dj0wDQpvPS0gMTIzIDIgSU4gSVA0IDEyNy4wLjAuMQ0K"), Just("candidate:1 1 udp 1 a.b 1 typ host"),
        Just("> "), Just(" (v): 0"), Just("SIP/2.0 200 OK\n\n"), Just("`"), Just("“"), Just("\u{1f}\u{8b}"), Just("x"),
    ], 0..40), bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let text = pieces.concat();
        unwrap(text.as_bytes());
        unwrap(&[text.as_bytes(), &bytes].concat());
        unwrap(&bytes);
    }
}

/// Texts that invite a layer to look at the same bytes again and again.
#[test]
fn no_paste_takes_long() {
    let long = |unit: &str| unit.repeat((1 << 16) / unit.len());
    for unit in [
        "{",
        "[",
        "{\"a\":",
        "{\"a\":[1,",
        "\"",
        "\"v=0",
        "'v=0 ",
        "\\",
        "\\\"",
        "v=0\n",
        "v=0 o=",
        "v=0.\no=.\n",
        "&",
        "<",
        "<a",
        "&#1",
        "%0A",
        "candidate:",
        "A",
        "AAAA\n",
        " (v):",
        "↵",
        "a=b ",
        "> ",
        "\u{1f}",
        "x v=0\nx o=-\n",
        "![CDATA[",
        "\0v",
        "v\0",
    ] {
        let start = cpu();
        unwrap(long(unit).as_bytes());
        let took = cpu().saturating_sub(start);
        if took.as_millis() > 1000 {
            eprintln!("{unit:?}: {} ms", took.as_millis());
        }
        assert!(took.as_secs() < 5, "{unit:?} took {took:?}");
    }
}
