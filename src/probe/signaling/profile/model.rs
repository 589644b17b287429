//! What a profile holds.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::parse::{self, ProfileError};
use crate::probe::signaling::template::Template;

/// Holes that have a value of their own, and those that only some messages have.
pub const ALWAYS: &[&str] = &["self", "peer", "room", "session", "uuid", "seq"];
/// Holes that only an offer or an answer has.
pub const IN_DESCRIPTIONS: &[&str] = &["sdp", "desc", "ufrag"];
/// Holes that only a candidate has.
pub const IN_CANDIDATES: &[&str] = &["cand", "candidate", "mid", "mline", "ufrag"];

/// How one kind of signaling server is spoken to.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// What it is for, in a line.
    pub about: String,
    /// What carries the messages.
    pub transport: Transport,
    /// Which side offers, if the protocol says so.
    pub role: Role,
    /// The URL, if the profile brings one.
    pub url: Option<Template>,
    /// Headers of the request that opens the connection.
    pub headers: Vec<(String, Template)>,
    /// The WebSocket subprotocol (RFC 6455 section 1.9).
    pub subprotocol: Option<String>,
    /// What the path of the URL has to end with; it is added where it does not.
    pub path: Option<String>,
    /// Query parameters that are added where the URL has none of that name.
    pub query: Vec<(String, Template)>,
    /// Whether an offer waits for `ready`, or goes out as soon as the connection stands.
    pub offer_waits: bool,
    /// Variables that the user has to give.
    pub needs: Vec<String>,
    /// Variables with a value to begin with.
    pub vars: Vec<(String, Template)>,
    /// What is sent.
    pub send: Sends,
    /// What is sent again and again, so that the server does not hang up.
    pub keepalive: Option<Keepalive>,
    /// Parts of a frame that are decoded before the rules see them.
    pub pre: Vec<(String, Decoding)>,
    /// What frames mean: the first rule that fits counts.
    pub recv: Vec<Rule>,
}

/// What carries the messages.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Transport {
    /// One message is one text frame of a WebSocket.
    Ws,
    /// Events of Socket.IO v4 (Engine.IO 4) over a WebSocket.
    SocketIo,
    /// The offer is the body of a POST, the answer the body of the response.
    Http,
}

/// Which side makes the offer.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Role {
    /// This side, unless the other one does first.
    #[default]
    Auto,
    /// This side.
    Offerer,
    /// The other side.
    Answerer,
}

/// What is sent on which occasion; nothing where the list is empty.
#[derive(Clone, Debug, Default)]
pub struct Sends {
    /// Data of Socket.IO's CONNECT.
    pub auth: Option<Template>,
    /// Once the connection stands.
    pub join: Vec<Message>,
    /// An offer.
    pub offer: Vec<Message>,
    /// An answer.
    pub answer: Vec<Message>,
    /// A candidate.
    pub candidate: Vec<Message>,
    /// There are no more candidates.
    pub end: Vec<Message>,
    /// Goodbye.
    pub bye: Vec<Message>,
}

/// One message.
#[derive(Clone, Debug)]
pub enum Message {
    /// A text frame, or a body.
    Text(Template),
    /// A Socket.IO event: its name and its arguments.
    Event(Vec<Template>),
}

impl Message {
    pub(in crate::probe::signaling) fn templates(&self) -> &[Template] {
        match self {
            Self::Text(template) => std::slice::from_ref(template),
            Self::Event(list) => list,
        }
    }
}

/// What is sent again and again.
#[derive(Clone, Debug)]
pub struct Keepalive {
    /// How often.
    pub every: Duration,
    /// What.
    pub message: Message,
}

/// How a part of a frame is decoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Decoding {
    /// The text is JSON.
    Json,
    /// The text is base64 of text.
    Base64,
    /// The text is base64 of JSON.
    Base64Json,
}

/// What a frame means, if it fits.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Where the rule stands in its file, from 1.
    pub line: usize,
    /// What has to hold, each at a JSON Pointer (RFC 6901).
    pub when: Vec<(String, Condition)>,
    /// What it means.
    pub event: EventKind,
    /// Where the description is.
    pub sdp: Option<Source>,
    /// Where `RTCIceCandidateInit` is.
    pub init: Option<Source>,
    /// Where a list of `RTCIceCandidateInit` is.
    pub candidates: Option<Source>,
    /// Where a bare candidate line is.
    pub candidate: Option<Source>,
    /// Where the mid of that line is.
    pub mid: Option<Source>,
    /// Where the section's index of that line is.
    pub mline: Option<Source>,
    /// Where the words of an error are.
    pub message: Option<Source>,
    /// Variables that are set from the frame.
    pub set: Vec<(String, Source)>,
    /// What is answered at once.
    pub reply: Vec<Message>,
}

/// A value out of a frame, or a fixed one.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A JSON Pointer.
    Pointer(String),
    /// The value itself.
    Fixed(Value),
}

/// What has to hold of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// It is there, and not null.
    Exists,
    /// It is not there.
    Missing,
    /// It is there and null.
    Null,
    /// It is of this JSON type.
    Is(Kind),
    /// It is this text once its holes are filled.
    Text(Template),
    /// It is text that begins so.
    Prefix(String),
    /// It is this number or boolean.
    Equals(Value),
    /// It is one of these.
    OneOf(Vec<Self>),
}

/// A JSON type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
}

/// What a frame means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EventKind {
    /// The way is free for an offer.
    Ready,
    /// An offer.
    Offer,
    /// An answer.
    Answer,
    /// A candidate, or several.
    Candidate,
    /// There are no more candidates.
    End,
    /// The other side has gone.
    Bye,
    /// The server refuses.
    Error,
    /// A question whether we are there; its `reply` is the answer.
    Ping,
    /// Nothing that matters.
    Ignore,
    /// Variables are set, and that is all.
    Set,
}

impl EventKind {
    /// The word for it in a profile.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Offer => "offer",
            Self::Answer => "answer",
            Self::Candidate => "candidate",
            Self::End => "end",
            Self::Bye => "bye",
            Self::Error => "error",
            Self::Ping => "ping",
            Self::Ignore => "ignore",
            Self::Set => "set",
        }
    }
}

impl Profile {
    /// Reads a profile in TOML.
    ///
    /// # Errors
    /// With the line, what is wrong there, and what would be right.
    pub fn parse(text: &str) -> Result<Arc<Self>, ProfileError> {
        parse::parse(text).map(Arc::new)
    }

    /// Names in the environment that its templates ask for.
    pub fn environment(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .templates()
            .flat_map(Template::holes)
            .filter_map(|hole| hole.name.strip_prefix("env:"))
            .map(str::to_owned)
            .collect();
        names.sort();
        names.dedup();
        names
    }

    /// Every template in it.
    pub(super) fn templates(&self) -> impl Iterator<Item = &Template> {
        let sends = &self.send;
        let lists = [&sends.join, &sends.offer, &sends.answer, &sends.candidate, &sends.end, &sends.bye];
        lists
            .into_iter()
            .flatten()
            .chain(self.recv.iter().flat_map(|rule| &rule.reply))
            .chain(self.keepalive.iter().map(|keepalive| &keepalive.message))
            .flat_map(Message::templates)
            .chain(self.url.iter())
            .chain(sends.auth.iter())
            .chain(self.headers.iter().map(|(_, value)| value))
            .chain(self.query.iter().map(|(_, value)| value))
            .chain(self.vars.iter().map(|(_, value)| value))
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ws => "ws",
            Self::SocketIo => "socketio",
            Self::Http => "http",
        })
    }
}
