//! Published facts of `rtcdiag ice`.

use schemars::JsonSchema;
use serde::Serialize;

/// What a gathering run saw.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Ice {
    /// Whether the servers were the tool's own: nothing of the user's was tested.
    pub embedded: bool,
    /// What was gathered, in the order of discovery.
    pub candidates: Vec<Candidate>,
    /// Every server on every transport and address.
    pub servers: Vec<Server>,
    /// NAT behaviour (RFC 4787), as far as it was tested.
    pub nat: Nat,
    /// Which peers this network reaches: `direct`, `relay`, `none` or `unknown`.
    pub reach: Reach,
    /// Whether a call would connect from such a network, by these servers: `yes`, `no` or `unknown`.
    pub would_connect: WouldConnect,
    /// From the first packet to the last answer or deadline.
    pub gathering_ms: f64,
}

/// A local candidate (RFC 8445).
#[derive(Debug, JsonSchema, Serialize)]
pub struct Candidate {
    /// `host`, `srflx`, `prflx` or `relay`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// `udp` or `tcp`.
    pub protocol: &'static str,
    /// Its address.
    pub address: String,
    /// Its port.
    pub port: u16,
    /// The base or mapped address.
    pub related_address: Option<String>,
    /// The port of the base or mapped address.
    pub related_port: Option<u16>,
    /// Its foundation.
    pub foundation: String,
    /// Its priority.
    pub priority: u32,
    /// The server that gave it.
    pub server: Option<String>,
    /// `udp`, `tcp` or `tls`: what carries messages to the relay.
    pub relay_protocol: Option<&'static str>,
    /// The interface that it belongs to.
    pub interface: Option<String>,
    /// Equal to its base: a browser drops it.
    pub redundant: bool,
    /// Discovered at, since the start.
    pub at_ms: f64,
}

/// One server on one transport at one address.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Server {
    /// The URI with every default written out.
    pub uri: String,
    /// `udp`, `tcp`, `tls` or `dtls`.
    pub transport: &'static str,
    /// The address and port that were tried; null where a proxy looks the name up.
    pub address: Option<String>,
    /// The proxy that was to lead there, by host and port.
    pub proxy: Option<String>,
    /// `ok`, `failed` or `not_tested`.
    pub result: &'static str,
    /// How long each phase took.
    pub phases: Phases,
    /// Quickest round trip.
    pub rtt_ms: Option<f64>,
    /// Requests sent again.
    pub retransmissions: u32,
    /// Round trips from the first packet to the address that was asked for.
    pub round_trips: Option<u32>,
    /// Seconds until a time-limited credential ends; negative when it is over, null when it has no end.
    pub credential_ttl_s: Option<i64>,
    /// SOFTWARE.
    pub software: Option<String>,
    /// REALM.
    pub realm: Option<String>,
    /// Lifetime of the allocation, in seconds.
    pub lifetime_s: Option<u32>,
    /// What TLS showed.
    pub tls: Option<Tls>,
    /// The allocation.
    pub relay: Option<Relay>,
}

/// How long each phase took; null where there was none.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Phases {
    /// Name resolution.
    pub dns_ms: Option<f64>,
    /// TCP connect.
    pub tcp_ms: Option<f64>,
    /// CONNECT at the proxy.
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

/// What TLS showed.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Tls {
    /// `1.2` or `1.3`.
    pub version: Option<String>,
    /// Names in the certificate.
    pub names: Vec<String>,
    /// Who signed it.
    pub issuer: String,
    /// End of validity: RFC 3339, UTC.
    pub not_after: Option<String>,
    /// Days until then; negative when it is over.
    pub days_left: i64,
}

/// An allocation and what was proven of it; null means not tested.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Relay {
    /// The relayed address and port.
    pub address: String,
    /// A packet from outside came in before any went out.
    pub proven_in: Option<bool>,
    /// A packet went out and came from the relayed address.
    pub proven_out: Option<bool>,
    /// Two allocations carried data to each other, where UDP is blocked here.
    pub relayed_to_relay: Option<bool>,
    /// Share of the test packets that were lost, 0 to 1.
    pub loss: Option<f64>,
    /// Median round trip through the relay.
    pub rtt_ms: Option<f64>,
}

/// NAT behaviour.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Nat {
    /// `none`, `eim`, `adm`, `apdm` or `unknown`.
    pub mapping: &'static str,
    /// `eif`, `adf`, `apdf` or `unknown`.
    pub filtering: &'static str,
}

/// Which peers this network reaches.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Reach {
    /// A peer without NAT.
    pub open: &'static str,
    /// A peer behind a home router.
    pub home: &'static str,
    /// A peer behind a symmetric NAT.
    pub symmetric: &'static str,
    /// A peer whose UDP is blocked.
    pub udp_blocked: &'static str,
    /// A peer that is let out over HTTPS alone.
    pub https_only: &'static str,
}

/// Whether a call would connect from such a network, by these servers.
#[derive(Debug, JsonSchema, Serialize)]
pub struct WouldConnect {
    /// From this network as it is, to any peer.
    pub any: &'static str,
    /// With UDP blocked.
    pub udp_blocked: &'static str,
    /// With nothing but TCP 443.
    pub https_only: &'static str,
}
