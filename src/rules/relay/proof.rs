//! Checks of relayed addresses.

use std::net::IpAddr;

use crate::facts::ice::{Gathering, Relay, Server};
use crate::report::Confidence;
use crate::rules::Draft;

/// `relay/private-address`
pub(super) fn private_address(server: &Server, _: &Gathering) -> Option<Draft> {
    let (relay, public) = private(server)?;
    let message =
        format!("the relayed address {} is private, while the server's own, {public}, is public", relay.address);
    let draft = Draft::new(server.uri.canonical(), message).help(
        "tell the server its public address with `external-ip=PUBLIC/PRIVATE` in turnserver.conf, and restart it",
    );
    let one_family = public.is_ipv4() == relay.address.is_ipv4();
    Some(if one_family { draft.fix(format!("external-ip={public}/{}", relay.address.ip())) } else { draft })
}

/// `relay/external-ip-wrong`
pub(super) fn external_ip_wrong(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref().filter(|_| private(server).is_none())?;
    let from = relay.seen_from.map(|from| from.ip()).filter(|from| *from != relay.address.ip())?;
    // Within the server's own network its private address is what a right server sends from.
    let inside = not_global(from) && !not_global(relay.address.ip());
    if inside && relay.proven_in.yes().is_some() {
        return None;
    }
    let message = format!("data sent through the relayed address {} came from {from}", relay.address);
    let draft = Draft::new(server.uri.canonical(), message).fact("relay.proven_out", "false");
    Some(if inside {
        draft.confidence(Confidence::Possible).help(format!(
            "run this again from outside the server's network; if {} is not its public address, correct `external-ip`",
            relay.address.ip()
        ))
    } else {
        draft.help(format!(
            "correct `external-ip` in turnserver.conf, and restart the server: data leaves it from {from}"
        ))
    })
}

/// `relay/unreachable-from-outside`
pub(super) fn unreachable(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref().filter(|relay| private(server).is_none() && relay.seen_from.is_none())?;
    if !(relay.proven_in.is_no() && relay.in_after_out.is_no()) {
        return None;
    }
    let message = format!("no packet from outside came in at {}, before or after one was sent out", relay.address);
    let draft = Draft::new(server.uri.canonical(), message).fact("relay.proven_in", "false").help(
        "open the server's whole relay port range (coturn: `min-port` to `max-port`, by default UDP 49152 to \
                   65535) for incoming UDP in the cloud security group and the host firewall",
    );
    // Nothing out of it either: this network may be what blocks UDP to such ports.
    Some(if relay.proven_out.is_no() { draft.confidence(Confidence::Likely) } else { draft })
}

/// `relay/stateful-firewall`
pub(super) fn stateful_firewall(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref()?;
    if !(relay.proven_in.is_no() && relay.in_after_out.yes().is_some()) {
        return None;
    }
    let message = format!("packets from outside came in at {} only after one had gone out to them", relay.address);
    Some(Draft::new(server.uri.canonical(), message).fact("relay.proven_in", "false").help(
        "open the server's relay port range for incoming UDP from everywhere: peers behind symmetric NATs need it",
    ))
}

/// The allocation and the server's own address, if the first is private and the second is not.
fn private(server: &Server) -> Option<(&Relay, IpAddr)> {
    let (relay, own) = (server.relay.as_ref()?, server.address?.ip());
    (not_global(relay.address.ip()) && !not_global(own)).then_some((relay, own))
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
