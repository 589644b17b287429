//! Name service: A and AAAA by the system's own resolver settings, each cause of failure kept apart.
//!
//! For: addresses of named servers, and how long they took. Not for: SRV and NAPTR; never a preset resolver.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{RData, RecordType};
use tokio::sync::OnceCell;

use super::clock;
use crate::candidate::uri::{IceUri, Transport};
use crate::facts::ice::{Failure, Names, Service};

/// One query: 2 s, once; a browser's user would have given up.
const QUERY_TIME: Duration = Duration::from_secs(2);

/// How long the system's resolver is waited for.
const SYSTEM_TIME: Duration = Duration::from_secs(1);

/// Which addresses are wanted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Family {
    /// Both.
    #[default]
    Any,
    /// IPv4 alone.
    V4,
    /// IPv6 alone.
    V6,
}

impl Family {
    /// Whether `address` is wanted.
    pub fn takes(self, address: IpAddr) -> bool {
        match self {
            Self::Any => true,
            Self::V4 => address.is_ipv4(),
            Self::V6 => address.is_ipv6(),
        }
    }
}

/// A name, a port, and the address to use for them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Override {
    /// The name.
    pub host: String,
    /// The port.
    pub port: u16,
    /// What it resolves to.
    pub address: IpAddr,
}

/// The addresses of a name, and how long the look-up took.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The first address of each wanted family, IPv4 first, as a browser would try them; empty when the name has
    /// addresses, and none of the wanted family.
    pub addresses: Vec<SocketAddr>,
    /// Milliseconds of the look-up; `None` when there was none to do.
    pub dns_ms: Option<f64>,
    /// Set where DNS knew no address, and the system's resolver did.
    pub names: Option<Names>,
}

/// Looks names up; reads the system's settings when it is first asked.
#[derive(Debug, Default)]
pub struct Resolver {
    inner: OnceCell<Result<TokioResolver, String>>,
    overrides: Vec<Override>,
}

impl Resolver {
    /// A resolver that knows `overrides` before it asks anybody.
    pub fn new(overrides: Vec<Override>) -> Self {
        Self { inner: OnceCell::new(), overrides }
    }

    /// Addresses of `host`, at most one of each family.
    ///
    /// # Errors
    /// The failure as a fact: not found, refused by the resolver, or no answer.
    pub async fn resolve(&self, host: &str, port: u16, family: Family) -> Result<Resolved, Failure> {
        let literal = host.parse::<IpAddr>().ok();
        let known = self.overrides.iter().filter(|o| o.host.eq_ignore_ascii_case(host) && o.port == port);
        let fixed: Vec<IpAddr> = literal.into_iter().chain(known.map(|o| o.address)).collect();
        if !fixed.is_empty() {
            return Ok(Resolved { addresses: pick(&fixed, port, family), dns_ms: None, names: None });
        }
        let began = clock::now();
        let looked = self.look_up(host).await;
        let dns_ms = Some(clock::ms(clock::now() - began));
        match looked {
            Ok(found) => Ok(Resolved { addresses: pick(&found, port, family), dns_ms, names: None }),
            // The system knows names that DNS does not: from its hosts file, by multicast, from a directory.
            Err(failure) => match system(host).await {
                Some(system) if !system.is_empty() => Ok(Resolved {
                    addresses: pick(&system, port, family),
                    dns_ms,
                    names: Some(Names { dns: Vec::new(), system }),
                }),
                _ => Err(failure),
            },
        }
    }

    /// Whether the system's resolver, which browsers ask, says something else of `host` than `dns`, the addresses in
    /// use. Names behind load balancers may give different parts of one list: only answers with nothing in common count.
    pub async fn disagreement(&self, host: &str, dns: &[SocketAddr]) -> Option<Names> {
        let known = self.overrides.iter().any(|o| o.host.eq_ignore_ascii_case(host));
        if known || dns.is_empty() || host.parse::<IpAddr>().is_ok() {
            return None;
        }
        let dns: Vec<IpAddr> = dns.iter().map(SocketAddr::ip).collect();
        let system = system(host).await?;
        let apart = !dns.iter().any(|address| system.contains(address));
        apart.then_some(Names { dns, system })
    }

    /// Where SRV and NAPTR records of `uri` lead; empty when there are none, or nobody answers.
    pub async fn services(&self, uri: &IceUri) -> Vec<Service> {
        let Ok(resolver) = self.inner.get_or_init(|| async { build() }).await else { return Vec::new() };
        let protocol = if uri.transport == Transport::Udp { "udp" } else { "tcp" };
        let name = format!("_{}._{protocol}.{}", uri.scheme.word(), uri.host);
        let (srv, naptr) = tokio::join!(
            resolver.lookup(name.as_str(), RecordType::SRV),
            resolver.lookup(uri.host.as_str(), RecordType::NAPTR)
        );
        let mut services = Vec::new();
        for record in srv.iter().flat_map(|lookup| lookup.answers()) {
            if let RData::SRV(srv) = &record.data {
                let target = srv.target.to_string().trim_end_matches('.').to_owned();
                services.push(Service { record: format!("SRV {name}"), target, port: Some(srv.port) });
            }
        }
        for record in naptr.iter().flat_map(|lookup| lookup.answers()) {
            if let RData::NAPTR(naptr) = &record.data {
                let target = naptr.replacement.to_string().trim_end_matches('.').to_owned();
                services.push(Service { record: format!("NAPTR {}", uri.host), target, port: None });
            }
        }
        services
    }

    async fn look_up(&self, host: &str) -> Result<Vec<IpAddr>, Failure> {
        let failed = |why: String| Failure::NameFailed { name: host.to_owned(), why };
        let resolver =
            self.inner.get_or_init(|| async { build() }).await.as_ref().map_err(|why| failed(why.clone()))?;
        match resolver.lookup_ip(host).await {
            Ok(found) => Ok(found.iter().collect()),
            Err(NetError::Timeout) => Err(Failure::NameTimeout { name: host.to_owned() }),
            Err(NetError::Dns(DnsError::NoRecordsFound(none))) => match none.response_code {
                ResponseCode::NXDomain | ResponseCode::NoError => Err(Failure::NameNotFound { name: host.to_owned() }),
                code => Err(failed(format!("the resolver answered {code}"))),
            },
            Err(NetError::Dns(DnsError::ResponseCode(ResponseCode::NXDomain))) => {
                Err(Failure::NameNotFound { name: host.to_owned() })
            }
            Err(NetError::Dns(DnsError::ResponseCode(code))) => Err(failed(format!("the resolver answered {code}"))),
            Err(error) => Err(failed(error.to_string())),
        }
    }
}

/// What getaddrinfo says, as browsers ask it; `None` when it does not answer in time.
async fn system(host: &str) -> Option<Vec<IpAddr>> {
    match tokio::time::timeout(SYSTEM_TIME, tokio::net::lookup_host((host, 0))).await {
        Ok(Ok(found)) => Some(found.map(|address| address.ip()).collect()),
        Ok(Err(_)) => Some(Vec::new()),
        Err(_) => None,
    }
}

fn build() -> Result<TokioResolver, String> {
    let mut builder = TokioResolver::builder_tokio().map_err(|e| format!("the system's resolver settings: {e}"))?;
    let options = builder.options_mut();
    options.timeout = QUERY_TIME;
    // hickory counts the tries after the first
    options.attempts = 0;
    options.ip_strategy = hickory_resolver::config::LookupIpStrategy::Ipv4AndIpv6;
    builder.build().map_err(|e| e.to_string())
}

fn pick(found: &[IpAddr], port: u16, family: Family) -> Vec<SocketAddr> {
    let first = |v4: bool| found.iter().find(|a| a.is_ipv4() == v4 && family.takes(**a));
    first(true).into_iter().chain(first(false)).map(|address| SocketAddr::new(*address, port)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn addresses_and_overrides_need_no_name_service() {
        let address = "192.0.2.7".parse().unwrap();
        let resolver = Resolver::new(vec![Override { host: "turn.test".to_owned(), port: 443, address }]);
        let literal = resolver.resolve("::1", 3478, Family::Any).await.unwrap();
        assert_eq!((literal.addresses, literal.dns_ms), (vec!["[::1]:3478".parse::<SocketAddr>().unwrap()], None));
        let named = resolver.resolve("TURN.test", 443, Family::Any).await.unwrap();
        assert_eq!(named.addresses, vec!["192.0.2.7:443".parse::<SocketAddr>().unwrap()]);
        assert!(resolver.resolve("turn.test", 443, Family::V6).await.unwrap().addresses.is_empty());
    }
}
