//! How the stack's own sockets are seen from a STUN server: one Binding transaction for each socket and server, from
//! the socket itself, since a NAT maps each socket by itself (RFC 8445 section 5.1.1.2).
//!
//! For: reflexive candidates. Not for: what is wrong with a server, which its probe finds out over a socket of its own
//! that also hears ICMP.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use futures_util::future::join_all;
use tokio::sync::oneshot;
use tokio::time::sleep_until;

use super::exchange::{Exchange, Local};
use crate::candidate::uri::IceUri;
use crate::net::clock;
use crate::probe::message::{Decoded, Request, decode, encode};
use crate::probe::transaction::Transaction;
use crate::proto::classify::{Class, Datagram, classify};

/// Transactions that wait for an answer, and who is told our mapped address.
#[derive(Debug, Default)]
pub(super) struct Questions(Mutex<HashMap<u128, oneshot::Sender<Option<SocketAddr>>>>);

impl Questions {
    /// Takes a datagram that answers one; false where it answers none.
    pub(super) fn answered(&self, datagram: &[u8]) -> bool {
        let answers = matches!(classify(datagram), Datagram::Stun(stun)
            if stun.is_binding() && matches!(stun.class, Class::Success | Class::Error));
        let mut open = self.lock();
        if !answers || open.is_empty() {
            return false;
        }
        let Decoded::Response(response) = decode(datagram) else { return false };
        let Some(asked) = open.remove(&response.id) else { return false };
        // It was waited for no longer.
        let _ = asked.send(response.mapped);
        true
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u128, oneshot::Sender<Option<SocketAddr>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Exchange {
    /// Asks `server` from every socket that can reach it, until all are answered, or it is `until`.
    pub(in crate::net) async fn reflexive(&self, server: SocketAddr, uri: &IceUri, until: Instant) {
        let pending = self.pending();
        let reaches = |local: &Local| {
            local.address.is_ipv4() == server.is_ipv4() && local.address.ip().is_loopback() == server.ip().is_loopback()
        };
        let locals: Vec<Local> = self.locals().into_iter().filter(reaches).collect();
        join_all(locals.iter().map(|local| self.ask(local, server, uri, until))).await;
        pending.settle();
    }

    async fn ask(&self, local: &Local, server: SocketAddr, uri: &IceUri, until: Instant) {
        // 96 random bits (RFC 8489 section 5)
        let id = rand::random::<u128>() >> 32;
        let Some(bytes) = encode(&Request::Binding, id, None) else { return };
        let (sender, mut answer) = oneshot::channel();
        self.questions().lock().insert(id, sender);
        let mut transaction = Transaction::new(id, bytes, false, clock::now());
        loop {
            let now = clock::now();
            if now >= until {
                break;
            }
            if let Some(bytes) = transaction.due(now)
                && local.socket.send_to(bytes, server).await.is_err()
            {
                break;
            }
            let next = transaction.next().map_or(until, |next| next.min(until));
            tokio::select! {
                mapped = &mut answer => {
                    if let Ok(Some(mapped)) = mapped {
                        self.reflexive_found(local.address, mapped, uri);
                    }
                    break;
                }
                () = sleep_until(next.into()) => {}
            }
        }
        self.questions().lock().remove(&id);
    }
}
