//! Checks of what an HTTP proxy does.

use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::facts::proxy::ProxyFault;
use crate::rules::Draft;

/// `net/proxy-refused`
pub(super) fn refused(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Proxy { proxy, fault: fault @ ProxyFault::Refused { .. } }) = &server.outcome else {
        return None;
    };
    let ProxyFault::Refused { status, with_credentials, schemes, .. } = fault else { return None };
    let port = server.uri.port;
    let help = match (status, with_credentials) {
        (407, _) if !schemes.is_empty() && !schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case("basic")) => {
            let schemes = schemes.join(", ");
            format!("the proxy takes {schemes} alone, and not Basic: ask for an exception, or test from a browser")
        }
        (407, false) => {
            "give the proxy a user name and a password: `--proxy http://USER:PASSWORD@HOST:PORT`".to_owned()
        }
        (407, true) => "correct the user name and the password for the proxy".to_owned(),
        (403 | 405, _) => {
            format!(
                "have the proxy allow CONNECT to port {port}, or serve TURN over TLS on 443, which most proxies allow"
            )
        }
        (500..=599, _) => "check that the proxy can look up and reach the server: it tried, and failed".to_owned(),
        _ => "check that the address is an HTTP proxy's, and that it allows CONNECT".to_owned(),
    };
    Some(Draft::new(server.uri.canonical(), format!("the proxy {proxy} does not lead there: {fault}")).help(help))
}

/// `net/proxy-unreachable`
pub(super) fn unreachable(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Proxy { proxy, fault }) = &server.outcome else { return None };
    let help = match fault {
        ProxyFault::Refused { .. } => return None,
        ProxyFault::Unreachable { .. } => "correct the proxy's host and port, or test without it: `--proxy none`",
        ProxyFault::NotHttp { .. } => "correct the proxy's port: what listens there is no HTTP proxy",
        ProxyFault::Ended | ProxyFault::NoAnswer { .. } => {
            "correct the proxy's port (an HTTP proxy without TLS is wanted), or see the proxy's log for this moment"
        }
    };
    Some(Draft::new(server.uri.canonical(), format!("the proxy {proxy} cannot be used: {fault}")).help(help))
}
