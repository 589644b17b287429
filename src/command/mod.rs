//! One file per subcommand: options, collect, judge, report. The only room that knows all others.

mod context;
pub mod handshake;
mod sdp;

pub use context::{Context, Failure, Outcome};
