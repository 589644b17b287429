//! What each line means in its description: its own values, and what they refer to elsewhere.

use std::collections::HashMap;

use super::{
    Attribute, Bandwidth, Codec, ExtMap, Fingerprint, Group, Line, Media, Msid, Origin, Rid, RtpMap, Sdp, Section,
    Ssrc, SsrcGroup, codecs, known,
};
use crate::candidate::line::Candidate;

/// What a line means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Meaning {
    /// In words.
    pub text: String,
    /// The specification with its section; empty where there is none.
    pub source: &'static str,
}

/// Every line with what it means.
pub fn meaning(sdp: &Sdp) -> impl Iterator<Item = (Line<'_>, Meaning)> {
    std::iter::once(sdp.session()).chain(sdp.sections()).flat_map(|section| {
        let scope = Scope::of(section);
        section.lines().map(move |line| (line, of_line(line, &scope))).collect::<Vec<_>>()
    })
}

/// What the lines of one section may refer to.
struct Scope<'a> {
    section: Section<'a>,
    codecs: HashMap<&'a str, Codec<'a>>,
}

impl<'a> Scope<'a> {
    fn of(section: Section<'a>) -> Self {
        Self { section, codecs: codecs(section).into_iter().map(|codec| (codec.payload, codec)).collect() }
    }

    /// The codec's name, or that the `m=` line does not list it.
    fn codec(&self, payload: &str) -> String {
        match self.codecs.get(payload) {
            Some(codec) if codec.name.is_empty() => format!("payload type {payload}"),
            Some(codec) => format!("{} ({payload})", codec.name),
            None if payload == "*" => "every codec".to_owned(),
            None => format!("payload type {payload}, which the `m=` line does not list"),
        }
    }
}

fn of_line(line: Line<'_>, scope: &Scope<'_>) -> Meaning {
    let meaning = |text: String, source| Meaning { text, source };
    let value = line.value.trim();
    match line.kind {
        Some('v') => {
            meaning(format!("version {} of the format; only 0 exists", value.as_str()), "RFC 8866 section 5.1")
        }
        Some('o') => meaning(origin(line), "RFC 8866 section 5.2"),
        Some('s') => meaning("the session's name, which WebRTC leaves at `-`".to_owned(), "RFC 8866 section 5.3"),
        Some('i') => meaning("a description for people".to_owned(), "RFC 8866 section 5.4"),
        Some('u') => meaning("a page about the session".to_owned(), "RFC 8866 section 5.5"),
        Some('e') => meaning("who to write to".to_owned(), "RFC 8866 section 5.6"),
        Some('p') => meaning("who to call".to_owned(), "RFC 8866 section 5.6"),
        Some('c') => meaning(connection(value.as_str()), "RFC 8866 section 5.7"),
        Some('b') => meaning(bandwidth(line), "RFC 8866 section 5.8"),
        Some('t') if value.as_str() == "0 0" => {
            meaning("begins now and does not end".to_owned(), "RFC 8866 section 5.9")
        }
        Some('t') => meaning("when it begins and ends, in NTP seconds".to_owned(), "RFC 8866 section 5.9"),
        Some('r') => meaning("when it repeats".to_owned(), "RFC 8866 section 5.10"),
        Some('z') => meaning("changes of the time zone".to_owned(), "RFC 8866 section 5.11"),
        Some('k') => meaning("a key in the text itself, obsolete and not shown".to_owned(), "RFC 8866 section 5.12"),
        Some('m') => meaning(media(scope), "RFC 8866 section 5.14"),
        Some('a') => line.attribute().map_or_else(|| other(line), |attribute| of_attribute(attribute, scope)),
        Some(_) | None => other(line),
    }
}

fn other(line: Line<'_>) -> Meaning {
    let text = match line.kind {
        _ if line.text.trim().is_empty() => "an empty line, at which Chrome stops".to_owned(),
        Some(letter) => format!("no line of SDP begins with `{letter}=`"),
        None => "no line of SDP: it does not begin with a letter and `=`".to_owned(),
    };
    Meaning { text, source: "RFC 8866 section 5" }
}

fn origin(line: Line<'_>) -> String {
    match Origin::read(line.value) {
        Some(origin) => format!(
            "session {} in its version {}, made by `{}`",
            origin.session.as_str(),
            origin.version.as_str(),
            origin.username.as_str()
        ),
        None => "who made the session: user, id, version and address, of which some are missing".to_owned(),
    }
}

fn connection(value: &str) -> String {
    match value.split_ascii_whitespace().last() {
        Some("0.0.0.0" | "::") => "no address of its own: candidates tell where to send".to_owned(),
        Some(address) => format!("media goes to {address} where there is no ICE"),
        None => "an address is missing".to_owned(),
    }
}

fn bandwidth(line: Line<'_>) -> String {
    let Some(Bandwidth { kind, value }) = Bandwidth::read(line.value) else {
        return "a limit without a number".to_owned();
    };
    let value = value.as_str();
    match kind.as_str() {
        "AS" => format!("the other side shall send at most {value} kbit/s here, headers included"),
        "CT" => format!("all media together at most {value} kbit/s"),
        "TIAS" => format!("the other side shall send at most {value} bit/s here, without headers of IP and UDP"),
        "RS" => format!("RTCP of senders at most {value} bit/s"),
        "RR" => format!("RTCP of receivers at most {value} bit/s"),
        other => format!("a limit of kind `{other}`"),
    }
}

fn media(scope: &Scope<'_>) -> String {
    let Media { kind, port, protocol, .. } = scope.section.media();
    let state = match (scope.section.is_rejected(), port.as_str()) {
        (true, _) => "rejected by port 0".to_owned(),
        (false, "0") => "without a port of its own".to_owned(),
        (false, "9") => "on port 9, which stands for none yet".to_owned(),
        (false, port) => format!("on port {port}"),
    };
    let formats = match scope.codecs.len() {
        0 => String::new(),
        1 => ", 1 payload type".to_owned(),
        n => format!(", {n} payload types in order of preference"),
    };
    format!("{} over {}, {state}{formats}", kind.as_str(), protocol.as_str())
}

/// An attribute: the sentence of the table, made concrete where its value or its section says more.
fn of_attribute(attribute: Attribute<'_>, scope: &Scope<'_>) -> Meaning {
    let Some(known) = known(attribute.key.as_str()) else {
        // The name is not repeated: of a garbled line it may be the secret.
        let text = "no attribute that is known; receivers must ignore it".to_owned();
        return Meaning { text, source: "RFC 8866 section 5.13" };
    };
    let text = concrete(attribute, scope).unwrap_or_else(|| known.meaning.to_owned());
    Meaning { text, source: known.source }
}

fn concrete(attribute: Attribute<'_>, scope: &Scope<'_>) -> Option<String> {
    let value = attribute.trimmed();
    let text = value.as_str();
    let payload = value.split_word().0.as_str();
    Some(match attribute.key.as_str() {
        "rtpmap" => format!("payload type {payload} is {}", RtpMap::read(value).encoding.as_str()),
        "fmtp" => {
            let meaning = scope.codecs.get(payload).map(Codec::meaning).filter(|meaning| !meaning.is_empty());
            format!("{}: {}", scope.codec(payload), meaning.unwrap_or_else(|| "settings".to_owned()))
        }
        "rtcp-fb" => format!("{}: {}", scope.codec(payload), feedback(value.split_word().1.as_str())),
        "extmap" => extmap(ExtMap::read(value)),
        "candidate" => candidate(text),
        "fingerprint" => {
            format!("the {} hash of the certificate that DTLS will show", Fingerprint::read(value).hash.as_str())
        }
        "setup" => setup(text)?.to_owned(),
        "mid" => format!("this section is called `{text}`"),
        "group" => group(Group::read(value)),
        "msid" => {
            let Msid { stream, track } = Msid::read(value);
            match (stream.as_str(), track.as_str()) {
                ("-", track) => format!("track `{track}`, in no stream"),
                (stream, "") => format!("a track in stream `{stream}`"),
                (stream, track) => format!("track `{track}` in stream `{stream}`"),
            }
        }
        "ssrc" => {
            let Ssrc { id, attribute } = Ssrc::read(value);
            match attribute.split_once(':') {
                Some((key, value)) => format!("source {}: {} is `{}`", id.as_str(), key.as_str(), value.as_str()),
                None => format!("source {}: {}", id.as_str(), attribute.as_str()),
            }
        }
        "ssrc-group" => ssrc_group(SsrcGroup::read(value)),
        "rid" => {
            let Rid { id, direction, restrictions } = Rid::read(value);
            let limits =
                if restrictions.is_empty() { String::new() } else { format!(", limited to {}", restrictions.as_str()) };
            let verb = if direction.as_str() == "recv" { "received" } else { "sent" };
            format!("layer `{}` may be {verb}{limits}", id.as_str())
        }
        "rtcp" if text.starts_with("9 ") || text == "9" => {
            "port 9 stands for none: RTCP shares the port of RTP".to_owned()
        }
        "ice-options" => format!("the writer has {}", ice_options(text)),
        "max-message-size" if text == "0" => "data channel messages of any size are taken".to_owned(),
        "max-message-size" => format!("data channel messages of up to {text} bytes are taken"),
        "sctp-port" => format!("SCTP port {text}, inside DTLS"),
        "ptime" => format!("packets of {text} ms are wished for"),
        "maxptime" => format!("packets of at most {text} ms"),
        _ => return None,
    })
}

fn feedback(feedback: &str) -> String {
    match feedback {
        "nack" => "a lost packet may be asked for again (generic NACK)",
        "nack pli" => "a new key frame may be asked for (picture loss indication)",
        "ccm fir" => "a new key frame may be demanded (full intra request)",
        "ccm tmmbr" => "a lower bitrate may be demanded (TMMBR)",
        "goog-remb" => "the receiver estimates the bandwidth (REMB)",
        "transport-cc" => "the sender estimates the bandwidth from arrival times (transport-wide)",
        "ack ccfb" => "congestion feedback with ECN marks, as L4S uses it (RFC 8888)",
        "nack rpsi" | "ack rpsi" => "reference pictures are confirmed (RPSI)",
        "nack sli" => "lost slices are reported (SLI)",
        other => return format!("feedback `{other}`"),
    }
    .to_owned()
}

fn extmap(extmap: ExtMap<'_>) -> String {
    const URIS: [(&str, &str); 17] = [
        ("urn:ietf:params:rtp-hdrext:sdes:mid", "the mid, by which bundled sections are told apart"),
        ("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id", "the layer's name"),
        ("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id", "the layer that a retransmission repairs"),
        ("urn:ietf:params:rtp-hdrext:ssrc-audio-level", "the audio level"),
        ("urn:ietf:params:rtp-hdrext:csrc-audio-level", "the audio levels of mixed-in speakers"),
        ("urn:ietf:params:rtp-hdrext:toffset", "how late a packet was sent"),
        ("urn:3gpp:video-orientation", "how the camera is turned"),
        ("transport-wide-cc-extensions", "packet numbers across all streams, for bandwidth estimation"),
        ("transport-wide-cc-02", "packet numbers across all streams, for bandwidth estimation"),
        ("abs-send-time", "when a packet was sent, for bandwidth estimation"),
        ("abs-capture-time", "when a frame was captured"),
        ("playout-delay", "how long a receiver should wait"),
        ("video-content-type", "camera or screen"),
        ("video-timing", "where a frame spent its time"),
        ("color-space", "colour space and HDR"),
        ("dependency-descriptor", "which frames and layers a frame needs"),
        ("video-layers-allocation", "which layers are sent with which bitrate"),
    ];
    let uri = extmap.uri.as_str();
    let known = URIS.iter().find(|(part, _)| uri == *part || (!part.starts_with("urn:") && uri.contains(part)));
    let id = extmap.id.as_str();
    let (id, direction) = id.split_once('/').unwrap_or((id, ""));
    let direction = if direction.is_empty() { String::new() } else { format!(", {direction}") };
    format!("header extension {id}{direction}: {}", known.map_or(uri, |(_, words)| words))
}

fn candidate(text: &str) -> String {
    match Candidate::parse(text) {
        Ok(candidate) => {
            let parts = candidate.parts();
            let hidden = if candidate.is_mdns() { ", its address hidden behind mDNS" } else { "" };
            let related = match (candidate.related_host, candidate.related_port) {
                (Some(host), Some(port)) => format!(", from {host} port {port}"),
                _ => String::new(),
            };
            let tcp = candidate.tcp_type().map(|tcp| format!(" ({tcp})")).unwrap_or_default();
            format!(
                "{} candidate over {}{tcp}: {} port {}{hidden}{related}; priority = type {} + local {} + component {}",
                candidate.kind.word(),
                candidate.transport.to_ascii_lowercase(),
                candidate.host,
                candidate.port,
                parts.type_preference,
                parts.local_preference,
                parts.component,
            )
        }
        Err(error) => format!("an unreadable candidate: {error}"),
    }
}

fn setup(value: &str) -> Option<&'static str> {
    Some(match value {
        "actpass" => "the other side chooses who begins the DTLS handshake",
        "active" => "the writer begins the DTLS handshake",
        "passive" => "the writer waits for the DTLS handshake",
        "holdconn" => "no DTLS for now, which WebRTC does not have",
        _ => return None,
    })
}

fn group(group: Group<'_>) -> String {
    let mids = group.mids.words().count();
    match group.semantics.as_str() {
        "BUNDLE" if mids == 1 => "section shares its transport with those to come".to_owned(),
        "BUNDLE" => format!("{mids} sections share one transport"),
        "LS" => "these sections are played in sync".to_owned(),
        other => format!("{mids} sections grouped by `{other}`"),
    }
}

fn ssrc_group(group: SsrcGroup<'_>) -> String {
    let mut ids = group.ids.words().map(super::Text::as_str);
    match (group.semantics.as_str(), ids.next(), ids.next()) {
        ("FID", Some(media), Some(repair)) => format!("source {repair} retransmits {media}"),
        ("FEC-FR" | "FEC", Some(media), Some(repair)) => {
            format!("source {repair} carries error correction for {media}")
        }
        ("SIM", ..) => "these sources are layers of one picture (simulcast by SSRC, legacy)".to_owned(),
        (other, ..) => format!("sources grouped by `{other}`"),
    }
}

fn ice_options(text: &str) -> String {
    let words = text.split_ascii_whitespace().map(|option| match option {
        "trickle" => "candidates that come later (trickle)".to_owned(),
        "ice2" => "ICE of RFC 8445 (ice2)".to_owned(),
        "renomination" => "renomination of pairs".to_owned(),
        other => format!("`{other}`"),
    });
    words.collect::<Vec<_>>().join(", ")
}
