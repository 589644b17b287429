//! What a gathering run saw: interfaces, candidates, and every server on every transport.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use super::proxy::ProxyFault;
use super::{Known, Why};
use crate::candidate::priority::CandidateType;
use crate::candidate::rest::Examination;
use crate::candidate::uri::{IceUri, Transport};

/// A whole gathering run.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Gathering {
    /// Whether the servers were our own, in this process.
    pub embedded: bool,
    /// The interfaces that are up.
    pub interfaces: Vec<Interface>,
    /// What was gathered, in the order of discovery.
    pub candidates: Vec<Candidate>,
    /// Every server on every transport, in the order given.
    pub servers: Vec<Server>,
    /// From the first socket to the last answer or deadline, in milliseconds.
    pub gathering_ms: f64,
    /// The wall clock at the start, in seconds since 1970.
    pub unix_time: u64,
    /// What the user asks of servers, beyond the defaults.
    #[serde(default, skip_serializing_if = "Demands::are_default")]
    pub demands: Demands,
}

/// What the user asks of servers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Demands {
    /// Every server has to work, whatever the network blocks.
    pub require_all: bool,
    /// A certificate lasts as many days at least.
    pub cert_days: u64,
    /// A credential lasts as many seconds at least.
    pub credential_s: u64,
}

impl Default for Demands {
    fn default() -> Self {
        // Two weeks are the renewal window of short-lived certificates, an hour is a long call.
        Self { require_all: false, cert_days: 14, credential_s: 3600 }
    }
}

impl Demands {
    fn are_default(&self) -> bool {
        *self == Self::default()
    }
}

/// An interface of this machine.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Interface {
    /// Its name.
    pub name: String,
    /// One of its addresses.
    pub address: IpAddr,
    /// Whether it is the loopback interface.
    pub loopback: bool,
}

/// A local candidate.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Candidate {
    /// How it came about.
    pub kind: CandidateType,
    /// What the candidate itself is sent over: UDP here.
    pub protocol: Transport,
    /// The candidate's own address.
    pub address: SocketAddr,
    /// The base of a reflexive, the mapped address of a relayed candidate.
    pub related: Option<SocketAddr>,
    /// Its foundation.
    pub foundation: String,
    /// Its priority.
    pub priority: u32,
    /// The server that gave it, as a URI.
    pub server: Option<String>,
    /// What carries the messages to the relay.
    pub relay_protocol: Option<Transport>,
    /// The interface that it belongs to, where it can be told.
    pub interface: Option<String>,
    /// Equal to its base: a browser drops it (RFC 8445 section 5.1.3).
    pub redundant: bool,
    /// Discovered at, in milliseconds since the start.
    pub at_ms: f64,
}

/// One server on one transport at one address.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Server {
    /// The URI.
    pub uri: IceUri,
    /// The user name that was sent, if any.
    pub username: Option<String>,
    /// The address that was tried; not known where a proxy looks the name up.
    pub address: Option<SocketAddr>,
    /// The proxy that was to lead there, by host and port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// How long each phase took.
    pub phases: Phases,
    /// Round trip of the quickest answered request, in milliseconds.
    pub rtt_ms: Option<f64>,
    /// Requests that were sent again.
    pub retransmissions: u32,
    /// Round trips from the first byte to the relayed address (or the mapped one for STUN).
    pub round_trips: Option<u32>,
    /// SOFTWARE of the server.
    pub software: Option<String>,
    /// REALM of the challenge.
    pub realm: Option<String>,
    /// Lifetime of the allocation, in seconds.
    pub lifetime_s: Option<u32>,
    /// Our address as the server saw it.
    pub mapped: Option<SocketAddr>,
    /// The local address that was used.
    pub base: Option<SocketAddr>,
    /// What TLS showed.
    pub tls: Option<Tls>,
    /// The allocation.
    pub relay: Option<Relay>,
    /// Whether Binding was answered, for a server that was asked for a relay as well.
    #[serde(default, skip_serializing_if = "unasked")]
    pub binding: Known<()>,
    /// MAPPED-ADDRESS, where it stood beside XOR-MAPPED-ADDRESS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain_mapped: Option<SocketAddr>,
    /// The relay was granted to a request without credentials.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_auth: bool,
    /// Where 300 Try Alternate led, in order; `address` is the last of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<SocketAddr>,
    /// What the system's own resolver says, where it disagrees with DNS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<Names>,
    /// Where SRV and NAPTR records lead, for a URI without a port.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// What a second connection found out about a stream that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_look: Option<SecondLook>,
    /// What the credential says about itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<Examination>,
}

impl Server {
    /// A server of which nothing is known yet.
    pub fn new(uri: IceUri, username: Option<String>) -> Self {
        Self {
            uri,
            username,
            address: None,
            proxy: None,
            outcome: Outcome::NotTested(Why::new("interrupted")),
            phases: Phases::default(),
            rtt_ms: None,
            retransmissions: 0,
            round_trips: None,
            software: None,
            realm: None,
            lifetime_s: None,
            mapped: None,
            base: None,
            tls: None,
            relay: None,
            binding: Known::default(),
            plain_mapped: None,
            no_auth: false,
            redirects: Vec::new(),
            names: None,
            services: Vec::new(),
            second_look: None,
            credential: None,
        }
    }
}

fn unasked(binding: &Known<()>) -> bool {
    matches!(binding, Known::NotTested(_))
}

/// Two resolvers that disagree about a name.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Names {
    /// What DNS says; empty when it knows no address.
    pub dns: Vec<IpAddr>,
    /// What the system's resolver says, which browsers ask; empty when it knows no address.
    pub system: Vec<IpAddr>,
}

/// Where a record leads (RFC 2782, RFC 3403).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Service {
    /// The record that was asked for, `SRV _turn._udp.example.org` or `NAPTR example.org`.
    pub record: String,
    /// The host that it names.
    pub target: String,
    /// The port that it names; `None` for NAPTR, which leads to another record.
    pub port: Option<u16>,
}

/// What a second connection found out about a port whose first one failed.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct SecondLook {
    /// The first bytes of the answer to an HTTP request, if there was one.
    pub http: Option<String>,
    /// Whether a TLS ClientHello was answered by TLS.
    pub tls: bool,
    /// Whether a STUN Binding request was answered without TLS.
    pub plain_stun: bool,
}

/// How one server ended.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It gave what its URI promises: a mapped address, or an allocation.
    Ok,
    /// It did not.
    Failed(Failure),
    /// It was not tried to the end.
    NotTested(Why),
}

impl Outcome {
    /// The word used in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed(_) => "failed",
            Self::NotTested(_) => "not_tested",
        }
    }
}

/// The one reason that a server failed, as it was seen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The name has no address.
    NameNotFound { name: String },
    /// Name service answered with an error.
    NameFailed { name: String, why: String },
    /// Name service did not answer.
    NameTimeout { name: String },
    /// ICMP port unreachable.
    UdpClosed { after_ms: f64 },
    /// The connection was refused.
    TcpClosed { after_ms: f64 },
    /// No route, no address of that family, or an interface that is down.
    NoRoute { why: String },
    /// Nothing came back until the deadline.
    NoAnswer { stage: Stage, sent: u32, waited_ms: f64 },
    /// The connection was ended.
    Closed { stage: Stage, reset: bool },
    /// Something answered, but not STUN.
    NotStun { looks_like: String, head: String },
    /// TLS did not come about.
    Tls(TlsFailure),
    /// A STUN error response.
    Refused { method: String, code: u16, reason: String, with_credentials: bool },
    /// TURN without credentials to give.
    NoCredentials { realm: Option<String> },
    /// A response that breaks the protocol.
    Broken { what: String },
    /// A challenge without REALM or NONCE, which nobody can answer.
    BrokenChallenge { code: u16 },
    /// Answers came, but none to a request of ours.
    WrongTransaction { answers: u32 },
    /// The answer came from another address than the one that was asked.
    WrongSource { from: SocketAddr },
    /// 300 Try Alternate led in a circle, or through more than three servers.
    RedirectLoop { through: Vec<SocketAddr> },
    /// 300 Try Alternate led from a public server to an address that is not.
    RedirectRefused { to: SocketAddr },
    /// The user name is longer than STUN carries.
    NameTooLong { bytes: usize },
    /// The proxy, by host and port, did not lead to the server.
    Proxy { proxy: String, fault: ProxyFault },
}

/// How far the exchange had come.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// TCP connect.
    Connect,
    /// TLS handshake.
    Handshake,
    /// STUN binding.
    Binding,
    /// TURN allocation.
    Allocate,
}

/// Why TLS failed, as it was seen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsFailure {
    /// The certificate's time is over. Seconds since 1970.
    Expired { not_after: i64 },
    /// The certificate's time has not begun. Seconds since 1970.
    NotYetValid { not_before: i64 },
    /// The certificate is for other names.
    WrongName { wanted: String, names: Vec<String> },
    /// The chain does not end in a root that we know.
    Untrusted { issuer: String, self_signed: bool },
    /// Anything else: alert, version, garbage.
    Handshake {
        /// What happened.
        why: String,
        /// The alert that the server sent, by its name in RFC 8446 section 6.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alert: Option<String>,
    },
}

/// How long each phase took, in milliseconds; `None` where there was no such phase.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Phases {
    /// Name resolution.
    pub dns_ms: Option<f64>,
    /// TCP connect.
    pub tcp_ms: Option<f64>,
    /// CONNECT at the proxy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_ms: Option<f64>,
    /// TLS handshake.
    pub tls_ms: Option<f64>,
    /// STUN binding.
    pub binding_ms: Option<f64>,
    /// Allocate without credentials, to its 401.
    pub challenge_ms: Option<f64>,
    /// Allocate with credentials, to its success.
    pub allocate_ms: Option<f64>,
}

/// What TLS showed of itself, whether it was accepted or not.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Tls {
    /// `1.2` or `1.3`, once negotiated.
    pub version: Option<String>,
    /// Names in the certificate.
    pub names: Vec<String>,
    /// Who signed it.
    pub issuer: String,
    /// Who it is for.
    pub subject: String,
    /// End of validity, seconds since 1970.
    pub not_after: i64,
    /// Beginning of validity, seconds since 1970.
    pub not_before: i64,
    /// Certificates that were sent, this one included.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub chain: usize,
    /// What is wrong with it; `None` when it was accepted.
    pub fault: Option<TlsFailure>,
}

/// An allocation, and what was proven of it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Relay {
    /// The relayed address.
    pub address: SocketAddr,
    /// A packet from outside came in through it, before it had sent anything out.
    pub proven_in: Known<()>,
    /// A packet went out through it and came from it.
    pub proven_out: Known<()>,
    /// Where the packet that went out seemed to come from, if not from `address`.
    pub seen_from: Option<SocketAddr>,
    /// A packet came in only after one had gone out.
    pub in_after_out: Known<()>,
    /// Two allocations on this server carried data to each other; tried where UDP is blocked here.
    pub relayed_to_relay: Known<()>,
    /// Share of the test packets that were lost, 0 to 1.
    pub loss: Option<f64>,
    /// Median round trip through the relay, in milliseconds.
    pub rtt_ms: Option<f64>,
    /// The outside address that a permission was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<SocketAddr>,
    /// What larger packets showed after the small ones had passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<Load>,
    /// What refused the permission, if it was refused.
    pub permission_refused: Option<(u16, String)>,
    /// Whether the server confirmed that it was released.
    pub released: bool,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// Rounds of packets through the relay and back; a second one a second later, if the first seemed capped.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Load {
    /// Bytes of each packet.
    pub size: usize,
    /// Packets of each round.
    pub sent: u32,
    /// What each round showed.
    pub rounds: Vec<Round>,
    /// The rate at which they were sent, in kbit/s.
    pub rate_kbps: f64,
}

/// One round of packets.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Round {
    /// Packets that came back.
    pub came_back: u32,
    /// Whether some passed and then none: the pattern of a cap, and not of random loss.
    pub capped: bool,
}

/// Whether a call would connect from such a network, by these servers: `None` where it was not tested.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WouldConnect {
    /// From this network as it is, to any peer: through a relay.
    pub any: Option<bool>,
    /// With UDP blocked: through a relay that is reached over TCP or TLS.
    pub udp_blocked: Option<bool>,
    /// With nothing but TCP 443.
    pub https_only: Option<bool>,
}

impl Gathering {
    /// What the allocations of this run say about such networks. A relay counts when it was allocated and its proof
    /// did not fail.
    pub fn would_connect(&self) -> WouldConnect {
        let by = |takes: fn(&Server) -> bool| {
            let mut answers = self.servers.iter().filter(|s| s.uri.scheme.relays() && takes(s)).map(Server::relays);
            let first = answers.next()?;
            answers.fold(first, |so_far, next| match (so_far, next) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (None, _) | (_, None) => None,
                (Some(false), Some(false)) => Some(false),
            })
        };
        let streams = |s: &Server| matches!(s.uri.transport, Transport::Tcp | Transport::Tls);
        WouldConnect {
            any: by(|_| true),
            udp_blocked: by(streams).or_else(|| self.none_configured(streams)),
            https_only: by(|s| s.uri.transport == Transport::Tls && s.uri.port == 443)
                .or_else(|| self.none_configured(|s| s.uri.transport == Transport::Tls && s.uri.port == 443)),
        }
    }

    /// `Some(false)` when there are servers, but none of this kind: such a network has no way out.
    fn none_configured(&self, takes: impl Fn(&Server) -> bool) -> Option<bool> {
        let any = self.servers.iter().any(|s| s.uri.scheme.relays() && takes(s));
        (!self.servers.is_empty() && !any).then_some(false)
    }
}

impl Server {
    /// Whether it gives a relay that works, as far as that was tested.
    fn relays(&self) -> Option<bool> {
        match (&self.outcome, &self.relay) {
            // A proxy that does not lead to a server leaves open what the server does.
            (Outcome::NotTested(_) | Outcome::Failed(Failure::Proxy { .. }), _) => None,
            (Outcome::Ok, Some(relay)) => {
                Some(!(relay.proven_out.is_no() || relay.proven_in.is_no() && relay.in_after_out.is_no()))
            }
            _ => Some(false),
        }
    }
}
