//! WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): an offer by POST, candidates and restarts by PATCH, the end by
//! DELETE. The other end of the call is the echo peer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{ALLOW, AUTHORIZATION, ETAG, HeaderName, IF_MATCH, LINK, LOCATION, RETRY_AFTER};
use hyper::{HeaderMap, Method, Request, StatusCode};
use tokio::sync::{Mutex as AsyncMutex, mpsc};
use tokio::time::timeout;

use super::reply::{self, Reply, bare, media_type, typed, with, words};
use super::service::Visit;
use crate::serve::echo::{
    Fragment, Order, Orders, Plan, QUEUE, Telling, Told, fragment, read_fragment, run, with_fragment,
};
use crate::serve::tasks::lock;

/// What an offer and an answer are.
const SDP: &str = "application/sdp";
/// What a PATCH carries (RFC 8840 section 9).
const FRAGMENT: &str = "application/trickle-ice-sdpfrag";
const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");
const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// What is said to whom there is no place for.
const AGAIN_IN_S: &str = "5";

/// The sessions of a server, by the last part of their paths, which nobody can guess.
#[derive(Debug, Default)]
pub(in crate::serve) struct Resources(Mutex<HashMap<String, Arc<Session>>>);

#[derive(Debug)]
struct Session {
    orders: Orders,
    /// What changes with a restart; held while one goes on.
    state: AsyncMutex<State>,
}

#[derive(Debug)]
struct State {
    /// The entity-tag, with its quotes.
    etag: String,
    /// The offer, with the credentials of the last restart.
    offer: String,
    told: mpsc::Receiver<Telling>,
}

impl Resources {
    fn find(&self, id: &str) -> Option<Arc<Session>> {
        lock(&self.0).get(id).cloned()
    }

    /// How many there are.
    pub(in crate::serve) fn count(&self) -> usize {
        lock(&self.0).len()
    }
}

/// Answers a request to the endpoint `path`.
pub(super) async fn endpoint(visit: &Visit, path: &'static str, request: Request<Incoming>) -> Reply {
    match *request.method() {
        Method::POST => post(visit, path, request).await.unwrap_or_else(|refusal| refusal),
        Method::OPTIONS => {
            let reply = with(bare(StatusCode::NO_CONTENT), ALLOW, "POST, OPTIONS");
            links(visit, request.headers(), with(reply, ACCEPT_POST, SDP))
        }
        _ => with(words(StatusCode::METHOD_NOT_ALLOWED, "offer by POST"), ALLOW, "POST, OPTIONS"),
    }
}

async fn post(visit: &Visit, path: &str, request: Request<Incoming>) -> Result<Reply, Reply> {
    if media_type(&request) != SDP {
        let refusal = words(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("an offer is {SDP}"));
        return Err(with(refusal, ACCEPT_POST, SDP));
    }
    let headers = request.headers().clone();
    let offer = reply::text(request).await?;
    if !offer.starts_with("v=0") || !offer.contains("m=") {
        return Err(words(StatusCode::BAD_REQUEST, "this is no offer: it has no `v=0` and `m=` lines"));
    }
    let (orders, told, answer) = call(visit, offer.clone()).await?;
    let (id, etag) = (crate::serve::random(32), etag());
    let state = AsyncMutex::new(State { etag: etag.clone(), offer, told });
    let session = Arc::new(Session { orders: orders.clone(), state });
    lock(&visit.shared.resources.0).insert(id.clone(), session);
    let shared = Arc::clone(&visit.shared);
    let forget = id.clone();
    visit.shared.tasks.spawn(async move {
        orders.closed().await;
        lock(&shared.resources.0).remove(&forget);
    });
    let location = format!("{}{path}/{id}", visit.mischief.prefix());
    let reply = with(typed(StatusCode::CREATED, SDP, answer), LOCATION, &location);
    let reply = with(with(reply, ETAG, &etag), ACCEPT_PATCH, FRAGMENT);
    Ok(links(visit, &headers, reply))
}

/// Begins a call: the way to its peer, what the peer goes on to tell, and its answer with all candidates.
pub(super) async fn call(visit: &Visit, offer: String) -> Result<(Orders, mpsc::Receiver<Telling>, String), Reply> {
    let full = || with(words(StatusCode::SERVICE_UNAVAILABLE, "every place is taken"), RETRY_AFTER, AGAIN_IN_S);
    let place = Arc::clone(&visit.shared.places).try_acquire_owned().map_err(|_| full())?;
    let (orders, ordered) = mpsc::channel(QUEUE);
    let (tell, mut told) = mpsc::channel(QUEUE);
    let plan = Plan {
        number: 0,
        at: visit.at,
        client: visit.from,
        guests: visit.shared.guests.clone(),
        whole: true,
        ends_itself: true,
        mischief: visit.mischief,
    };
    visit.shared.tasks.spawn(async move {
        run(plan, ordered, tell).await;
        drop(place);
    });
    // It ends by itself where this fails: with its orders, or with what it could not do.
    drop(orders.send(Order::Offer(offer)).await);
    let answer = answer(&mut told).await?;
    Ok((orders, told, answer))
}

async fn answer(told: &mut mpsc::Receiver<Telling>) -> Result<String, Reply> {
    let answer = async {
        while let Some((_, told)) = told.recv().await {
            match told {
                Told::Answer(sdp) => return Ok(sdp),
                Told::Refused(why) => return Err(words(StatusCode::BAD_REQUEST, why)),
                _ => {}
            }
        }
        Err(words(StatusCode::INTERNAL_SERVER_ERROR, "the echo peer is gone"))
    };
    match timeout(PATIENCE, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(words(StatusCode::INTERNAL_SERVER_ERROR, "the echo peer did not answer in time")),
    }
}

/// Answers a request to the session `id`.
pub(super) async fn session(visit: &Visit, id: &str, request: Request<Incoming>) -> Reply {
    const METHODS: &str = "PATCH, DELETE, OPTIONS";
    let method = request.method().clone();
    if method == Method::OPTIONS {
        let reply = with(bare(StatusCode::NO_CONTENT), ALLOW, METHODS);
        return with(reply, ACCEPT_PATCH, FRAGMENT);
    }
    if method != Method::PATCH && method != Method::DELETE {
        // RFC 9725 section 4.2: the others are reserved.
        return with(words(StatusCode::METHOD_NOT_ALLOWED, "trickle by PATCH, end by DELETE"), ALLOW, METHODS);
    }
    let Some(session) = visit.shared.resources.find(id) else {
        return words(StatusCode::NOT_FOUND, "there is no such session, or it has ended");
    };
    if method == Method::DELETE {
        lock(&visit.shared.resources.0).remove(id);
        drop(session.orders.send(Order::Close).await);
        return bare(StatusCode::OK);
    }
    patch(&session, request).await.unwrap_or_else(|refusal| refusal)
}

/// RFC 9725 sections 4.3.1 to 4.3.3.
async fn patch(session: &Session, request: Request<Incoming>) -> Result<Reply, Reply> {
    if media_type(&request) != FRAGMENT {
        let refusal = words(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("a fragment is {FRAGMENT}"));
        return Err(with(refusal, ACCEPT_PATCH, FRAGMENT));
    }
    let tags = tags(request.headers());
    if tags.is_empty() {
        return Err(words(StatusCode::PRECONDITION_REQUIRED, "If-Match says which ICE session is meant"));
    }
    let mut state = session.state.lock().await;
    let any = tags.iter().any(|tag| tag == "*");
    if !any && !tags.contains(&state.etag) {
        return Err(words(StatusCode::PRECONDITION_FAILED, "If-Match names an ICE session that is over"));
    }
    let text = reply::text(request).await?;
    let fragment = read_fragment(&text).ok_or_else(|| words(StatusCode::BAD_REQUEST, "this is no SDP fragment"))?;
    if is_restart(&state.offer, &fragment) {
        if !any {
            return Err(words(StatusCode::UNPROCESSABLE_ENTITY, "other credentials are a restart: `If-Match: *`"));
        }
        return restart(session, &mut state, &fragment).await;
    }
    if any {
        return Err(words(StatusCode::UNPROCESSABLE_ENTITY, "a restart has a new ice-ufrag and ice-pwd"));
    }
    for candidate in fragment.candidates {
        drop(session.orders.send(Order::Candidate(candidate)).await);
    }
    Ok(with(bare(StatusCode::NO_CONTENT), ETAG, &state.etag))
}

/// Whether a fragment has credentials that the offer does not have.
fn is_restart(offer: &str, fragment: &Fragment) -> bool {
    let known = |name: &str, value: &Option<String>| {
        value.as_ref().is_none_or(|value| offer.lines().any(|line| line.trim_end() == format!("a={name}:{value}")))
    };
    !(known("ice-ufrag", &fragment.ufrag) && known("ice-pwd", &fragment.pwd))
}

async fn restart(session: &Session, state: &mut State, new: &Fragment) -> Result<Reply, Reply> {
    let lacking = || words(StatusCode::BAD_REQUEST, "a restart has both ice-ufrag and ice-pwd");
    let offer = with_fragment(&state.offer, new).ok_or_else(lacking)?;
    // What was told since the last answer is of no use any more.
    while state.told.try_recv().is_ok() {}
    drop(session.orders.send(Order::Offer(offer.clone())).await);
    let answer = answer(&mut state.told).await?;
    for candidate in &new.candidates {
        drop(session.orders.send(Order::Candidate(candidate.clone())).await);
    }
    state.offer = offer;
    state.etag = etag();
    let reply = typed(StatusCode::OK, FRAGMENT, fragment(&answer));
    Ok(with(with(reply, ETAG, &state.etag), ACCEPT_PATCH, FRAGMENT))
}

/// The entity-tags of If-Match.
fn tags(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(IF_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

fn etag() -> String {
    format!("\"{}\"", crate::serve::random(12))
}

/// The ICE servers of RFC 9725 section 4.6. Beyond loopback the credential is for who has it already, as a bearer
/// token: whoever reaches the port would have a relay otherwise.
fn links(visit: &Visit, headers: &HeaderMap, reply: Reply) -> Reply {
    let settings = &visit.shared.settings;
    let credential = settings.credential.expose();
    let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let knows = bearer.and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|token| token == credential);
    let address = visit.shared.address;
    let mut reply = with(reply, LINK, &format!("<stun:{address}>; rel=\"ice-server\""));
    if visit.shared.access.loopback() || knows {
        let username = &settings.username;
        for transport in ["udp", "tcp"] {
            let link = format!(
                "<turn:{address}?transport={transport}>; rel=\"ice-server\"; username=\"{username}\"; \
                 credential=\"{credential}\"; credential-type=\"password\""
            );
            reply = with(reply, LINK, &link);
        }
    }
    reply
}
