//! Checks of mapped addresses.

use std::net::IpAddr;

use crate::candidate::address::{is_public, is_shared};
use crate::facts::ice::{Gathering, Server};
use crate::rules::Draft;

/// `stun/alg`
pub(super) fn alg(server: &Server, _: &Gathering) -> Option<Draft> {
    let (xored, plain) = (server.mapped?, server.plain_mapped?);
    (xored != plain).then(|| {
        let message = format!("the answer says {xored} in XOR-MAPPED-ADDRESS and {plain} in MAPPED-ADDRESS");
        Draft::new(server.uri.canonical(), message).help(
            "turn off the application layer gateway (often named SIP ALG) of the router, or ask over TLS, which it \
             cannot rewrite",
        )
    })
}

/// `stun/private-mapped`
pub(super) fn private(server: &Server, _: &Gathering) -> Option<Draft> {
    let (mapped, own) = (server.mapped?.ip(), server.address?.ip());
    if !is_public(own) || is_public(mapped) || is_shared(mapped) || own_address(server, mapped) {
        return None;
    }
    let message = format!("{own} is public, and says that this client is {mapped}, which is private");
    Some(Draft::new(server.uri.canonical(), message).help(
        "let the server see its clients' addresses: behind a load balancer or in Kubernetes \
         `externalTrafficPolicy: Local`, in Docker the host's network",
    ))
}

/// `stun/cgn`
pub(super) fn shared(server: &Server, _: &Gathering) -> Option<Draft> {
    let (mapped, own) = (server.mapped?.ip(), server.address?.ip());
    (is_shared(mapped) && !own_address(server, mapped)).then(|| {
        let message = format!("{own} says that this client is {mapped}, which is shared address space (RFC 6598)");
        Draft::new(server.uri.canonical(), message).help(
            "count on TURN for peers behind symmetric NATs; IPv6, where there is some, goes around the carrier's NAT",
        )
    })
}

/// The server stands in our own network, and there is no NAT in between.
fn own_address(server: &Server, mapped: IpAddr) -> bool {
    server.base.is_some_and(|base| base.ip() == mapped)
}
