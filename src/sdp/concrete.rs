//! What an attribute means with the values that it has, where they say more than its definition.

use std::collections::HashMap;

use super::{Attribute, Codec, ExtMap, Fingerprint, Group, Msid, Rid, RtpMap, Section, Ssrc, SsrcGroup, codecs};
use crate::candidate::line::Candidate;

/// What the lines of one section may refer to.
pub(super) struct Scope<'a> {
    pub(super) section: Section<'a>,
    pub(super) codecs: HashMap<&'a str, Codec<'a>>,
}

impl<'a> Scope<'a> {
    pub(super) fn of(section: Section<'a>) -> Self {
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

/// The attribute in its section; `None` where its definition says it all.
pub(super) fn concrete(attribute: Attribute<'_>, scope: &Scope<'_>) -> Option<String> {
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
        "sctp-init" => format!(
            "the SCTP INIT chunk of {} characters of base64 in the description, so that SCTP needs no handshake (SNAP)",
            text.len()
        ),
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
        "nack ecn" => "ECN marks are reported (RFC 6679)",
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
        "sped" => "the DTLS handshake inside of STUN checks, which saves round trips (SPED)".to_owned(),
        "rtp+ecn" => "ECN marks on RTP (RFC 6679)".to_owned(),
        other => format!("`{other}`"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::Sdp;
    use super::*;

    fn words(line: &str) -> String {
        let text = format!("m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 VP8/90000\n{line}\n");
        let sdp = Sdp::parse(text.as_bytes());
        let section = sdp.sections().next().unwrap();
        concrete(section.attributes().next_back().unwrap(), &Scope::of(section)).unwrap_or_default()
    }

    #[test]
    fn values_are_put_into_words() {
        for (line, want) in [
            ("a=rtcp-fb:96 nack pli ", "VP8 (96): a new key frame may be asked for (picture loss indication)"),
            ("a=rtcp-fb:* ccm fir", "every codec: a new key frame may be demanded (full intra request)"),
            (
                "a=rtcp-fb:98 nack",
                "payload type 98, which the `m=` line does not list: a lost packet may be asked for again (generic NACK)",
            ),
            ("a=group:BUNDLE a b", "2 sections share one transport"),
            ("a=group:LS a b", "these sections are played in sync"),
            ("a=ssrc-group:FID 1 2", "source 2 retransmits 1"),
            ("a=ssrc-group:FID 1", "sources grouped by `FID`"),
            ("a=ssrc:1 cname:x", "source 1: cname is `x`"),
            ("a=msid:- t", "track `t`, in no stream"),
            ("a=rid:h recv pt=96", "layer `h` may be received, limited to pt=96"),
            ("a=extmap:3/sendonly urn:x:y", "header extension 3, sendonly: urn:x:y"),
            (
                "a=sctp-init:AQAAHhXXrpU=",
                "the SCTP INIT chunk of 12 characters of base64 in the description, so that SCTP needs no handshake (SNAP)",
            ),
            (
                "a=ice-options:trickle sped",
                "the writer has candidates that come later (trickle), the DTLS handshake inside of STUN checks, which saves round trips (SPED)",
            ),
            ("a=rtcp-fb:* ack ccfb", "every codec: congestion feedback with ECN marks, as L4S uses it (RFC 8888)"),
            ("a=max-message-size:0", "data channel messages of any size are taken"),
            ("a=candidate:1 1 udp 5 a.local 1 typ foo", "an unreadable candidate: type cannot be `foo`"),
            (
                "a=candidate:1 1 UDP 1686052607 203.0.113.7 9 typ srflx raddr 10.0.0.1 rport 8",
                "srflx candidate over udp: 203.0.113.7 port 9, from 10.0.0.1 port 8; priority = type 100 + local 32542 + component 1",
            ),
        ] {
            assert_eq!(words(line), want);
        }
        assert_eq!(words("a=ice-pwd:secret"), "");
    }
}
