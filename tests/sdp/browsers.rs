//! Single faults of other texts than those of the folder: `tests/fixtures/browsers`, which its README explains.

use std::collections::BTreeMap;

use rtcdiag::report::{Effect, Target};
use rtcdiag::rules::predict;

use super::faulty::{Fault, missed};
use super::shared::{judged, parallel};

/// Of a hundred faults, how many have to be predicted right.
const RIGHT: usize = 97;

const TABLE: &str = include_str!("../fixtures/browsers/truth.tsv");

/// One row: who read it, the base, which side of a call was changed, the name, what came of it, and the edit.
struct Row {
    browser: &'static str,
    base: &'static str,
    side: &'static str,
    name: &'static str,
    verdict: &'static str,
    edit: &'static str,
}

fn rows() -> Vec<Row> {
    let rows = TABLE.lines().skip(1).map(|line| {
        let fields: Vec<_> = line.split('\t').collect();
        let [browser, base, side, name, verdict, edit] = fields[..] else { panic!("six columns: {line}") };
        Row { browser, base, side, name, verdict, edit }
    });
    rows.collect()
}

fn base(row: &Row, side: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/browsers");
    std::fs::read_to_string(format!("{folder}/{}-{}.{side}.sdp", row.browser, row.base)).unwrap()
}

/// `text` with the hunks of `edit` put in: `line,removed=inserted`, separated by `;`, lines from 0.
fn edited(text: &str, edit: &str) -> Fault {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let hunks: Vec<(usize, usize, String)> = edit
        .split(';')
        .map(|hunk| {
            let (place, inserted) = hunk.split_once('=').unwrap();
            let (at, removed) = place.split_once(',').unwrap();
            (at.parse().unwrap(), removed.parse().unwrap(), plain(inserted))
        })
        .collect();
    for (at, removed, inserted) in hunks.iter().rev() {
        lines.splice(at..&(at + removed), [inserted.as_str()]);
    }
    Fault::between(text, &lines.concat())
}

/// What `\r`, `\n`, `\t`, `\0`, `\s` for a semicolon and `\\` stand for.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.push(match (c, c == '\\') {
            (_, true) => match chars.next().unwrap() {
                'r' => '\r',
                'n' => '\n',
                't' => '\t',
                '0' => '\0',
                's' => ';',
                other => other,
            },
            (c, _) => c,
        });
    }
    plain
}

#[test]
fn what_browsers_did_with_faults_of_other_texts_is_predicted() {
    let rows = rows();
    let outcomes = parallel(&rows, |row| {
        let fault = edited(&base(row, row.side), row.edit);
        let offer = (row.side == "answer").then(|| base(row, "offer"));
        let findings = judged(offer.as_deref(), &fault.text);
        let target = if row.browser == "chrome" { Target::Chrome } else { Target::Firefox };
        let said = predict(&findings, target).word();
        let refused = row.verdict == "refuses" && said == "refuses";
        let causes = findings.iter().filter(|finding| finding.effect_on(target) == Some(Effect::Refuses));
        let astray = if refused { missed(&fault, usize::from(offer.is_some()), causes) } else { None };
        (said, astray)
    });
    for browser in ["chrome", "firefox"] {
        let mut table: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let (mut right, mut all, mut wrong, mut astray) = (0, 0, Vec::new(), Vec::new());
        for (row, (said, missed)) in rows.iter().zip(&outcomes).filter(|(row, _)| row.browser == browser) {
            all += 1;
            *table.entry((row.verdict, said)).or_insert(0) += 1;
            let name = format!("{} {} {}", row.base, row.side, row.name);
            if row.verdict == *said {
                right += 1;
            } else {
                wrong.push(format!("{name}: {}, not {said}", row.verdict));
            }
            astray.extend(missed.iter().map(|place| format!("{name}: {place}")));
        }
        eprintln!("{browser}: {right} of {all} right\n  measured, predicted, how often");
        table.iter().for_each(|((want, got), n)| eprintln!("  {want:16} {got:16} {n:3}"));
        wrong.iter().chain(&astray).for_each(|line| eprintln!("  {line}"));
        assert!(all >= 700, "only {all} faults");
        assert!(right * 100 >= all * RIGHT, "{browser}: only {right} of {all}");
        assert!(astray.is_empty(), "{browser}: {} findings are not on the faulty line", astray.len());
    }
}
