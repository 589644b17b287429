//! How the other side took what was done wrong on purpose.

use crate::facts::handshake::{End, Handshake, Provocation};
use crate::report::Evidence;
use crate::rules::Draft;

/// `negotiation/not-robust`.
pub(super) fn not_robust(run: &Handshake) -> Vec<Draft> {
    let Some(what) = run.provoked.filter(|what| *what != Provocation::WrongFingerprint) else { return Vec::new() };
    let End::Failed(failure) = &run.end else { return Vec::new() };
    let message = format!("rtcdiag {}, and the call failed in `{}`", what.deed(), failure.phase());
    vec![draft(run, what, message).help(remedy(what))]
}

/// `security/fingerprint-unchecked`.
pub(in crate::rules) fn fingerprint_unchecked(run: &Handshake) -> Vec<Draft> {
    if run.provoked != Some(Provocation::WrongFingerprint) || run.end != End::Connected {
        return Vec::new();
    }
    let message = "the peer connected although the certificate is not the one that the description names".to_owned();
    let help =
        "have the peer compare the certificate with `a=fingerprint`, and end the handshake with `bad_certificate`";
    vec![draft(run, Provocation::WrongFingerprint, message).help(help)]
}

fn draft(run: &Handshake, what: Provocation, message: String) -> Draft {
    let evidence = Evidence::Fact { path: "provoked".to_owned(), value: what.word().to_owned() };
    Draft::new(run.url.clone(), message).evidence(evidence)
}

fn remedy(what: Provocation) -> &'static str {
    match what {
        Provocation::Glare => {
            "use perfect negotiation: one side rolls its offer back, the other ignores the second one"
        }
        Provocation::CandFirst => "keep candidates until the remote description is set, then add them",
        Provocation::DupOffer | Provocation::DupAnswer => "drop a description that is the same as the one before it",
        Provocation::LateCandidates => "wait longer before the call is given up: candidates may need seconds",
        Provocation::NoEoc => "do not wait for the end of candidates: not every peer says it",
        Provocation::NoCandidates => "answer checks from addresses that were not signaled (peer-reflexive candidates)",
        Provocation::WrongUfrag | Provocation::UnknownMid | Provocation::BadCandidate => {
            "catch the error of one candidate, and go on with the others"
        }
        Provocation::LfOnly | Provocation::NoEol => "end every line with CRLF before the description is set",
        Provocation::WrongFingerprint => "",
    }
}
