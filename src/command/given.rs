//! Values that may be given in a roundabout way, so that no other process sees them: `@FILE`, `env:NAME`, headers.

use std::path::Path;

use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};

use super::{Context, Failure};
use crate::cli::SecretText;

/// Longest credential, server list or profile that is read.
const INPUT_LIMIT: u64 = 1 << 20;

/// A file's text, or what stdin holds for `-`.
///
/// # Errors
/// When it cannot be read, is too long, or is no text.
pub(super) fn read_text(path: &Path, context: &mut Context<'_>) -> Result<String, Failure> {
    let input = crate::input::read(path, context.stdin, INPUT_LIMIT).map_err(|e| Failure::usage(e.to_string()))?;
    String::from_utf8(input.bytes).map_err(|_| Failure::usage(format!("read `{}`: it is not UTF-8", input.name)))
}

/// A file's text without the newline that editors add, or the value of a variable.
///
/// # Errors
/// When there is none.
pub(super) fn secret(from: Source<'_>, context: &mut Context<'_>) -> Result<String, Failure> {
    match from {
        Source::File(path) => {
            let text = read_text(path, context)?;
            Ok(text.strip_suffix('\n').map_or(text.as_str(), |text| text.strip_suffix('\r').unwrap_or(text)).to_owned())
        }
        Source::Variable(name) => std::env::var(name)
            .map_err(|_| Failure::usage(format!("read the environment variable `{name}`: it is not set"))),
    }
}

/// Where a secret is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    /// `@FILE`, or the file of an option of its own.
    File(&'a Path),
    /// `env:NAME`.
    Variable(&'a str),
}

impl<'a> Source<'a> {
    /// The place that `text` names, if it is no secret itself.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        text.strip_prefix('@')
            .map(|path| Self::File(Path::new(path)))
            .or_else(|| text.strip_prefix("env:").map(Self::Variable))
    }
}

/// The `-H` options; what is secret in them is added to `secrets`.
///
/// # Errors
/// When one is no header, or what it names cannot be read.
pub(super) fn headers(
    given: &[SecretText],
    secrets: &mut Vec<String>,
    context: &mut Context<'_>,
) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (n, header) in given.iter().enumerate() {
        let bad = |why: &str| {
            Failure::usage(format!("use `-H` number {}: {why}", n + 1)).hint("for example `-H 'Authorization: @FILE'`")
        };
        let (name, value) = header.0.split_once(':').ok_or_else(|| bad("it is not `NAME: VALUE`"))?;
        let name: HeaderName = name.trim().parse().map_err(|_| bad("the name is no header's"))?;
        let value = value.trim();
        // `Bearer @FILE` keeps its first word.
        let (before, last) = value.rsplit_once(' ').map_or(("", value), |(before, last)| (before, last));
        let value = match Source::of(last) {
            Some(source) => {
                let secret = secret(source, context)?.trim().to_owned();
                secrets.push(secret.clone());
                if before.is_empty() { secret } else { format!("{before} {secret}") }
            }
            None => {
                if is_secret(name.as_str()) {
                    let warning =
                        format!("warning: `-H '{name}: …'` shows to every process; use `@FILE` or `env:NAME`");
                    (context.notice)(&warning);
                }
                secrets.extend([value, last].map(str::to_owned));
                value.to_owned()
            }
        };
        let mut value = HeaderValue::from_str(&value).map_err(|_| bad("the value holds what no header carries"))?;
        value.set_sensitive(true);
        headers.append(name, value);
    }
    secrets.retain(|secret| secret.len() > 2);
    Ok(headers)
}

/// Whether a header of this name carries a credential.
fn is_secret(name: &str) -> bool {
    ["auth", "cookie", "key", "token", "secret"].iter().any(|word| name.contains(word))
}

/// `text` without what is secret, where a server repeats it.
pub(super) fn scrubbed(text: &str, secrets: &[String]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), "[redacted]"))
}
