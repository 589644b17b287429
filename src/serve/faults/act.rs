//! The kinds of faults, and the question that each place asks.

use super::sdp;
use super::table::Fault;
use crate::probe::signaling::Candidate;

/// What a fault does.
#[derive(Clone, Copy, Debug)]
pub(in crate::serve) enum Act {
    /// To the HTTP exchange, be it a POST or an upgrade.
    Http(HttpFault),
    /// To the offer, before the echo peer sees it: the peer then acts on something that was never said.
    Offer(fn(&str) -> String),
    /// To the answer, after the echo peer made it.
    Answer(fn(&str) -> String),
    /// To the echo peer's candidates.
    Candidates(CandidateFault),
    /// To the frames of a signaling socket.
    Frames(FrameFault),
    /// To what the echo peer does once it has answered.
    Peer(PeerFault),
    /// The offer and the answer both: what the peer does and what it says it does differ.
    Both(fn(&str) -> String, fn(&str) -> String),
}

/// What is wrong with an HTTP answer.
#[derive(Clone, Copy, Debug)]
pub(in crate::serve) enum HttpFault {
    /// This status, this header and this body, whatever was asked.
    Status(u16, &'static str, &'static str, &'static str),
    /// 307 to the same place without the fault.
    Redirect,
    /// The right answer, three seconds late.
    Slow,
    /// No answer until the client gives up.
    Stall,
    /// The connection ends without an answer.
    Drop,
    /// 401, unless the request has the bearer token `secret`.
    Unauthorized,
    /// A good answer with this status in place of 201.
    As(u16),
    /// A good answer without this header.
    Without(&'static str),
    /// ICE servers come with the answer alone, too late for what was gathered before (OPTIONS has none).
    LateLink,
    /// A good answer of this media type.
    Typed(&'static str),
    /// This status for a PATCH.
    Patch(u16),
    /// This status for a DELETE.
    Delete(u16),
    /// An upgrade with an accept key that does not fit.
    WrongAccept,
}

/// What is wrong with candidates.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::serve) enum CandidateFault {
    /// There are none.
    None,
    /// Nobody says that there are no more.
    NoEnd,
    /// They come three seconds late.
    Late,
    /// They come before the answer.
    First,
    /// They say that they are of another ICE session.
    ForeignUfrag,
    /// They are for a section that does not exist.
    UnknownMid,
    /// They say no section.
    NoMid,
    /// They lack the word `candidate:`.
    NoPrefix,
    /// They are no candidates.
    Malformed,
    /// They name a host that mDNS does not know.
    Mdns,
    /// They lead where nobody answers (RFC 5737).
    Unreachable,
}

/// What is wrong with the frames of a signaling socket.
#[derive(Clone, Copy, Debug)]
pub(in crate::serve) enum FrameFault {
    /// The socket closes with this code at this time; 1005 and 1006 are closes without a code and without a frame.
    Close(u16, When),
    /// The server says nothing at all.
    Silent,
    /// An error in place of the answer.
    Error(&'static str),
    /// This text in place of the answer.
    Junk(&'static str),
    /// The answer as bytes.
    Binary,
    /// What comes in goes back out.
    SelfEcho,
    /// An offer of the peer's own crosses the other side's, and then gives way to it.
    Glare,
    /// An offer of the peer's own, and the other side's is ignored.
    GlareImpolite,
    /// The answer, twice.
    AnswerTwice,
    /// The answer, and then another one.
    SecondAnswer,
    /// An answer before there was an offer.
    AnswerFirst,
    /// The answer says that it is an offer.
    AnswerAsOffer,
    /// JSON in JSON.
    DoubleJson,
    /// Each frame twice.
    Duplicate,
    /// The answer three seconds late.
    Slow,
    /// Frames without end.
    Flood,
    /// A frame of four megabytes.
    Huge,
}

/// When a socket closes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::serve) enum When {
    /// As soon as it is open.
    Open,
    /// When an offer came.
    Offer,
    /// When the answer was sent.
    Answer,
}

/// What is wrong with the peer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::serve) enum PeerFault {
    /// Channels open, and nothing comes back.
    NoEcho,
    /// What comes back is not what was sent.
    WrongEcho,
    /// It comes back a second late.
    SlowEcho,
    /// Channels are closed as soon as they are open.
    ClosesChannel,
    /// A thousand messages that nobody asked for.
    Flood,
    /// DTLS is not answered.
    SilentDtls,
    /// The peer is gone once it has answered.
    DiesAfterAnswer,
    /// The peer is gone once a channel is open.
    DiesAfterOpen,
}

/// The fault that is to be committed, if any.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::serve) struct Mischief(Option<&'static Fault>);

impl Mischief {
    pub(in crate::serve) fn of(fault: &'static Fault) -> Self {
        Self(Some(fault))
    }

    fn act(self) -> Option<Act> {
        self.0.map(|fault| fault.act)
    }

    /// The prefix of paths that have this fault too.
    pub(in crate::serve) fn prefix(self) -> String {
        self.0.map(|fault| format!("/faults/{}", fault.id)).unwrap_or_default()
    }

    pub(in crate::serve) fn http(self) -> Option<HttpFault> {
        match self.act() {
            Some(Act::Http(fault)) => Some(fault),
            _ => None,
        }
    }

    /// The offer as the peer is to see it.
    pub(in crate::serve) fn offered(self, offer: String) -> String {
        match self.act() {
            Some(Act::Offer(change) | Act::Both(change, _)) => change(&offer),
            // The side that waits for a ClientHello can say nothing by itself.
            Some(Act::Peer(PeerFault::SilentDtls)) => sdp::says_active(&offer),
            _ => offer,
        }
    }

    /// The answer as the other side is to see it.
    pub(in crate::serve) fn answered(self, answer: String) -> String {
        match self.act() {
            Some(Act::Answer(change) | Act::Both(_, change)) => change(&answer),
            Some(Act::Peer(PeerFault::SilentDtls)) => sdp::says_passive(&answer),
            _ => answer,
        }
    }

    pub(in crate::serve) fn candidates(self) -> Option<CandidateFault> {
        match self.act() {
            Some(Act::Candidates(fault)) => Some(fault),
            _ => None,
        }
    }

    /// A candidate as the other side is to see it, if it is to see any.
    pub(in crate::serve) fn candidate(self, mut candidate: Candidate) -> Option<Candidate> {
        let line = &mut candidate.candidate;
        match self.candidates() {
            Some(CandidateFault::None) => return None,
            Some(CandidateFault::ForeignUfrag) => line.push_str(" ufrag ZZZZ"),
            Some(CandidateFault::UnknownMid) => {
                (candidate.sdp_mid, candidate.sdp_m_line_index) = (Some("nowhere".to_owned()), Some(9));
            }
            Some(CandidateFault::NoMid) => (candidate.sdp_mid, candidate.sdp_m_line_index) = (None, None),
            Some(CandidateFault::NoPrefix) => *line = line.replacen("candidate:", "", 1),
            Some(CandidateFault::Malformed) => "candidate:none of the kind".clone_into(line),
            Some(CandidateFault::Mdns) => *line = led_to(line, "00000000-0000-4000-8000-000000000000.local"),
            Some(CandidateFault::Unreachable) => *line = led_to(line, "192.0.2.1"),
            Some(CandidateFault::NoEnd | CandidateFault::Late | CandidateFault::First) | None => {}
        }
        Some(candidate)
    }

    pub(in crate::serve) fn frames(self) -> Option<FrameFault> {
        match self.act() {
            Some(Act::Frames(fault)) => Some(fault),
            _ => None,
        }
    }

    pub(in crate::serve) fn peer(self) -> Option<PeerFault> {
        match self.act() {
            Some(Act::Peer(fault)) => Some(fault),
            _ => None,
        }
    }
}

/// A candidate line with another connection-address, which is its fifth word (RFC 8839 section 5.1).
fn led_to(line: &str, address: &str) -> String {
    line.split(' ').enumerate().map(|(n, word)| if n == 4 { address } else { word }).collect::<Vec<_>>().join(" ")
}
