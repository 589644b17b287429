//! What a relay may reach: loopback alone, or where others can reach the server, who takes part in a call.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use crate::serve::guests::Guests;

/// Whether a client at the first address may have a peer at the second.
type Asked = Arc<dyn Fn(IpAddr, IpAddr) -> bool + Send + Sync>;

/// Where relay sockets are, and whom they may reach.
#[derive(Clone)]
pub struct Reach {
    /// Addresses for relay sockets: the first of a family is taken.
    addresses: Vec<IpAddr>,
    /// Addresses of this machine, of which nothing but relay sockets may be reached. None on loopback.
    own: Vec<IpAddr>,
    admits: Asked,
    guests: Guests,
}

impl Default for Reach {
    /// Loopback, both ways.
    fn default() -> Self {
        Self {
            addresses: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            own: Vec::new(),
            admits: Arc::new(|_, peer| peer.is_loopback()),
            guests: Guests::default(),
        }
    }
}

impl Reach {
    /// Relays at `addresses` to whom `admits` lets, and to none of `own`.
    pub fn new(
        addresses: Vec<IpAddr>,
        own: Vec<IpAddr>,
        admits: impl Fn(IpAddr, IpAddr) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self { addresses, own, admits: Arc::new(admits), guests: Guests::default() }
    }

    /// The same, and to the sockets of echo peers for who talks with them.
    pub(in crate::serve) fn with_guests(self, guests: Guests) -> Self {
        Self { guests, ..self }
    }

    /// Who talks with the echo peer at this socket.
    pub(super) fn guest(&self, socket: SocketAddr) -> Option<IpAddr> {
        self.guests.client(socket)
    }

    /// The address for a relay socket of this family.
    pub(super) fn address(&self, ipv6: bool) -> Option<IpAddr> {
        self.addresses.iter().find(|address| address.is_ipv6() == ipv6).copied()
    }

    /// Whether a client at `client` may have a peer at `peer`. `owner` is whose relay socket or echo peer is at `peer`,
    /// if there is one: then it is that client who takes part, and not this machine.
    pub(super) fn admits(&self, client: IpAddr, peer: SocketAddr, owner: Option<IpAddr>) -> bool {
        match owner {
            _ if !self.is_own(peer.ip()) => (self.admits)(client, peer.ip()),
            Some(owner) => owner.to_canonical() == client.to_canonical() || (self.admits)(client, owner),
            None => false,
        }
    }

    /// Whether `peer` is this machine, beyond loopback.
    pub(super) fn is_own(&self, peer: IpAddr) -> bool {
        self.own.contains(&peer.to_canonical())
    }
}

impl fmt::Debug for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reach").field("addresses", &self.addresses).field("own", &self.own).finish_non_exhaustive()
    }
}
