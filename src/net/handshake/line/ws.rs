//! A line over a WebSocket: one engine, one socket.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::time::{Interval, MissedTickBehavior};
use tokio_tungstenite::tungstenite::Message;

use super::{Ends, News, Said};
use crate::facts::handshake::Failure;
use crate::net::clock;
use crate::net::ws::{Incoming, Socket};
use crate::probe::signaling::profile::builtin;
use crate::probe::signaling::{Engine, Reaction, Say, TemplateError};

/// How long the closing handshake may take.
const CLOSE_WAIT: Duration = Duration::from_millis(100);
/// Frames of our own that are remembered, to know them again.
const MOST_OWN: usize = 32;
/// No keepalive at all: once in this time.
const NEVER: Duration = Duration::from_secs(86_400);

/// What one line over a WebSocket knows.
pub(in crate::net::handshake) struct Talk {
    /// The socket.
    pub(in crate::net::handshake) socket: Socket,
    /// The protocol.
    pub(in crate::net::handshake) engine: Engine,
    /// What the templates of another protocol may ask for, if the protocol is still to be found out.
    pub(in crate::net::handshake) guess: Option<BTreeMap<String, String>>,
    /// A frame of the user's that goes first.
    pub(in crate::net::handshake) join: Option<String>,
}

/// Why the conversation ends.
enum End {
    /// The run is over.
    Over,
    /// The line is lost.
    Lost(Failure),
    /// Nobody listens any more.
    Unheard,
}

impl Talk {
    /// Speaks until either side has had enough. Gives the number of frames that meant nothing.
    pub(in crate::net::handshake) async fn speak(self, ends: Ends) -> u32 {
        let mut speaking = Speaking { talk: self, ends, own: Vec::new() };
        let end = speaking.converse().await.err().unwrap_or(End::Over);
        let Speaking { talk: Self { mut socket, mut engine, .. }, ends, .. } = speaking;
        match end {
            End::Lost(failure) => {
                ends.tell(News::Lost(failure)).await;
            }
            End::Over | End::Unheard => {
                let bye = engine.say(Say::Bye).unwrap_or_default();
                // A server that does not answer the close loses nothing.
                let parting = async {
                    for text in bye {
                        socket.send(Message::text(text)).await?;
                    }
                    socket.close(None).await
                };
                drop(tokio::time::timeout(CLOSE_WAIT, parting).await);
            }
        }
        engine.unmatched()
    }
}

struct Speaking {
    talk: Talk,
    ends: Ends,
    own: Vec<String>,
}

impl Speaking {
    async fn converse(&mut self) -> Result<(), End> {
        if let Some(join) = self.talk.join.take() {
            self.send("join", join).await?;
        }
        let open = self.talk.engine.open();
        self.react(self.checked(open)?, "join").await?;
        let mut alive = self.interval();
        loop {
            tokio::select! {
                incoming = self.talk.socket.next() => self.incoming(incoming, &mut alive).await?,
                said = self.ends.said.recv() => match said {
                    Some(said) => self.say(said).await?,
                    None => return Ok(()),
                },
                _ = alive.tick() => {
                    let frames = self.talk.engine.say(Say::Keepalive);
                    for text in self.checked(frames)? {
                        self.send("keepalive", text).await?;
                    }
                }
            }
        }
    }

    fn interval(&self) -> Interval {
        let every = self.talk.engine.profile().keepalive.as_ref().map_or(NEVER, |keepalive| keepalive.every);
        let mut interval = tokio::time::interval_at((clock::now() + every).into(), every);
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        interval
    }

    async fn incoming(&mut self, incoming: Incoming, alive: &mut Interval) -> Result<(), End> {
        let lost = |code, reason| Err(End::Lost(Failure::Closed { code, reason }));
        match incoming {
            Some(Ok(Message::Text(text))) => self.frame(&text, alive).await,
            Some(Ok(Message::Binary(bytes))) => match std::str::from_utf8(&bytes) {
                // Some servers send their JSON as bytes.
                Ok(text) => self.frame(text, alive).await,
                Err(_) => {
                    let shown = format!("<{} bytes>", bytes.len());
                    self.ends.log.frame(self.now_ms(), false, "binary", &shown);
                    self.tell(News::Moment("binary frame from the server, not understood".to_owned())).await
                }
            },
            Some(Ok(Message::Close(close))) => {
                let (code, reason) =
                    close.map_or((None, String::new()), |c| (Some(c.code.into()), c.reason.to_string()));
                lost(code, reason)
            }
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => lost(None, error.to_string()),
            None => lost(None, "the connection ended".to_owned()),
        }
    }

    async fn frame(&mut self, text: &str, alive: &mut Interval) -> Result<(), End> {
        if self.own.iter().any(|own| own == text) {
            self.ends.log.frame(self.now_ms(), false, "own", text);
            self.ends.log.own_message();
            return Ok(());
        }
        if let Some(values) = &self.talk.guess
            && let Some((name, by)) = signature(text)
            && let Some(engine) = builtin(name).and_then(|profile| Engine::new(profile, values.clone()).ok())
        {
            self.talk.engine = engine;
            self.talk.guess = None;
            self.ends.log.detected(name, by);
            *alive = self.interval();
            let profile = self.talk.engine.profile();
            let (protocol, role, offer_waits) = (name.to_owned(), profile.role, profile.offer_waits);
            self.tell(News::Detected { protocol, role, offer_waits }).await?;
        }
        let reaction = self.talk.engine.receive(text);
        if reaction.kind != "unknown" {
            self.talk.guess = None;
        }
        self.ends.log.frame(self.now_ms(), false, reaction.kind, text);
        self.react(reaction, "reply").await
    }

    async fn react(&mut self, reaction: Reaction, kind: &str) -> Result<(), End> {
        // Whoever waits for an answer to the server's frame waits no longer than it has to.
        for text in reaction.send {
            self.send(kind, text).await?;
        }
        for heard in reaction.heard {
            self.tell(News::Heard(heard)).await?;
        }
        Ok(())
    }

    async fn say(&mut self, said: Said) -> Result<(), End> {
        let (kind, described, frames) = match &said {
            Said::Offer(sdp) => ("offer", true, self.talk.engine.say(Say::Offer(sdp))),
            Said::Answer(sdp) => ("answer", true, self.talk.engine.say(Say::Answer(sdp))),
            Said::Candidate(candidate) => ("candidate", false, self.talk.engine.say(Say::Candidate(candidate))),
            Said::End => ("end", false, self.talk.engine.say(Say::End)),
        };
        for text in self.checked(frames)? {
            // The end of candidates is the same from everybody.
            if self.own.len() < MOST_OWN && kind != "end" {
                self.own.push(text.clone());
            }
            self.send(kind, text).await?;
        }
        if described { self.tell(News::Written).await } else { Ok(()) }
    }

    async fn send(&mut self, kind: &str, text: String) -> Result<(), End> {
        self.ends.log.frame(self.now_ms(), true, kind, &text);
        let sent = self.talk.socket.send(Message::text(text)).await;
        sent.map_err(|error| End::Lost(Failure::Closed { code: None, reason: error.to_string() }))
    }

    async fn tell(&self, news: News) -> Result<(), End> {
        if self.ends.tell(news).await { Ok(()) } else { Err(End::Unheard) }
    }

    fn checked<T>(&self, result: Result<T, TemplateError>) -> Result<T, End> {
        result.map_err(|error| {
            End::Lost(Failure::Profile { why: format!("{}: {error}", self.talk.engine.profile().name) })
        })
    }

    fn now_ms(&self) -> f64 {
        clock::ms(clock::now().saturating_duration_since(self.ends.zero))
    }
}

/// The protocol whose servers begin with such a frame.
fn signature(text: &str) -> Option<(&'static str, &'static str)> {
    if text.starts_with("0{\"sid\"") {
        return Some(("socketio", "the first frame opens Engine.IO"));
    }
    let frame: serde_json::Value = serde_json::from_str(text).ok()?;
    let kind = frame.get("type").and_then(serde_json::Value::as_str);
    match kind {
        Some("OPEN") => Some(("peerjs", "the first frame is `OPEN`")),
        Some("welcome") if frame.get("peerId").is_some() => {
            Some(("gst", "the first frame is `welcome` with a `peerId`"))
        }
        None if frame.get("description").is_some() => Some(("perfect", "a frame has a `description`")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_known_by_their_first_frame() {
        for (text, name) in [
            (r#"0{"sid":"x"}"#, Some("socketio")),
            (r#"{"type":"OPEN"}"#, Some("peerjs")),
            (r#"{"type":"welcome","peerId":"x"}"#, Some("gst")),
            (r#"{"type":"welcome","peers":1}"#, None),
            ("", None),
        ] {
            assert_eq!(signature(text).map(|(name, _)| name), name, "{text}");
        }
    }
}
