//! Checks of relayed addresses.

use std::net::IpAddr;

use crate::candidate::address::is_public;
use crate::facts::ice::{Gathering, Relay, Server};
use crate::report::Confidence;
use crate::report::number::rate;
use crate::rules::Draft;

/// `relay/private-address`
pub(super) fn private_address(server: &Server, _: &Gathering) -> Option<Draft> {
    let (relay, public) = private(server)?;
    let message =
        format!("the relayed address {} is private, while the server's own, {public}, is public", relay.address);
    let draft = Draft::new(server.uri.canonical(), message).help(
        "tell the server its public address with `external-ip=PUBLIC/PRIVATE` in turnserver.conf, and restart it",
    );
    let one_family = public.is_ipv4() == relay.address.is_ipv4();
    Some(if one_family { draft.fix(format!("external-ip={public}/{}", relay.address.ip())) } else { draft })
}

/// `relay/external-ip-wrong`
pub(super) fn external_ip_wrong(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref().filter(|_| private(server).is_none())?;
    let from = relay.seen_from.map(|from| from.ip()).filter(|from| *from != relay.address.ip())?;
    // Within the server's own network its private address is what a right server sends from.
    let inside = !is_public(from) && is_public(relay.address.ip());
    if inside && relay.proven_in.yes().is_some() {
        return None;
    }
    let message = format!("data sent through the relayed address {} came from {from}", relay.address);
    let draft = Draft::new(server.uri.canonical(), message).fact("relay.proven_out", "false");
    Some(if inside {
        draft.confidence(Confidence::Possible).help(format!(
            "run this again from outside the server's network; if {} is not its public address, correct `external-ip`",
            relay.address.ip()
        ))
    } else {
        draft.help(format!(
            "correct `external-ip` in turnserver.conf, and restart the server: data leaves it from {from}"
        ))
    })
}

/// `relay/port-rewritten`
pub(super) fn port_rewritten(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref()?;
    let from = relay.seen_from.filter(|from| from.ip() == relay.address.ip() && *from != relay.address)?;
    let message = format!("data sent through the relayed address {} came from port {}", relay.address, from.port());
    Some(Draft::new(server.uri.canonical(), message).fact("relay.proven_out", "false").help(
        "keep the ports of the server's NAT as they are: forward the relay port range one to one, or give the server a \
         public address of its own",
    ))
}

/// `relay/no-egress`
pub(super) fn no_egress(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref().filter(|relay| relay.seen_from.is_none())?;
    let inward = relay.proven_in.yes().is_some() || relay.in_after_out.yes().is_some();
    if !(inward && relay.proven_out.is_no()) {
        return None;
    }
    let message =
        format!("packets from outside come in at {}, and none that is sent through it comes out", relay.address);
    Some(
        Draft::new(server.uri.canonical(), message)
            .fact("relay.proven_out", "false")
            .help("allow outgoing UDP from the server's relay port range to everywhere, on the host and in the cloud"),
    )
}

/// `relay/throttled`
pub(super) fn throttled(server: &Server, _: &Gathering) -> Option<Draft> {
    let load = server.relay.as_ref()?.load.as_ref()?;
    if load.rounds.len() < 2 || !load.rounds.iter().all(|round| round.capped) {
        return None;
    }
    let firsts: Vec<String> = load.rounds.iter().map(|round| round.came_back.to_string()).collect();
    let message = format!(
        "of {} packets of {} bytes at {} the first {}, came back and then none; no higher rate was tried",
        load.sent,
        load.size,
        rate(load.rate_kbps * 1000.0),
        firsts.join(", and a second later the first ")
    );
    Some(Draft::new(server.uri.canonical(), message).confidence(Confidence::Likely).help(
        "raise the server's bandwidth limit (coturn: `max-bps` is in bytes a second, for each direction; 0 is no limit): it \
         drops packets without a word",
    ))
}

/// `relay/unreachable-from-outside`
pub(super) fn unreachable(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref().filter(|relay| private(server).is_none() && relay.seen_from.is_none())?;
    if !(relay.proven_in.is_no() && relay.in_after_out.is_no()) {
        return None;
    }
    let message = format!("no packet from outside came in at {}, before or after one was sent out", relay.address);
    let draft = Draft::new(server.uri.canonical(), message).fact("relay.proven_in", "false").help(
        "open the server's whole relay port range (coturn: `min-port` to `max-port`, by default UDP 49152 to \
                   65535) for incoming UDP in the cloud security group and the host firewall",
    );
    // Nothing out of it either: this network may be what blocks UDP to such ports.
    Some(if relay.proven_out.is_no() { draft.confidence(Confidence::Likely) } else { draft })
}

/// `relay/stateful-firewall`
pub(super) fn stateful_firewall(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref()?;
    if !(relay.proven_in.is_no() && relay.in_after_out.yes().is_some()) {
        return None;
    }
    let message = format!("packets from outside came in at {} only after one had gone out to them", relay.address);
    Some(Draft::new(server.uri.canonical(), message).fact("relay.proven_in", "false").help(
        "open the server's relay port range for incoming UDP from everywhere: peers behind symmetric NATs need it",
    ))
}

/// The allocation and the server's own address, if the first is private and the second is not.
fn private(server: &Server) -> Option<(&Relay, IpAddr)> {
    let (relay, own) = (server.relay.as_ref()?, server.address?.ip());
    (!is_public(relay.address.ip()) && is_public(own)).then_some((relay, own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Known, Why};

    const WRONG: &str = include_str!("../../../tests/fixtures/rules/relay/external-ip-wrong/bad.gathering.json");

    /// A run whose relay sends from another public address, with one change to its relay.
    fn run(change: impl Fn(&mut Relay)) -> Gathering {
        let mut run: Gathering = serde_json::from_str(WRONG).unwrap();
        run.servers.iter_mut().filter_map(|server| server.relay.as_mut()).for_each(change);
        run
    }

    fn confidence(check: fn(&Server, &Gathering) -> Option<Draft>, run: &Gathering) -> Option<Confidence> {
        let rule = &super::super::RULES.first().unwrap().rule;
        run.servers.iter().find_map(|server| Some(check(server, run)?.into_finding(rule).confidence))
    }

    #[test]
    fn a_private_source_may_mean_that_we_stand_in_the_servers_network() {
        assert_eq!(confidence(external_ip_wrong, &run(|_| {})), Some(Confidence::Certain));
        let inside = |relay: &mut Relay| relay.seen_from = Some("10.0.0.5:51234".parse().unwrap());
        assert_eq!(confidence(external_ip_wrong, &run(inside)), Some(Confidence::Possible));
        let reached = |relay: &mut Relay| {
            inside(relay);
            relay.proven_in = Known::Yes(());
        };
        assert_eq!(confidence(external_ip_wrong, &run(reached)), None);
    }

    #[test]
    fn nothing_in_and_nothing_out_may_be_this_networks_doing() {
        let closed = |relay: &mut Relay| {
            relay.seen_from = None;
            relay.proven_out = Known::Yes(());
        };
        assert_eq!(confidence(unreachable, &run(closed)), Some(Confidence::Certain));
        let silent = |relay: &mut Relay| {
            relay.seen_from = None;
            relay.proven_out = Known::No(Why::new("no packet arrived"));
        };
        assert_eq!(confidence(unreachable, &run(silent)), Some(Confidence::Likely));
        let untested = |relay: &mut Relay| {
            silent(relay);
            relay.in_after_out = Known::not_tested("the time for the proof was over");
        };
        assert_eq!(confidence(unreachable, &run(untested)), None);
    }
}
