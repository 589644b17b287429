//! A report with one of everything.

use serde_json::json;

use super::super::{View, text};
use crate::report::{
    Bar, Block, Confidence, Evidence, Exit, Expectation, Finding, Line, Moment, NotTested, Part, Report, Rule,
    Severity, Source, Status, Table, Tone, Verdict, VerdictResult, Waterfall,
};
use crate::term::{Screen, strip};

static UNAUTHORIZED: Rule = Rule {
    id: "turn/unauthorized",
    severity: Severity::Error,
    meaning: "the server refused the user name or the password",
    manual: "",
};

pub(super) static UNKNOWN_MID: Rule = Rule {
    id: "sdp/bundle-unknown-mid",
    severity: Severity::Warning,
    meaning: "the other side may refuse the whole description",
    manual: "",
};

pub(super) fn page(report: &Report, width: usize, unicode: bool) -> String {
    let view = View { screen: Screen { width, unicode }, detail: 0, quiet: false };
    strip(&text(report, view))
}

pub(in crate::render) fn empty(result: VerdictResult, summary: &str) -> Report {
    Report {
        command: "ice",
        origin: None,
        started: String::new(),
        duration_ms: 0.0,
        verdict: Verdict { result, summary: summary.to_owned() },
        findings: Vec::new(),
        expectations: Vec::new(),
        not_tested: Vec::new(),
        facts: json!({}),
        body: Vec::new(),
        sources: Vec::new(),
        har: None,
        exit: Exit::ok(),
    }
}

pub(super) fn finding(rule: &'static Rule, subject: &str, message: &str) -> Finding {
    Finding {
        rule,
        severity: rule.severity,
        confidence: Confidence::Certain,
        subject: subject.to_owned(),
        message: message.to_owned(),
        evidence: Vec::new(),
        breaks: Vec::new(),
        help: String::new(),
        fix: None,
        edits: Vec::new(),
        effects: Vec::new(),
    }
}

fn servers() -> Block {
    let mut table = Table::new(&["server", "transport", "result", ">rtt", "relay"]);
    for (server, transport, result, tone, rtt, relay) in [
        ("turn:turn.example.org:3478", "udp", "ok", Tone::Good, "38 ms", "203.0.113.7:49152"),
        ("turns:turn.example.org:5349", "tls", "401", Tone::Bad, "112 ms", ""),
    ] {
        table.push(vec![
            Line::toned(server, Tone::Name),
            transport.into(),
            Line::toned(result, tone),
            rtt.into(),
            relay.into(),
        ]);
    }
    Block::Table(table)
}

fn waterfall() -> Block {
    let bar = |name: &str, start_ms, end_ms, critical, note: &str| Bar {
        name: name.to_owned(),
        start_ms,
        end_ms,
        critical,
        note: note.into(),
    };
    Block::Waterfall(Waterfall {
        total_ms: 420.0,
        bars: vec![
            bar("dns", 0.0, 40.0, true, ""),
            bar("gathering", 40.0, 160.0, false, "2 servers"),
            bar("answer", 40.0, 180.0, true, "1 round trip"),
            bar("dtls", 180.0, 420.0, true, ""),
            bar("first echo", 420.0, 420.0, false, ""),
        ],
    })
}

pub(in crate::render) fn full() -> Report {
    let sdp = "v=0\r\na=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:2\r\n";
    let span = |needle: &str, label: &str| {
        let start = sdp.find(needle).unwrap() + needle.len() - 1;
        Evidence::Span { source: 0, range: start..start + 1, label: label.to_owned() }
    };
    Report {
        origin: Some("servers from ./rtcdiag.toml".to_owned()),
        findings: vec![
            Finding {
                help: "ask the operator for the user's password, or use a credential made by `use-auth-secret`"
                    .to_owned(),
                effects: vec![finding(&UNKNOWN_MID, "ice", "no relayed candidate was gathered")],
                ..finding(
                    &UNAUTHORIZED,
                    "turns:turn.example.org:5349?transport=tcp",
                    "401 `Unauthorized` to an Allocate with credentials of user `alice`, after 2 round trips",
                )
            },
            Finding {
                confidence: Confidence::Likely,
                evidence: vec![span("BUNDLE 0 1", "`1` is in the group"), span("mid:2", "this section's mid is `2`")],
                fix: Some("a=mid:1".to_owned()),
                ..finding(&UNKNOWN_MID, "offer.sdp", "BUNDLE names mid `1`, but no section has it")
            },
        ],
        expectations: vec![
            Expectation { expr: "relay/udp".to_owned(), status: Status::Failed, actual: "none".to_owned() },
            Expectation { expr: "host".to_owned(), status: Status::Met, actual: "2".to_owned() },
        ],
        not_tested: vec![NotTested {
            what: "the relay from outside".to_owned(),
            why: "UDP is blocked here".to_owned(),
        }],
        body: vec![
            Part::always(Block::Heading("servers".to_owned())),
            Part::always(servers()),
            Part::always(Block::Fields(vec![
                ("NAT".to_owned(), Line::toned("endpoint-independent mapping", Tone::Good)),
                ("gathering".to_owned(), "412 ms".into()),
            ])),
            Part::always(Block::Heading("timeline".to_owned())),
            Part::always(Block::Timeline(vec![
                Moment { at_ms: 0.0, text: "createOffer".into() },
                Moment { at_ms: 12.4, text: "setLocalDescription, offer of 3 sections".into() },
                Moment { at_ms: 4012.0, text: Line::toned("ice failed", Tone::Bad) },
            ])),
            Part::always(waterfall()),
            Part::verbose(Block::Line("only with -v".into())),
        ],
        sources: vec![Source { name: "offer.sdp".to_owned(), text: sdp.to_owned(), path: None }],
        ..empty(VerdictResult::Failed, "the relay of `turn.example.org` cannot be used: it refuses the credentials")
    }
}
