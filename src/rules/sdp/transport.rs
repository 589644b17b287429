//! Rules about the `m=` line's port and protocol, and about what goes with them.

use super::super::Draft;
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Place, Role};

/// No `c=` line for a section (RFC 8866 section 5.7).
pub(super) fn missing_connection(case: &Case<'_>) -> Vec<Draft> {
    let has = |part: &Part<'_>| part.section.lines().any(|line| line.kind == Some('c'));
    if has(&case.session) {
        return Vec::new();
    }
    let bare: Vec<_> = case.parts.iter().filter(|part| !has(part)).collect();
    let Some(first) = bare.first().filter(|_| case.is_whole()) else { return Vec::new() };
    let what = match bare.len() {
        1 => format!("no `c=` line for the {}, nor in the session part", first.name()),
        n => format!("no `c=` line for {n} sections, nor in the session part; the first is the {}", first.name()),
    };
    let draft = Draft::new(first.name(), what)
        .spans(bare.iter().map(|part| part.line()), "no `c=` behind this line")
        .breaks(Target::Chrome, Effect::Notes)
        .breaks(Target::Firefox, Effect::Refuses)
        .help("write `c=IN IP4 0.0.0.0` into each section; with ICE the address does not matter");
    let lines = bare.iter().filter_map(|part| part.section.media_line());
    vec![lines.fold(draft, |draft, line| {
        let at = super::lines::whole_line(case, line).end;
        draft.edit(at..at, "c=IN IP4 0.0.0.0\r\n")
    })]
}

/// RTP without `a=rtcp-mux`, which browsers require (RFC 9429 section 5.1.1, RFC 9143 section 7.1.3).
pub(super) fn missing_rtcp_mux(case: &Case<'_>) -> Vec<Draft> {
    let bare: Vec<_> = case
        .live()
        .filter(|part| part.media.is_rtp() && part.wants_dtls(&case.session) && !part.has("rtcp-mux"))
        .collect();
    let Some(first) = bare.first() else { return Vec::new() };
    let what = match bare.len() {
        1 => format!("no `a=rtcp-mux` in the {}", first.name()),
        n => format!("no `a=rtcp-mux` in {n} sections, the first is the {}", first.name()),
    };
    let rides = bare.iter().all(|part| part.place == Place::Rider);
    let firefox = if rides && case.role == Role::Answer { Effect::Notes } else { Effect::Refuses };
    vec![
        Draft::new(first.name(), what)
            .spans(bare.iter().map(|part| part.line()), "RTCP would need a port of its own")
            .breaks(Target::Chrome, Effect::Refuses)
            .breaks(Target::Firefox, firefox)
            .help("switch RTCP multiplexing on at the peer (Asterisk: `rtcp_mux=yes`), so that it writes `a=rtcp-mux`"),
    ]
}

/// Protocols that SIPCC knows, apart from those of RTP and SCTP.
const OTHERS: [&str; 6] = ["UDP", "UDPTL", "UDPSPRT", "TCP", "TCP/MRCPV2", "LOCAL"];

/// A protocol of which browsers know nothing.
pub(super) fn unknown_proto(case: &Case<'_>) -> Vec<Draft> {
    let strange = |part: &&Part<'_>| {
        let media = part.media;
        !media.protocol.is_empty()
            && !media.is_rtp()
            && !media.is_data()
            && !OTHERS.iter().any(|known| media.protocol.as_str().eq_ignore_ascii_case(known))
    };
    case.parts
        .iter()
        .filter(strange)
        .take(20)
        .map(|part| {
            let want = match part.media.kind.as_str() {
                "application" => "UDP/DTLS/SCTP",
                _ => "UDP/TLS/RTP/SAVPF",
            };
            let media = ["audio", "video"].contains(&part.media.kind.as_str());
            Draft::new(part.name(), format!("`{}` is no transport that browsers know", part.media.protocol.head()))
                .span(part.media.protocol.range(), "unknown")
                .edit(part.media.protocol.range(), want)
                .breaks(Target::Chrome, if media { Effect::Refuses } else { Effect::NoDataChannel })
                .breaks(Target::Firefox, Effect::Refuses)
                .help(format!("write `{want}`"))
        })
        .collect()
}

/// An RTP profile that is older than DTLS, or runs over TCP (RFC 9429 section 5.1.2).
///
/// Browsers read the old profiles as `UDP/TLS/RTP/SAVPF` where a fingerprint is there. Without one, and without keys
/// in the text, it is plain RTP.
pub(super) fn proto_not_dtls(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for part in case.live().filter(|part| part.media.is_rtp()) {
        let protocol = part.media.protocol;
        let name = protocol.as_str().to_ascii_uppercase();
        let tcp = name.starts_with("TCP/");
        let keyed = case.inherited(part, "fingerprint").is_some();
        if part.media.is_dtls() && !tcp
            || drafts.len() == 20
            || ["RTP/SAVP", "RTP/SAVPF", "RTP/AVP", "RTP/AVPF"].iter().all(|known| *known != name) && !tcp
        {
            continue;
        }
        let draft =
            |message: String| Draft::new(part.name(), message).span(protocol.range(), "not `UDP/TLS/RTP/SAVPF`");
        let fixed = |draft: Draft| draft.edit(protocol.range(), "UDP/TLS/RTP/SAVPF");
        drafts.push(if tcp {
            fixed(draft(format!("`{}` is RTP over TCP, which ICE decides and not the `m=` line", protocol.head())))
                .severity(Severity::Error)
                .breaks(Target::Chrome, Effect::Notes)
                .breaks(Target::Firefox, Effect::Refuses)
                .help("write `UDP/TLS/RTP/SAVPF`; candidates of TCP do the rest")
        } else if keyed {
            fixed(draft(format!("`{}` is a profile from before DTLS, though a fingerprint is given", protocol.head())))
                .breaks_browsers(Effect::Notes)
                .breaks(Target::Rfc, Effect::Notes)
                .help("write `UDP/TLS/RTP/SAVPF`: browsers read both alike, and gateways may not")
        } else if part.wants_dtls(&case.session) || part.has("crypto") {
            continue;
        } else {
            draft(format!("`{}` without a fingerprint is RTP without DTLS", protocol.head()))
                .severity(Severity::Error)
                .breaks_browsers(Effect::Refuses)
                .help("let a gateway that speaks DTLS-SRTP and ICE stand between this peer and a browser")
        });
    }
    drafts
}

/// The largest port.
const PORT: u32 = 65_535;

/// A port that is none.
pub(super) fn port_range(case: &Case<'_>) -> Vec<Draft> {
    let bad = case.parts.iter().filter(|part| {
        let port = part.media.port;
        !port.is_empty() && (port.parse::<u32>().is_none_or(|number| number > PORT))
    });
    bad.take(20)
        .map(|part| {
            let port = part.media.port;
            // `port/count` (RFC 8866 section 5.14) is for layered streams, and libwebrtc does not read it.
            let count =
                port.split_once('/').is_some_and(|(a, b)| a.parse::<u16>().is_some() && b.parse::<u16>().is_some());
            let number = port.parse::<u64>().is_some();
            let message = if count {
                format!("`{}` is a port with a count, which Chrome does not read", port.head())
            } else {
                format!("port `{}` is not between 0 and {PORT}", port.head())
            };
            Draft::new(part.name(), message)
                .span(port.range(), "no port")
                .edit(port.range(), "9")
                .breaks(Target::Chrome, Effect::Refuses)
                .breaks(Target::Firefox, if count || number { Effect::Notes } else { Effect::Refuses })
                .help("write 9 where ICE finds the port, or the port of the default candidate")
        })
        .collect()
}
