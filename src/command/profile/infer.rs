//! `rtcdiag profile infer`: a HAR file to a profile.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::command::given::read_text;
use crate::command::{Context, Failure, Outcome};
use crate::probe::signaling::infer::{Said, profile};
use crate::probe::signaling::{Profile, SignalingUrl};

/// What is read of HAR 1.2, with the messages of a WebSocket as Chrome's DevTools write them.
#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    request: Request,
    response: Option<Response>,
    #[serde(rename = "_webSocketMessages", default)]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Request {
    url: String,
    #[serde(rename = "postData")]
    body: Option<Body>,
}

#[derive(Deserialize)]
struct Response {
    content: Option<Body>,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "type")]
    way: String,
    #[serde(default)]
    data: Value,
}

/// Makes a profile of the first conversation in `file` that has a description.
///
/// # Errors
/// Exit 2 for a file that is no HAR, and for one in which no description was exchanged.
pub(super) fn infer(file: &Path, name: &str, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let text = read_text(file, context)?;
    let unusable = |why: String| Failure::usage(format!("use `{}`: {why}", file.display()));
    let har: Har = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        unusable(format!("it is no HAR: {error}")).hint("DevTools, Network, right click: save all as HAR with content")
    })?;
    if let Some(toml) = har.log.entries.iter().find_map(|entry| conversation(name, entry)) {
        // What was made has to be what the tool itself takes.
        return match Profile::parse(&toml) {
            Ok(_) => Ok(Outcome::Text(toml)),
            Err(error) => Err(unusable(format!("what it holds makes no profile: {error}"))),
        };
    }
    let posted = |entry: &Entry| entry.request.body.as_ref().is_some_and(|body| body.text.starts_with("v=0"));
    Err(match har.log.entries.iter().find(|entry| posted(entry)) {
        Some(entry) => unusable("its offer is posted as it is, which needs no profile".to_owned())
            .hint(format!("try `rtcdiag handshake {} --protocol whip`, or `post-sdp`", shown(&entry.request.url))),
        None => unusable("no message in it has a description".to_owned())
            .hint("record with the developer tools open before the page is loaded, and save with content"),
    })
}

/// The profile for one entry, if descriptions were exchanged in it.
fn conversation(name: &str, entry: &Entry) -> Option<String> {
    let url = shown(&entry.request.url);
    if entry.messages.is_empty() {
        let sent = entry.request.body.as_ref()?;
        let came = entry.response.as_ref()?.content.as_ref()?;
        let said = [Said { out: true, text: sent.text.clone() }, Said { out: false, text: came.text.clone() }];
        return profile(name, &url, "http", &said);
    }
    let said = |message: &Message| {
        let text = message.data.as_str().map_or_else(|| message.data.to_string(), str::to_owned);
        Said { out: message.way == "send", text }
    };
    let said: Vec<Said> = entry.messages.iter().map(said).collect();
    profile(name, &url, "ws", &said)
}

/// The URL without its secrets: they are no part of a profile.
fn shown(url: &str) -> String {
    SignalingUrl::parse(url)
        .map_or_else(|_| url.split('?').next().unwrap_or_default().to_owned(), |url| url.to_string())
}
