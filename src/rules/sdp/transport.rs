//! Rules about the `m=` line's port and protocol, and about what goes with them.

use super::super::Draft;
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::Place;

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
    let odd = bare.iter().all(|part| part.has_otherwise("rtcp-mux"));
    vec![
        Draft::new(first.name(), what)
            .spans(bare.iter().map(|part| part.line()), "RTCP would need a port of its own")
            .breaks(Target::Chrome, Effect::Refuses)
            .breaks(Target::Firefox, if odd { Effect::Notes } else { Effect::Refuses })
            .help("switch RTCP multiplexing on at the peer (Asterisk: `rtcp_mux=yes`), so that it writes `a=rtcp-mux`"),
    ]
}

/// Protocols of media that libwebrtc reads, in capital letters alone.
const CHROME_MEDIA: [&str; 8] = [
    "UDP/TLS/RTP/SAVPF",
    "UDP/TLS/RTP/SAVP",
    "TCP/TLS/RTP/SAVPF",
    "TCP/TLS/RTP/SAVP",
    "RTP/SAVPF",
    "RTP/SAVP",
    "RTP/AVPF",
    "RTP/AVP",
];

/// Protocols of data channels that both browsers read.
const DATA: [&str; 3] = ["UDP/DTLS/SCTP", "TCP/DTLS/SCTP", "DTLS/SCTP"];

/// Protocols of media that SIPCC reads, in either case.
const FIREFOX_MEDIA: [&str; 7] = [
    "UDP/TLS/RTP/SAVPF",
    "UDP/TLS/RTP/SAVP",
    "TCP/DTLS/RTP/SAVPF",
    "TCP/DTLS/RTP/SAVP",
    "RTP/SAVPF",
    "RTP/SAVP",
    "RTP/AVP",
];

/// What Chrome and Firefox do about the protocol of a section; what runs over TCP has a rule of its own.
fn about_proto(part: &Part<'_>) -> (Effect, Effect) {
    let protocol = part.media.protocol.as_str();
    let among = |known: &[&str]| known.iter().any(|known| protocol.eq_ignore_ascii_case(known));
    match part.media.kind.as_str() {
        "audio" | "video" => {
            let chrome = match CHROME_MEDIA.contains(&protocol) {
                true => Effect::Notes,
                _ if protocol.contains("RTP/") => Effect::MediaMissing,
                _ => Effect::Refuses,
            };
            let tcp = among(&["TCP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVP"]);
            (chrome, if tcp || among(&FIREFOX_MEDIA) { Effect::Notes } else { Effect::Refuses })
        }
        "application" => {
            let chrome = match DATA.contains(&protocol) {
                true => Effect::Notes,
                _ if protocol.contains("RTP/") => Effect::Refuses,
                _ => Effect::NoDataChannel,
            };
            (chrome, if among(&DATA) { Effect::Notes } else { Effect::Refuses })
        }
        _ => (Effect::Notes, Effect::Notes),
    }
}

/// A protocol of which a browser knows nothing.
pub(super) fn unknown_proto(case: &Case<'_>) -> Vec<Draft> {
    let strange =
        |part: &&Part<'_>| !part.media.protocol.is_empty() && about_proto(part) != (Effect::Notes, Effect::Notes);
    case.parts
        .iter()
        .filter(|part| !part.rejected)
        .filter(strange)
        .take(20)
        .map(|part| {
            let (chrome, firefox) = about_proto(part);
            let want = match part.media.kind.as_str() {
                "application" => "UDP/DTLS/SCTP",
                _ => "UDP/TLS/RTP/SAVPF",
            };
            let who = match (chrome, firefox) {
                (Effect::Notes, _) => "Firefox knows",
                (_, Effect::Notes) => "Chrome knows",
                _ => "browsers know",
            };
            Draft::new(part.name(), format!("`{}` is no transport that {who}", part.media.protocol.head()))
                .span(part.media.protocol.range(), "unknown")
                .edit(part.media.protocol.range(), want)
                .breaks(Target::Chrome, chrome)
                .breaks(Target::Firefox, firefox)
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
                .breaks(Target::Firefox, if name.starts_with("TCP/TLS/") { Effect::Refuses } else { Effect::Notes })
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

/// What Firefox does about a port that is none: it reads the digits at the beginning and keeps 16 bits, of which 0
/// switches the section off.
fn in_firefox(part: &Part<'_>) -> Effect {
    let digits: String = part.media.port.as_str().chars().take_while(char::is_ascii_digit).collect();
    match digits.parse::<u32>().map(|number| number % (PORT + 1)) {
        Err(_) => Effect::Refuses,
        Ok(0) if part.place == Place::Tag => Effect::Refuses,
        Ok(0) if part.media.is_data() => Effect::NoDataChannel,
        Ok(0) => Effect::MediaMissing,
        Ok(_) => Effect::Notes,
    }
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
            let message = if count {
                format!("`{}` is a port with a count, which Chrome does not read", port.head())
            } else {
                format!("port `{}` is not between 0 and {PORT}", port.head())
            };
            Draft::new(part.name(), message)
                .span(port.range(), "no port")
                .edit(port.range(), "9")
                .breaks(Target::Chrome, Effect::Refuses)
                .breaks(Target::Firefox, if count { Effect::Notes } else { in_firefox(part) })
                .help("write 9 where ICE finds the port, or the port of the default candidate")
        })
        .collect()
}
