//! Audio and video of a run: what is sent, what comes, and for how long.

use std::time::{Duration, Instant};

use super::attempt::{Attempt, Stop};
use crate::facts::handshake::Flow;
use crate::net::clock;
use crate::net::peer::media::{Direction, Incoming, MediaKind, Outgoing};

/// The media of a run.
#[derive(Debug)]
pub(super) struct Flows {
    outgoing: Vec<Outgoing>,
    incoming: Vec<Incoming>,
    until: Option<Instant>,
    /// What the protocol wants where the user says nothing.
    kinds: Vec<MediaKind>,
    direction: Direction,
}

impl Default for Flows {
    fn default() -> Self {
        Self { outgoing: Vec::new(), incoming: Vec::new(), until: None, kinds: Vec::new(), direction: Direction::Both }
    }
}

impl Flows {
    /// Forgets everything: its peer is given up.
    pub(super) fn forget(&mut self) {
        (self.outgoing, self.incoming, self.until) = (Vec::new(), Vec::new(), None);
    }

    /// The protocol is for media that goes this way.
    pub(super) fn expect(&mut self, direction: Direction) {
        (self.kinds, self.direction) = (vec![MediaKind::Audio, MediaKind::Video], direction);
    }

    /// A track of the peer's.
    pub(super) fn track(&mut self, incoming: Incoming) {
        self.incoming.push(incoming);
    }

    /// Until when media flows, once it does.
    pub(super) fn until(&self) -> Option<Instant> {
        self.until
    }

    /// What flowed.
    pub(super) fn facts(&self) -> Vec<Flow> {
        let mut flows: Vec<Flow> = Vec::new();
        for outgoing in &self.outgoing {
            let flow = entry(&mut flows, outgoing.kind());
            flow.frames_sent = outgoing.sent().frames();
            flow.frames_refused = outgoing.sent().failed();
        }
        for incoming in &self.incoming {
            let flow = entry(&mut flows, incoming.kind);
            flow.packets_received += incoming.received.packets();
            flow.frames_received += incoming.received.frames();
            flow.bytes_received += incoming.received.bytes();
            flow.codec_received = flow.codec_received.take().or_else(|| incoming.codec.clone());
        }
        flows
    }
}

fn entry(flows: &mut Vec<Flow>, kind: MediaKind) -> &mut Flow {
    let index = flows.iter().position(|flow| flow.kind == kind.word()).unwrap_or_else(|| {
        flows.push(Flow { kind: kind.word().to_owned(), ..Flow::default() });
        flows.len() - 1
    });
    &mut flows[index]
}

/// Which kinds of media a description has sections for.
pub(super) fn offered(sdp: &str) -> Vec<MediaKind> {
    let mut kinds = Vec::new();
    for line in sdp.lines() {
        let kind = match line.split_once(' ').map(|(head, _)| head) {
            Some("m=audio") => MediaKind::Audio,
            Some("m=video") => MediaKind::Video,
            _ => continue,
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Whether a description has a data channel section that is not rejected.
pub(super) fn has_data(sdp: &str) -> bool {
    sdp.lines().filter_map(|line| line.strip_prefix("m=application ")).any(|rest| !rest.starts_with("0 "))
}

/// Whether a description has a media section that is neither rejected nor inactive.
pub(super) fn has_media(sdp: &str) -> bool {
    let mut live = false;
    for line in sdp.lines() {
        match line.strip_prefix("m=") {
            Some(media) => {
                if live {
                    return true;
                }
                let port = media.split(' ').nth(1).unwrap_or("0");
                live = !media.starts_with("application") && port != "0";
            }
            None if line.trim_end() == "a=inactive" => live = false,
            None => {}
        }
    }
    live
}

impl Attempt<'_> {
    /// Puts what the user wants into our offer.
    pub(super) async fn offer_media(&mut self) -> Result<(), Stop> {
        let direction = self.options.media.direction.unwrap_or(self.flows.direction);
        self.add_media(self.wanted(), direction).await
    }

    /// Puts what the user wants into our answer to `offer`.
    pub(super) async fn answer_media(&mut self, offer: &str) -> Result<(), Stop> {
        if self.options.media.direction == Some(Direction::Receive) {
            return Ok(());
        }
        let wanted = self.wanted();
        let kinds = offered(offer).into_iter().filter(|kind| wanted.contains(kind)).collect();
        self.add_media(kinds, Direction::Both).await
    }

    fn wanted(&self) -> Vec<MediaKind> {
        self.options.media.kinds.clone().unwrap_or_else(|| self.flows.kinds.clone())
    }

    async fn add_media(&mut self, kinds: Vec<MediaKind>, direction: Direction) -> Result<(), Stop> {
        let Some(peer) = &self.peer else { return Ok(()) };
        for kind in kinds {
            let outgoing = peer.add_media(kind, direction).await.map_err(Stop::Peer)?;
            self.flows.outgoing.extend(outgoing);
        }
        Ok(())
    }

    /// The connection stands: media flows.
    pub(super) fn start_media(&mut self) {
        if self.flows.until.is_some() || !(has_media(&self.stamps.remote_sdp) && has_media(&self.stamps.local_sdp)) {
            return;
        }
        self.flows.until = Some(clock::now() + self.options.media.time);
        self.flows.outgoing.iter_mut().for_each(Outgoing::start);
    }

    /// Until when the run goes on, once the connection stands.
    pub(super) fn goes_on_until(&self) -> Option<Instant> {
        let echo =
            if self.conversation.is_over() || !has_data(&self.stamps.remote_sdp) { None } else { self.echo_until };
        if self.conversation.is_measuring() {
            return None;
        }
        echo.max(self.flows.until())
    }

    /// Whether everything that was to be seen was seen.
    pub(super) fn is_done(&self) -> bool {
        let data = has_data(&self.stamps.remote_sdp) && has_data(&self.stamps.local_sdp);
        // Who answers waits for the other side's channel, which need not come.
        let stands = if data && self.notes.is_offerer() { self.stamps.open.is_some() } else { self.connected };
        let media = has_media(&self.stamps.remote_sdp) && has_media(&self.stamps.local_sdp);
        let past = |until: Option<Instant>| until.is_some_and(|until| clock::now() >= until);
        stands
            && (!data || self.conversation.is_over() || (past(self.echo_until) && !self.conversation.is_measuring()))
            && (!media || past(self.flows.until()))
    }
}

/// How long media flows unless the user says otherwise.
pub(super) const MEDIA_TIME: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_told_apart() {
        let sdp = "v=0\r\nm=audio 9 x\r\na=inactive\r\nm=application 9 x\r\nm=video 0 x\r\n";
        assert!(has_data(sdp) && !has_media(sdp));
        assert_eq!(offered(sdp), [MediaKind::Audio, MediaKind::Video]);
        assert!(!has_data("m=application 0 x\r\n"));
        assert!(
            has_media("m=video 9 x\r\na=sendrecv\r\n") && has_media("m=audio 9 x\r\na=recvonly\r\nm=video 0 x\r\n")
        );
    }
}
