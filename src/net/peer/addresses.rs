//! Which local addresses a peer binds.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use getifaddrs::InterfaceFlags;

use crate::net::gather::Plan;

/// The addresses to bind, each with a free port, to meet a peer through a signaling server at `servers`: loopback, in
/// the server's families, where that is where it is (a peer of this machine may know no other way, and nothing leaves
/// it), else each address of each interface that is up.
pub fn bind_addresses(servers: &[IpAddr]) -> Vec<SocketAddr> {
    bind_addresses_with(servers, None)
}

/// The same where ICE servers are gathered from, as `plan` says: where one of them is elsewhere, so may the peer be. The
/// plan's interface and family are the only ones.
pub fn bind_addresses_with(servers: &[IpAddr], plan: Option<&Plan>) -> Vec<SocketAddr> {
    let mut addresses: Vec<IpAddr> = servers.iter().copied().filter(IpAddr::is_loopback).collect();
    let elsewhere = plan.is_some_and(|plan| plan.targets.iter().any(|target| !is_loopback(&target.uri.host)));
    let chosen = plan.and_then(|plan| plan.interface.as_ref());
    if chosen.is_some() || elsewhere || addresses.len() < servers.len() {
        let interfaces = getifaddrs::getifaddrs().into_iter().flatten();
        let up = interfaces.filter(|i| i.flags.contains(InterfaceFlags::UP));
        let wanted = up.filter(|i| match chosen {
            Some(name) => i.name == *name,
            None => !i.flags.contains(InterfaceFlags::LOOPBACK),
        });
        if chosen.is_some() {
            addresses.clear();
        }
        addresses.extend(wanted.filter_map(|i| i.address.ip_addr()).filter(usable));
    }
    addresses.retain(|address| plan.is_none_or(|plan| plan.family.takes(*address)));
    if addresses.is_empty() {
        addresses.push(Ipv4Addr::LOCALHOST.into());
    }
    addresses.sort();
    addresses.dedup();
    addresses.into_iter().map(|address| SocketAddr::new(address, 0)).collect()
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Link-local addresses need a scope, which candidates do not carry; tentative ones refuse to be bound, and one
/// refusal would fail the whole peer.
fn usable(address: &IpAddr) -> bool {
    let link_local = match address {
        IpAddr::V4(v4) => v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    };
    !link_local && UdpSocket::bind((*address, 0)).is_ok()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use super::*;

    #[test]
    fn a_loopback_server_is_met_on_loopback() {
        let (v4, v6) = (IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST));
        assert_eq!(bind_addresses(&[v4]), [SocketAddr::new(v4, 0)]);
        assert_eq!(bind_addresses(&[v6, v4, v6]), [SocketAddr::new(v4, 0), SocketAddr::new(v6, 0)]);
    }

    #[test]
    fn another_server_is_met_on_addresses_that_can_be_bound() {
        let addresses = bind_addresses(&[Ipv4Addr::new(192, 0, 2, 1).into()]);
        assert!(!addresses.is_empty());
        for address in addresses {
            UdpSocket::bind(address).unwrap();
        }
    }
}
