//! The interfaces of this machine, and the address from which another one is reached.

use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};

use getifaddrs::{InterfaceFlags, getifaddrs};

use crate::facts::ice::Interface;

/// Interfaces that are up, one entry an address. IPv6 link-local addresses are left out, as browsers do.
///
/// # Errors
/// When the operating system does not list them.
pub fn list() -> io::Result<Vec<Interface>> {
    let mut interfaces: Vec<Interface> = getifaddrs()?
        .filter(|interface| interface.flags.contains(InterfaceFlags::UP))
        .filter_map(|interface| {
            let address = interface.address.ip_addr()?;
            let loopback = interface.flags.contains(InterfaceFlags::LOOPBACK);
            (!link_local(address)).then_some(Interface { name: interface.name, address, loopback })
        })
        .collect();
    interfaces.sort_by(|a, b| (a.loopback, &a.name, a.address).cmp(&(b.loopback, &b.name, b.address)));
    interfaces.dedup();
    Ok(interfaces)
}

/// The local address from which the operating system would reach `remote`; sends nothing.
///
/// # Errors
/// When there is no route.
pub fn route_to(remote: SocketAddr) -> io::Result<IpAddr> {
    let any: SocketAddr = if remote.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0u16; 8], 0).into() };
    let socket = UdpSocket::bind(any)?;
    socket.connect(remote)?;
    Ok(socket.local_addr()?.ip())
}

fn link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_a_loopback_interface() {
        let interfaces = list().unwrap();
        assert!(interfaces.iter().any(|i| i.loopback && i.address.is_loopback()), "{interfaces:?}");
    }

    #[test]
    fn loopback_is_reached_from_loopback() {
        assert!(route_to("127.0.0.1:9".parse().unwrap()).unwrap().is_loopback());
    }
}
