//! Who wrote a description: the browser or stack, as far as its text tells.

use super::{Origin, Sdp};

/// How much a guess is worth.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Certainty {
    /// The text names its writer.
    Certain,
    /// The text has habits that are known of this writer alone.
    Likely,
    /// The habits fit, and may fit others.
    Possible,
}

impl Certainty {
    /// The word used on screen and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }
}

/// Who wrote it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Author {
    /// Browser, library or server.
    pub name: &'static str,
    /// Its version, where the text has it.
    pub version: Option<String>,
    /// How sure this is.
    pub certainty: Certainty,
    /// What tells it.
    pub why: String,
}

/// Where a name stands.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Place {
    User,
    Session,
    Tool,
}

/// Beginnings of the `o=` user name, the `s=` line and `a=tool` by which a writer names itself.
const NAMES: [(Place, &str, &str); 24] = [
    (Place::User, "mozilla...THIS_IS_SDPARTA-", "Firefox"),
    (Place::User, "Mozilla-SIPUA-", "Firefox"),
    (Place::User, "thisisadapterortc", "Edge with the ORTC adapter"),
    (Place::User, "mediasoup-client", "mediasoup-client"),
    (Place::User, "libmediasoupclient", "libmediasoupclient"),
    (Place::User, "str0m", "str0m"),
    (Place::User, "SRS/", "SRS"),
    (Place::User, "OvenMediaEngine", "OvenMediaEngine"),
    (Place::User, "FreeSWITCH", "FreeSWITCH"),
    (Place::User, "FFmpeg", "FFmpeg"),
    (Place::User, "CiscoSystemsSIP", "a Cisco phone"),
    (Place::Session, "FreeSWITCH", "FreeSWITCH"),
    (Place::Session, "Asterisk", "Asterisk"),
    (Place::Session, "pjmedia", "PJSIP"),
    (Place::Session, "Kurento Media Server", "Kurento"),
    (Place::Session, "VideoRoom", "Janus"),
    (Place::Session, "Streaming Test", "Janus"),
    (Place::Session, "sipsorcery", "SIPSorcery"),
    (Place::Session, "Session streamed by GStreamer", "GStreamer"),
    (Place::Session, "FFmpegPublishSession", "FFmpeg"),
    (Place::Session, "Polycom", "a Polycom phone"),
    (Place::Session, "X-Lite", "X-Lite"),
    (Place::Tool, "GStreamer", "GStreamer"),
    (Place::Tool, "libavformat", "FFmpeg"),
];

/// The beginning of a user or session name by which a writer names itself.
pub fn software_named(text: &str) -> Option<&'static str> {
    let names = NAMES.iter().map(|(_, prefix, _)| *prefix).chain([LIBDATACHANNEL]);
    names
        .into_iter()
        .find(|prefix| text.strip_prefix(prefix).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)))
}

/// The user name of libdatachannel.
const LIBDATACHANNEL: &str = "rtc";

/// Who wrote `sdp`, if anything tells.
pub fn author(sdp: &Sdp) -> Option<Author> {
    let session = sdp.session();
    let value =
        |kind| session.lines().find(|line| line.kind == Some(kind)).map(|line| line.value.as_str().trim_ascii());
    let origin = session.lines().find(|line| line.kind == Some('o')).and_then(|line| Origin::read(line.value));
    let places = [
        (Place::User, "the user name in `o=`", origin.map(|origin| origin.username.as_str())),
        (Place::Session, "the session name in `s=`", value('s')),
        (Place::Tool, "`a=tool`", session.value("tool").map(super::Text::as_str)),
    ];
    places.iter().find_map(|(place, words, text)| named(*place, words, (*text)?)).or_else(|| habits(sdp, origin?))
}

fn named(place: Place, words: &str, text: &str) -> Option<Author> {
    let (_, prefix, name) = NAMES.iter().find(|row| row.0 == place && text.starts_with(row.1))?;
    let rest = text.get(prefix.len()..).unwrap_or_default().trim_start_matches(['-', '/', ' ']);
    let version: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
    let version = Some(version).filter(|v| v.starts_with(|c: char| c.is_ascii_digit()));
    // Firefox writes 99.0 in every version since 100, to tell trackers nothing.
    let version = version.filter(|v| !(*name == "Firefox" && v == "99.0"));
    Some(Author { name, version, certainty: Certainty::Certain, why: format!("{words} names it") })
}

/// What stacks do that do not name themselves.
fn habits(sdp: &Sdp, origin: Origin<'_>) -> Option<Author> {
    let session = sdp.session();
    let semantic = session.attribute("msid-semantic").and_then(|attribute| attribute.value);
    let found = |name, certainty, why: &str| Some(Author { name, version: None, certainty, why: why.to_owned() });
    let (id, version): (Option<u64>, Option<u64>) = (origin.session.parse(), origin.version.parse());
    if origin.username.as_str() == LIBDATACHANNEL {
        return found("libdatachannel", Certainty::Likely, "its `o=` line has the user name `rtc`");
    }
    if origin.username.as_str() != "-" {
        return None;
    }
    let loopback = origin.address.as_str() == "127.0.0.1";
    if loopback && semantic.is_some_and(|semantic| semantic.as_str().starts_with(" WMS")) {
        let why = "`o=` with 127.0.0.1 and `a=msid-semantic: WMS` are libwebrtc's habits";
        return found("libwebrtc (Chrome, Edge, Safari or an app)", Certainty::Likely, why);
    }
    let unspecified = origin.address.as_str() == "0.0.0.0";
    let wall_clock = version.is_some_and(|v| (1_400_000_000..2_400_000_000).contains(&v));
    if unspecified && wall_clock && session.has("fingerprint") {
        let why = "the time as version in `o=` and a fingerprint in the session part are Pion's habits";
        return found("Pion or its port webrtc-rs", Certainty::Likely, why);
    }
    if unspecified && id == version && id.is_some_and(|id| id > 3_000_000_000) {
        return found("aiortc", Certainty::Likely, "NTP seconds as id and version in `o=` are aiortc's habit");
    }
    if unspecified && session.has("extmap-allow-mixed") && semantic.is_some_and(|s| s.as_str() == "WMS *") {
        return found("werift", Certainty::Possible, "the session part is laid out as werift does it");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(session: &str) -> Option<(&'static str, Option<String>, Certainty)> {
        author(&Sdp::parse(session.as_bytes())).map(|author| (author.name, author.version, author.certainty))
    }

    #[test]
    fn a_writer_that_names_itself_is_certain() {
        let firefox = guess("v=0\no=mozilla...THIS_IS_SDPARTA-84.0 9033 1 IN IP4 0.0.0.0\ns=-\n");
        assert_eq!(firefox, Some(("Firefox", Some("84.0".to_owned()), Certainty::Certain)));
        let frozen = guess("v=0\no=mozilla...THIS_IS_SDPARTA-99.0 9033 1 IN IP4 0.0.0.0\ns=-\n");
        assert_eq!(frozen, Some(("Firefox", None, Certainty::Certain)));
        assert_eq!(guess("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=Asterisk\n").map(|a| a.0), Some("Asterisk"));
    }

    #[test]
    fn habits_are_only_likely_and_silence_is_no_guess() {
        let chrome = guess("v=0\no=- 1469687221462244732 2 IN IP4 127.0.0.1\ns=-\na=msid-semantic: WMS\n");
        assert_eq!(chrome.map(|a| a.2), Some(Certainty::Likely));
        assert_eq!(guess("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\n"), None);
        assert_eq!(guess("a=mid:0\n"), None);
    }
}
