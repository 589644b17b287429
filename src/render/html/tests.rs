//! What holds for every page, whatever is on it.

use base64::Engine;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::{html, html_of_text};
use crate::render::text::tests::sample::full;
use crate::report::{
    Block, Chart, Charts, Curve, Evidence, Line, Mark, Moment, Part, Plot, Report, Severity, Table, Tone, Unit,
};
use crate::term::is_harmful;

/// What a page must survive wherever it stands.
const EVIL: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>`<b>` ]]> --> </style></title>\u{202e}\x1b[31m\u{9b}\u{200b}&lt;";

/// `full`, with `text` in every place that text from outside can have.
fn hostile(text: &str) -> Report {
    let mut report = full();
    let own = || text.to_owned();
    (report.origin, report.verdict.summary, report.started) = (Some(own()), own(), own());
    report.exit.reason = own();
    report.facts = serde_json::json!({ text: text });
    for source in &mut report.sources {
        source.name = own();
        source.text = source.text.replace("mid:", text);
    }
    for item in &mut report.not_tested {
        (item.what, item.why) = (own(), own());
    }
    for item in &mut report.expectations {
        (item.expr, item.actual) = (own(), own());
    }
    for finding in &mut report.findings {
        (finding.subject, finding.message, finding.help, finding.fix) = (own(), own(), own(), Some(own()));
        finding.evidence.push(Evidence::Fact { path: own(), value: own() });
        finding.evidence.push(Evidence::Moment { at_ms: 1.0, text: own() });
        finding.evidence.push(Evidence::Packet { n: 1, text: own() });
        finding.evidence.push(Evidence::Window { series: own(), from_ms: 0.0, to_ms: 1.0, value: 1.0 });
        finding.evidence.push(Evidence::Span { source: 0, range: 0..3, label: own() });
        for effect in &mut finding.effects {
            (effect.subject, effect.message) = (own(), own());
        }
    }
    let line = || Line::plain(text).with(text, Tone::Name).with(text, Tone::Bad);
    let mut table = Table::new(&[text, ">n"]);
    table.push(vec![line(), line()]);
    let points = vec![(0.0, 1.0), (1.0, 2.0)];
    let curve = Curve { name: own(), points: points.clone(), note: own() };
    let mark = Mark { finding: own(), rule: "sdp/x", severity: Severity::Error, from_ms: 0.2, to_ms: 0.5 };
    let blocks = [
        Block::Heading(own()),
        Block::Line(line()),
        Block::Fields(vec![(own(), line())]),
        Block::Table(table),
        Block::Timeline(vec![Moment { at_ms: 0.0, text: line() }]),
        Block::Charts(Charts {
            from_ms: 0.0,
            to_ms: 1.0,
            height: 1,
            charts: vec![Chart { name: line(), points, note: line() }],
        }),
        Block::Heading(own()),
        Block::Plot(Plot {
            title: own(),
            unit: Unit::Share,
            from_ms: 0.0,
            to_ms: 1.0,
            curves: vec![curve],
            marks: vec![mark],
        }),
    ];
    report.body.extend(blocks.map(Part::always));
    report
}

/// The elements of `page` with their attributes; each that is opened is closed in its order.
fn elements(page: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    const VOID: [&str; 2] = ["meta", "br"];
    let mut open: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    let mut rest = page.strip_prefix("<!doctype html>").unwrap();
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let closed = tag.ends_with('/');
        let (name, mut attributes) = tag.trim_end_matches('/').split_once(' ').unwrap_or((tag, ""));
        let mut pairs = Vec::new();
        while let Some((key, value)) = attributes.trim_start().split_once("=\"") {
            let (value, more) = value.split_once('"').unwrap();
            pairs.push((key, value));
            attributes = more;
        }
        assert!(["", "open"].contains(&attributes.trim()), "{tag}");
        all.push((name, pairs));
        if name == "style" {
            rest = &rest[rest.find("</style>").unwrap()..];
        }
        if !closed && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    all
}

fn assert_safe(page: &str) {
    const ATTRIBUTES: &str = "http-equiv content name charset lang class id href aria-label aria-labelledby \
                              aria-hidden datetime scope data-title role width height viewBox preserveAspectRatio d \
                              vector-effect overflow x y x1 x2 y1 y2 dy cx cy r rx transform text-anchor";
    for (element, attributes) in elements(page) {
        assert!(!["script", "img", "b", "iframe", "object", "link"].contains(&element), "<{element}> in {page}");
        for (key, value) in attributes {
            assert!(ATTRIBUTES.split(' ').any(|known| known == key), "{key} in {page}");
            assert!(key != "href" || value.starts_with('#'), "{value}");
        }
    }
    let left = page.chars().find(|c| is_harmful(*c) && *c != '\n');
    assert_eq!(left, None, "{page:?}");
}

#[test]
fn hostile_text_is_escaped_wherever_it_stands() {
    let page = html(&hostile(EVIL)).unwrap();
    assert_safe(&page);
    assert!(page.matches("&#60;script&#62;").count() > 40, "it is shown, not dropped: {page}");
    assert_safe(&html_of_text(EVIL).unwrap());
}

#[test]
fn nothing_can_be_loaded_and_the_style_is_the_one_that_is_allowed() {
    let page = html(&full()).unwrap();
    let (_, style) = page.split_once("<style>").unwrap();
    let (style, _) = style.split_once("</style>").unwrap();
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    let policy =
        format!("content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\"");
    assert!(page.contains(&policy), "{page}");
    assert!(!style.contains("url(") && !style.contains("@import") && !page.contains("http://"));
}

#[test]
fn everything_in_a_report_is_on_its_page() {
    let page = html(&full()).unwrap();
    for words in [
        "the relay of <code>turn.example.org</code> cannot be used",
        "servers from ./rtcdiag.toml",
        "href=\"#finding-1\"",
        "id=\"finding-1.1\"",
        "(likely)",
        "<mark>1</mark>",
        "offer.sdp:2:18",
        "a=mid:1",
        "<code>relay/udp</code>",
        "UDP is blocked here",
        "<summary><h3>servers</h3></summary>",
        "data-title=\"transport\"",
        "endpoint-independent mapping",
        "<li class=\"silence\">4 s later</li>",
        "aria-label=\"dns: 40 ms\"",
        "only with -v",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_page_is_well_formed_whatever_is_on_it(text in "(\\PC|[<>&\"'`\\p{C}]){0,30}") {
        assert_safe(&html(&hostile(&text)).unwrap());
    }

    #[test]
    fn any_numbers_can_be_plotted(
        values in prop::collection::vec((any::<f64>(), any::<f64>()), 0..20), from_ms: f64, to_ms: f64,
    ) {
        let mut report = full();
        let curve = Curve { name: "x".to_owned(), points: values, note: String::new() };
        let mark = Mark { finding: "1".to_owned(), rule: "sdp/x", severity: Severity::Info, from_ms, to_ms };
        report.body.push(Part::always(Block::Plot(Plot {
            title: "x".to_owned(),
            unit: Unit::Seconds,
            from_ms,
            to_ms,
            curves: vec![curve],
            marks: vec![mark],
        })));
        let page = html(&report).unwrap();
        assert_safe(&page);
        let (_, plot) = page.split_once("<figure class=\"plot\">").unwrap();
        let (_, drawn) = plot.split_once("<svg").unwrap();
        let (drawn, _) = drawn.split_once("<ul").unwrap();
        let drawn = drawn.replace("info", "");
        prop_assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{}", drawn);
    }
}
