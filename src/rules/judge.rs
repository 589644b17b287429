//! Runs the catalogue over what was seen.

use std::collections::HashMap;

use super::{Case, Check, Draft, Row, all, causes, ends};
use crate::candidate::servers::ServersError;
use crate::candidate::uri::UriError;
use crate::dump::Dump;
use crate::facts::handshake::{End, Handshake};
use crate::facts::ice::Gathering;
use crate::report::{Evidence, Finding, Severity};
use crate::sdp::Sdp;

/// What is to be judged.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A gathering run, with all its servers.
    Gathering(&'a Gathering),
    /// A URI that did not parse.
    Uri(&'a UriError),
    /// A fault of a server list.
    Servers(&'a ServersError),
    /// A description, with the number of its text in `Report::sources`.
    Sdp(&'a Sdp, usize),
    /// The same, where its role is known or it was taken apart before.
    Case(&'a Case<'a>, usize),
    /// What an offer and its answer make of each other, and not what each is by itself; with the numbers of both texts.
    Pair(&'a Case<'a>, &'a Case<'a>, [usize; 2]),
    /// A dump, with all its connections.
    Dump(&'a Dump),
    /// Several dumps: each finding says which one it is about, and what both ends of a call saw is one finding.
    Dumps(&'a [Dump]),
    /// A handshake.
    Handshake(&'a Handshake),
}

/// Every finding about `subject`, worst first, then in the order in which the catalogue and the subject name them; of
/// descriptions, in the order of the text.
pub fn judge(subject: Subject<'_>) -> Vec<Finding> {
    if let Subject::Sdp(sdp, source) = subject {
        return judge(Subject::Case(&Case::of(sdp), source));
    }
    let sources: &[usize] = match &subject {
        Subject::Case(_, source) => std::slice::from_ref(source),
        Subject::Pair(_, _, sources) => sources,
        _ => &[],
    };
    if let Subject::Dumps(dumps) = subject {
        return judge_together(dumps);
    }
    let mut findings = found(subject, sources);
    if sources.is_empty() {
        findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
        let pairs = match subject {
            Subject::Dump(dump) => ends::pairs(dump),
            _ => Vec::new(),
        };
        findings = ends::fold(causes::fold(findings, &pairs), &pairs);
    } else {
        findings = merged(findings);
        findings.sort_by_key(|f| (std::cmp::Reverse(f.severity), position(f)));
    }
    findings
}

/// The findings about several dumps, each first by itself: what happens in one of them explains nothing in another,
/// unless they are the two ends of one call.
fn judge_together(dumps: &[Dump]) -> Vec<Finding> {
    let mut findings = ends::of_files(dumps, |dump| judge(Subject::Dump(dump)));
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    let pairs = ends::pairs_of_files(dumps);
    ends::fold(causes::fold_between(findings, &pairs), &pairs)
}

/// What every rule says, in the order of the catalogue.
fn found(subject: Subject<'_>, sources: &[usize]) -> Vec<Finding> {
    let drafts = all().flat_map(|row| drafts(row, subject).into_iter().map(move |draft| (draft, &row.rule)));
    drafts.map(|(draft, rule)| draft.in_sources(sources).into_finding(rule)).collect()
}

/// At how many places one finding points.
const PLACES: usize = 12;

/// One fault in several sections, word for word, is one finding with several places.
fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut known: HashMap<(&str, String), usize> = HashMap::new();
    for finding in findings {
        let key = (finding.rule.id, finding.message.clone());
        let Some(first) = known.get(&key).and_then(|at| merged.get_mut(*at)) else {
            known.insert(key, merged.len());
            merged.push(finding);
            continue;
        };
        let room = PLACES.saturating_sub(first.evidence.len());
        first.severity = first.severity.max(finding.severity);
        first.evidence.extend(finding.evidence.into_iter().take(room));
        first.edits.extend(finding.edits);
        for (target, effect) in finding.breaks {
            match first.breaks.iter_mut().find(|(who, _)| *who == target) {
                Some((_, worst)) => *worst = effect.max(*worst),
                None => first.breaks.push((target, effect)),
            }
        }
    }
    merged
}

fn position(finding: &Finding) -> usize {
    finding
        .evidence
        .iter()
        .find_map(|e| match e {
            Evidence::Span { range, .. } => Some(range.start),
            _ => None,
        })
        .unwrap_or(usize::MAX)
}

fn drafts(row: &Row, subject: Subject<'_>) -> Vec<Draft> {
    row.checks
        .iter()
        .flat_map(|check| match (check, subject) {
            (Check::Server(_) | Check::Gathering(_), Subject::Gathering(run)) => of_gathering(check, run),
            (Check::Server(_) | Check::Gathering(_), Subject::Handshake(run)) => {
                let drafts = run.gathering.iter().flat_map(|run| of_gathering(check, run));
                // What did not keep this call from connecting is a warning for the next one.
                let most = if run.end == End::Connected { Severity::Warning } else { Severity::Error };
                drafts.map(|draft| draft.at_most(row.rule.severity, most)).collect()
            }
            (Check::Uri(f), Subject::Uri(error) | Subject::Servers(ServersError::Uri { error, .. })) => {
                f(error).into_iter().collect()
            }
            (Check::Servers(f), Subject::Servers(error)) => f(error).into_iter().collect(),
            (Check::Text(f), Subject::Case(case, _)) => f(case),
            (Check::Sdp(f), Subject::Case(case, _)) if !case.garbled => f(case),
            (Check::Pair(f), Subject::Pair(offer, answer, _)) => f(offer, answer),
            (Check::Dump(f), Subject::Dump(dump)) => f(dump),
            (Check::Connection(f), Subject::Dump(dump)) => dump.connections.iter().flat_map(|c| f(c, dump)).collect(),
            (Check::Handshake(f), Subject::Handshake(run)) => f(run),
            _ => Vec::new(),
        })
        .collect()
}

fn of_gathering(check: &Check, run: &Gathering) -> Vec<Draft> {
    match check {
        Check::Server(f) => {
            let servers = run.servers.iter().enumerate();
            servers.filter_map(|(n, s)| Some(f(s, run)?.of_server(n, s.outcome.word()))).collect()
        }
        Check::Gathering(f) => f(run),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::candidate::uri::IceUri;
    use crate::rules::Row;

    /// The judgement on a fixture, or `None` where the rule has none of that kind.
    fn judged(row: &Row, which: &str) -> Option<Vec<Finding>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules").join(row.rule.id);
        let read = |path: PathBuf| path.exists().then(|| fs::read_to_string(path).unwrap());
        let takes = |kind: fn(&Check) -> bool| row.checks.iter().any(kind);
        if takes(|check| matches!(check, Check::Uri(_))) {
            let text = read(folder.join(format!("{which}.uri")))?;
            return Some(match text.trim_end_matches('\n').parse::<IceUri>() {
                Ok(_) => Vec::new(),
                Err(error) => judge(Subject::Uri(&error)),
            });
        }
        if takes(|check| matches!(check, Check::Server(_) | Check::Gathering(_))) {
            let text = read(folder.join(format!("{which}.gathering.json")))?;
            let run: Gathering = serde_json::from_str(&text).unwrap();
            let exact: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(
                serde_json::to_value(&run).unwrap(),
                exact,
                "{} {which}: a member is not of the facts",
                row.rule.id
            );
            return Some(judge(Subject::Gathering(&run)));
        }
        None
    }

    #[test]
    fn each_rule_finds_its_bad_run_and_no_other_rule_does() {
        let mut judged_rules = 0;
        for row in all() {
            let Some(findings) = judged(row, "bad") else { continue };
            // Most runs have one server of a kind; what that lacks as a list is said after what is wrong with it.
            let list = row.rule.subject() == "config";
            let found: Vec<_> = findings.iter().filter(|f| list || f.rule.subject() != "config").collect();
            assert_eq!(found.iter().map(|f| f.rule.id).collect::<Vec<_>>(), [row.rule.id]);
            assert_eq!(found[0].severity, row.rule.severity, "{}", row.rule.id);
            judged_rules += 1;
        }
        assert!(judged_rules >= 72, "only {judged_rules} rules have a bad run");
    }

    #[test]
    fn no_rule_finds_its_good_run() {
        for row in all() {
            let findings = judged(row, "good").unwrap_or_default();
            assert!(findings.iter().all(|f| f.rule.id != row.rule.id), "{}", row.rule.id);
            assert_eq!(judged(row, "bad").is_some(), judged(row, "good").is_some(), "{} needs both", row.rule.id);
        }
    }

    #[test]
    fn every_finding_reads_as_the_style_guide_says() {
        for finding in all().filter_map(|row| judged(row, "bad")).flatten() {
            assert!(!finding.evidence.is_empty() || finding.rule.subject() == "config", "{}", finding.rule.id);
            for text in [&finding.message, &finding.help] {
                let ended = text.ends_with(['.', '!']);
                assert!(!text.is_empty() && !ended && !text.contains("``"), "{}: {text}", finding.rule.id);
                assert_eq!(text.matches('`').count() % 2, 0, "{}: {text}", finding.rule.id);
            }
        }
    }
}
