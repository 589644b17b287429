//! The server as a value: started, asked for its addresses, ended.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rand::Rng;
use rand::distr::Alphanumeric;
use rustls::pki_types::CertificateDer;
use tokio_rustls::TlsAcceptor;

use super::access::{Access, Allowed, shown};
use super::driver::Shared;
use super::tasks::lock;
use super::turn::{Limits, Settings};
use super::{certificate, stream};
use crate::candidate::secret::Secret;
use crate::net::{interfaces, listen};

/// REALM of the server.
const REALM: &str = "rtcdiag.invalid";

/// How often [`Server::drain`] looks whether all is over.
const LOOK: Duration = Duration::from_millis(20);

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Bounds of the TURN server.
    pub limits: Limits,
    /// Names, pages and peers that are let in besides what follows from the address.
    pub allowed: Allowed,
    /// Whether `/faults/<id>/…` commits faults.
    pub faults: bool,
}

impl Default for ServeConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0),
            limits: Limits::default(),
            allowed: Allowed::default(),
            faults: true,
        }
    }
}

/// What the server holds at this moment.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Allocations in force.
    pub allocations: usize,
    /// Relay sockets, reserved ones included.
    pub relays: usize,
    /// Members of all signaling rooms, and clients of PeerJS.
    pub members: usize,
    /// Echo peers.
    pub peers: usize,
    /// Sessions of WHIP and WHEP.
    pub sessions: usize,
}

/// A running server. Dropping it ends it.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
    authority_pem: String,
    authority: CertificateDer<'static>,
    accepting: Option<tokio::task::AbortHandle>,
}

impl Server {
    /// Starts a server on the current tokio runtime.
    ///
    /// # Errors
    /// When the address cannot be had, or no certificate can be made.
    pub async fn start(config: ServeConfig) -> io::Result<Self> {
        let listening = listen::listen(config.listen).await?;
        let own: Vec<IpAddr> = interfaces::list().unwrap_or_default().into_iter().map(|it| it.address).collect();
        let address = shown(listening.address, &own);
        let certificate = certificate::make(address.ip())?;
        let settings = Settings {
            realm: REALM.to_owned(),
            username: format!("rtcdiag-{}", random(6)),
            credential: Secret::new(random(24)),
            nonce_key: Secret::new(random(32)),
            limits: config.limits,
        };
        let access = Access::new(config.listen.ip(), config.allowed);
        let shared = Arc::new(Shared::new(settings, access, own, address, listening.datagrams, config.faults));
        shared.tasks.spawn(Arc::clone(&shared).from_clients());
        shared.tasks.spawn(Arc::clone(&shared).keep_time());
        let tls = TlsAcceptor::from(certificate.tls);
        let accepting = shared.tasks.spawn(stream::accept(Arc::clone(&shared), listening.listener, tls));
        Ok(Self {
            shared,
            address,
            authority_pem: certificate.authority_pem,
            authority: certificate.authority,
            accepting,
        })
    }

    /// The address of everything: where it listens, or if that is everywhere, the one that others may use.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The user name of TURN.
    pub fn username(&self) -> &str {
        &self.shared.settings.username
    }

    /// The credential of TURN.
    pub fn credential(&self) -> &Secret<String> {
        &self.shared.settings.credential
    }

    /// The realm of TURN.
    pub fn realm(&self) -> &str {
        &self.shared.settings.realm
    }

    /// The authority that signed the certificate, as PEM.
    pub fn ca_pem(&self) -> &str {
        &self.authority_pem
    }

    /// The authority that signed the certificate.
    pub fn ca(&self) -> &CertificateDer<'static> {
        &self.authority
    }

    /// The `stun:` URI.
    pub fn stun_uri(&self) -> String {
        format!("stun:{}", self.address)
    }

    /// The `turn:` and `turns:` URIs: UDP, TCP, TLS.
    pub fn turn_uris(&self) -> [String; 3] {
        let address = self.address;
        [
            format!("turn:{address}?transport=udp"),
            format!("turn:{address}?transport=tcp"),
            format!("turns:{address}?transport=tcp"),
        ]
    }

    /// The signaling URL of a room; its name is a word that needs no escaping.
    pub fn ws_url(&self, room: &str) -> String {
        self.url("ws", &format!("/ws?room={room}"))
    }

    /// The URL of the echo peer that speaks `ws-json`.
    pub fn echo_url(&self) -> String {
        self.url("ws", "/echo")
    }

    /// The URL of a path, with the scheme `http`, `https`, `ws` or `wss`.
    pub fn url(&self, scheme: &str, path: &str) -> String {
        format!("{scheme}://{}{path}", self.address)
    }

    /// What it holds at this moment.
    pub fn counts(&self) -> Counts {
        let shared = &self.shared;
        Counts {
            allocations: lock(&shared.core).allocations(),
            relays: shared.relays(),
            members: shared.rooms.members() + shared.io_rooms.members() + shared.ids.here.members(),
            peers: shared.peers(),
            sessions: shared.resources.count(),
        }
    }

    /// Takes nothing new from now on, and waits until what there is has ended, for `patience` at most.
    pub async fn drain(&self, patience: Duration) {
        self.shared.draining.store(true, Ordering::Release);
        lock(&self.shared.core).close();
        if let Some(accepting) = &self.accepting {
            accepting.abort();
        }
        let over = async {
            while self.counts() != Counts::default() {
                tokio::time::sleep(LOOK).await;
            }
        };
        drop(tokio::time::timeout(patience, over).await);
    }

    /// Tells every socket that it ends, ends every task, and returns when that is done.
    pub async fn shutdown(self) {
        self.shared.ending.send_replace(true);
        // Long enough for a close frame to be on its way, and not for anyone to notice.
        if self.counts() != Counts::default() {
            tokio::time::sleep(LOOK).await;
        }
        self.shared.tasks.end().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.tasks.abort();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).field("counts", &self.counts()).finish_non_exhaustive()
    }
}

/// A word of this length that nobody can guess.
pub(super) fn random(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}
