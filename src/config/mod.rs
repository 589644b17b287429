//! `rtcdiag.toml`, the environment and server lists, each value with where it came from.
//!
//! For: deciding which servers are meant. Not for: asking them, or for the command line's own syntax (`cli`).
//! A configuration file is never found by walking up.

mod proxy;
mod servers;
mod toml_file;

pub use proxy::ProxyVariables;
pub use servers::{Chosen, ConfigError, Origin, Places, choose};
