//! Which local addresses a peer binds.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use getifaddrs::InterfaceFlags;

use crate::net::dns::Family;
use crate::net::gather::Plan;

/// The addresses to bind, each with a free port, to meet a peer through a signaling server at `servers`: loopback, in
/// the server's families, where that is where it is (a peer of this machine may know no other way, and nothing leaves
/// it), else each address of each interface that is up.
pub fn bind_addresses(servers: &[IpAddr]) -> Vec<SocketAddr> {
    let mut addresses: Vec<IpAddr> = Vec::new();
    if !servers.is_empty() && servers.iter().all(IpAddr::is_loopback) {
        addresses.extend(servers.iter().filter(|server| usable(server)));
    } else {
        let interfaces = getifaddrs::getifaddrs().into_iter().flatten();
        let up =
            interfaces.filter(|i| i.flags.contains(InterfaceFlags::UP) && !i.flags.contains(InterfaceFlags::LOOPBACK));
        addresses.extend(up.filter_map(|i| i.address.ip_addr()).filter(usable));
    }
    if addresses.is_empty() {
        addresses.push(Ipv4Addr::LOCALHOST.into());
    }
    addresses.sort();
    addresses.dedup();
    addresses.into_iter().map(|address| SocketAddr::new(address, 0)).collect()
}

/// Those of `addresses` that are of the plan's family and interface; loopback where none is.
pub fn narrowed(addresses: Vec<SocketAddr>, plan: &Plan) -> Vec<SocketAddr> {
    let interfaces: Vec<_> = getifaddrs::getifaddrs().into_iter().flatten().collect();
    let chosen = |ip: IpAddr| {
        let has = |name: &String| interfaces.iter().any(|i| i.name == *name && i.address.ip_addr() == Some(ip));
        plan.interface.as_ref().is_none_or(has)
    };
    let wanted = |address: &SocketAddr| plan.family.takes(address.ip()) && chosen(address.ip());
    let kept: Vec<SocketAddr> = addresses.into_iter().filter(wanted).collect();
    let loopback: IpAddr =
        if plan.family == Family::V6 { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
    if kept.is_empty() { vec![SocketAddr::new(loopback, 0)] } else { kept }
}

/// Whether one of the plan's servers is not on this machine, so that peers may be elsewhere too.
pub fn leads_elsewhere(plan: &Plan) -> bool {
    let here = |host: &str| host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    plan.targets.iter().any(|target| !here(&target.uri.host))
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
