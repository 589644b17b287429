//! Options to what was measured.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::report::{Shown, report};
use super::taken::{Taken, Way};
use super::{options, servers};
use crate::cli::{Format, HandshakeArgs, ReplayArgs};
use crate::command::given::read_text;
use crate::command::{Context, Failure, Outcome, embedded};
use crate::facts::handshake::{End, Handshake};
use crate::net::handshake::{Options, TrickleMode, run_captured};
use crate::net::{clock, signals};
use crate::probe::signaling::SignalingUrl;
use crate::serve::Server;
use crate::trace::{Capture, pcapng};

/// Runs, their packets, the exit code that a signal asks for, and where the ICE servers came from.
type Measured = (Vec<Handshake>, Vec<Capture>, u8, Option<String>);

/// Runs `rtcdiag handshake`.
///
/// # Errors
/// Exit 2 for a URL that is none, for a file that cannot be written, and for a self-test where something of the user's
/// was to be tested; exit 3 where no peer could be started.
pub fn handshake(args: &HandshakeArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let options = options::options(args, context)?;
    if options.is_none() {
        let remedy = "name a signaling URL, such as `wss://sig.example.org/ws?room=test`";
        embedded::may_self_test(args.self_test, args.budget.is_some(), remedy, context)?;
    }
    if context.global.anonymize && (args.pcap.is_some() || args.record.is_some()) {
        return Err(Failure::usage("anonymise packets or a recording")
            .hint("`rtcdiag replay FILE --anonymize` shows a recording without what identifies people"));
    }
    // Opened first: where one cannot be written nothing is sent.
    let pcap = args.pcap.as_deref().map(create).transpose()?;
    let record = args.record.as_deref().map(create).transpose()?;
    let whole = context.global.outputs().iter().any(|output| output.format == Format::Har) || record.is_some();
    let started = clock::now();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::untestable(format!("start the network runtime: {error}")))?;
    let way = match (args.compare_trickle, args.repeat) {
        (true, _) => Way::CompareTrickle,
        (false, Some(times)) => Way::Repeat(times),
        (false, None) => Way::Once,
    };
    let measured = runtime.block_on(async {
        let stop = signals::listen();
        let (ice, from) = match servers::servers(args, context).await? {
            Ok(found) => found.map_or((None, None), |found| (Some(Arc::new(found.plan)), Some(found.origin))),
            Err(report) => return Ok(Err(report)),
        };
        let (_server, options) = target(args, options).await?;
        let options = Options { capture: pcap.is_some(), whole_messages: whole, ice, ..options };
        let (mut runs, mut captures) = (Vec::new(), Vec::new());
        for options in attempts(&options, way) {
            let mut cancel = stop.clone();
            let ran = run_captured(&options, signals::stopped(&mut cancel)).await;
            let (facts, capture) = ran.map_err(|error| Failure::untestable(error.to_string()))?;
            let interrupted = facts.end == End::Interrupted;
            runs.push(facts);
            captures.push(capture);
            if interrupted {
                break;
            }
        }
        Ok::<_, Failure>(Ok((runs, captures, stop.borrow().unwrap_or(0), from)))
    });
    // Name service may still hang in a thread of its own.
    runtime.shutdown_background();
    let (runs, captures, signal, from): Measured = match measured? {
        Ok(measured) => measured,
        Err(report) => return Ok(report),
    };
    let duration_ms = clock::ms(clock::now().saturating_duration_since(started));
    let mut taken = Taken::new(context.started.clone(), duration_ms, signal, way, runs);
    taken.servers = from;
    if let Some((file, path)) = pcap {
        write(file, path, &pcapng(&captures))?;
    }
    if let Some((file, path)) = record {
        let text = taken.write().map_err(|error| Failure::usage(format!("write `{}`: {error}", path.display())))?;
        write(file, path, text.as_bytes())?;
    }
    let shown = Shown { frames: args.trace_signaling, fail_on: context.global.fail_on() };
    Ok(Outcome::Report(Box::new(report(&taken, shown))))
}

/// Runs `rtcdiag replay`. It is given no network.
///
/// # Errors
/// Exit 2 for a file that is no recording.
pub fn replay(args: &ReplayArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let text = read_text(&args.file, context)?;
    let taken = Taken::read(&text).map_err(|error| {
        Failure::usage(format!("use `{}`: {error}", args.file.display()))
            .hint("`rtcdiag handshake --record FILE` writes a recording")
    })?;
    let shown = Shown { frames: args.trace_signaling, fail_on: context.global.fail_on() };
    Ok(Outcome::Report(Box::new(report(&taken, shown))))
}

/// What is tested: the server of the options, or our own, which runs as long as it is held.
async fn target(args: &HandshakeArgs, options: Option<Options>) -> Result<(Option<Server>, Options), Failure> {
    if let Some(options) = options {
        return Ok((None, options));
    }
    let server = embedded::start(embedded::anywhere()).await?;
    let url = SignalingUrl::parse(&server.echo_url()).ok();
    let url = url.ok_or_else(|| Failure::untestable("find a server to test"))?;
    Ok((Some(server), Options { embedded: true, ..options::common(args, url) }))
}

/// The options of each attempt.
fn attempts(options: &Options, way: Way) -> Vec<Options> {
    let trickling = |trickle| Options { trickle, ..options.clone() };
    match way {
        Way::Once => vec![options.clone()],
        Way::Repeat(times) => vec![options.clone(); times as usize],
        // In the order of `compare::WAYS`.
        Way::CompareTrickle => [TrickleMode::Full, TrickleMode::Half, TrickleMode::None].map(trickling).to_vec(),
    }
}

fn create(path: &Path) -> Result<(File, &Path), Failure> {
    let opened = OpenOptions::new().write(true).create(true).truncate(false).open(path);
    opened.map(|file| (file, path)).map_err(|cause| unwritable(path, &cause))
}

fn write(mut file: File, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    // A pipe has no length to set.
    drop(file.set_len(0));
    file.write_all(bytes).map_err(|cause| unwritable(path, &cause))
}

fn unwritable(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::usage(format!("write `{}`: {cause}", path.display()))
}
