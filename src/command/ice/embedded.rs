//! The self-test: our own servers in this process, on loopback.

use super::super::Failure;
use super::options;
use crate::cli::IceArgs;
use crate::net::gather::Plan;

/// Starts the embedded server and makes a plan against it.
pub(super) async fn start(_args: &IceArgs) -> Result<((), Plan), Failure> {
    let _ = options::frame;
    Err(Failure::untestable("start the embedded server"))
}
