//! One file per subcommand: options, collect, judge, report. The only room that knows all others.

mod completions;
mod context;
mod explain;
mod ice;
mod man;
mod output;
mod run;
mod schema;
mod sdp;

pub use context::{Context, Failure, Outcome};
pub use run::{refuse, run};
