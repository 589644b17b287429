//! The echo peer: answers one offer on a WebSocket (`ws-json`) and sends back what its data channels bring.
//!
//! For: self-tests. Not for: media, renegotiation, or listening for connections; whoever accepts them hands them over.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::net::clock;
use crate::net::peer::{Channel, ChannelEvent, Event, Peer, PeerError, Tap, bind_addresses};
use crate::probe::signaling::{self, Candidate, Heard};

/// Longest life of a peer.
const LIFETIME: Duration = Duration::from_secs(600);
/// Most data channels of a peer.
const MOST_CHANNELS: usize = 16;
/// Most candidates that are kept until there is an offer, and that are taken in all.
const MOST_CANDIDATES: usize = 64;

/// Serves one signaling connection, accepted at `address`, until the peer or its time is gone.
///
/// # Errors
/// When no peer could be started, or the stack refuses the offer; the other side is told as
/// `{"type":"error","message":…}` before.
pub async fn echo<S>(socket: WebSocketStream<S>, address: IpAddr) -> Result<(), PeerError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut echo = Echo {
        socket: Some(socket),
        address,
        peer: None,
        channels: JoinSet::new(),
        opened: false,
        early: Vec::new(),
        candidates: 0,
    };
    let served = tokio::time::timeout(LIFETIME, echo.serve()).await.unwrap_or(Ok(()));
    if let Err(error) = &served {
        echo.send(serde_json::json!({ "type": "error", "message": format!("could not {error}") }).to_string()).await;
    }
    if let Some(peer) = &echo.peer {
        peer.close().await;
    }
    served
}

struct Echo<S> {
    socket: Option<WebSocketStream<S>>,
    address: IpAddr,
    peer: Option<Peer>,
    channels: JoinSet<()>,
    opened: bool,
    early: Vec<Candidate>,
    candidates: usize,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Echo<S> {
    async fn serve(&mut self) -> Result<(), PeerError> {
        let mut events: Option<UnboundedReceiver<(Duration, Event)>> = None;
        loop {
            // Whoever signals may hang up once it is answered; then there is a channel to wait for, and its end.
            let awaited = self.peer.is_some() && !self.opened;
            if self.socket.is_none() && self.channels.is_empty() && !awaited {
                return Ok(());
            }
            let frame = async {
                match &mut self.socket {
                    Some(socket) => socket.next().await,
                    None => std::future::pending().await,
                }
            };
            let event = async {
                match &mut events {
                    Some(events) => events.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                frame = frame => match frame {
                    Some(Ok(Message::Text(text))) => {
                        if let Some(told) = self.frame(&text).await? {
                            events = Some(told);
                        }
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => self.socket = None,
                    Some(Ok(_)) => {}
                },
                event = event => match event {
                    Some((_, event)) => if self.event(event).await { return Ok(()) },
                    None => return Ok(()),
                },
                Some(_) = self.channels.join_next(), if !self.channels.is_empty() => {}
            }
        }
    }

    /// Acts on a frame; an offer, once, gives the events of the peer that answers it.
    async fn frame(&mut self, text: &str) -> Result<Option<UnboundedReceiver<(Duration, Event)>>, PeerError> {
        match (signaling::read(text), &self.peer) {
            (Some(Heard::Offer(sdp)), None) => self.answer(sdp).await.map(Some),
            (Some(Heard::Candidate(candidate)), peer) if self.candidates < MOST_CANDIDATES => {
                self.candidates += 1;
                match peer {
                    // What cannot be used is let go, as browsers do with candidates of other families.
                    Some(peer) => drop(peer.add_candidate(&candidate).await),
                    None => self.early.push(candidate),
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    async fn answer(&mut self, offer: String) -> Result<UnboundedReceiver<(Duration, Event)>, PeerError> {
        let tap = Tap::new(clock::now(), 0);
        let (peer, events) = Peer::new(bind_addresses(&[self.address]), tap).await?;
        let peer = self.peer.insert(peer);
        peer.set_remote_offer(offer).await?;
        let answer = peer.create_answer().await?;
        let frame = signaling::answer(&answer);
        peer.set_local_answer(answer).await?;
        for candidate in self.early.drain(..) {
            drop(peer.add_candidate(&candidate).await);
        }
        self.send(frame).await;
        Ok(events)
    }

    /// Acts on an event; true when the peer is gone.
    async fn event(&mut self, event: Event) -> bool {
        match event {
            Event::Candidate(candidate) => self.send(signaling::candidate(&candidate)).await,
            Event::GatheringComplete => self.send(signaling::end_of_candidates()).await,
            Event::Channel(channel) => {
                self.opened = true;
                if let Some(peer) = &self.peer {
                    peer.settle();
                }
                if self.channels.len() < MOST_CHANNELS {
                    self.channels.spawn(send_back(channel));
                }
            }
            Event::IceFailed | Event::ConnectionFailed => return true,
            Event::Connected | Event::Track(_) => {}
        }
        false
    }

    async fn send(&mut self, text: String) {
        if let Some(socket) = &mut self.socket
            && socket.send(Message::text(text)).await.is_err()
        {
            self.socket = None;
        }
    }
}

async fn send_back(channel: Channel) {
    loop {
        match channel.next().await {
            ChannelEvent::Message { bytes, text } => {
                if channel.send(&bytes, text).await.is_err() {
                    return;
                }
            }
            ChannelEvent::Open => {}
            ChannelEvent::Closed => return,
        }
    }
}
