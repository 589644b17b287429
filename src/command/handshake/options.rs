//! From options to what the handshake does: protocol, role, values, headers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::super::given::headers;
use super::super::ice::options as ice;
use super::super::profile::{read, unknown};
use super::super::{Context, Failure};
use super::servers;
use crate::cli::{GlareArg, HandshakeArgs, MediaArg, RoleArg, TrickleArg};
use crate::facts::handshake::Provocation;
use crate::net::handshake::{Media, Options, Protocol, TrickleMode, Web};
use crate::net::peer::media::MediaKind;
use crate::probe::signaling::profile::{Role, Transport, builtin};
use crate::probe::signaling::{Engine, Profile, SignalingUrl, percent_encoded};

/// Variables that a profile may always read.
const OURS: &str = "RTCDIAG_VAR_";

/// A URL of the command line.
pub(super) fn url(text: &str) -> Result<SignalingUrl, Failure> {
    SignalingUrl::parse(text).map_err(|error| {
        Failure::usage(error.to_string())
            .hint("a signaling URL looks like `wss://sig.example.org/ws?room=test` or `https://sfu.example.org/whip`")
    })
}

/// What the options ask for. Without a URL, in them or in the profile, there is none.
///
/// # Errors
/// Exit 2 where options contradict each other, or name what is not there.
pub(super) fn options(args: &HandshakeArgs, context: &mut Context<'_>) -> Result<Option<Options>, Failure> {
    let profile = args.profile.as_ref().map(|file| read(file, context)).transpose()?;
    let values = values(args, profile.as_deref())?;
    let given = args.url.as_deref().map(url).transpose()?;
    let Some(url) = agreed(args, given, profile.as_ref(), &values)? else { return Ok(None) };
    let protocol = match profile {
        Some(profile) => Protocol::Profile(profile),
        None => protocol(&args.protocol)?,
    };
    fits(&protocol, &url, &values)?;
    let mut secrets = Vec::new();
    let asked = servers::asked(args);
    ice::warn_of_proxy(&args.from, context);
    let connections = ice::connections(&asked)?;
    let web = Web {
        resolver: connections.resolver,
        family: ice::family(&asked),
        trust: connections.trust,
        proxies: connections.proxies.unwrap_or_default(),
        headers: headers(&args.header, &mut secrets, context)?,
        allow_private: args.allow_private,
    };
    if !url.secure && url.loopback().is_empty() && !secrets.is_empty() {
        (context.notice)("warning: without TLS everybody on the way can read what is secret in the headers");
    }
    let polite = args.glare.map(|side| side == GlareArg::Polite);
    let common = common(args, url);
    Ok(Some(Options { protocol, polite, values, join: args.join.clone(), web: Arc::new(web), ..common }))
}

/// What the options ask for whoever the other side is: the server at `url`, or our own in this process.
pub(super) fn common(args: &HandshakeArgs, url: SignalingUrl) -> Options {
    Options {
        role: match args.role {
            RoleArg::Auto => Role::Auto,
            RoleArg::Offerer => Role::Offerer,
            RoleArg::Answerer => Role::Answerer,
        },
        trickle: match args.trickle {
            TrickleArg::Auto => TrickleMode::Auto,
            TrickleArg::Full => TrickleMode::Full,
            TrickleArg::Half => TrickleMode::Half,
            TrickleArg::None => TrickleMode::None,
        },
        bytes: args.bytes,
        provoke: args.provoke.as_deref().and_then(provocation),
        media: media(args),
        ..Options::plain(url, Duration::from_secs_f64(args.timeout))
    }
}

fn provocation(word: &str) -> Option<Provocation> {
    Provocation::ALL.into_iter().find(|what| what.word() == word)
}

fn media(args: &HandshakeArgs) -> Media {
    let kind = |kind: &MediaArg| match kind {
        MediaArg::Audio => Some(MediaKind::Audio),
        MediaArg::Video => Some(MediaKind::Video),
        MediaArg::None => None,
    };
    let kinds = (!args.media.is_empty()).then(|| args.media.iter().filter_map(kind).collect());
    Media { kinds, direction: None, time: Duration::from_secs_f64(args.media_time), data: !args.no_data }
}

fn protocol(name: &str) -> Result<Protocol, Failure> {
    match name {
        "auto" => Ok(Protocol::Auto),
        "whip" => Ok(Protocol::Whip),
        "whep" => Ok(Protocol::Whep),
        "post-sdp" => Ok(Protocol::PostSdp),
        name => builtin(name).map(Protocol::Profile).ok_or_else(|| unknown(name)),
    }
}

/// Whether the protocol can be spoken at the URL, and has what it needs.
fn fits(protocol: &Protocol, url: &SignalingUrl, values: &BTreeMap<String, String>) -> Result<(), Failure> {
    let (name, http) = match protocol {
        Protocol::Auto => return Ok(()),
        Protocol::Whip => ("whip", true),
        Protocol::Whep => ("whep", true),
        Protocol::PostSdp => ("post-sdp", true),
        Protocol::Profile(profile) => (profile.name.as_str(), profile.transport == Transport::Http),
    };
    if http != url.http {
        let (wanted, example) =
            if http { ("`https://` or `http://`", "https") } else { ("`wss://` or `ws://`", "wss") };
        return Err(Failure::usage(format!("speak `{name}` at `{url}`: it wants a URL that begins with {wanted}"))
            .hint(format!("for example `{example}://{}{}`", url.host, url.path_alone())));
    }
    if let Protocol::Profile(profile) = protocol
        && let Some(missing) = profile.needs.iter().find(|name| !values.contains_key(*name))
        && profile.role != Role::Answerer
    {
        let option = if missing == "peer" { "--peer ID".to_owned() } else { format!("--var {missing}=VALUE") };
        return Err(Failure::usage(format!("speak `{name}` without a value for `{missing}`"))
            .hint(format!("give it with `{option}`")));
    }
    Ok(())
}

/// Values for the profile's holes.
fn values(args: &HandshakeArgs, profile: Option<&Profile>) -> Result<BTreeMap<String, String>, Failure> {
    let mut values = BTreeMap::new();
    for text in &args.var {
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| Failure::usage(format!("use `--var {text}`: it is not `NAME=VALUE`")))?;
        values.insert(name.to_owned(), value.to_owned());
    }
    if let Some(room) = &args.room {
        values.insert("room".to_owned(), room.clone());
    }
    if let Some(peer) = &args.peer {
        values.insert("peer".to_owned(), peer.clone());
    } else if args.role == RoleArg::Answerer {
        values.entry("peer".to_owned()).or_default();
    }
    for name in profile.map(Profile::environment).unwrap_or_default() {
        if !name.starts_with(OURS) && !args.allow_env.contains(&name) {
            return Err(Failure::usage(format!("let the profile read `{name}` of the environment"))
                .hint(format!("`--allow-env {name}` allows it; names that begin with {OURS} need no leave")));
        }
        let value = std::env::var(&name)
            .map_err(|_| Failure::usage(format!("read the environment variable `{name}`: it is not set")))?;
        values.insert(format!("env:{name}"), value);
    }
    Ok(values)
}

/// The URL: that of the command line, or the profile's where it is trusted. `{room}` is filled in.
fn agreed(
    args: &HandshakeArgs,
    given: Option<SignalingUrl>,
    profile: Option<&Arc<Profile>>,
    values: &BTreeMap<String, String>,
) -> Result<Option<SignalingUrl>, Failure> {
    let Some(profile) = profile else { return Ok(given.map(|url| with_room(url, args))) };
    let Some(template) = &profile.url else { return Ok(given.map(|url| with_room(url, args))) };
    let filled = Engine::new(Arc::clone(profile), values.clone()).and_then(|mut engine| {
        // The scheme and the host are the profile's own text.
        engine.fill_outside(template)
    });
    let own = url(&filled.map_err(|error| Failure::usage(format!("fill the profile's URL: {error}")))?)?;
    match given {
        None if args.trust_file => Ok(Some(own)),
        None => Err(Failure::usage(format!("use the URL of the profile, `{own}`"))
            .hint("name the URL on the command line too, or give `--trust-file`")),
        Some(given) => {
            let same = given.secure == own.secure
                && given.http == own.http
                && given.host.eq_ignore_ascii_case(&own.host)
                && given.port == own.port;
            if !same && !profile.headers.is_empty() && !args.trust_file {
                return Err(Failure::usage(format!("send the profile's headers to `{given}`: they are for `{own}`"))
                    .hint("`--trust-file` sends them all the same"));
            }
            Ok(Some(with_room(given, args)))
        }
    }
}

/// The URL of the command line, where `{room}` in it means `--room`.
fn with_room(mut url: SignalingUrl, args: &HandshakeArgs) -> SignalingUrl {
    let Some(room) = &args.room else { return url };
    let room = percent_encoded(room);
    if url.path.contains("{room}") {
        url.path = url.path.replace("{room}", &room);
    } else if !url.http && url.path_alone() == "/ws" && !url.has_parameter("room") {
        url.add_parameter("room", &room);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::PROVOCATIONS;

    #[test]
    fn the_words_of_the_command_line_are_those_of_the_run() {
        assert_eq!(Provocation::ALL.map(Provocation::word), PROVOCATIONS);
        assert_eq!(PROVOCATIONS.map(provocation), Provocation::ALL.map(Some));
    }
}
