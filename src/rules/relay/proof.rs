//! Checks of relayed addresses.

use std::net::IpAddr;

use crate::facts::ice::{Gathering, Relay, Server};
use crate::rules::Draft;

/// `relay/private-address`
pub(super) fn private_address(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = private(server)?;
    let message = format!("the relayed address {} is private, while the server's own is public", relay.address);
    Some(
        Draft::new(server.uri.canonical(), message)
            .help("tell the server its public address: `external-ip=PUBLIC/PRIVATE` in turnserver.conf"),
    )
}

/// `relay/external-ip-wrong`
pub(super) fn external_ip_wrong(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref().filter(|_| private(server).is_none())?;
    let from = relay.seen_from.filter(|from| from.ip() != relay.address.ip())?;
    let message = format!("data sent through the relayed address {} came from {}", relay.address, from.ip());
    Some(
        Draft::new(server.uri.canonical(), message)
            .help(format!("correct `external-ip` of the server: data leaves it from {}", from.ip())),
    )
}

/// `relay/unreachable-from-outside`
pub(super) fn unreachable(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref().filter(|relay| private(server).is_none() && relay.seen_from.is_none())?;
    if !(relay.proven_in.is_no() && relay.in_after_out.is_no()) {
        return None;
    }
    let message = format!("no packet from outside came in at {}, before or after one went out", relay.address);
    Some(Draft::new(server.uri.canonical(), message).help(
        "open the server's whole relay port range (coturn: `min-port` to `max-port`, by default UDP 49152 to \
                   65535) for incoming UDP in the cloud security group and the host firewall",
    ))
}

/// `relay/stateful-firewall`
pub(super) fn stateful_firewall(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref()?;
    if !(relay.proven_in.is_no() && relay.in_after_out.yes().is_some()) {
        return None;
    }
    let message = format!("packets from outside came in at {} only after one had gone out to them", relay.address);
    Some(Draft::new(server.uri.canonical(), message).help(
        "open the server's relay port range for incoming UDP from everywhere: peers behind symmetric NATs need it",
    ))
}

/// The allocation, if its address is private and the server's is not.
fn private(server: &Server) -> Option<&Relay> {
    let relay = server.relay.as_ref()?;
    (not_global(relay.address.ip()) && !not_global(server.address?.ip())).then_some(relay)
}

/// Private, loopback, link-local, shared (RFC 6598) or unspecified.
fn not_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || (a == 100 && b & 0xc0 == 64)
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}
