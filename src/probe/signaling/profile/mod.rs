//! Profiles: how one kind of signaling server is spoken to, as data.
//!
//! For: the built-in protocols and those that a user writes down in TOML; both go through one engine. Not for: talking
//! (that is [`super::Engine`]) or for WHIP and WHEP, whose messages are HTTP's own.

mod builtin;
mod model;
mod parse;
mod rehearse;

pub use builtin::{builtin, builtin_source, builtins};
pub use model::{
    ALWAYS, Condition, Decoding, EventKind, IN_CANDIDATES, IN_DESCRIPTIONS, Keepalive, Kind, Message, Profile, Role,
    Rule, Sends, Source, Transport,
};
pub use parse::ProfileError;
pub use rehearse::{Rehearsal, rehearse};
