//! Checks of name look-ups.

use std::net::IpAddr;

use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::rules::Draft;

/// `dns/not-found`
pub(super) fn not_found(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NameNotFound { name }) = &server.outcome else { return None };
    Some(
        Draft::new(server.uri.canonical(), format!("`{name}` has no A or AAAA record"))
            .help(format!("check the spelling of `{name}`, and that the record is visible to this network's resolver")),
    )
}

/// `dns/failed`
pub(super) fn failed(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NameFailed { name, why }) = &server.outcome else { return None };
    Some(
        Draft::new(server.uri.canonical(), format!("looking up `{name}` failed: {why}"))
            .help("try another resolver; a SERVFAIL often means a broken delegation or DNSSEC signature of the zone"),
    )
}

/// `dns/timeout`
pub(super) fn timeout(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NameTimeout { name }) = &server.outcome else { return None };
    Some(Draft::new(server.uri.canonical(), format!("no resolver answered the look-up of `{name}`")).help(format!(
        "check that this network's resolver is reachable; to go on without it, give the server's address: \
                 `--resolve {name}:{}:ADDRESS`",
        server.uri.port
    )))
}

/// `dns/system-differs`
pub(super) fn system_differs(server: &Server, _: &Gathering) -> Option<Draft> {
    let names = server.names.as_ref()?;
    let host = &server.uri.host;
    let message = match (names.dns.as_slice(), names.system.as_slice()) {
        ([], system) => format!("DNS has no address of `{host}`, and the system's resolver says {}", list(system)),
        (dns, []) => format!("DNS says that `{host}` is {}, and the system's resolver knows no such name", list(dns)),
        (dns, system) => {
            format!("DNS says that `{host}` is {}, and the system's resolver says {}", list(dns), list(system))
        }
    };
    Some(Draft::new(server.uri.canonical(), message).help(format!(
        "look for `{host}` in the hosts file, and compare the resolvers of this machine: a VPN or split DNS answers by its \
         own rules"
    )))
}

/// `dns/service-differs`
pub(super) fn service_differs(server: &Server, _: &Gathering) -> Option<Draft> {
    let uri = &server.uri;
    let elsewhere: Vec<String> = server
        .services
        .iter()
        .filter(|service| service.port.is_none_or(|port| port != uri.port || service.target != uri.host))
        .map(|service| match service.port {
            Some(port) => format!("`{}` leads to `{}:{port}`", service.record, service.target),
            None => format!("`{}` leads to `{}`", service.record, service.target),
        })
        .collect();
    if elsewhere.is_empty() {
        return None;
    }
    let message = format!("{}, while browsers go to `{}:{}`", elsewhere.join(", "), uri.host, uri.port);
    Some(
        Draft::new(uri.canonical(), message)
            .help("write the port into the URI, so that every client goes to the same place; the records may stay"),
    )
}

fn list(addresses: &[IpAddr]) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}
