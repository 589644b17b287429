//! Peers that answer, and whose answer or behaviour does not fit.

use futures_util::{SinkExt, StreamExt};
use rtcdiag::facts::handshake::{End, Failure, PhaseId};
use rtcdiag::net::clock;
use rtcdiag::net::peer::{Event, Peer, Tap};
use rtcdiag::probe::signaling::{Candidate, Heard, answer, candidate, read};
use tokio_tungstenite::tungstenite::Message;

use crate::servers::{handshake, listen, upgrade};

/// How a peer misbehaves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mangled {
    /// Not at all; like all of them it never echoes.
    Nothing,
    /// Its one candidate is that of nobody, and it looks at none of ours.
    Unreachable,
    /// One byte of its fingerprint is another.
    Fingerprint,
    /// Its user fragment is another.
    Ufrag,
    /// Its password is another.
    Password,
    /// Its DTLS role is the other one.
    Setup,
    /// It names no candidate.
    NoCandidates,
    /// A candidate comes before its answer.
    Early,
    /// Its answer comes twice.
    Twice,
    /// A candidate says no section.
    Unplaced,
    /// A candidate is of another generation.
    Stale,
    /// Our offer comes back.
    Echoing,
    /// An error comes after the answer.
    Complaining,
}

impl Mangled {
    fn answer(self, sdp: &str) -> String {
        let replaced = |prefix: &str, value: &str| -> String {
            let line = |line: &str| {
                if line.starts_with(prefix) { format!("{prefix}{value}\r\n") } else { format!("{line}\r\n") }
            };
            sdp.lines().map(line).collect()
        };
        match self {
            Self::Fingerprint => other_fingerprint(sdp),
            Self::Ufrag => replaced("a=ice-ufrag:", "ZZZZ"),
            Self::Password => replaced("a=ice-pwd:", "ZZZZZZZZZZZZZZZZZZZZZZZZ"),
            Self::Setup => replaced("a=setup:", "passive"),
            _ => sdp.to_owned(),
        }
    }

    /// Frames before the answer, and after it.
    fn around(self, offer: &str, answer: &str) -> (Vec<String>, Vec<String>) {
        let extra = |ufrag: &str| {
            let one = nobody();
            candidate(&Candidate { candidate: format!("{}{ufrag}", one.candidate), ..one })
        };
        match self {
            Self::Unreachable => (Vec::new(), vec![extra("")]),
            Self::Early => (vec![extra("")], Vec::new()),
            Self::Twice => (Vec::new(), vec![answer.to_owned()]),
            Self::Unplaced => {
                (Vec::new(), vec![format!(r#"{{"candidate":{{"candidate":"{}"}}}}"#, nobody().candidate)])
            }
            Self::Stale => (Vec::new(), vec![extra(" ufrag zzzz")]),
            Self::Echoing => (vec![offer.to_owned()], Vec::new()),
            Self::Complaining => (Vec::new(), vec![r#"{"type":"error","message":"late"}"#.to_owned()]),
            _ => Default::default(),
        }
    }
}

/// A peer that misbehaves in one way, and never echoes.
pub(crate) async fn server(mangled: Mangled) -> String {
    let silent = matches!(mangled, Mangled::Unreachable | Mangled::NoCandidates);
    listen(move |stream| async move {
        let mut socket = upgrade(stream).await;
        let tap = Tap::new(clock::now(), 0);
        let (peer, mut events) = Peer::new(vec!["127.0.0.1:0".parse().unwrap()], tap).await.unwrap();
        let (mut early, mut answered) = (Vec::new(), false);
        loop {
            tokio::select! {
                frame = socket.next() => {
                    let Some(Ok(frame)) = frame else { return };
                    let text = frame.to_text().unwrap_or_default();
                    match read(text) {
                        Some(Heard::Offer(sdp)) => {
                            peer.set_remote_offer(sdp).await.unwrap();
                            let sdp = peer.create_answer().await.unwrap();
                            peer.set_local_answer(sdp.clone()).await.unwrap();
                            let answer = answer(&mangled.answer(&sdp));
                            let (before, after) = mangled.around(text, &answer);
                            for frame in before.into_iter().chain([answer]).chain(after) {
                                socket.send(Message::text(frame)).await.unwrap();
                            }
                            for one in early.drain(..) {
                                peer.add_candidate(&one).await.unwrap();
                            }
                            answered = true;
                        }
                        Some(Heard::Candidate(_)) if mangled == Mangled::Unreachable => {}
                        Some(Heard::Candidate(one)) if answered => peer.add_candidate(&one).await.unwrap(),
                        Some(Heard::Candidate(one)) => early.push(one),
                        _ => {}
                    }
                }
                Some((_, event)) = events.recv() => match event {
                    Event::Candidate(one) if !silent => {
                        let sent = socket.send(Message::text(candidate(&one))).await;
                        if sent.is_err() {
                            return;
                        }
                    }
                    _ => {}
                },
            }
        }
    })
    .await
}

/// A candidate at which nobody listens.
fn nobody() -> Candidate {
    let closed = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    Candidate {
        candidate: format!("candidate:1 1 udp 2130706431 127.0.0.1 {} typ host", closed.port()),
        sdp_mid: Some("0".to_owned()),
        sdp_m_line_index: Some(0),
    }
}

/// The same description with one byte of each fingerprint changed.
fn other_fingerprint(sdp: &str) -> String {
    let changed = |line: &str| match line.strip_prefix("a=fingerprint:sha-256 ") {
        Some(digest) if digest.starts_with("00") => format!("a=fingerprint:sha-256 01{}", &digest[2..]),
        Some(digest) => format!("a=fingerprint:sha-256 00{}", &digest[2..]),
        None => line.to_owned(),
    };
    sdp.lines().map(|line| changed(line) + "\r\n").collect()
}

#[tokio::test]
async fn a_peer_that_cannot_be_reached_fails_in_ice() {
    let facts = handshake(&server(Mangled::Unreachable).await, 600).await;
    let End::Failed(failure) = &facts.end else { panic!("{facts:#?}") };
    assert_eq!(failure.phase(), "ice", "{failure:?}");
    let pair = facts.pairs.first().unwrap();
    assert!(pair.requests_sent >= 5 && pair.responses_received == 0 && pair.rtt_ms.is_none(), "{pair:?}");
    // 50 ms apart: whatever the stack would send, 600 ms hold no more than 13.
    assert!(pair.requests_sent <= 13, "{pair:?}");
    let ice = facts.phase(PhaseId::Ice).unwrap();
    assert!(ice.critical && ice.end_ms.is_none(), "{ice:?}");
    assert!(facts.selected().is_none() && facts.floor_ms.is_none());
}

#[tokio::test]
async fn a_fingerprint_that_was_changed_on_its_way_is_seen() {
    let facts = handshake(&server(Mangled::Fingerprint).await, 3000).await;
    let End::Failed(failure) = &facts.end else { panic!("{facts:#?}") };
    let why = "alert bad_certificate (fatal), ours; the peer's certificate is not the one that its description names";
    assert_eq!(failure, &Failure::Broken { phase: PhaseId::Dtls, why: why.to_owned() });
    assert!(facts.total_ms < 2000.0, "the alert ends it, not the deadline: {} ms", facts.total_ms);
    let dtls = facts.dtls.as_ref().unwrap();
    assert_eq!(dtls.matches, Some(false), "{dtls:?}");
    assert_eq!(
        dtls.presented_fingerprint.as_ref().map(|f| &f[10..]),
        dtls.remote_fingerprint.as_ref().map(|f| &f[10..])
    );
}

#[tokio::test]
async fn a_peer_that_does_not_echo_is_connected_all_the_same() {
    let facts = handshake(&server(Mangled::Nothing).await, 4000).await;
    assert_eq!(facts.end, End::Connected, "{facts:#?}");
    let echo = facts.phase(PhaseId::FirstEcho).unwrap();
    assert!(echo.end_ms.is_none() && !echo.critical, "{echo:?}");
    assert_eq!(facts.total_ms, facts.phase(PhaseId::DcOpen).unwrap().end_ms.unwrap());
}
