//! Addresses for addresses, of the same class; what shared a network still shares one.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The stand-ins that were given.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    v4: HashMap<Ipv4Addr, Ipv4Addr>,
    v6: HashMap<Ipv6Addr, Ipv6Addr>,
    networks: HashMap<(Class, u64), u32>,
    of_class: HashMap<Class, u32>,
    hosts: HashMap<(Class, u64), u32>,
}

/// What an address tells without telling whose it is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Class {
    Ten,
    OneSevenTwo,
    OneNineTwo,
    Shared,
    LinkLocal,
    TestNet1,
    Public,
    UniqueLocal6,
    LinkLocal6,
    Public6,
}

impl Addresses {
    /// The stand-in of `address`; itself where it is one that every machine has.
    pub(super) fn stand_in(&mut self, address: IpAddr) -> IpAddr {
        match address {
            IpAddr::V4(v4) => self.v4(v4).into(),
            IpAddr::V6(v6) => self.v6(v6).into(),
        }
    }

    fn v4(&mut self, address: Ipv4Addr) -> Ipv4Addr {
        if names_nobody(address) {
            return address;
        }
        if let Some(known) = self.v4.get(&address) {
            return *known;
        }
        let class = class_of(address);
        let network = match class {
            Class::Public => 0,
            _ => u64::from(u32::from(address) >> 8),
        };
        let (net, host) = self.place(class, network);
        let [_, _, high, low] = net.to_be_bytes();
        let last = low_byte(host + 1);
        let given = match class {
            Class::Ten => Ipv4Addr::new(10, high, low, last),
            Class::OneSevenTwo => Ipv4Addr::new(172, 16 | (high & 15), low, last),
            Class::OneNineTwo => Ipv4Addr::new(192, 168, low, last),
            Class::Shared => Ipv4Addr::new(100, 64 | (high & 63), low, last),
            Class::LinkLocal => Ipv4Addr::new(169, 254, low, last),
            Class::TestNet1 => Ipv4Addr::new(192, 0, 2, last),
            _ => public(host),
        };
        self.v4.insert(address, given);
        given
    }

    fn v6(&mut self, address: Ipv6Addr) -> Ipv6Addr {
        if address.is_loopback() || address.is_unspecified() || address.is_multicast() {
            return address;
        }
        if let Some(known) = self.v6.get(&address) {
            return *known;
        }
        let given = match inside(address) {
            Some((prefix, v4)) => Ipv6Addr::from(prefix | u128::from(u32::from(self.v4(v4)))),
            None => self.plain_v6(address),
        };
        self.v6.insert(address, given);
        given
    }

    fn plain_v6(&mut self, address: Ipv6Addr) -> Ipv6Addr {
        let (class, prefix) = if address.is_unicast_link_local() {
            (Class::LinkLocal6, 0xfe80_u128 << 112)
        } else if address.is_unique_local() {
            (Class::UniqueLocal6, 0xfd00_u128 << 112)
        } else {
            (Class::Public6, 0x2001_0db8_u128 << 96)
        };
        let upper = u64::try_from(u128::from(address) >> 64).unwrap_or_default();
        let (net, host) = self.place(class, upper);
        // every link-local address is in one network
        let net = if class == Class::LinkLocal6 { 0 } else { u128::from(net) };
        Ipv6Addr::from(prefix | (net << 64) | u128::from(host + 1))
    }

    /// The number of the network within its class, and of the host within the network, both from 0.
    fn place(&mut self, class: Class, network: u64) -> (u32, u32) {
        let of_class = self.of_class.entry(class).or_default();
        let net = *self.networks.entry((class, network)).or_insert_with(|| next(of_class));
        (net, next(self.hosts.entry((class, network)).or_default()))
    }
}

fn next(count: &mut u32) -> u32 {
    let now = *count;
    *count += 1;
    now
}

fn low_byte(number: u32) -> u8 {
    let [.., low] = number.to_be_bytes();
    low
}

/// Addresses that are the same everywhere: loopback, unspecified, broadcast, multicast, IETF's own (RFC 6890), the
/// metadata service of clouds. `N.0.0.0` names no host, and is how browsers write their version.
fn names_nobody(address: Ipv4Addr) -> bool {
    let [_, b, c, d] = address.octets();
    address.is_loopback()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || matches!(address.octets(), [192, 0, 0, _] | [169, 254, 169, 254])
        || (b, c, d) == (0, 0, 0)
}

fn class_of(address: Ipv4Addr) -> Class {
    match address.octets() {
        [10, ..] => Class::Ten,
        [172, b, ..] if b & 0xf0 == 16 => Class::OneSevenTwo,
        [192, 168, ..] => Class::OneNineTwo,
        [100, b, ..] if b & 0xc0 == 64 => Class::Shared,
        [169, 254, ..] => Class::LinkLocal,
        [192, 0, 2, _] => Class::TestNet1,
        _ => Class::Public,
    }
}

/// Public addresses in order: TEST-NET-2 and TEST-NET-3 (RFC 5737), then those for benchmarks (RFC 2544).
fn public(number: u32) -> Ipv4Addr {
    match number {
        0..254 => Ipv4Addr::new(198, 51, 100, low_byte(number + 1)),
        254..508 => Ipv4Addr::new(203, 0, 113, low_byte(number - 253)),
        _ => Ipv4Addr::from(0xc612_0000 + (number - 508) % 0x2_0000),
    }
}

/// The prefix and the IPv4 address within: mapped (RFC 4291) or translated (RFC 6052).
fn inside(address: Ipv6Addr) -> Option<(u128, Ipv4Addr)> {
    const TRANSLATED: u128 = 0x0064_ff9b << 96;
    let bits = u128::from(address);
    let (prefix, low) = (bits & !0xffff_ffff, u32::try_from(bits & 0xffff_ffff).unwrap_or_default());
    (address.to_ipv4_mapped().is_some() || prefix == TRANSLATED).then(|| (prefix, low.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(texts: &[&str]) -> Vec<String> {
        let mut addresses = Addresses::default();
        texts.iter().map(|text| addresses.stand_in(text.parse().unwrap()).to_string()).collect()
    }

    #[test]
    fn the_class_stays_and_the_network_is_shared() {
        assert_eq!(
            given(&["192.168.178.23", "192.168.178.1", "192.168.1.5", "192.168.178.23", "10.9.8.7", "172.20.1.2"]),
            ["192.168.0.1", "192.168.0.2", "192.168.1.1", "192.168.0.1", "10.0.0.1", "172.16.0.1"]
        );
        assert_eq!(
            given(&["100.99.1.1", "169.254.3.4", "8.8.8.8", "9.9.9.9", "192.0.2.77"]),
            ["100.64.0.1", "169.254.0.1", "198.51.100.1", "198.51.100.2", "192.0.2.1"]
        );
        assert_eq!(
            given(&["fe80::abcd", "fdaa:1:2:3::9", "2a00:1450::1", "2a00:1450::2", "2a02::1", "::ffff:8.8.8.8"]),
            ["fe80::1", "fd00::1", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "::ffff:198.51.100.1"]
        );
    }

    #[test]
    fn what_every_machine_has_stays() {
        let same = ["127.0.0.1", "0.0.0.0", "::1", "::", "224.0.0.251", "ff02::fb", "120.0.0.0", "169.254.169.254"];
        assert_eq!(given(&same), same);
    }

    #[test]
    fn no_two_public_addresses_share_a_stand_in() {
        let mut addresses = Addresses::default();
        let all: std::collections::HashSet<IpAddr> =
            (0..2000_u32).map(|n| addresses.stand_in(Ipv4Addr::from(0x0808_0001 + n * 77).into())).collect();
        assert_eq!(all.len(), 2000);
    }
}
