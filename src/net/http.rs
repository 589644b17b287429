//! Fetches one document over HTTP/1.1 (RFC 9112), each step of the way timed.
//!
//! For: server lists that a service hands out. Not for: anything but GET, bodies above 1 MiB, or headers at another
//! origin than the one that they were given for.

mod connection;

use std::net::IpAddr;
use std::time::{Duration, Instant};

use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, LOCATION, USER_AGENT};
use hyper::{HeaderMap, Method, Request, Response};
use tokio::time::timeout_at;

pub use self::connection::Connection;
use super::clock;
use super::dns::{Family, Resolver};
use super::proxy::Proxies;
use super::reach::{self, Access, Origin, Step, Watch};
use super::tls::Trust;
use super::web_url::WebUrl;
use crate::candidate::address::is_public;

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
        let unreachable =
            |unreached: reach::Unreached| FetchError::Unreachable(reach::words(&unreached.failure, &url.authority()));
        let access =
            Access { resolver: self.resolver, family: self.family, trust: self.trust, proxies: self.proxies, deadline };
        let origin = Origin { secure: url.secure, host: &url.host, port: url.port };
        let mut watch = Steps { done: steps, began: clock::now() };
        let places = reach::places(&access, origin, &mut watch).await.map_err(unreachable)?;
        if from_public && !self.allow_private && reach::leads_inside(&places) {
            let why = "at a private address; `--allow-private` allows that";
            return Err(FetchError::Unusable(format!("a public server redirects to `{url}`, {why}")));
        }
        let reached = reach::reach(&access, origin, &places, &mut watch).await.map_err(unreachable)?;
        let began = clock::now();
        let (response, body) = Connection::new(reached.stream).await?.send(self.request()?).await?;
        steps.push(("answer", clock::ms(clock::now() - began)));
        Ok((response, body, reached.address.map(|address| address.ip())))
    }

    fn request(&self) -> Result<Request<String>, FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json, */*;q=0.1"));
        for name in self.headers.keys() {
            // The user's word replaces ours.
            headers.remove(name);
        }
        for (name, value) in &self.headers {
            headers.append(name, value.clone());
        }
        request(Method::GET, &self.url, headers, String::new())
    }
}

/// A request for `url`, with `headers` and those that every request has.
///
/// # Errors
/// When the URL holds what HTTP does not carry.
pub fn request(method: Method, url: &WebUrl, headers: HeaderMap, body: String) -> Result<Request<String>, FetchError> {
    let authority = url.authority();
    let host = if url.port == if url.secure { 443 } else { 80 } {
        authority.rsplit_once(':').map_or(authority.as_str(), |(host, _)| host)
    } else {
        &authority
    };
    let agent = concat!("rtcdiag/", env!("CARGO_PKG_VERSION"));
    let mut request = Request::builder().method(method).uri(url.target()).header(HOST, host);
    if !headers.contains_key(USER_AGENT) {
        request = request.header(USER_AGENT, agent);
    }
    if let (Some(value), false) = (url.authorization(), headers.contains_key(AUTHORIZATION)) {
        request = request.header(AUTHORIZATION, value.expose());
    }
    let mut request =
        request.body(body).map_err(|_| FetchError::Unusable(format!("`{url}` holds what HTTP does not carry")))?;
    for (name, value) in &headers {
        request.headers_mut().append(name, value.clone());
    }
    Ok(request)
}

/// Writes the steps down with their length.
struct Steps<'a> {
    done: &'a mut Vec<(&'static str, f64)>,
    began: Instant,
}

impl Watch for Steps<'_> {
    fn begin(&mut self, _: Step) {
        self.began = clock::now();
    }

    fn end(&mut self, step: Step, _: String) {
        let name = match step {
            Step::Dns => "dns",
            Step::Tcp => "tcp",
            Step::Proxy => "proxy",
            Step::Tls => "tls",
        };
        self.done.push((name, clock::ms(clock::now() - self.began)));
    }
}
