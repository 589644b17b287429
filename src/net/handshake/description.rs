//! Our descriptions as they are sent: with the candidates in them, or with the word that they will follow.

use crate::probe::signaling::Candidate;

/// The description with `candidates` in their sections, and the word that there are no more (RFC 8839 section 5.1, RFC
/// 8840 section 8.2).
pub(super) fn with_candidates(sdp: &str, candidates: &[Candidate]) -> String {
    let mut text = String::new();
    let mut section: Option<(usize, Option<String>)> = None;
    for line in sdp.lines() {
        if line.starts_with("m=") {
            close(&mut text, section.as_ref(), candidates);
            section = Some((section.map_or(0, |(index, _)| index + 1), None));
        }
        if let (Some(mid), Some((_, known))) = (line.strip_prefix("a=mid:"), &mut section) {
            *known = Some(mid.trim_end().to_owned());
        }
        text.push_str(line.trim_end_matches('\r'));
        text.push_str("\r\n");
    }
    close(&mut text, section.as_ref(), candidates);
    text
}

fn close(text: &mut String, section: Option<&(usize, Option<String>)>, candidates: &[Candidate]) {
    let Some((index, mid)) = section else { return };
    let own = |candidate: &&Candidate| match (&candidate.sdp_mid, mid) {
        (Some(wanted), Some(mid)) if !wanted.is_empty() => wanted == mid,
        _ => usize::from(candidate.sdp_m_line_index.unwrap_or(0)) == *index,
    };
    let mut any = false;
    for candidate in candidates.iter().filter(own) {
        any = true;
        text.push_str(&format!("a={}\r\n", candidate.candidate));
    }
    if any {
        text.push_str("a=end-of-candidates\r\n");
    }
}

/// The description with `a=ice-options:trickle` (RFC 8840 section 4.1.1) before its first section.
pub(super) fn with_trickle(sdp: &str) -> String {
    if sdp.contains("a=ice-options:") {
        return sdp.to_owned();
    }
    match sdp.find("m=") {
        Some(first) => {
            let (session, sections) = sdp.split_at(first);
            format!("{session}a=ice-options:trickle\r\n{sections}")
        }
        None => sdp.to_owned(),
    }
}

/// The mid of the first section, in whose transport a bundle is (RFC 9143 section 7).
pub(super) fn first_mid(sdp: &str) -> Option<String> {
    sdp.lines().find_map(|line| line.strip_prefix("a=mid:")).map(|mid| mid.trim_end().to_owned())
}

/// The session id of `o=` (RFC 9429 section 5.2.1), by which two sides that offer at once can tell who yields.
pub(super) fn session_id(sdp: &str) -> u64 {
    let origin = sdp.lines().find_map(|line| line.strip_prefix("o="));
    origin.and_then(|origin| origin.split(' ').nth(1)).and_then(|id| id.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDP: &str = "v=0\r\no=- 77 1 IN IP4 0.0.0.0\r\nm=audio 9 x\r\na=mid:a\r\nm=application 9 x\r\na=mid:0\r\n";

    #[test]
    fn candidates_go_to_their_section() {
        let candidate = |mid: Option<&str>, index| Candidate {
            candidate: "candidate:1".to_owned(),
            sdp_mid: mid.map(str::to_owned),
            sdp_m_line_index: Some(index),
        };
        let text = with_candidates(SDP, &[candidate(Some("0"), 0)]);
        assert!(text.ends_with("a=mid:0\r\na=candidate:1\r\na=end-of-candidates\r\n"), "{text}");
        let text = with_candidates(SDP, &[candidate(None, 0)]);
        assert!(text.contains("a=mid:a\r\na=candidate:1\r\na=end-of-candidates\r\nm=application"), "{text}");
    }

    #[test]
    fn trickle_is_said_once_and_the_session_has_its_id() {
        let text = with_trickle(SDP);
        assert!(text.contains("a=ice-options:trickle\r\nm=audio"), "{text}");
        assert_eq!(with_trickle(&text), text);
        assert_eq!((session_id(SDP), session_id("")), (77, 0));
        assert_eq!((first_mid(SDP).as_deref(), first_mid("")), (Some("a"), None));
    }
}
