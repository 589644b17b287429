//! What happened between two descriptions: who changed what is known of its traces.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::change::{Change, ChangeKind, Weight};
use super::compare::Pair;
use crate::sdp::{Certainty, Sdp, Ssrc, Summary};

/// What happened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    /// Nothing that matters.
    Identical,
    /// More candidates were gathered meanwhile.
    CandidatesAdded,
    /// New ICE credentials for the same session (RFC 8839 section 4.4.1.1.1).
    IceRestart,
    /// The writer wrote a new version.
    Renegotiation,
    /// Somebody edited the text after it was written.
    Munging,
    /// Somebody in between put itself into the path, or touched the addresses.
    Middlebox,
    /// The two are the two sides of one call.
    Sides,
    /// The two have nothing to do with each other.
    Unrelated,
}

impl What {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::CandidatesAdded => "candidates-added",
            Self::IceRestart => "ice-restart",
            Self::Renegotiation => "renegotiation",
            Self::Munging => "munging",
            Self::Middlebox => "middlebox",
            Self::Sides => "sides",
            Self::Unrelated => "unrelated",
        }
    }

    /// The words used in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Identical => "the two mean the same",
            Self::CandidatesAdded => "the same description with more candidates",
            Self::IceRestart => "an ICE restart",
            Self::Renegotiation => "a renegotiation",
            Self::Munging => "munging",
            Self::Middlebox => "a middlebox rewrote it",
            Self::Sides => "the two sides of one call",
            Self::Unrelated => "two different sessions",
        }
    }
}

/// One explanation.
#[derive(Clone, Debug)]
pub struct Story {
    /// What happened.
    pub what: What,
    /// How sure this is.
    pub certainty: Certainty,
    /// What tells it.
    pub why: &'static str,
}

/// What the explanations rest on.
struct Traces {
    /// Whether the `o=` lines name one session; `None` where either has none.
    session: Option<bool>,
    /// Whether the version of the session went up, stayed, or went down.
    version: Option<Ordering>,
    ufrag: bool,
    password: bool,
    fingerprint: bool,
    setup: bool,
    /// Whether both have ICE credentials or a certificate.
    credentials: bool,
    /// Whether one of them is an offer and the other is not.
    roles_differ: bool,
    candidates_added: bool,
    candidates_removed: bool,
    address: bool,
    /// Whether a source or a track is in both.
    shared: bool,
    /// Anything that matters besides the transport.
    media: bool,
}

/// The explanations, the best first.
pub(super) fn stories(
    whole: [&Sdp; 2],
    summaries: [&Summary<'_>; 2],
    pairs: &[Pair<'_>],
    changes: &[Change],
) -> Vec<Story> {
    if changes.iter().all(|change| change.weight == Weight::Noise) && !changes.iter().any(|c| c.subject == "session id")
    {
        let why = if changes.is_empty() { "every line is the same" } else { "only what decides nothing differs" };
        return vec![Story { what: What::Identical, certainty: Certainty::Certain, why }];
    }
    tell(&traces(whole, summaries, pairs, changes))
}

fn traces(whole: [&Sdp; 2], summaries: [&Summary<'_>; 2], pairs: &[Pair<'_>], changes: &[Change]) -> Traces {
    const TRANSPORT: [&str; 7] = ["ufrag", "password", "fingerprint", "setup", "candidate", "ice option", "ice"];
    let about =
        |subject: &str| changes.iter().any(|change| change.subject == subject && change.kind == ChangeKind::Changed);
    let any = |subject: &str| changes.iter().any(|change| change.subject == subject);
    let candidates = |kind| changes.iter().any(|change| change.subject == "candidate" && change.kind == kind);
    let [old, new] = summaries.map(|summary| summary.origin);
    let origins = old.zip(new);
    // Numbers of 64 bits, compared by value (RFC 9429 section 5.2.1).
    let number = |text: &str| text.parse::<u64>().ok();
    let both = |ours: &str, theirs: &str| number(ours).zip(number(theirs)).map(|(ours, theirs)| theirs.cmp(&ours));
    Traces {
        session: origins.map(|(old, new)| old.session.as_str() == new.session.as_str()),
        version: origins.and_then(|(old, new)| both(old.version.as_str(), new.version.as_str())),
        ufrag: about("ufrag"),
        password: about("password"),
        fingerprint: any("fingerprint")
            && pairs.iter().any(|(old, new)| {
                let has = |section: &crate::sdp::SectionSummary<'_>| !section.fingerprints.is_empty();
                old.zip(*new).is_some_and(|(old, new)| has(old) && has(new))
            }),
        setup: about("setup"),
        credentials: summaries.iter().all(|summary| {
            summary.sections.iter().any(|section| section.ufrag.is_some() || !section.fingerprints.is_empty())
        }),
        roles_differ: summaries[0].role != summaries[1].role,
        candidates_added: candidates(ChangeKind::Added),
        candidates_removed: candidates(ChangeKind::Removed),
        address: about("address") || about("port"),
        shared: sources(whole[0]).intersection(&sources(whole[1])).next().is_some(),
        media: changes.iter().any(|change| {
            change.weight == Weight::Session
                && !TRANSPORT.contains(&change.subject)
                && !matches!(change.subject, "address" | "port")
        }),
    }
}

/// Sources and tracks, which one writer alone names so.
fn sources(sdp: &Sdp) -> HashSet<String> {
    let names = sdp.attributes().filter_map(|attribute| match attribute.key.as_str() {
        "ssrc" => Some(format!("ssrc {}", Ssrc::read(attribute.trimmed()).id.as_str())),
        // A track's name is random; of a stream alone, `-` or a word of the application may be in any.
        "msid" => Some(attribute.trimmed().as_str()).filter(|msid| msid.len() > 30).map(|msid| format!("msid {msid}")),
        _ => None,
    });
    names.collect()
}

fn tell(traces: &Traces) -> Vec<Story> {
    if let Some(story) = replaced(traces) {
        return vec![story];
    }
    let mut stories: Vec<_> =
        [credentials(traces), candidates(traces), content(traces)].into_iter().flatten().collect();
    if stories.is_empty() && traces.session == Some(false) {
        let why = "`o=` names another session and all else is the same: somebody in between rewrote it";
        stories.push(Story { what: What::Middlebox, certainty: Certainty::Likely, why });
    }
    stories
}

/// All credentials are others: it is another end of ICE and DTLS.
fn replaced(traces: &Traces) -> Option<Story> {
    if !(traces.ufrag && traces.fingerprint) {
        return None;
    }
    let same = traces.session == Some(true);
    let (what, certainty, why) = if same || traces.shared {
        (
            What::Middlebox,
            if same && traces.shared { Certainty::Certain } else { Certainty::Likely },
            "ICE credentials and certificate are others, though the session or its sources are the same: \
             somebody in between ends ICE and DTLS",
        )
    } else if traces.roles_differ {
        (
            What::Sides,
            Certainty::Likely,
            "an offer and an answer, each with credentials and a certificate of its own: \
             put them together with `rtcdiag sdp negotiate`",
        )
    } else {
        (What::Unrelated, Certainty::Likely, "session, ICE credentials and certificate are all others")
    };
    Some(Story { what, certainty, why })
}

/// Some credentials are others (RFC 8839 section 4.4.1.1.1: a restart renews both halves of those of ICE).
fn credentials(traces: &Traces) -> Option<Story> {
    use Certainty::{Certain, Likely, Possible};
    let (what, certainty, why) = match (traces.ufrag, traces.password, traces.session) {
        (true, true, Some(false)) => (
            What::IceRestart,
            Possible,
            "`ice-ufrag` and `ice-pwd` are new and the certificate is the same, but `o=` names another session",
        ),
        (true, true, session) => (
            What::IceRestart,
            if session.is_some() { Certain } else { Likely },
            "`ice-ufrag` and `ice-pwd` are new, and the certificate is the same",
        ),
        (true, false, _) => (What::Munging, Likely, "`ice-ufrag` is another but not `ice-pwd`: a restart renews both"),
        (false, true, _) => (What::Munging, Likely, "`ice-pwd` is another but not `ice-ufrag`: a restart renews both"),
        (false, false, _) if traces.fingerprint => (
            What::Middlebox,
            Likely,
            "the certificate is another and the ICE credentials are not: somebody in between ends DTLS",
        ),
        (false, false, _) => return None,
    };
    Some(Story { what, certainty, why })
}

/// Addresses are others; after a restart all candidates are, and that tells nothing.
fn candidates(traces: &Traces) -> Option<Story> {
    use Certainty::{Certain, Likely, Possible};
    if traces.ufrag {
        return None;
    }
    let (what, certainty, why) = match (traces.candidates_removed, traces.candidates_added) {
        (true, true) => (
            What::Middlebox,
            Likely,
            "candidates were replaced under the same ICE credentials: somebody in between rewrote addresses",
        ),
        (true, false) => (
            What::Munging,
            Possible,
            "candidates were taken out under the same ICE credentials: by the application, or by somebody in between",
        ),
        (false, true) => (What::CandidatesAdded, Certain, "candidates came under the same ICE credentials"),
        (false, false) if traces.address && !traces.media => (
            What::Middlebox,
            Likely,
            "address or port are others and nothing else: SIP gateways and routers rewrite them",
        ),
        (false, false) => return None,
    };
    Some(Story { what, certainty, why })
}

/// What is to be sent is another. Whoever writes a new description raises its version (RFC 9429 section 5.2.2).
fn content(traces: &Traces) -> Option<Story> {
    use Certainty::{Certain, Likely, Possible};
    if !(traces.media || (traces.setup && !traces.fingerprint)) {
        return None;
    }
    let (what, certainty, why) = match (traces.session, traces.version) {
        (Some(true), Some(Ordering::Equal)) => (
            What::Munging,
            Likely,
            "the `o=` line is the same and the content is not: whoever writes a new description raises its version",
        ),
        (Some(true), Some(Ordering::Greater)) => (What::Renegotiation, Certain, "the version in `o=` went up"),
        (Some(true), Some(Ordering::Less)) => {
            (What::Renegotiation, Likely, "the version in `o=` went down: the second description is the older one")
        }
        (Some(false), _) if !traces.ufrag && !traces.fingerprint && traces.credentials => (
            What::Middlebox,
            Likely,
            "`o=` names another session under the same credentials: somebody in between wrote the text anew",
        ),
        (Some(false), _) if !traces.credentials => {
            (What::Unrelated, Possible, "`o=` names another session, and there are no credentials to compare")
        }
        _ => (What::Munging, Possible, "the content differs, and `o=` does not tell who changed it"),
    };
    Some(Story { what, certainty, why })
}
