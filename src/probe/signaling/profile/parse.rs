//! Profiles from TOML, with the line of whatever is wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

use super::{
    ALWAYS, Condition, Decoding, EventKind, IN_CANDIDATES, IN_DESCRIPTIONS, Keepalive, Kind, Message, Profile, Role,
    Rule, Sends, Source, Transport,
};
use crate::probe::signaling::template::{Context, Template};

/// Least time between two keepalives.
const LEAST_KEEPALIVE: f64 = 1.0;

/// What is wrong with a profile, and where. Reads well after a colon.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ProfileError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: Spanned<String>,
    #[serde(default)]
    about: String,
    #[serde(default)]
    transport: Option<Spanned<String>>,
    #[serde(default)]
    role: Option<Spanned<String>>,
    url: Option<Spanned<String>>,
    #[serde(default)]
    headers: BTreeMap<String, Spanned<String>>,
    subprotocol: Option<String>,
    path: Option<String>,
    #[serde(default)]
    query: BTreeMap<String, Spanned<String>>,
    offer_on: Option<Spanned<String>>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    vars: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    send: RawSends,
    keepalive: Option<Spanned<RawKeepalive>>,
    #[serde(default)]
    pre: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    recv: Vec<Spanned<RawRule>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSends {
    auth: Option<Spanned<String>>,
    join: Option<Spanned<toml::Value>>,
    offer: Option<Spanned<toml::Value>>,
    answer: Option<Spanned<toml::Value>>,
    candidate: Option<Spanned<toml::Value>>,
    end: Option<Spanned<toml::Value>>,
    bye: Option<Spanned<toml::Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKeepalive {
    every_s: f64,
    send: toml::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    when: Spanned<BTreeMap<String, toml::Value>>,
    event: Spanned<String>,
    sdp: Option<toml::Value>,
    init: Option<toml::Value>,
    candidates: Option<toml::Value>,
    candidate: Option<toml::Value>,
    mid: Option<toml::Value>,
    mline: Option<toml::Value>,
    message: Option<toml::Value>,
    #[serde(default)]
    set: BTreeMap<String, toml::Value>,
    reply: Option<Spanned<toml::Value>>,
}

type Parsed<T> = Result<T, ProfileError>;

/// Reads `text`.
pub(super) fn parse(text: &str) -> Parsed<Profile> {
    let lines = Lines(text);
    let raw: Raw =
        toml::from_str(text).map_err(|error| lines.fail(error.span().map_or(0, |s| s.start), error.message()))?;
    Reader { lines, raw_vars: names(&raw) }.profile(raw)
}

/// Names that `set`, `vars` and `needs` bring.
fn names(raw: &Raw) -> Vec<String> {
    let set = raw.recv.iter().flat_map(|rule| rule.get_ref().set.keys());
    set.chain(raw.vars.keys()).chain(&raw.needs).cloned().collect()
}

struct Lines<'a>(&'a str);

impl Lines<'_> {
    fn at(&self, offset: usize) -> usize {
        self.0.get(..offset).unwrap_or_default().matches('\n').count() + 1
    }

    fn fail(&self, offset: usize, what: impl Into<String>) -> ProfileError {
        ProfileError { line: self.at(offset), what: what.into() }
    }
}

struct Reader<'a> {
    lines: Lines<'a>,
    raw_vars: Vec<String>,
}

impl Reader<'_> {
    fn profile(&self, raw: Raw) -> Parsed<Profile> {
        let transport = match &raw.transport {
            None => Transport::Ws,
            Some(word) => {
                self.word(word, &[("ws", Transport::Ws), ("socketio", Transport::SocketIo), ("http", Transport::Http)])?
            }
        };
        let role = match &raw.role {
            None => Role::Auto,
            Some(word) => {
                self.word(word, &[("auto", Role::Auto), ("offerer", Role::Offerer), ("answerer", Role::Answerer)])?
            }
        };
        let offer_waits = match &raw.offer_on {
            None => false,
            Some(word) => self.word(word, &[("open", false), ("ready", true)])?,
        };
        let fields = |map: &BTreeMap<String, Spanned<String>>, context| {
            map.iter()
                .map(|(name, value)| Ok((name.clone(), self.template(value, context, &[])?)))
                .collect::<Parsed<Vec<_>>>()
        };
        let url = raw.url.as_ref().map(|url| self.template(url, Context::Url, &[])).transpose()?;
        let headers = fields(&raw.headers, Context::Text)?;
        let query = fields(&raw.query, Context::Url)?;
        let vars = fields(&raw.vars, Context::Text)?;
        let pre = raw.pre.iter().map(|(at, how)| self.decoding(at, how)).collect::<Parsed<_>>()?;
        let send = self.sends(&raw.send, transport)?;
        if send.offer.is_empty() && role != Role::Answerer {
            return Err(self.lines.fail(raw.name.span().start, "`send.offer` is missing: this side would offer"));
        }
        let keepalive = raw.keepalive.map(|keepalive| self.keepalive(keepalive, transport)).transpose()?;
        let recv = raw.recv.into_iter().map(|rule| self.rule(rule, transport)).collect::<Parsed<Vec<_>>>()?;
        if send.answer.is_empty() && recv.iter().any(|rule| rule.event == EventKind::Offer) {
            return Err(self.lines.fail(raw.name.span().start, "`send.answer` is missing: offers are received"));
        }
        Ok(Profile {
            name: raw.name.into_inner(),
            about: raw.about,
            transport,
            role,
            url,
            headers,
            subprotocol: raw.subprotocol,
            path: raw.path,
            query,
            offer_waits,
            needs: raw.needs,
            vars,
            send,
            keepalive,
            pre,
            recv,
        })
    }

    fn word<T: Copy>(&self, word: &Spanned<String>, known: &[(&str, T)]) -> Parsed<T> {
        let found = known.iter().find(|(name, _)| name == word.get_ref());
        found.map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<_> = known.iter().map(|(name, _)| format!("`{name}`")).collect();
            let what = format!("`{}` is none of {}", word.get_ref(), names.join(", "));
            self.lines.fail(word.span().start, what)
        })
    }

    /// A template whose every hole can have a value.
    fn template(&self, text: &Spanned<String>, context: Context, more: &[&str]) -> Parsed<Template> {
        let template = match context {
            Context::Url => Template::parse_in(text.get_ref(), context),
            Context::Json | Context::Text => Template::parse(text.get_ref()),
        };
        self.checked(template, text.span().start, more)
    }

    fn checked(
        &self,
        template: Result<Template, crate::probe::signaling::template::TemplateError>,
        at: usize,
        more: &[&str],
    ) -> Parsed<Template> {
        let template = template.map_err(|error| self.lines.fail(at, error.to_string()))?;
        for hole in template.holes() {
            let name = hole.name.as_str();
            let known = name.starts_with("env:")
                || ALWAYS.contains(&name)
                || more.contains(&name)
                || self.raw_vars.iter().any(|var| var == name);
            if !known {
                let elsewhere = IN_DESCRIPTIONS.contains(&name) || IN_CANDIDATES.contains(&name);
                let why = if elsewhere {
                    "has no value in this message"
                } else {
                    "is never given a value: set it in `[vars]` or by `set` of a rule"
                };
                return Err(self.lines.fail(at, format!("`{{{name}}}` {why}")));
            }
        }
        Ok(template)
    }

    fn sends(&self, raw: &RawSends, transport: Transport) -> Parsed<Sends> {
        let list = |value: &Option<Spanned<toml::Value>>, more: &[&str]| match value {
            None => Ok(Vec::new()),
            Some(value) => self.messages(value.get_ref(), value.span().start, transport, more),
        };
        let auth = raw.auth.as_ref().map(|auth| self.template(auth, Context::Json, &[])).transpose()?;
        Ok(Sends {
            auth,
            join: list(&raw.join, &[])?,
            offer: list(&raw.offer, IN_DESCRIPTIONS)?,
            answer: list(&raw.answer, IN_DESCRIPTIONS)?,
            candidate: list(&raw.candidate, IN_CANDIDATES)?,
            end: list(&raw.end, &["mid", "mline", "ufrag"])?,
            bye: list(&raw.bye, &[])?,
        })
    }

    /// One message or several: texts for a WebSocket, lists of texts for Socket.IO.
    fn messages(&self, value: &toml::Value, at: usize, transport: Transport, more: &[&str]) -> Parsed<Vec<Message>> {
        let text = |value: &toml::Value| match value {
            toml::Value::String(text) => self.checked(Template::parse(text), at, more),
            _ => Err(self.lines.fail(at, "a message is text, with holes such as `{sdp:json}`")),
        };
        let event = |list: &[toml::Value]| list.iter().map(text).collect::<Parsed<Vec<_>>>().map(Message::Event);
        match (transport, value) {
            (Transport::SocketIo, toml::Value::Array(list)) if list.iter().all(toml::Value::is_array) => {
                list.iter().filter_map(toml::Value::as_array).map(|list| event(list)).collect()
            }
            (Transport::SocketIo, toml::Value::Array(list)) => Ok(vec![event(list)?]),
            (Transport::SocketIo, _) => {
                Err(self.lines.fail(at, "a Socket.IO message is a list: the event's name, then its arguments"))
            }
            (_, toml::Value::Array(list)) => list.iter().map(|one| text(one).map(Message::Text)).collect(),
            (_, one) => Ok(vec![Message::Text(text(one)?)]),
        }
    }

    fn keepalive(&self, raw: Spanned<RawKeepalive>, transport: Transport) -> Parsed<Keepalive> {
        let at = raw.span().start;
        let raw = raw.into_inner();
        let fits = raw.every_s.is_finite() && (LEAST_KEEPALIVE..=86_400.0).contains(&raw.every_s);
        if !fits {
            return Err(self.lines.fail(at, "`every_s` has to be from 1 to 86400 seconds"));
        }
        let mut messages = self.messages(&raw.send, at, transport, &[])?;
        let message = messages.pop().filter(|_| messages.is_empty());
        let message = message.ok_or_else(|| self.lines.fail(at, "`keepalive.send` is one message"))?;
        Ok(Keepalive { every: Duration::from_secs_f64(raw.every_s), message })
    }

    fn decoding(&self, at: &str, how: &Spanned<String>) -> Parsed<(String, Decoding)> {
        self.pointer(at, how.span().start)?;
        let known = [("json", Decoding::Json), ("b64", Decoding::Base64), ("b64json", Decoding::Base64Json)];
        Ok((at.to_owned(), self.word(how, &known)?))
    }

    fn pointer(&self, pointer: &str, at: usize) -> Parsed<()> {
        if pointer.is_empty() || pointer.starts_with('/') {
            return Ok(());
        }
        // A bare number is the place in a list, as in `{"0" = "offer"}` for the name of an event.
        if pointer.chars().all(|c| c.is_ascii_digit()) {
            return Ok(());
        }
        Err(self.lines.fail(at, format!("`{pointer}` is no JSON Pointer: it begins with `/`, as in `/type`")))
    }

    fn rule(&self, raw: Spanned<RawRule>, transport: Transport) -> Parsed<Rule> {
        let at = raw.span().start;
        let raw = raw.into_inner();
        let event = self.word(
            &raw.event,
            &[
                EventKind::Ready,
                EventKind::Offer,
                EventKind::Answer,
                EventKind::Candidate,
                EventKind::End,
                EventKind::Bye,
                EventKind::Error,
                EventKind::Ping,
                EventKind::Ignore,
                EventKind::Set,
            ]
            .map(|kind| (kind.word(), kind)),
        )?;
        let when_at = raw.when.span().start;
        let when = raw
            .when
            .into_inner()
            .into_iter()
            .map(|(pointer, value)| {
                self.pointer(&pointer, when_at)?;
                let condition = self.condition(&value, when_at)?;
                Ok((
                    if pointer.is_empty() || pointer.starts_with('/') { pointer } else { format!("/{pointer}") },
                    condition,
                ))
            })
            .collect::<Parsed<Vec<_>>>()?;
        let described = matches!(event, EventKind::Offer | EventKind::Answer);
        if described && raw.sdp.is_none() {
            return Err(self.lines.fail(at, format!("`sdp` is missing: where the {} is in the frame", event.word())));
        }
        let carries = raw.init.is_some() || raw.candidate.is_some() || raw.candidates.is_some();
        if event == EventKind::Candidate && !carries {
            return Err(self.lines.fail(at, "`init`, `candidates` or `candidate` is missing: where the candidate is"));
        }
        let source = |value: Option<toml::Value>| value.map(|value| self.source(value, at)).transpose();
        let reply = match &raw.reply {
            None => Vec::new(),
            Some(reply) => self.messages(reply.get_ref(), reply.span().start, transport, &[])?,
        };
        let set =
            raw.set.into_iter().map(|(name, value)| Ok((name, self.source(value, at)?))).collect::<Parsed<Vec<_>>>()?;
        Ok(Rule {
            line: self.lines.at(at),
            when,
            event,
            sdp: source(raw.sdp)?,
            init: source(raw.init)?,
            candidates: source(raw.candidates)?,
            candidate: source(raw.candidate)?,
            mid: source(raw.mid)?,
            mline: source(raw.mline)?,
            message: source(raw.message)?,
            set,
            reply,
        })
    }

    fn source(&self, value: toml::Value, at: usize) -> Parsed<Source> {
        match value {
            toml::Value::String(text) if text.is_empty() || text.starts_with('/') => Ok(Source::Pointer(text)),
            other => Ok(Source::Fixed(self.json(other, at)?)),
        }
    }

    fn json(&self, value: toml::Value, at: usize) -> Parsed<Value> {
        serde_json::to_value(value).map_err(|error| self.lines.fail(at, error.to_string()))
    }

    fn condition(&self, value: &toml::Value, at: usize) -> Parsed<Condition> {
        match value {
            toml::Value::String(word) => match word.as_str() {
                "exists" => Ok(Condition::Exists),
                "missing" => Ok(Condition::Missing),
                "null" => Ok(Condition::Null),
                text => self.checked(Template::parse_in(text, Context::Text), at, &[]).map(Condition::Text),
            },
            toml::Value::Array(list) => {
                list.iter().map(|one| self.condition(one, at)).collect::<Parsed<_>>().map(Condition::OneOf)
            }
            toml::Value::Table(table) => self.condition_table(table, at),
            other => Ok(Condition::Equals(self.json(other.clone(), at)?)),
        }
    }

    /// `{is = "object"}`, `{prefix = "candidate:"}`, or `{equals = "null"}` for words that mean something else.
    fn condition_table(&self, table: &toml::Table, at: usize) -> Parsed<Condition> {
        let mut entries = table.iter();
        let (Some((key, value)), None) = (entries.next(), entries.next()) else {
            return Err(self.lines.fail(at, "a condition is one of `is`, `prefix`, `equals`"));
        };
        match (key.as_str(), value.as_str()) {
            ("prefix", Some(text)) => Ok(Condition::Prefix(text.to_owned())),
            ("equals", _) => Ok(Condition::Equals(self.json(value.clone(), at)?)),
            ("is", Some("object")) => Ok(Condition::Is(Kind::Object)),
            ("is", Some("array")) => Ok(Condition::Is(Kind::Array)),
            ("is", Some("string")) => Ok(Condition::Is(Kind::String)),
            ("is", Some("number")) => Ok(Condition::Is(Kind::Number)),
            ("is", Some("boolean")) => Ok(Condition::Is(Kind::Boolean)),
            _ => Err(self.lines.fail(
                at,
                "a condition is `{is = \"object\"}` (or array, string, number, boolean), `{prefix = \"…\"}` or \
                 `{equals = …}`",
            )),
        }
    }
}
