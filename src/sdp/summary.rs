//! What a description says, put together: the values behind `rtcdiag sdp explain`.

use super::author::author;
use super::terms::Terms;
use super::{
    Author, Bandwidth, Bundles, Codec, Direction, ExtMap, Fingerprint, Line, Media, Origin, Place, Rid, Role, Sdp,
    Section, codecs,
};
use crate::candidate::line::{Candidate, CandidateError};

/// A whole description in short.
#[derive(Clone, Debug)]
pub struct Summary<'a> {
    /// Offer or answer.
    pub role: Role,
    /// What tells the role.
    pub role_why: &'static str,
    /// Who wrote it.
    pub author: Option<Author>,
    /// The `o=` line.
    pub origin: Option<Origin<'a>>,
    /// Whether the writer only answers checks (RFC 8445 section 2.5).
    pub ice_lite: bool,
    /// Its BUNDLE groups.
    pub bundles: Bundles<'a>,
    /// Its sections.
    pub sections: Vec<SectionSummary<'a>>,
    /// Every candidate, in the session part and in the sections.
    pub candidates: Vec<CandidateEntry<'a>>,
}

/// One section in short. What is missing in it is taken from the session part, as browsers do.
#[derive(Clone, Debug)]
pub struct SectionSummary<'a> {
    /// The section.
    pub section: Section<'a>,
    /// Its `m=` line.
    pub media: Media<'a>,
    /// Its identification.
    pub mid: Option<&'a str>,
    /// Whether port 0 switches it off.
    pub rejected: bool,
    /// Whether it exists only in a bundle.
    pub bundle_only: bool,
    /// Where it stands in its BUNDLE group.
    pub place: Place,
    /// The mid of the section whose transport it uses.
    pub carried_by: Option<&'a str>,
    /// Which way media may flow; a data channel has none.
    pub direction: Option<Direction>,
    /// Its codecs in order.
    pub codecs: Vec<Codec<'a>>,
    /// Its RTP header extensions.
    pub extensions: Vec<ExtMap<'a>>,
    /// Its layers.
    pub rids: Vec<Rid<'a>>,
    /// Which layers are sent and received.
    pub simulcast: Option<Simulcast<'a>>,
    /// The data channel.
    pub data: Option<DataChannel<'a>>,
    /// `ice-ufrag`.
    pub ufrag: Option<&'a str>,
    /// `ice-options`.
    pub ice_options: Vec<&'a str>,
    /// Whether the writer has no more candidates to come.
    pub end_of_candidates: bool,
    /// `setup`.
    pub setup: Option<&'a str>,
    /// Fingerprints of the certificate.
    pub fingerprints: Vec<Fingerprint<'a>>,
    /// Whether RTCP shares the port of RTP.
    pub rtcp_mux: bool,
    /// Its limits.
    pub bandwidth: Vec<Bandwidth<'a>>,
}

/// `a=simulcast` (RFC 8853 section 5.1): alternatives with commas between them, `~` before a paused layer.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Simulcast<'a> {
    /// Layers that the writer sends.
    pub send: Vec<&'a str>,
    /// Layers that the writer receives.
    pub recv: Vec<&'a str>,
}

/// A data channel section (RFC 8841).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DataChannel<'a> {
    /// The SCTP port; browsers take 5000 where none is written.
    pub sctp_port: Option<&'a str>,
    /// The largest message in bytes that the writer takes; 0 is no limit, none written is 65536.
    pub max_message_size: Option<&'a str>,
}

/// A candidate line.
#[derive(Clone, Debug)]
pub struct CandidateEntry<'a> {
    /// The section, from 0; `None` for the session part.
    pub section: Option<usize>,
    /// The mid of the section.
    pub mid: Option<&'a str>,
    /// The line.
    pub line: Line<'a>,
    /// What it says, or why it says nothing.
    pub candidate: Result<Candidate<'a>, CandidateError>,
}

impl<'a> Summary<'a> {
    /// Reads `sdp` once through.
    pub fn of(sdp: &'a Sdp) -> Self {
        let session = sdp.session();
        let bundles = Bundles::of(sdp);
        let terms = Terms::of(session);
        let sections: Vec<_> = sdp.sections().map(|section| summarize(section, &terms, &bundles)).collect();
        let (role, role_why) = Role::told_by(sdp);
        let origin = session.lines().find(|line| line.kind == Some('o')).and_then(|line| Origin::read(line.value));
        let candidates = std::iter::once(session).chain(sdp.sections()).flat_map(candidates).collect();
        Self { role, role_why, author: author(sdp), origin, ice_lite: terms.ice_lite, bundles, sections, candidates }
    }

    /// Whether the writer said that candidates may come later (RFC 8840).
    pub fn trickles(&self) -> bool {
        self.sections.iter().any(|section| section.ice_options.contains(&"trickle"))
    }
}

fn summarize<'a>(section: Section<'a>, session: &Terms<'a>, bundles: &Bundles<'a>) -> SectionSummary<'a> {
    let own = Terms::of(section);
    let media = section.media();
    let limits = section.lines().filter(|line| line.kind == Some('b')).filter_map(|line| Bandwidth::read(line.value));
    let mid = section.mid().map(super::Text::as_str);
    let carried_by = bundles.tag(section);
    SectionSummary {
        section,
        media,
        mid,
        rejected: media.port_number() == Some(0) && !own.bundle_only,
        bundle_only: own.bundle_only,
        place: Place::of(mid, carried_by),
        carried_by,
        direction: (!media.is_data()).then(|| own.direction.or(session.direction).unwrap_or_default()),
        codecs: codecs(section),
        extensions: own.extensions,
        rids: own.rids,
        simulcast: own.simulcast.map(simulcast),
        data: media
            .is_data()
            .then_some(DataChannel { sctp_port: own.sctp_port, max_message_size: own.max_message_size }),
        ufrag: own.ufrag.or(session.ufrag),
        ice_options: own.ice_options.or(session.ice_options).unwrap_or_default().split_ascii_whitespace().collect(),
        end_of_candidates: own.end_of_candidates || session.end_of_candidates,
        setup: own.setup.or(session.setup),
        fingerprints: if own.fingerprints.is_empty() { session.fingerprints.clone() } else { own.fingerprints },
        rtcp_mux: own.rtcp_mux,
        bandwidth: limits.collect(),
    }
}

fn simulcast(value: &str) -> Simulcast<'_> {
    let mut words = value.split_ascii_whitespace();
    let mut found = Simulcast::default();
    while let (Some(direction), Some(layers)) = (words.next(), words.next()) {
        // Drafts of RFC 8853 wrote `rid=` before the list, and old Firefox still does.
        let layers = layers.trim_start_matches("rid=").split(';');
        match direction {
            "send" => found.send.extend(layers),
            "recv" => found.recv.extend(layers),
            _ => {}
        }
    }
    found
}

fn candidates(section: Section<'_>) -> impl Iterator<Item = CandidateEntry<'_>> {
    let mid = section.mid().map(super::Text::as_str);
    let begins = |line: &Line<'_>| line.value.as_str().starts_with("candidate");
    let attributes = section.lines().filter(begins).filter_map(Line::attribute);
    let lines = attributes.filter(|attribute| attribute.key.as_str() == "candidate");
    lines.map(move |attribute| CandidateEntry {
        section: section.index,
        mid,
        line: attribute.line,
        candidate: Candidate::parse(attribute.trimmed().as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_section_lacks_comes_from_the_session_part() {
        let sdp = Sdp::parse(
            b"v=0\na=setup:actpass\na=ice-ufrag:abcd\na=ice-options:trickle\na=recvonly\na=group:BUNDLE 0 1\n\
              m=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:0\na=sendonly\na=sendrecv\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\n\
              a=mid:1\na=sctp-port:5000\nm=video 0 UDP/TLS/RTP/SAVPF 96\na=mid:2\na=simulcast:send h;~l,m recv rid=x\n",
        );
        let summary = Summary::of(&sdp);
        assert_eq!((summary.role, summary.trickles()), (Role::Offer, true));
        let directions: Vec<_> = summary.sections.iter().map(|section| section.direction).collect();
        assert_eq!(directions, [Some(Direction::SendRecv), None, Some(Direction::RecvOnly)]);
        let places: Vec<_> = summary.sections.iter().map(|section| section.place).collect();
        assert_eq!(places, [Place::Tag, Place::Rider, Place::Alone]);
        assert_eq!(summary.sections[1].data.and_then(|data| data.sctp_port), Some("5000"));
        assert!(summary.sections[2].rejected);
        let simulcast = summary.sections[2].simulcast.clone().unwrap();
        assert_eq!((simulcast.send, simulcast.recv), (vec!["h", "~l,m"], vec!["x"]));
    }
}
