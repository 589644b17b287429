//! What DTLS showed: role, version, cipher, and both fingerprints compared.

use super::words;
use crate::facts::handshake::{Dtls, Handshake};
use crate::report::{Line, Tone};

/// Bytes of a fingerprint that are shown at either end where it is not shown whole.
const ENDS: usize = 4;

/// The fields about DTLS.
pub(super) fn fields(dtls: &Dtls) -> Vec<(String, Line)> {
    let unknown = || "unknown".to_owned();
    let role = if dtls.client { "client" } else { "server" };
    let version = dtls.version.clone().unwrap_or_else(unknown);
    let cipher = dtls.cipher.clone().unwrap_or_else(unknown);
    let line = Line::plain(format!("version {version}, {cipher}, this side is the {role}"));
    let mut fields = vec![("DTLS".to_owned(), line)];
    if let Some(alert) = &dtls.alert {
        fields.push(("alert".to_owned(), Line::toned(alert.clone(), Tone::Bad)));
    }
    let meaning = Line::toned(words::fingerprints(dtls.matches), tone(dtls));
    match (dtls.matches, &dtls.presented_fingerprint) {
        (Some(true), Some(presented)) => {
            let line = Line::toned("match", Tone::Good).with(format!(": {}; ", short(presented)), Tone::Plain);
            fields.push(("fingerprints".to_owned(), with(line, meaning)));
        }
        _ => {
            fields.push(("fingerprints".to_owned(), meaning));
            fields.extend(theirs(dtls));
        }
    }
    fields
}

/// Every fingerprint, whole.
pub(super) fn fingerprints(facts: &Handshake) -> Vec<(String, Line)> {
    let Some(dtls) = &facts.dtls else { return Vec::new() };
    let mut fields = theirs(dtls);
    fields.push(shown("ours, signaled", dtls.local_fingerprint.as_ref(), Tone::Dim));
    fields
}

/// What the peer's description names, above what the peer presented: byte under byte.
fn theirs(dtls: &Dtls) -> Vec<(String, Line)> {
    vec![
        shown("peer's, signaled", dtls.remote_fingerprint.as_ref(), Tone::Plain),
        shown("peer's, presented", dtls.presented_fingerprint.as_ref(), tone(dtls)),
    ]
}

fn shown(name: &str, fingerprint: Option<&String>, tone: Tone) -> (String, Line) {
    (name.to_owned(), Line::toned(fingerprint.cloned().unwrap_or_else(|| "unknown".to_owned()), tone))
}

fn tone(dtls: &Dtls) -> Tone {
    match dtls.matches {
        Some(true) => Tone::Good,
        Some(false) => Tone::Bad,
        None => Tone::Warn,
    }
}

fn with(mut line: Line, more: Line) -> Line {
    line.0.extend(more.0);
    line
}

/// The first and the last bytes.
fn short(fingerprint: &str) -> String {
    let (hash, bytes) = fingerprint.split_once(' ').unwrap_or(("", fingerprint));
    let bytes: Vec<&str> = bytes.split(':').collect();
    let (Some(first), Some(last)) = (bytes.get(..ENDS), bytes.get(bytes.len().saturating_sub(ENDS)..)) else {
        return fingerprint.to_owned();
    };
    if bytes.len() <= ENDS * 2 {
        return fingerprint.to_owned();
    }
    format!("{hash} {}..{}", first.join(":"), last.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_known_by_its_ends() {
        let bytes: Vec<String> = (0..32).map(|n| format!("{n:02X}")).collect();
        assert_eq!(short(&format!("sha-256 {}", bytes.join(":"))), "sha-256 00:01:02:03..1C:1D:1E:1F");
        assert_eq!(short("sha-256 AB:CD"), "sha-256 AB:CD");
    }
}
