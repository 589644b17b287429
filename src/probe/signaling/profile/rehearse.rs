//! A profile's dry run: everything that it would send, with stand-ins for what only a conversation knows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Profile, Source};
use crate::probe::signaling::{Candidate, Engine, Say, folded};

/// A description that a stack could have made.
const SDP: &str =
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n";

/// What a dry run showed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Rehearsal {
    /// Occasions and what would be sent on them, with descriptions folded.
    pub messages: Vec<(&'static str, String)>,
    /// What is wrong, in sentences.
    pub faults: Vec<String>,
}

/// Says everything that `profile` can say once.
pub fn rehearse(profile: &Arc<Profile>) -> Rehearsal {
    let mut values: BTreeMap<String, String> =
        profile.environment().into_iter().map(|name| (format!("env:{name}"), "x".to_owned())).collect();
    for (name, source) in profile.recv.iter().flat_map(|rule| &rule.set) {
        // What comes out of a frame may be a number or text; digits are good for both.
        let stand_in = match source {
            Source::Pointer(_) => "1".to_owned(),
            Source::Fixed(value) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        };
        values.insert(name.clone(), stand_in);
    }
    values.extend(profile.needs.iter().map(|name| (name.clone(), "x".to_owned())));
    let mut rehearsal = Rehearsal::default();
    let mut engine = match Engine::new(Arc::clone(profile), values) {
        Ok(engine) => engine,
        Err(error) => {
            rehearsal.faults.push(error.to_string());
            return rehearsal;
        }
    };
    let candidate = Candidate {
        candidate: "candidate:1 1 udp 2130706431 192.0.2.1 9 typ host".to_owned(),
        sdp_mid: Some("0".to_owned()),
        sdp_m_line_index: Some(0),
    };
    let joined = engine.open().map(|reaction| reaction.send);
    let occasions = [
        ("join", joined),
        ("offer", engine.say(Say::Offer(SDP))),
        ("answer", engine.say(Say::Answer(SDP))),
        ("candidate", engine.say(Say::Candidate(&candidate))),
        ("end", engine.say(Say::End)),
        ("keepalive", engine.say(Say::Keepalive)),
        ("bye", engine.say(Say::Bye)),
    ];
    for (occasion, said) in occasions {
        match said {
            Ok(messages) => {
                for message in messages {
                    let begins = message.trim_start();
                    let json = begins.starts_with('{') || begins.starts_with('[');
                    if json && serde_json::from_str::<serde_json::Value>(&message).is_err() {
                        rehearsal
                            .faults
                            .push(format!("`send.{occasion}` is no JSON once it is filled: {}", folded(&message)));
                    }
                    rehearsal.messages.push((occasion, folded(&message)));
                }
            }
            Err(error) => rehearsal.faults.push(format!("`send.{occasion}`: {error}")),
        }
    }
    rehearsal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::signaling::profile::builtins;

    #[test]
    fn every_built_in_profile_can_say_what_it_has_to() {
        for profile in builtins() {
            let rehearsal = rehearse(&profile);
            assert_eq!(rehearsal.faults, Vec::<String>::new(), "{}", profile.name);
            assert!(!rehearsal.messages.is_empty(), "{}", profile.name);
        }
    }

    #[test]
    fn text_that_is_no_json_once_filled_is_told() {
        let profile = Profile::parse("name = \"a\"\n[send]\noffer = '{\"sdp\":{sdp}}'\n").unwrap();
        assert!(rehearse(&profile).faults[0].starts_with("`send.offer` is no JSON"), "{:?}", rehearse(&profile));
    }
}
