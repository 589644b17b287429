//! The attributes that are defined, each with one sentence and where it is defined. A table; nothing else.

use std::collections::HashMap;
use std::sync::LazyLock;

/// An attribute that a specification or a vendor defines.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Its name.
    pub name: &'static str,
    /// What it is for, without its value.
    pub meaning: &'static str,
    /// The specification with its section.
    pub source: &'static str,
}

/// The definition of the attribute `name`. Names are case-sensitive (RFC 8866 section 5.13).
pub fn definition(name: &str) -> Option<&'static Definition> {
    static BY_NAME: LazyLock<HashMap<&str, &Definition>> =
        LazyLock::new(|| ATTRIBUTES.iter().map(|definition| (definition.name, definition)).collect());
    BY_NAME.get(name).copied()
}

const fn row(name: &'static str, meaning: &'static str, source: &'static str) -> Definition {
    Definition { name, meaning, source }
}

/// By subject: session, transport, media, layers, data, legacy, and what is not of WebRTC.
static ATTRIBUTES: [Definition; 120] = [
    // What the whole session is.
    row("group", "sections that belong together", "RFC 5888 section 5"),
    row("mid", "the name of this section", "RFC 5888 section 4"),
    row("msid-semantic", "which streams `a=msid` may name", "RFC 8830"),
    row("msid", "the stream and the track that this section carries", "RFC 8830 section 2"),
    row("identity", "an identity provider vouches for the fingerprint", "RFC 8827 section 5"),
    row("bundle-only", "this section exists only inside its bundle", "RFC 9143 section 6"),
    row("tool", "the program that made the description", "RFC 8866 section 6.3"),
    row("type", "the type of conference", "RFC 8866 section 6.9"),
    row("charset", "the character set of free text", "RFC 8866 section 6.10"),
    row("lang", "the language of the content", "RFC 8866 section 6.12"),
    row("sdplang", "the language of the description's own words", "RFC 8866 section 6.11"),
    row("cat", "a category for filtering", "RFC 8866 section 6.1"),
    row("keywds", "keywords for filtering", "RFC 8866 section 6.2"),
    row("label", "a name that other protocols use for this section", "RFC 4574 section 4"),
    row("content", "what the media shows or says", "RFC 4796 section 5"),
    row("source-filter", "which senders are listened to", "RFC 4570 section 3"),
    // ICE.
    row("candidate", "an address to try", "RFC 8839 section 5.1"),
    row("remote-candidates", "the addresses of the other side that were chosen", "RFC 8839 section 5.2"),
    row("end-of-candidates", "no more candidates will come", "RFC 8840"),
    row("ice-lite", "the writer answers checks but makes none", "RFC 8839 section 5.3"),
    row("ice-mismatch", "the address in the `m=` line was no candidate", "RFC 8839 section 5.3"),
    row("ice-ufrag", "the public half of the ICE credentials", "RFC 8839 section 5.4"),
    row("ice-pwd", "the ICE password, not shown", "RFC 8839 section 5.4"),
    row("ice-pacing", "the least time between two checks, in milliseconds", "RFC 8839 section 5.5"),
    row("ice-options", "which parts of ICE the writer has", "RFC 8839 section 5.6"),
    // DTLS and keys.
    row("fingerprint", "the hash of the certificate that DTLS will show", "RFC 8122 section 5"),
    row("setup", "who begins the DTLS handshake", "RFC 8842 section 5"),
    row("connection", "whether a new connection is made", "RFC 4145 section 5"),
    row("tls-id", "the name of this DTLS association", "RFC 8842 section 4"),
    row("dtls-id", "the draft name of `a=tls-id`", "RFC 8842 section 4"),
    row("crypto", "an SRTP key in the text itself, which no browser takes; the key is not shown", "RFC 4568 section 4"),
    row("key-mgmt", "key management in the text itself, not shown", "RFC 4567 section 3"),
    row("cryptex", "header extensions and CSRCs are encrypted too", "RFC 9335 section 4"),
    row("zrtp-hash", "the hash of the ZRTP hello", "RFC 6189 section 8"),
    // RTP and RTCP.
    row("rtpmap", "which codec a payload type stands for", "RFC 8866 section 6.6"),
    row("fmtp", "settings of a payload type", "RFC 8866 section 6.15"),
    row("rtcp-fb", "feedback that a receiver may send", "RFC 4585 section 4.2"),
    row("rtcp", "where RTCP goes without rtcp-mux", "RFC 3605 section 2.1"),
    row("rtcp-mux", "RTP and RTCP share one port", "RFC 5761 section 5.1"),
    row("rtcp-mux-only", "RTP and RTCP must share one port", "RFC 8858 section 3"),
    row("rtcp-rsize", "RTCP packets may be reduced to the part that is needed", "RFC 5506 section 5"),
    row("rtcp-xr", "extended RTCP reports that may be sent", "RFC 3611 section 5.1"),
    row("extmap", "which RTP header extension an id stands for", "RFC 8285 section 5"),
    row("extmap-allow-mixed", "one-byte and two-byte header extensions may be mixed", "RFC 8285 section 6"),
    row("ssrc", "what is known of an RTP source", "RFC 5576 section 4.1"),
    row("ssrc-group", "RTP sources that belong together", "RFC 5576 section 4.2"),
    row("sendrecv", "the writer sends and receives", "RFC 8866 section 6.7"),
    row("sendonly", "the writer sends and does not receive", "RFC 8866 section 6.7"),
    row("recvonly", "the writer receives and does not send", "RFC 8866 section 6.7"),
    row("inactive", "the writer neither sends nor receives", "RFC 8866 section 6.7"),
    row("ptime", "the wished length of a packet in milliseconds", "RFC 8866 section 6.4"),
    row("maxptime", "the greatest length of a packet in milliseconds", "RFC 8866 section 6.5"),
    row("framerate", "the greatest frame rate", "RFC 8866 section 6.13"),
    row("quality", "the wished quality of the picture", "RFC 8866 section 6.14"),
    row("orient", "the orientation of a whiteboard", "RFC 8866 section 6.8"),
    row("imageattr", "picture sizes that may be sent and received", "RFC 6236 section 3"),
    row("silenceSupp", "whether silence is left out", "RFC 3108"),
    row("fec-source-flow", "which flow the error correction protects", "RFC 6364"),
    row("fec-repair-flow", "which flow carries the error correction", "RFC 6364"),
    row("ts-refclk", "the clock that time stamps count on", "RFC 7273 section 4.8"),
    row("mediaclk", "how the media clock follows the reference clock", "RFC 7273 section 5.4"),
    row("packetization", "`raw` sends frames without the codec's own packet format", "libwebrtc"),
    row("ecn-capable-rtp", "the writer can use ECN marks", "RFC 6679 section 6.1"),
    row("depend", "which section or layer this one builds on", "RFC 5583 section 6"),
    row("rtcp-unicast", "how feedback reaches a multicast sender", "RFC 5760"),
    row("floorid", "which floor this medium belongs to", "RFC 8856 section 5"),
    row("floorctrl", "who controls the floor", "RFC 8856 section 5"),
    row("confid", "the conference of the floor control", "RFC 8856 section 5"),
    row("userid", "the user of the floor control", "RFC 8856 section 5"),
    // Layers.
    row("rid", "the name and the limits of a layer", "RFC 8851 section 4"),
    row("simulcast", "which layers are sent and received at once", "RFC 8853 section 5.1"),
    row("x-google-flag", "`conference` asked old libwebrtc for simulcast", "libwebrtc, legacy"),
    // Data channels.
    row("sctp-port", "the SCTP port inside DTLS", "RFC 8841 section 5"),
    row("max-message-size", "the largest data channel message that the writer takes, in bytes", "RFC 8841 section 6"),
    row("sctpmap", "the draft form of `a=sctp-port`", "draft-ietf-mmusic-sctp-sdp-05"),
    row("sctp-init", "the SCTP INIT chunk, which saves a round trip", "draft-hancke-tsvwg-snap"),
    row("dcmap", "a data channel agreed in the description", "RFC 8864 section 5.1"),
    row("dcsa", "an attribute of a data channel", "RFC 8864 section 5.2"),
    // Old habits of WebRTC.
    row("mslabel", "the old name of the stream", "libwebrtc, legacy"),
    row("cname", "the old place of the source's canonical name", "RFC 5576 section 6.1"),
    row("google-ice", "ICE as it was before the RFC", "libwebrtc, legacy"),
    row("x-alt-protocol", "data without DTLS, an experiment that ended", "libwebrtc, legacy"),
    row("x-starttime", "when the media begins", "vendor"),
    // Capabilities.
    row("acap", "an attribute that could be used", "RFC 5939 section 3.4.1"),
    row("tcap", "a profile that could be used", "RFC 5939 section 3.4.2"),
    row("pcfg", "a configuration that could be used", "RFC 5939 section 3.5.1"),
    row("acfg", "the configuration that was chosen", "RFC 5939 section 3.5.2"),
    row("csup", "which capability extensions are there", "RFC 5939 section 3.3.1"),
    row("creq", "which capability extensions are needed", "RFC 5939 section 3.3.2"),
    row("sqn", "the number of a set of capabilities", "RFC 3407"),
    row("cdsc", "a medium that could be used", "RFC 3407"),
    row("cpar", "a parameter of such a medium", "RFC 3407"),
    // Streaming, fax, files and messages: not of WebRTC, but pasted all the same.
    row("control", "where RTSP controls this stream", "RFC 7826 appendix D.1"),
    row("range", "which part of a recording this is", "RFC 7826 appendix D.1"),
    row("etag", "the version of the description", "RFC 7826 appendix D.1"),
    row("framesize", "the size of the picture", "3GPP TS 26.234"),
    row("cliprect", "the visible part of the picture", "Apple streaming"),
    row("framecount", "how many frames a packet carries", "vendor"),
    row("x-dimensions", "the size of the picture", "vendor"),
    row("key", "an encryption key as an attribute, which is not standard", "vendor"),
    row("fpaeskey", "a wrapped AES key, not shown", "Apple AirPlay"),
    row("aesiv", "the AES initialization vector", "Apple AirPlay"),
    row("rsaaeskey", "a wrapped AES key", "Apple AirPlay"),
    row("min-latency", "the least latency in samples", "Apple AirPlay"),
    row("max-latency", "the greatest latency in samples", "Apple AirPlay"),
    row("direction", "the draft name of `a=setup`", "RFC 4145 section 4"),
    row("accept-types", "message types that are taken", "RFC 4975"),
    row("accept-wrapped-types", "message types that are taken inside others", "RFC 4975"),
    row("path", "the address for messages", "RFC 4975"),
    row("max-size", "the largest message that is taken, in bytes", "RFC 4975"),
    row("file-selector", "which file is meant", "RFC 5547 section 6"),
    row("resource", "which media resource is meant", "RFC 6787"),
    row("channel", "the control channel of a media resource", "RFC 6787"),
    row("cmid", "the section that a control channel belongs to", "RFC 6787"),
    row("T38FaxVersion", "the version of fax over IP", "ITU-T T.38 annex D"),
    row("T38MaxBitRate", "the greatest bit rate of the fax", "ITU-T T.38 annex D"),
    row("T38FaxRateManagement", "who trains the fax rate", "ITU-T T.38 annex D"),
    row("T38FaxMaxBuffer", "the fax buffer in bytes", "ITU-T T.38 annex D"),
    row("T38FaxMaxDatagram", "the largest fax datagram in bytes", "ITU-T T.38 annex D"),
    row("T38FaxUdpEC", "how fax over UDP corrects errors", "ITU-T T.38 annex D"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_name_stands_once_and_reads_as_a_sentence() {
        let names: HashSet<_> = ATTRIBUTES.iter().map(|definition| definition.name).collect();
        assert_eq!(names.len(), ATTRIBUTES.len());
        for definition in &ATTRIBUTES {
            assert!(!definition.meaning.ends_with('.') && !definition.source.is_empty(), "{}", definition.name);
        }
    }
}
