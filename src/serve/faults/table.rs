//! Every fault, a line each.

use super::act::{Act, CandidateFault, FrameFault, HttpFault, PeerFault, When};
use super::sdp;

/// A fault that can be committed.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Its name in the path.
    pub id: &'static str,
    /// What is wrong, in words.
    pub what: &'static str,
    pub(super) act: Act,
}

const fn fault(id: &'static str, what: &'static str, act: Act) -> Fault {
    Fault { id, what, act }
}

use Act::{Answer, Both, Candidates, Frames, Http, Offer, Peer};

const LOGIN: &str = "<!doctype html><html><title>Sign in</title><form method=post></form></html>";

/// All faults, by where they are committed.
#[rustfmt::skip]
pub static FAULTS: &[Fault] = &[
    // HTTP: a POST or the upgrade of a WebSocket
    fault("html", "200 with a login page in place of the answer", Http(HttpFault::Status(200, "content-type", "text/html; charset=utf-8", LOGIN))),
    fault("200", "200 in place of 201 (WHIP)", Http(HttpFault::As(200))),
    fault("nolocation", "201 without Location (WHIP)", Http(HttpFault::Without("location"))),
    fault("no-etag", "201 without ETag: no trickle, no restart (WHIP)", Http(HttpFault::Without("etag"))),
    fault("no-link", "201 and OPTIONS without Link: no ICE servers are handed out (WHIP)", Http(HttpFault::Without("link"))),
    fault("late-link", "OPTIONS without Link: ICE servers come after gathering (WHIP)", Http(HttpFault::LateLink)),
    fault("wrong-type", "the answer says that it is text/plain", Http(HttpFault::Typed("text/plain"))),
    fault("slow", "the answer comes after three seconds", Http(HttpFault::Slow)),
    fault("stall", "no answer comes until the client gives up", Http(HttpFault::Stall)),
    fault("drop", "the connection ends without an answer", Http(HttpFault::Drop)),
    fault("301", "301 to somewhere else", Http(HttpFault::Status(301, "location", "/", ""))),
    fault("redirect", "307 to the same place without the fault", Http(HttpFault::Redirect)),
    fault("unauthorized", "401, unless the bearer token is `secret`", Http(HttpFault::Unauthorized)),
    fault("400", "400 Bad Request", Http(HttpFault::Status(400, "content-type", "text/plain", "bad request\n"))),
    fault("403", "403 Forbidden", Http(HttpFault::Status(403, "content-type", "text/plain", "forbidden\n"))),
    fault("404", "404 Not Found", Http(HttpFault::Status(404, "content-type", "text/plain", "not found\n"))),
    fault("405", "405 Method Not Allowed", Http(HttpFault::Status(405, "allow", "GET", ""))),
    fault("406", "406 Not Acceptable", Http(HttpFault::Status(406, "content-type", "text/plain", ""))),
    fault("415", "415 Unsupported Media Type", Http(HttpFault::Status(415, "accept-post", "application/json", ""))),
    fault("426", "426 Upgrade Required, as behind a proxy that drops the upgrade", Http(HttpFault::Status(426, "upgrade", "websocket", ""))),
    fault("429", "429 Too Many Requests", Http(HttpFault::Status(429, "retry-after", "5", ""))),
    fault("500", "500 Internal Server Error", Http(HttpFault::Status(500, "content-type", "text/plain", ""))),
    fault("502", "502 Bad Gateway", Http(HttpFault::Status(502, "content-type", "text/html", "<html><h1>502 Bad Gateway</h1></html>"))),
    fault("503", "503 Service Unavailable, Retry-After 5 s", Http(HttpFault::Status(503, "retry-after", "5", ""))),
    fault("patch-405", "405 for PATCH: no trickle (WHIP)", Http(HttpFault::Patch(405))),
    fault("patch-412", "412 for PATCH, whatever If-Match says (WHIP)", Http(HttpFault::Patch(412))),
    fault("patch-501", "501 for PATCH (WHIP)", Http(HttpFault::Patch(501))),
    fault("delete-405", "405 for DELETE: the session cannot be ended (WHIP)", Http(HttpFault::Delete(405))),
    fault("wrong-accept", "an upgrade whose Sec-WebSocket-Accept does not fit the key", Http(HttpFault::WrongAccept)),
    // the answer says something else than the peer does
    fault("fingerprint", "one byte of the fingerprint is wrong", Answer(sdp::fingerprint)),
    fault("other-fingerprint", "the fingerprint is another certificate's, as with somebody in between", Answer(sdp::other_fingerprint)),
    fault("no-fingerprint", "the answer has no fingerprint", Answer(sdp::no_fingerprint)),
    fault("ufrag", "the ICE user fragment is wrong", Answer(sdp::ufrag)),
    fault("no-ufrag", "the answer has no ICE user fragment", Answer(sdp::no_ufrag)),
    fault("pwd", "the ICE password is wrong", Answer(sdp::pwd)),
    fault("role", "setup says passive, and the peer is active: two DTLS clients", Answer(sdp::role)),
    fault("role-passive", "setup says active, and the peer is passive: nobody begins DTLS", Both(sdp::says_active, sdp::says_active)),
    fault("actpass", "the answer says setup:actpass", Answer(sdp::actpass)),
    fault("mline", "the sections are of another kind than those offered", Answer(sdp::mangled_section)),
    fault("extra-mline", "the answer has a section more than the offer", Answer(sdp::extra_section)),
    fault("missing-mline", "the answer has a section less than the offer", Answer(sdp::missing_section)),
    fault("mid", "the sections have other mids than those offered", Answer(sdp::renamed_mid)),
    fault("rejected", "every section is refused with port 0", Answer(sdp::rejected)),
    fault("inactive", "every section is inactive: no media either way", Answer(sdp::inactive)),
    fault("no-eol", "the last line of the answer has no end", Answer(sdp::no_last_line_end)),
    fault("lf", "the lines of the answer end with LF alone", Answer(sdp::lines_by_lf)),
    fault("escaped", "the line ends of the answer are escaped twice", Answer(sdp::escaped)),
    fault("empty", "the answer is empty", Answer(sdp::empty)),
    fault("html-sdp", "the answer is a login page", Answer(sdp::html)),
    fault("sctp-port", "sctp-port is 5001, and the peer listens at 5000", Answer(sdp::sctp_port)),
    fault("max-message-size", "messages of one byte are the longest", Answer(sdp::tiny_messages)),
    // the peer acts on something that was not offered
    fault("dtls-alert", "the peer refuses the other side's certificate", Offer(sdp::fingerprint)),
    fault("wrong-key", "the peer signs its checks with a wrong password", Offer(sdp::pwd)),
    // candidates
    fault("nocand", "there are no candidates", Candidates(CandidateFault::None)),
    fault("no-eoc", "nobody says that there are no more candidates", Candidates(CandidateFault::NoEnd)),
    fault("late-candidates", "the candidates come after three seconds", Candidates(CandidateFault::Late)),
    fault("cand-first", "the candidates come before the answer", Candidates(CandidateFault::First)),
    fault("cand-ufrag", "the candidates are of another ICE session", Candidates(CandidateFault::ForeignUfrag)),
    fault("cand-mid", "the candidates are for a section that does not exist", Candidates(CandidateFault::UnknownMid)),
    fault("cand-no-mid", "the candidates say no section", Candidates(CandidateFault::NoMid)),
    fault("cand-no-prefix", "the candidates lack the word `candidate:`", Candidates(CandidateFault::NoPrefix)),
    fault("cand-malformed", "the candidates are no candidates", Candidates(CandidateFault::Malformed)),
    fault("cand-mdns", "the candidates have a .local name that nobody knows", Candidates(CandidateFault::Mdns)),
    fault("cand-unreachable", "the candidates lead where nobody answers", Candidates(CandidateFault::Unreachable)),
    // the signaling socket
    fault("close-1000-open", "the socket closes with 1000 when it is open", Frames(FrameFault::Close(1000, When::Open))),
    fault("close-1006-open", "the socket ends without a close frame when it is open", Frames(FrameFault::Close(1006, When::Open))),
    fault("close-1008-open", "the socket closes with 1008 (policy) when it is open", Frames(FrameFault::Close(1008, When::Open))),
    fault("close-1011-open", "the socket closes with 1011 (server error) when it is open", Frames(FrameFault::Close(1011, When::Open))),
    fault("close-1000", "the socket closes with 1000 at the offer", Frames(FrameFault::Close(1000, When::Offer))),
    fault("close-1001", "the socket closes with 1001 (going away) at the offer", Frames(FrameFault::Close(1001, When::Offer))),
    fault("close-1005", "the socket closes without a code at the offer", Frames(FrameFault::Close(1005, When::Offer))),
    fault("close-1006", "the socket ends without a close frame at the offer", Frames(FrameFault::Close(1006, When::Offer))),
    fault("close-1008", "the socket closes with 1008 (policy) at the offer", Frames(FrameFault::Close(1008, When::Offer))),
    fault("close-1011", "the socket closes with 1011 (server error) at the offer", Frames(FrameFault::Close(1011, When::Offer))),
    fault("close-4001", "the socket closes with 4001 at the offer", Frames(FrameFault::Close(4001, When::Offer))),
    fault("close-1000-answer", "the socket closes with 1000 after the answer", Frames(FrameFault::Close(1000, When::Answer))),
    fault("close-1006-answer", "the socket ends without a close frame after the answer", Frames(FrameFault::Close(1006, When::Answer))),
    fault("close-1008-answer", "the socket closes with 1008 (policy) after the answer", Frames(FrameFault::Close(1008, When::Answer))),
    fault("close-1011-answer", "the socket closes with 1011 (server error) after the answer", Frames(FrameFault::Close(1011, When::Answer))),
    fault("silent", "the socket is open, and nothing ever comes", Frames(FrameFault::Silent)),
    fault("error", "an error in place of the answer", Frames(FrameFault::Error("the fault that was asked for"))),
    fault("no-peer", "the server says that there is no such peer", Frames(FrameFault::Error("no such peer"))),
    fault("room-full", "the server says that the room is full", Frames(FrameFault::Error("the room is full"))),
    fault("not-json", "the answer is no JSON", Frames(FrameFault::Junk("answer: v=0"))),
    fault("html-frame", "a login page in place of the answer", Frames(FrameFault::Junk(LOGIN))),
    fault("binary", "the answer comes as bytes", Frames(FrameFault::Binary)),
    fault("double-json", "the answer is JSON in JSON", Frames(FrameFault::DoubleJson)),
    fault("self-echo", "what is sent comes back besides", Frames(FrameFault::SelfEcho)),
    fault("glare", "the peer's own offer crosses the other, and gives way", Frames(FrameFault::Glare)),
    fault("glare-impolite", "the peer's own offer crosses the other, and it insists", Frames(FrameFault::GlareImpolite)),
    fault("dup-answer", "the answer comes twice", Frames(FrameFault::AnswerTwice)),
    fault("second-answer", "a different answer follows the answer", Frames(FrameFault::SecondAnswer)),
    fault("answer-first", "an answer comes before the offer", Frames(FrameFault::AnswerFirst)),
    fault("answer-as-offer", "the answer is called an offer", Frames(FrameFault::AnswerAsOffer)),
    fault("dup-frames", "each frame comes twice", Frames(FrameFault::Duplicate)),
    fault("slow-answer", "the answer comes three seconds after the offer", Frames(FrameFault::Slow)),
    fault("flood", "frames come without end", Frames(FrameFault::Flood)),
    fault("huge-frame", "a frame of four megabytes", Frames(FrameFault::Huge)),
    // the peer after it has answered
    fault("no-echo", "the channel opens, and nothing comes back", Peer(PeerFault::NoEcho)),
    fault("wrong-echo", "what comes back is not what was sent", Peer(PeerFault::WrongEcho)),
    fault("slow-echo", "what was sent comes back after a second", Peer(PeerFault::SlowEcho)),
    fault("closes-channel", "the channel is closed as soon as it is open", Peer(PeerFault::ClosesChannel)),
    fault("flood-channel", "a thousand messages that nobody asked for", Peer(PeerFault::Flood)),
    fault("dtls-silent", "ICE connects, and DTLS is never answered", Peer(PeerFault::SilentDtls)),
    fault("dies-after-answer", "the peer is gone once it has answered", Peer(PeerFault::DiesAfterAnswer)),
    fault("dies-after-open", "the peer is gone once the channel is open", Peer(PeerFault::DiesAfterOpen)),
];

/// The fault of this name.
pub(in crate::serve) fn find(id: &str) -> Option<&'static Fault> {
    FAULTS.iter().find(|fault| fault.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_words_of_a_path() {
        for (n, fault) in FAULTS.iter().enumerate() {
            assert!(
                fault.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                fault.id
            );
            assert!(!FAULTS[..n].iter().any(|other| other.id == fault.id), "{} twice", fault.id);
            assert!(!fault.what.ends_with('.') && fault.what.len() <= 90, "{}: {}", fault.id, fault.what);
        }
    }
}
