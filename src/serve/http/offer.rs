//! `POST /offer` as in the examples of aiortc: `{sdp, type}` and back. The call ends with its connection.

use hyper::body::Incoming;
use hyper::header::ALLOW;
use hyper::{Method, Request, StatusCode};
use serde_json::{Value, json};

use super::reply::{self, Reply, media_type, typed, with, words};
use super::service::Visit;
use super::whip::call;

const JSON: &str = "application/json";

/// Answers a request.
pub(super) async fn answer(visit: &Visit, request: Request<Incoming>) -> Reply {
    if request.method() == Method::OPTIONS {
        return with(reply::bare(StatusCode::NO_CONTENT), ALLOW, "POST, OPTIONS");
    }
    if request.method() != Method::POST {
        return with(words(StatusCode::METHOD_NOT_ALLOWED, "offer by POST"), ALLOW, "POST, OPTIONS");
    }
    post(visit, request).await.unwrap_or_else(|refusal| refusal)
}

async fn post(visit: &Visit, request: Request<Incoming>) -> Result<Reply, Reply> {
    if media_type(&request) != JSON {
        return Err(words(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("an offer is {JSON}")));
    }
    let text = reply::text(request).await?;
    let offer: Value = serde_json::from_str(&text)
        .map_err(|error| words(StatusCode::BAD_REQUEST, format!("this is no JSON: {error}")))?;
    let word = |key: &str| offer.get(key).and_then(Value::as_str);
    let (Some("offer"), Some(sdp)) = (word("type"), word("sdp")) else {
        return Err(words(StatusCode::BAD_REQUEST, r#"an offer is {"type": "offer", "sdp": "…"}"#));
    };
    let (_, _, answer) = call(visit, sdp.to_owned()).await?;
    Ok(typed(StatusCode::OK, JSON, json!({ "sdp": answer, "type": "answer" }).to_string()))
}
