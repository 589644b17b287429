//! Which stand-in was given for what: one book for the whole run.

use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::Range;

use super::address::Addresses;
use super::{shape, words};
use crate::sdp::server_mark;

/// What a text identifies.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// A DNS name: `host-1.example`.
    Host,
    /// An address, or a name in place of one.
    Endpoint,
    /// A name that people gave: of a device, a channel, a room.
    Label,
    /// An id of a track, a stream, a device, an account.
    Id,
    /// A user name; the time in a REST user name stays (draft-uberti-behave-turn-rest-00).
    User,
    /// A secret or a token.
    Key,
    /// An ICE user name fragment or password (RFC 8839).
    Ufrag,
    /// A fingerprint of a certificate (RFC 8122), or a hardware address.
    Fingerprint,
    /// A certificate.
    Certificate,
    /// A TURN realm (RFC 8489).
    Realm,
    /// Who signed a certificate.
    Issuer,
    /// A network interface.
    Interface,
    /// A candidate's foundation, which is made of its address (RFC 8839).
    Foundation,
    /// The session id of `o=` (RFC 8866).
    Session,
    /// What follows the host in a URL.
    Path,
    /// A file; its extension stays.
    File,
}

/// Gives stand-ins, and remembers them.
#[derive(Debug, Default)]
pub struct Anonymizer {
    pub(super) addresses: Addresses,
    given: HashMap<(Space, String), usize>,
    entries: Vec<Entry>,
    /// Entries to look for in text, by their first word in lower case.
    by_word: HashMap<String, Vec<usize>>,
    counts: HashMap<&'static str, usize>,
}

/// A text and its stand-in.
#[derive(Debug)]
struct Entry {
    original: String,
    stand_in: String,
    space: Space,
    ordinary: bool,
    sought: bool,
}

/// Kinds that share their stand-ins: the same text may be met as a label first and as an id later.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Space {
    Name,
    Host,
    Shaped(Kind),
}

impl Anonymizer {
    /// Remembers that `text` identifies something, so that it is found in sentences from now on.
    pub fn learn(&mut self, kind: Kind, text: &str) {
        self.stand_in(kind, text);
    }

    /// The stand-in of `text`. Nothing, `-`, `*`, `x.x.x.x` and what is redacted already stay.
    pub(super) fn stand_in(&mut self, kind: Kind, text: &str) -> String {
        if text.bytes().all(|b| b"*-. x:".contains(&b)) || text == "[redacted]" || text.starts_with("(redacted") {
            return text.to_owned();
        }
        match kind {
            Kind::Endpoint => self.endpoint(text),
            Kind::User => self.user(text),
            Kind::Id => match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(inside) => format!("{{{}}}", self.entry(kind, inside)),
                None => self.entry(kind, text),
            },
            // short ones are counted and tell nothing
            Kind::Foundation if text.len() < 4 || !text.bytes().all(|b| b.is_ascii_alphanumeric()) => text.to_owned(),
            Kind::Session if text.len() < 15 || !text.bytes().all(|b| b.is_ascii_digit()) => text.to_owned(),
            _ => self.entry(kind, text),
        }
    }

    fn endpoint(&mut self, text: &str) -> String {
        let bare = text.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(address) => text.replace(bare, &self.addresses.stand_in(address).to_string()),
            Err(_) if is_host_and_port(bare) => {
                let (host, port) = bare.split_once(':').unwrap_or_default();
                format!("{}:{port}", self.endpoint(host))
            }
            // with something else, or in a sentence
            Err(_) if text.contains([':', ' ', '/', '%']) => self.text(text),
            Err(_) => self.entry(Kind::Host, text),
        }
    }

    /// The stand-in of a user name, `1700000000:alice` in two parts.
    fn user(&mut self, text: &str) -> String {
        match text.split_once(':') {
            Some((time, name)) if time.len() >= 9 && time.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() => {
                format!("{time}:{}", self.entry(Kind::User, name))
            }
            _ if text.len() >= 9 && text.bytes().all(|b| b.is_ascii_digit()) => text.to_owned(),
            _ => self.entry(Kind::User, text),
        }
    }

    fn entry(&mut self, kind: Kind, text: &str) -> String {
        if kind == Kind::Host && is_everyones(text) {
            return text.to_owned();
        }
        let space = space(kind);
        let key = match space {
            Space::Host => text.to_ascii_lowercase().trim_end_matches('.').to_owned(),
            Space::Shaped(Kind::Fingerprint) => text.to_ascii_lowercase(),
            _ => text.to_owned(),
        };
        if let Some(entry) = self.given.get(&(space, key.clone())).and_then(|at| self.entries.get(*at)) {
            return match kind {
                // the same digits in another case are the same fingerprint, and in another case
                Kind::Fingerprint if entry.original != text => recased(&entry.stand_in, text),
                _ => entry.stand_in.clone(),
            };
        }
        let stand_in = self.make(kind, text);
        self.remember(Entry {
            original: if space == Space::Host { key.clone() } else { text.to_owned() },
            stand_in: stand_in.clone(),
            space,
            ordinary: words::is_ordinary(text),
            // of a path the parts are looked for, each by itself
            sought: !matches!(kind, Kind::Path | Kind::Foundation | Kind::Certificate),
        });
        self.given.insert((space, key), self.entries.len() - 1);
        stand_in
    }

    fn make(&mut self, kind: Kind, text: &str) -> String {
        let is_uuid = shape::is_uuid(text);
        let word = word(kind, is_uuid);
        let number = self.counts.entry(word).or_default();
        *number += 1;
        let number = *number;
        match kind {
            Kind::Host if text.ends_with(".local") && shape::is_uuid(text.trim_end_matches(".local")) => {
                format!("{}.local", shape::uuid(number))
            }
            Kind::Host if text.to_ascii_lowercase().ends_with(".local") => format!("{word}-{number}.local"),
            Kind::Host if text.starts_with("*.") => format!("*.{word}-{number}.example"),
            Kind::Host | Kind::Realm if text.contains('.') => format!("{word}-{number}.example"),
            Kind::Ufrag => shape::token(text, number),
            Kind::Fingerprint => shape::hex(text, number),
            Kind::Session => shape::digits(text, number),
            Kind::Foundation => format!("{}", 1000 + number),
            Kind::File => match text.rsplit_once('.') {
                Some((_, extension)) if is_extension(extension) => format!("{word}-{number}.{extension}"),
                _ => format!("{word}-{number}"),
            },
            _ if is_uuid => shape::uuid(number),
            // by which a server is recognised
            _ => format!("{}{word}-{number}", server_mark(text).unwrap_or_default()),
        }
    }

    fn remember(&mut self, entry: Entry) {
        let sought = entry.sought && !(entry.ordinary && entry.space == Space::Shaped(Kind::Ufrag));
        if let Some(word) = first_word(&entry.original).filter(|_| sought) {
            self.by_word.entry(word.to_lowercase()).or_default().push(self.entries.len());
        }
        self.entries.push(entry);
    }

    /// The longest known text whose first word is at byte `at`: its range and stand-in. In a name of an object only ids
    /// are looked for: its other parts are words of the format.
    pub(super) fn known_at(&self, text: &str, at: usize, in_name: bool) -> Option<(Range<usize>, &str)> {
        let rest = text.get(at..)?;
        // the name of an attribute, the kind of a section
        let before = text.get(..at)?;
        if before.ends_with("a=") || before.ends_with("m=") {
            return None;
        }
        let word = first_word(rest)?;
        let known = match self.by_word.get(word) {
            Some(known) => known,
            None => self.by_word.get(&word.to_lowercase())?,
        };
        let fits = |entry: &&Entry| {
            let start = entry.original.find(char::is_alphanumeric).unwrap_or(0);
            let sought = entry.original.get(start..).unwrap_or_default();
            let length = sought.len();
            let Some(there) = rest.get(..length) else { return false };
            let same = there == sought || entry.space == Space::Host && there.eq_ignore_ascii_case(sought);
            let ends = !rest.get(length..).unwrap_or_default().starts_with(char::is_alphanumeric);
            same && ends
                && if in_name {
                    entry.space == Space::Name && length >= 16
                } else {
                    !entry.ordinary || quoted(text, at, length)
                }
        };
        let length = |entry: &Entry| entry.original.len() - entry.original.find(char::is_alphanumeric).unwrap_or(0);
        let entries = known.iter().filter_map(|n| self.entries.get(*n)).filter(fits);
        let entry = entries.max_by_key(|entry| length(entry))?;
        // what stands before its first word belongs to it
        let before = entry.original.get(..entry.original.len() - length(entry)).unwrap_or_default();
        let start = if text.get(..at)?.ends_with(before) { at - before.len() } else { at };
        Some((start..at + length(entry), entry.stand_in.as_str()))
    }
}

fn space(kind: Kind) -> Space {
    match kind {
        Kind::Label | Kind::Id | Kind::User | Kind::Key | Kind::Path => Space::Name,
        Kind::Host | Kind::Realm | Kind::Endpoint => Space::Host,
        shaped => Space::Shaped(shaped),
    }
}

fn word(kind: Kind, is_uuid: bool) -> &'static str {
    match kind {
        _ if is_uuid => "uuid",
        Kind::Host | Kind::Endpoint => "host",
        Kind::Label => "label",
        Kind::Id => "id",
        Kind::User => "user",
        Kind::Key => "key",
        Kind::Ufrag => "ufrag",
        Kind::Fingerprint => "fingerprint",
        Kind::Certificate => "certificate",
        Kind::Realm => "realm",
        Kind::Issuer => "issuer",
        Kind::Interface => "interface",
        Kind::Foundation => "foundation",
        Kind::Session => "session",
        Kind::Path => "path",
        Kind::File => "file",
    }
}

fn is_host_and_port(text: &str) -> bool {
    text.split_once(':').is_some_and(|(host, port)| {
        !host.is_empty() && !host.contains(' ') && !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Names that every machine has.
fn is_everyones(host: &str) -> bool {
    matches!(host, "localhost" | "local" | "none")
}

fn is_extension(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The letters and digits from the first of them on.
fn first_word(text: &str) -> Option<&str> {
    let start = text.find(char::is_alphanumeric)?;
    let rest = text.get(start..)?;
    rest.get(..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()))
}

fn quoted(text: &str, at: usize, length: usize) -> bool {
    const QUOTES: [char; 3] = ['`', '"', '\''];
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + length..).unwrap_or_default();
    before.ends_with(QUOTES) && after.starts_with(|c| QUOTES.contains(&c) || c == '\\')
}

fn recased(stand_in: &str, like: &str) -> String {
    if like.contains(|c: char| c.is_ascii_lowercase()) { stand_in.to_lowercase() } else { stand_in.to_uppercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_has_the_same_stand_in() {
        let mut names = Anonymizer::default();
        assert_eq!(names.stand_in(Kind::Host, "turn.acme.com"), "host-1.example");
        assert_eq!(names.stand_in(Kind::Host, "TURN.acme.com."), "host-1.example");
        assert_eq!(names.stand_in(Kind::Label, "Alice's phone"), "label-1");
        assert_eq!(names.stand_in(Kind::Id, "Alice's phone"), "label-1");
        assert_eq!(names.stand_in(Kind::User, "1700000000:alice"), "1700000000:user-1");
        assert_eq!(names.stand_in(Kind::Endpoint, "10.2.3.4"), "10.0.0.1");
        assert_eq!(names.stand_in(Kind::File, "/home/alice/call.gz"), "file-1.gz");
        assert_eq!(names.stand_in(Kind::Fingerprint, "AB:CD"), "A0:01");
        assert_eq!(names.stand_in(Kind::Fingerprint, "ab:cd"), "a0:01");
        assert_eq!(names.stand_in(Kind::Host, "localhost"), "localhost");
        assert_eq!(names.stand_in(Kind::Key, "[redacted]"), "[redacted]");
    }

    #[test]
    fn what_is_known_is_found_at_its_first_word() {
        let mut names = Anonymizer::default();
        names.learn(Kind::Label, "(USB) Acme Mic");
        names.learn(Kind::Label, "audio");
        let text = "from (USB) Acme Mic, audio, `audio`";
        assert_eq!(names.known_at(text, 6, false), Some((5..19, "label-1")));
        assert_eq!(names.known_at(text, 21, false), None);
        assert_eq!(names.known_at(text, 29, false), Some((29..34, "label-2")));
    }
}
