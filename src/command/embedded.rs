//! The embedded server as the self-tests start it.

use std::net::SocketAddr;

use super::{Context, Failure};
use crate::serve::{ServeConfig, Server};

/// Starts the server at `listen`, a loopback address.
///
/// # Errors
/// When the address cannot be had (exit 3).
pub async fn start(listen: SocketAddr) -> Result<Server, Failure> {
    serve(ServeConfig { listen, ..ServeConfig::default() }).await
}

/// Starts the server.
///
/// # Errors
/// When its address cannot be had (exit 3).
pub async fn serve(config: ServeConfig) -> Result<Server, Failure> {
    let listen = config.listen;
    Server::start(config).await.map_err(|error| Failure::untestable(format!("listen at `{listen}`: {error}")))
}

/// Any free port of the loopback interface.
pub fn anywhere() -> SocketAddr {
    (std::net::Ipv4Addr::LOCALHOST, 0).into()
}

/// Refuses a run against ourselves that nobody `asked` for where something of the user's was to be tested: `expects`
/// is whether the command line states an expectation, and `remedy` says how to name what is to be tested.
///
/// # Errors
/// Exit 2 for `--fail-on` and expectations, and where `CI=true`: a forgotten variable must not turn a pipeline green.
pub fn may_self_test(asked: bool, expects: bool, remedy: &str, context: &Context<'_>) -> Result<(), Failure> {
    let ci = std::env::var("CI").is_ok_and(|value| value == "true");
    let what = if context.global.fail_on.is_some() {
        "use `--fail-on` without a server"
    } else if expects || !context.global.expect.is_empty() {
        "expect something of a run without a server"
    } else if ci && !asked {
        let hint = format!("{remedy}; `--self-test` says that the self-test is meant");
        return Err(Failure::usage("run without a server where `CI=true`: nothing of yours would be tested").hint(hint));
    } else {
        return Ok(());
    };
    Err(Failure::usage(format!("{what}: nothing of yours would be tested")).hint(remedy))
}
