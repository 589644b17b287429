//! The status page: what there is, and a call of the browser's with the echo peer.

use hyper::StatusCode;
use hyper::header::CONTENT_SECURITY_POLICY;

use super::reply::{Reply, typed, with};
use super::service::Visit;

/// The page. `NONCE` stands where each load has another word, and `FAULTS` where there is a list of them or not.
const PAGE: &str = include_str!("../page/status.html");

/// The page, for one load.
pub(super) fn status(visit: &Visit) -> Reply {
    let nonce = crate::serve::random(22);
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self' ws: wss:; \
         media-src blob: mediastream:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let page = PAGE.replace("NONCE", &nonce).replace("{faults}", if visit.shared.faults { "yes" } else { "no" });
    with(typed(StatusCode::OK, "text/html; charset=utf-8", page), CONTENT_SECURITY_POLICY, &policy)
}
