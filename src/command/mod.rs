//! One file per subcommand: options, collect, judge, report. The only room that knows all others.

mod completions;
mod context;
pub mod dump;
pub mod embedded;
mod expectations;
mod explain;
mod given;
pub mod handshake;
pub mod ice;
mod man;
mod output;
mod profile;
mod run;
mod schema;
pub mod sdp;
mod serve;
mod write_out;

pub use context::{Context, Failure, Outcome};
pub use run::{refuse, run};
