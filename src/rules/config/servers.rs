//! Checks of the server list as a whole; they need no packet.

use std::collections::BTreeSet;

use crate::candidate::uri::Transport;
use crate::dump::{Connection, Dump, History, Machine, Outcome};
use crate::facts::ice::Gathering;
use crate::report::Evidence;
use crate::rules::Draft;
use crate::rules::in_dump::draft;

/// What the findings are about.
const SUBJECT: &str = "iceServers";

/// From how many URIs on browsers warn in their consoles that discovery becomes slow.
const TOO_MANY: usize = 5;

/// `config/no-turn`
pub(super) fn no_turn(run: &Gathering) -> Vec<Draft> {
    let relays = run.servers.iter().any(|s| s.uri.scheme.relays());
    if run.embedded || run.servers.is_empty() || relays {
        return Vec::new();
    }
    let first = run.servers.first().map_or_else(String::new, |s| s.uri.canonical());
    let message = "only `stun:` servers are configured";
    vec![Draft::new(first, message).help("add a TURN server: `turn:HOST:3478`, and `turns:HOST:443?transport=tcp`")]
}

/// `config/no-turn` of a connection for which no path was found. Of one that came about it would be said without need.
pub(super) fn no_turn_in_dump(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let urls = &connection.configuration.ice_servers;
    let relays = urls.iter().any(|url| url.starts_with("turn"));
    let ice_works = matches!(connection.last(Machine::Ice), Some("connected" | "completed"));
    let lost = connection.outcome() != Outcome::Failed || connection.ever_connected() || ice_works;
    if relays || lost || connection.dtls().state.as_deref() == Some("failed") || connection.history != History::Whole {
        return Vec::new();
    }
    let message = match urls.as_slice() {
        [] => "no ICE server is configured".to_owned(),
        urls => format!(
            "only {} configured, and no `turn:` server",
            if urls.len() == 1 { "a `stun:` server is" } else { "`stun:` servers are" }
        ),
    };
    vec![
        draft(connection, message)
            .help("add a TURN server: `turn:HOST:3478`, and `turns:HOST:443?transport=tcp`")
            .evidence(Evidence::Fact { path: "connections[].ice_servers".to_owned(), value: urls.join(", ") }),
    ]
}

/// `config/no-tls-443`
pub(super) fn no_tls_443(run: &Gathering) -> Vec<Draft> {
    let relays = run.servers.iter().any(|s| s.uri.scheme.relays());
    let web =
        run.servers.iter().any(|s| s.uri.scheme.relays() && s.uri.transport == Transport::Tls && s.uri.port == 443);
    if run.embedded || !relays || web {
        return Vec::new();
    }
    let message = "no `turns:` server on port 443 is configured";
    vec![
        Draft::new(SUBJECT, message)
            .help("let the TURN server listen for TLS on 443 too, and add `turns:HOST:443?transport=tcp`"),
    ]
}

/// `config/too-many`
pub(super) fn too_many(run: &Gathering) -> Vec<Draft> {
    let uris: BTreeSet<String> = run.servers.iter().map(|s| s.uri.canonical()).collect();
    if run.embedded || uris.len() < TOO_MANY {
        return Vec::new();
    }
    let message = format!("{} servers are configured", uris.len());
    vec![Draft::new(SUBJECT, message).help("keep one STUN server, and one TURN server over UDP, TCP and TLS on 443")]
}
