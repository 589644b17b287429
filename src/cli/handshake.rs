//! `rtcdiag handshake`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::servers::{SecretText, ServerArgs, secret_text};

/// What can be done wrong on purpose; a test holds it against what the run knows.
pub const PROVOCATIONS: [&str; 13] = [
    "glare",
    "cand-first",
    "dup-offer",
    "dup-answer",
    "late-candidates",
    "no-eoc",
    "no-candidates",
    "wrong-ufrag",
    "unknown-mid",
    "bad-candidate",
    "lf-only",
    "no-eol",
    "wrong-fingerprint",
];

/// Runs a handshake.
#[derive(Args, Clone, Debug)]
pub struct HandshakeArgs {
    /// Signaling URL (ws:, wss:, http: or https:); without one the embedded server is started and tested
    #[arg(value_name = "URL")]
    pub url: Option<String>,
    /// Run against the embedded server even where CI=true
    #[arg(long)]
    pub self_test: bool,
    /// Speak this protocol or profile with the server
    #[arg(
        long,
        value_name = "NAME",
        default_value = "auto",
        long_help = "Speak this protocol or profile with the server: auto, whip, whep, post-sdp, or a profile\n\n\
                     `auto` goes by the URL and by what the server sends first. `rtcdiag profile list` lists the \
                     profiles, and `rtcdiag profile show NAME` prints one."
    )]
    pub protocol: String,
    /// Read how to speak with the server from this TOML file
    #[arg(long, value_name = "FILE", conflicts_with = "protocol")]
    pub profile: Option<PathBuf>,
    /// Use the URL and the headers of the profile, which came from somebody else
    #[arg(long, requires = "profile")]
    pub trust_file: bool,
    /// Let the profile read this variable of the environment; those that begin with RTCDIAG_VAR_ it may always read
    #[arg(long, value_name = "NAME", requires = "profile")]
    pub allow_env: Vec<String>,
    /// Use this room
    #[arg(long, value_name = "NAME")]
    pub room: Option<String>,
    /// Send the offer to this peer, where the protocol has names for them
    #[arg(long, value_name = "ID")]
    pub peer: Option<String>,
    /// Use this value for a variable of the profile
    #[arg(long, value_name = "NAME=VALUE")]
    pub var: Vec<String>,
    /// Send this frame first
    #[arg(long, value_name = "TEXT")]
    pub join: Option<String>,
    /// Send this header to the signaling server; `@file` or `env:NAME` in place of the value reads it there
    #[arg(short = 'H', long, value_name = "'NAME: @FILE'", value_parser = secret_text)]
    pub header: Vec<SecretText>,
    /// Let this side make the offer; `auto` offers, and answers whoever offers first
    #[arg(long, value_name = "ROLE", default_value = "auto")]
    pub role: RoleArg,
    /// Give our offer up when both sides offer (polite) or not (impolite); else the lower session id does
    #[arg(long, value_name = "SIDE")]
    pub glare: Option<GlareArg>,
    /// Send our candidates one by one (full), or in the description (half, none)
    #[arg(long, value_name = "HOW", default_value = "auto")]
    pub trickle: TrickleArg,
    /// Send and count these, for --media-time: real frames of Opus and VP8
    #[arg(
        long,
        value_name = "KINDS",
        value_delimiter = ',',
        long_help = "Send and count these, for --media-time: real frames of Opus and VP8\n\nWithout the option: audio and \
                     video to a WHIP server, from a WHEP server, and none elsewhere."
    )]
    pub media: Vec<MediaArg>,
    /// Let media flow for this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = super::ice::seconds)]
    pub media_time: f64,
    /// Send this many bytes over the data channel and back, and say how fast they went
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "no_data", value_parser = clap::value_parser!(u64).range(..=1_000_000_000))]
    pub bytes: u64,
    /// Leave the data channel out
    #[arg(long)]
    pub no_data: bool,
    /// Do this wrong on purpose, and report how the other side takes it
    #[arg(long, value_name = "WHAT", value_parser = PROVOCATIONS)]
    pub provoke: Option<String>,
    /// Show every frame and HTTP exchange, with descriptions folded
    #[arg(long)]
    pub trace_signaling: bool,
    /// Try all three ways of trickling, and tell what sending candidates one by one saves
    #[arg(long, conflicts_with_all = ["trickle", "repeat"])]
    pub compare_trickle: bool,
    /// Run it this many times, and show how each phase spreads
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub repeat: Option<u32>,
    /// Fail when a phase takes longer, as in `ice<200ms,total<1s`; with --repeat every run counts
    #[arg(long, value_name = "LIMITS")]
    pub budget: Option<String>,
    /// Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`
    #[arg(short = 'w', long, value_name = "TEMPLATE")]
    pub write_out: Option<String>,
    /// Write the packets of the peer connection to this file (pcapng)
    #[arg(long, value_name = "FILE")]
    pub pcap: Option<PathBuf>,
    /// Write what was measured to this file, for `rtcdiag replay`
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// ICE servers by URI.
    #[arg(
        long,
        value_name = "URI",
        help = "Gather from this STUN or TURN server too: stun:HOST[:PORT], turn:HOST[:PORT][?transport=udp|tcp], turns:HOST[:PORT]"
    )]
    pub ice_server: Vec<String>,
    /// Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there
    #[arg(long, value_name = "'NAME: @FILE'", requires = "ice_url", value_parser = secret_text)]
    pub ice_header: Vec<SecretText>,
    /// The ICE servers, and how they are reached.
    #[command(flatten)]
    pub from: ServerArgs,
    /// Let a public server redirect to a private address
    #[arg(long)]
    pub allow_private: bool,
    /// Give up after this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 15.0, value_parser = super::ice::seconds)]
    pub timeout: f64,
}

/// Which side makes the offer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum RoleArg {
    /// This side, unless the other one does first.
    Auto,
    /// This side.
    Offerer,
    /// The other side.
    Answerer,
}

/// A kind of media.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum MediaArg {
    /// Opus.
    Audio,
    /// VP8.
    Video,
    /// Neither.
    None,
}

/// What this side does when both offer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum GlareArg {
    /// It gives its own offer up.
    Polite,
    /// It ignores the other offer.
    Impolite,
}

/// How our candidates travel.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum TrickleArg {
    /// One by one over a WebSocket, in the description over HTTP.
    Auto,
    /// One by one.
    Full,
    /// Ours in the description.
    Half,
    /// All in the descriptions.
    None,
}
