//! Checks of reachability.

use crate::candidate::uri::Transport;
use crate::facts::ice::{Failure, Gathering, Outcome, SecondLook, Server, Stage};
use crate::report::{Confidence, Severity};
use crate::rules::Draft;

/// `net/udp-closed`
pub(super) fn udp_closed(server: &Server, run: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::UdpClosed { after_ms }) = &server.outcome else { return None };
    let at = place(server);
    let message = format!("ICMP port unreachable for {at}, {after_ms:.1} ms after the first request");
    let help = format!("start the server, or correct the port: {at} was asked over UDP");
    Some(softened(Draft::new(server.uri.canonical(), message).help(help), server, run))
}

/// `net/tcp-closed`
pub(super) fn tcp_closed(server: &Server, run: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::TcpClosed { after_ms }) = &server.outcome else { return None };
    let at = place(server);
    let message = format!("{at} refused the TCP connection after {after_ms:.1} ms");
    let help = format!("start the server, or correct the port: {at} was asked over TCP");
    Some(softened(Draft::new(server.uri.canonical(), message).help(help), server, run))
}

/// `net/no-answer`
pub(super) fn no_answer(server: &Server, run: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NoAnswer { stage, sent, waited_ms }) = &server.outcome else { return None };
    let tls_silence = *stage == Stage::Handshake;
    let answered_before = *stage == Stage::Allocate && server.phases.binding_ms.is_some();
    if explained(server) || tls_silence || answered_before {
        return None;
    }
    let (at, transport, port) = (place(server), server.uri.transport, server.uri.port);
    let over = transport.word().to_uppercase();
    let seconds = waited_ms / 1000.0;
    let times = if *sent == 1 { "once".to_owned() } else { format!("{sent} times") };
    let (message, help) = match (stage, transport) {
        (Stage::Connect, _) => {
            (format!("no answer to the TCP connect to {at} in {seconds:.1} s"), open_port("TCP", port))
        }
        (_, Transport::Udp | Transport::Dtls) => (
            format!("no answer from {at} to the first request, sent {times} over {over} in {seconds:.1} s"),
            open_port("UDP", port),
        ),
        (_, Transport::Tcp | Transport::Tls) => (
            format!("{at} took the connection, and did not answer the first request over {over} in {seconds:.1} s"),
            format!("see which service listens on TCP {port}, or where the load balancer in front of it sends to"),
        ),
    };
    Some(softened(Draft::new(server.uri.canonical(), message).help(help), server, run))
}

fn open_port(protocol: &str, port: u16) -> String {
    format!("check that the server runs, and open {protocol} {port} in its cloud security group and host firewall")
}

/// `net/not-stun`
pub(super) fn not_stun(server: &Server, run: &Gathering) -> Option<Draft> {
    let (looks_like, head) = match (&server.outcome, &server.second_look) {
        (Outcome::Failed(Failure::NotStun { looks_like, head }), _) => (looks_like.as_str(), head),
        (Outcome::Failed(_), Some(SecondLook { http: Some(head), .. })) => ("an HTTP server", head),
        _ => return None,
    };
    let at = place(server);
    let message = format!("{at} answered, but it is {looks_like}: `{head}`");
    let help =
        "correct the port (a TLS server wants `turns:`), or the rule of the proxy or load balancer in front of it";
    Some(softened(Draft::new(server.uri.canonical(), message).help(help), server, run))
}

/// `net/ended`
pub(super) fn ended(server: &Server, run: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Closed { stage, reset }) = &server.outcome else { return None };
    if explained(server) || cut(server) {
        return None;
    }
    let how = if *reset { "reset" } else { "closed" };
    let when = match stage {
        Stage::Connect => "while it was being opened",
        Stage::Handshake => "in the TLS handshake",
        Stage::Binding | Stage::Allocate => "after the first STUN request",
    };
    let draft = Draft::new(server.uri.canonical(), format!("{} {how} the connection {when}", place(server)))
        .confidence(Confidence::Likely)
        .help("look into the server's log for this moment; a proxy that expects HTTP or TLS ends such connections too");
    Some(softened(draft, server, run))
}

/// `net/dpi`
pub(super) fn dpi(server: &Server, run: &Gathering) -> Option<Draft> {
    if explained(server) || !cut(server) {
        return None;
    }
    let inside = if server.tls.is_some() { "the TLS handshake went through, and then " } else { "" };
    let message = format!("{inside}{} reset the connection at the first STUN request", place(server));
    let web = server.uri.transport == Transport::Tls && server.uri.port == 443;
    let way_out = if web {
        "let this network's firewall pass TLS to the server uninspected"
    } else {
        "offer `turns:` on port 443, which looks like HTTPS to a middlebox"
    };
    let draft = Draft::new(server.uri.canonical(), message).confidence(Confidence::Likely).help(format!(
        "compare with another network: if it works there, {way_out}; if not, the server or its load balancer does it"
    ));
    Some(softened(draft, server, run))
}

/// `net/wrong-source`
pub(super) fn wrong_source(server: &Server, run: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::WrongSource { from }) = &server.outcome else { return None };
    let asked = place(server);
    let message = format!("{asked} was asked, and {from} answered: NATs and connected sockets drop such answers");
    let draft = Draft::new(server.uri.canonical(), message).help(format!(
        "make the server answer from the address that was asked (coturn: one `listening-ip` for each address), or \
         correct the route or load balancer that sends answers out by {}",
        from.ip()
    ));
    Some(softened(draft, server, run))
}

/// A reset right after the first request: what a middlebox does that looks into connections.
fn cut(server: &Server) -> bool {
    matches!(server.outcome, Outcome::Failed(Failure::Closed { stage: Stage::Binding | Stage::Allocate, reset: true }))
        && server.phases.binding_ms.is_none()
}

/// Whether the second look says what stands at the port: another rule names it.
fn explained(server: &Server) -> bool {
    server.second_look.as_ref().is_some_and(|look| look.http.is_some() || look.tls || look.plain_stun)
}

fn place(server: &Server) -> String {
    server.address.map_or_else(|| server.uri.host.clone(), |address| address.to_string())
}

/// One address family of a name that works over the other is a warning: clients use what answers.
fn softened(draft: Draft, server: &Server, run: &Gathering) -> Draft {
    let works = run.servers.iter().any(|other| other.uri == server.uri && other.outcome == Outcome::Ok);
    if works { draft.severity(Severity::Warning) } else { draft }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SILENT: &str = include_str!("../../../tests/fixtures/rules/net/no-answer/bad.gathering.json");

    fn silence(transport: Transport, stage: Stage, works_elsewhere: bool) -> (String, String, Severity) {
        let mut run: Gathering = serde_json::from_str(SILENT).unwrap();
        let mut server = run.servers.pop().unwrap();
        server.uri.transport = transport;
        server.outcome = Outcome::Failed(Failure::NoAnswer { stage, sent: 1, waited_ms: 5000.0 });
        if works_elsewhere {
            run.servers.push(Server { outcome: Outcome::Ok, ..server.clone() });
        }
        let rule = &crate::rules::find("net/no-answer").unwrap().rule;
        let finding = no_answer(&server, &run).unwrap().into_finding(rule);
        (finding.message, finding.help, finding.severity)
    }

    #[test]
    fn each_silence_has_its_own_words_and_advice() {
        for (transport, stage, message, help) in [
            (Transport::Tcp, Stage::Connect, "TCP connect", "open TCP 3478"),
            (Transport::Udp, Stage::Binding, "sent once over UDP in 5.0 s", "open UDP 3478"),
            (Transport::Tcp, Stage::Binding, "took the connection", "load balancer"),
        ] {
            let (said, advised, severity) = silence(transport, stage, false);
            assert!(said.contains(message), "{said}");
            assert!(advised.contains(help), "{advised}");
            assert_eq!(severity, Severity::Error);
        }
    }

    #[test]
    fn a_name_that_answers_at_its_other_address_is_a_warning() {
        assert_eq!(silence(Transport::Udp, Stage::Binding, true).2, Severity::Warning);
    }
}
