//! `--as chrome`: what `icecandidateerror` would have said of each server, and when (W3C webrtc-pc section 4.8.2).
//!
//! For: telling the one vague text that developers see from what really happened. Not for: waiting as long.

use crate::candidate::uri::Transport;
use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::report::number::ms;
use crate::report::{Block, Line, Part, Table, Tone};

/// libwebrtc sends a request nine times, after 0, 0.25, 0.75, 1.75, 3.75, 7.75, 15.75, 23.75 and 31.75 s, and waits 8 s
/// more (its `StunRequest`): the forty seconds for which gathering hangs.
const STALL_MS: f64 = 39_750.0;

/// Chrome gives a TCP or TLS connection to a TURN server ten seconds.
const CONNECT_MS: f64 = 10_000.0;

/// What a page sees.
struct Shown {
    code: u16,
    text: &'static str,
    /// `None`: as soon as it happened.
    after_ms: Option<f64>,
}

/// A table of what Chrome would have shown; empty when nothing failed.
pub(super) fn chrome(run: &Gathering) -> Vec<Part> {
    let shown: Vec<(&Server, Shown)> = run.servers.iter().filter_map(|s| Some((s, shown(s)?))).collect();
    if shown.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(&["server", ">code", "text", ">after"]);
    let mut longest: f64 = run.gathering_ms;
    for (server, shown) in &shown {
        longest = longest.max(shown.after_ms.unwrap_or(0.0));
        table.push(vec![
            Line::toned(server.uri.canonical(), Tone::Name),
            Line::plain(shown.code.to_string()),
            Line::plain(shown.text),
            Line::plain(shown.after_ms.map_or_else(|| "at once".to_owned(), ms)),
        ]);
    }
    let done = format!("gathering would have been complete after {}", ms(longest));
    vec![
        Part::always(Block::Heading("as Chrome would have shown it, in icecandidateerror".to_owned())),
        Part::always(Block::Table(table)),
        Part::always(Block::Line(Line::plain(done))),
    ]
}

fn shown(server: &Server) -> Option<Shown> {
    let Outcome::Failed(failure) = &server.outcome else { return None };
    let relays = server.uri.scheme.relays();
    let timed_out = if relays { "TURN allocate request timed out." } else { "STUN binding request timed out." };
    let stream = server.uri.transport != Transport::Udp;
    Some(match failure {
        Failure::NameNotFound { .. } | Failure::NameFailed { .. } | Failure::NameTimeout { .. } => {
            Shown { code: 701, text: "STUN/TURN host lookup received error.", after_ms: None }
        }
        Failure::Refused { code, .. } => Shown { code: *code, text: phrase(*code), after_ms: None },
        Failure::TcpClosed { .. } | Failure::Tls(_) | Failure::Closed { .. } => {
            Shown { code: 701, text: "Failed to establish connection", after_ms: None }
        }
        Failure::NoAnswer { .. } if stream && server.phases.tcp_ms.is_none() => {
            Shown { code: 701, text: "Failed to establish connection", after_ms: Some(CONNECT_MS) }
        }
        Failure::NoRoute { .. } => {
            Shown { code: 701, text: "Address not associated with the desired network interface.", after_ms: None }
        }
        // Chrome looks at no ICMP error, and drops what it cannot read.
        _ => Shown { code: 701, text: timed_out, after_ms: Some(STALL_MS) },
    })
}

fn phrase(code: u16) -> &'static str {
    match code {
        401 => "Unauthorized",
        403 => "Forbidden",
        437 => "Allocation Mismatch",
        486 => "Allocation Quota Reached",
        508 => "Insufficient Capacity",
        _ => "the server's own reason phrase",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::ice::Stage;

    fn server(uri: &str, failure: Failure) -> Server {
        Server { outcome: Outcome::Failed(failure), ..Server::new(uri.parse().unwrap(), None) }
    }

    #[test]
    fn one_text_hides_many_causes() {
        let silent = || Failure::NoAnswer { stage: Stage::Binding, sent: 5, waited_ms: 5000.0 };
        for (uri, failure, code, text, stalls) in [
            ("stun:a.example", silent(), 701, "STUN binding request timed out.", true),
            ("turn:a.example", silent(), 701, "TURN allocate request timed out.", true),
            ("turn:a.example", Failure::UdpClosed { after_ms: 1.0 }, 701, "TURN allocate request timed out.", true),
            ("turn:a.example?transport=tcp", Failure::TcpClosed { after_ms: 1.0 }, 701, "Failed to establish", false),
            ("stun:a.example", Failure::NameNotFound { name: "a.example".to_owned() }, 701, "host lookup", false),
        ] {
            let shown = shown(&server(uri, failure)).unwrap();
            assert_eq!((shown.code, shown.after_ms == Some(STALL_MS)), (code, stalls), "{uri}");
            assert!(shown.text.contains(text), "{uri}: {}", shown.text);
        }
    }
}
