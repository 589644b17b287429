//! A byte stream to a web server, each step of the way there told as it begins and ends: name, TCP, a proxy's CONNECT,
//! TLS.
//!
//! For: HTTP and WebSockets. Not for: STUN and TURN servers (that is `net::open`, which measures what probes need).

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::time::timeout_at;

use super::dns::{Family, Resolver};
use super::proxy::{self, Place, Proxies};
use super::tls::{self, Trust};
use super::{clock, link};
use crate::candidate::address::is_public;
use crate::facts::ice::{Failure, Tls};

/// A step on the way to a server.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// The name is looked up.
    Dns,
    /// TCP connect.
    Tcp,
    /// CONNECT at the proxy (RFC 9110 section 9.3.6).
    Proxy,
    /// TLS handshake.
    Tls,
}

/// Who is told of the steps.
pub trait Watch {
    /// The step begins.
    fn begin(&mut self, step: Step);
    /// The step has ended well.
    fn end(&mut self, step: Step, detail: String);
}

/// How servers are reached.
#[derive(Debug)]
pub struct Access<'a> {
    /// Looks names up.
    pub resolver: &'a Resolver,
    /// Which addresses are wanted.
    pub family: Family,
    /// Whom to trust.
    pub trust: &'a Trust,
    /// The proxies.
    pub proxies: &'a Proxies,
    /// Until when.
    pub deadline: Instant,
}

/// Who is to be reached.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Whether with TLS.
    pub secure: bool,
    /// Host name or address, without brackets.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}

/// A stream that can be handed to another task.
pub type Stream = Pin<Box<dyn link::Io>>;

/// A connection.
pub struct Reached {
    /// The stream.
    pub stream: Stream,
    /// The server's address, where no proxy hides it.
    pub address: Option<SocketAddr>,
    /// What TLS showed.
    pub tls: Option<Tls>,
}

impl std::fmt::Debug for Reached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reached").field("address", &self.address).finish_non_exhaustive()
    }
}

/// What kept us from the server.
#[derive(Debug)]
pub struct Unreached {
    /// In which step.
    pub step: Step,
    /// What happened.
    pub failure: Failure,
    /// The address that was tried last.
    pub address: Option<SocketAddr>,
}

/// Where to connect to, in order: the proxy, or each address of the host.
///
/// # Errors
/// When a name has no address.
pub(super) async fn places(
    access: &Access<'_>,
    origin: Origin<'_>,
    watch: &mut impl Watch,
) -> Result<Vec<Place>, Unreached> {
    let Origin { secure, host, port } = origin;
    let proxy = access.proxies.pick(secure, host, port);
    let asked = proxy.map_or(host, |proxy| &proxy.host);
    let named = asked.parse::<IpAddr>().is_err();
    if named {
        watch.begin(Step::Dns);
    }
    let places = match proxy {
        Some(proxy) => {
            Place::through(proxy, host, port, access.resolver, access.family).await.map(|(place, _)| vec![place])
        }
        None => {
            let resolved = access.resolver.resolve(host, port, access.family).await;
            resolved.map(|resolved| resolved.addresses.into_iter().map(Place::direct).collect())
        }
    };
    let places = places.map_err(|failure| Unreached { step: Step::Dns, failure, address: None })?;
    if named {
        let shown: Vec<_> = places.iter().map(|place| place.address.ip().to_string()).collect();
        watch.end(Step::Dns, shown.join(", "));
    }
    Ok(places)
}

/// Whether a public server would send us to a private address by naming these places.
pub(super) fn leads_inside(places: &[Place]) -> bool {
    places.iter().any(|place| place.server().is_some_and(|address| !is_public(address.ip())))
}

/// Connects to the first of `places` that takes a connection.
///
/// # Errors
/// With the step that failed.
pub(super) async fn reach(
    access: &Access<'_>,
    origin: Origin<'_>,
    places: &[Place],
    watch: &mut impl Watch,
) -> Result<Reached, Unreached> {
    let (mut stream, place) = dial(places, access.deadline, watch).await?;
    let fail = |step, failure| Unreached { step, failure, address: Some(place.address) };
    if let Some(tunnel) = &place.tunnel {
        watch.begin(Step::Proxy);
        proxy::connect(&mut stream, tunnel, access.deadline).await.map_err(|failure| fail(Step::Proxy, failure))?;
        watch.end(Step::Proxy, tunnel.proxy.authority());
    }
    let address = place.server();
    if !origin.secure {
        return Ok(Reached { stream: Box::pin(stream), address, tls: None });
    }
    watch.begin(Step::Tls);
    let connected =
        tls::connect(access.trust, origin.host, stream).await.map_err(|(failure, _)| fail(Step::Tls, failure))?;
    let version = connected.tls.version.clone().unwrap_or_default();
    watch.end(Step::Tls, format!("TLS {version}"));
    Ok(Reached { stream: Box::pin(connected.stream), address, tls: Some(connected.tls) })
}

async fn dial<'a>(
    places: &'a [Place],
    deadline: Instant,
    watch: &mut impl Watch,
) -> Result<(TcpStream, &'a Place), Unreached> {
    watch.begin(Step::Tcp);
    let why = "it has no address of the wanted family".to_owned();
    let mut last = Unreached { step: Step::Tcp, failure: Failure::NoRoute { why }, address: None };
    for place in places {
        let began = clock::now();
        let connected = timeout_at(deadline.into(), link::tcp(None, place.address)).await;
        let took = clock::now() - began;
        let failure = match (connected, &place.tunnel) {
            (Ok(Ok(stream)), _) => {
                watch.end(Step::Tcp, place.address.to_string());
                return Ok((stream, place));
            }
            (Ok(Err(error)), Some(tunnel)) => proxy::unreachable(tunnel, Some(&error), took),
            (Err(_), Some(tunnel)) => proxy::unreachable(tunnel, None, took),
            (Ok(Err(error)), None) => lost(&error, took),
            (Err(_), None) => {
                let stage = crate::facts::ice::Stage::Connect;
                Failure::NoAnswer { stage, sent: 1, waited_ms: clock::ms(took) }
            }
        };
        last = Unreached { step: Step::Tcp, failure, address: Some(place.address) };
    }
    Err(last)
}

fn lost(error: &std::io::Error, took: Duration) -> Failure {
    match link::lost(error) {
        crate::probe::Lost::Refused => Failure::TcpClosed { after_ms: clock::ms(took) },
        crate::probe::Lost::NoRoute(why) => Failure::NoRoute { why },
        _ => Failure::NoRoute { why: "the connection was ended while it was being opened".to_owned() },
    }
}

/// What kept us from `place`, in words that read well after a colon.
pub fn words(failure: &Failure, place: &str) -> String {
    use crate::facts::ice::TlsFailure;
    match failure {
        Failure::NameNotFound { name } => format!("`{name}` has no A or AAAA record"),
        Failure::NameFailed { name, why } => format!("`{name}` cannot be looked up: {why}"),
        Failure::NameTimeout { name } => format!("the resolver does not answer for `{name}`"),
        Failure::TcpClosed { after_ms } => format!("`{place}` refused the TCP connection after {after_ms:.1} ms"),
        Failure::NoRoute { why } => format!("`{place}` cannot be reached: {why}"),
        Failure::NoAnswer { waited_ms, .. } => format!("`{place}` did not answer within {waited_ms:.0} ms"),
        Failure::Proxy { proxy, fault } => format!("the proxy `{proxy}` does not lead to `{place}`: {fault}"),
        Failure::Tls(TlsFailure::Expired { .. }) => format!("the certificate of `{place}` has expired"),
        Failure::Tls(TlsFailure::NotYetValid { .. }) => format!("the certificate of `{place}` is not valid yet"),
        Failure::Tls(TlsFailure::WrongName { names, .. }) => {
            format!("the certificate of `{place}` is for other names: {}", names.join(", "))
        }
        Failure::Tls(TlsFailure::Untrusted { issuer, .. }) => {
            format!("the certificate of `{place}` is signed by `{issuer}`, which is not trusted; `--ca FILE` trusts it")
        }
        Failure::Tls(TlsFailure::Handshake { why, .. }) => format!("no TLS with `{place}`: {why}"),
        _ => format!("`{place}` ended the connection"),
    }
}
