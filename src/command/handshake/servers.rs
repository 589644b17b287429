//! Which ICE servers a handshake gathers from: named as for `rtcdiag ice`.

use std::time::Duration;

use super::published;
use crate::cli::{HandshakeArgs, Policy};
use crate::command::ice::input::{self, Input};
use crate::command::ice::options::{self, Asked};
use crate::command::{Context, Failure, Outcome};
use crate::config::Origin;
use crate::facts::handshake::Handshake;
use crate::net::gather::Plan;

/// How long each server is given: as `rtcdiag ice` does it.
const SERVER_TIME: Duration = Duration::from_secs(5);

/// The servers, and where they came from.
#[derive(Debug)]
pub(super) struct Servers {
    /// What to gather, and how.
    pub(super) plan: Plan,
    /// In words.
    pub(super) origin: String,
}

/// What the options ask of ICE servers.
pub(super) fn asked(args: &HandshakeArgs) -> Asked<'_> {
    Asked {
        from: &args.from,
        uris: &args.ice_server,
        header: &args.ice_header,
        timeout: SERVER_TIME.min(Duration::from_secs_f64(args.timeout)),
        require_all: false,
        allow_private: args.allow_private,
        prove: false,
        public: false,
    }
}

/// The servers that the user means, if any.
///
/// # Errors
/// `Ok(Err(_))` is the report on servers that cannot be used; `Err` is an option that is wrong, or a list that cannot be
/// had.
pub(super) async fn servers(
    args: &HandshakeArgs,
    context: &mut Context<'_>,
) -> Result<Result<Option<Servers>, Outcome>, Failure> {
    let asked = asked(args);
    let connections = options::connections(&asked)?;
    let refused = |error, context: &Context<'_>| {
        input::refused_by(
            "handshake",
            published::facts(&Handshake::default(), published::Beside::default()),
            &error,
            context,
        )
        .map(Err)
    };
    let Input { chosen, fetched } = match input::servers(&asked, &connections, context).await? {
        Ok(input) => input,
        Err(error) => return refused(error, context),
    };
    if chosen.origin == Origin::Nowhere {
        return match args.from.policy {
            Policy::All => Ok(Ok(None)),
            Policy::Relay => {
                Err(Failure::usage("use `--policy relay` without a TURN server: there would be no candidate")
                    .hint("name one: `--ice-server turn:HOST`, `--ice-servers FILE`, or `RTCDIAG_ICE_SERVERS`"))
            }
        };
    }
    let public = fetched.as_ref().is_some_and(|fetched| fetched.public);
    let plan = match options::plan(&asked, &chosen, connections, public, context)? {
        Ok(plan) => plan,
        Err(error) => return refused(error, context),
    };
    let fetched = fetched.map_or_else(String::new, |fetched| fetched.summary());
    Ok(Ok(Some(Servers { plan, origin: format!("ICE servers from {}{fetched}", chosen.origin) })))
}
