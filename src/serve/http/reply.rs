//! Answers and bodies.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Request, Response, StatusCode};
use tokio::time::timeout;

/// What is answered.
pub(super) type Reply = Response<Full<Bytes>>;

/// Bytes of the longest body: many times what a browser offers.
const BODY: usize = 256 * 1024;
/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// An answer with a body of this type.
pub(super) fn typed(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Reply {
    let mut reply = Response::new(Full::new(body.into()));
    *reply.status_mut() = status;
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // Nothing here is good twice: answers hold ICE credentials.
    reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply
}

/// An answer in words.
pub(super) fn words(status: StatusCode, words: impl AsRef<str>) -> Reply {
    typed(status, "text/plain; charset=utf-8", format!("{}\n", words.as_ref()))
}

/// An answer without a body.
pub(super) fn bare(status: StatusCode) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::new()));
    *reply.status_mut() = status;
    reply
}

/// An answer with one more header; a value that no header can have is left out.
pub(super) fn with(mut reply: Reply, name: HeaderName, value: &str) -> Reply {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().append(name, value);
    }
    reply
}

/// The whole body as text.
///
/// # Errors
/// The answer for one that is too long (413), too slow (408) or no UTF-8 (400).
pub(super) async fn text(request: Request<Incoming>) -> Result<String, Reply> {
    let body = Limited::new(request.into_body(), BODY).collect();
    let bytes = match timeout(PATIENCE, body).await {
        Ok(Ok(whole)) => whole.to_bytes(),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            return Err(words(StatusCode::PAYLOAD_TOO_LARGE, format!("a body has at most {} KiB here", BODY >> 10)));
        }
        Ok(Err(_)) => return Err(words(StatusCode::BAD_REQUEST, "the body broke off")),
        Err(_) => return Err(words(StatusCode::REQUEST_TIMEOUT, "the body did not end")),
    };
    String::from_utf8(bytes.into()).map_err(|_| words(StatusCode::BAD_REQUEST, "the body is no UTF-8"))
}

/// The media type of a request's body, without parameters.
pub(super) fn media_type(request: &Request<Incoming>) -> String {
    let value = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
