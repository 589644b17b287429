//! Rules about TURN: authentication and allocation.

mod allocate;
mod codes;
mod credential;
mod in_dump;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "turn/credential-expired",
            severity: Severity::Error,
            meaning: "the time-limited credential is over, and the server refuses it as it would a wrong password",
            manual: include_str!("credential-expired.md"),
        },
        checks: &[Check::Server(credential::expired)],
    },
    Row {
        rule: Rule {
            id: "turn/credential-milliseconds",
            severity: Severity::Error,
            meaning: "the expiry is read in seconds, so that a credential in milliseconds is refused on most days",
            manual: include_str!("credential-milliseconds.md"),
        },
        checks: &[Check::Server(credential::milliseconds)],
    },
    Row {
        rule: Rule {
            id: "turn/credential-order",
            severity: Severity::Error,
            meaning: "the server looks for the expiry in front of the name",
            manual: include_str!("credential-order.md"),
        },
        checks: &[Check::Server(credential::order)],
    },
    Row {
        rule: Rule {
            id: "turn/credential-no-timestamp",
            severity: Severity::Error,
            meaning: "a server with a shared secret takes no static user",
            manual: include_str!("credential-no-timestamp.md"),
        },
        checks: &[Check::Server(credential::no_timestamp)],
    },
    Row {
        rule: Rule {
            id: "turn/credential-hex",
            severity: Severity::Error,
            meaning: "the server compares base64 of the raw digest, and hexadecimal is another text",
            manual: include_str!("credential-hex.md"),
        },
        checks: &[Check::Server(credential::hex)],
    },
    Row {
        rule: Rule {
            id: "turn/credential-hash",
            severity: Severity::Error,
            meaning: "the server computes another hash than the minting service",
            manual: include_str!("credential-hash.md"),
        },
        checks: &[Check::Server(credential::hash)],
    },
    Row {
        rule: Rule {
            id: "turn/credential-wrong-secret",
            severity: Severity::Error,
            meaning: "the minting service and the server do not share a secret",
            manual: include_str!("credential-wrong-secret.md"),
        },
        checks: &[Check::Server(credential::wrong_secret)],
    },
    Row {
        rule: Rule {
            id: "turn/unauthorized",
            severity: Severity::Error,
            meaning: "the server refused the user name or the password; a server that takes time-limited credentials \
                      gives the same answer to a static user",
            manual: include_str!("unauthorized.md"),
        },
        checks: &[Check::Server(allocate::unauthorized), Check::Connection(in_dump::unauthorized)],
    },
    Row {
        rule: Rule {
            id: "turn/refused",
            severity: Severity::Error,
            meaning: "the server is reachable and turned the request down, so that it gives no candidate",
            manual: include_str!("refused.md"),
        },
        checks: &[Check::Server(allocate::refused)],
    },
    Row {
        rule: Rule {
            id: "turn/no-auth",
            severity: Severity::Error,
            meaning: "anybody can relay traffic through this server, and reach what it reaches",
            manual: include_str!("no-auth.md"),
        },
        checks: &[Check::Server(allocate::no_auth)],
    },
    Row {
        rule: Rule {
            id: "turn/stun-only",
            severity: Severity::Error,
            meaning: "the server answers STUN and ignores TURN",
            manual: include_str!("stun-only.md"),
        },
        checks: &[Check::Server(allocate::stun_only)],
    },
    Row {
        rule: Rule {
            id: "turn/broken-challenge",
            severity: Severity::Error,
            meaning: "clients cannot authenticate, because the challenge lacks what they must repeat",
            manual: include_str!("broken-challenge.md"),
        },
        checks: &[Check::Server(allocate::broken_challenge)],
    },
    Row {
        rule: Rule {
            id: "turn/name-too-long",
            severity: Severity::Error,
            meaning: "no STUN message can carry the user name, so that clients cannot authenticate",
            manual: include_str!("name-too-long.md"),
        },
        checks: &[Check::Server(allocate::name_too_long)],
    },
    Row {
        rule: Rule {
            id: "turn/redirect-loop",
            severity: Severity::Error,
            meaning: "clients that follow the redirect never reach a server",
            manual: include_str!("redirect-loop.md"),
        },
        checks: &[Check::Server(allocate::redirect_loop)],
    },
    Row {
        rule: Rule {
            id: "turn/realm-mismatch",
            severity: Severity::Error,
            meaning: "the credential is computed for another realm than the server's",
            manual: include_str!("realm-mismatch.md"),
        },
        checks: &[Check::Server(codes::realm_mismatch)],
    },
    Row {
        rule: Rule {
            id: "turn/bad-request",
            severity: Severity::Error,
            meaning: "the server does not understand a plain Allocate request",
            manual: include_str!("bad-request.md"),
        },
        checks: &[Check::Server(codes::bad_request)],
    },
    Row {
        rule: Rule {
            id: "turn/forbidden",
            severity: Severity::Error,
            meaning: "the server's policy gives this user or this address no relay",
            manual: include_str!("forbidden.md"),
        },
        checks: &[
            Check::Server(codes::forbidden),
            Check::Connection(|connection, _| in_dump::refused(connection, 403)),
        ],
    },
    Row {
        rule: Rule {
            id: "turn/unknown-attribute",
            severity: Severity::Error,
            meaning: "the server demands that an attribute be understood which it does not know itself",
            manual: include_str!("unknown-attribute.md"),
        },
        checks: &[Check::Server(codes::unknown_attribute)],
    },
    Row {
        rule: Rule {
            id: "turn/allocation-mismatch",
            severity: Severity::Error,
            meaning: "the server believes that this client's address already has an allocation",
            manual: include_str!("allocation-mismatch.md"),
        },
        checks: &[Check::Server(codes::allocation_mismatch)],
    },
    Row {
        rule: Rule {
            id: "turn/nonce-loop",
            severity: Severity::Error,
            meaning: "each nonce is stale at once, so that no request ever succeeds",
            manual: include_str!("nonce-loop.md"),
        },
        checks: &[Check::Server(codes::nonce_loop)],
    },
    Row {
        rule: Rule {
            id: "turn/family-unsupported",
            severity: Severity::Error,
            meaning: "the server has no relay address of the family that was asked for",
            manual: include_str!("family-unsupported.md"),
        },
        checks: &[Check::Server(codes::family_unsupported)],
    },
    Row {
        rule: Rule {
            id: "turn/wrong-credentials",
            severity: Severity::Error,
            meaning: "the allocation belongs to another user",
            manual: include_str!("wrong-credentials.md"),
        },
        checks: &[
            Check::Server(codes::wrong_credentials),
            Check::Connection(|connection, _| in_dump::refused(connection, 441)),
        ],
    },
    Row {
        rule: Rule {
            id: "turn/transport-unsupported",
            severity: Severity::Error,
            meaning: "the server does not relay UDP, which is all that WebRTC uses",
            manual: include_str!("transport-unsupported.md"),
        },
        checks: &[Check::Server(codes::transport_unsupported)],
    },
    Row {
        rule: Rule {
            id: "turn/quota",
            severity: Severity::Error,
            meaning: "this user, or the server as a whole, has as many allocations as the server allows",
            manual: include_str!("quota.md"),
        },
        checks: &[Check::Server(codes::quota), Check::Connection(|connection, _| in_dump::refused(connection, 486))],
    },
    Row {
        rule: Rule {
            id: "turn/server-error",
            severity: Severity::Error,
            meaning: "the server fails at an ordinary request, and did so twice",
            manual: include_str!("server-error.md"),
        },
        checks: &[Check::Server(codes::server_error)],
    },
    Row {
        rule: Rule {
            id: "turn/no-capacity",
            severity: Severity::Error,
            meaning: "the server has no relay port left, or may not open one",
            manual: include_str!("no-capacity.md"),
        },
        checks: &[
            Check::Server(codes::no_capacity),
            Check::Connection(|connection, _| in_dump::refused(connection, 508)),
        ],
    },
    Row {
        rule: Rule {
            id: "turn/redirected",
            severity: Severity::Warning,
            meaning: "clients are sent to another server, and several TURN stacks do not follow",
            manual: include_str!("redirected.md"),
        },
        checks: &[Check::Server(allocate::redirected)],
    },
    Row {
        rule: Rule {
            id: "turn/credential-expires-soon",
            severity: Severity::Warning,
            meaning: "a reconnect after the expiry is refused, in the middle of a call",
            manual: include_str!("credential-expires-soon.md"),
        },
        checks: &[Check::Server(credential::expires_soon)],
    },
    Row {
        rule: Rule {
            id: "turn/unreachable",
            severity: Severity::Error,
            meaning: "no TURN server was reached, so that a call without a direct path has none at all",
            manual: include_str!("unreachable.md"),
        },
        checks: &[Check::Connection(in_dump::unreachable)],
    },
    Row {
        rule: Rule {
            id: "turn/relay-missing",
            severity: Severity::Warning,
            meaning: "a TURN server is configured but gave no relay, so that a call without a direct path has none",
            manual: include_str!("relay-missing.md"),
        },
        checks: &[Check::Connection(in_dump::relay_missing)],
    },
];
