//! The engine of profiles: what to send on which occasion, and what frames mean. It touches no socket.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use rand::Rng;
use rand::distr::Alphanumeric;
use serde_json::{Map, Value, json};

use super::candidate::Candidate;
use super::profile::{Condition, Decoding, EventKind, Kind, Message, Profile, Rule, Source, Transport};
use super::socketio::{self, Packet};
use super::template::{Template, TemplateError};

/// Candidates that are taken from one frame.
const MOST_IN_A_FRAME: usize = 64;
/// Characters of a frame that are quoted as the words of an error.
const QUOTED: usize = 200;

/// Speaks one protocol, over one connection.
#[derive(Debug)]
pub struct Engine {
    profile: Arc<Profile>,
    values: BTreeMap<String, Value>,
    seq: u64,
    last: Candidate,
    unmatched: u32,
}

/// Something to tell the other side.
#[derive(Clone, Copy, Debug)]
pub enum Say<'a> {
    /// An offer.
    Offer(&'a str),
    /// An answer.
    Answer(&'a str),
    /// A candidate.
    Candidate(&'a Candidate),
    /// There are no more candidates.
    End,
    /// Goodbye.
    Bye,
    /// We are still there.
    Keepalive,
}

/// What a frame told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Heard {
    /// Frames of our own are read from now on.
    Connected,
    /// The way is free for an offer.
    Ready,
    /// An offer.
    Offer(String),
    /// An answer.
    Answer(String),
    /// A candidate.
    Candidate(Candidate),
    /// There are no more candidates.
    End,
    /// The other side has gone.
    Bye,
    /// The server refuses.
    Error(String),
}

/// What comes of a frame.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reaction {
    /// What it told, in order.
    pub heard: Vec<Heard>,
    /// What has to be sent back, in order.
    pub send: Vec<String>,
    /// The word for what it was: an event of a profile, `framing`, or `unknown`.
    pub kind: &'static str,
}

impl Engine {
    /// An engine for `profile`, with the values that its templates may ask for: `room`, `peer`, `env:NAME`, and
    /// variables of its own.
    ///
    /// # Errors
    /// When a variable of the profile's asks for something that has no value.
    pub fn new(profile: Arc<Profile>, given: BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let mut values = BTreeMap::from([
            ("self".to_owned(), json!(format!("rtcdiag-{}", random(8)))),
            ("session".to_owned(), json!(random(12))),
            ("room".to_owned(), json!("rtcdiag")),
            ("peer".to_owned(), json!("")),
        ]);
        let mut engine = Self {
            profile: Arc::clone(&profile),
            values: BTreeMap::new(),
            seq: 0,
            last: Candidate::default(),
            unmatched: 0,
        };
        values.extend(given.iter().map(|(name, value)| (name.clone(), json!(value))));
        engine.values = values;
        for (name, template) in &profile.vars {
            if !given.contains_key(name) {
                let value = engine.fill(template, &Map::new())?;
                engine.values.insert(name.clone(), json!(value));
            }
        }
        Ok(engine)
    }

    /// The profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The value of a variable.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Frames that fitted no rule.
    pub fn unmatched(&self) -> u32 {
        self.unmatched
    }

    /// The connection stands.
    ///
    /// # Errors
    /// When a message asks for something that has no value.
    pub fn open(&mut self) -> Result<Reaction, TemplateError> {
        if self.profile.transport == Transport::SocketIo {
            // The server speaks first.
            return Ok(Reaction { kind: "framing", ..Reaction::default() });
        }
        self.connected()
    }

    fn connected(&mut self) -> Result<Reaction, TemplateError> {
        let profile = Arc::clone(&self.profile);
        let send = self.write(&profile.send.join, &Map::new())?;
        Ok(Reaction { heard: vec![Heard::Connected], send, kind: "framing" })
    }

    /// The messages that tell `what`; none where the protocol has none for it.
    ///
    /// # Errors
    /// When a message asks for something that has no value.
    pub fn say(&mut self, what: Say<'_>) -> Result<Vec<String>, TemplateError> {
        let profile = Arc::clone(&self.profile);
        let sends = &profile.send;
        match what {
            Say::Offer(sdp) => self.write(&sends.offer, &description("offer", sdp)),
            Say::Answer(sdp) => self.write(&sends.answer, &description("answer", sdp)),
            Say::Candidate(candidate) => {
                self.last = candidate.clone();
                self.write(&sends.candidate, &of_candidate(candidate))
            }
            Say::End => {
                let last = self.last.clone();
                self.write(&sends.end, &of_candidate(&last))
            }
            Say::Bye => self.write(&sends.bye, &Map::new()),
            Say::Keepalive => {
                let message = profile.keepalive.as_ref().map(|keepalive| keepalive.message.clone());
                self.write(message.as_slice(), &Map::new())
            }
        }
    }

    /// Reads a frame, which may be anything at all.
    pub fn receive(&mut self, text: &str) -> Reaction {
        if self.profile.transport != Transport::SocketIo {
            return match serde_json::from_str(text) {
                Ok(frame) => self.read(frame, text),
                Err(_) => self.unknown(),
            };
        }
        let namespace = self.value("namespace").and_then(Value::as_str).unwrap_or("/").to_owned();
        match socketio::read(text) {
            Packet::Open => {
                let profile = Arc::clone(&self.profile);
                let auth = profile.send.auth.as_ref().map(|auth| self.fill(auth, &Map::new())).transpose();
                match auth {
                    Ok(auth) => framing(vec![socketio::connect(&namespace, auth.as_deref().unwrap_or_default())]),
                    Err(error) => refused(&error),
                }
            }
            Packet::Connected => self.connected().unwrap_or_else(|error| refused(&error)),
            Packet::Ping => framing(vec![socketio::PONG.to_owned()]),
            Packet::Event(event) => self.read(event, text),
            Packet::Refused(why) => Reaction { heard: vec![Heard::Error(why)], send: Vec::new(), kind: "error" },
            Packet::Disconnected => Reaction { heard: vec![Heard::Bye], send: Vec::new(), kind: "bye" },
            Packet::Noop => framing(Vec::new()),
            Packet::Unknown => self.unknown(),
        }
    }

    fn unknown(&mut self) -> Reaction {
        self.unmatched = self.unmatched.saturating_add(1);
        Reaction { kind: "unknown", ..Reaction::default() }
    }

    fn read(&mut self, mut frame: Value, text: &str) -> Reaction {
        let profile = Arc::clone(&self.profile);
        for (pointer, how) in &profile.pre {
            decode(&mut frame, pointer, *how);
        }
        for rule in &profile.recv {
            if !rule.when.iter().all(|(pointer, condition)| self.holds(condition, frame.pointer(pointer))) {
                continue;
            }
            let Some(heard) = heard(rule, &frame, text) else { continue };
            for (name, source) in &rule.set {
                if let Some(value) = source.find(&frame) {
                    self.values.insert(name.clone(), value.clone());
                }
            }
            return match self.write(&rule.reply, &Map::new()) {
                Ok(send) => Reaction { heard, send, kind: rule.event.word() },
                Err(error) => refused(&error),
            };
        }
        self.unknown()
    }

    fn holds(&self, condition: &Condition, value: Option<&Value>) -> bool {
        match (condition, value) {
            (Condition::Missing, value) => value.is_none(),
            (Condition::OneOf(list), value) => list.iter().any(|one| self.holds(one, value)),
            (_, None) => false,
            (Condition::Exists, Some(value)) => !value.is_null(),
            (Condition::Null, Some(value)) => value.is_null(),
            (Condition::Is(kind), Some(value)) => kind.is_of(value),
            (Condition::Prefix(prefix), Some(value)) => value.as_str().is_some_and(|text| text.starts_with(prefix)),
            (Condition::Equals(wanted), Some(value)) => wanted == value,
            (Condition::Text(template), Some(value)) => {
                let wanted = template.fill(|name| self.values.get(name).cloned());
                value.as_str().is_some_and(|text| wanted.is_ok_and(|wanted| wanted == text))
            }
        }
    }

    fn write(&mut self, messages: &[Message], extra: &Map<String, Value>) -> Result<Vec<String>, TemplateError> {
        messages.iter().map(|message| self.write_one(message, extra)).collect()
    }

    fn write_one(&mut self, message: &Message, extra: &Map<String, Value>) -> Result<String, TemplateError> {
        match message {
            Message::Text(template) => self.fill(template, extra),
            Message::Event(list) => {
                let mut event = Vec::new();
                for template in list {
                    let text = self.fill(template, extra)?;
                    let value = if template.is_json() { serde_json::from_str(&text).ok() } else { None };
                    event.push(value.unwrap_or(Value::String(text)));
                }
                let namespace = self.value("namespace").and_then(Value::as_str).unwrap_or("/");
                Ok(socketio::event(namespace, &Value::Array(event)))
            }
        }
    }

    /// Fills a template that stands outside of any message, such as the URL's.
    ///
    /// # Errors
    /// When it asks for something that has no value.
    pub fn fill_outside(&mut self, template: &Template) -> Result<String, TemplateError> {
        self.fill(template, &Map::new())
    }

    fn fill(&mut self, template: &Template, extra: &Map<String, Value>) -> Result<String, TemplateError> {
        let Self { values, seq, .. } = self;
        template.fill(|name| match name {
            "uuid" => Some(json!(random(16))),
            "seq" => {
                *seq += 1;
                Some(json!(*seq))
            }
            name => extra.get(name).or_else(|| values.get(name)).cloned(),
        })
    }
}

impl Kind {
    fn is_of(self, value: &Value) -> bool {
        match self {
            Self::Object => value.is_object(),
            Self::Array => value.is_array(),
            Self::String => value.is_string(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
        }
    }
}

impl Source {
    fn find<'a>(&'a self, frame: &'a Value) -> Option<&'a Value> {
        match self {
            Self::Pointer(pointer) => frame.pointer(pointer),
            Self::Fixed(value) => Some(value),
        }
    }
}

/// What a frame that fits `rule` tells; nothing where what the rule looks for is not there.
fn heard(rule: &Rule, frame: &Value, text: &str) -> Option<Vec<Heard>> {
    let find = |source: &Option<Source>| source.as_ref().and_then(|source| source.find(frame)).cloned();
    let text_of = |source: &Option<Source>| find(source).and_then(|value| value.as_str().map(str::to_owned));
    let mut heard = match rule.event {
        EventKind::Ready => vec![Heard::Ready],
        EventKind::Offer => vec![Heard::Offer(text_of(&rule.sdp)?)],
        EventKind::Answer => vec![Heard::Answer(text_of(&rule.sdp)?)],
        EventKind::End => vec![Heard::End],
        EventKind::Bye => vec![Heard::Bye],
        EventKind::Error => {
            let words = match find(&rule.message) {
                Some(Value::String(words)) => words,
                Some(other) => other.to_string(),
                None => text.chars().take(QUOTED).collect(),
            };
            vec![Heard::Error(words)]
        }
        EventKind::Candidate | EventKind::Ping | EventKind::Ignore | EventKind::Set => Vec::new(),
    };
    if let Some(init) = find(&rule.init) {
        heard.push(candidate(Candidate::from_init(&init)?));
    }
    if let Some(Value::Array(list)) = find(&rule.candidates) {
        let list = list.iter().take(MOST_IN_A_FRAME);
        heard.extend(list.filter_map(Candidate::from_init).map(candidate));
    }
    if let Some(line) = text_of(&rule.candidate) {
        let index = find(&rule.mline).and_then(|value| value.as_u64()).and_then(|n| u16::try_from(n).ok());
        heard.push(candidate(Candidate { candidate: line, sdp_mid: text_of(&rule.mid), sdp_m_line_index: index }));
    }
    if rule.event == EventKind::Candidate && heard.is_empty() { None } else { Some(heard) }
}

fn candidate(candidate: Candidate) -> Heard {
    if candidate.candidate.is_empty() { Heard::End } else { Heard::Candidate(candidate) }
}

fn framing(send: Vec<String>) -> Reaction {
    Reaction { heard: Vec::new(), send, kind: "framing" }
}

fn refused(error: &TemplateError) -> Reaction {
    Reaction {
        heard: vec![Heard::Error(format!("the profile cannot go on: {error}"))],
        send: Vec::new(),
        kind: "error",
    }
}

fn description(kind: &str, sdp: &str) -> Map<String, Value> {
    let ufrag = sdp.lines().find_map(|line| line.strip_prefix("a=ice-ufrag:")).unwrap_or_default().trim_end();
    Map::from_iter([
        ("sdp".to_owned(), json!(sdp)),
        ("desc".to_owned(), json!({"type": kind, "sdp": sdp})),
        ("ufrag".to_owned(), json!(ufrag)),
    ])
}

fn of_candidate(candidate: &Candidate) -> Map<String, Value> {
    Map::from_iter([
        ("cand".to_owned(), candidate.init()),
        ("candidate".to_owned(), json!(candidate.candidate)),
        ("mid".to_owned(), json!(candidate.sdp_mid.as_deref().unwrap_or("0"))),
        ("mline".to_owned(), json!(candidate.sdp_m_line_index.unwrap_or(0))),
        ("ufrag".to_owned(), json!(candidate.ufrag().unwrap_or_default())),
    ])
}

/// Decodes the part of `frame` at `pointer`, where it can be decoded.
fn decode(frame: &mut Value, pointer: &str, how: Decoding) {
    let Some(part) = frame.pointer_mut(pointer) else { return };
    let Some(text) = part.as_str() else { return };
    let text = match how {
        Decoding::Json => Some(text.to_owned()),
        Decoding::Base64 | Decoding::Base64Json => [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]
            .iter()
            .find_map(|engine| engine.decode(text).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok()),
    };
    let decoded = match how {
        Decoding::Base64 => text.map(Value::String),
        Decoding::Json | Decoding::Base64Json => text.and_then(|text| serde_json::from_str(&text).ok()),
    };
    if let Some(decoded) = decoded {
        *part = decoded;
    }
}

fn random(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}
