//! Misbehaviour on purpose, to see how the other side takes it.

use std::time::Duration;

use super::line::Said;
use crate::facts::handshake::Provocation;
use crate::probe::signaling::Candidate;

/// How long late candidates are held back.
const LATE: Duration = Duration::from_secs(2);

/// What of our messages is changed.
#[derive(Debug, Default)]
pub(super) struct Mischief {
    what: Option<Provocation>,
    held: Vec<Said>,
    first: Option<Said>,
    done: bool,
}

impl Mischief {
    /// A run that does `what`, if anything.
    pub(super) fn new(what: Option<Provocation>) -> Self {
        Self { what, ..Self::default() }
    }

    /// What is said in place of `said`, in order.
    pub(super) fn apply(&mut self, said: Said) -> Vec<Said> {
        let Some(what) = self.what else { return vec![said] };
        match (what, said) {
            (Provocation::CandFirst, Said::Offer(sdp)) if !self.done => {
                self.first = Some(Said::Offer(sdp));
                Vec::new()
            }
            (Provocation::CandFirst, said) if self.first.is_some() => {
                let end = matches!(said, Said::End);
                let mut messages = vec![said];
                if end {
                    self.done = true;
                    messages.extend(self.first.take());
                }
                messages
            }
            (Provocation::DupOffer, Said::Offer(sdp)) => vec![Said::Offer(sdp.clone()), Said::Offer(sdp)],
            (Provocation::DupAnswer, Said::Answer(sdp)) => vec![Said::Answer(sdp.clone()), Said::Answer(sdp)],
            (Provocation::LateCandidates, said @ (Said::Candidate(_) | Said::End)) if !self.done => {
                self.held.push(said);
                Vec::new()
            }
            (Provocation::NoEoc, Said::End) => Vec::new(),
            (Provocation::NoCandidates, Said::Candidate(_) | Said::End) => Vec::new(),
            (Provocation::WrongUfrag, Said::Candidate(candidate)) => {
                let line = format!("{} ufrag {}", without_ufrag(&candidate.candidate), "wrong");
                vec![Said::Candidate(Candidate { candidate: line, ..candidate.clone() }), Said::Candidate(candidate)]
            }
            (Provocation::UnknownMid, Said::Candidate(candidate)) => {
                let strange = Candidate { sdp_mid: Some("rtcdiag-no-such-mid".to_owned()), ..candidate.clone() };
                vec![Said::Candidate(Candidate { sdp_m_line_index: Some(77), ..strange }), Said::Candidate(candidate)]
            }
            (Provocation::BadCandidate, Said::Candidate(candidate)) => {
                let broken = "candidate:1 1 udp not-a-priority 192.0.2.1 9 typ host".to_owned();
                vec![Said::Candidate(Candidate { candidate: broken, ..candidate.clone() }), Said::Candidate(candidate)]
            }
            (Provocation::LfOnly, said) => vec![described(said, |sdp| sdp.replace("\r\n", "\n"))],
            (Provocation::NoEol, said) => vec![described(said, |sdp| sdp.trim_end().to_owned())],
            (Provocation::WrongFingerprint, said) => vec![described(said, other_fingerprint)],
            (_, said) => vec![said],
        }
    }

    /// When what is held back has to go out, counted from the description.
    pub(super) fn late(&self) -> Option<Duration> {
        (self.what == Some(Provocation::LateCandidates) && !self.done).then_some(LATE)
    }

    /// What was held back.
    pub(super) fn release(&mut self) -> Vec<Said> {
        self.done = true;
        std::mem::take(&mut self.held)
    }
}

fn described(said: Said, change: impl Fn(&str) -> String) -> Said {
    match said {
        Said::Offer(sdp) => Said::Offer(change(&sdp)),
        Said::Answer(sdp) => Said::Answer(change(&sdp)),
        other => other,
    }
}

fn without_ufrag(line: &str) -> &str {
    line.find(" ufrag ").and_then(|at| line.get(..at)).unwrap_or(line)
}

/// The description with one digit of each fingerprint changed: that of a certificate that we do not hold.
fn other_fingerprint(sdp: &str) -> String {
    let changed = |line: &str| match line.strip_suffix(|c: char| c.is_ascii_hexdigit()) {
        Some(rest) if line.starts_with("a=fingerprint:") => {
            format!("{rest}{}", if line.ends_with('0') { '1' } else { '0' })
        }
        _ => line.to_owned(),
    };
    sdp.lines().map(|line| changed(line.trim_end()) + "\r\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate() -> Said {
        Said::Candidate(Candidate {
            candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host".to_owned(),
            ..Candidate::default()
        })
    }

    fn words(list: &[Said]) -> Vec<&'static str> {
        let word = |said: &Said| match said {
            Said::Offer(_) => "offer",
            Said::Answer(_) => "answer",
            Said::Candidate(_) => "candidate",
            Said::End => "end",
        };
        list.iter().map(word).collect()
    }

    #[test]
    fn candidates_go_before_the_offer() {
        let mut mischief = Mischief::new(Some(Provocation::CandFirst));
        assert_eq!(words(&mischief.apply(Said::Offer(String::new()))), [""; 0]);
        assert_eq!(words(&mischief.apply(candidate())), ["candidate"]);
        assert_eq!(words(&mischief.apply(Said::End)), ["end", "offer"]);
    }

    #[test]
    fn late_candidates_come_in_their_order() {
        let mut mischief = Mischief::new(Some(Provocation::LateCandidates));
        assert_eq!(words(&mischief.apply(Said::Offer(String::new()))), ["offer"]);
        assert_eq!(words(&mischief.apply(candidate())), [""; 0]);
        assert_eq!(words(&mischief.apply(Said::End)), [""; 0]);
        assert!(mischief.late().is_some());
        assert_eq!(words(&mischief.release()), ["candidate", "end"]);
        assert!(mischief.late().is_none());
    }

    #[test]
    fn one_digit_of_the_fingerprint_is_another() {
        let sdp = "v=0\r\na=fingerprint:sha-256 AB:C0\r\nm=x\r\n";
        assert_eq!(other_fingerprint(sdp), "v=0\r\na=fingerprint:sha-256 AB:C1\r\nm=x\r\n");
        let mut honest = Mischief::new(None);
        assert_eq!(words(&honest.apply(Said::End)), ["end"]);
    }
}
