//! What the echo peer needs to know of descriptions: candidates in them, and fragments of them (RFC 8840).

use crate::net::peer::media::MediaKind;
use crate::probe::signaling::Candidate;

/// The audio and video that an offer has, and whether it is wanted in return (RFC 3264 section 5.1).
pub(super) fn media(offer: &str) -> Vec<(MediaKind, bool)> {
    let sections = offer.split("\nm=").skip(1);
    let kind =
        |section: &str| [MediaKind::Audio, MediaKind::Video].into_iter().find(|it| section.starts_with(it.word()));
    let wanted = |section: &str| !section.lines().any(|line| matches!(line.trim_end(), "a=sendonly" | "a=inactive"));
    sections.filter_map(|section| Some((kind(section)?, wanted(section)))).collect()
}

/// `answer` with all of its candidates, and the word that there are no more (RFC 8838 section 8.2): in the first
/// section, which carries all of them by BUNDLE.
pub(super) fn complete(answer: &str, candidates: &[Candidate]) -> String {
    let lines = candidate_lines(candidates);
    let first = answer.find("\r\nm=").map(|at| at + 2);
    let end = first.and_then(|first| answer.get(first..)?.find("\r\nm=").map(|at| first + at + 2));
    let (section, rest) = answer.split_at(end.unwrap_or(answer.len()));
    let kept: String = section.split_inclusive('\n').filter(|line| !is_candidate(line)).collect();
    format!("{kept}{lines}{rest}")
}

fn is_candidate(line: &str) -> bool {
    line.starts_with("a=candidate:") || line.starts_with("a=end-of-candidates")
}

fn candidate_lines(candidates: &[Candidate]) -> String {
    let lines: String = candidates.iter().map(|it| format!("a={}\r\n", it.candidate)).collect();
    format!("{lines}a=end-of-candidates\r\n")
}

/// An offer that nobody means: what glare needs is that one comes.
pub(super) fn some_offer() -> String {
    let print = ["5A"; 32].join(":");
    [
        "v=0",
        "o=- 7 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        "a=ice-ufrag:glar",
        "a=ice-pwd:glareglareglareglareglare",
        "a=ice-options:trickle",
        &format!("a=fingerprint:sha-256 {print}"),
        "a=setup:actpass",
        "a=sctp-port:5000",
        "",
    ]
    .join("\r\n")
}

/// An answer of a later version and another ICE session than `answer`.
pub(super) fn another(answer: &str) -> String {
    let lines = answer.split_inclusive('\n').map(|line| match line.strip_prefix("a=ice-ufrag:") {
        Some(_) => "a=ice-ufrag:2ndA\r\n".to_owned(),
        None if line.starts_with("o=") => "o=- 9 9 IN IP4 127.0.0.1\r\n".to_owned(),
        None => line.to_owned(),
    });
    lines.collect()
}

/// What an `application/trickle-ice-sdpfrag` says.
#[derive(Debug, Default, Eq, PartialEq)]
pub(in crate::serve) struct Fragment {
    pub(in crate::serve) ufrag: Option<String>,
    pub(in crate::serve) pwd: Option<String>,
    pub(in crate::serve) candidates: Vec<Candidate>,
}

/// Reads a fragment; `None` where a line is none that may be there.
pub(in crate::serve) fn read_fragment(text: &str) -> Option<Fragment> {
    let mut fragment = Fragment::default();
    let mut mid = None;
    for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        let (kind, value) = line.split_once('=')?;
        match (kind, value) {
            ("m", _) => mid = None,
            ("a", _) => match value.split_once(':').unwrap_or((value, "")) {
                ("mid", name) => mid = Some(name.to_owned()),
                ("ice-ufrag", ufrag) => fragment.ufrag = Some(ufrag.to_owned()),
                ("ice-pwd", pwd) => fragment.pwd = Some(pwd.to_owned()),
                ("candidate", _) => fragment.candidates.push(Candidate {
                    candidate: value.to_owned(),
                    sdp_mid: mid.clone(),
                    sdp_m_line_index: None,
                }),
                _ => {}
            },
            ("s" | "o" | "v" | "t" | "c" | "b", _) => {}
            _ => return None,
        }
    }
    Some(fragment)
}

/// The fragment that a restart is answered with: credentials, the first section, and the candidates of `answer`.
pub(in crate::serve) fn fragment(answer: &str) -> String {
    let line = |start: &str| answer.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
    let (section, mid) = (line("m="), line("a=mid:"));
    let (ufrag, pwd) = (line("a=ice-ufrag:"), line("a=ice-pwd:"));
    let candidates: String = answer.split_inclusive('\n').filter(|line| is_candidate(line)).collect();
    format!("{ufrag}\r\n{pwd}\r\n{section}\r\n{mid}\r\n{candidates}")
}

/// `offer` with the ICE credentials of `fragment` and without the candidates of the session before.
pub(in crate::serve) fn with_fragment(offer: &str, fragment: &Fragment) -> Option<String> {
    let (ufrag, pwd) = (fragment.ufrag.as_ref()?, fragment.pwd.as_ref()?);
    let lines = offer.split_inclusive('\n').filter(|line| !is_candidate(line)).map(|line| {
        if line.starts_with("a=ice-ufrag:") {
            format!("a=ice-ufrag:{ufrag}\r\n")
        } else if line.starts_with("a=ice-pwd:") {
            format!("a=ice-pwd:{pwd}\r\n")
        } else {
            line.to_owned()
        }
    });
    Some(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate() -> Candidate {
        Candidate {
            candidate: "candidate:1 1 udp 1 127.0.0.1 9 typ host".to_owned(),
            sdp_mid: Some("0".to_owned()),
            sdp_m_line_index: None,
        }
    }

    #[test]
    fn what_is_wanted_is_what_the_other_side_would_receive() {
        let offer = "v=0\r\nm=audio 9 x\r\na=sendrecv\r\nm=video 9 x\r\na=sendonly\r\nm=application 9 x\r\n";
        assert_eq!(media(offer), [(MediaKind::Audio, true), (MediaKind::Video, false)]);
    }

    #[test]
    fn candidates_go_into_the_first_section() {
        let answer = "v=0\r\nm=audio 9 x\r\na=mid:0\r\na=candidate:old\r\nm=video 9 x\r\na=mid:1\r\n";
        let wanted = "v=0\r\nm=audio 9 x\r\na=mid:0\r\na=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\na=end-of-candidates\r\nm=video 9 x\r\na=mid:1\r\n";
        assert_eq!(complete(answer, &[candidate()]), wanted);
    }

    #[test]
    fn a_fragment_is_read_and_put_into_an_offer() {
        let text = "a=ice-ufrag:new1\r\na=ice-pwd:newnew\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\na=end-of-candidates\r\n";
        let read = read_fragment(text).unwrap();
        assert_eq!(read.candidates, [candidate()]);
        let offer = "v=0\r\nm=audio 9 x\r\na=ice-ufrag:old1\r\na=ice-pwd:oldold\r\na=candidate:old\r\n";
        let wanted = "v=0\r\nm=audio 9 x\r\na=ice-ufrag:new1\r\na=ice-pwd:newnew\r\n";
        assert_eq!(with_fragment(offer, &read).unwrap(), wanted);
        assert_eq!(with_fragment(offer, &Fragment::default()), None);
        for bad in ["hello", "x=1", "{\"candidate\":1}"] {
            assert_eq!(read_fragment(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_restart_is_answered_with_what_is_new() {
        let answer =
            "v=0\r\nm=audio 9 x\r\na=mid:0\r\na=ice-ufrag:u\r\na=ice-pwd:p\r\na=candidate:1\r\na=end-of-candidates\r\n";
        let wanted =
            "a=ice-ufrag:u\r\na=ice-pwd:p\r\nm=audio 9 x\r\na=mid:0\r\na=candidate:1\r\na=end-of-candidates\r\n";
        assert_eq!(fragment(answer), wanted);
    }
}
