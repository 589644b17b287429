//! Finds in any text what identifies something, by how it looks and by what is known already, and replaces it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::{Anonymizer, Kind, keys, shape};

/// A part of a text and what comes in its place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) with: String,
}

/// What a text is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mode {
    /// A sentence, a description, a line of one.
    Text,
    /// The name of an object or a property: only what cannot be a word of the format is replaced.
    Name,
}

impl Anonymizer {
    /// `text` with everything in it replaced that identifies something.
    pub fn text(&mut self, text: &str) -> String {
        apply(text, &self.pieces(text, Mode::Text))
    }

    /// The name of an object or a property, in which only ids, addresses and fingerprints are replaced.
    pub(super) fn name(&mut self, text: &str) -> String {
        apply(text, &self.pieces(text, Mode::Name))
    }

    /// What is to be replaced in `text`, in order.
    pub(super) fn pieces(&mut self, text: &str, mode: Mode) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = 0;
        while let Some(next) = next_word(text, at) {
            let end = self.take(text, next, mode, &mut pieces).unwrap_or_else(|| next + word_length(text, next));
            at = end.max(next + 1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
        }
        pieces.retain(|piece| text.get(piece.range.clone()) != Some(piece.with.as_str()));
        pieces
    }

    /// Takes what begins at byte `at`, and returns where it ends; `None` where it is a word like any other.
    fn take(&mut self, text: &str, at: usize, mode: Mode, pieces: &mut Vec<Piece>) -> Option<usize> {
        let rest = text.get(at..)?;
        if let Some((range, with)) = self.known_at(text, at, mode == Mode::Name) {
            let (start, end, with) = (range.start, range.end, with.to_owned());
            let free = pieces.last().is_none_or(|last| last.range.end <= start);
            pieces.push(Piece { range: if free { start } else { at }..end, with });
            return Some(end);
        }
        let put = |pieces: &mut Vec<Piece>, length: usize, with: String| {
            pieces.push(Piece { range: at..at + length, with });
            at + length
        };
        if mode == Mode::Text {
            if let Some(end) = self.marked(text, at, pieces).or_else(|| self.keyed(text, at, pieces)) {
                return Some(end);
            }
            if let Some((length, with)) = self.url_at(rest) {
                return Some(put(pieces, length, with));
            }
        }
        if let Some((start, length)) = fingerprint(rest) {
            let with = self.stand_in(Kind::Fingerprint, rest.get(start..start + length)?);
            pieces.push(Piece { range: at + start..at + start + length, with });
            return Some(at + start + length);
        }
        if let Some((length, address)) = v6(rest).or_else(|| v4(rest)) {
            let with = self.addresses.stand_in(address).to_string();
            return Some(put(pieces, length, with));
        }
        let run = run(rest);
        if let Some(uuid) = rest.get(..36).filter(|uuid| shape::is_uuid(uuid)) {
            let kind = if run.get(36..) == Some(".local") { Kind::Host } else { Kind::Id };
            let whole = if kind == Kind::Host { run } else { uuid };
            let with = self.stand_in(kind, whole);
            return Some(put(pieces, whole.len(), with));
        }
        if mode == Mode::Name {
            return None;
        }
        self.looks(rest, run).map(|(length, with)| put(pieces, length, with))
    }

    /// An e-mail address, a host, a token: by their looks alone.
    fn looks(&mut self, rest: &str, run: &str) -> Option<(usize, String)> {
        if let Some(after) = rest.get(run.len()..).and_then(|after| after.strip_prefix('@')) {
            let host = self::run(after);
            if is_host(host) {
                let (user, host_name) = (self.stand_in(Kind::User, run), self.stand_in(Kind::Host, host));
                return Some((run.len() + 1 + host.len(), format!("{user}@{host_name}")));
            }
        }
        if is_host(run) {
            return Some((run.len(), self.stand_in(Kind::Host, run)));
        }
        let word = rest.get(..word_length(rest, 0))?;
        is_token(word).then(|| (word.len(), self.stand_in(Kind::Key, word)))
    }

    /// `"label":"x"` within a text that is not JSON as a whole, however often its quotes are escaped.
    fn keyed(&mut self, text: &str, at: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        let key = text.get(at..at + word_length(text, at))?;
        let kind = keys::kind(key)?;
        if !text.get(..at)?.ends_with('"') {
            return None;
        }
        let after = quote(text.get(at + key.len()..)?)?.trim_start().strip_prefix(':')?.trim_start();
        let value = quote(after)?;
        let start = text.len() - value.len();
        let length = value.find(['"', '\\']).unwrap_or(value.len());
        let with = self.stand_in(kind, value.get(..length)?);
        pieces.push(Piece { range: start..start + length, with });
        Some(start + length)
    }
}

/// `text` with `pieces` in it, which are in order.
pub(super) fn apply(text: &str, pieces: &[Piece]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for piece in pieces {
        out.push_str(text.get(copied..piece.range.start).unwrap_or_default());
        out.push_str(&piece.with);
        copied = piece.range.end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// What follows a quote with any number of backslashes before it.
fn quote(text: &str) -> Option<&str> {
    text.trim_start_matches('\\').strip_prefix('"')
}

/// The next place from `at` on at which something may begin: a letter or digit behind none, or the `::` of an address.
fn next_word(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?.chars().next_back();
    let mut inside = before.is_some_and(char::is_alphanumeric);
    // `\r\n` that is written out ends a line: its letter is no part of the word behind it
    let mut escaped = before == Some('\\');
    for (offset, c) in text.get(at..)?.char_indices() {
        let here = text.get(at + offset..)?;
        if c.is_alphanumeric() && !inside && !(escaped && "nrt".contains(c)) {
            return Some(at + offset);
        }
        if c == ':' && !inside && here.starts_with("::") && here.get(2..)?.starts_with(|c: char| c.is_ascii_hexdigit())
        {
            return Some(at + offset);
        }
        inside = c.is_alphanumeric() && !(escaped && "nrt".contains(c));
        escaped = c == '\\' && !escaped;
    }
    None
}

/// The length of the letters and digits at byte `at`.
pub(super) fn word_length(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
}

/// The letters, digits, dots and dashes that begin `text`.
fn run(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches(['.', '_', '-'])
}

/// Five pairs or more of hexadecimal digits with colons: a fingerprint, or a hardware address. Statistics put `CF`
/// before the first. Eight pairs alone could be an address of IPv6, and are a fingerprint more often.
fn fingerprint(text: &str) -> Option<(usize, usize)> {
    let start = usize::from(text.starts_with("CF") && word_length(text, 0) == 4) * 2;
    let bytes = text.as_bytes().get(start..)?;
    let mut length = 0;
    loop {
        let pair = bytes.get(length..length + 2)?;
        if !pair.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        length += 2;
        match bytes.get(length) {
            Some(b':') if bytes.get(length + 1).is_some_and(u8::is_ascii_hexdigit) => length += 1,
            Some(b) if b.is_ascii_alphanumeric() => return None,
            _ => break,
        }
    }
    (length >= 17).then_some((start, length))
}

fn v4(text: &str) -> Option<(usize, IpAddr)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let length = text.get(..end)?.trim_end_matches('.').len();
    // the beginning of a name or of a longer number
    if text.get(length..)?.starts_with(|c: char| c.is_alphanumeric()) || is_host(run(text)) {
        return None;
    }
    text.get(..length)?.parse::<Ipv4Addr>().ok().map(|address| (length, address.into()))
}

fn v6(text: &str) -> Option<(usize, IpAddr)> {
    let end = text.find(|c: char| !c.is_ascii_hexdigit() && c != ':' && c != '.').unwrap_or(text.len());
    let whole = text.get(..end)?.trim_end_matches('.');
    if whole.matches(':').count() < 2 || text.get(end..)?.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let whole = if whole.ends_with(':') && !whole.ends_with("::") { whole.get(..whole.len() - 1)? } else { whole };
    // what is no address with its last group may be one with a port behind it
    let without_port = whole.rsplit_once(':').map(|(address, _)| address);
    [Some(whole), without_port].into_iter().flatten().find_map(|candidate| {
        let address: Ipv6Addr = candidate.parse().ok()?;
        Some((candidate.len(), address.into()))
    })
}

/// Whether `text` is a DNS name by its last label: a common top-level domain, or a country.
pub(super) fn is_host(text: &str) -> bool {
    let Some((rest, last)) = text.rsplit_once('.') else { return false };
    let labels_fit =
        rest.split('.').all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let country = last.len() == 2 && last.bytes().all(|b| b.is_ascii_lowercase()) && !NO_COUNTRIES.contains(&last);
    labels_fit && (country || DOMAINS.contains(&last.to_ascii_lowercase().as_str()))
}

const DOMAINS: [&str; 29] = [
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "mil",
    "int",
    "info",
    "biz",
    "pro",
    "arpa",
    "dev",
    "app",
    "cloud",
    "online",
    "site",
    "tech",
    "xyz",
    "systems",
    "digital",
    "shop",
    "blog",
    "company",
    "agency",
    "software",
    "solutions",
    "internal",
    "lan",
    "example",
];

/// Endings of files and names of properties that look like countries.
const NO_COUNTRIES: [&str; 15] =
    ["gz", "js", "ts", "md", "rs", "py", "sh", "cc", "cs", "id", "so", "pl", "ps", "ms", "is"];

/// Whether a word can only be an id or a key: long, with digits and letters as nobody writes them.
fn is_token(word: &str) -> bool {
    let has = |test: fn(&u8) -> bool| word.as_bytes().iter().any(test);
    let digits = has(u8::is_ascii_digit);
    let is_hex = word.len() >= 24 && word.bytes().all(|b| b.is_ascii_hexdigit()) && has(u8::is_ascii_alphabetic);
    let is_mixed = word.len() >= 20 && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    word.is_ascii() && digits && (is_hex || is_mixed && !word.starts_with("RTC"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anonymous(text: &str) -> String {
        Anonymizer::default().text(text)
    }

    #[test]
    fn addresses_hosts_and_ids_are_found_in_sentences() {
        for (text, want) in [
            ("from 8.8.8.8:3478 to (10.1.2.3).", "from 198.51.100.1:3478 to (10.0.0.1)."),
            ("no route to [2a00::1]:443, fe80::1:2%eth0", "no route to [2001:db8::1]:443, fe80::1%eth0"),
            ("`turn.acme.com` answers", "`host-1.example` answers"),
            ("mail bob@acme.de now", "mail user-1@host-1.example now"),
            ("AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89", "A0:00:00:00:00:00:00:00:00:00:00:00:00:00:00:01"),
            ("CF3E:DF:92:8C:0F:6D:63:2C", "CFA0:00:00:00:00:00:00:01"),
            ("track 4850ca8b-5b7a-4c17-8310-6e7d28380474_x", "track 00000000-0000-4000-8000-000000000001_x"),
            ("5d3bd4e8-12c6-4e26-9f5e-4b7d0a2f9bd2.local:5", "00000000-0000-4000-8000-000000000001.local:5"),
            ("key 5b45d15cc2fb4816d3ea23bb205cc9475ff3fdfb", "key key-1"),
            (r#"in {\"label\":\"Acme Mic\""#, r#"in {\"label\":\"label-1\""#),
            ("ec2-3-4.compute.amazonaws.com", "host-1.example"),
        ] {
            assert_eq!(anonymous(text), want);
        }
    }

    #[test]
    fn what_identifies_nobody_stays() {
        for text in [
            "Chrome/120.0.0.0 and Chrome/120.0.6099.129 at 12:34:56",
            "x7 over 31.5 s, see offer.sdp and dump.gz, `tls.version`, e.g. this",
            "AES_CM_128_HMAC_SHA1_80 profile-level-id=42e01f;level-asymmetry-allowed=1",
            "connections[0].selected_path.local is host 127.0.0.1:5000",
            "https://www.rfc-editor.org/rfc/rfc8445 section 7.2",
            "urn:ietf:params:rtp-hdrext:sdes:mid a=extmap-allow-mixed",
            "RTCMediaStreamTrackSender10 turn: off, ::, Vec::new",
            "",
        ] {
            assert_eq!(anonymous(text), text);
        }
    }
}
