//! `rtcdiag serve`: says at once where the servers are and with which credential, then runs until it is told to end.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use super::output::{deliver, screen};
use super::{Context, Failure, Outcome, embedded};
use crate::cli::{Format, ServeArgs};
use crate::net::signals;
use crate::render;
use crate::report::{Block, Exit, Line, Part, Tone};
use crate::serve::Server;

/// What the printed line of JSON is; additive within a version.
const SCHEMA: &str = "rtcdiag/serve/v1";

/// The room in the signaling URL that is shown; any other name is as good.
const ROOM: &str = "test";

/// Runs `rtcdiag serve`.
///
/// # Errors
/// When the address is not loopback or the file cannot be made (exit 2), or the address cannot be had (exit 3).
pub(super) async fn run(args: &ServeArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    if context.global.outputs().iter().any(|output| output.format == Format::Csv) {
        return Err(Failure::usage("write CSV: a server has no tables").hint("`--output json` is for scripts"));
    }
    let mut stop = signals::listen();
    let server = embedded::start(args.listen).await?;
    let ca = args.ca_out.as_deref().map(|path| CaFile::create(path, server.ca_pem())).transpose()?;
    let ca = ca.as_ref().map(|file| file.path.as_path());
    for output in context.global.outputs() {
        let text = match output.format {
            Format::Text | Format::Csv => {
                let mut parts = overview(&server, ca);
                context.learn(|names| names.parts(&mut parts));
                render::blocks(&parts, screen(context.global))
            }
            Format::Json | Format::Jsonl => {
                let mut document = document(&server, ca);
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
    server.shutdown().await;
    Ok(Outcome::Ended(exit))
}

async fn over(duration: Option<f64>) {
    match duration {
        Some(seconds) => tokio::time::sleep(Duration::from_secs_f64(seconds)).await,
        None => std::future::pending().await,
    }
}

/// One line of JSON for programs. The credential is what was asked for.
fn document(server: &Server, ca: Option<&Path>) -> serde_json::Value {
    json!({
        "schema": SCHEMA,
        "address": server.addr(),
        "stun": server.stun_uri(),
        "turn": server.turn_uris(),
        "username": server.username(),
        "credential": server.credential().expose(),
        "realm": server.realm(),
        "ca_file": ca,
        "ca_pem": server.ca_pem(),
        "signaling": server.ws_url(ROOM),
        "echo": server.echo_url(),
    })
}

/// The same for people, with a command to try.
fn overview(server: &Server, ca: Option<&Path>) -> Vec<Part> {
    let name = |text: &str| Line::toned(text, Tone::Name);
    let [udp, tcp, tls] = server.turn_uris();
    let mut fields = vec![
        ("stun".to_owned(), name(&server.stun_uri())),
        ("turn over udp".to_owned(), name(&udp)),
        ("turn over tcp".to_owned(), name(&tcp)),
        ("turn over tls".to_owned(), name(&tls)),
        ("username".to_owned(), Line::plain(server.username())),
        ("credential".to_owned(), Line::plain(server.credential().expose().as_str())),
        ("signaling".to_owned(), name(&server.ws_url(ROOM))),
    ];
    fields.extend(server.echo_url().map(|url| ("echo peer".to_owned(), name(&url))));
    fields.extend(ca.map(|path| ("ca file".to_owned(), name(&path.display().to_string()))));
    [
        Block::Line(
            Line::toned(format!("serving on {}", server.addr()), Tone::Strong).with(", until Ctrl-C", Tone::Dim),
        ),
        Block::Fields(fields),
        Block::Line(Line::toned("loopback alone can reach it; the credential is new at every start", Tone::Dim)),
    ]
    .map(Part::always)
    .into()
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
