//! `--ice-url`: asks a service for the servers, and says what it answered where that is no list.

use std::net::IpAddr;

use super::super::given::{Source, headers, scrubbed, secret};
use super::super::{Context, Failure};
use super::options::{self, Asked, Connections};
use crate::net::http::{Answer, Fetch, FetchError};
use crate::net::web_url::WebUrl;
use crate::report::number::ms;
use crate::report::{Block, Line, Part};

/// How the servers were fetched.
#[derive(Debug)]
pub(in crate::command) struct Fetched {
    /// The URL as it may be shown.
    pub(super) url: String,
    /// Whether a public address answered, as far as that is known: a proxy may stand before it.
    pub(in crate::command) public: bool,
    /// Where redirects led, each with its backticks.
    led_to: Vec<String>,
    steps: Vec<(&'static str, f64)>,
    total_ms: f64,
}

impl Fetched {
    /// For the line that says where the servers are from.
    pub(in crate::command) fn summary(&self) -> String {
        let to = self.led_to.join(" and ");
        let redirected = if to.is_empty() { to } else { format!(", redirected to {to}") };
        format!("{redirected}, fetched in {}", ms(self.total_ms))
    }

    /// Each step and how long it took.
    pub(super) fn details(&self) -> Vec<Part> {
        let fields = self.steps.iter().map(|(step, took)| ((*step).to_owned(), Line::plain(ms(*took)))).collect();
        vec![Part::verbose(Block::Heading("fetching the servers".to_owned())), Part::verbose(Block::Fields(fields))]
    }
}

/// The text that `given`, a URL or the place of one, answers with.
///
/// # Errors
/// Exit 3 where nothing answers, exit 2 where the answer is no list or an option is wrong.
pub(super) async fn run(
    given: &str,
    args: &Asked<'_>,
    connections: &Connections,
    context: &mut Context<'_>,
) -> Result<(String, Fetched), Failure> {
    let text = match Source::of(given) {
        Some(source) => secret(source, context)?,
        None => given.to_owned(),
    };
    let url = WebUrl::parse(text.trim()).map_err(|why| {
        Failure::usage(format!("use the URL of `--ice-url`: {why}")).hint("for example `--ice-url https://HOST/ice`")
    })?;
    if Source::of(given).is_none() && url.holds_secret() {
        let warning =
            "warning: the secret in `--ice-url` shows to every process; give the URL as `@FILE` or `env:NAME`";
        (context.notice)(warning);
    }
    let mut secrets = url.secrets();
    let headers = headers(args.header, &mut secrets, context)?;
    let loopback = url.host == "localhost" || url.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if !url.secure && !loopback && !secrets.is_empty() {
        (context.notice)("warning: `http://` carries what is secret for everybody on the way to read");
    }
    let environment;
    let proxies = match &connections.proxies {
        Some(proxies) => proxies,
        None => {
            environment = options::proxies("env")?;
            &environment
        }
    };
    let shown = url.to_string();
    let fetch = Fetch {
        url,
        headers,
        family: options::family(args),
        resolver: &connections.resolver,
        trust: &connections.trust,
        proxies,
        timeout: args.timeout,
        allow_private: args.allow_private,
    };
    let could_not = |why: &str| format!("fetch the servers from `{shown}`: {}", scrubbed(why, &secrets));
    let answer = fetch.run().await.map_err(|error| match error {
        FetchError::Unreachable(why) => Failure::untestable(could_not(&why)),
        FetchError::Unusable(why) => Failure::usage(could_not(&why)),
    })?;
    let text = list(&answer, &secrets).map_err(|(why, hint)| {
        let failure = Failure::usage(could_not(&why));
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    })?;
    let (steps, total_ms) = (answer.steps, answer.total_ms);
    let led_to = answer.hops.iter().map(|url| format!("`{url}`")).collect();
    Ok((text, Fetched { url: shown, public: answer.public, led_to, steps, total_ms }))
}

type NoList = (String, Option<&'static str>);

/// The text of an answer that can be a list.
fn list(answer: &Answer, secrets: &[String]) -> Result<String, NoList> {
    let text = String::from_utf8_lossy(&answer.body);
    let status = answer.status;
    let begins = beginning(&scrubbed(&text, secrets));
    if !(200..300).contains(&status) {
        let hint = match status {
            401 | 403 => Some("give what the service asks for: `-H 'Authorization: Bearer @FILE'`"),
            405 => Some("the service does not take GET: fetch the list with curl, and give it to `--ice-servers -`"),
            _ => None,
        };
        return Err((format!("it answered HTTP {status}{begins}"), hint));
    }
    if text.trim().is_empty() {
        return Err((format!("it answered HTTP {status} with nothing"), None));
    }
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        let hint = "a login page or the application itself answers there: give the URL that the application asks";
        return Err((format!("it answered HTTP {status} with a page and not with JSON{begins}"), Some(hint)));
    }
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with(['[', '{']) {
        let kind = answer.content_type.split(';').next().unwrap_or_default().trim();
        let kind = if kind.is_empty() { "text" } else { kind };
        return Err((format!("it answered HTTP {status} with {kind} and not with JSON{begins}"), None));
    }
    Ok(text.into_owned())
}

/// The first words of a text, to show.
fn beginning(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    let cut: String = words.chars().take(60).collect();
    match (cut.as_str(), cut.len() < words.len()) {
        ("", _) => String::new(),
        (_, true) => format!(": `{cut}…`"),
        (_, false) => format!(": `{cut}`"),
    }
}
