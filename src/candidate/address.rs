//! Kinds of addresses: public, private, shared.

use std::net::IpAddr;

/// Whether the whole Internet may reach the address: not private (RFC 1918, RFC 4193), loopback, link-local, shared
/// (RFC 6598), unspecified or multicast.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || is_shared(address))
        }
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_public(v4.into()),
            None => {
                !(v6.is_loopback()
                    || v6.is_unspecified()
                    || v6.is_unique_local()
                    || v6.is_unicast_link_local()
                    || v6.is_multicast())
            }
        },
    }
}

/// Shared address space of carrier-grade NATs, 100.64.0.0/10 (RFC 6598).
pub fn is_shared(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            a == 100 && b & 0xc0 == 64
        }
        IpAddr::V6(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        for (text, public) in [
            ("198.51.100.1", true),
            ("2001:db8::1", true),
            ("100.63.255.255", true),
            ("100.64.0.1", false),
            ("100.127.255.255", false),
            ("100.128.0.1", true),
            ("10.1.2.3", false),
            ("127.0.0.1", false),
            ("::1", false),
            ("fd00::2", false),
            ("fe80::1", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:198.51.100.1", true),
            ("224.0.0.1", false),
            ("0.0.0.0", false),
        ] {
            assert_eq!(is_public(text.parse().unwrap()), public, "{text}");
        }
    }
}
