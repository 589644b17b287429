//! What the attempt does with each frame from the signaling server.

use tokio_tungstenite::tungstenite::{Error, Message};

use super::attempt::{Attempt, Stop};
use super::pairs::signaled_candidate;
use crate::facts::handshake::{Failure, PhaseId};
use crate::probe::signaling::{self, Candidate, Frame};

/// Candidates that are taken from the peer, in frames and in its answer; a browser with every interface has some 30.
const MOST_CANDIDATES: u32 = 200;

impl Attempt {
    pub(super) async fn frame(&mut self, frame: Option<Result<Message, Error>>) -> Result<(), Stop> {
        match frame {
            Some(Ok(Message::Text(text))) => {
                if !self.session.answered() && matches!(signaling::read(&text), Frame::Candidate(_)) {
                    self.clock.moment("candidate from the peer, before its answer: kept back");
                }
                for frame in self.session.receive(&text) {
                    self.act(frame).await?;
                }
                Ok(())
            }
            Some(Ok(Message::Binary(_))) => {
                self.clock.moment("binary frame from the server, not understood");
                Ok(())
            }
            Some(Ok(Message::Close(close))) => {
                let (code, reason) =
                    close.map_or((None, String::new()), |c| (Some(c.code.into()), c.reason.to_string()));
                self.lost(Failure::Closed { code, reason })
            }
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => self.lost(Failure::Closed { code: None, reason: error.to_string() }),
            None => self.lost(Failure::Closed { code: None, reason: "the connection ended".to_owned() }),
        }
    }

    /// The signaling connection is gone; once there is an answer, the peers may do without it.
    pub(super) fn lost(&mut self, failure: Failure) -> Result<(), Stop> {
        self.socket = None;
        self.clock.moment("signaling connection closed by the server");
        if self.session.answered() { Ok(()) } else { Err(failure.into()) }
    }

    async fn act(&mut self, frame: Frame) -> Result<(), Stop> {
        match frame {
            Frame::Answer(sdp) => self.answer(sdp).await,
            Frame::Candidate(_) if self.trickle.received >= MOST_CANDIDATES => Ok(()),
            Frame::Candidate(candidate) => {
                self.trickle.received += 1;
                self.clock.moment("candidate from the peer");
                self.note_candidate(&candidate.candidate);
                self.add(&candidate).await;
                self.stamps.first_candidate.get_or_insert_with(|| self.clock.elapsed());
                Ok(())
            }
            Frame::EndOfCandidates => {
                self.clock.moment("end of candidates from the peer");
                Ok(())
            }
            Frame::PeerReady => {
                if !self.session.answered() {
                    self.clock.moment("peer is ready: offer sent again");
                    self.send(signaling::offer(&self.stamps.local_sdp)).await?;
                }
                Ok(())
            }
            Frame::Error(message) => {
                self.clock.moment(format!("error from the server: {message}"));
                if self.session.answered() { Ok(()) } else { Err(Failure::Refused { message }.into()) }
            }
            Frame::Offer(_) => {
                self.clock.moment("offer from the peer, while ours is open: not answered");
                Ok(())
            }
            Frame::Unknown => Ok(()),
        }
    }

    async fn answer(&mut self, sdp: String) -> Result<(), Stop> {
        self.clock.end(PhaseId::Answer, format!("{} bytes", sdp.len()));
        self.clock.moment("answer received");
        let lines = sdp.lines().filter_map(|line| line.trim_end().strip_prefix("a=candidate:"));
        for line in lines.take(MOST_CANDIDATES as usize) {
            self.trickle.in_answer += 1;
            self.note_candidate(line);
            self.stamps.first_candidate.get_or_insert_with(|| self.clock.elapsed());
        }
        self.stamps.remote_sdp.clone_from(&sdp);
        let Some(peer) = &self.peer else { return Ok(()) };
        peer.set_remote_answer(sdp).await.map_err(|error| Failure::BadAnswer { why: error.cause })?;
        self.clock.moment("remote description set");
        Ok(())
    }

    fn note_candidate(&mut self, line: &str) {
        if let Some((address, kind)) = signaled_candidate(line) {
            self.stamps.remote_candidates.insert(address, kind);
        }
    }

    async fn add(&mut self, candidate: &Candidate) {
        let Some(peer) = &self.peer else { return };
        if let Err(error) = peer.add_candidate(candidate).await {
            self.clock.moment(format!("candidate from the peer not taken: {}", error.cause));
        }
    }
}
