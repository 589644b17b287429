//! The media sections of a description: kind, mid, direction and codecs, and nothing more.
//!
//! Not for: judging or explaining a description (that is `sdp`).

use std::collections::{HashMap, HashSet};

/// One media section (RFC 8866 section 5.14).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    /// `audio`, `video` or `application`.
    pub kind: String,
    /// `a=mid`.
    pub mid: Option<String>,
    /// `sendrecv`, `sendonly`, `recvonly` or `inactive`; `None` where the section carries data channels.
    pub direction: Option<&'static str>,
    /// Port 0 without `a=bundle-only`: refused (RFC 9429 section 5.3.1).
    pub rejected: bool,
    /// The names of the codecs in order of preference, each once.
    pub codecs: Vec<String>,
}

impl Section {
    /// The same section seen from the other end.
    pub(super) fn flipped(mut self) -> Self {
        self.direction = self.direction.map(|direction| match direction {
            "sendonly" => "recvonly",
            "recvonly" => "sendonly",
            same => same,
        });
        self
    }
}

const DIRECTIONS: [&str; 4] = ["sendrecv", "sendonly", "recvonly", "inactive"];

/// Audio codecs that need no `a=rtpmap` (RFC 3551 section 6).
const STATIC: [(&str, &str); 4] = [("0", "PCMU"), ("8", "PCMA"), ("9", "G722"), ("13", "CN")];

/// The sections of `sdp`, in order.
pub(super) fn sections(sdp: &str) -> Vec<Section> {
    let lines: Vec<&str> = sdp.lines().map(str::trim_end).collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|&n| lines.get(n).is_some_and(|l| l.starts_with("m="))).collect();
    let session = direction(lines.get(..starts.first().copied().unwrap_or(0)).unwrap_or(&[]));
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).filter_map(|(&from, to)| section(lines.get(from..to)?, session)).collect()
}

fn section(lines: &[&str], session: Option<&'static str>) -> Option<Section> {
    let mut words = lines.first()?.strip_prefix("m=")?.split_ascii_whitespace();
    let kind = words.next()?.to_owned();
    let port = words.next()?;
    let is_rtp = words.next()?.contains("RTP");
    let bundle_only = lines.contains(&"a=bundle-only");
    Some(Section {
        mid: lines.iter().find_map(|line| line.strip_prefix("a=mid:")).map(str::to_owned),
        direction: is_rtp.then(|| direction(lines).or(session).unwrap_or("sendrecv")),
        rejected: port == "0" && !bundle_only,
        codecs: if is_rtp { codecs(&kind, lines, words) } else { Vec::new() },
        kind,
    })
}

/// The codecs behind the payload types of an `m=` line, each once.
fn codecs<'a>(kind: &str, lines: &[&'a str], payload_types: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: HashMap<&str, &str> = if kind == "audio" { STATIC.into() } else { HashMap::new() };
    names.extend(lines.iter().filter_map(|line| {
        let (number, encoding) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
        Some((number, encoding.split('/').next()?))
    }));
    let mut seen = HashSet::new();
    payload_types
        .filter_map(|number| names.get(number).copied())
        .filter(|name| seen.insert(*name))
        .map(str::to_owned)
        .collect()
}

fn direction(lines: &[&str]) -> Option<&'static str> {
    lines.iter().find_map(|line| {
        let word = line.strip_prefix("a=")?;
        DIRECTIONS.into_iter().find(|direction| *direction == word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDP: &str = "v=0\r\na=recvonly\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n\
        m=video 0 UDP/TLS/RTP/SAVPF 96 97 0\r\na=mid:1\r\na=sendonly\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\n\
        m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\na=bundle-only\r\n";

    #[test]
    fn sections_have_their_own_and_the_session_wide_values() {
        let found = sections(SDP);
        let seen: Vec<_> =
            found.iter().map(|s| (s.kind.as_str(), s.direction, s.rejected, s.codecs.join(" "))).collect();
        assert_eq!(
            seen,
            [
                ("audio", Some("recvonly"), false, "opus PCMU".to_owned()),
                ("video", Some("sendonly"), true, "VP8 rtx".to_owned()),
                ("application", None, false, String::new()),
            ]
        );
        assert_eq!(found.last().unwrap().mid.as_deref(), Some("2"));
    }

    #[test]
    fn a_text_without_sections_has_none() {
        assert_eq!(sections("v=0"), []);
        assert_eq!(sections("m="), []);
    }
}
