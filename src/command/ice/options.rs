//! From options to a plan: which servers, with whose credentials, under which limits.

use std::time::Duration;

use super::super::{Context, Failure, embedded};
use super::credentials::Given;
use crate::candidate::uri::Transport;
use crate::cli::{IceArgs, Policy, SecretText, ServerArgs, TransportArg};
use crate::config::{Chosen, ConfigError, Origin, ProxyVariables};
use crate::facts::ice::Demands;
use crate::net::dns::{Family, Override, Resolver};
use crate::net::gather::{Plan, Target};
use crate::net::proxy::Proxies;
use crate::net::tls::Trust;

/// What `--public` asks beside the user's own: two operators, two ports.
const PUBLIC: [&str; 2] = ["stun:stun.l.google.com:19302", "stun:stun.cloudflare.com:3478"];

/// What a command asks of ICE servers.
#[derive(Clone, Copy, Debug)]
pub(in crate::command) struct Asked<'a> {
    /// Where they come from, and how they are reached.
    pub(in crate::command) from: &'a ServerArgs,
    /// URIs on the command line.
    pub(in crate::command) uris: &'a [String],
    /// Headers for `--ice-url`.
    pub(in crate::command) header: &'a [SecretText],
    /// For each server.
    pub(in crate::command) timeout: Duration,
    /// Every server has to work.
    pub(in crate::command) require_all: bool,
    /// Public servers may lead to private addresses.
    pub(in crate::command) allow_private: bool,
    /// Relays are to be proven.
    pub(in crate::command) prove: bool,
    /// Two public servers are asked too.
    pub(in crate::command) public: bool,
}

impl<'a> From<&'a IceArgs> for Asked<'a> {
    fn from(args: &'a IceArgs) -> Self {
        Self {
            from: &args.from,
            uris: &args.servers,
            header: &args.header,
            timeout: Duration::from_secs_f64(args.timeout),
            require_all: args.require_all,
            allow_private: args.allow_private,
            prove: !args.no_data,
            public: args.public,
        }
    }
}

/// What every connection of a run needs, whomever it goes to.
#[derive(Debug)]
pub(in crate::command) struct Connections {
    /// Whom to trust.
    pub(in crate::command) trust: Trust,
    /// Looks names up.
    pub(in crate::command) resolver: Resolver,
    /// The proxies, where the option names them.
    pub(in crate::command) proxies: Option<Proxies>,
}

/// Warns of a password that the command line shows.
pub(in crate::command) fn warn_of_proxy(args: &ServerArgs, context: &Context<'_>) {
    if args.proxy.as_ref().is_some_and(|proxy| proxy.0.contains('@')) {
        (context.notice)("warning: the password in `--proxy` shows to every process; use `--proxy env`");
    }
}

/// What the options say about connections.
///
/// # Errors
/// When a file cannot be read, or an option is not as it should be.
pub(in crate::command) fn connections(args: &Asked<'_>) -> Result<Connections, Failure> {
    let extra = match &args.from.ca {
        Some(path) => Trust::read_pem(path).map_err(Failure::usage)?,
        None => Vec::new(),
    };
    let proxies = args.from.proxy.as_ref().map(|proxy| proxies(&proxy.0)).transpose()?;
    Ok(Connections { trust: Trust::new(extra, args.from.insecure), resolver: Resolver::new(overrides(args)?), proxies })
}

/// A `--proxy` value.
///
/// # Errors
/// When it names no proxy that can be used.
pub(super) fn proxies(text: &str) -> Result<Proxies, Failure> {
    let (made, of) = match text {
        "none" => (Ok(Proxies::default()), ""),
        "env" => {
            let found = ProxyVariables::read(|name| std::env::var(name).ok());
            (Proxies::new(found.plain.as_deref(), found.secure.as_deref(), &found.bypass), " of the environment")
        }
        url => (Proxies::new(Some(url), Some(url), ""), " of `--proxy`"),
    };
    made.map_err(|why| {
        Failure::usage(format!("use the proxy{of}: {why}"))
            .hint("an HTTP proxy is `http://[USER:PASSWORD@]HOST:PORT`; `--proxy none` goes without")
    })
}

/// The plan for the servers of `chosen`; `public_service` says that a public address named those that were fetched.
///
/// # Errors
/// `Ok(Err(_))` when a server lacks its credential; `Err` when options contradict each other or name something that
/// is not there.
pub(in crate::command) fn plan(
    args: &Asked<'_>,
    chosen: &Chosen,
    connections: Connections,
    public_service: bool,
    context: &mut Context<'_>,
) -> Result<Result<Plan, ConfigError>, Failure> {
    let given = Given::read(args, context)?;
    let errors: Vec<_> = chosen.servers.iter().filter_map(|server| given.missing(server)).collect();
    if !errors.is_empty() {
        return Ok(Err(ConfigError::BadServers { origin: chosen.origin.clone(), errors }));
    }
    let mut targets = Vec::new();
    let own = chosen.servers.len().saturating_sub(chosen.fetched);
    for (n, server) in chosen.servers.iter().enumerate() {
        let from_public = public_service && n >= own;
        for uri in &server.urls {
            let credentials = if uri.scheme.relays() { given.choose(server) } else { None };
            let examination = credentials.as_ref().map(|credentials| given.examine(credentials));
            if wanted(args, uri.transport) {
                targets.push(Target { uri: uri.clone(), credentials, examination, from_public });
            }
        }
    }
    if targets.is_empty() {
        return Err(nothing_left());
    }
    if args.public {
        let public = PUBLIC.iter().filter_map(|text| text.parse().ok());
        targets.extend(public.map(|uri| Target { uri, credentials: None, examination: None, from_public: false }));
    }
    Ok(Ok(frame(args, targets, connections, false)))
}

/// `--transport` took every server away.
pub(super) fn nothing_left() -> Failure {
    Failure::usage("use `--transport`: no server is left that is reached over it")
}

/// A plan with everything but the servers taken from the options.
pub(super) fn frame(args: &Asked<'_>, targets: Vec<Target>, connections: Connections, embedded: bool) -> Plan {
    Plan {
        targets,
        embedded,
        relay_only: args.from.policy == Policy::Relay,
        family: family(args),
        interface: args.from.interface.clone(),
        timeout: args.timeout,
        demands: Demands {
            require_all: args.require_all,
            cert_days: args.from.min_cert_days,
            credential_s: args.from.min_cred_ttl,
        },
        allow_private: args.allow_private,
        prove: args.prove,
        trust: connections.trust,
        resolver: connections.resolver,
        proxies: connections.proxies.unwrap_or_default(),
    }
}

/// Which addresses the user wants.
pub(in crate::command) fn family(args: &Asked<'_>) -> Family {
    match (args.from.ipv4, args.from.ipv6) {
        (true, _) => Family::V4,
        (_, true) => Family::V6,
        _ => Family::Any,
    }
}

/// Whether `--transport` takes it; without the option everything is taken.
pub(super) fn wanted(args: &Asked<'_>, transport: Transport) -> bool {
    args.from.transport.is_empty()
        || args.from.transport.iter().any(|wanted| {
            matches!(
                (wanted, transport),
                (TransportArg::Udp, Transport::Udp | Transport::Dtls)
                    | (TransportArg::Tcp, Transport::Tcp)
                    | (TransportArg::Tls, Transport::Tls)
            )
        })
}

/// `HOST:PORT:ADDRESS`, the address in brackets where it is IPv6, as curl has it.
fn overrides(args: &Asked<'_>) -> Result<Vec<Override>, Failure> {
    let one = |text: &String| {
        let (host, rest) = text.split_once(':')?;
        let (port, address) = rest.split_once(':')?;
        let address = address.strip_prefix('[').and_then(|a| a.strip_suffix(']')).unwrap_or(address);
        Some(Override { host: host.to_owned(), port: port.parse().ok()?, address: address.parse().ok()? })
    };
    args.from
        .resolve
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
    let remedy = "name a server, set `RTCDIAG_ICE_SERVERS`, or write an [ice] table into rtcdiag.toml";
    embedded::may_self_test(args.self_test, !args.expectations().is_empty(), remedy, context)
}
