//! What the attempt does with each thing that the line tells: offers, answers, candidates, and their order.

use std::time::Duration;

use super::attempt::{Attempt, Progress, Stop};
use super::description::{session_id, with_candidates, with_trickle};
use super::line::{News, Said, Told};
use super::pairs::signaled_candidate;
use crate::facts::handshake::{Failure, PhaseId, Provocation};
use crate::facts::sides::Signaled;
use crate::facts::signaling::{Glare, Signaling};
use crate::net::clock::{self, ms};
use crate::probe::signaling::profile::Role;
use crate::probe::signaling::{Candidate, Heard};

/// Candidates that are taken from the peer, in frames and in its description; a browser with every interface has some
/// 30.
const MOST_CANDIDATES: u32 = 200;
/// Most candidates that are kept while there is no description to add them to.
const MOST_EARLY: usize = 64;
/// Characters of a candidate that are kept.
const LONGEST: usize = 500;
/// How long a peer whose offer we crossed on purpose has to answer ours before its own is answered.
const CROSSED: Duration = Duration::from_secs(1);
/// Texts that are kept of each kind.
const MOST_TEXTS: usize = 20;

/// What was noted on the way, for the facts.
#[derive(Debug, Default)]
pub(super) struct Notes {
    offerer: bool,
    surplus_answers: u32,
    early_candidates: u32,
    refused_candidates: Vec<String>,
    end_of_candidates: bool,
    glare: Option<Glare>,
    late_errors: Vec<String>,
    /// The peer's candidates that came in messages of their own.
    pub(super) candidates: Vec<Signaled>,
}

impl Notes {
    /// Whether our offer is the one that counts.
    pub(super) fn is_offerer(&self) -> bool {
        self.offerer
    }

    /// Our own offer was given up in the end.
    pub(super) fn yielded(&mut self) {
        if let Some(glare) = &mut self.glare {
            glare.yielded = true;
        }
    }

    /// Writes the notes into the facts.
    pub(super) fn write_into(self, facts: &mut Signaling) {
        facts.offerer = self.offerer;
        facts.surplus_answers = self.surplus_answers;
        facts.early_candidates = self.early_candidates;
        facts.refused_candidates = self.refused_candidates;
        facts.end_of_candidates = self.end_of_candidates;
        facts.glare = self.glare;
        facts.late_errors = self.late_errors;
    }
}

impl Attempt<'_> {
    pub(super) async fn told(&mut self, told: Option<Told>) -> Result<(), Stop> {
        let Some(Told { at, what }) = told else {
            self.line = None;
            return Ok(());
        };
        match what {
            News::Heard(heard) => self.heard(at, heard).await,
            News::Written => {
                self.written(at);
                Ok(())
            }
            News::Detected { protocol, role, offer_waits } => {
                self.clock.moment_at(at, format!("the server speaks {protocol}"));
                if self.role == Role::Auto {
                    self.role = role;
                }
                self.offer_waits = offer_waits;
                Ok(())
            }
            News::Moment(text) => {
                self.clock.moment_at(at, text);
                Ok(())
            }
            News::Lost(failure) => self.lost(at, failure).await,
        }
    }

    /// The signaling connection is gone; once there are both descriptions, the peers may do without it.
    async fn lost(&mut self, at: Duration, failure: Failure) -> Result<(), Stop> {
        if let Some(line) = self.line.take() {
            let _ = line.close().await;
        }
        self.clock.moment_at(at, "signaling connection closed by the server");
        if self.progress == Progress::Described { Ok(()) } else { Err(failure.into()) }
    }

    fn written(&mut self, at: Duration) {
        if self.notes.offerer {
            self.clock.end_at(PhaseId::OfferSent, at, String::new());
            self.clock.begin_at(PhaseId::Answer, at);
            self.clock.moment_at(at, "offer sent");
        } else {
            self.clock.end_at(PhaseId::Answer, at, "sent".to_owned());
            self.clock.moment_at(at, "answer sent");
        }
    }

    async fn heard(&mut self, at: Duration, heard: Heard) -> Result<(), Stop> {
        match heard {
            Heard::Connected
                if self.role == Role::Answerer
                    || self.offer_waits
                    || self.options.provoke == Some(Provocation::Glare) =>
            {
                self.clock.begin_at(PhaseId::Join, at);
                Ok(())
            }
            Heard::Connected => self.offer().await,
            Heard::Ready => self.ready(at).await,
            Heard::Offer(sdp) => self.offered(at, sdp).await,
            Heard::Answer(sdp) => self.answered(at, sdp).await,
            Heard::Candidate(_) if self.trickle.received >= MOST_CANDIDATES => Ok(()),
            Heard::Candidate(candidate) if self.progress != Progress::Described => {
                self.signaled(at, &candidate);
                self.clock.moment_at(at, "candidate from the peer, before its description: kept back");
                self.notes.early_candidates = self.notes.early_candidates.saturating_add(1);
                if self.early.len() < MOST_EARLY {
                    self.early.push(candidate);
                }
                Ok(())
            }
            Heard::Candidate(candidate) => {
                self.signaled(at, &candidate);
                self.clock.moment_at(at, "candidate from the peer");
                self.candidate(&candidate).await;
                Ok(())
            }
            Heard::End => {
                self.notes.end_of_candidates = true;
                self.clock.moment_at(at, "end of candidates from the peer");
                Ok(())
            }
            Heard::Bye => {
                self.clock.moment_at(at, "the peer says goodbye");
                if self.progress == Progress::Described { Ok(()) } else { self.refused("the peer has gone".to_owned()) }
            }
            Heard::Error(message) => {
                self.clock.moment_at(at, format!("error from the server: {message}"));
                self.refused(message)
            }
        }
    }

    fn refused(&mut self, message: String) -> Result<(), Stop> {
        if self.progress != Progress::Described {
            return Err(Failure::Refused { message }.into());
        }
        if self.notes.late_errors.len() < MOST_TEXTS {
            self.notes.late_errors.push(message);
        }
        Ok(())
    }

    /// The way is free for an offer: the first one, or the same once more for a peer that has just come.
    async fn ready(&mut self, at: Duration) -> Result<(), Stop> {
        if self.clock.is_open(PhaseId::Join) {
            self.clock.end_at(PhaseId::Join, at, String::new());
        }
        match self.progress {
            Progress::Nothing if self.role != Role::Answerer => self.offer().await,
            Progress::Offered => {
                self.clock.moment_at(at, "peer is ready: offer sent again");
                self.say(Said::Offer(self.stamps.local_sdp.clone()));
                Ok(())
            }
            Progress::Nothing | Progress::Gathering | Progress::Described => Ok(()),
        }
    }

    /// Makes our offer; it is sent at once, or with its candidates once they are all there.
    async fn offer(&mut self) -> Result<(), Stop> {
        self.open_channel().await?;
        self.offer_media().await?;
        let Some(peer) = &self.peer else { return Ok(()) };
        self.notes.offerer = true;
        self.clock.begin(PhaseId::OfferCreated);
        let sdp = peer.create_offer().await.map_err(Stop::Peer)?;
        self.clock.end(PhaseId::OfferCreated, format!("{} bytes", sdp.len()));
        self.clock.begin(PhaseId::LocalDescription);
        peer.set_local_offer(sdp.clone()).await.map_err(Stop::Peer)?;
        self.clock.end(PhaseId::LocalDescription, String::new());
        self.clock.moment("local description set");
        self.clock.begin(PhaseId::Gathering);
        self.stamps.local_sdp = sdp;
        if self.in_description {
            self.progress = Progress::Gathering;
        } else {
            self.stamps.local_sdp = with_trickle(&self.stamps.local_sdp);
            self.send_offer();
        }
        Ok(())
    }

    fn send_offer(&mut self) {
        self.progress = Progress::Offered;
        self.clock.begin(PhaseId::OfferSent);
        self.say(Said::Offer(self.stamps.local_sdp.clone()));
    }

    /// Our candidates are complete.
    pub(super) fn gathered(&mut self) {
        if !self.in_description {
            self.say(Said::End);
            return;
        }
        self.trickle.in_ours = u32::try_from(self.ours.len()).unwrap_or(u32::MAX);
        self.stamps.local_sdp = with_candidates(&self.stamps.local_sdp, &self.ours);
        if self.notes.offerer {
            self.send_offer();
        } else {
            self.say(Said::Answer(self.stamps.local_sdp.clone()));
        }
    }

    /// An offer from the peer: to be answered, unless ours goes before it.
    pub(super) async fn offered(&mut self, at: Duration, sdp: String) -> Result<(), Stop> {
        match self.progress {
            Progress::Described => {
                self.clock.moment_at(at, "another offer from the peer: not answered");
                return Ok(());
            }
            Progress::Gathering | Progress::Offered => {
                let yields =
                    self.options.polite.unwrap_or_else(|| session_id(&self.stamps.local_sdp) < session_id(&sdp));
                let yielded = yields && self.role != Role::Offerer;
                self.notes.glare.get_or_insert_with(|| Glare { at_ms: ms(at), yielded }).yielded |= yielded;
                if !yielded {
                    self.insist(at, sdp);
                    return Ok(());
                }
                self.clock.moment_at(at, "offer from the peer, while ours is open: ours is given up");
                self.give_up().await?;
            }
            Progress::Nothing if self.options.provoke == Some(Provocation::Glare) && self.notes.glare.is_none() => {
                // Ours crosses it, as though it had been on its way; whoever gives up, the call has to come about.
                self.notes.glare = Some(Glare { at_ms: ms(at), yielded: false });
                self.clock.moment_at(at, "offer from the peer: ours is sent on purpose");
                self.crossed = Some(sdp);
                self.late = Some(clock::now() + CROSSED);
                return self.offer().await;
            }
            Progress::Nothing => {}
        }
        if self.clock.is_open(PhaseId::Join) {
            self.clock.end_at(PhaseId::Join, at, "until the peer's offer".to_owned());
        }
        self.notes.offerer = false;
        self.clock.moment_at(at, "offer received");
        self.clock.begin_at(PhaseId::Answer, at);
        self.answer(sdp).await
    }

    /// Keeps to our offer. Whoever came into the room after it was sent has never seen it, so it is sent again; and a
    /// peer that keeps to its own is answered after a while, unless this side is the offerer by the user's word.
    fn insist(&mut self, at: Duration, offer: String) {
        self.clock.moment_at(at, "offer from the peer, while ours is open: ours is sent again");
        if self.progress == Progress::Offered && self.crossed.is_none() {
            self.say(Said::Offer(self.stamps.local_sdp.clone()));
        }
        if self.role != Role::Offerer && self.options.polite != Some(false) && self.crossed.is_none() {
            self.crossed = Some(offer);
            self.late = Some(clock::now() + CROSSED);
        }
    }

    /// Gives our offer up, and the peer that made it.
    pub(super) async fn give_up(&mut self) -> Result<(), Stop> {
        self.conversation.forget();
        self.flows.forget();
        self.ours.clear();
        self.clock.forget(&[
            PhaseId::OfferCreated,
            PhaseId::LocalDescription,
            PhaseId::Gathering,
            PhaseId::OfferSent,
            PhaseId::Answer,
        ]);
        self.progress = Progress::Nothing;
        let made = self.make_peer();
        self.take_peer(made).await
    }

    async fn answer(&mut self, offer: String) -> Result<(), Stop> {
        self.note_description(&offer);
        let Some(peer) = &self.peer else { return Ok(()) };
        let unusable = |error: crate::net::peer::PeerError| Failure::BadAnswer { why: error.cause };
        let since = self.clock.elapsed();
        peer.set_remote_offer(offer.clone()).await.map_err(unusable)?;
        self.clock.step("remote_description", since);
        self.clock.moment("remote description set");
        self.answer_media(&offer).await?;
        let Some(peer) = &self.peer else { return Ok(()) };
        self.clock.begin(PhaseId::LocalDescription);
        let sdp = peer.create_answer().await.map_err(unusable)?;
        peer.set_local_answer(sdp.clone()).await.map_err(unusable)?;
        self.clock.end(PhaseId::LocalDescription, format!("{} bytes", sdp.len()));
        self.clock.moment("local description set");
        self.clock.begin(PhaseId::Gathering);
        self.stamps.local_sdp = sdp;
        self.progress = Progress::Described;
        if !self.in_description {
            self.stamps.local_sdp = with_trickle(&self.stamps.local_sdp);
            self.say(Said::Answer(self.stamps.local_sdp.clone()));
        }
        self.add_early().await;
        Ok(())
    }

    async fn answered(&mut self, at: Duration, sdp: String) -> Result<(), Stop> {
        if self.progress != Progress::Offered {
            self.notes.surplus_answers = self.notes.surplus_answers.saturating_add(1);
            self.clock.moment_at(at, "answer that no offer waits for: passed over");
            return Ok(());
        }
        if self.clock.is_open(PhaseId::OfferSent) {
            self.written(at);
        }
        self.clock.end_at(PhaseId::Answer, at, format!("{} bytes", sdp.len()));
        self.clock.moment_at(at, "answer received");
        self.note_description(&sdp);
        self.progress = Progress::Described;
        let Some(peer) = &self.peer else { return Ok(()) };
        let since = self.clock.elapsed();
        peer.set_remote_answer(sdp).await.map_err(|error| Failure::BadAnswer { why: error.cause })?;
        self.clock.step("remote_description", since);
        self.clock.moment("remote description set");
        self.add_early().await;
        Ok(())
    }

    async fn add_early(&mut self) {
        for candidate in std::mem::take(&mut self.early) {
            self.candidate(&candidate).await;
        }
    }

    fn note_description(&mut self, sdp: &str) {
        let lines = sdp.lines().filter_map(|line| line.trim_end().strip_prefix("a=candidate:"));
        for line in lines.take(MOST_CANDIDATES as usize) {
            self.trickle.in_answer += 1;
            self.note_candidate(line);
            self.candidate_is_here();
        }
        self.notes.end_of_candidates |= sdp.contains("a=end-of-candidates");
        sdp.clone_into(&mut self.stamps.remote_sdp);
    }

    fn signaled(&mut self, at: Duration, candidate: &Candidate) {
        if self.notes.candidates.len() < MOST_CANDIDATES as usize {
            let placed = candidate.sdp_mid.is_some() || candidate.sdp_m_line_index.is_some();
            self.notes.candidates.push(Signaled {
                at_ms: ms(at),
                line: candidate.candidate.chars().take(LONGEST).collect(),
                placed,
            });
        }
    }

    fn note_candidate(&mut self, line: &str) {
        if let Some((address, kind)) = signaled_candidate(line) {
            self.stamps.remote_candidates.insert(address, kind);
        }
    }

    async fn candidate(&mut self, candidate: &Candidate) {
        self.trickle.received += 1;
        self.note_candidate(&candidate.candidate);
        let Some(peer) = &self.peer else { return };
        if let Err(error) = peer.add_candidate(candidate).await {
            self.clock.moment(format!("candidate from the peer not taken: {}", error.cause));
            if self.notes.refused_candidates.len() < MOST_TEXTS {
                self.notes.refused_candidates.push(error.cause);
            }
        }
        self.candidate_is_here();
    }

    fn candidate_is_here(&mut self) {
        let now = self.clock.elapsed();
        self.stamps.first_candidate.get_or_insert(now);
        self.stamps.last_candidate = Some(now);
        self.clock.event_at("first_remote_candidate", now, "");
    }
}
