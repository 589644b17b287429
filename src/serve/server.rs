//! The server as a value: started, asked for its addresses, ended.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use rand::Rng;
use rand::distr::Alphanumeric;
use rustls::pki_types::CertificateDer;
use tokio_rustls::TlsAcceptor;

use super::driver::Shared;
use super::tasks::lock;
use super::turn::{Core, Limits, Settings};
use super::web::EchoHandler;
use super::{certificate, stream};
use crate::candidate::secret::Secret;
use crate::net::{clock, listen};

/// REALM of the server.
const REALM: &str = "rtcdiag.invalid";

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// Where it listens: a loopback address; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Bounds of the TURN server.
    pub limits: Limits,
    /// What serves `/echo`.
    pub echo: Option<EchoHandler>,
}

impl Default for ServeConfig {
    fn default() -> Self {
        Self { listen: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0), limits: Limits::default(), echo: None }
    }
}

/// What the server holds at this moment.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Allocations in force.
    pub allocations: usize,
    /// Relay sockets, reserved ones included.
    pub relays: usize,
    /// Members of all signaling rooms.
    pub members: usize,
}

/// A running server. Dropping it ends it.
pub struct Server {
    shared: Arc<Shared>,
    settings: Settings,
    address: SocketAddr,
    authority_pem: String,
    authority: CertificateDer<'static>,
}

impl Server {
    /// Starts a server on the current tokio runtime. An address that is not loopback is an error of kind
    /// `InvalidInput`.
    pub async fn start(config: ServeConfig) -> io::Result<Self> {
        if !config.listen.ip().is_loopback() {
            let why = format!("`{}` is not a loopback address", config.listen.ip());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        let certificate = certificate::make()?;
        let settings = Settings {
            realm: REALM.to_owned(),
            username: format!("rtcdiag-{}", random(6)),
            credential: Secret::new(random(24)),
            nonce_key: Secret::new(random(32)),
            limits: config.limits,
        };
        let listening = listen::listen(config.listen).await?;
        let core = Core::new(&settings, clock::now());
        let shared = Arc::new(Shared::new(core, listening.datagrams, config.echo));
        shared.tasks.spawn(Arc::clone(&shared).from_clients());
        shared.tasks.spawn(Arc::clone(&shared).keep_time());
        let tls = TlsAcceptor::from(certificate.tls);
        shared.tasks.spawn(stream::accept(Arc::clone(&shared), listening.listener, tls));
        Ok(Self {
            shared,
            settings,
            address: listening.address,
            authority_pem: certificate.authority_pem,
            authority: certificate.authority,
        })
    }

    /// The address of everything.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The user name of TURN.
    pub fn username(&self) -> &str {
        &self.settings.username
    }

    /// The credential of TURN.
    pub fn credential(&self) -> &Secret<String> {
        &self.settings.credential
    }

    /// The realm of TURN.
    pub fn realm(&self) -> &str {
        &self.settings.realm
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
        format!("ws://{}/ws?room={room}", self.address)
    }

    /// The URL of the echo peer, if there is one.
    pub fn echo_url(&self) -> Option<String> {
        self.shared.echo.as_ref().map(|_| format!("ws://{}/echo", self.address))
    }

    /// What it holds at this moment.
    pub fn counts(&self) -> Counts {
        Counts {
            allocations: lock(&self.shared.core).allocations(),
            relays: self.shared.relays(),
            members: self.shared.rooms.members(),
        }
    }

    /// Ends every task and closes every socket, and returns when that is done.
    pub async fn shutdown(self) {
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

fn random(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}
