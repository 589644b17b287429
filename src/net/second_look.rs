//! A second look at a port whose stream failed: does it speak HTTP, TLS, or STUN without TLS?
//!
//! For: telling a web server, a TLS-only and a plain port from a dead one. Not for: saying what follows from it.

use std::time::{Duration, Instant};

use tokio::time::timeout_at;

use super::gather::{Shared, Target};
use super::open::{NotOpened, open};
use super::proxy::Place;
use super::{clock, signals};
use crate::candidate::uri::Transport;
use crate::facts::ice::{Failure, SecondLook, TlsFailure};
use crate::probe::message::{Decoded, Request, decode, encode};

/// For each question.
const TIME: Duration = Duration::from_millis(1200);

/// What any web server answers, if only with an error.
const HTTP: &[u8] = b"GET / HTTP/1.0\r\n\r\n";

/// Asks, each question over a connection of its own, at once.
pub(super) async fn look(target: &Target, place: &Place, shared: &Shared<'_>) -> SecondLook {
    let deadline = clock::now() + TIME;
    let secure = target.uri.transport == Transport::Tls;
    let mut stop = shared.stop.clone();
    let questions = async {
        let http = http(target, place, deadline, shared);
        if secure {
            let (http, plain_stun) = tokio::join!(http, plain_stun(target, place, deadline, shared));
            SecondLook { http, tls: false, plain_stun }
        } else {
            let (http, tls) = tokio::join!(http, tls(target, place, deadline, shared));
            SecondLook { http, tls, plain_stun: false }
        }
    };
    tokio::select! {
        seen = questions => seen,
        () = signals::stopped(&mut stop) => SecondLook::default(),
    }
}

/// The first bytes of a web server's answer.
async fn http(target: &Target, place: &Place, deadline: Instant, shared: &Shared<'_>) -> Option<String> {
    let bytes = exchange(target.uri.transport, target, place, HTTP, deadline, shared).await?;
    match decode(&bytes) {
        Decoded::NotStun { head, .. } if head.starts_with("HTTP/") => Some(head),
        _ => None,
    }
}

async fn plain_stun(target: &Target, place: &Place, deadline: Instant, shared: &Shared<'_>) -> bool {
    let Some(request) = encode(&Request::Binding, rand::random::<u128>() >> 32, None) else { return false };
    let answer = exchange(Transport::Tcp, target, place, &request, deadline, shared).await;
    answer.is_some_and(|bytes| matches!(decode(&bytes), Decoded::Response(_)))
}

/// Whether a ClientHello is answered by TLS of any kind, a refusal included.
async fn tls(target: &Target, place: &Place, deadline: Instant, shared: &Shared<'_>) -> bool {
    let trust = shared.plan.trust.blind();
    match open(Transport::Tls, &target.uri.host, place, deadline, &trust, shared).await {
        Ok(_) => true,
        Err(NotOpened { tls: Some(_), .. }) => true,
        Err(NotOpened { failure: Failure::Tls(TlsFailure::Handshake { alert: Some(_), .. }), .. }) => true,
        Err(_) => false,
    }
}

async fn exchange(
    transport: Transport,
    target: &Target,
    place: &Place,
    bytes: &[u8],
    deadline: Instant,
    shared: &Shared<'_>,
) -> Option<Vec<u8>> {
    let trust = shared.plan.trust.blind();
    let mut opened = open(transport, &target.uri.host, place, deadline, &trust, shared).await.ok()?;
    opened.link.send(bytes).await.ok()?;
    timeout_at(deadline.into(), opened.link.receive()).await.ok()?.ok()
}
