//! Who may ask what of the server: the checks of `Host` and `Origin`, and which addresses are whose.
//!
//! For: keeping web pages of strangers out (DNS rebinding, cross-site WebSockets), and the relay closed. Not for:
//! credentials; TURN has its own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use hyper::HeaderMap;
use hyper::header::{HOST, ORIGIN};

/// What the server may be called and by whose pages, besides what follows from its address.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// Host names, without port.
    pub names: Vec<String>,
    /// Origins as browsers write them: `https://app.example.org`, `null`.
    pub origins: Vec<String>,
    /// Whether TURN may relay to private addresses (RFC 1918, RFC 4193, RFC 6598), and a peer may be there.
    pub private: bool,
}

/// Why a request is turned away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Stranger {
    /// The name is none of ours: DNS rebinding, or a name that has to be allowed first.
    Host,
    /// The page is none of ours.
    Origin,
}

/// The checks of one server.
#[derive(Debug)]
pub(super) struct Access {
    loopback: bool,
    allowed: Allowed,
}

impl Access {
    pub(super) fn new(listen: IpAddr, allowed: Allowed) -> Self {
        Self { loopback: listen.is_loopback(), allowed }
    }

    /// Whether the server listens on loopback alone.
    pub(super) fn loopback(&self) -> bool {
        self.loopback
    }

    /// Whether TURN may relay to private addresses.
    pub(super) fn private(&self) -> bool {
        self.allowed.private
    }

    /// The origin that a request may come from, if it has one.
    ///
    /// # Errors
    /// When the request is made under a foreign name or by a foreign page.
    pub(super) fn check<'a>(&self, headers: &'a HeaderMap) -> Result<Option<&'a str>, Stranger> {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).ok_or(Stranger::Host)?;
        let one = headers.get_all(HOST).iter().count() == 1;
        if !one || !self.is_ours(host) {
            return Err(Stranger::Host);
        }
        let Some(origin) = headers.get(ORIGIN) else { return Ok(None) };
        let origin = origin.to_str().map_err(|_| Stranger::Origin)?;
        let site = origin.split_once("://").map_or("", |(_, site)| site);
        let near = self.loopback && is_local(name_of(site));
        let known = self.allowed.origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin));
        let same = !site.is_empty() && site.eq_ignore_ascii_case(host);
        if same || near || known { Ok(Some(origin)) } else { Err(Stranger::Origin) }
    }

    /// A name can be made to point here by whoever owns it; an address cannot.
    fn is_ours(&self, host: &str) -> bool {
        let name = name_of(host);
        let by_address = name.parse::<IpAddr>().is_ok_and(|address| !self.loopback || address.is_loopback());
        by_address
            || name.eq_ignore_ascii_case("localhost")
            || self.allowed.names.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))
    }
}

/// `host` without its port and brackets.
fn name_of(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split_once(']').map_or("", |(name, _)| name);
    }
    host.split_once(':').map_or(host, |(name, _)| name)
}

fn is_local(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether TURN may ever relay to `peer` from a server that others can reach. Whoever may is a participant besides.
pub(super) fn may_be_peer(peer: IpAddr, private: bool) -> bool {
    let peer = peer.to_canonical();
    let never = peer.is_loopback()
        || peer.is_unspecified()
        || peer.is_multicast()
        || match peer {
            // 169.254.0.0/16 holds the metadata services of the clouds; 0.0.0.0/8 and 240.0.0.0/4 are nobody.
            IpAddr::V4(v4) => {
                v4.is_link_local() || v4.octets()[0] == 0 || v4.octets()[0] >= 240 || METADATA.contains(&v4)
            }
            IpAddr::V6(v6) => v6.is_unicast_link_local() || v6.segments() == METADATA_V6,
        };
    !never && (private || !is_private(peer))
}

/// Metadata services outside of link-local: Alibaba Cloud's and Oracle's.
const METADATA: [Ipv4Addr; 2] = [Ipv4Addr::new(100, 100, 100, 200), Ipv4Addr::new(192, 0, 0, 192)];
/// That of Amazon EC2 by IPv6: `fd00:ec2::254`.
const METADATA_V6: [u16; 8] = [0xFD00, 0x0EC2, 0, 0, 0, 0, 0, 0x254];

/// RFC 1918, RFC 6598 (shared), RFC 4193, and IPv4 addresses that are written as IPv6 ones (RFC 6052, RFC 3056).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || matches!(v4.octets(), [100, 64..=127, ..]),
        IpAddr::V6(v6) => {
            v6.is_unique_local() || matches!(v6.segments(), [0x64, 0xFF9B, ..] | [0x2002, ..] | [0, 0, 0, 0, 0, 0, ..])
        }
    }
}

/// The address in URLs and of relay sockets: `listen`, or where that is every address, the first of `own` in its
/// family, or loopback.
pub(super) fn shown(listen: SocketAddr, own: &[IpAddr]) -> SocketAddr {
    if !listen.ip().is_unspecified() {
        return listen;
    }
    let first = own.iter().find(|address| address.is_ipv4() == listen.is_ipv4() && !address.is_loopback());
    let loopback = if listen.is_ipv4() { IpAddr::from(Ipv4Addr::LOCALHOST) } else { Ipv6Addr::LOCALHOST.into() };
    SocketAddr::new(first.copied().unwrap_or(loopback), listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(access: &Access, host: &str, origin: Option<&str>) -> Result<(), Stranger> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        access.check(&headers).map(|_| ())
    }

    #[test]
    fn loopback_is_for_local_pages_under_local_names() {
        let access = Access::new(Ipv4Addr::LOCALHOST.into(), Allowed::default());
        for (host, origin, wanted) in [
            ("127.0.0.1:9", None, Ok(())),
            ("localhost", None, Ok(())),
            ("[::1]:9", Some("http://localhost:3000"), Ok(())),
            ("127.0.0.1:9", Some("http://127.0.0.1:9"), Ok(())),
            ("evil.example:9", None, Err(Stranger::Host)),
            ("127.0.0.1.evil.example", None, Err(Stranger::Host)),
            ("192.0.2.1:9", None, Err(Stranger::Host)),
            ("", None, Err(Stranger::Host)),
            ("127.0.0.1:9", Some("https://evil.example"), Err(Stranger::Origin)),
            ("127.0.0.1:9", Some("null"), Err(Stranger::Origin)),
            ("127.0.0.1:9", Some("http://localhost.evil.example"), Err(Stranger::Origin)),
        ] {
            assert_eq!(check(&access, host, origin), wanted, "{host} {origin:?}");
        }
    }

    #[test]
    fn elsewhere_a_page_is_of_the_same_origin_or_allowed() {
        let allowed =
            Allowed { names: vec!["lab.test".into()], origins: vec!["https://app.test".into()], private: false };
        let access = Access::new(Ipv4Addr::UNSPECIFIED.into(), allowed);
        for (host, origin, wanted) in [
            ("192.0.2.1:9", Some("http://192.0.2.1:9"), Ok(())),
            ("lab.test:9", Some("https://app.test"), Ok(())),
            ("LAB.test", None, Ok(())),
            ("other.test", None, Err(Stranger::Host)),
            ("192.0.2.1:9", Some("http://localhost:3000"), Err(Stranger::Origin)),
            ("192.0.2.1:9", Some("http://192.0.2.1:10"), Err(Stranger::Origin)),
        ] {
            assert_eq!(check(&access, host, origin), wanted, "{host} {origin:?}");
        }
    }

    #[test]
    fn no_peer_is_inside() {
        for inside in [
            "127.0.0.1",
            "::1",
            "0.0.0.0",
            "::",
            "0.1.2.3",
            "169.254.169.254",
            "fe80::1",
            "224.0.0.1",
            "ff02::1",
            "255.255.255.255",
            "100.100.100.200",
            "::ffff:127.0.0.1",
            "fd00:ec2::254",
        ] {
            assert!(!may_be_peer(inside.parse().unwrap(), true), "{inside}");
        }
        for private in
            ["10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"]
        {
            assert!(!may_be_peer(private.parse().unwrap(), false), "{private}");
            assert!(may_be_peer(private.parse().unwrap(), true), "{private}");
        }
        for outside in ["192.0.2.1", "2001:db8::1"] {
            assert!(may_be_peer(outside.parse().unwrap(), false), "{outside}");
        }
    }
}
