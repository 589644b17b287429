use proptest::prelude::*;
use stun_types::attribute::{ErrorCode, Nonce};
use stun_types::message::{Message, MessageWriteVec};
use stun_types::prelude::*;

use super::*;
use crate::probe::message::describe;

const PEER: &str = "192.0.2.7:4000";

fn peer() -> SocketAddr {
    PEER.parse().unwrap()
}

fn session(reliable: bool, now: Instant) -> Session {
    let auth = Authentication {
        username: "alice".to_owned(),
        password: "secret".to_owned(),
        realm: "r".to_owned(),
        nonce: "first".to_owned(),
    };
    Session::new(reliable, Some(auth), Duration::from_secs(600), 1, now)
}

/// The answer to a request: success, or an error with a nonce.
fn answer(request: &[u8], error: Option<u16>) -> Vec<u8> {
    let request = Message::from_bytes(request).unwrap();
    let Some(code) = error else { return Message::builder_success(&request, MessageWriteVec::new()).finish() };
    let mut reply = Message::builder_error(&request, MessageWriteVec::new());
    reply.add_attribute(&ErrorCode::new(code, "no").unwrap()).unwrap();
    reply.add_attribute(&Nonce::new("second").unwrap()).unwrap();
    reply.finish()
}

fn sent(session: &mut Session, now: Instant) -> Vec<Vec<u8>> {
    std::iter::from_fn(|| session.transmit(now)).collect()
}

fn events(session: &mut Session) -> Vec<SessionEvent> {
    std::iter::from_fn(|| session.event()).collect()
}

#[test]
fn one_permission_serves_every_port_of_an_address() {
    let now = Instant::now();
    let mut session = session(false, now);
    let other = SocketAddr::new(peer().ip(), 5000);
    session.permit(peer(), now);
    session.permit(other, now);
    let requests = sent(&mut session, now);
    assert_eq!(
        requests.iter().map(|r| describe(r)).collect::<Vec<_>>(),
        ["CreatePermission request as alice for peer 192.0.2.7:4000"]
    );
    assert!(session.handle(&answer(&requests[0], None), now));
    let told = events(&mut session);
    assert!(told.len() == 2 && told.contains(&SessionEvent::Permitted(other)), "{told:?}");
    session.permit(SocketAddr::new(peer().ip(), 6000), now);
    assert_eq!((events(&mut session).len(), sent(&mut session, now).len()), (1, 0), "it is known");
}

#[test]
fn a_stale_nonce_is_replaced_and_a_refusal_is_told() {
    let now = Instant::now();
    let mut session = session(false, now);
    session.permit(peer(), now);
    let first = sent(&mut session, now).remove(0);
    session.handle(&answer(&first, Some(438)), now);
    let again = sent(&mut session, now).remove(0);
    let message = Message::from_bytes(&again).unwrap();
    assert_eq!(message.attribute::<Nonce>().unwrap().nonce(), "second");
    session.handle(&answer(&again, Some(403)), now);
    assert_eq!(events(&mut session), [SessionEvent::Refused { peer: peer(), why: "403 no".to_owned() }]);
}

#[test]
fn a_nonce_that_is_always_stale_ends() {
    let now = Instant::now();
    let mut session = session(false, now);
    session.permit(peer(), now);
    let mut requests = 0;
    while let Some(request) = session.transmit(now) {
        requests += 1;
        session.handle(&answer(&request, Some(438)), now);
    }
    assert_eq!(requests, MOST_STALE + 1);
    assert!(matches!(events(&mut session).as_slice(), [SessionEvent::Refused { .. }]));
}

#[test]
fn silence_about_a_permission_is_a_refusal() {
    let start = Instant::now();
    let mut session = session(false, start);
    session.permit(peer(), start);
    let mut now = start;
    let mut tries = 0;
    while now < start + Duration::from_secs(20) {
        tries += sent(&mut session, now).len();
        now = session.next().max(now + Duration::from_millis(1));
    }
    assert_eq!(tries, 6, "at 0, 250, 750, 1750, 3750 and 7750 ms");
    assert!(matches!(events(&mut session).as_slice(), [SessionEvent::Refused { why, .. }] if why.contains("answer")));
}

#[test]
fn checks_go_by_indications_and_data_by_a_channel_once_it_is_bound() {
    let now = Instant::now();
    for reliable in [false, true] {
        let mut session = session(reliable, now);
        let check = encode(&Request::Binding, 9, None).unwrap();
        session.send(peer(), &check, now);
        let out = sent(&mut session, now);
        assert_eq!(out.len(), 1, "a check binds nothing");
        let data = [22, 0xfe, 0xfd, 0, 0];
        session.send(peer(), &data, now);
        let out = sent(&mut session, now);
        let words: Vec<String> = out.iter().map(|bytes| describe(bytes)).collect();
        assert!(words[0].starts_with("ChannelBind request as alice"), "{words:?}");
        assert!(words[1].starts_with("Send indication"), "{words:?}");
        session.handle(&answer(&out[0], None), now);
        session.send(peer(), &data, now);
        let mut framed = vec![0x40, 0, 0, 5, 22, 0xfe, 0xfd, 0, 0];
        framed.resize(if reliable { 12 } else { 9 }, 0);
        assert_eq!(sent(&mut session, now), [framed.clone()], "padded on a stream alone");
        assert!(session.handle(&framed, now));
        assert_eq!(events(&mut session), [SessionEvent::Data { peer: peer(), payload: data.to_vec() }]);
    }
}

#[test]
fn everything_is_refreshed_before_it_ends() {
    let start = Instant::now();
    let mut session = session(true, start);
    session.permit(peer(), start);
    session.send(peer(), &[22, 0, 0], start);
    let mut now = start;
    let mut counts = [0; 3];
    while now < start + Duration::from_secs(1190) {
        for request in sent(&mut session, now) {
            let words = describe(&request);
            let kinds = ["CreatePermission", "ChannelBind", "Refresh"];
            if let Some(kind) = kinds.iter().position(|kind| words.starts_with(kind)) {
                counts[kind] += 1;
                session.handle(&answer(&request, None), now);
            }
        }
        now = session.next().max(now);
    }
    assert_eq!(
        counts,
        [5, 3, 2],
        "permission every 4 min, channel every 9 min, allocation a minute before its 10 min end"
    );
}

#[test]
fn a_refresh_that_is_refused_ends_the_session() {
    let start = Instant::now();
    let mut session = session(true, start);
    let now = start + Duration::from_secs(540);
    let refresh = sent(&mut session, now).remove(0);
    session.handle(&answer(&refresh, Some(437)), now);
    assert_eq!(events(&mut session), [SessionEvent::Ended { why: "437 no".to_owned() }]);
}

proptest! {
    #[test]
    fn any_bytes_in_any_order_are_taken(
        pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..30),
        from_ours in any::<bool>(),
    ) {
        let start = Instant::now();
        let mut session = session(false, start);
        let mut now = start;
        for piece in &pieces {
            session.permit(peer(), now);
            session.send(peer(), piece, now);
            let out = sent(&mut session, now);
            session.handle(piece, now);
            if let (true, Some(own)) = (from_ours, out.first()) {
                session.handle(own, now);
            }
            events(&mut session);
            now += Duration::from_secs(30);
            prop_assert!(session.asks.len() < 100);
        }
    }
}
