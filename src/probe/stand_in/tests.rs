use proptest::prelude::*;

use super::*;
use crate::probe::message::{Authentication, Decoded, Request, Response, decode, encode, send_indication};

fn seat() -> Seat {
    Seat { local: "192.0.2.1:1000".parse().unwrap(), server: "192.0.0.8:1".parse().unwrap() }
}

fn at(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn signed(request: &Request, id: u128) -> Vec<u8> {
    let text = || "stack".to_owned();
    let auth = Authentication { username: text(), password: text(), realm: text(), nonce: text() };
    encode(request, id, Some(&auth)).unwrap()
}

/// The responses among `actions`, with their seats.
fn replies(actions: &[Action]) -> Vec<(Seat, Response)> {
    let response = |action: &Action| match action {
        Action::Reply(seat, bytes) => match decode(bytes) {
            Decoded::Response(response) => Some((*seat, *response)),
            _ => None,
        },
        _ => None,
    };
    actions.iter().filter_map(response).collect()
}

fn code(reply: &Response) -> Option<u16> {
    reply.error.as_ref().map(|(code, _)| *code)
}

/// A stand-in whose seat has the relay 198.51.100.9:9.
fn with_relay() -> StandIn {
    let mut stand_in = StandIn::default();
    stand_in.from_stack(seat(), &signed(&Request::Allocate, 1));
    stand_in.allocated(at("198.51.100.9:9"), at("203.0.113.1:1"));
    stand_in
}

#[test]
fn an_allocation_is_challenged_and_then_waits_for_a_real_one() {
    let mut stand_in = StandIn::default();
    let unsigned = encode(&Request::Allocate, 1, None).unwrap();
    let challenge = replies(&stand_in.from_stack(seat(), &unsigned));
    assert_eq!((challenge.len(), code(&challenge[0].1)), (1, Some(401)));
    assert!(challenge[0].1.nonce.is_some() && challenge[0].1.realm.is_some());
    let request = signed(&Request::Allocate, 2);
    assert_eq!(stand_in.from_stack(seat(), &request), []);
    assert_eq!(stand_in.from_stack(seat(), &request), [], "sent again");
    let granted = replies(&stand_in.allocated(at("198.51.100.9:9"), at("203.0.113.1:1")));
    let [(to, reply)] = granted.as_slice() else { panic!("{granted:?}") };
    assert_eq!((*to, reply.id, reply.relayed), (seat(), 2, Some(at("198.51.100.9:9"))));
    assert_eq!(reply.mapped, Some(at("203.0.113.1:1")));
}

#[test]
fn a_mapped_address_is_told_once_and_never_where_it_is_the_socket_itself() {
    let mut stand_in = StandIn::default();
    let local = seat().local;
    let other = Seat { server: at("192.0.0.8:2"), ..seat() };
    stand_in.from_stack(seat(), &encode(&Request::Binding, 1, None).unwrap());
    stand_in.from_stack(other, &encode(&Request::Binding, 2, None).unwrap());
    assert_eq!(stand_in.reflexive(local, local), (false, Vec::new()));
    let (news, actions) = stand_in.reflexive(local, at("203.0.113.1:1"));
    assert_eq!((news, replies(&actions).len()), (true, 1));
    assert_eq!(stand_in.reflexive(local, at("203.0.113.1:1")), (false, Vec::new()));
    let (news, actions) = stand_in.reflexive(local, at("203.0.113.1:2"));
    assert_eq!((news, replies(&actions).len()), (true, 1), "a symmetric NAT shows another port");
}

#[test]
fn who_waits_in_the_end_is_refused_and_so_is_who_comes_later() {
    let mut stand_in = StandIn::default();
    stand_in.from_stack(seat(), &encode(&Request::Binding, 1, None).unwrap());
    stand_in.from_stack(seat(), &signed(&Request::Allocate, 2));
    let refused = replies(&stand_in.complete());
    assert_eq!(refused.iter().map(|(_, reply)| code(reply)).collect::<Vec<_>>(), [Some(508), Some(508)]);
    let late = replies(&stand_in.from_stack(seat(), &signed(&Request::Allocate, 3)));
    assert_eq!(late.iter().map(|(_, reply)| code(reply)).collect::<Vec<_>>(), [Some(508)]);
}

#[test]
fn permissions_are_the_real_servers_and_a_refusal_is_not_asked_again() {
    let mut stand_in = with_relay();
    let (relayed, peer) = (at("198.51.100.9:9"), at("192.0.2.7:4000"));
    let asked = stand_in.from_stack(seat(), &signed(&Request::CreatePermission(peer), 5));
    assert_eq!(asked, [Action::Permit { relayed, peer }]);
    let granted = replies(&stand_in.permitted(relayed, peer, true));
    assert_eq!((granted.len(), code(&granted[0].1)), (1, None));
    let other = at("192.0.2.8:4000");
    stand_in.from_stack(seat(), &signed(&Request::CreatePermission(other), 6));
    assert_eq!(code(&replies(&stand_in.permitted(relayed, other, false))[0].1), Some(403));
    let again = stand_in.from_stack(seat(), &signed(&Request::CreatePermission(other), 7));
    assert_eq!(replies(&again).iter().map(|(_, reply)| code(reply)).collect::<Vec<_>>(), [Some(403)]);
}

#[test]
fn packets_leave_by_indication_and_by_channel() {
    let mut stand_in = with_relay();
    let (relayed, peer) = (at("198.51.100.9:9"), at("192.0.2.7:4000"));
    let send = Action::Send { relayed, peer, payload: b"hello".to_vec() };
    assert_eq!(stand_in.from_stack(seat(), &send_indication(8, peer, b"hello").unwrap()), std::slice::from_ref(&send));
    let channel = b"\x40\x00\x00\x05hello";
    assert_eq!(stand_in.from_stack(seat(), channel), [], "it is not bound");
    stand_in.from_stack(seat(), &signed(&Request::ChannelBind(0x4000, peer), 9));
    assert_eq!(stand_in.from_stack(seat(), channel), [send]);
    let elsewhere = Seat { server: at("192.0.0.8:2"), ..seat() };
    assert_eq!(stand_in.from_stack(elsewhere, channel), [], "the channel is another client's");
    assert_eq!(stand_in.seat(relayed), Some(seat()));
    let wrapped = data_indication(peer, b"hello").unwrap();
    assert_eq!(decode(&wrapped), Decoded::Data { peer, payload: b"hello".to_vec() });
}

proptest! {
    #[test]
    fn any_bytes_are_taken(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..30)) {
        let mut stand_in = with_relay();
        for piece in &pieces {
            stand_in.from_stack(seat(), piece);
        }
        stand_in.complete();
    }
}
