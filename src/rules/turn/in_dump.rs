//! Rules about TURN as they show in a dump.

use super::super::Draft;
use crate::candidate::priority::CandidateType;
use crate::dump::{Connection, Dump, Outcome};
use crate::report::{Evidence, Severity};

/// The STUN error code of a refused user (RFC 8489 section 14.8).
const UNAUTHORIZED: u16 = 401;

/// `turn/unauthorized`: an `icecandidateerror` with 401. The browser reports it after it has sent the credentials.
pub(super) fn unauthorized(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let refusals: Vec<_> = connection.candidate_errors().filter(|(_, error)| error.code == UNAUTHORIZED).collect();
    let Some((first, first_error)) = refusals.first() else { return Vec::new() };
    let mut urls: Vec<String> = Vec::new();
    for (_, error) in &refusals {
        let url = format!("`{}`", error.url);
        if !urls.contains(&url) {
            urls.push(url);
        }
    }
    let relayed = connection.local_candidates.iter().any(|candidate| candidate.kind == CandidateType::Relay);
    let left = match (connection.configuration.relay_only(), connection.local_candidates.is_empty(), relayed) {
        (true, true, _) => "; `iceTransportPolicy: \"relay\"` allows nothing but relayed candidates, so none was left",
        (_, _, false) => "; no relayed candidate was gathered",
        _ => "",
    };
    let draft = Draft::new(
        format!("connection {}", connection.id),
        format!("{} answered 401 to the credentials{left}", urls.join(" and ")),
    )
    .help(
        "correct `username` and `credential` in `iceServers`, or make new ones just before the call if the server takes \
         time-limited credentials; `rtcdiag ice` tries them",
    )
    .evidence(Evidence::Moment {
        at_ms: first.at_ms.unwrap_or(0.0),
        text: format!("icecandidateerror 401 {}", first_error.text),
    });
    // a call that came about by another path is not lost, but has lost its way out
    let survived = connection.outcome() == Outcome::Connected;
    vec![if survived { draft.severity(Severity::Warning) } else { draft }]
}
