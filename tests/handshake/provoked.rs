//! What is done wrong on purpose, and how our own peer takes it.

use std::future::pending;
use std::time::Duration;

use rtcdiag::facts::handshake::{End, Handshake, Provocation};
use rtcdiag::net::handshake::{Options, run};
use rtcdiag::probe::signaling::SignalingUrl;
use rtcdiag::probe::signaling::profile::Role;

use crate::servers::{echo_server, relay_server};

fn options(url: &str, what: Option<Provocation>, role: Role) -> Options {
    let plain = Options::plain(SignalingUrl::parse(url).unwrap(), Duration::from_secs(6));
    Options { provoke: what, role, embedded: true, ..plain }
}

async fn against_echo(what: Provocation) -> Handshake {
    let url = echo_server().await;
    run(&options(&url, Some(what), Role::Offerer), pending()).await.unwrap()
}

#[tokio::test]
async fn the_echo_peer_takes_what_happens_every_day() {
    let benign = [
        Provocation::CandFirst,
        Provocation::DupOffer,
        Provocation::NoEoc,
        Provocation::NoCandidates,
        Provocation::WrongUfrag,
        Provocation::UnknownMid,
        Provocation::BadCandidate,
        Provocation::LfOnly,
        Provocation::NoEol,
    ];
    for what in benign {
        let facts = against_echo(what).await;
        assert_eq!(facts.end, End::Connected, "{}: {facts:#?}", what.word());
        assert_eq!(facts.provoked, Some(what));
    }
}

#[tokio::test]
async fn a_certificate_that_was_not_signaled_is_refused_by_the_echo_peer() {
    let facts = against_echo(Provocation::WrongFingerprint).await;
    let End::Failed(failure) = &facts.end else { panic!("{facts:#?}") };
    assert_eq!(failure.phase(), "dtls", "{failure:?}");
}

/// Two runs in one room: `what` is done by the one that answers.
async fn in_a_room(what: Option<Provocation>, first: Role, second: Role) -> (Handshake, Handshake) {
    let url = relay_server().await;
    let (one, other) = (options(&url, what, first), options(&url, None, second));
    let early = tokio::spawn(async move { run(&one, pending()).await.unwrap() });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let late = run(&other, pending()).await.unwrap();
    (early.await.unwrap(), late)
}

#[tokio::test]
async fn two_runs_in_a_room_find_each_other_whoever_comes_first() {
    for (first, second) in [(Role::Answerer, Role::Offerer), (Role::Auto, Role::Auto), (Role::Auto, Role::Offerer)] {
        let (early, late) = in_a_room(None, first, second).await;
        assert_eq!((&early.end, &late.end), (&End::Connected, &End::Connected), "{early:#?}\n{late:#?}");
        assert!(early.signaling.offerer != late.signaling.offerer, "one of them offered");
    }
}

#[tokio::test]
async fn an_answer_that_comes_twice_is_taken_once() {
    let (early, late) = in_a_room(Some(Provocation::DupAnswer), Role::Answerer, Role::Offerer).await;
    assert_eq!((&early.end, &late.end), (&End::Connected, &End::Connected), "{late:#?}");
    assert_eq!(late.signaling.surplus_answers, 1);
}

#[tokio::test]
async fn offers_that_cross_end_in_one_call() {
    for second in [Role::Auto, Role::Offerer] {
        let (early, late) = in_a_room(Some(Provocation::Glare), Role::Auto, second).await;
        assert_eq!((&early.end, &late.end), (&End::Connected, &End::Connected), "{early:#?}\n{late:#?}");
        let (glare, other) = (early.signaling.glare.unwrap(), late.signaling.glare.unwrap());
        assert!(glare.yielded != other.yielded, "one of them gave up: {glare:?} {other:?}");
    }
}
