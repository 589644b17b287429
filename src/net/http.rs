//! Fetches one document over HTTP/1.1 (RFC 9112), each step of the way timed.
//!
//! For: server lists that a service hands out. Not for: anything but GET, bodies above 1 MiB, or headers at another
//! origin than the one that they were given for.

mod exchange;

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::{Duration, Instant};

use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, LOCATION, USER_AGENT};
use hyper::{HeaderMap, Request, Response};
use tokio::time::timeout_at;

use self::exchange::exchange;
use super::dns::{Family, Resolver};
use super::proxy::{self, Place, Proxies};
use super::tls::{self, Trust};
use super::web_url::WebUrl;
use super::{clock, link};
use crate::candidate::address::is_public;
use crate::facts::ice::{Failure, TlsFailure};

/// Most redirects.
const MOST_HOPS: usize = 3;

/// What to fetch, and how.
#[derive(Debug)]
pub struct Fetch<'a> {
    /// The document.
    pub url: WebUrl,
    /// Headers for its origin alone.
    pub headers: HeaderMap,
    /// Which addresses are wanted.
    pub family: Family,
    /// Looks names up.
    pub resolver: &'a Resolver,
    /// Whom to trust.
    pub trust: &'a Trust,
    /// The proxies.
    pub proxies: &'a Proxies,
    /// For all of it.
    pub timeout: Duration,
    /// Whether a public server may send us to a private address.
    pub allow_private: bool,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// Where redirects led on the way, the last one included.
    pub hops: Vec<WebUrl>,
    /// Whether a public address was among those that answered.
    pub public: bool,
    /// Its status code.
    pub status: u16,
    /// Its Content-Type, or nothing.
    pub content_type: String,
    /// Its body.
    pub body: Vec<u8>,
    /// Each step of the last connection that was made, in milliseconds.
    pub steps: Vec<(&'static str, f64)>,
    /// From the first packet to the last byte, redirects included, in milliseconds.
    pub total_ms: f64,
}

/// Why there is no answer. Reads well after a colon.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Nothing answered there: the test could not be done.
    #[error("{0}")]
    Unreachable(String),
    /// Something answered that is of no use.
    #[error("{0}")]
    Unusable(String),
}

impl Fetch<'_> {
    /// Fetches the document.
    ///
    /// # Errors
    /// When it cannot be reached, or answers what is of no use.
    pub async fn run(mut self) -> Result<Answer, FetchError> {
        let began = clock::now();
        let deadline = began + self.timeout;
        let mut public = false;
        let mut hops = Vec::new();
        for _ in 0..=MOST_HOPS {
            let mut steps = Vec::new();
            let attempt = self.once(deadline, public, &mut steps);
            let (response, body, address) = timeout_at(deadline.into(), attempt).await.map_err(|_| self.silent())??;
            public |= address.is_some_and(is_public);
            let header = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
            let status = response.status().as_u16();
            if let (301 | 302 | 303 | 307 | 308, Some(location)) = (status, header(LOCATION)) {
                self.follow(location)?;
                hops.push(self.url.clone());
                continue;
            }
            let content_type = header(CONTENT_TYPE).unwrap_or_default().to_owned();
            let total_ms = clock::ms(clock::now() - began);
            return Ok(Answer { hops, public, status, content_type, body, steps, total_ms });
        }
        Err(FetchError::Unusable(format!("it redirects more than {MOST_HOPS} times, at last to `{}`", self.url)))
    }

    fn silent(&self) -> FetchError {
        let seconds = self.timeout.as_secs_f64();
        FetchError::Unreachable(format!("`{}` did not answer to the end within {seconds} s", self.url.authority()))
    }

    /// Goes where `location` leads; the headers stay behind where that is another origin.
    fn follow(&mut self, location: &str) -> Result<(), FetchError> {
        let next = self.url.join(location).map_err(|why| {
            FetchError::Unusable(format!("`{}` redirects to a place that is no URL: {why}", self.url))
        })?;
        if self.url.secure && !next.secure {
            return Err(FetchError::Unusable(format!("`{}` redirects to `{next}`, which has no TLS", self.url)));
        }
        if !self.url.same_origin(&next) {
            self.headers.clear();
        }
        self.url = next;
        Ok(())
    }

    async fn once(
        &self,
        deadline: Instant,
        from_public: bool,
        steps: &mut Vec<(&'static str, f64)>,
    ) -> Result<(Response<()>, Vec<u8>, Option<IpAddr>), FetchError> {
        let url = &self.url;
        let mut unreachable = |failure| FetchError::Unreachable(words(&failure, &url.authority()));
        let places = self.places(steps).await.map_err(&mut unreachable)?;
        let private = |place: &Place| place.server().is_some_and(|address| !is_public(address.ip()));
        if from_public && !self.allow_private && places.iter().any(private) {
            let why = "at a private address; `--allow-private` allows that";
            return Err(FetchError::Unusable(format!("a public server redirects to `{url}`, {why}")));
        }
        let (mut stream, place) = dial(&places, steps).await.map_err(&mut unreachable)?;
        if let Some(tunnel) = &place.tunnel {
            steps.push(("proxy", proxy::connect(&mut stream, tunnel, deadline).await.map_err(&mut unreachable)?));
        }
        let address = place.server().map(|address| address.ip());
        let io: Pin<Box<dyn link::Io>> = if url.secure {
            let began = clock::now();
            let connected =
                tls::connect(self.trust, &url.host, stream).await.map_err(|(failure, _)| unreachable(failure))?;
            steps.push(("tls", clock::ms(clock::now() - began)));
            Box::pin(connected.stream)
        } else {
            Box::pin(stream)
        };
        let began = clock::now();
        let (response, body) = exchange(io, self.request()?).await?;
        steps.push(("answer", clock::ms(clock::now() - began)));
        Ok((response, body, address))
    }

    /// Where to connect to, in order: the proxy, or each address of the host.
    async fn places(&self, steps: &mut Vec<(&'static str, f64)>) -> Result<Vec<Place>, Failure> {
        let WebUrl { host, port, secure, .. } = &self.url;
        let (places, dns_ms) = match self.proxies.pick(*secure, host, *port) {
            Some(proxy) => {
                let (place, dns_ms) = Place::through(proxy, host, *port, self.resolver, self.family).await?;
                (vec![place], dns_ms)
            }
            None => {
                let resolved = self.resolver.resolve(host, *port, self.family).await?;
                (resolved.addresses.into_iter().map(Place::direct).collect(), resolved.dns_ms)
            }
        };
        steps.extend(dns_ms.map(|ms| ("dns", ms)));
        Ok(places)
    }

    fn request(&self) -> Result<Request<String>, FetchError> {
        let url = &self.url;
        let default = url.authority();
        let host = if url.port == if url.secure { 443 } else { 80 } {
            default.rsplit_once(':').map_or(default.as_str(), |(host, _)| host)
        } else {
            &default
        };
        let agent = concat!("rtcdiag/", env!("CARGO_PKG_VERSION"));
        let mut request = Request::get(url.target()).header(HOST, host).header(ACCEPT, "application/json, */*;q=0.1");
        if !self.headers.contains_key(USER_AGENT) {
            request = request.header(USER_AGENT, agent);
        }
        if let (Some(value), false) = (url.authorization(), self.headers.contains_key(AUTHORIZATION)) {
            request = request.header(AUTHORIZATION, value.expose());
        }
        let mut request = request
            .body(String::new())
            .map_err(|_| FetchError::Unusable(format!("`{url}` holds what HTTP does not carry")))?;
        for name in self.headers.keys() {
            // The user's word replaces ours.
            request.headers_mut().remove(name);
        }
        for (name, value) in &self.headers {
            request.headers_mut().append(name, value.clone());
        }
        Ok(request)
    }
}

/// A connection to the first of `places` that takes one.
async fn dial<'a>(
    places: &'a [Place],
    steps: &mut Vec<(&'static str, f64)>,
) -> Result<(tokio::net::TcpStream, &'a Place), Failure> {
    let mut failure = Failure::NoRoute { why: "it has no address of the wanted family".to_owned() };
    for place in places {
        let began = clock::now();
        let connected = link::tcp(None, place.address).await;
        let took = clock::now() - began;
        match (connected, &place.tunnel) {
            (Ok(stream), _) => {
                steps.push(("tcp", clock::ms(took)));
                return Ok((stream, place));
            }
            (Err(error), Some(tunnel)) => failure = proxy::unreachable(tunnel, Some(&error), took),
            (Err(error), None) => failure = lost(&error, took),
        }
    }
    Err(failure)
}

fn lost(error: &io::Error, took: Duration) -> Failure {
    match link::lost(error) {
        crate::probe::Lost::Refused => Failure::TcpClosed { after_ms: clock::ms(took) },
        crate::probe::Lost::NoRoute(why) => Failure::NoRoute { why },
        _ => Failure::NoRoute { why: "the connection was ended while it was being opened".to_owned() },
    }
}

/// What kept us from `place`, in words.
fn words(failure: &Failure, place: &str) -> String {
    match failure {
        Failure::NameNotFound { name } => format!("`{name}` has no A or AAAA record"),
        Failure::NameFailed { name, why } => format!("`{name}` cannot be looked up: {why}"),
        Failure::NameTimeout { name } => format!("the resolver does not answer for `{name}`"),
        Failure::TcpClosed { after_ms } => format!("`{place}` refused the TCP connection after {after_ms:.1} ms"),
        Failure::NoRoute { why } => format!("`{place}` cannot be reached: {why}"),
        Failure::Proxy { proxy, fault } => format!("the proxy `{proxy}` does not lead to `{place}`: {fault}"),
        Failure::Tls(TlsFailure::Expired { .. }) => format!("the certificate of `{place}` has expired"),
        Failure::Tls(TlsFailure::NotYetValid { .. }) => format!("the certificate of `{place}` is not valid yet"),
        Failure::Tls(TlsFailure::WrongName { names, .. }) => {
            format!("the certificate of `{place}` is for other names: {}", names.join(", "))
        }
        Failure::Tls(TlsFailure::Untrusted { issuer, .. }) => {
            format!("the certificate of `{place}` is signed by `{issuer}`, which is not trusted; `--ca FILE` trusts it")
        }
        Failure::Tls(TlsFailure::Handshake { why, .. }) => format!("no TLS with `{place}`: {why}"),
        _ => format!("`{place}` ended the connection"),
    }
}
