//! The two descriptions of a run, judged as `rtcdiag sdp lint` judges them.
//!
//! For: an answer that browsers refuse, whatever this stack made of it. Not for: what the network did.

use crate::facts::handshake::{End, Failure, Handshake};
use crate::report::{Effect, Finding, Severity, Source, Target};
use crate::rules::{Case, Subject, judge, predict};
use crate::sdp::{Role, Sdp};

/// What is wrong with the peer's description, by itself and beside ours, with the texts that it points into.
#[derive(Debug, Default)]
pub(super) struct Described {
    /// What ends a call, worst first.
    pub(super) findings: Vec<Finding>,
    /// The texts, their secrets hidden.
    pub(super) sources: Vec<Source>,
}

/// Judges the descriptions. Where both browsers refuse the peer's, that is how the run ended: what this stack did with
/// it later says nothing.
pub(super) fn judged(facts: &mut Handshake) -> Described {
    let Some(remote) = &facts.sides.remote else { return Described::default() };
    let remote = Sdp::parse(remote.as_bytes());
    let local = facts.sides.local.as_ref().map(|local| Sdp::parse(local.as_bytes()));
    let roles = if facts.signaling.offerer { [Role::Offer, Role::Answer] } else { [Role::Answer, Role::Offer] };
    let mut findings = own(&remote, roles[1]);
    if let Some(local) = &local {
        let (ours, theirs) = (Case::paired(local, roles[0]), Case::paired(&remote, roles[1]));
        // Our answer is ours to make well; theirs is what was tested.
        if facts.signaling.offerer {
            findings.extend(judge(Subject::Pair(&ours, &theirs, [0, 1])));
        }
    }
    findings.retain(matters);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    if findings.is_empty() {
        return Described::default();
    }
    refuse(facts, &findings);
    let names =
        if facts.signaling.offerer { ["our offer", "the peer's answer"] } else { ["our answer", "the peer's offer"] };
    let source = |name: &str, sdp: Option<&Sdp>| Source {
        name: name.to_owned(),
        text: sdp.map(Sdp::redacted_text).unwrap_or_default(),
        path: None,
    };
    Described { findings, sources: vec![source(names[0], local.as_ref()), source(names[1], Some(&remote))] }
}

/// Whether it ends a call, in one browser at least; `sdp lint` says the rest. Candidates come in messages too, and
/// `ice/no-remote-candidates` counts them all.
fn matters(finding: &Finding) -> bool {
    let refused =
        [Target::Chrome, Target::Firefox].map(|target| finding.effect_on(target)).contains(&Some(Effect::Refuses));
    (finding.severity == Severity::Error || refused) && finding.rule.id != "sdp/no-candidates"
}

/// What is wrong with one text by itself.
fn own(sdp: &Sdp, role: Role) -> Vec<Finding> {
    judge(Subject::Case(&Case::paired(sdp, role), 1))
}

/// Ends the run in `sdp` where both browsers refuse the description, and it had not ended before that.
fn refuse(facts: &mut Handshake, findings: &[Finding]) {
    let refuses =
        |target| predict(findings, target).cause.filter(|_| predict(findings, target).effect == Effect::Refuses);
    let (Some(cause), Some(_)) = (refuses(Target::Chrome), refuses(Target::Firefox)) else { return };
    if facts.end == End::Interrupted {
        return;
    }
    let connected = if facts.end == End::Connected { "; this stack connected all the same" } else { "" };
    let why = format!("browsers refuse it: {}{connected}", cause.message);
    facts.end = End::Failed(Failure::BadAnswer { why });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sides::Sides;
    use crate::facts::signaling::Signaling;

    const OFFER: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=ice-ufrag:abcd\r\na=ice-pwd:xxxxxxxxxxxxxxxxxxxxxxxx\r\na=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\na=setup:actpass\r\na=sctp-port:5000\r\n";

    fn run(mangle: impl Fn(&str) -> String) -> (Handshake, Vec<&'static str>) {
        let answer = mangle(&OFFER.replace("actpass", "active"));
        let mut facts = Handshake {
            end: End::Connected,
            sides: Sides { local: Some(OFFER.to_owned()), remote: Some(answer), ..Sides::default() },
            signaling: Signaling { offerer: true, ..Signaling::default() },
            ..Handshake::default()
        };
        let ids = judged(&mut facts).findings.iter().map(|finding| finding.rule.id).collect();
        (facts, ids)
    }

    #[test]
    fn a_mangled_answer_fails_in_sdp_under_the_rule_that_explains_it() {
        let extra = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\n";
        for (rule, mangle) in [
            ("sdp/mline-count", Box::new(|sdp: &str| format!("{sdp}{extra}")) as Box<dyn Fn(&str) -> String>),
            ("sdp/type-mismatch", Box::new(|sdp: &str| sdp.replace("active", "actpass"))),
            (
                "sdp/missing-fingerprint",
                Box::new(|sdp: &str| {
                    sdp.lines()
                        .filter(|line| !line.starts_with("a=fingerprint"))
                        .map(|line| format!("{line}\r\n"))
                        .collect()
                }),
            ),
            ("sdp/escaped-newlines", Box::new(|sdp: &str| sdp.replace("\r\n", "\\r\\n"))),
        ] {
            let (facts, ids) = run(mangle);
            assert!(ids.contains(&rule), "{rule}: {ids:?}");
            let End::Failed(failure) = &facts.end else { panic!("{rule}: {:?}", facts.end) };
            assert_eq!(failure.phase(), "sdp", "{rule}");
        }
    }

    #[test]
    fn a_good_answer_and_one_that_a_single_browser_minds_stay_connected() {
        let (facts, ids) = run(str::to_owned);
        assert_eq!((facts.end, ids), (End::Connected, Vec::new()));
        let (facts, ids) = run(|sdp| sdp.trim_end().to_owned());
        assert_eq!(facts.end, End::Connected);
        assert_eq!(ids, ["sdp/no-final-newline"]);
    }
}
