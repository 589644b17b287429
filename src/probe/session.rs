//! An allocation in use: permissions, channels, data both ways, and refreshes that keep it all (RFC 8656).
//!
//! For: relaying the packets of a peer connection. Not for: getting the allocation or giving it back (`client`).

use std::collections::{HashMap, HashSet, VecDeque};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::message::{Authentication, Decoded, Request, Response, decode, encode, send_indication};
use super::transaction::Transaction;
use crate::proto::channel_data::{CHANNELS, Carrier, ChannelData};
use crate::proto::classify::{Datagram, classify};

/// How long a request may stay unanswered: seven tries of a browser take 9.5 s (RFC 8489 section 6.2.1).
const PATIENCE: Duration = Duration::from_millis(9500);
/// A permission lasts 5 minutes (RFC 8656 section 9), and a channel, which holds one too, 10 (section 12).
const PERMISSION_REFRESH: Duration = Duration::from_secs(240);
const CHANNEL_REFRESH: Duration = Duration::from_secs(540);
/// An allocation is refreshed this long before its end, as libwebrtc does it, and a short one at half its life.
const BEFORE_END: Duration = Duration::from_secs(60);
/// Most peers that are permitted: candidates of a browser with every interface are some 30.
const MOST_PEERS: usize = 256;
/// How often one request may meet a stale nonce.
const MOST_STALE: u32 = 4;

/// What a session has to say.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SessionEvent {
    /// Packets may go to this peer, and come from it.
    Permitted(SocketAddr),
    /// They may not.
    Refused {
        /// The peer.
        peer: SocketAddr,
        /// The server's code and reason, or that it did not answer.
        why: String,
    },
    /// A peer's packet came.
    Data {
        /// The peer.
        peer: SocketAddr,
        /// The packet.
        payload: Vec<u8>,
    },
    /// The server does not know the allocation any more.
    Ended {
        /// Its code and reason.
        why: String,
    },
}

/// A request on its way.
#[derive(Debug)]
struct Ask {
    request: Request,
    transaction: Transaction,
    stale: u32,
}

/// The allocation.
#[derive(Debug)]
pub struct Session {
    reliable: bool,
    auth: Option<Authentication>,
    rng: StdRng,
    lifetime: Duration,
    refresh_at: Instant,
    asks: Vec<Ask>,
    /// When each peer's permission is to be refreshed; a permission is for an address, whatever the port.
    permitted: HashMap<IpAddr, Instant>,
    /// Peers whose permission is on its way.
    waiting: HashSet<SocketAddr>,
    /// The channel of a peer, and when it is to be refreshed, once it is bound.
    channels: HashMap<SocketAddr, (u16, Option<Instant>)>,
    queue: VecDeque<Vec<u8>>,
    events: VecDeque<SessionEvent>,
}

impl Session {
    pub(super) fn new(
        reliable: bool,
        auth: Option<Authentication>,
        lifetime: Duration,
        seed: u64,
        now: Instant,
    ) -> Self {
        Self {
            reliable,
            auth,
            rng: StdRng::seed_from_u64(seed),
            lifetime,
            refresh_at: now + refresh_after(lifetime),
            asks: Vec::new(),
            permitted: HashMap::new(),
            waiting: HashSet::new(),
            channels: HashMap::new(),
            queue: VecDeque::new(),
            events: VecDeque::new(),
        }
    }

    /// Asks for packets to and from `peer`; [`SessionEvent::Permitted`] or [`SessionEvent::Refused`] answers.
    pub fn permit(&mut self, peer: SocketAddr, now: Instant) {
        if self.permitted.contains_key(&peer.ip()) {
            return self.events.push_back(SessionEvent::Permitted(peer));
        }
        let asked = self.waiting.iter().any(|other| other.ip() == peer.ip());
        if self.waiting.len() >= MOST_PEERS || !self.waiting.insert(peer) {
            return;
        }
        if !asked {
            self.ask(Request::CreatePermission(peer), 0, now);
        }
    }

    /// Sends `payload` to `peer`: by its channel once that is bound. It is bound when something else than STUN is
    /// sent, as libwebrtc does it: most pairs see nothing but checks.
    pub fn send(&mut self, peer: SocketAddr, payload: &[u8], now: Instant) {
        let bound = match self.channels.get(&peer) {
            Some((channel, Some(_))) => Some(*channel),
            Some((_, None)) => None,
            None => {
                if !matches!(classify(payload), Datagram::Stun(_)) {
                    self.bind(peer, now);
                }
                None
            }
        };
        let carrier = if self.reliable { Carrier::Stream } else { Carrier::Datagram };
        let message = match bound {
            Some(channel) => ChannelData { channel, data: payload }.encode(carrier),
            None => send_indication(self.id(), peer, payload),
        };
        self.queue.extend(message);
    }

    /// Takes in one datagram or one message of the stream; false where it is none of a session's.
    pub fn handle(&mut self, bytes: &[u8], now: Instant) -> bool {
        if let Ok(ChannelData { channel, data }) = ChannelData::decode(bytes) {
            let peer = self.channels.iter().find(|(_, (number, _))| *number == channel).map(|(peer, _)| *peer);
            let data = peer.map(|peer| SessionEvent::Data { peer, payload: data.to_vec() });
            self.events.extend(data);
            return true;
        }
        match decode(bytes) {
            Decoded::Data { peer, payload } => self.events.push_back(SessionEvent::Data { peer, payload }),
            Decoded::Response(response) => {
                let Some(at) = self.asks.iter().position(|ask| ask.transaction.id == response.id) else { return false };
                let ask = self.asks.swap_remove(at);
                self.answered(ask, &response, now);
            }
            _ => return false,
        }
        true
    }

    /// What there is to say.
    pub fn event(&mut self) -> Option<SessionEvent> {
        self.events.pop_front()
    }

    /// The next bytes to send, if it is time.
    pub fn transmit(&mut self, now: Instant) -> Option<Vec<u8>> {
        self.refresh(now);
        self.give_up(now);
        let due = self.asks.iter_mut().find_map(|ask| ask.transaction.due(now).map(<[u8]>::to_vec));
        due.or_else(|| self.queue.pop_front())
    }

    /// When there is something to do next.
    pub fn next(&self) -> Instant {
        let asks = self.asks.iter().filter_map(|ask| ask.transaction.next());
        let channels = self.channels.values().filter_map(|(_, at)| *at);
        asks.chain(channels).chain(self.permitted.values().copied()).fold(self.refresh_at, Instant::min)
    }

    fn answered(&mut self, ask: Ask, response: &Response, now: Instant) {
        match (&response.error, &response.nonce, ask.request) {
            (Some((438, _)), Some(nonce), request) if ask.stale < MOST_STALE => {
                if let Some(auth) = &mut self.auth {
                    auth.nonce.clone_from(nonce);
                }
                self.ask(request, ask.stale + 1, now);
            }
            (None, _, Request::CreatePermission(peer)) => {
                self.permitted.insert(peer.ip(), now + PERMISSION_REFRESH);
                let told = self.take_waiting(peer.ip());
                self.events.extend(told.into_iter().map(SessionEvent::Permitted));
            }
            (Some((code, reason)), _, Request::CreatePermission(peer)) => {
                self.refuse(peer.ip(), &format!("{code} {reason}"));
            }
            (None, _, Request::ChannelBind(_, peer)) => {
                if let Some((_, at)) = self.channels.get_mut(&peer) {
                    *at = Some(now + CHANNEL_REFRESH);
                }
            }
            (None, _, Request::Refresh(_)) => {
                self.lifetime = response.lifetime.map_or(self.lifetime, |s| Duration::from_secs(s.into()));
                self.refresh_at = now + refresh_after(self.lifetime);
            }
            (Some((code, reason)), _, Request::Refresh(_)) => {
                self.events.push_back(SessionEvent::Ended { why: format!("{code} {reason}") });
            }
            // Indications go on where a channel is refused.
            (Some(_), _, Request::ChannelBind(..)) | (_, _, Request::Binding | Request::Allocate) => {}
        }
    }

    fn refuse(&mut self, peer: IpAddr, why: &str) {
        self.permitted.remove(&peer);
        let told = self.take_waiting(peer);
        self.events.extend(told.into_iter().map(|peer| SessionEvent::Refused { peer, why: why.to_owned() }));
    }

    fn take_waiting(&mut self, ip: IpAddr) -> Vec<SocketAddr> {
        self.waiting.extract_if(|peer| peer.ip() == ip).collect()
    }

    fn bind(&mut self, peer: SocketAddr, now: Instant) {
        let taken = u16::try_from(self.channels.len()).unwrap_or(u16::MAX);
        let Some(channel) = CHANNELS.start().checked_add(taken).filter(|channel| CHANNELS.contains(channel)) else {
            return;
        };
        self.channels.insert(peer, (channel, None));
        self.ask(Request::ChannelBind(channel, peer), 0, now);
    }

    fn refresh(&mut self, now: Instant) {
        if now >= self.refresh_at {
            self.refresh_at = now + refresh_after(self.lifetime);
            let seconds = u32::try_from(self.lifetime.as_secs()).unwrap_or(u32::MAX);
            self.ask(Request::Refresh(seconds), 0, now);
        }
        let old = |at: &Instant| now >= *at;
        let ips: Vec<IpAddr> = self.permitted.iter().filter(|(_, at)| old(at)).map(|(ip, _)| *ip).collect();
        for ip in ips {
            self.permitted.insert(ip, now + PERMISSION_REFRESH);
            self.ask(Request::CreatePermission(SocketAddr::new(ip, 0)), 0, now);
        }
        let channels = self.channels.iter().filter(|(_, (_, at))| at.as_ref().is_some_and(old));
        let channels: Vec<_> = channels.map(|(peer, (channel, _))| (*channel, *peer)).collect();
        for (channel, peer) in channels {
            self.channels.insert(peer, (channel, Some(now + CHANNEL_REFRESH)));
            self.ask(Request::ChannelBind(channel, peer), 0, now);
        }
    }

    fn give_up(&mut self, now: Instant) {
        let over = |ask: &mut Ask| ask.transaction.sent() > 0 && ask.transaction.elapsed(now) > PATIENCE;
        let over: Vec<Ask> = self.asks.extract_if(.., over).collect();
        for ask in over {
            if let Request::CreatePermission(peer) = ask.request {
                self.refuse(peer.ip(), "the server did not answer");
            }
        }
    }

    fn ask(&mut self, request: Request, stale: u32, now: Instant) {
        let id = self.id();
        if let Some(bytes) = encode(&request, id, self.auth.as_ref()) {
            let transaction = Transaction::new(id, bytes, self.reliable, now);
            self.asks.push(Ask { request, transaction, stale });
        }
    }

    /// 96 random bits (RFC 8489 section 5).
    fn id(&mut self) -> u128 {
        self.rng.random::<u128>() >> 32
    }
}

fn refresh_after(lifetime: Duration) -> Duration {
    lifetime.saturating_sub(BEFORE_END).max(lifetime / 2).max(Duration::from_secs(1))
}

#[cfg(test)]
mod tests;
