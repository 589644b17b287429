use rtcdiag::facts::handshake::Handshake;
use rtcdiag::rules::{Subject, judge};

fn ids(fixture: &str) -> Vec<&'static str> {
    let facts: Handshake = serde_json::from_str(fixture).unwrap();
    judge(Subject::Handshake(&facts)).iter().map(|finding| finding.rule.id).collect()
}

macro_rules! pair {
    ($test:ident, $name:literal) => {
        #[test]
        fn $test() {
            let bad = ids(include_str!(concat!("../fixtures/rules/signaling/", $name, "/bad.handshake.json")));
            let good = ids(include_str!(concat!("../fixtures/rules/signaling/", $name, "/good.handshake.json")));
            assert_eq!(bad, [concat!("signaling/", $name)]);
            assert!(!good.contains(&concat!("signaling/", $name)), "{good:?}");
        }
    };
}

pair!(unreachable_fires_on_a_closed_port_alone, "unreachable");
pair!(closed_fires_on_a_close_before_the_answer_alone, "closed");
pair!(no_answer_fires_on_silence_after_the_offer_alone, "no-answer");
