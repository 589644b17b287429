//! What may be asked: clap types alone, one file per subcommand.
//!
//! For: names, help, value parsing. Not for: doing anything; `command` does.

mod dump;
mod examples;
mod explain;
mod global;
mod handshake;
mod ice;
mod profile;
mod replay;
mod sdp;
mod sdp_diff;
mod sdp_negotiate;
mod serve;
mod servers;

use clap::{Parser, Subcommand};

pub use dump::DumpArgs;
pub use explain::{CompletionsArgs, ExplainArgs};
pub use global::{Format, Global, Output, When};
pub use handshake::{GlareArg, HandshakeArgs, MediaArg, PROVOCATIONS, RoleArg, TrickleArg};
pub use ice::{BrowserArg, IceArgs};
pub use profile::{ProfileArgs, ProfileCommand};
pub use replay::ReplayArgs;
pub use sdp::{ExplainSdpArgs, LintSdpArgs, SdpArgs, SdpCommand, SdpSubject};
pub use sdp_diff::DiffArgs;
pub use sdp_negotiate::NegotiateArgs;
pub use serve::ServeArgs;
pub use servers::{Policy, SecretText, ServerArgs, TransportArg};

/// Tells why a WebRTC connection fails or is slow, and what to change
#[derive(Clone, Debug, Parser)]
#[command(name = "rtcdiag", version, max_term_width = 100, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = examples::TOP)]
pub struct Cli {
    /// Options of every subcommand.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Gather ICE candidates from every configured STUN and TURN server, and prove each relay
    #[command(after_help = examples::ICE)]
    Ice(Box<IceArgs>),
    /// Read session descriptions: what they mean and what is wrong with them
    Sdp(SdpArgs),
    /// Read webrtc-internals, rtcstats and about:webrtc dumps: connections, path, quality, timeline
    #[command(after_help = examples::DUMP)]
    Dump(DumpArgs),
    /// Run a full offer/answer handshake through a signaling server and time each phase
    #[command(after_help = examples::HANDSHAKE)]
    Handshake(Box<HandshakeArgs>),
    /// Report again on what `handshake --record` kept
    #[command(after_help = examples::REPLAY)]
    Replay(ReplayArgs),
    /// List, show and check profiles: how a signaling server is spoken to
    Profile(ProfileArgs),
    /// Start STUN, TURN, a signaling relay and an echo peer on loopback
    #[command(after_help = examples::SERVE)]
    Serve(ServeArgs),
    /// Print the manual of a rule, or of a STUN, TURN or ICE error code
    #[command(after_help = examples::EXPLAIN)]
    Explain(ExplainArgs),
    /// Print a shell completion script
    #[command(after_help = examples::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual page in roff
    #[command(after_help = examples::MAN)]
    Man,
    /// Print the JSON Schema of the report that `--json` writes
    #[command(after_help = examples::SCHEMA)]
    Schema,
}
