//! Opens the line to the signaling server: which protocol, over which stream.

use std::sync::Arc;

use super::attempt::{Attempt, Stop};
use super::line::{Body, Line, Post, Talk};
use super::options::{Protocol, TrickleMode};
use super::reached;
use crate::facts::handshake::{Failure, PhaseId};
use crate::net::clock;
use crate::net::peer::media::Direction;
use crate::net::reach::{self, Access, Origin};
use crate::net::web_url::WebUrl;
use crate::net::ws;
use crate::probe::signaling::profile::{Role, Transport, builtin};
use crate::probe::signaling::{Engine, Profile, SignalingUrl, TemplateError};

impl Attempt<'_> {
    /// Connects and opens the line, phase by phase.
    pub(super) async fn open_line(&mut self) -> Result<Line, Stop> {
        let url = &self.options.url;
        let (protocol, guessed) = match &self.options.protocol {
            Protocol::Auto => (guess(url), true),
            named => (named.clone(), false),
        };
        self.in_description = match self.options.trickle {
            TrickleMode::Auto => url.http,
            TrickleMode::Full => false,
            TrickleMode::Half | TrickleMode::None => true,
        };
        match protocol {
            Protocol::Profile(profile) => {
                if self.role == Role::Auto {
                    self.role = profile.role;
                }
                self.offer_waits = profile.offer_waits;
                self.log.name(&profile.name);
                if profile.transport == Transport::Http {
                    let engine = self.engine(profile)?;
                    return self.open_http(Body::Profile(Box::new(engine))).await;
                }
                // A protocol without candidates of its own has them in its descriptions.
                self.in_description |= profile.send.candidate.is_empty();
                self.open_ws(profile, guessed).await
            }
            Protocol::Whip | Protocol::Auto => {
                self.flows.expect(Direction::Send);
                self.open_named_http("whip", Body::Resource).await
            }
            Protocol::Whep => {
                self.flows.expect(Direction::Receive);
                self.open_named_http("whep", Body::Resource).await
            }
            Protocol::PostSdp => self.open_named_http("post-sdp", Body::Sdp).await,
        }
    }

    async fn open_named_http(&mut self, name: &str, body: Body) -> Result<Line, Stop> {
        self.role = Role::Offerer;
        self.log.name(name);
        self.open_http(body).await
    }

    fn engine(&self, profile: Arc<Profile>) -> Result<Engine, Failure> {
        Engine::new(profile, self.options.values.clone()).map_err(|error| missing(&error))
    }

    async fn open_http(&mut self, body: Body) -> Result<Line, Stop> {
        let url = WebUrl::parse(&self.options.url.expose());
        let url = url.map_err(|why| Failure::Http { status: None, why })?;
        let deadline = self.clock.zero() + self.options.timeout;
        let (log, zero) = (Arc::clone(&self.log), self.clock.zero());
        let asks = matches!(body, Body::Resource);
        let web = Arc::clone(&self.options.web);
        let mut post = Post::new(url, web, body, Arc::clone(&log), zero, deadline);
        post.connect(&mut self.clock).await?;
        if asks {
            self.clock.begin(PhaseId::Http);
            let servers = post.options().await;
            let detail = match servers.len() {
                0 => "OPTIONS".to_owned(),
                n => format!("OPTIONS, {n} ICE server{}", if n == 1 { "" } else { "s" }),
            };
            self.clock.end(PhaseId::Http, detail);
        }
        Ok(Line::open(log, zero, |ends| post.speak(ends)))
    }

    async fn open_ws(&mut self, profile: Arc<Profile>, guessed: bool) -> Result<Line, Stop> {
        let mut engine = self.engine(Arc::clone(&profile))?;
        let url = complete(&self.options.url, &profile, &mut engine).map_err(|error| missing(&error))?;
        let web = Arc::clone(&self.options.web);
        let access = Access {
            resolver: &web.resolver,
            family: web.family,
            trust: &web.trust,
            proxies: &web.proxies,
            deadline: clock::now() + self.options.timeout,
        };
        let origin = Origin { secure: url.secure, host: &url.host, port: url.port };
        let place = format!("{}:{}", url.host, url.port);
        let failed = |unreached| reached::failure(unreached, &url.host, &place);
        let places = reach::places(&access, origin, &mut self.clock).await.map_err(failed)?;
        let stream = reach::reach(&access, origin, &places, &mut self.clock).await.map_err(failed)?.stream;
        self.clock.begin(PhaseId::WsUpgrade);
        let mut headers = web.headers.clone();
        for (name, value) in &profile.headers {
            let value = engine.fill_outside(value).map_err(|error| missing(&error))?;
            if let (Ok(name), Ok(value)) =
                (hyper::header::HeaderName::try_from(name.as_str()), hyper::header::HeaderValue::try_from(value))
            {
                headers.entry(name).or_insert(value);
            }
        }
        let (socket, status) = ws::upgrade(&url, stream, &headers, profile.subprotocol.as_deref()).await?;
        self.clock.end(PhaseId::WsUpgrade, format!("HTTP {status}"));
        let guess = guessed.then(|| self.options.values.clone());
        let talk = Talk { socket, engine, guess, join: self.options.join.clone() };
        Ok(Line::open(Arc::clone(&self.log), self.clock.zero(), |ends| talk.speak(ends)))
    }
}

/// The URL with what the protocol wants in it.
fn complete(url: &SignalingUrl, profile: &Profile, engine: &mut Engine) -> Result<SignalingUrl, TemplateError> {
    let mut url = url.clone();
    if let Some(path) = &profile.path {
        url.end_path_with(path);
    }
    if profile.transport == Transport::SocketIo {
        for (name, value) in [("EIO", "4"), ("transport", "websocket")] {
            if !url.has_parameter(name) {
                url.add_parameter(name, value);
            }
        }
    }
    for (name, value) in &profile.query {
        if !url.has_parameter(name) {
            let value = engine.fill_outside(value)?;
            url.add_parameter(name, &value);
        }
    }
    Ok(url)
}

/// The protocol that a URL looks like.
fn guess(url: &SignalingUrl) -> Protocol {
    let path = url.path_alone().trim_end_matches('/').to_ascii_lowercase();
    let named = |name: &str| builtin(name).map_or(Protocol::Whip, Protocol::Profile);
    if url.http {
        return match path.rsplit('/').next().unwrap_or_default() {
            "whep" => Protocol::Whep,
            "offer" => named("post-json"),
            _ => Protocol::Whip,
        };
    }
    if path.ends_with("/peerjs") || (url.has_parameter("key") && url.has_parameter("id") && url.has_parameter("token"))
    {
        named("peerjs")
    } else if path.ends_with("/socket.io") {
        named("socketio")
    } else if path.contains("janus") || matches!(url.port, 8188 | 8989) {
        named("janus")
    } else if path.ends_with("/api/ws") && url.has_parameter("src") {
        named("go2rtc")
    } else {
        named("ws-json")
    }
}

fn missing(error: &TemplateError) -> Failure {
    Failure::Profile { why: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_tells_its_protocol() {
        for (text, name) in [
            ("ws://a/ws?room=1", "ws-json"),
            ("ws://a/", "ws-json"),
            ("wss://a/myapp/peerjs", "peerjs"),
            ("ws://a/socket.io/?EIO=4", "socketio"),
            ("ws://a:8188/", "janus"),
            ("ws://a/janus", "janus"),
            ("ws://a:1984/api/ws?src=cam", "go2rtc"),
            ("http://a/offer", "post-json"),
            ("https://a/live/whep", "whep"),
            ("https://a/live/whip", "whip"),
            ("https://a/x", "whip"),
        ] {
            let found = match guess(&SignalingUrl::parse(text).unwrap()) {
                Protocol::Profile(profile) => profile.name.clone(),
                Protocol::Whip => "whip".to_owned(),
                Protocol::Whep => "whep".to_owned(),
                other => format!("{other:?}"),
            };
            assert_eq!(found, name, "{text}");
        }
    }
}
