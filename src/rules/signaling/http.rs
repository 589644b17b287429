//! What HTTP answered to the offer, and what WHIP and WHEP want of it (RFC 9725).

use super::silence::{said, unauthorized_code};
use super::words::{Kind, kind};
use crate::facts::handshake::{Failure, Handshake};
use crate::facts::signaling::Exchange;
use crate::rules::Draft;
use crate::rules::in_run::{draft, failure};

/// Statuses that have rules of their own.
const OWN: [u16; 6] = [401, 403, 406, 415, 429, 503];

/// The exchange with the offer and its status, where it was refused.
fn refused(run: &Handshake) -> Option<(u16, &str)> {
    match failure(run)? {
        Failure::Http { status: Some(status), why } | Failure::Upgrade { status: Some(status), why } => {
            Some((*status, why))
        }
        _ => None,
    }
}

/// `signaling/unauthorized`.
pub(super) fn unauthorized(run: &Handshake) -> Vec<Draft> {
    let wants = run.signaling.offer_exchange().and_then(|exchange| exchange.challenge.as_deref());
    let message = match (refused(run), failure(run)) {
        (Some((401 | 403, why)), _) => {
            let wants = wants.map(|scheme| format!("; it asks for `{scheme}`")).unwrap_or_default();
            format!("the server wants to know who asks, and refuses: {why}{wants}")
        }
        (_, Some(Failure::Closed { code, reason })) if unauthorized_code(*code) => {
            let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            format!("the server closed the connection with code {}{reason}", code.unwrap_or_default())
        }
        _ => match said(run).filter(|message| kind(message) == Kind::Unauthorized) {
            Some(message) => format!("the server refuses: {message}"),
            None => return Vec::new(),
        },
    };
    vec![draft(run, message).help(
        "give what the server wants, such as `-H 'Authorization: Bearer env:TOKEN'`; where a token is sent already, look at \
         its time of expiry, its audience and the clocks of both machines",
    )]
}

/// `signaling/overloaded`.
pub(super) fn overloaded(run: &Handshake) -> Vec<Draft> {
    let Some((status @ (503 | 429), _)) = refused(run) else { return Vec::new() };
    let after = run.signaling.offer_exchange().and_then(|exchange| exchange.retry_after.as_deref());
    let (after, help) = match after {
        Some(seconds) if seconds.bytes().all(|byte| byte.is_ascii_digit()) => (
            format!(", and to come back in {seconds} s"),
            "wait as long as `Retry-After` says; clients must not retry sooner (RFC 9725 section 4.5)",
        ),
        Some(date) => (format!(", and to come back at {date}"), "wait as long as `Retry-After` says"),
        None => (String::new(), "try later, with longer and longer breaks; let the server send `Retry-After`"),
    };
    let what = if status == 429 { "this client asks too often" } else { "it is overloaded or in maintenance" };
    vec![draft(run, format!("the server says with {status} that {what}{after}")).help(help)]
}

/// `signaling/content-type`.
pub(super) fn content_type(run: &Handshake) -> Vec<Draft> {
    let Some((406 | 415, why)) = refused(run) else { return Vec::new() };
    vec![draft(run, format!("the server does not take the offer in this format: {why}")).help(
        "name the protocol that the server speaks: `--protocol whip` and `post-sdp` send `application/sdp`, `post-json` \
         sends `application/json`",
    )]
}

/// `signaling/http-failed`.
pub(super) fn failed(run: &Handshake) -> Vec<Draft> {
    let Some(Failure::Http { status, why }) = failure(run) else { return Vec::new() };
    if status.is_some_and(|status| OWN.contains(&status) || is_success(status)) {
        return Vec::new();
    }
    let help = match status {
        Some(404 | 405 | 410) => "correct the path of the URL: it has to be the one that takes the POST with the offer",
        Some(400 | 409 | 422) => {
            "read the server's words; it may want another stream key, other codecs or no data channel"
        }
        Some(500..) => "look at the server's log, and whether the proxy in front of it has a healthy backend",
        Some(_) => "read the server's words and its manual on this status",
        None => "see whether something between ends long requests, and whether the server survived this one",
    };
    vec![draft(run, format!("no answer came to the offer: {why}")).help(help)]
}

/// `signaling/html-answer`.
pub(super) fn html(run: &Handshake) -> Vec<Draft> {
    let Some(exchange) = no_description(run).filter(|exchange| is_html(exchange)) else { return Vec::new() };
    vec![draft(run, format!("a web page came in place of the answer{}", head(exchange))).help(
        "look for a login page, a captive portal or a single-page application that answers every path; browsers say \
             `Expect line: v=` to this",
    )]
}

/// `signaling/not-sdp`.
pub(super) fn not_sdp(run: &Handshake) -> Vec<Draft> {
    let Some(exchange) = no_description(run).filter(|exchange| !is_html(exchange)) else { return Vec::new() };
    let kind = if exchange.content_type.is_empty() { "no media type" } else { &exchange.content_type };
    let message = format!("the body of the answer holds no description where it belongs: {kind}{}", head(exchange));
    vec![draft(run, message).help(
        "name the protocol that the server speaks, such as `--protocol post-json` where the answer is JSON, or describe it \
         with `--profile FILE`",
    )]
}

/// `signaling/whip-status`.
pub(super) fn whip_status(run: &Handshake) -> Vec<Draft> {
    let Some((exchange, status)) = created(run).filter(|(_, status)| *status != 201) else { return Vec::new() };
    let message =
        format!("the server answers the {} with the offer with {status} and not with 201 Created", exchange.method);
    vec![
        draft(run, message)
            .fact("signaling.status", status.to_string())
            .help("let the server answer with 201: browsers' scripts often look for any success, other clients do not"),
    ]
}

/// `signaling/whip-no-location`.
pub(super) fn whip_no_location(run: &Handshake) -> Vec<Draft> {
    let Some((_, status)) = created(run).filter(|(exchange, _)| !exchange.location) else { return Vec::new() };
    vec![
        draft(run, format!("the answer ({status}) names no resource: there is no `Location` header"))
            .fact("signaling.location", "none")
            .help(
                "let the server send `Location`: without it no client can end the session, and it stays until the server \
                 gives it up; behind a browser it also has to stand in `Access-Control-Expose-Headers`",
            ),
    ]
}

/// `signaling/whip-no-etag`.
pub(super) fn whip_no_etag(run: &Handshake) -> Vec<Draft> {
    let Some((_, status)) = created(run).filter(|(exchange, _)| exchange.location && !exchange.etag) else {
        return Vec::new();
    };
    vec![
        draft(
            run,
            format!(
                "the answer ({status}) has no `ETag`, so the server takes neither trickled candidates nor restarts"
            ),
        )
        .fact("signaling.etag", "none")
        .help("gather all candidates before the POST, as this run did by default"),
    ]
}

/// `signaling/whip-late-ice-servers`.
pub(super) fn whip_late_ice_servers(run: &Handshake) -> Vec<Draft> {
    let Some((exchange, _)) = created(run).filter(|(exchange, _)| exchange.ice_servers > 0) else { return Vec::new() };
    let early = run.signaling.exchanges.iter().any(|one| one.purpose == "options" && one.ice_servers > 0);
    if early {
        return Vec::new();
    }
    let message = format!(
        "{} ICE servers were named with the answer and none to `OPTIONS`: the offer was gathered without them",
        exchange.ice_servers
    );
    vec![draft(run, message).fact("signaling.ice_servers", exchange.ice_servers.to_string()).help(
        "let the server send the same `Link` headers in its answer to `OPTIONS`, or give the servers to the client \
             beforehand",
    )]
}

/// `signaling/whip-trickle-refused`.
pub(super) fn whip_trickle_refused(run: &Handshake) -> Vec<Draft> {
    let Some((status, help)) = purpose(run, "candidates").and_then(|exchange| {
        let status = exchange.status.filter(|status| !is_success(*status))?;
        let help = match status {
            412 | 428 => "let the server take the `ETag` that it sent in `If-Match`",
            404 => "let the server keep the resource at the URL that its `Location` names",
            _ => "gather all candidates before the POST: `--trickle none`",
        };
        Some((status, help))
    }) else {
        return Vec::new();
    };
    vec![
        draft(run, format!("the server refuses trickled candidates: it answers the PATCH with {status}"))
            .fact("signaling.patch", status.to_string())
            .help(help),
    ]
}

/// `signaling/whip-delete-refused`.
pub(super) fn whip_delete_refused(run: &Handshake) -> Vec<Draft> {
    let Some(exchange) = purpose(run, "delete") else { return Vec::new() };
    let what = match (exchange.status, &exchange.error) {
        (Some(status), _) if !is_success(status) => format!("it answers the DELETE with {status}"),
        (None, Some(error)) => format!("the DELETE got no answer: {error}"),
        _ => return Vec::new(),
    };
    vec![
        draft(run, format!("the session could not be ended at the server: {what}"))
            .help("let the server take DELETE at the URL that its `Location` names; until then each session lasts until its timeout"),
    ]
}

/// `signaling/redirected`.
pub(super) fn redirected(run: &Handshake) -> Vec<Draft> {
    let hops = run.signaling.exchanges.iter().filter_map(|exchange| {
        let to = exchange.redirected_to.as_ref().filter(|_| exchange.purpose == "offer")?;
        Some((exchange, to))
    });
    let hops: Vec<_> = hops.collect();
    let [(first, _), ..] = hops.as_slice() else { return Vec::new() };
    let Some((last, to)) = hops.last() else { return Vec::new() };
    let times = if hops.len() > 1 { format!(" {} times", hops.len()) } else { String::new() };
    let status = last.status.unwrap_or_default();
    vec![
        draft(run, format!("the POST was redirected{times} ({status}), from `{}` to `{to}`", first.url))
            .fact("signaling.redirected_to", to.as_str())
            .help("use the final URL; each redirect costs a round trip, and the offer has to be sent once more"),
    ]
}

/// The exchange that brought the answer of a WHIP or WHEP server, and its status.
fn created(run: &Handshake) -> Option<(&Exchange, u16)> {
    let whip = matches!(run.signaling.protocol.as_str(), "whip" | "whep");
    let exchange = run.signaling.offer_exchange().filter(|_| whip)?;
    let status = exchange.status.filter(|status| is_success(*status))?;
    // A body that is no description is another trouble.
    let described = !matches!(failure(run), Some(Failure::Http { .. }));
    described.then_some((exchange, status))
}

/// The exchange with a body in which there is no description.
fn no_description(run: &Handshake) -> Option<&Exchange> {
    match failure(run)? {
        Failure::Http { status: Some(status), .. } if is_success(*status) => run.signaling.offer_exchange(),
        _ => None,
    }
}

fn purpose<'a>(run: &'a Handshake, purpose: &str) -> Option<&'a Exchange> {
    run.signaling.exchanges.iter().rev().find(|exchange| exchange.purpose == purpose)
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

fn is_html(exchange: &Exchange) -> bool {
    exchange.content_type.contains("html")
        || exchange.head.as_ref().is_some_and(|head| head.trim_start().starts_with('<'))
}

fn head(exchange: &Exchange) -> String {
    exchange.head.as_ref().map_or_else(|| ", empty".to_owned(), |head| format!(", beginning `{}`", head.trim()))
}
