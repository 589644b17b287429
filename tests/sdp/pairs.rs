//! Offers with their answers: what connected and carried media is no error, and no pair is too odd to be judged.

use std::path::Path;

use rtcdiag::report::{Finding, Severity};
use rtcdiag::rules::{Case, Subject, judge};
use rtcdiag::sdp::{Role, Sdp};

use super::shared::{cpu, folder};

#[test]
fn pairs_that_carried_media_have_no_error() {
    let Some(folder) = folder("pairs of descriptions") else { return };
    let corpus = folder.join("corpus");
    let table = std::fs::read_to_string(corpus.join("PAIRS.tsv")).unwrap();
    let (mut generated, mut others) = (0, 0);
    for row in table.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>()) {
        let findings = between(&corpus, row[0], row[1]);
        if row[2] != "generated" {
            others += 1;
            continue;
        }
        generated += 1;
        let errors: Vec<_> = errors(&findings).map(|finding| (finding.rule.id, &finding.message)).collect();
        assert!(errors.is_empty(), "{} {}: {errors:?}", row[0], row[1]);
    }
    assert!(generated > 100 && others > 20, "only {generated} generated and {others} other pairs");
    eprintln!("{generated} generated and {others} other pairs");
}

#[test]
fn harmless_answers_have_no_error() {
    let Some(folder) = folder("harmless answers") else { return };
    let mutations = folder.join("mutations");
    let truth = std::fs::read_to_string(mutations.join("truth.tsv")).unwrap();
    let mut harmless = 0;
    for row in truth.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>()) {
        let worked = |column: usize| row.get(column).is_some_and(|verdict| *verdict == "accepted, works");
        let Some((offer, answer)) = row[0].split_once(" + ").filter(|_| worked(3) && worked(8)) else { continue };
        harmless += 1;
        let findings = between(&mutations, offer, answer);
        let errors: Vec<_> = errors(&findings).map(|finding| (finding.rule.id, &finding.message)).collect();
        assert!(errors.is_empty(), "{answer}: {errors:?}");
    }
    assert!(harmless > 4, "only {harmless}");
    eprintln!("{harmless} harmless answers");
}

/// What the two descriptions make of each other.
fn between(folder: &Path, offer: &str, answer: &str) -> Vec<Finding> {
    let read = |name: &str| Sdp::parse(&std::fs::read(folder.join(name)).unwrap());
    let (offer, answer) = (read(offer), read(answer));
    let (offer, answer) = (Case::paired(&offer, Role::Offer), Case::paired(&answer, Role::Answer));
    judge(Subject::Pair(&offer, &answer, [0, 1]))
}

fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error)
}

#[test]
fn long_sections_are_judged_in_bounded_time() {
    const LINES: usize = 3000;
    let many = |line: &dyn Fn(usize) -> String| (0..LINES).map(line).collect::<String>();
    let numbers = many(&|n| format!(" {n}"));
    let lines = [
        many(&|n| format!("a=rtpmap:{n} rtx/90000\na=fmtp:{n} apt={}\n", n + 1)),
        many(&|n| format!("a=rid:{n} send pt={n}\n")) + "a=simulcast:send " + &many(&|n| format!("{n};")) + "\n",
        many(&|n| format!("a=extmap:{n} urn:{n}\n")),
        many(&|n| format!("a=ssrc:{n} msid:a {n}\na=ssrc-group:FID {n} {}\n", n + 1)),
        many(&|n| format!("a=candidate:{n} 2 tcp 1 a.local 0 typ srflx\n")),
    ];
    for lines in lines {
        let text = format!("v=0\nm=video 9 UDP/TLS/RTP/SAVPF{numbers}\na=setup:active\n{lines}");
        let sdp = Sdp::parse(text.as_bytes());
        let start = cpu();
        let (offer, answer) = (Case::paired(&sdp, Role::Offer), Case::paired(&sdp, Role::Answer));
        for subject in [Subject::Case(&offer, 0), Subject::Case(&answer, 1), Subject::Pair(&offer, &answer, [0, 1])] {
            assert!(judge(subject).len() <= 3 * LINES, "{}", lines.lines().next().unwrap());
        }
        let took = cpu().saturating_sub(start);
        assert!(took.as_secs() < 20, "{} took {took:?}", lines.lines().next().unwrap());
    }
}
