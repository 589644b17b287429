//! `rtcdiag serve`: says at once where the servers are and with which credential, then runs until it is told to end.

use std::fs::File;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use super::output::{deliver, screen};
use super::{Context, Failure, Outcome, embedded};
use crate::cli::{Format, ServeArgs};
use crate::net::{interfaces, signals};
use crate::render;
use crate::report::wire::serve::{SCHEMA, Serve, Url};
use crate::report::{Block, Exit, Line, Part, Tone};
use crate::serve::turn::Limits;
use crate::serve::{Allowed, ServeConfig, Server};

/// The room in the signaling URL that is shown; any other name is as good.
const ROOM: &str = "test";

/// The exit code of SIGTERM, and how long calls may go on after it: less than the ten seconds that container engines
/// wait before they kill.
const TERMINATED: u8 = 143;
const DRAINING: Duration = Duration::from_secs(8);

/// Every URL: a word for it, the same for people, scheme, path, and what it is for.
const PATHS: [(&str, &str, &str, &str, &str); 9] = [
    ("page", "in a browser", "http", "/", "a call from a browser, with its waterfall"),
    ("relay", "relay", "ws", "/ws?room=test", "what one member of a room says goes to the others; any name is a room"),
    ("echo", "echo, ws-json", "ws", "/echo", "the echo peer for JSON of offer, answer and candidates"),
    ("whip", "echo, WHIP", "http", "/whip", "the echo peer by RFC 9725, for what publishes"),
    ("whep", "echo, WHEP", "http", "/whep", "the echo peer by WHEP, for what plays"),
    ("offer", "echo, POST", "http", "/offer", "the echo peer by POST of {type, sdp}, as in the examples of aiortc"),
    ("peerjs", "echo, PeerJS", "http", "/peerjs", "a PeerJS server; the echo peer has the id `echo`"),
    ("socketio", "echo, Socket.IO", "http", "/socket.io/", "a Socket.IO server; the echo peer is in the room `echo`"),
    ("janus", "echo, Janus", "ws", "/janus", "the API of Janus with the plugin echotest"),
];

/// Runs `rtcdiag serve`.
///
/// # Errors
/// When the file cannot be made (exit 2), or the address cannot be had (exit 3).
pub(super) async fn run(args: &ServeArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    if context.global.outputs().iter().any(|output| output.format == Format::Csv) {
        return Err(Failure::usage("write CSV: a server has no tables").hint("`--output json` is for scripts"));
    }
    let mut stop = signals::listen();
    let allowed = Allowed { names: args.hosts.clone(), origins: args.origins.clone(), private: args.allow_private };
    let limits = Limits::default();
    let config = ServeConfig { listen: args.listen, limits, allowed, faults: args.faults };
    let server = embedded::serve(config).await?;
    let ca = args.ca_out.as_deref().map(|path| CaFile::create(path, server.ca_pem())).transpose()?;
    let ca = ca.as_ref().map(|file| file.path.as_path());
    for output in context.global.outputs() {
        let text = match output.format {
            Format::Text | Format::Csv => {
                let mut parts = overview(args, &document(args, &server, ca));
                context.learn(|names| names.parts(&mut parts));
                render::blocks(&parts, screen(context.global))
            }
            Format::Json | Format::Jsonl => {
                let mut document = json!(document(args, &server, ca));
                context.learn(|names| names.value(&mut document));
                format!("{document}\n")
            }
            format @ (Format::Sarif | Format::Github | Format::Har | Format::Html) => {
                server.shutdown().await;
                let what = format!("say as `{}` what is served: that format is for findings", format.word());
                return Err(Failure::usage(what).hint("use `text` or `json`"));
            }
        };
        match output.file {
            Some(path) => std::fs::write(&path, text).map_err(|cause| cannot_write(&path, &cause))?,
            None => deliver(&text, context.global)?,
        }
    }
    let exit = tokio::select! {
        () = signals::stopped(&mut stop) => Exit::interrupted(stop.borrow().unwrap_or(130)),
        () = over(args.duration) => Exit { code: 0, reason: "the duration is over".to_owned() },
    };
    // Ctrl-C is somebody who does not want to wait.
    if exit.code == TERMINATED {
        let mut again = signals::listen();
        tokio::select! {
            () = server.drain(DRAINING) => {}
            () = signals::stopped(&mut again) => {}
        }
    }
    server.shutdown().await;
    Ok(Outcome::Ended(exit))
}

async fn over(duration: Option<f64>) {
    match duration {
        Some(seconds) => tokio::time::sleep(Duration::from_secs_f64(seconds)).await,
        None => std::future::pending().await,
    }
}

/// What is said, as a value. The credential is what was asked for.
fn document(args: &ServeArgs, server: &Server, ca: Option<&Path>) -> Serve {
    let port = server.addr().port();
    let loopback = args.listen.ip().is_loopback();
    let opens = if loopback {
        Vec::new()
    } else if args.listen.ip().is_unspecified() {
        let all = interfaces::list().unwrap_or_default().into_iter().map(|interface| interface.address);
        all.filter(|address| address.is_ipv4() || args.listen.is_ipv6())
            .map(|address| SocketAddr::new(address, port).to_string())
            .collect()
    } else {
        vec![server.addr().to_string()]
    };
    Serve {
        schema: SCHEMA,
        address: server.addr().to_string(),
        loopback,
        opens,
        stun: server.stun_uri(),
        turn: server.turn_uris(),
        username: server.username().to_owned(),
        credential: server.credential().expose().clone(),
        realm: server.realm().to_owned(),
        ca_file: ca.map(|path| path.display().to_string()),
        ca_pem: server.ca_pem().to_owned(),
        signaling: server.ws_url(ROOM),
        echo: server.echo_url(),
        urls: urls(server),
        faults: args.faults.then(|| server.url("http", "/faults")),
    }
}

/// Every URL, with what it is for.
fn urls(server: &Server) -> Vec<Url> {
    PATHS.iter().map(|(id, _, scheme, path, purpose)| Url { id, url: server.url(scheme, path), purpose }).collect()
}

/// The same for people.
fn overview(args: &ServeArgs, serve: &Serve) -> Vec<Part> {
    let name = |text: &str| Line::toned(text, Tone::Name);
    let [udp, tcp, tls] = &serve.turn;
    let mut ice = vec![
        ("stun".to_owned(), name(&serve.stun)),
        ("turn over udp".to_owned(), name(udp)),
        ("turn over tcp".to_owned(), name(tcp)),
        ("turn over tls".to_owned(), name(tls)),
        ("username".to_owned(), Line::plain(serve.username.as_str())),
        ("credential".to_owned(), Line::plain(serve.credential.as_str())),
    ];
    ice.extend(serve.ca_file.as_ref().map(|path| ("ca file".to_owned(), name(path))));
    let labels = PATHS.iter().map(|(_, label, ..)| (*label).to_owned());
    let mut urls: Vec<_> = labels.zip(serve.urls.iter().map(|it| name(&it.url))).collect();
    urls.extend(serve.faults.as_ref().map(|url| ("faults".to_owned(), name(url))));
    let reachable = if serve.loopback {
        "loopback alone can reach it; the credential is new at every start".to_owned()
    } else {
        format!("open to others at {}; the credential is new at every start", serve.opens.join(", "))
    };
    let limits = (!serve.loopback).then(|| {
        let private =
            if args.allow_private { "private addresses included" } else { "`--allow-private` adds private addresses" };
        Line::plain(format!("TURN relays to members of the client's own room alone; {private}"))
    });
    let tone = if serve.loopback { Tone::Dim } else { Tone::Warn };
    let started = Line::toned(format!("serving on {}", serve.address), Tone::Strong).with(", until Ctrl-C", Tone::Dim);
    let blocks =
        [Block::Line(started), Block::Fields(ice), Block::Fields(urls), Block::Line(Line::toned(reachable, tone))];
    blocks.into_iter().chain(limits.map(Block::Line)).map(Part::always).collect()
}

fn cannot_write(path: &Path, cause: &io::Error) -> Failure {
    Failure::usage(format!("write `{}`: {cause}", path.display()))
}

/// The certificate authority in a file, for as long as it is of use.
struct CaFile {
    path: PathBuf,
}

impl CaFile {
    /// Makes a file that is not there yet, since it is removed in the end.
    fn create(path: &Path, pem: &str) -> Result<Self, Failure> {
        let mut file = File::create_new(path).map_err(|cause| cannot_write(path, &cause))?;
        let made = Self { path: path.to_owned() };
        file.write_all(pem.as_bytes()).map_err(|cause| cannot_write(path, &cause))?;
        Ok(made)
    }
}

impl Drop for CaFile {
    fn drop(&mut self) {
        // Somebody else may have removed it, and then nothing is left behind either.
        drop(std::fs::remove_file(&self.path));
    }
}
