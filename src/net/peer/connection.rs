//! The peer itself: descriptions, candidates, data channels, certificate.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rtc::peer_connection::transport::RTCSctpTransportState;
use tokio::sync::mpsc;
use webrtc::peer_connection::{
    MediaEngine, PeerConnection, PeerConnectionBuilder, RTCIceCandidateInit, RTCSessionDescription, Registry,
    register_default_interceptors,
};

use super::channel::Channel;
use super::event::{Event, Handler};
use super::exchange::Exchange;
use super::local::Locals;
use super::servers::Servers;
use super::settings::{RELAY_WAIT, settings};
use super::tap::{Stage, Tap, TapRuntime};
use crate::facts::ice::{self, Gathering};
use crate::net::gather::Plan;
use crate::probe::signaling::Candidate;

/// Why the stack refused something. Reads well after "could not".
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{operation}: {cause}")]
pub struct PeerError {
    /// What was asked of it.
    pub operation: &'static str,
    /// Its word for it.
    pub cause: String,
}

/// What happens to a peer, with the time at which it was told.
pub type Events = mpsc::UnboundedReceiver<(Duration, Event)>;

/// One end of a peer connection.
pub struct Peer {
    connection: Arc<dyn PeerConnection>,
    tap: Arc<Tap>,
    closed: AtomicBool,
    locals: Arc<Locals>,
    servers: Option<Servers>,
}

impl std::fmt::Debug for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Peer").field("closed", &self.closed).finish_non_exhaustive()
    }
}

impl Peer {
    /// A peer with sockets at `addresses`, watched by `tap`, and its events with the time at which they were told.
    ///
    /// # Errors
    /// When a socket cannot be bound or the stack refuses its settings.
    pub async fn new(addresses: Vec<SocketAddr>, tap: Arc<Tap>) -> Result<(Self, Events), PeerError> {
        Self::start(addresses, tap, None).await
    }

    /// The same, which gathers from the servers of `plan` too, beginning when the local description is set.
    ///
    /// # Errors
    /// When a socket cannot be bound or the stack refuses its settings.
    pub async fn with_servers(
        addresses: Vec<SocketAddr>,
        tap: Arc<Tap>,
        plan: Arc<Plan>,
    ) -> Result<(Self, Events), PeerError> {
        Self::start(addresses, tap, Some(plan)).await
    }

    async fn start(
        addresses: Vec<SocketAddr>,
        tap: Arc<Tap>,
        plan: Option<Arc<Plan>>,
    ) -> Result<(Self, Events), PeerError> {
        let failed = refused("start a peer connection");
        let (events, receiver) = mpsc::unbounded_channel();
        let mut media = MediaEngine::default();
        media.register_default_codecs().map_err(&failed)?;
        let interceptors = register_default_interceptors(Registry::new(), &mut media).map_err(&failed)?;
        let locals = Arc::<Locals>::default();
        let exchange = plan.as_ref().map(|plan| Exchange::new(Arc::clone(&tap), plan.relay_only));
        let relay_wait = if plan.as_ref().is_some_and(|plan| !plan.relay_only) { RELAY_WAIT } else { Duration::ZERO };
        let configuration = plan.as_ref().map(|plan| Servers::configuration(plan)).unwrap_or_default();
        let connection = PeerConnectionBuilder::<SocketAddr>::new()
            .with_configuration(configuration)
            .with_setting_engine(settings(relay_wait))
            .with_media_engine(media)
            .with_interceptor_registry(interceptors)
            .with_handler(Arc::new(Handler {
                tap: Arc::clone(&tap),
                events,
                exchange: exchange.clone(),
                locals: Arc::clone(&locals),
            }))
            .with_runtime(Arc::new(TapRuntime { tap: Arc::clone(&tap), exchange: exchange.clone() }))
            .with_udp_addrs(addresses)
            .build()
            .await
            .map_err(&failed)?;
        let servers = plan.zip(exchange).map(|(plan, exchange)| Servers::new(plan, exchange));
        let connection = Arc::new(connection);
        Ok((Self { connection, tap, closed: AtomicBool::new(false), locals, servers }, receiver))
    }

    /// The stack's own connection.
    pub(super) fn stack(&self) -> &Arc<dyn PeerConnection> {
        &self.connection
    }

    /// What watches this peer's packets.
    pub fn tap(&self) -> &Arc<Tap> {
        &self.tap
    }

    /// Asks for a data channel; it opens once the connection stands.
    ///
    /// # Errors
    /// When the stack refuses.
    pub async fn open_channel(&self, label: &str) -> Result<Channel, PeerError> {
        let inner = self.connection.create_data_channel(label, None).await.map_err(refused("create a data channel"))?;
        Ok(Channel::new(inner, Arc::clone(&self.tap)))
    }

    /// An offer, not yet set.
    ///
    /// # Errors
    /// When the stack refuses.
    pub async fn create_offer(&self) -> Result<String, PeerError> {
        let offer = self.connection.create_offer(None).await.map_err(refused("create an offer"))?;
        Ok(offer.sdp)
    }

    /// An answer to the offer that was set, not yet set itself.
    ///
    /// # Errors
    /// When the stack refuses.
    pub async fn create_answer(&self) -> Result<String, PeerError> {
        let answer = self.connection.create_answer(None).await.map_err(refused("create an answer"))?;
        Ok(answer.sdp)
    }

    /// Sets our offer; gathering begins.
    ///
    /// # Errors
    /// When the stack refuses it.
    pub async fn set_local_offer(&self, sdp: String) -> Result<(), PeerError> {
        self.set_local(RTCSessionDescription::offer(sdp)).await
    }

    /// Sets our answer; gathering begins.
    ///
    /// # Errors
    /// When the stack refuses it.
    pub async fn set_local_answer(&self, sdp: String) -> Result<(), PeerError> {
        self.set_local(RTCSessionDescription::answer(sdp)).await?;
        self.tap.reach(Stage::Described);
        Ok(())
    }

    /// Sets the other side's offer.
    ///
    /// # Errors
    /// When the stack refuses it.
    pub async fn set_remote_offer(&self, sdp: String) -> Result<(), PeerError> {
        self.set_remote(RTCSessionDescription::offer(sdp)).await
    }

    /// Sets the other side's answer.
    ///
    /// # Errors
    /// When the stack refuses it.
    pub async fn set_remote_answer(&self, sdp: String) -> Result<(), PeerError> {
        self.set_remote(RTCSessionDescription::answer(sdp)).await?;
        self.tap.reach(Stage::Described);
        Ok(())
    }

    /// Adds a candidate of the other side's.
    ///
    /// # Errors
    /// When the stack refuses it.
    pub async fn add_candidate(&self, candidate: &Candidate) -> Result<(), PeerError> {
        let init = RTCIceCandidateInit {
            candidate: candidate.candidate.clone(),
            sdp_mid: candidate.sdp_mid.clone(),
            sdp_mline_index: candidate.sdp_m_line_index,
            ..RTCIceCandidateInit::default()
        };
        let added = self.connection.add_ice_candidate(init).await;
        // The stack does not wake its driver for a candidate.
        self.tap.nudge();
        added.map_err(refused("add a remote candidate"))
    }

    /// The first certificate, in DER, that the other side presented.
    pub async fn remote_certificate(&self) -> Option<Vec<u8>> {
        let transport = self.connection.sctp().await?.transport();
        transport.get_remote_certificates().await.ok()?.into_iter().next()
    }

    /// Whether the SCTP association is up.
    pub async fn associated(&self) -> bool {
        match self.connection.sctp().await {
            Some(sctp) => matches!(sctp.state().await, Ok(RTCSctpTransportState::Connected)),
            None => false,
        }
    }

    /// The local candidates so far, in order of discovery.
    pub fn candidates(&self) -> Vec<ice::Candidate> {
        self.locals.all()
    }

    /// Releases every relay, and says what was seen of the servers; nothing where there are none, or none was asked.
    /// The connection is over by that. Ends within 1.5 s.
    pub async fn release(&self) -> Option<Gathering> {
        self.servers.as_ref()?.release().await
    }

    /// Ends the hurry: the connection stands.
    pub fn settle(&self) {
        self.tap.settle();
    }

    /// Closes the connection and its sockets, and releases its relays.
    pub async fn close(&self) {
        self.tap.settle();
        self.release().await;
        if !self.closed.swap(true, Ordering::AcqRel) {
            // A failure to close leaves nothing to be done, and the sockets go with the connection.
            let _ = self.connection.close().await;
        }
    }

    async fn set_local(
        &self,
        description: Result<RTCSessionDescription, webrtc::error::Error>,
    ) -> Result<(), PeerError> {
        let failed = refused("set the local description");
        if let Some(servers) = &self.servers {
            servers.start();
        }
        self.connection.set_local_description(description.map_err(&failed)?).await.map_err(&failed)
    }

    async fn set_remote(
        &self,
        description: Result<RTCSessionDescription, webrtc::error::Error>,
    ) -> Result<(), PeerError> {
        let failed = refused("set the remote description");
        self.connection.set_remote_description(description.map_err(&failed)?).await.map_err(&failed)
    }
}

impl Drop for Peer {
    /// The driver's task outlives its connection unless it is closed; a cancelled run must not leave one behind.
    fn drop(&mut self) {
        self.tap.settle();
        if let Some(servers) = &self.servers {
            servers.stop();
        }
        if !self.closed.load(Ordering::Acquire)
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let connection = Arc::clone(&self.connection);
            runtime.spawn(async move { connection.close().await });
        }
    }
}

pub(super) fn refused(operation: &'static str) -> impl Fn(webrtc::error::Error) -> PeerError {
    move |error| PeerError { operation, cause: error.to_string() }
}
