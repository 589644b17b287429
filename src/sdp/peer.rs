//! What kind of end wrote a description, a browser or a server, and what looks changed by hand.

use std::net::IpAddr;

use super::{Certainty, Ending, Sdp, Summary};
use crate::candidate::priority::CandidateType;

/// What kind of program an end is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PeerKind {
    /// A browser, or an app that is built like one.
    Browser,
    /// A media server or a gateway: it forwards, mixes or records.
    Server,
    /// A program with a library of its own.
    Library,
}

impl PeerKind {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Server => "server",
            Self::Library => "library",
        }
    }
}

/// A guess about an end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Peer {
    /// What it is.
    pub kind: PeerKind,
    /// How sure this is.
    pub certainty: Certainty,
    /// What tells it, names included.
    pub why: String,
}

/// Writers that are servers or gateways.
const SERVERS: [&str; 8] =
    ["Janus", "SRS", "OvenMediaEngine", "Kurento", "FreeSWITCH", "Asterisk", "mediasoup-client", "libmediasoupclient"];

/// Writers that are browsers.
const BROWSERS: [&str; 3] = ["Firefox", "Edge with the ORTC adapter", "libwebrtc (Chrome, Edge, Safari or an app)"];

/// Marks that servers leave in `msid`, `ssrc` and session lines.
const MARKS: [(&str, &str); 7] = [
    ("mixedmslabel", "Jitsi Videobridge"),
    ("mixedlabelaudio", "Jitsi Videobridge"),
    ("cname:janus", "Janus"),
    ("msid:janus", "Janus"),
    ("msid:PA_", "LiveKit"),
    ("msid:TR_", "LiveKit"),
    ("msid:ovenmediaengine", "OvenMediaEngine"),
];

/// The beginning of a stream's name or id by which a server is recognised.
pub fn server_mark(name: &str) -> Option<&'static str> {
    let marks = MARKS.iter().map(|(mark, _)| mark.rsplit(':').next().unwrap_or(mark));
    marks.into_iter().find(|mark| name.starts_with(mark))
}

/// What the writer of `sdp` is, if anything tells.
pub fn peer(sdp: &Sdp, summary: &Summary<'_>) -> Option<Peer> {
    let found = |kind, certainty, why: String| Some(Peer { kind, certainty, why });
    let name = summary.author.as_ref().map(|author| author.name);
    if let Some((_, server)) =
        MARKS.iter().find(|(mark, _)| sdp.attributes().any(|a| marked(a.line.value.as_str(), mark)))
    {
        return found(PeerKind::Server, Certainty::Likely, format!("its streams are named as {server} names them"));
    }
    if let (Some(author), Some(name)) = (&summary.author, name.filter(|name| SERVERS.contains(name))) {
        // mediasoup sends no SDP: its client composes what stands for the server
        let server = if name.contains("mediasoup") { "mediasoup, in the words of its client" } else { name };
        return found(PeerKind::Server, author.certainty, format!("{server} is a media server or gateway"));
    }
    if summary.ice_lite {
        let why = "`a=ice-lite` is for servers with an address of their own".to_owned();
        return found(PeerKind::Server, Certainty::Likely, why);
    }
    if summary.candidates.iter().any(|entry| entry.candidate.as_ref().is_ok_and(|c| c.is_mdns())) {
        let why = "it hides its addresses behind mDNS names, as browsers do".to_owned();
        return found(PeerKind::Browser, Certainty::Likely, why);
    }
    if let (Some(author), Some(name)) = (&summary.author, name.filter(|name| BROWSERS.contains(name))) {
        return found(PeerKind::Browser, author.certainty, format!("{name} wrote it"));
    }
    if public_alone(summary) {
        let why = "it has public host candidates and no others, as a server without NAT has".to_owned();
        return found(PeerKind::Server, Certainty::Possible, why);
    }
    name.and_then(|name| found(PeerKind::Library, Certainty::Possible, format!("{name} is a library or a device")))
}

fn marked(value: &str, mark: &str) -> bool {
    value
        .find(mark)
        .is_some_and(|at| value.get(..at).is_some_and(|before| before.is_empty() || before.ends_with([' ', ':'])))
}

fn public_alone(summary: &Summary<'_>) -> bool {
    let candidates = || summary.candidates.iter().filter_map(|entry| entry.candidate.as_ref().ok());
    candidates().next().is_some()
        && candidates().all(|candidate| {
            let public = match candidate.host.parse() {
                Ok(IpAddr::V4(v4)) => !(v4.is_private() || v4.is_loopback() || v4.is_link_local() || is_laboratory(v4)),
                Ok(IpAddr::V6(v6)) => !(v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local()),
                Err(_) => false,
            };
            candidate.kind == CandidateType::Host && public
        })
}

/// TEST-NET-1 (RFC 5737), as laboratories use it. The two other networks for documentation stand for public addresses
/// in what `--anonymize` writes.
fn is_laboratory(address: std::net::Ipv4Addr) -> bool {
    matches!(address.octets(), [192, 0, 2, _])
}

/// What a browser does not write by itself: signs that a page changed the text. Empty where no browser wrote it.
pub fn munged(sdp: &Sdp, summary: &Summary<'_>) -> Vec<String> {
    let by_browser = summary.author.as_ref().filter(|author| BROWSERS.contains(&author.name));
    let Some(author) = by_browser else { return Vec::new() };
    let mut signs = Vec::new();
    let mut sign = |text: String| {
        if !signs.contains(&text) && signs.len() < MOST_SIGNS {
            signs.push(text);
        }
    };
    for section in &summary.sections {
        for codec in &section.codecs {
            let keys = || codec.parameters.split(';').filter_map(|pair| Some(pair.trim_ascii().split_once('=')?.0));
            for key in keys().filter(|key| key.starts_with("x-google-")) {
                sign(format!("`{key}` in the parameters of {}", codec.name));
            }
            if codec.is("opus") {
                let own = if author.name == "Firefox" { &OPUS_FIREFOX[..] } else { &OPUS_LIBWEBRTC[..] };
                for key in keys().filter(|key| !own.contains(key)) {
                    sign(format!("`{key}` in the parameters of opus"));
                }
            }
        }
        for limit in section.bandwidth.iter().filter(|_| !section.media.is_data()) {
            sign(format!("a limit `b={}:{}`", limit.kind.head(), limit.value.head()));
        }
    }
    if sdp.attributes().any(|a| a.key.as_str() == "x-google-flag") {
        sign("`a=x-google-flag`, which asked old libwebrtc for simulcast".to_owned());
    }
    let ends = |ending| sdp.lines().any(|line| line.ending == ending);
    if ends(Ending::CrLf) && ends(Ending::Lf) {
        sign("line ends of two kinds".to_owned());
    }
    signs
}

/// More signs than this say nothing new.
const MOST_SIGNS: usize = 12;

/// Parameters of opus that libwebrtc writes by itself.
const OPUS_LIBWEBRTC: [&str; 2] = ["minptime", "useinbandfec"];

/// Parameters of opus that Firefox writes by itself.
const OPUS_FIREFOX: [&str; 6] =
    ["maxplaybackrate", "stereo", "useinbandfec", "usedtx", "maxaveragebitrate", "sprop-maxcapturerate"];

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Option<(PeerKind, Certainty)>, Vec<String>) {
        let sdp = Sdp::parse(text.as_bytes());
        let summary = Summary::of(&sdp);
        (peer(&sdp, &summary).map(|peer| (peer.kind, peer.certainty)), munged(&sdp, &summary))
    }

    #[test]
    fn servers_and_browsers_are_told_apart() {
        for (text, kind, certainty) in [
            ("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=VideoRoom 1\n", PeerKind::Server, Certainty::Certain),
            ("v=0\na=ice-lite\n", PeerKind::Server, Certainty::Likely),
            ("v=0\nm=audio 9 X 0\na=msid:PA_abc TR_x\n", PeerKind::Server, Certainty::Likely),
            ("v=0\nm=audio 9 X 0\na=ssrc:1 msid:mixedmslabel x\n", PeerKind::Server, Certainty::Likely),
            ("v=0\nm=audio 9 X 0\na=candidate:1 1 udp 1 x.local 9 typ host\n", PeerKind::Browser, Certainty::Likely),
            ("v=0\nm=audio 9 X 0\na=candidate:1 1 udp 1 8.8.8.8 9 typ host\n", PeerKind::Server, Certainty::Possible),
        ] {
            assert_eq!(told(text).0, Some((kind, certainty)), "{text}");
        }
        assert_eq!(told("v=0\nm=audio 9 X 0\na=candidate:1 1 udp 1 10.0.0.1 9 typ host\n").0, None);
    }

    #[test]
    fn what_a_browser_does_not_write_is_named() {
        let chrome = "v=0\no=- 1 2 IN IP4 127.0.0.1\ns=-\na=msid-semantic: WMS\nm=audio 9 UDP/TLS/RTP/SAVPF 111\n\
                      a=rtpmap:111 opus/48000/2\n";
        assert_eq!(told(&format!("{chrome}a=fmtp:111 minptime=10;useinbandfec=1\n")).1, [""; 0]);
        let changed = format!("{chrome}b=AS:30\na=fmtp:111 minptime=10;stereo=1\n");
        assert_eq!(told(&changed).1, ["`stereo` in the parameters of opus", "a limit `b=AS:30`"]);
        assert_eq!(told(&changed.replace(" WMS", "")).1, [""; 0]);
    }
}
