//! Runs the catalogue over what was seen.

use super::{Check, Draft, Row, all};
use crate::candidate::uri::UriError;
use crate::dump::Dump;
use crate::facts::handshake::Handshake;
use crate::facts::ice::Gathering;
use crate::report::{Evidence, Finding};
use crate::sdp::Sdp;

/// What is to be judged.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A gathering run, with all its servers.
    Gathering(&'a Gathering),
    /// A URI that did not parse.
    Uri(&'a UriError),
    /// A description, with the number of its text in `Report::sources`.
    Sdp(&'a Sdp, usize),
    /// A dump, with all its connections.
    Dump(&'a Dump),
    /// A handshake.
    Handshake(&'a Handshake),
}

/// Every finding about `subject`, worst first, then in the order in which the catalogue and the subject name them.
pub fn judge(subject: Subject<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        all().flat_map(|row| drafts(row, subject).into_iter().map(|draft| draft.into_finding(&row.rule))).collect();
    if let Subject::Sdp(_, source) = subject {
        findings.iter_mut().flat_map(|f| &mut f.evidence).for_each(|e| {
            if let Evidence::Span { source: number, .. } = e {
                *number = source;
            }
        });
        findings.sort_by_key(|f| (std::cmp::Reverse(f.severity), position(f)));
    } else {
        findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    }
    findings
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
            (Check::Server(f), Subject::Gathering(run)) => run.servers.iter().filter_map(|s| f(s, run)).collect(),
            (Check::Gathering(f), Subject::Gathering(run)) => f(run),
            (Check::Uri(f), Subject::Uri(error)) => f(error).into_iter().collect(),
            (Check::Sdp(f), Subject::Sdp(sdp, _)) => f(sdp),
            (Check::Connection(f), Subject::Dump(dump)) => dump.connections.iter().flat_map(|c| f(c, dump)).collect(),
            (Check::Handshake(f), Subject::Handshake(run)) => f(run),
            _ => Vec::new(),
        })
        .collect()
}
