//! Checks of TURN error codes that have one meaning each (RFC 8656 section 19, RFC 8489 section 14.8).

use super::allocate::quoted;
use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::report::Confidence;
use crate::rules::{Draft, codes};

/// Whether a code has a rule of its own when it answers an Allocate.
pub(super) fn named(code: u16) -> bool {
    matches!(code, 400 | 401 | 403 | 420 | 437 | 438 | 440..=442 | 486 | 500..=599)
}

/// A refused Allocate with this code.
fn refused(server: &Server, wanted: u16) -> Option<(&str, Draft)> {
    let Outcome::Failed(Failure::Refused { method, code, reason, .. }) = &server.outcome else { return None };
    if *code != wanted || method != "Allocate" {
        return None;
    }
    let draft = Draft::new(server.uri.canonical(), format!("{code}{} to the Allocate request", quoted(reason)));
    Some((reason, draft.help(codes::find(wanted).map_or("", |known| known.action))))
}

/// `turn/bad-request`
pub(super) fn bad_request(server: &Server, _: &Gathering) -> Option<Draft> {
    Some(refused(server, 400)?.1)
}

/// `turn/forbidden`
pub(super) fn forbidden(server: &Server, _: &Gathering) -> Option<Draft> {
    Some(refused(server, 403)?.1.help(
        "look into the server's log for the rule that refused it: a list of denied users or client addresses, a region, \
         or an account that may not relay",
    ))
}

/// `turn/unknown-attribute`
pub(super) fn unknown_attribute(server: &Server, _: &Gathering) -> Option<Draft> {
    Some(refused(server, 420)?.1.help(
        "update the server, or the box in front of it: the request holds nothing but what every Allocate needs \
         (RFC 8656 section 7.1)",
    ))
}

/// `turn/realm-mismatch`
pub(super) fn realm_mismatch(server: &Server, _: &Gathering) -> Option<Draft> {
    let (reason, draft) = refused(server, 437)?;
    let realm = server.realm.as_deref().unwrap_or_default();
    reason.to_ascii_lowercase().contains("realm").then(|| {
        draft.help(format!(
            "claim the realm that the server names, `{realm}` (leave out `--realm`), or set `realm=` there"
        ))
    })
}

/// `turn/allocation-mismatch`
pub(super) fn allocation_mismatch(server: &Server, _: &Gathering) -> Option<Draft> {
    let (reason, draft) = refused(server, 437)?;
    (!reason.to_ascii_lowercase().contains("realm")).then(|| {
        draft.help(
            "run it again, which takes another local port; where it stays, a proxy or NAT in front of the server gives \
             several clients one address and port: let it keep them apart",
        )
    })
}

/// `turn/nonce-loop`
pub(super) fn nonce_loop(server: &Server, _: &Gathering) -> Option<Draft> {
    let (_, draft) = refused(server, 438)?;
    Some(draft.confidence(Confidence::Likely).help(
        "send all packets of a client to one server: a load balancer without affinity, or a NAT that changes the source \
         port, makes every nonce a stranger's",
    ))
}

/// `turn/family-unsupported`
pub(super) fn family_unsupported(server: &Server, _: &Gathering) -> Option<Draft> {
    Some(refused(server, 440)?.1.help(
        "give the server a relay address of the family that it allocates where none is asked for, IPv4 by the standard \
         (coturn: `relay-ip`, and no `allocation-default-address-family=ipv6`)",
    ))
}

/// `turn/wrong-credentials`
pub(super) fn wrong_credentials(server: &Server, _: &Gathering) -> Option<Draft> {
    Some(refused(server, 441)?.1)
}

/// `turn/transport-unsupported`
pub(super) fn transport_unsupported(server: &Server, _: &Gathering) -> Option<Draft> {
    Some(refused(server, 442)?.1)
}

/// `turn/quota`
pub(super) fn quota(server: &Server, _: &Gathering) -> Option<Draft> {
    Some(refused(server, 486)?.1)
}

/// `turn/server-error`
pub(super) fn server_error(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Refused { method, code, reason, .. }) = &server.outcome else { return None };
    if method != "Allocate" || !(500..600).contains(code) || *code == 508 {
        return None;
    }
    // A first one is asked again (RFC 8489 section 14.8): what is reported has come twice.
    let message = format!("{code}{} to the Allocate request, and to its repetition", quoted(reason));
    Some(Draft::new(server.uri.canonical(), message).help(
        "read the server's log for this moment: its database of users, its relay addresses and its limits come first",
    ))
}

/// `turn/no-capacity`
pub(super) fn no_capacity(server: &Server, _: &Gathering) -> Option<Draft> {
    Some(refused(server, 508)?.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Severity;
    use crate::rules::{Subject, judge};

    const REFUSED: &str = include_str!("../../../tests/fixtures/rules/turn/refused/bad.gathering.json");

    #[test]
    fn every_code_to_an_allocate_has_one_error_and_no_more() {
        let run: Gathering = serde_json::from_str(REFUSED).unwrap();
        for answer in 300..700 {
            let mut run = run.clone();
            for server in &mut run.servers {
                if let Outcome::Failed(Failure::Refused { code, .. }) = &mut server.outcome {
                    *code = answer;
                }
            }
            let found = judge(Subject::Gathering(&run));
            let errors: Vec<&str> = found.iter().filter(|f| f.severity == Severity::Error).map(|f| f.rule.id).collect();
            assert_eq!(errors.len(), 1, "{answer}: {errors:?}");
        }
    }
}
