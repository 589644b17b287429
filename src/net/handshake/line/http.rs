//! A line over HTTP: the offer is a POST, its response brings the answer; WHIP and WHEP (RFC 9725) go on with the
//! resource that it names.

use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderValue, LINK, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use hyper::{HeaderMap, Method, Response};
use tokio::time::timeout_at;

use super::resource::Resource;
use super::{Ends, Log, News, Said};
use crate::facts::handshake::Failure;
use crate::facts::signaling::Exchange;
use crate::net::clock;
use crate::net::handshake::Web;
use crate::net::http::{Connection, FetchError, request};
use crate::net::reach::{self, Access, Origin, Step, Watch};
use crate::net::web_url::WebUrl;
use crate::probe::signaling::{Engine, Heard, LinkedServer, Say, folded, ice_servers};

/// Most redirects.
const MOST_HOPS: usize = 3;
/// How long a request on the resource may take: it is no part of the set-up.
const ASIDE: Duration = Duration::from_secs(2);
/// Characters of a body that is no description.
const HEAD: usize = 80;

/// What one line over HTTP knows.
pub(in crate::net::handshake) struct Post {
    pub(super) url: WebUrl,
    pub(super) headers: HeaderMap,
    pub(super) web: Arc<Web>,
    pub(super) log: Arc<Log>,
    pub(super) zero: Instant,
    deadline: Instant,
    body: Body,
    connection: Option<(WebUrl, Connection)>,
    public: bool,
}

/// What the offer is sent as.
pub(in crate::net::handshake) enum Body {
    /// As it is, `application/sdp`; the answer names a resource.
    Resource,
    /// As it is, `application/sdp`, and that is all.
    Sdp,
    /// As the profile has it.
    Profile(Box<Engine>),
}

/// Where a session's resource is, and its entity tag.
pub(super) type Place = (WebUrl, Option<String>);

/// An answer.
type Answered = (Response<()>, Vec<u8>);

impl Post {
    /// A line to `url`, over `connection` to begin with.
    pub(in crate::net::handshake) fn new(
        url: WebUrl,
        web: Arc<Web>,
        body: Body,
        log: Arc<Log>,
        zero: Instant,
        deadline: Instant,
    ) -> Self {
        let headers = web.headers.clone();
        Self { url, headers, web, log, zero, deadline, body, connection: None, public: false }
    }

    /// Connects, and takes `watch` through the steps.
    ///
    /// # Errors
    /// With the step that failed.
    pub(in crate::net::handshake) async fn connect(&mut self, watch: &mut impl Watch) -> Result<(), Failure> {
        let url = self.url.clone();
        let access = Access {
            resolver: &self.web.resolver,
            family: self.web.family,
            trust: &self.web.trust,
            proxies: &self.web.proxies,
            deadline: self.deadline,
        };
        let origin = Origin { secure: url.secure, host: &url.host, port: url.port };
        let failed = |unreached| super::super::reached::failure(unreached, &url.host, &url.authority());
        let places = reach::places(&access, origin, watch).await.map_err(failed)?;
        if self.public && !self.web.allow_private && reach::leads_inside(&places) {
            let why = "a public server redirects to a private address; `--allow-private` allows that".to_owned();
            return Err(Failure::Http { status: None, why });
        }
        let reached = reach::reach(&access, origin, &places, watch).await.map_err(failed)?;
        self.public |= reached.address.is_some_and(|a| crate::candidate::address::is_public(a.ip()));
        let connection = Connection::new(reached.stream).await.map_err(|error| broken(&error))?;
        self.connection = Some((url, connection));
        Ok(())
    }

    /// Asks the server what it takes and which ICE servers it wants to be used; an answer of any kind is good.
    pub(in crate::net::handshake) async fn options(&mut self) -> Vec<LinkedServer> {
        match self.exchange(Method::OPTIONS, "options", self.url.clone(), HeaderMap::new(), String::new()).await {
            Ok((response, _)) if response.status().is_success() => linked(&response),
            _ => Vec::new(),
        }
    }

    /// Serves the line until the run is over. Gives the number of answers that meant nothing.
    pub(in crate::net::handshake) async fn speak(mut self, mut ends: Ends) -> u32 {
        let mut resource: Option<Resource> = None;
        let mut unknown = 0;
        if !ends.tell(News::Heard(Heard::Connected)).await {
            return unknown;
        }
        while let Some(said) = ends.said.recv().await {
            let told = match said {
                Said::Offer(sdp) => {
                    ends.tell(News::Written).await;
                    match self.offer(&sdp, &ends).await {
                        Ok((heard, location)) => {
                            resource = location.map(|location| Resource::new(location, &sdp));
                            News::Heard(heard)
                        }
                        Err(failure) => {
                            unknown += 1;
                            News::Lost(failure)
                        }
                    }
                }
                Said::Candidate(candidate) => {
                    if let Some(resource) = &mut resource {
                        resource.add(candidate);
                        resource.send_if(&mut self, &mut ends.said).await;
                    }
                    continue;
                }
                Said::End => {
                    if let Some(resource) = &mut resource {
                        resource.end();
                        resource.send_if(&mut self, &mut ends.said).await;
                    }
                    continue;
                }
                Said::Answer(_) => continue,
            };
            let lost = matches!(told, News::Lost(_));
            if !ends.tell(told).await || lost {
                break;
            }
        }
        if let Some(resource) = resource {
            resource.delete(&mut self).await;
        }
        unknown
    }

    /// Posts the offer, and follows where the server redirects to.
    async fn offer(&mut self, sdp: &str, ends: &Ends) -> Result<(Heard, Option<Place>), Failure> {
        for _ in 0..=MOST_HOPS {
            let (body, kind) = self.offer_body(sdp)?;
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
            headers.insert(ACCEPT, HeaderValue::from_static(kind));
            let answered = self.exchange(Method::POST, "offer", self.url.clone(), headers, body).await;
            let (response, body) = answered.map_err(|error| broken(&error))?;
            if let (301 | 302 | 303 | 307 | 308, Some(location)) =
                (response.status().as_u16(), header(&response, &LOCATION))
            {
                self.follow(&location)?;
                ends.tell(News::Moment(format!("redirected to {}", self.url))).await;
                continue;
            }
            return self.answer(&response, body);
        }
        let why = format!("it redirects more than {MOST_HOPS} times, at last to `{}`", self.url);
        Err(Failure::Http { status: None, why })
    }

    fn offer_body(&mut self, sdp: &str) -> Result<(String, &'static str), Failure> {
        match &mut self.body {
            Body::Resource | Body::Sdp => Ok((sdp.to_owned(), "application/sdp")),
            Body::Profile(engine) => {
                let said = engine.say(Say::Offer(sdp));
                let said = said.map_err(|error| Failure::Profile { why: error.to_string() })?;
                Ok((said.into_iter().next().unwrap_or_default(), "application/json"))
            }
        }
    }

    /// What a response to the offer means.
    fn answer(&mut self, response: &Response<()>, body: Vec<u8>) -> Result<(Heard, Option<Place>), Failure> {
        let status = response.status();
        let fail = |why: String| Failure::Http { status: Some(status.as_u16()), why };
        let text = String::from_utf8_lossy(&body).into_owned();
        if !status.is_success() {
            let reason = status.canonical_reason().unwrap_or("no such status");
            let words: String = text.trim().chars().take(HEAD).collect();
            let words = if words.is_empty() { String::new() } else { format!(": {words}") };
            return Err(fail(format!("HTTP {} {reason}{words}", status.as_u16())));
        }
        if let Body::Profile(engine) = &mut self.body {
            let heard = engine.receive(&text).heard.into_iter().next();
            return match heard {
                Some(heard) => Ok((heard, None)),
                None => {
                    Err(fail("the body of the answer has no description where the profile looks for it".to_owned()))
                }
            };
        }
        if !text.trim_start().starts_with("v=") {
            return Err(fail(format!(
                "the body of the answer is no description: it is {}",
                looks_like(response, &text)
            )));
        }
        let location = match &self.body {
            Body::Resource => header(response, &LOCATION).and_then(|location| self.url.join(&location).ok()),
            Body::Sdp | Body::Profile(_) => None,
        };
        let etag = header(response, &hyper::header::ETAG);
        Ok((Heard::Answer(text), location.map(|location| (location, etag))))
    }

    /// Goes where `location` leads; the headers stay behind where that is another origin.
    fn follow(&mut self, location: &str) -> Result<(), Failure> {
        let fail = |why: String| Failure::Http { status: None, why };
        let next =
            self.url.join(location).map_err(|why| fail(format!("it redirects to a place that is no URL: {why}")))?;
        if self.url.secure && !next.secure {
            return Err(fail(format!("it redirects to `{next}`, which has no TLS")));
        }
        if !self.url.same_origin(&next) {
            self.headers.clear();
        }
        self.url = next;
        Ok(())
    }

    /// One request and its answer, written down.
    pub(super) async fn exchange(
        &mut self,
        method: Method,
        purpose: &str,
        url: WebUrl,
        mut headers: HeaderMap,
        body: String,
    ) -> Result<Answered, FetchError> {
        let began = clock::now();
        let at_ms = clock::ms(began.saturating_duration_since(self.zero));
        let aside = purpose != "offer";
        let deadline = if aside { began + ASIDE } else { self.deadline };
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        let shown = if matches!(purpose, "options" | "offer") { url.to_string() } else { "the resource".to_owned() };
        if !body.is_empty() {
            self.log.frame(at_ms, true, purpose, &body);
        }
        let method_name = method.to_string();
        let sent = timeout_at(deadline.into(), self.send(method, url, headers, body)).await;
        let result = sent.unwrap_or_else(|_| Err(FetchError::Unreachable("no answer in time".to_owned())));
        let took_ms = clock::ms(clock::now() - began);
        let mut exchange =
            Exchange { method: method_name, purpose: purpose.to_owned(), url: shown, at_ms, ..Exchange::default() };
        match &result {
            Ok((response, body)) => {
                describe(&mut exchange, response, body);
                exchange.took_ms = Some(took_ms);
                let text = String::from_utf8_lossy(body);
                if !text.is_empty() {
                    self.log.frame(at_ms + took_ms, false, "response", &text);
                }
            }
            Err(error) => exchange.error = Some(error.to_string()),
        }
        self.log.exchange(exchange);
        result
    }

    /// Sends over the open connection where it leads there, else over a new one.
    async fn send(
        &mut self,
        method: Method,
        url: WebUrl,
        headers: HeaderMap,
        body: String,
    ) -> Result<Answered, FetchError> {
        let usable = self.connection.as_ref().is_some_and(|(to, open)| to.same_origin(&url) && open.is_open());
        if !usable {
            let before = std::mem::replace(&mut self.url, url.clone());
            let connected = self.connect(&mut Unwatched).await;
            self.url = before;
            connected.map_err(|failure| FetchError::Unreachable(super::super::reached::words(&failure)))?;
        }
        let message = request(method, &url, headers, body)?;
        match &mut self.connection {
            Some((_, connection)) => connection.send(message).await,
            None => Err(FetchError::Unreachable("there is no connection".to_owned())),
        }
    }
}

/// Steps of later connections, which nobody waits for by name.
struct Unwatched;

impl Watch for Unwatched {
    fn begin(&mut self, _: Step) {}
    fn end(&mut self, _: Step, _: String) {}
}

fn describe(exchange: &mut Exchange, response: &Response<()>, body: &[u8]) {
    exchange.status = Some(response.status().as_u16());
    exchange.content_type = header(response, &CONTENT_TYPE).unwrap_or_default();
    exchange.location = response.headers().contains_key(LOCATION);
    exchange.etag = response.headers().contains_key(hyper::header::ETAG);
    exchange.ice_servers = u32::try_from(linked(response).len()).unwrap_or(u32::MAX);
    exchange.retry_after = header(response, &RETRY_AFTER);
    exchange.challenge = header(response, &WWW_AUTHENTICATE);
    if response.status().is_redirection() {
        let without_query = |location: String| location.split('?').next().unwrap_or_default().to_owned();
        exchange.redirected_to = header(response, &LOCATION).map(without_query);
    }
    let text = String::from_utf8_lossy(body);
    if !text.is_empty() && !text.trim_start().starts_with("v=") {
        exchange.head = Some(folded(&text).chars().take(HEAD).collect());
    }
}

fn linked(response: &Response<()>) -> Vec<LinkedServer> {
    let values = response.headers().get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(ice_servers).collect()
}

fn header(response: &Response<()>, name: &hyper::header::HeaderName) -> Option<String> {
    response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn looks_like(response: &Response<()>, text: &str) -> String {
    let kind = header(response, &CONTENT_TYPE).unwrap_or_default();
    let html = kind.contains("html") || text.trim_start().starts_with('<');
    match (html, text.trim().is_empty()) {
        (_, true) => "empty".to_owned(),
        (true, _) => "an HTML page".to_owned(),
        (false, _) if text.trim_start().starts_with('{') => "JSON".to_owned(),
        (false, _) => format!("`{}`", text.trim().chars().take(HEAD).collect::<String>()),
    }
}

fn broken(error: &FetchError) -> Failure {
    Failure::Http { status: None, why: error.to_string() }
}
