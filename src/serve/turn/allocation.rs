//! One allocation: its lifetime, permissions and channels (RFC 8656 sections 7, 9 and 12).

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use stun_types::message::TransactionId;

use super::core::{Limits, RelayId};
use super::message::Refusal;
use crate::serve::bounds::Bucket;

/// RFC 8656 section 9: the lifetime of a permission.
const PERMISSION: Duration = Duration::from_secs(300);

/// RFC 8656 section 12: the lifetime of a channel binding.
const CHANNEL: Duration = Duration::from_secs(600);

/// What a client was given.
#[derive(Debug)]
pub(super) struct Allocation {
    pub(super) relay: RelayId,
    pub(super) relayed: SocketAddr,
    pub(super) expires: Instant,
    /// The Allocate request that made it, and its answer: a retransmission gets the same one again.
    pub(super) transaction: TransactionId,
    pub(super) answer: Vec<u8>,
    permissions: HashMap<IpAddr, Instant>,
    channels: HashMap<u16, Channel>,
    /// What may be relayed; `None` is everything.
    quota: Option<Bucket>,
}

#[derive(Debug)]
struct Channel {
    peer: SocketAddr,
    expires: Instant,
}

impl Allocation {
    pub(super) fn new(
        relay: RelayId,
        relayed: SocketAddr,
        expires: Instant,
        transaction: TransactionId,
        answer: Vec<u8>,
        quota: Option<Bucket>,
    ) -> Self {
        let (permissions, channels) = (HashMap::new(), HashMap::new());
        Self { relay, relayed, expires, transaction, answer, permissions, channels, quota }
    }

    /// Whether this peer may be relayed to as far as its family goes.
    fn accepts(&self, peer: SocketAddr) -> Result<(), Refusal> {
        if peer.is_ipv4() != self.relayed.is_ipv4() {
            return Err(Refusal::error(443, "Peer Address Family Mismatch"));
        }
        Ok(())
    }

    /// Whether so many bytes may be relayed now.
    pub(super) fn spend(&mut self, now: Instant, bytes: usize) -> bool {
        self.quota.as_mut().is_none_or(|quota| quota.take(now, bytes as f64))
    }

    /// Whether a permission for this peer is in force.
    pub(super) fn permits(&self, now: Instant, peer: IpAddr) -> bool {
        self.permissions.get(&peer).is_some_and(|expires| now < *expires)
    }

    /// Installs or refreshes permissions: all of them or none (RFC 8656 section 10.2).
    pub(super) fn permit(&mut self, now: Instant, peers: &[SocketAddr], limits: &Limits) -> Result<(), Refusal> {
        peers.iter().try_for_each(|peer| self.accepts(*peer))?;
        self.permissions.retain(|_, expires| now < *expires);
        let mut permissions = self.permissions.clone();
        permissions.extend(peers.iter().map(|peer| (peer.ip(), now + PERMISSION)));
        if permissions.len() > limits.permissions {
            return Err(Refusal::error(508, "Insufficient Capacity: permissions"));
        }
        self.permissions = permissions;
        Ok(())
    }

    /// Binds a channel, or refreshes its binding (RFC 8656 section 12.2).
    pub(super) fn bind(&mut self, now: Instant, number: u16, peer: SocketAddr, limits: &Limits) -> Result<(), Refusal> {
        self.channels.retain(|_, channel| now < channel.expires);
        match (self.channels.get(&number), self.channel_of(now, peer)) {
            (Some(bound), _) if bound.peer != peer => {
                return Err(Refusal::error(400, "The channel is bound to another peer"));
            }
            (_, Some(bound)) if bound != number => {
                return Err(Refusal::error(400, "The peer is bound to another channel"));
            }
            (None, _) if self.channels.len() >= limits.channels => {
                return Err(Refusal::error(508, "Insufficient Capacity: channels"));
            }
            _ => {}
        }
        self.permit(now, &[peer], limits)?;
        self.channels.insert(number, Channel { peer, expires: now + CHANNEL });
        Ok(())
    }

    /// The peer that a channel is bound to.
    pub(super) fn peer_of(&self, now: Instant, channel: u16) -> Option<SocketAddr> {
        self.channels.get(&channel).filter(|bound| now < bound.expires).map(|bound| bound.peer)
    }

    /// The channel that a peer is bound to.
    pub(super) fn channel_of(&self, now: Instant, peer: SocketAddr) -> Option<u16> {
        self.channels.iter().find(|(_, bound)| bound.peer == peer && now < bound.expires).map(|(number, _)| *number)
    }
}
