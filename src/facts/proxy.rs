//! What an HTTP proxy did instead of leading to the server.

use serde::{Deserialize, Serialize};

/// What the proxy did. Its text reads well after "the proxy does not lead there:".
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ProxyFault {
    /// It could not be connected to.
    #[error("{why}")]
    Unreachable { why: String },
    /// It answered CONNECT, but not with 2xx (RFC 9110 section 9.3.6).
    #[error("it answered CONNECT with {status}{}", spaced(.reason))]
    Refused {
        /// The status code.
        status: u16,
        /// Its words for it.
        reason: String,
        /// Whether we said who we are.
        with_credentials: bool,
        /// The schemes of Proxy-Authenticate.
        schemes: Vec<String>,
    },
    /// It answered CONNECT, but not as HTTP does.
    #[error("it answered CONNECT with what is no HTTP: `{head}`")]
    NotHttp { head: String },
    /// It ended the connection without an answer.
    #[error("it ended the connection at CONNECT")]
    Ended,
    /// It took the connection, and did not answer CONNECT.
    #[error("it did not answer CONNECT in {:.1} s", waited_ms / 1000.0)]
    NoAnswer { waited_ms: f64 },
}

fn spaced(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" {reason}") }
}
