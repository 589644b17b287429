//! Checks of reachability.

use crate::candidate::uri::Transport;
use crate::facts::ice::{Failure, Gathering, Outcome, Server, Stage};
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
    let (at, transport, port) = (place(server), server.uri.transport, server.uri.port);
    let over = transport.word().to_uppercase();
    let seconds = waited_ms / 1000.0;
    let times = if *sent == 1 { "once".to_owned() } else { format!("{sent} times") };
    let (message, help) = match (stage, transport) {
        (Stage::Connect, _) => {
            (format!("no answer to the TCP connect to {at} in {seconds:.1} s"), open_port("TCP", port))
        }
        (Stage::Handshake, _) => (
            format!("{at} took the TCP connection, and did not answer the TLS ClientHello in {seconds:.1} s"),
            format!(
                "give the server a certificate (coturn: `cert` and `pkey`), or ask port {port} without TLS: `turn:`"
            ),
        ),
        (Stage::Binding, Transport::Udp | Transport::Dtls) => (
            format!("no answer from {at} to the first request, sent {times} over {over} in {seconds:.1} s"),
            open_port("UDP", port),
        ),
        (Stage::Binding, Transport::Tcp | Transport::Tls) => (
            format!("{at} took the connection, and did not answer the first request over {over} in {seconds:.1} s"),
            format!("see which service listens on TCP {port}, or where the load balancer in front of it sends to"),
        ),
        (Stage::Allocate, _) => (
            format!("{at} answered, and then not the Allocate request, sent {times} over {over} in {seconds:.1} s"),
            "see whether the server relays at all (coturn: no `stun-only`), and what its log says of this moment"
                .to_owned(),
        ),
    };
    Some(softened(Draft::new(server.uri.canonical(), message).help(help), server, run))
}

fn open_port(protocol: &str, port: u16) -> String {
    format!("check that the server runs, and open {protocol} {port} in its cloud security group and host firewall")
}

/// `net/not-stun`
pub(super) fn not_stun(server: &Server, run: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NotStun { looks_like, head }) = &server.outcome else { return None };
    let at = place(server);
    let message = format!("{at} answered, but it is {looks_like}: `{head}`");
    let help =
        "correct the port (a TLS server wants `turns:`), or the rule of the proxy or load balancer in front of it";
    Some(softened(Draft::new(server.uri.canonical(), message).help(help), server, run))
}

/// `net/ended`
pub(super) fn ended(server: &Server, run: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Closed { stage, reset }) = &server.outcome else { return None };
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
            (Transport::Tls, Stage::Handshake, "ClientHello", "`cert`"),
            (Transport::Udp, Stage::Binding, "sent once over UDP in 5.0 s", "open UDP 3478"),
            (Transport::Tcp, Stage::Binding, "took the connection", "load balancer"),
            (Transport::Udp, Stage::Allocate, "not the Allocate request", "`stun-only`"),
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
