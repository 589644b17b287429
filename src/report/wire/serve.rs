//! `rtcdiag/serve/v1`: the line that `rtcdiag serve --json` prints when it is ready; additive within a version.

use schemars::JsonSchema;
use serde::Serialize;

/// The name of this document.
pub const SCHEMA: &str = "rtcdiag/serve/v1";

/// Where everything is, and with which credential.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Serve {
    /// Always `rtcdiag/serve/v1`.
    pub schema: &'static str,
    /// Address and port of everything.
    pub address: String,
    /// Whether this machine alone can reach it.
    pub loopback: bool,
    /// The addresses that are open, where that is not loopback alone.
    pub opens: Vec<String>,
    /// The STUN server.
    pub stun: String,
    /// The TURN server over UDP, TCP and TLS.
    pub turn: [String; 3],
    /// The user name of TURN.
    pub username: String,
    /// The credential of TURN; another one at every start.
    pub credential: String,
    /// The realm of TURN.
    pub realm: String,
    /// The file with the certificate authority, if one was asked for.
    pub ca_file: Option<String>,
    /// The certificate authority of `turns:`, `https:` and `wss:`.
    pub ca_pem: String,
    /// The signaling relay, with the name of a room.
    pub signaling: String,
    /// The echo peer that speaks `ws-json`.
    pub echo: String,
    /// Every URL, with what it is for.
    pub urls: Vec<Url>,
    /// Where faults are committed and listed, if they are.
    pub faults: Option<String>,
}

/// A URL.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Url {
    /// A word for it.
    pub id: &'static str,
    /// Where it is.
    pub url: String,
    /// What it is for.
    pub purpose: &'static str,
}
