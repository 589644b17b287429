//! Rules about DTLS keys: fingerprints.

use super::super::Draft;
use super::{Case, Part};
use crate::report::{Confidence, Effect, Target};
use crate::sdp::{Place, Role};

/// A section that is keyed by DTLS and names no certificate, neither itself nor in the session part.
///
/// A section that rides on the transport of another one needs none in an answer, nor where it is `bundle-only`
/// (RFC 9143 section 7.1.3, RFC 8859); in an offer it may be left alone, and Firefox refuses such an offer.
pub(super) fn missing_fingerprint(case: &Case<'_>) -> Vec<Draft> {
    if case.session.has("fingerprint") {
        return Vec::new();
    }
    let offered = case.role == Role::Offer;
    let bare: Vec<_> = case
        .live()
        .filter(|part| wants_dtls(part, case.session.has("setup")) && !part.has("fingerprint"))
        .map(|part| (part, part.place == Place::Rider))
        .filter(|(part, rides)| !rides || (offered && !part.has("bundle-only")))
        .collect();
    let Some((first, _)) = bare.first() else { return Vec::new() };
    let more = match bare.len() {
        1 => String::new(),
        2 => " and 1 more section".to_owned(),
        n => format!(" and {} more sections", n - 1),
    };
    let message = format!("no `a=fingerprint` for the {}{more}, nor in the session part", first.name());
    let certain = bare.iter().any(|(_, rides)| !rides);
    let draft = Draft::new(first.name(), message)
        .confidence(if certain { Confidence::Certain } else { Confidence::Likely })
        .help("put `a=fingerprint` back; on a gateway switch DTLS-SRTP on (Asterisk: `dtls_auto_generate_cert=yes`)");
    let spans = bare.iter().map(|(part, _)| {
        let protocol = part.media.protocol.range();
        if protocol.is_empty() { part.line() } else { protocol }
    });
    // A bare rider: Chrome switches a data section off and goes on, Firefox refuses the whole.
    let in_chrome = match bare.iter().all(|(part, _)| part.media.is_data()) {
        _ if certain => Effect::Refuses,
        true => Effect::NoDataChannel,
        false => Effect::MediaMissing,
    };
    let draft = draft.breaks(Target::Chrome, in_chrome).breaks(Target::Firefox, Effect::Refuses);
    vec![spans.fold(draft, |draft, span| draft.span(span, "keyed by DTLS, but no certificate is named"))]
}

/// By its profile, or by `a=setup` under one of the old RTP profiles, which browsers read as DTLS all the same. With
/// `a=crypto` the keys are in the text instead (RFC 4568).
fn wants_dtls(part: &Part<'_>, session_setup: bool) -> bool {
    let media = part.media;
    // Browsers switch any other kind off, with a fingerprint or without.
    let taken = ["audio", "video", "application"].contains(&media.kind.as_str());
    taken && (media.is_dtls() || (media.is_rtp() && (session_setup || part.has("setup")) && !part.has("crypto")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Evidence;
    use crate::sdp::Sdp;

    const FINGERPRINT: &str = "a=fingerprint:sha-256 AA:BB\n";

    fn spans(text: &str) -> Vec<String> {
        let drafts = missing_fingerprint(&Case::of(&Sdp::parse(text.as_bytes())));
        assert!(drafts.len() <= 1, "one cause, one finding");
        let rule = &super::super::MEDIA_A.iter().find(|row| row.rule.id == "sdp/missing-fingerprint").unwrap().rule;
        let findings = drafts.into_iter().map(|draft| draft.into_finding(rule));
        findings
            .flat_map(|finding| finding.evidence)
            .filter_map(|evidence| match evidence {
                Evidence::Span { range, .. } => Some(text[range.start..].lines().next().unwrap().to_owned()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_dtls_section_without_a_fingerprint_is_found() {
        assert_eq!(spans("m=audio 9 UDP/TLS/RTP/SAVPF 0\n"), ["UDP/TLS/RTP/SAVPF 0"]);
        assert_eq!(spans("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n"), ["UDP/DTLS/SCTP webrtc-datachannel"]);
        assert_eq!(spans("m=audio 9 RTP/SAVPF 0\na=setup:actpass\n"), ["RTP/SAVPF 0"]);
        assert_eq!(spans("a=setup:actpass\nm=audio 9 RTP/AVP 0\n"), ["RTP/AVP 0"]);
        assert_eq!(spans("m=audio 9 UDP/TLS/RTP/SAVPF 0\nm=video 9 UDP/TLS/RTP/SAVPF 96\n").len(), 2);
    }

    #[test]
    fn what_needs_none_is_left_alone() {
        for text in [
            "a=fingerprint:sha-256 AA\nm=audio 9 UDP/TLS/RTP/SAVPF 0\n",
            "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=fingerprint:sha-256 AA\n",
            "m=audio 0 UDP/TLS/RTP/SAVPF 0\n",
            "m=audio 5004 RTP/AVP 0\n",
            "m=audio 5004 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\na=setup:actpass\n",
            "m=application 5004 TCP/MRCPv2 1\na=setup:passive\n",
            "m=foo 9 UDP/TLS/RTP/SAVPF 96\n",
        ] {
            assert!(spans(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_bundled_section_needs_one_in_an_offer_unless_it_is_bundle_only() {
        let text = |setup: &str, more: &str| {
            format!(
                "a=group:BUNDLE 0 1\nm=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:0\na=setup:{setup}\n{FINGERPRINT}\
                 m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:1\n{more}"
            )
        };
        assert_eq!(spans(&text("actpass", "")), ["UDP/TLS/RTP/SAVPF 96"]);
        assert!(spans(&text("active", "")).is_empty());
        assert!(spans(&text("actpass", "a=bundle-only\n")).is_empty());
    }
}
