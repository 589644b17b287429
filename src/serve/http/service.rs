//! One connection: its requests, and the WebSocket that it may become.

use std::collections::HashMap;
use std::io::{self, Cursor};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderValue, RETRY_AFTER, VARY};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncReadExt;
use tokio::time::timeout;

use super::reply::{self, Reply, bare, typed, with, words};
use super::upgrade::{self, Afterwards, BoxedStream, upgrade};
use super::{offer, page, whip};
use crate::serve::access::Stranger;
use crate::serve::dialect::{Janus, PeerJs, SocketIo, WsJson, open_packet};
use crate::serve::driver::Shared;
use crate::serve::echo::{Stand, converse};
use crate::serve::faults::{self, FAULTS, HttpFault, Mischief};
use crate::serve::rooms;
use crate::serve::stream::OPENING;

/// Bytes of the longest head, and headers in it.
const HEAD: usize = 16 * 1024;
const HEADERS: usize = 64;
/// How long requests may follow each other on one connection.
const LIFETIME: Duration = Duration::from_secs(600);
/// How late a slow answer is, and how long one that never comes is awaited.
const LATE: Duration = Duration::from_secs(3);
const STALLED: Duration = Duration::from_secs(60);
/// What the janus protocol is called in an upgrade.
const JANUS: &str = "janus-protocol";

/// Who asks, and how the answer is to be.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) shared: Arc<Shared>,
    pub(super) from: IpAddr,
    /// The address that was reached; echo peers are reached there too.
    pub(super) at: IpAddr,
    pub(super) mischief: Mischief,
}

impl Visit {
    fn stand(&self) -> Stand {
        Stand {
            at: self.at,
            client: self.from,
            guests: self.shared.guests.clone(),
            mischief: self.mischief,
            places: Arc::clone(&self.shared.places),
            ending: self.shared.ending.subscribe(),
        }
    }
}

/// Serves a connection from `from` to `at`, of which `head` was read already.
pub(in crate::serve) async fn serve(
    shared: &Arc<Shared>,
    stream: BoxedStream,
    head: Vec<u8>,
    from: SocketAddr,
    at: IpAddr,
) {
    let (reader, writer) = tokio::io::split(stream);
    let stream = tokio::io::join(Cursor::new(head).chain(reader), writer);
    let afterwards = Arc::new(Afterwards::default());
    let visit = Visit { shared: Arc::clone(shared), from: from.ip(), at, mischief: Mischief::default() };
    let service = {
        let afterwards = Arc::clone(&afterwards);
        service_fn(move |request| {
            let (visit, afterwards) = (visit.clone(), Arc::clone(&afterwards));
            async move { answer(visit, request, &afterwards).await }
        })
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(OPENING)
        .max_headers(HEADERS)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    // Whatever ended it, an upgrade that was answered goes on.
    drop(timeout(LIFETIME, connection).await);
    if let Some(speaking) = afterwards.take() {
        speaking.await;
    }
}

/// Answers a request. An error ends the connection without an answer.
async fn answer(mut visit: Visit, request: Request<Incoming>, afterwards: &Afterwards) -> io::Result<Reply> {
    let origin = match visit.shared.access.check(request.headers()) {
        Ok(origin) => origin.map(str::to_owned),
        Err(Stranger::Host) => {
            let why = "this server does not go by that name; `--host NAME` lets it";
            return Ok(closing(words(StatusCode::MISDIRECTED_REQUEST, why)));
        }
        Err(Stranger::Origin) => {
            let why = "pages of that origin may not use this server; `--origin ORIGIN` lets them";
            return Ok(closing(words(StatusCode::FORBIDDEN, why)));
        }
    };
    let asked = request.headers().contains_key("access-control-request-method");
    let path = request.uri().path().to_owned();
    let path = match path.strip_prefix("/faults/") {
        None => path,
        Some(_) if !visit.shared.faults => {
            return Ok(words(StatusCode::NOT_FOUND, "faults are committed with `rtcdiag serve --faults` alone"));
        }
        Some(rest) => {
            let (id, path) = rest.split_once('/').unwrap_or((rest, ""));
            let Some(fault) = faults::find(id) else {
                return Ok(words(StatusCode::NOT_FOUND, format!("there is no fault `{id}`; GET /faults lists them")));
            };
            visit.mischief = Mischief::of(fault);
            format!("/{path}")
        }
    };
    let method = request.method().clone();
    let reply = match before(&visit, &path, &request).await? {
        Some(reply) => reply,
        None => after(&visit, &method, route(&visit, &path, request, afterwards).await),
    };
    Ok(cors(reply, origin.as_deref(), asked))
}

async fn route(visit: &Visit, path: &str, request: Request<Incoming>, afterwards: &Afterwards) -> Reply {
    let begins = request.method() == Method::POST || upgrade::is_asked(&request);
    if begins && visit.shared.draining.load(Ordering::Acquire) {
        let ending = words(StatusCode::SERVICE_UNAVAILABLE, "the server ends");
        return closing(with(ending, RETRY_AFTER, "5"));
    }
    if let Some((endpoint, id)) = path.get(1..).and_then(|path| path.split_once('/'))
        && matches!(endpoint, "whip" | "whep")
        && !id.is_empty()
    {
        return whip::session(visit, id, request).await;
    }
    match path {
        "/whip" => whip::endpoint(visit, "/whip", request).await,
        "/whep" => whip::endpoint(visit, "/whep", request).await,
        "/offer" => offer::answer(visit, request).await,
        "/socket.io/" | "/socket.io" => socket_io(visit, request, afterwards).await,
        "/ws" | "/echo" | "/janus" | "/peerjs" if request.method() == Method::GET => {
            if upgrade::is_asked(&request) {
                socket(visit, path, request, afterwards)
            } else {
                upgrade::required()
            }
        }
        _ if request.method() == Method::OPTIONS => bare(StatusCode::NO_CONTENT),
        _ if request.method() != Method::GET && request.method() != Method::HEAD => {
            words(StatusCode::METHOD_NOT_ALLOWED, "GET / says what there is")
        }
        "/" => page::status(visit),
        "/faults" if visit.shared.faults => typed(StatusCode::OK, "text/plain; charset=utf-8", list()),
        "/peerjs/id" => typed(StatusCode::OK, "text/plain; charset=utf-8", crate::serve::random(16)),
        _ => words(StatusCode::NOT_FOUND, "GET / says what there is"),
    }
}

/// Every fault, a line each.
fn list() -> String {
    FAULTS.iter().map(|fault| format!("{:<18} {}\n", fault.id, fault.what)).collect()
}

/// What is spoken at `path` over a WebSocket.
fn socket(visit: &Visit, path: &str, request: Request<Incoming>, afterwards: &Afterwards) -> Reply {
    let (stand, shared, from) = (visit.stand(), Arc::clone(&visit.shared), visit.from);
    let query = query(&request);
    match path {
        "/echo" => upgrade(request, None, afterwards, move |socket| converse(stand, socket, WsJson, None)),
        "/janus" => {
            if !upgrade::offers(&request, JANUS) {
                return words(StatusCode::BAD_REQUEST, "offer the subprotocol `janus-protocol`");
            }
            let speak = move |socket| converse(stand, socket, Janus::default(), None);
            upgrade(request, Some(JANUS), afterwards, speak)
        }
        "/peerjs" => upgrade(request, None, afterwards, move |socket| async move {
            let (client, queued) = PeerJs::new(&shared.ids, |key| query.get(key).cloned(), from);
            converse(stand, socket, client, queued).await;
        }),
        _ => {
            let Some(room) = query.get("room").filter(|room| !room.is_empty()).cloned() else {
                return words(StatusCode::BAD_REQUEST, "the room is missing: /ws?room=NAME");
            };
            let ending = stand.ending;
            upgrade(request, None, afterwards, move |socket| async move {
                rooms::serve(&shared.rooms, &room, from, socket, ending).await;
            })
        }
    }
}

/// Engine.IO 4: a WebSocket at once, or polling, or from polling to a WebSocket.
async fn socket_io(visit: &Visit, request: Request<Incoming>, afterwards: &Afterwards) -> Reply {
    let query = query(&request);
    let refused = |code: u8, message: &str| {
        let why = serde_json::json!({ "code": code, "message": message }).to_string();
        typed(StatusCode::BAD_REQUEST, "application/json", why)
    };
    if request.method() == Method::OPTIONS {
        return bare(StatusCode::NO_CONTENT);
    }
    if query.get("EIO").map(String::as_str) != Some("4") {
        return refused(5, "Unsupported protocol version");
    }
    let (stand, shared, from) = (visit.stand(), Arc::clone(&visit.shared), visit.from);
    let session = query.get("sid").cloned();
    if let Some(session) = &session
        && !shared.polls.has(session)
    {
        return refused(1, "Session ID unknown");
    }
    if upgrade::is_asked(&request) {
        return upgrade(request, None, afterwards, move |socket| async move {
            match session {
                Some(session) => shared.polls.take_over(&session, socket).await,
                None => {
                    let (client, queued) = SocketIo::new(&shared.io_rooms, from, Some(crate::serve::random(20)));
                    converse(stand, socket, client, Some(queued)).await;
                }
            }
        });
    }
    let packets = |packets: String| typed(StatusCode::OK, "text/plain; charset=UTF-8", packets);
    match (request.method(), session) {
        (&Method::GET, None) => {
            let session = crate::serve::random(20);
            let Some(wire) = shared.polls.open(&session) else {
                return words(StatusCode::SERVICE_UNAVAILABLE, "every place is taken");
            };
            let (client, queued) = SocketIo::new(&shared.io_rooms, from, None);
            visit.shared.tasks.spawn(converse(stand, wire, client, Some(queued)));
            packets(open_packet(&session, &["websocket"]))
        }
        (&Method::GET, Some(session)) => match shared.polls.take(&session).await {
            Some(waiting) => packets(waiting),
            None => refused(1, "Session ID unknown"),
        },
        (&Method::POST, Some(session)) => match reply::text(request).await {
            Ok(payload) if shared.polls.give(&session, &payload).await => packets("ok".to_owned()),
            Ok(_) => refused(1, "Session ID unknown"),
            Err(refusal) => refusal,
        },
        _ => refused(2, "Bad handshake method"),
    }
}

/// The query of a request; a key that comes twice has its first value.
fn query(request: &Request<Incoming>) -> HashMap<String, String> {
    let pairs = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
    let mut query = HashMap::new();
    for (key, value) in pairs {
        query.entry(key.into_owned()).or_insert_with(|| value.into_owned());
    }
    query
}

/// What a fault does in place of an answer. CORS has to work for a page to see any.
async fn before(visit: &Visit, path: &str, request: &Request<Incoming>) -> io::Result<Option<Reply>> {
    let Some(fault) = visit.mischief.http().filter(|_| request.method() != Method::OPTIONS) else { return Ok(None) };
    Ok(match fault {
        HttpFault::Status(code, name, value, body) => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut reply = words(status, body.trim_end());
            if let (Ok(name), Ok(value)) = (name.parse::<hyper::header::HeaderName>(), value.parse()) {
                reply.headers_mut().insert(name, value);
            }
            Some(reply)
        }
        HttpFault::Redirect => {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            let reply = bare(StatusCode::TEMPORARY_REDIRECT);
            Some(with(reply, hyper::header::LOCATION, &format!("{path}{query}")))
        }
        HttpFault::Slow => {
            tokio::time::sleep(LATE).await;
            None
        }
        HttpFault::Stall => {
            tokio::time::sleep(STALLED).await;
            return Err(io::ErrorKind::TimedOut.into());
        }
        HttpFault::Drop => return Err(io::ErrorKind::ConnectionAborted.into()),
        HttpFault::Unauthorized => {
            let bearer = request.headers().get(hyper::header::AUTHORIZATION);
            if bearer.is_some_and(|value| value == "Bearer secret") {
                None
            } else {
                let reply = words(StatusCode::UNAUTHORIZED, "the bearer token is missing, or it is not `secret`");
                Some(with(reply, hyper::header::WWW_AUTHENTICATE, "Bearer realm=\"rtcdiag\""))
            }
        }
        HttpFault::Patch(code) if request.method() == Method::PATCH => StatusCode::from_u16(code).ok().map(bare),
        HttpFault::Delete(code) if request.method() == Method::DELETE => StatusCode::from_u16(code).ok().map(bare),
        _ => None,
    })
}

/// What a fault does to a good answer.
fn after(visit: &Visit, method: &Method, mut reply: Reply) -> Reply {
    let good = reply.status().is_success() || reply.status() == StatusCode::SWITCHING_PROTOCOLS;
    let Some(fault) = visit.mischief.http().filter(|_| good) else { return reply };
    let posted = method == Method::POST;
    match fault {
        HttpFault::As(code) if posted => {
            if let Ok(status) = StatusCode::from_u16(code) {
                *reply.status_mut() = status;
            }
        }
        HttpFault::LateLink if method == Method::OPTIONS => {
            reply.headers_mut().remove(hyper::header::LINK);
        }
        HttpFault::Without(header) => {
            reply.headers_mut().remove(header);
        }
        HttpFault::Typed(kind) if posted => {
            reply.headers_mut().insert(hyper::header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        HttpFault::WrongAccept => {
            let wrong = HeaderValue::from_static("AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
            reply.headers_mut().insert(hyper::header::SEC_WEBSOCKET_ACCEPT, wrong);
        }
        _ => {}
    }
    reply
}

/// Lets the page at `origin` read the answer, and send what it `asked` for.
fn cors(mut reply: Reply, origin: Option<&str>, asked: bool) -> Reply {
    let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) else { return reply };
    let mut say = |name: &'static str, value: HeaderValue| reply.headers_mut().insert(name, value);
    say("access-control-allow-origin", origin);
    say("access-control-expose-headers", HeaderValue::from_static(EXPOSED));
    if asked {
        say("access-control-allow-methods", HeaderValue::from_static("GET, POST, PATCH, DELETE, OPTIONS"));
        say("access-control-allow-headers", HeaderValue::from_static("authorization, content-type, if-match"));
        say("access-control-max-age", HeaderValue::from_static("600"));
    }
    reply.headers_mut().append(VARY, HeaderValue::from_static("origin"));
    reply
}

/// What a page may read of an answer of WHIP.
const EXPOSED: &str = "location, etag, link, accept-patch, accept-post, retry-after, allow, www-authenticate";

fn closing(reply: Reply) -> Reply {
    with(reply, CONNECTION, "close")
}
