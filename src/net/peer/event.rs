//! What happens to a peer, passed on from the stack's callbacks with the time at which they came.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use webrtc::data_channel::DataChannel;
use webrtc::media_stream::track_remote::TrackRemote;
use webrtc::peer_connection::{
    PeerConnectionEventHandler, RTCIceConnectionState, RTCIceGatheringState, RTCPeerConnectionIceEvent,
    RTCPeerConnectionState,
};

use super::channel::Channel;
use super::exchange::Exchange;
use super::local::Locals;
use super::media::Incoming;
use super::tap::{Stage, Tap};
use crate::probe::signaling::Candidate;

/// Something that happened to a peer.
#[derive(Debug)]
pub enum Event {
    /// A local candidate, to be sent to the other side.
    Candidate(Candidate),
    /// There will be no more local candidates.
    GatheringComplete,
    /// ICE gave up, or lost the pair that it had.
    IceFailed,
    /// The connection as a whole failed: after ICE, that is DTLS.
    ConnectionFailed,
    /// The connection as a whole stands: ICE and DTLS are done.
    Connected,
    /// The other side opened a data channel.
    Channel(Channel),
    /// The other side sends media.
    Track(Incoming),
}

/// Passes the stack's callbacks on, with their time.
pub(super) struct Handler {
    pub(super) tap: Arc<Tap>,
    pub(super) events: mpsc::UnboundedSender<(Duration, Event)>,
    pub(super) exchange: Option<Exchange>,
    pub(super) locals: Arc<Locals>,
}

impl Handler {
    fn tell(&self, event: Event) {
        // Nobody listens any more once the run is over.
        let _ = self.events.send((self.tap.elapsed(), event));
    }
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Handler {
    async fn on_ice_candidate(&self, event: RTCPeerConnectionIceEvent) {
        if let Ok(init) = event.candidate.to_json()
            && !init.candidate.is_empty()
        {
            let line = self.locals.note(&init.candidate, self.tap.elapsed(), self.exchange.as_ref());
            self.tell(Event::Candidate(Candidate {
                candidate: line,
                sdp_mid: init.sdp_mid,
                sdp_m_line_index: init.sdp_mline_index,
            }));
        }
    }

    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        if state == RTCIceGatheringState::Complete {
            self.tell(Event::GatheringComplete);
        }
    }

    async fn on_ice_connection_state_change(&self, state: RTCIceConnectionState) {
        match state {
            RTCIceConnectionState::Connected | RTCIceConnectionState::Completed => self.tap.reach(Stage::Selected),
            RTCIceConnectionState::Failed => self.tell(Event::IceFailed),
            _ => {}
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        match state {
            RTCPeerConnectionState::Failed => self.tell(Event::ConnectionFailed),
            RTCPeerConnectionState::Connected => self.tell(Event::Connected),
            _ => {}
        }
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        if let Some(incoming) = Incoming::watch(track).await {
            self.tell(Event::Track(incoming));
        }
    }

    async fn on_data_channel(&self, channel: Arc<dyn DataChannel>) {
        self.tell(Event::Channel(Channel::new(channel, Arc::clone(&self.tap))));
    }
}
