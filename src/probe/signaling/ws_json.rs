//! `ws-json` by itself: single frames written and read, without a conversation around them.
//!
//! For: the embedded peers, which speak the plainest protocol. The words are those of the built-in profile.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::candidate::Candidate;
use super::engine::{Engine, Heard, Say};
use super::profile::{Profile, builtin};

static PROFILE: LazyLock<Arc<Profile>> =
    LazyLock::new(|| builtin("ws-json").expect("the profile is one of the built-in ones, which a test parses"));

fn engine() -> Engine {
    Engine::new(Arc::clone(&PROFILE), BTreeMap::new()).expect("the profile has no variables")
}

fn say(what: Say<'_>) -> String {
    let said = engine().say(what).expect("its templates ask for what each message has");
    said.into_iter().next().unwrap_or_default()
}

/// An offer as a frame.
pub fn offer(sdp: &str) -> String {
    say(Say::Offer(sdp))
}

/// An answer as a frame.
pub fn answer(sdp: &str) -> String {
    say(Say::Answer(sdp))
}

/// A candidate as a frame.
pub fn candidate(candidate: &Candidate) -> String {
    say(Say::Candidate(candidate))
}

/// The frame after the last candidate.
pub fn end_of_candidates() -> String {
    say(Say::End)
}

/// Reads a frame; nothing where it means nothing. Anything at all may come in.
pub fn read(text: &str) -> Option<Heard> {
    engine().receive(text).heard.into_iter().next()
}
