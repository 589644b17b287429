//! Which servers are meant, from wherever the user has them, and what is said where they are wrong.

use std::path::Path;

use super::super::given::read_text;
use super::super::{Context, Failure, Outcome as CommandOutcome};
use super::facts;
use super::fetch::{self, Fetched};
use super::options::{Asked, Connections};
use crate::config::{Chosen, ConfigError, Places, choose};
use crate::facts::ice::{Demands, Gathering};
use crate::net::clock;
use crate::report::number::plural;
use crate::report::{Exit, Finding, NotTested, Report, Verdict, VerdictResult};
use crate::rules::{Subject, judge};

/// The servers, and how they were fetched if they were.
#[derive(Debug)]
pub(in crate::command) struct Input {
    /// The servers.
    pub(in crate::command) chosen: Chosen,
    /// What `--ice-url` came to.
    pub(in crate::command) fetched: Option<Fetched>,
}

/// Which servers the user means.
///
/// # Errors
/// `Ok(Err(_))` when they are wrong, so that each fault can be a finding; `Err` when they cannot be read at all.
pub(in crate::command) async fn servers(
    args: &Asked<'_>,
    connections: &Connections,
    context: &mut Context<'_>,
) -> Result<Result<Input, ConfigError>, Failure> {
    let json = match &args.from.ice_servers {
        Some(text) => Some(server_list(text, context)?),
        None => None,
    };
    let fetched = match &args.from.ice_url {
        Some(url) => Some(fetch::run(&url.0, args, connections, context).await?),
        None => None,
    };
    let (text, fetched) = fetched.map_or((None, None), |(text, fetched)| (Some(text), Some(fetched)));
    let places = Places {
        uris: args.uris.to_vec(),
        json,
        fetched: fetched.as_ref().map(|fetched| fetched.url.clone()).zip(text),
        file: args.from.config.clone(),
        variable: std::env::var_os("RTCDIAG_ICE_SERVERS").map(|text| text.to_string_lossy().into_owned()),
    };
    Ok(choose(&places).map(|chosen| Input { chosen, fetched }))
}

/// The argument of `--ice-servers`: JSON itself, `-`, or a file.
fn server_list(text: &str, context: &mut Context<'_>) -> Result<String, Failure> {
    // Source code may begin with a name, and no file is called like that.
    let literal = text.contains('{') && !Path::new(text).exists();
    if text.trim_start().starts_with(['[', '{']) || literal {
        return Ok(text.to_owned());
    }
    if text.is_empty() {
        return Err(Failure::usage("use the servers of `--ice-servers`: the argument is empty")
            .hint("give a file, `-` for stdin, or the JSON itself"));
    }
    read_text(Path::new(text), context)
}

/// What `ice` says about servers that cannot be used.
///
/// # Errors
/// Exit 2 all the same, where no rule knows any of the faults.
pub(super) fn refused(error: &ConfigError, context: &Context<'_>) -> Result<CommandOutcome, Failure> {
    // The facts have the shape of every other run's, so that a consumer finds its keys.
    let nothing = Gathering {
        demands: Demands::default(),
        embedded: false,
        interfaces: Vec::new(),
        candidates: Vec::new(),
        servers: Vec::new(),
        gathering_ms: 0.0,
        unix_time: clock::unix_time(),
    };
    let facts = serde_json::to_value(facts::publish(&nothing)).unwrap_or_default();
    refused_by("ice", facts, error, context)
}

/// What a command says about servers that cannot be used: a report with exit 2 where a rule knows the fault. Nothing was
/// sent to any of them.
///
/// # Errors
/// Exit 2 all the same, where no rule knows any of the faults.
pub(in crate::command) fn refused_by(
    command: &'static str,
    facts: serde_json::Value,
    error: &ConfigError,
    context: &Context<'_>,
) -> Result<CommandOutcome, Failure> {
    let findings: Vec<Finding> = error.faults().iter().flat_map(|fault| judge(Subject::Servers(fault))).collect();
    if findings.is_empty() {
        return Err(Failure::usage(error.to_string()));
    }
    let total = error.faults().len();
    let summary = if findings.iter().all(|finding| finding.rule.id == "config/uri-invalid") && findings.len() == total {
        format!("{} {} not valid, nothing was sent", plural(total, "URI"), if total == 1 { "is" } else { "are" })
    } else {
        format!("the server list has {}, nothing was sent", plural(total, "fault"))
    };
    (context.notice)(&format!("error: could not {error}"));
    Ok(CommandOutcome::Report(Box::new(Report {
        command,
        origin: None,
        started: context.started.clone(),
        duration_ms: 0.0,
        verdict: Verdict { result: VerdictResult::Failed, summary: summary.clone() },
        findings,
        expectations: Vec::new(),
        not_tested: vec![NotTested { what: "every server".to_owned(), why: "the configuration is wrong".to_owned() }],
        facts,
        body: Vec::new(),
        sources: Vec::new(),
        har: None,
        exit: Exit { code: 2, reason: summary },
    })))
}
