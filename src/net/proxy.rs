//! HTTP proxies: which one a connection goes through, and CONNECT (RFC 9110 section 9.3.6).
//!
//! For: tunnels for TURN over TCP and TLS and for HTTPS. Not for: SOCKS, proxies that are themselves reached over TLS,
//! or UDP, which no HTTP proxy carries here.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout_at;

use super::clock;
use super::dns::{Family, Resolver};
use super::link;
use super::peer::Pending;
use super::web_url::{WebUrl, authority};
use crate::facts::ice::Failure;
use crate::facts::proxy::ProxyFault;

/// Longest answer to CONNECT that is read: what proxies say of themselves is shorter.
const HEAD: usize = 16 * 1024;

/// The proxies to use, and for which hosts none is.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    plain: Option<WebUrl>,
    secure: Option<WebUrl>,
    bypass: Vec<String>,
}

impl Proxies {
    /// `plain` for `http:`, `secure` for everything else; `bypass` is a list as `NO_PROXY` has it.
    ///
    /// # Errors
    /// When a proxy is none that we can use, in words that read well after a colon.
    pub fn new(plain: Option<&str>, secure: Option<&str>, bypass: &str) -> Result<Self, String> {
        let parse = |text: &str| {
            // `HOST:PORT` without a scheme is what many people have in the variable.
            let url =
                if text.contains("://") { WebUrl::parse(text)? } else { WebUrl::parse(&format!("http://{text}"))? };
            if url.secure {
                Err("a proxy that is itself reached over TLS is not supported".to_owned())
            } else {
                Ok(url)
            }
        };
        let bypass = bypass.split([',', ' ']).filter(|entry| !entry.is_empty()).map(str::to_lowercase).collect();
        Ok(Self { plain: plain.map(parse).transpose()?, secure: secure.map(parse).transpose()?, bypass })
    }

    /// The proxy for `host`, if one is to be used.
    pub(super) fn pick(&self, secure: bool, host: &str, port: u16) -> Option<&WebUrl> {
        let proxy = if secure { self.secure.as_ref() } else { self.plain.as_ref() };
        proxy.filter(|_| !self.bypass.iter().any(|entry| covers(entry, host, port)))
    }
}

/// Where a connection goes: to an address, or through a proxy there.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The address that is connected to.
    pub(super) address: SocketAddr,
    /// What the proxy there is asked for.
    pub(super) tunnel: Option<Tunnel>,
    /// That the stack's gathering waits for this place.
    pub(super) pending: Option<Arc<Pending>>,
}

/// A way through a proxy.
#[derive(Clone, Debug)]
pub(super) struct Tunnel {
    /// The proxy.
    pub(super) proxy: WebUrl,
    /// The host and port that are asked for.
    pub(super) to: String,
}

impl Place {
    /// The server itself.
    pub(super) fn direct(address: SocketAddr) -> Self {
        Self { address, tunnel: None, pending: None }
    }

    /// `host` through `proxy`, which looks the name up.
    ///
    /// # Errors
    /// When the proxy's own name cannot be looked up.
    pub(super) async fn through(
        proxy: &WebUrl,
        host: &str,
        port: u16,
        resolver: &Resolver,
        family: Family,
    ) -> Result<(Self, Option<f64>), Failure> {
        let fault = |why: String| Failure::Proxy { proxy: proxy.authority(), fault: ProxyFault::Unreachable { why } };
        let resolved = resolver.resolve(&proxy.host, proxy.port, family).await.map_err(|failure| {
            fault(match failure {
                Failure::NameNotFound { .. } => "its name has no address".to_owned(),
                Failure::NameTimeout { .. } => "the resolver does not answer for its name".to_owned(),
                _ => "its name cannot be looked up".to_owned(),
            })
        })?;
        let address =
            resolved.addresses.first().ok_or_else(|| fault("it has no address of the wanted family".to_owned()))?;
        let tunnel = Tunnel { proxy: proxy.clone(), to: authority(host, port) };
        Ok((Self { address: *address, tunnel: Some(tunnel), pending: None }, resolved.dns_ms))
    }

    /// The same place, which gathering waits for.
    pub(super) fn awaited(self, pending: Option<Arc<Pending>>) -> Self {
        Self { pending, ..self }
    }

    /// Gathering need not wait any more: the relay is there, or there will be none.
    pub(super) fn settle(&self) {
        if let Some(pending) = &self.pending {
            pending.settle();
        }
    }

    /// The server's own address, where it is known.
    pub(super) fn server(&self) -> Option<SocketAddr> {
        self.tunnel.as_ref().map_or(Some(self.address), |tunnel| tunnel.to.parse().ok())
    }

    /// The same way to another server, to which this one redirects.
    pub(super) fn redirected(&self, to: SocketAddr) -> Self {
        match &self.tunnel {
            None => Self { address: to, ..self.clone() },
            Some(tunnel) => Self { tunnel: Some(Tunnel { to: to.to_string(), ..tunnel.clone() }), ..self.clone() },
        }
    }
}

/// Opens the tunnel on a stream to its proxy, and says how long that took in milliseconds.
///
/// # Errors
/// What the proxy did instead.
pub(super) async fn connect(stream: &mut TcpStream, tunnel: &Tunnel, deadline: Instant) -> Result<f64, Failure> {
    let began = clock::now();
    let asked = timeout_at(deadline.into(), ask(stream, tunnel)).await;
    let took = clock::ms(clock::now() - began);
    let fault = match asked {
        Ok(Ok(None)) => return Ok(took),
        Ok(Ok(Some(fault))) => fault,
        Ok(Err(_)) => ProxyFault::Ended,
        Err(_) => ProxyFault::NoAnswer { waited_ms: took },
    };
    Err(Failure::Proxy { proxy: tunnel.proxy.authority(), fault })
}

/// That the proxy could not be reached.
pub(super) fn unreachable(tunnel: &Tunnel, error: Option<&io::Error>, waited: Duration) -> Failure {
    let ms = clock::ms(waited);
    let why = match error.map(link::lost) {
        Some(crate::probe::Lost::Refused) => format!("it refused the TCP connection after {ms:.1} ms"),
        Some(crate::probe::Lost::NoRoute(why)) => return Failure::NoRoute { why: format!("the proxy: {why}") },
        Some(_) => "the TCP connection ended while it was being opened".to_owned(),
        None => format!("no answer to the TCP connect in {:.1} s", ms / 1000.0),
    };
    Failure::Proxy { proxy: tunnel.proxy.authority(), fault: ProxyFault::Unreachable { why } }
}

/// Sends CONNECT and reads the answer, and not a byte of what follows it.
async fn ask(stream: &mut TcpStream, tunnel: &Tunnel) -> io::Result<Option<ProxyFault>> {
    let authorization = tunnel.proxy.authorization();
    let credentials = authorization.as_ref().map_or_else(String::new, |value| {
        let value = value.expose();
        format!("Proxy-Authorization: {value}\r\n")
    });
    let request = format!("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\n{credentials}\r\n", tunnel.to);
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && !head.ends_with(b"\n\n") && head.len() < HEAD {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) if !head.is_empty() => break,
            Err(error) => return Err(error),
        }
    }
    Ok(judge(&head, authorization.is_some()))
}

/// What is wrong with an answer to CONNECT, if anything is.
fn judge(head: &[u8], with_credentials: bool) -> Option<ProxyFault> {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    let mut words = first.splitn(3, ' ');
    let version = words.next().unwrap_or_default();
    let status = words.next().and_then(|code| code.parse::<u16>().ok());
    let (true, Some(status)) = (version.starts_with("HTTP/1."), status) else {
        return Some(ProxyFault::NotHttp { head: first.chars().take(60).collect() });
    };
    if (200..300).contains(&status) {
        return None;
    }
    let reason = words.next().unwrap_or_default().trim().chars().take(100).collect();
    let wanted = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let scheme = value.split_whitespace().next()?;
        name.eq_ignore_ascii_case("proxy-authenticate").then(|| scheme.chars().take(30).collect())
    });
    Some(ProxyFault::Refused { status, reason, with_credentials, schemes: wanted.collect() })
}

/// Whether an entry of `NO_PROXY` names `host`: itself, a domain above it, an address block, or `*`.
fn covers(entry: &str, host: &str, port: u16) -> bool {
    let host = host.to_lowercase();
    if entry == "*" {
        return true;
    }
    if let Ok(address) = host.parse::<IpAddr>() {
        let entry = entry.trim_start_matches('[').trim_end_matches(']');
        let (block, bits) = entry.split_once('/').map_or((entry, None), |(block, bits)| (block, bits.parse().ok()));
        if let Ok(block) = block.parse::<IpAddr>() {
            return within(address, block, bits);
        }
        return entry == authority(&host, port) || entry.strip_suffix(&format!(":{port}")) == Some(&host);
    }
    let name = match entry.rsplit_once(':') {
        Some((name, wanted)) if wanted.parse() == Ok(port) => name,
        Some(_) => return false,
        None => entry,
    };
    let domain = name.trim_start_matches('*').trim_start_matches('.');
    host == domain || !domain.is_empty() && host.ends_with(&format!(".{domain}"))
}

fn within(address: IpAddr, block: IpAddr, bits: Option<u32>) -> bool {
    let same = |a: u128, b: u128, width: u32| {
        let ignored = width - bits.unwrap_or(width).min(width);
        a.checked_shr(ignored).unwrap_or(0) == b.checked_shr(ignored).unwrap_or(0)
    };
    match (address, block) {
        (IpAddr::V4(a), IpAddr::V4(b)) => same(a.to_bits().into(), b.to_bits().into(), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => same(a.to_bits(), b.to_bits(), 128),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_proxy_names_hosts_domains_and_blocks() {
        for (list, host, port, wanted) in [
            ("", "a.example", 443, true),
            ("a.example", "a.example", 443, false),
            ("a.example", "A.Example", 443, false),
            ("example", "a.example", 443, false),
            (".a.example,b", "x.a.example", 443, false),
            ("*.a.example", "x.a.example", 443, false),
            ("a.example", "ba.example", 443, true),
            ("a.example:443", "a.example", 443, false),
            ("a.example:80", "a.example", 443, true),
            ("*", "192.0.2.1", 1, false),
            ("192.0.2.0/24 b", "192.0.2.1", 1, false),
            ("192.0.3.0/24", "192.0.2.1", 1, true),
            ("0.0.0.0/0", "192.0.2.1", 1, false),
            ("192.0.2.1", "192.0.2.1", 1, false),
            ("192.0.2.1:2", "192.0.2.1", 2, false),
            ("[::1]", "::1", 1, false),
            ("::/0", "2001:db8::1", 1, false),
        ] {
            let proxies = Proxies::new(None, Some("proxy.example:3128"), list).unwrap();
            assert_eq!(proxies.pick(true, host, port).is_some(), wanted, "{list} {host}");
            assert!(proxies.pick(false, host, port).is_none());
        }
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_an_error() {
        for text in ["socks5://a", "https://a", "http://", "a:b"] {
            assert!(Proxies::new(None, Some(text), "").is_err(), "{text}");
        }
    }

    #[test]
    fn every_answer_to_connect_is_told() {
        assert_eq!(judge(b"HTTP/1.1 200 Connection established\r\n\r\n", false), None);
        assert_eq!(judge(b"HTTP/1.0 204\r\n\r\n", false), None);
        let schemes = vec!["Basic".to_owned(), "NTLM".to_owned()];
        let head =
            b"HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"x\"\r\nproxy-authenticate:NTLM\r\n\r\n";
        let want =
            ProxyFault::Refused { status: 407, reason: "Who are you".to_owned(), with_credentials: true, schemes };
        assert_eq!(judge(head, true), Some(want));
        for garbage in [&b"SSH-2.0-x\r\n"[..], b"", b"\xff\xfe", b"HTTP/1.1 abc\r\n\r\n"] {
            assert!(matches!(judge(garbage, false), Some(ProxyFault::NotHttp { .. })), "{garbage:?}");
        }
    }
}
