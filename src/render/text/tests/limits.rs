//! What holds for every page, whatever is on it.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::super::{View, text};
use super::sample::{UNKNOWN_MID, empty, finding, full, page};
use crate::report::{Bar, Block, Evidence, Finding, Line, Moment, Part, Source, Table, VerdictResult, Waterfall};
use crate::term::{Screen, strip};

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
