//! Checks of refused permissions: whom the relay may talk to.

use crate::candidate::address::is_public;
use crate::facts::ice::{Gathering, Server};
use crate::report::Severity;
use crate::rules::Draft;

/// `relay/peer-denied`
pub(super) fn denied(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref()?;
    let (code, reason) = relay.permission_refused.as_ref().filter(|(code, _)| *code != 443)?;
    let (peer, public) = match relay.peer {
        Some(peer) => (peer.ip().to_string(), is_public(peer.ip())),
        None => ("this machine".to_owned(), false),
    };
    let message = format!("{code} `{reason}` to a permission for {peer}");
    let draft = Draft::new(server.uri.canonical(), message);
    Some(if public {
        draft.severity(Severity::Error).help(format!(
            "allow {peer} and its like: `denied-peer-ip` of turnserver.conf is too wide, or `allowed-peer-ip` too narrow"
        ))
    } else {
        draft.help(
            "nothing: a server on the Internet does well to refuse private and loopback peers; to have the relay proven \
             run this from a network with a public address (on a test server coturn takes `allow-loopback-peers`)",
        )
    })
}

/// `relay/peer-family`
pub(super) fn family(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref()?;
    let own = server.address?;
    let name = |v4: bool| if v4 { "IPv4" } else { "IPv6" };
    let refused = relay.permission_refused.as_ref().filter(|(code, _)| *code == 443);
    let message = match (refused, relay.peer) {
        (Some((code, reason)), Some(peer)) => format!(
            "{code} `{reason}`: the relay {} is {}, and the peer {} is {}",
            relay.address,
            name(relay.address.is_ipv4()),
            peer.ip(),
            name(peer.is_ipv4())
        ),
        (Some((code, reason)), None) => format!("{code} `{reason}` to a permission for this machine"),
        // An IPv4 relay for a client on IPv6 is the rule (RFC 8656 section 7.2); the reverse reaches few peers.
        (None, _) if own.is_ipv4() && relay.address.is_ipv6() => {
            format!("{own} was asked over IPv4, and its relay {} is IPv6: no IPv4 peer can use it", relay.address)
        }
        (None, _) => return None,
    };
    Some(
        Draft::new(server.uri.canonical(), message)
            .help("give the server a relay address of each family (coturn: one `relay-ip` for IPv4 and one for IPv6)"),
    )
}
