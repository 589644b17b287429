//! What a page looks like, at every width that people have.

use proptest::prelude::*;
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::{View, text};
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

static UNKNOWN_MID: Rule = Rule {
    id: "sdp/bundle-unknown-mid",
    severity: Severity::Warning,
    meaning: "the other side may refuse the whole description",
    manual: "",
};

fn page(report: &Report, width: usize, unicode: bool) -> String {
    let view = View { screen: Screen { width, unicode }, detail: 0, quiet: false };
    strip(&text(report, view))
}

fn empty(result: VerdictResult, summary: &str) -> Report {
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
        exit: Exit::ok(),
    }
}

fn finding(rule: &'static Rule, subject: &str, message: &str) -> Finding {
    Finding {
        rule,
        severity: rule.severity,
        confidence: Confidence::Certain,
        subject: subject.to_owned(),
        message: message.to_owned(),
        evidence: Vec::new(),
        help: String::new(),
        fix: None,
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

fn full() -> Report {
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

#[test]
fn a_clean_run_is_one_line() {
    let report = empty(VerdictResult::Ok, "3 servers answered, every relay carries data");
    insta::assert_snapshot!(page(&report, 80, true), @"
    ✔ ok: 3 servers answered, every relay carries data
    ");
}

#[test]
fn at_80_columns() {
    insta::assert_snapshot!(page(&full(), 80, true), @"
    servers from ./rtcdiag.toml
    ✘ failed: the relay of `turn.example.org` cannot be used: it refuses the
      credentials

    servers
      server                       transport  result     rtt  relay
      turn:turn.example.org:3478   udp        ok       38 ms  203.0.113.7:49152
      turns:turn.example.org:5349  tls        401     112 ms

      NAT        endpoint-independent mapping
      gathering  412 ms

    timeline
         0 ms  createOffer
        12 ms  setLocalDescription, offer of 3 sections
            ┊  4 s later
      4012 ms  ice failed

                  0                                  420 ms
      dns         ████                                           40 ms
      gathering      ▒▒▒▒▒▒▒▒▒▒▒▒▒                              120 ms  2 servers
      answer         ███████████████                            140 ms  1 round trip
      dtls                         ████████████████████████     240 ms
      first echo                                          ◆  at 420 ms
      █ sets the total  ▒ does not

    ✘ error: turn/unauthorized — turns:turn.example.org:5349?transport=tcp
      observed  401 `Unauthorized` to an Allocate with credentials of user `alice`,
                after 2 round trips
      meaning   the server refused the user name or the password
      do        ask the operator for the user's password, or use a credential made
                by `use-auth-secret`
      └ ▲ warning: sdp/bundle-unknown-mid — ice
          no relayed candidate was gathered

    ▲ warning (likely): sdp/bundle-unknown-mid — offer.sdp
      observed  BUNDLE names mid `1`, but no section has it
          ╭▸ offer.sdp:2:18
          │
        2 │ a=group:BUNDLE 0 1
          │                  ━ `1` is in the group
        3 │ m=audio 9 UDP/TLS/RTP/SAVPF 111
        4 │ a=mid:2
          ╰╴      ─ this section's mid is `2`
      meaning   the other side may refuse the whole description
      fix       a=mid:1

    ? not tested: the relay from outside — UDP is blocked here

    ✘ expected `relay/udp`, but it is none

    rtcdiag explain turn/unauthorized says more
    ");
}

#[test]
fn at_60_columns_without_unicode() {
    insta::assert_snapshot!(page(&full(), 60, false), @"
    servers from ./rtcdiag.toml
    x failed: the relay of `turn.example.org` cannot be used: it
      refuses the credentials

    servers
      turn:turn.example.org:3478
        transport  udp
        result     ok
        rtt        38 ms
        relay      203.0.113.7:49152

      turns:turn.example.org:5349
        transport  tls
        result     401
        rtt        112 ms

      NAT        endpoint-independent mapping
      gathering  412 ms

    timeline
         0 ms  createOffer
        12 ms  setLocalDescription, offer of 3 sections
            :  4 s later
      4012 ms  ice failed

                  0                            420 ms
      dns         ####                                     40 ms
      gathering      ===========                          120 ms
                  2 servers
      answer         ############                         140 ms
                  1 round trip
      dtls                       ####################     240 ms
      first echo                                    |  at 420 ms
      # sets the total  = does not

    x error: turn/unauthorized -
      turns:turn.example.org:5349?transport=tcp
      observed  401 `Unauthorized` to an Allocate with
                credentials of user `alice`, after 2 round trips
      meaning   the server refused the user name or the password
      do        ask the operator for the user's password, or use
                a credential made by `use-auth-secret`
      - ! warning: sdp/bundle-unknown-mid - ice
          no relayed candidate was gathered

    ! warning (likely): sdp/bundle-unknown-mid - offer.sdp
      observed  BUNDLE names mid `1`, but no section has it
         --> offer.sdp:2:18
          |
        2 | a=group:BUNDLE 0 1
          |                  ^ `1` is in the group
        3 | m=audio 9 UDP/TLS/RTP/SAVPF 111
        4 | a=mid:2
          |       - this section's mid is `2`
      meaning   the other side may refuse the whole description
      fix       a=mid:1

    ? not tested: the relay from outside - UDP is blocked here

    x expected `relay/udp`, but it is none

    rtcdiag explain turn/unauthorized says more
    ");
}

#[test]
fn at_120_columns() {
    insta::assert_snapshot!(page(&full(), 120, true), @"
    servers from ./rtcdiag.toml
    ✘ failed: the relay of `turn.example.org` cannot be used: it refuses the credentials

    servers
      server                       transport  result     rtt  relay
      turn:turn.example.org:3478   udp        ok       38 ms  203.0.113.7:49152
      turns:turn.example.org:5349  tls        401     112 ms

      NAT        endpoint-independent mapping
      gathering  412 ms

    timeline
         0 ms  createOffer
        12 ms  setLocalDescription, offer of 3 sections
            ┊  4 s later
      4012 ms  ice failed

                  0                                                     420 ms
      dns         ██████                                                            40 ms
      gathering        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒                                          120 ms  2 servers
      answer           █████████████████████                                       140 ms  1 round trip
      dtls                                 ███████████████████████████████████     240 ms
      first echo                                                             ◆  at 420 ms
      █ sets the total  ▒ does not

    ✘ error: turn/unauthorized — turns:turn.example.org:5349?transport=tcp
      observed  401 `Unauthorized` to an Allocate with credentials of user `alice`, after 2 round trips
      meaning   the server refused the user name or the password
      do        ask the operator for the user's password, or use a credential made by `use-auth-secret`
      └ ▲ warning: sdp/bundle-unknown-mid — ice
          no relayed candidate was gathered

    ▲ warning (likely): sdp/bundle-unknown-mid — offer.sdp
      observed  BUNDLE names mid `1`, but no section has it
          ╭▸ offer.sdp:2:18
          │
        2 │ a=group:BUNDLE 0 1
          │                  ━ `1` is in the group
        3 │ m=audio 9 UDP/TLS/RTP/SAVPF 111
        4 │ a=mid:2
          ╰╴      ─ this section's mid is `2`
      meaning   the other side may refuse the whole description
      fix       a=mid:1

    ? not tested: the relay from outside — UDP is blocked here

    ✘ expected `relay/udp`, but it is none

    rtcdiag explain turn/unauthorized says more
    ");
}

#[test]
fn quiet_leaves_the_verdict_the_findings_and_what_failed() {
    let view = View { screen: Screen { width: 80, unicode: true }, detail: 0, quiet: true };
    let page = strip(&text(&full(), view));
    assert!(page.contains("✘ failed") && page.contains("turn/unauthorized") && page.contains("expected `relay/udp`"));
    assert!(!page.contains("gathering") && !page.contains("not tested") && !page.contains("says more"), "{page}");
}

#[test]
fn each_v_adds_its_parts() {
    let screen = Screen { width: 80, unicode: true };
    let page = |detail| strip(&text(&full(), View { screen, detail, quiet: false }));
    assert!(!page(0).contains("only with -v") && page(1).contains("only with -v"));
    assert!(!page(0).contains("as expected: `host`") && page(1).contains("as expected: `host`"));
}

#[test]
fn on_the_narrowest_screen() {
    insta::assert_snapshot!(page(&full(), 20, false), @"
    servers from
      ./rtcdiag.toml
    x failed: the relay
      of
      `turn.example.org`
      cannot be used: it
      refuses the
      credentials

    servers
      turn:turn.example.
        org:3478
        transport
        udp
        result
        ok
        rtt
        38 ms
        relay
        203.0.113.7:4915
        2

      turns:turn.example
        .org:5349
        transport
        tls
        result
        401
        rtt
        112 ms

      NAT
        endpoint-indepen
        dent mapping
      gathering
        412 ms

    timeline
         0 ms
        createOffer
        12 ms
        setLocalDescript
        ion, offer of 3
        sections
            :
        4 s later
      4012 ms
        ice failed

        0         420 ms
      dns  40 ms
        ##
      gathering  120 ms
         ======
        2 servers
      answer  140 ms
         ######
        1 round trip
      dtls  240 ms
              ##########
      first echo  at 420
        ms
                       |
      # sets the total
      = does not

    x error:
      turn/unauthorized
      -
      turns:turn.example
      .org:5349?transpor
      t=tcp
      observed
        401
        `Unauthorized`
        to an Allocate
        with credentials
        of user `alice`,
        after 2 round
        trips
      meaning
        the server
        refused the user
        name or the
        password
      do
        ask the operator
        for the user's
        password, or use
        a credential
        made by
        `use-auth-secret
        `
      - ! warning:
          sdp/bundle-unk
          nown-mid - ice
          no relayed
          candidate was
          gathered

    ! warning (likely):
      sdp/bundle-unknown
      -mid - offer.sdp
      observed
        BUNDLE names mid
        `1`, but no
        section has it
         -->
          offer.sdp:2:18
          |
        2 | a=group:BUN.
          |            .
        3 | m=audio 9 U.
        4 | a=mid:2
          |       -
        line 2: `1` is
          in the group
        line 4: this
          section's mid
          is `2`
      meaning
        the other side
        may refuse the
        whole
        description
      fix       a=mid:1

    ? not tested: the
      relay from outside
      - UDP is blocked
      here

    x expected
      `relay/udp`, but
      it is none

    rtcdiag explain
      turn/unauthorized
      says more
    ");
}

#[test]
fn a_long_line_is_cut_around_its_place_and_its_label_goes_beneath() {
    let line = format!("a=fingerprint:sha-256 {}", "AB:".repeat(5_000));
    let text = format!("v=0\n{line}\n");
    let label = "this is not the fingerprint of the certificate that was presented in the handshake";
    let mut report = empty(VerdictResult::Failed, "x");
    report.findings = vec![Finding {
        evidence: vec![Evidence::Span { source: 0, range: 9_002..9_004, label: label.to_owned() }],
        ..finding(&UNKNOWN_MID, "offer.sdp", "no match")
    }];
    report.sources = vec![Source { name: "offer.sdp".to_owned(), text, path: None }];
    insta::assert_snapshot!(page(&report, 60, true), @"
    ✘ failed: x

    ▲ warning: sdp/bundle-unknown-mid — offer.sdp
      observed  no match
          ╭▸ offer.sdp:2:8999
          │
        2 │ …AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB…
          ╰╴                         ━━
        line 2: this is not the fingerprint of the certificate
          that was presented in the handshake
      meaning   the other side may refuse the whole description

    rtcdiag explain sdp/bundle-unknown-mid says more
    ");
}

#[test]
fn a_place_at_the_very_end_can_be_shown() {
    for (text, at) in [("v=0\ns=-", 7), ("v=0\ns=-\n", 8), ("", 0), ("v=0", 99)] {
        let mut report = empty(VerdictResult::Failed, "x");
        report.findings = vec![Finding {
            evidence: vec![Evidence::Span { source: 0, range: at..at, label: "here".to_owned() }],
            ..finding(&UNKNOWN_MID, "offer.sdp", "no newline")
        }];
        report.sources = vec![Source { name: "offer.sdp".to_owned(), text: text.to_owned(), path: None }];
        assert!(page(&report, 60, true).contains("here"), "{text:?}");
    }
}

#[test]
fn hostile_text_is_written_out_wherever_it_stands() {
    let evil = "\x1b]0;x\x07\u{202e}\u{9b}31m\r\n";
    let mut report = full();
    report.origin = Some(evil.to_owned());
    report.verdict.summary = evil.to_owned();
    report.sources[0].name = evil.to_owned();
    report.sources[0].text = report.sources[0].text.replace("audio", evil.trim_end());
    report.not_tested[0].why = evil.to_owned();
    report.expectations[0].actual = evil.to_owned();
    for finding in &mut report.findings {
        finding.subject = evil.to_owned();
        finding.message = evil.to_owned();
        finding.help = evil.to_owned();
        finding.fix = Some(evil.to_owned());
    }
    report.body.push(Part::always(Block::Fields(vec![(evil.to_owned(), evil.into())])));
    report.body.push(Part::always(Block::Timeline(vec![Moment { at_ms: 0.0, text: evil.into() }])));
    let page = page(&report, 80, true);
    let harmful = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!page.contains(harmful), "{page:?}");
}

#[test]
fn colour_is_there_to_be_stripped() {
    let view = View { screen: Screen { width: 80, unicode: true }, detail: 0, quiet: false };
    let painted = text(&full(), view);
    assert!(painted.starts_with("\x1b[2mservers from") && painted.contains("\x1b[1;31m✘ failed: "), "{painted:?}");
}

/// Words of any kind, wide characters and long ones among them.
fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof!["[a-z]{1,12}", "[A-Za-z0-9:/.]{20,60}", "[日本語é—…]{1,8}", "\\PC{0,6}"],
        0..12,
    )
    .prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_row_is_wider_than_the_screen(
        width in 20usize..130,
        unicode: bool,
        a in words(),
        b in words(),
        times in proptest::collection::vec(-10.0f64..1e7, 3),
        span in 0usize..200,
    ) {
        let mut report = full();
        report.verdict.summary.clone_from(&a);
        report.findings[0].subject.clone_from(&b);
        report.findings[0].message.clone_from(&a);
        report.findings[1].fix = None;
        report.sources[0].text = format!("{a}\r\n{b}\n\n{a}{b}");
        report.findings[1].evidence = vec![
            Evidence::Span { source: 0, range: span..span + 5, label: b.clone() },
            Evidence::Span { source: 0, range: span / 2..span / 2, label: a.clone() },
        ];
        let mut table = Table::new(&["name", ">number", "words"]);
        table.push(vec![a.as_str().into(), "12".into(), b.as_str().into()]);
        report.body.push(Part::always(Block::Table(table)));
        report.body.push(Part::always(Block::Fields(vec![(a.clone(), b.as_str().into())])));
        let at = |n: usize| times.get(n).copied().unwrap_or(0.0);
        report.body.push(Part::always(Block::Timeline(vec![
            Moment { at_ms: at(0), text: a.as_str().into() },
            Moment { at_ms: at(1), text: b.as_str().into() },
        ])));
        report.body.push(Part::always(Block::Waterfall(Waterfall {
            total_ms: at(2),
            bars: vec![
                Bar { name: a.clone(), start_ms: at(0), end_ms: at(1), critical: true, note: b.as_str().into() },
                Bar { name: b.clone(), start_ms: at(1), end_ms: at(1), critical: false, note: Line::default() },
            ],
        })));
        for row in page(&report, width, unicode).lines() {
            prop_assert!(row.width() <= width, "{} > {width}: {row:?}", row.width());
            prop_assert!(unicode || row.is_ascii(), "{row:?}");
        }
    }
}
