use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn literals_of_source_code_are_read() {
    let want = json!([{ "urls": ["stun:a", "turn:b"], "username": "it's", "ttl": null }]);
    for text in [
        "[{urls: ['stun:a', 'turn:b'], username: 'it\\'s', ttl: 60}]",
        "const servers = [ // ours\n  { 'urls': ['stun:a', `turn:b`,], \"username\": \"it's\", ttl: 6e1, },\n];",
        "new RTCPeerConnection([{/* x */ urls: ['stun\\x3aa', 'turn\\u003ab'], username: 'it\\u{27}s', ttl: +60}]);",
        "iceServers: [{urls: ['stun:a', 'turn:b'], username: 'it\\\n\\'s', ttl: 60}],",
    ] {
        let mut read = read(text).unwrap();
        let ttl = read[0]["ttl"].take();
        assert_eq!(ttl.as_f64(), Some(60.0), "{text}");
        assert_eq!(read, want, "{text}");
    }
    assert_eq!(read("{a: true, b: undefined, c: '\\ud83d\\ude00'}"), Ok(json!({"a": true, "b": null, "c": "😀"})));
}

#[test]
fn each_fault_has_its_place_and_repeats_no_value() {
    for (text, why, line, column) in [
        ("", "it is empty", 1, 1),
        ("<html>", "it does not begin", 1, 1),
        ("[", "the `[` is not closed", 1, 2),
        ("{a: 'b'", "the `{` is not closed", 1, 8),
        ("{a\n: 'b", "a text is not closed", 2, 5),
        ("{credential: hunter2}", "without quotes", 1, 14),
        ("{urls: 'turn:' + host}", "an expression", 1, 16),
        ("{urls: `turn:${host}`}", "an expression", 1, 15),
        ("{...base}", "`...`", 1, 2),
        ("['a' 'b']", "`,` is wanted", 1, 6),
        ("[] []", "something follows", 1, 4),
        ("['\\ud83d']", "no character", 1, 9),
        ("[12ab]", "no number", 1, 2),
    ] {
        let fault = read(text).unwrap_err();
        let found =
            (fault.why.contains(why) || why == "no number" && fault.why.contains("is none"), fault.line, fault.column);
        assert_eq!(found, (true, line, column), "{text}: {fault:?}");
    }
    let deep = "[".repeat(10_000);
    assert!(read(&deep).unwrap_err().why.contains("deeply"));
}

proptest! {
    #[test]
    fn what_is_json_is_read_as_json(value in value()) {
        prop_assume!(value.is_array() || value.is_object());
        prop_assert_eq!(read(&serde_json::to_string_pretty(&value).unwrap()), Ok(value));
    }

    #[test]
    fn no_text_is_too_much(text in "[\\[\\]{}:,'\"`\\\\/*a-z0-9 \n$+.ux-]{0,60}") {
        let _ = read(&text);
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((".{0,6}", inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
