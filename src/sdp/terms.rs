//! What the session part or one section says by its attributes, before the two are put together.

use super::{Direction, ExtMap, Fingerprint, Line, Rid, Section};

/// What the attributes of one part say, each of them the first time unless said otherwise.
#[derive(Default)]
pub(super) struct Terms<'a> {
    /// The last one counts, as it does in browsers.
    pub(super) direction: Option<Direction>,
    pub(super) ufrag: Option<&'a str>,
    pub(super) ice_options: Option<&'a str>,
    pub(super) ice_lite: bool,
    pub(super) end_of_candidates: bool,
    pub(super) setup: Option<&'a str>,
    pub(super) fingerprints: Vec<Fingerprint<'a>>,
    pub(super) bundle_only: bool,
    pub(super) rtcp_mux: bool,
    pub(super) extensions: Vec<ExtMap<'a>>,
    pub(super) rids: Vec<Rid<'a>>,
    pub(super) simulcast: Option<&'a str>,
    pub(super) sctp_port: Option<&'a str>,
    pub(super) max_message_size: Option<&'a str>,
}

impl<'a> Terms<'a> {
    /// In one pass, for there may be many sections and many lines.
    pub(super) fn of(section: Section<'a>) -> Self {
        let mut terms = Self::default();
        // the commonest lines say nothing here, and are known by their first letters
        let codec = |line: &Line<'_>| {
            matches!(line.value.as_str().as_bytes(), [b'r', b't', ..] | [b'f', b'm', ..] | [b's', b's', ..])
        };
        let lines = section.lines().filter(|line| !codec(line) || line.value.as_str().starts_with("rtcp-mux"));
        for attribute in lines.filter_map(Line::attribute) {
            let value = attribute.trimmed();
            let first = |field: &mut Option<&'a str>| _ = field.get_or_insert(value.as_str());
            match attribute.key.as_str() {
                "ice-ufrag" => first(&mut terms.ufrag),
                "ice-options" => first(&mut terms.ice_options),
                "ice-lite" => terms.ice_lite = true,
                "end-of-candidates" => terms.end_of_candidates = true,
                "setup" => first(&mut terms.setup),
                "fingerprint" => terms.fingerprints.push(Fingerprint::read(value)),
                "bundle-only" => terms.bundle_only = true,
                "rtcp-mux" => terms.rtcp_mux = true,
                "extmap" => terms.extensions.push(ExtMap::read(value)),
                "rid" => terms.rids.push(Rid::read(value)),
                "simulcast" => first(&mut terms.simulcast),
                "sctp-port" => first(&mut terms.sctp_port),
                // The draft form: the port, the protocol, the number of streams.
                "sctpmap" => _ = terms.sctp_port.get_or_insert_with(|| value.split_word().0.as_str()),
                "max-message-size" => first(&mut terms.max_message_size),
                key => terms.direction = Direction::read(key).or(terms.direction),
            }
        }
        terms
    }
}
