//! Checks of the network as a whole: what the silence of several servers says together.

use std::collections::BTreeSet;

use crate::candidate::uri::Transport;
use crate::facts::ice::{Failure, Gathering, Outcome, Server, Stage};
use crate::report::{Confidence, Severity};
use crate::rules::Draft;

/// What the network lets through, as far as silence tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Blocked {
    Udp,
    AllButWeb,
    All,
}

/// `net/udp-blocked`
pub(super) fn udp(run: &Gathering) -> Vec<Draft> {
    if blocked(run) != Some(Blocked::Udp) {
        return Vec::new();
    }
    let hosts = silent_hosts(run, is_udp);
    let works = working(run);
    let draft = match hosts.as_slice() {
        [host] => {
            let message = format!(
                "`{host}` is silent over UDP, and answers come over {works}: either this network blocks UDP, or the host does not \
                 answer it"
            );
            draft(run, message)
                .confidence(Confidence::Possible)
                .help("compare with a server of another operator: name a second one, or give `--public`")
        }
        _ => {
            let message = format!("{} hosts are silent over UDP, and answers come over {works}", hosts.len());
            draft(run, message)
                .confidence(Confidence::Likely)
                .help("offer TURN over TCP and over TLS on port 443 (`turns:HOST:443`): calls from here need it")
        }
    };
    vec![demanded(draft, run)]
}

/// `net/https-only`
pub(super) fn https_only(run: &Gathering) -> Vec<Draft> {
    if blocked(run) != Some(Blocked::AllButWeb) {
        return Vec::new();
    }
    let message = format!("answers come over {} alone: every other TCP port is silent, and so is UDP", working(run));
    let draft = draft(run, message).confidence(Confidence::Likely).help(
        "offer `turns:HOST:443?transport=tcp`: from networks like this one nothing else connects, whatever the peer has",
    );
    vec![demanded(draft, run)]
}

/// `net/all-blocked`
pub(super) fn all(run: &Gathering) -> Vec<Draft> {
    if blocked(run) != Some(Blocked::All) {
        return Vec::new();
    }
    let hosts = silent_hosts(run, |_| true);
    let transports: BTreeSet<&str> = run.servers.iter().map(|s| s.uri.transport.word()).collect();
    let over = transports.into_iter().collect::<Vec<_>>().join(", ").to_uppercase();
    let (message, confidence) = match hosts.as_slice() {
        [host] => (format!("`{host}` is silent over every transport: {over}"), Confidence::Possible),
        _ => (format!("{} hosts are silent over every transport: {over}", hosts.len()), Confidence::Likely),
    };
    vec![draft(run, message).confidence(confidence).help(
        "see whether anything gets out of this network (a proxy, a captive portal, a firewall), then whether the \
         servers run",
    )]
}

/// About the first server that is silent, which is what the user asked about, with every silence as evidence.
fn draft(run: &Gathering, message: String) -> Draft {
    let mut silences = run.servers.iter().enumerate().filter(|(_, s)| silent(s)).peekable();
    let subject = silences.peek().map_or_else(String::new, |(_, s)| s.uri.canonical());
    silences.fold(Draft::new(subject, message), |draft, (n, s)| {
        draft.fact(format!("servers[{n}].result"), s.outcome.word())
    })
}

/// Whether the silence of this server is explained by what the network blocks.
fn blocked(run: &Gathering) -> Option<Blocked> {
    let tried: Vec<&Server> = run.servers.iter().filter(|s| !matches!(s.outcome, Outcome::NotTested(_))).collect();
    let (udp, streams): (Vec<&Server>, Vec<&Server>) = tried.iter().partition(|s| is_udp(s));
    let udp_got_out = run.servers.iter().filter_map(|s| s.relay.as_ref()).any(|relay| {
        [&relay.proven_in, &relay.proven_out, &relay.in_after_out].iter().any(|fact| fact.yes().is_some())
    });
    if udp.is_empty() || udp_got_out || !udp.iter().all(|s| silent(s)) {
        return None;
    }
    if !streams.is_empty() && streams.iter().all(|s| silent(s)) {
        return Some(Blocked::All);
    }
    let answering = |s: &&&Server| !silent(s);
    if !streams.iter().any(|s| s.outcome == Outcome::Ok) {
        return None;
    }
    let web = |s: &Server| matches!(s.uri.port, 80 | 443);
    let others_silent = streams.iter().filter(|s| !web(s)).all(|s| silent(s));
    let has_others = streams.iter().any(|s| !web(s));
    if has_others && others_silent && streams.iter().filter(answering).all(|s| web(s)) {
        return Some(Blocked::AllButWeb);
    }
    Some(Blocked::Udp)
}

/// Nothing came back at all: not even a refusal.
fn silent(server: &Server) -> bool {
    matches!(server.outcome, Outcome::Failed(Failure::NoAnswer { stage: Stage::Connect | Stage::Binding, .. }))
        && (is_udp(server) || server.phases.tcp_ms.is_none())
}

fn is_udp(server: &Server) -> bool {
    server.uri.transport == Transport::Udp
}

fn silent_hosts(run: &Gathering, takes: fn(&Server) -> bool) -> Vec<&str> {
    let hosts: BTreeSet<&str> =
        run.servers.iter().filter(|s| takes(s) && silent(s)).map(|s| s.uri.host.as_str()).collect();
    hosts.into_iter().collect()
}

fn working(run: &Gathering) -> String {
    let working: BTreeSet<String> = run
        .servers
        .iter()
        .filter(|s| s.outcome == Outcome::Ok)
        .map(|s| format!("{} {}", s.uri.transport.word().to_uppercase(), s.uri.port))
        .collect();
    working.into_iter().collect::<Vec<_>>().join(" and ")
}

/// `--require-all` makes a blocked transport an error.
fn demanded(draft: Draft, run: &Gathering) -> Draft {
    if run.demands.require_all { draft.severity(Severity::Error) } else { draft }
}
