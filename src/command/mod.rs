//! One file per subcommand: options, collect, judge, report. The only room that knows all others.

mod context;
mod sdp;

pub use context::{Context, Failure, Outcome};
pub use sdp::explain as explain_sdp;
