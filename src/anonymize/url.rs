//! URLs: the scheme, the port and a transport stay; the host and what follows it are replaced, user-info goes.

use super::{Anonymizer, Kind, words};

/// Hosts whose pages everybody reads: references of rules, names of header extensions.
const PUBLIC: [&str; 9] = [
    "webrtc.org",
    "www.webrtc.org",
    "www.ietf.org",
    "tools.ietf.org",
    "datatracker.ietf.org",
    "www.rfc-editor.org",
    "www.w3.org",
    "w3c.github.io",
    "aomediacodec.github.io",
];

/// Schemes of browsers' own pages.
const PAGES: [&str; 4] = ["chrome", "edge", "about", "brave"];

/// A URL in a text.
struct Url<'a> {
    scheme: &'a str,
    /// `:` or `://`.
    mark: &'a str,
    rest: &'a str,
}

impl Anonymizer {
    /// The length and the stand-in of the URL that begins `text`.
    pub(super) fn url_at(&mut self, text: &str) -> Option<(usize, String)> {
        let url = begin(text)?;
        let length = url.scheme.len() + url.mark.len() + url.rest.len();
        let (authority, tail) = url.rest.split_at(url.rest.find(['/', '?', '#']).unwrap_or(url.rest.len()));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        if PUBLIC.contains(&host) || PAGES.contains(&url.scheme) {
            return Some((length, text.get(..length)?.to_owned()));
        }
        let is_ice = matches!(url.scheme.to_ascii_lowercase().as_str(), "stun" | "stuns" | "turn" | "turns");
        let tail = if is_ice && tail.starts_with("?transport=") { tail.to_owned() } else { self.tail(tail) };
        Some((length, format!("{}{}{}{tail}", url.scheme, url.mark, self.host_and_port(host))))
    }

    fn host_and_port(&mut self, text: &str) -> String {
        if let Some((host, port)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            return format!("[{}]{port}", self.stand_in(Kind::Endpoint, host));
        }
        match text.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') && port.bytes().all(|b| b.is_ascii_digit()) => {
                format!("{}:{port}", self.stand_in(Kind::Endpoint, host))
            }
            _ => self.stand_in(Kind::Endpoint, text),
        }
    }

    /// Path, query and fragment as one; the parts are remembered, for they name rooms and people.
    fn tail(&mut self, tail: &str) -> String {
        if tail.is_empty() || tail == "/" {
            return tail.to_owned();
        }
        let stand_in = self.stand_in(Kind::Path, tail);
        let (path, query) = tail.split_at(tail.find(['?', '#']).unwrap_or(tail.len()));
        let values = query.split(['?', '#', '&', ';', '/']).filter_map(|part| part.split('=').nth(1).or(Some(part)));
        let names = path.split('/').filter(|part| part.len() >= 8 && !part.contains('.'));
        for name in names.chain(values.filter(|value| value.len() >= 4)) {
            if !words::is_ordinary(name) && !name.contains("redacted") {
                self.learn(Kind::Label, name);
            }
        }
        format!("/{stand_in}")
    }
}

fn begin(text: &str) -> Option<Url<'_>> {
    let scheme = text.get(..text.find(|c: char| !c.is_ascii_alphanumeric() && !"+.-".contains(c))?)?;
    let after = text.get(scheme.len()..)?;
    let mark = match scheme.to_ascii_lowercase().as_str() {
        _ if scheme.is_empty() || !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) => return None,
        _ if after.starts_with("://") => "://",
        "stun" | "stuns" | "turn" | "turns" if after.starts_with(':') => ":",
        _ => return None,
    };
    let rest = after.get(mark.len()..)?;
    let rest = rest.get(..end(rest))?;
    let begins = rest.starts_with(|c: char| c.is_alphanumeric() || "[*_-/".contains(c));
    begins.then_some(Url { scheme, mark, rest })
}

/// Where a URL in a sentence ends.
fn end(text: &str) -> usize {
    let mut bracketed = false;
    let end = text.find(|c: char| {
        match c {
            '[' => bracketed = true,
            ']' if bracketed => {
                bracketed = false;
                return false;
            }
            _ => {}
        }
        // the mark of a redacted value stands in brackets
        !bracketed && (c.is_whitespace() || c.is_control() || "\"'<>`\\,)]}|\u{2026}".contains(c))
    });
    let whole = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    whole.trim_end_matches(['.', ':', ';', '!', '?']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_and_what_follows_are_replaced() {
        let mut names = Anonymizer::default();
        for (text, want) in [
            ("turn:turn.acme.com:3478?transport=udp, x", "turn:host-1.example:3478?transport=udp"),
            ("turns:bob:pw@turn.acme.com", "turns:host-1.example"),
            ("https://meet.acme.com/room/board-meeting?k=[redacted]).", "https://host-2.example/path-1"),
            ("https://meet.acme.com/`", "https://host-2.example/"),
            ("http://8.8.8.8:8080/a", "http://198.51.100.1:8080/path-2"),
            ("stun:[2a00::5]:3478", "stun:[2001:db8::1]:3478"),
            (
                "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
                "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
            ),
            ("http://localhost:3002/", "http://localhost:3002/"),
            ("stun:127.0.0.1:1", "stun:127.0.0.1:1"),
        ] {
            assert_eq!(names.url_at(text).map(|(_, url)| url).as_deref(), Some(want), "{text}");
        }
        assert!(names.url_at("note: this").is_none() && names.url_at("turn: off").is_none());
        assert_eq!(names.known_at("board-meeting", 0, false).map(|(n, _)| n), Some(0..13));
    }
}
