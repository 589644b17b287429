//! From options to a plan: which servers, with whose credentials, under which limits.

use std::path::Path;
use std::time::Duration;

use super::super::{Context, Failure};
use super::credentials::Given;
use crate::candidate::servers::IceServer;
use crate::candidate::uri::Transport;
use crate::cli::{IceArgs, Policy, TransportArg};
use crate::config::{Chosen, ConfigError, Origin, Places, choose};
use crate::facts::ice::Demands;
use crate::net::dns::{Family, Override, Resolver};
use crate::net::gather::{Plan, Target};
use crate::net::tls::Trust;

/// Longest credential or server list that is read.
const INPUT_LIMIT: u64 = 1 << 20;

/// What `--public` asks beside the user's own: two operators, two ports.
const PUBLIC: [&str; 2] = ["stun:stun.l.google.com:19302", "stun:stun.cloudflare.com:3478"];

/// Which servers the user means.
///
/// # Errors
/// `Ok(Err(_))` when they are wrong, so that each URI can be a finding; `Err` when they cannot be read at all.
pub(super) fn servers(args: &IceArgs, context: &mut Context<'_>) -> Result<Result<Chosen, ConfigError>, Failure> {
    let json = match &args.ice_servers {
        Some(text) => Some(server_list(text, context)?),
        None => None,
    };
    let variable = std::env::var_os("RTCDIAG_ICE_SERVERS").map(|text| text.to_string_lossy().into_owned());
    Ok(choose(&Places { uris: args.servers.clone(), json, file: args.config.clone(), variable }))
}

/// The argument of `--ice-servers`: JSON itself, `-`, or a file.
fn server_list(text: &str, context: &mut Context<'_>) -> Result<String, Failure> {
    if text.trim_start().starts_with(['[', '{']) {
        return Ok(text.to_owned());
    }
    if text.is_empty() {
        return Err(Failure::usage("use the servers of `--ice-servers`: the argument is empty")
            .hint("give a file, `-` for stdin, or the JSON itself"));
    }
    read_text(Path::new(text), context)
}

pub(super) fn read_text(path: &Path, context: &mut Context<'_>) -> Result<String, Failure> {
    let input = crate::input::read(path, context.stdin, INPUT_LIMIT).map_err(|e| Failure::usage(e.to_string()))?;
    String::from_utf8(input.bytes).map_err(|_| Failure::usage(format!("read `{}`: it is not UTF-8", input.name)))
}

/// The plan for `servers`, which are the user's own.
///
/// # Errors
/// When options contradict each other or name something that is not there.
pub(super) fn plan(args: &IceArgs, servers: Vec<IceServer>, context: &mut Context<'_>) -> Result<Plan, Failure> {
    let given = Given::read(args, context)?;
    let mut targets = Vec::new();
    for server in servers {
        for uri in &server.urls {
            let credentials = if uri.scheme.relays() { Some(given.choose(&server, uri)?) } else { None };
            let examination = credentials.as_ref().map(|credentials| given.examine(credentials));
            if wanted(args, uri.transport) {
                targets.push(Target { uri: uri.clone(), credentials, examination });
            }
        }
    }
    if targets.is_empty() {
        return Err(nothing_left());
    }
    if args.public {
        let public = PUBLIC.iter().filter_map(|text| text.parse().ok());
        targets.extend(public.map(|uri| Target { uri, credentials: None, examination: None }));
    }
    let extra = match &args.ca {
        Some(path) => Trust::read_pem(path).map_err(Failure::usage)?,
        None => Vec::new(),
    };
    Ok(frame(args, targets, Trust::new(extra, args.insecure), overrides(args)?, false))
}

/// `--transport` took every server away.
pub(super) fn nothing_left() -> Failure {
    Failure::usage("use `--transport`: no server is left that is reached over it")
}

/// A plan with everything but the servers taken from the options.
pub(super) fn frame(
    args: &IceArgs,
    targets: Vec<Target>,
    trust: Trust,
    overrides: Vec<Override>,
    embedded: bool,
) -> Plan {
    Plan {
        targets,
        embedded,
        relay_only: args.policy == Policy::Relay,
        family: match (args.ipv4, args.ipv6) {
            (true, _) => Family::V4,
            (_, true) => Family::V6,
            _ => Family::Any,
        },
        interface: args.interface.clone(),
        timeout: Duration::from_secs_f64(args.timeout),
        demands: Demands {
            require_all: args.require_all,
            cert_days: args.min_cert_days,
            credential_s: args.min_cred_ttl,
        },
        allow_private: args.allow_private,
        prove: !args.no_data,
        trust,
        resolver: Resolver::new(overrides),
    }
}

/// Whether `--transport` takes it; without the option everything is taken.
pub(super) fn wanted(args: &IceArgs, transport: Transport) -> bool {
    args.transport.is_empty()
        || args.transport.iter().any(|wanted| {
            matches!(
                (wanted, transport),
                (TransportArg::Udp, Transport::Udp | Transport::Dtls)
                    | (TransportArg::Tcp, Transport::Tcp)
                    | (TransportArg::Tls, Transport::Tls)
            )
        })
}

/// `HOST:PORT:ADDRESS`, the address in brackets where it is IPv6, as curl has it.
fn overrides(args: &IceArgs) -> Result<Vec<Override>, Failure> {
    let one = |text: &String| {
        let (host, rest) = text.split_once(':')?;
        let (port, address) = rest.split_once(':')?;
        let address = address.strip_prefix('[').and_then(|a| a.strip_suffix(']')).unwrap_or(address);
        Some(Override { host: host.to_owned(), port: port.parse().ok()?, address: address.parse().ok()? })
    };
    args.resolve
        .iter()
        .map(|text| {
            one(text).ok_or_else(|| {
                Failure::usage(format!("use `--resolve {text}`: it is not HOST:PORT:ADDRESS"))
                    .hint("for example `--resolve turn.example.org:443:192.0.2.7`")
            })
        })
        .collect()
}

/// Without a server nothing of the user's is tested: a pipeline must not turn green by that.
///
/// # Errors
/// When the options or the environment say that somebody relies on the result.
pub(super) fn may_self_test(args: &IceArgs, context: &Context<'_>, chosen: &Chosen) -> Result<(), Failure> {
    debug_assert_eq!(chosen.origin, Origin::Nowhere, "a self-test is for runs without servers");
    let hint = "name a server, set `RTCDIAG_ICE_SERVERS`, or write an [ice] table into rtcdiag.toml";
    if context.global.fail_on.is_some() {
        return Err(Failure::usage("use `--fail-on` without a server: nothing of yours would be tested").hint(hint));
    }
    let demands = !context.global.expect.is_empty() || !args.expectations().is_empty();
    if demands {
        let what = "expect something of a run without a server: nothing of yours would be tested";
        return Err(Failure::usage(what).hint(hint));
    }
    let ci = std::env::var("CI").is_ok_and(|value| value == "true");
    if ci && !args.self_test {
        return Err(Failure::usage("run without a server where `CI=true`: nothing of yours would be tested")
            .hint(format!("{hint}; `--self-test` says that the self-test is meant")));
    }
    Ok(())
}
