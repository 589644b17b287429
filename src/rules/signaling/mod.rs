//! Rules about `signaling`: the way on which offer and answer travel.

mod http;
mod notes;
mod reach;
mod silence;
mod words;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "signaling/unreachable",
            severity: Severity::Error,
            meaning: "without the signaling server no offer reaches the peer, and no call begins",
            manual: include_str!("unreachable.md"),
        },
        checks: &[Check::Handshake(reach::unreachable)],
    },
    Row {
        rule: Rule {
            id: "signaling/upgrade-refused",
            severity: Severity::Error,
            meaning: "the server or a proxy before it does not turn HTTP into a WebSocket, so no message passes",
            manual: include_str!("upgrade-refused.md"),
        },
        checks: &[Check::Handshake(reach::upgrade_refused)],
    },
    Row {
        rule: Rule {
            id: "signaling/upgrade-redirected",
            severity: Severity::Error,
            meaning: "browsers do not follow a redirect of a WebSocket, so the connection fails in them",
            manual: include_str!("upgrade-redirected.md"),
        },
        checks: &[Check::Handshake(reach::upgrade_redirected)],
    },
    Row {
        rule: Rule {
            id: "signaling/subprotocol",
            severity: Severity::Error,
            meaning: "the server speaks another protocol over the WebSocket than the one that was asked for",
            manual: include_str!("subprotocol.md"),
        },
        checks: &[Check::Handshake(reach::subprotocol)],
    },
    Row {
        rule: Rule {
            id: "signaling/unauthorized",
            severity: Severity::Error,
            meaning: "the server does not know who asks, or does not let them, so no call begins",
            manual: include_str!("unauthorized.md"),
        },
        checks: &[Check::Handshake(http::unauthorized)],
    },
    Row {
        rule: Rule {
            id: "signaling/overloaded",
            severity: Severity::Error,
            meaning: "the server takes no more sessions for now, so this call does not begin",
            manual: include_str!("overloaded.md"),
        },
        checks: &[Check::Handshake(http::overloaded)],
    },
    Row {
        rule: Rule {
            id: "signaling/content-type",
            severity: Severity::Error,
            meaning: "the server does not take the offer in the format in which it was sent",
            manual: include_str!("content-type.md"),
        },
        checks: &[Check::Handshake(http::content_type)],
    },
    Row {
        rule: Rule {
            id: "signaling/html-answer",
            severity: Severity::Error,
            meaning: "a web page came where the answer belongs, so there is nothing to connect to",
            manual: include_str!("html-answer.md"),
        },
        checks: &[Check::Handshake(http::html)],
    },
    Row {
        rule: Rule {
            id: "signaling/not-sdp",
            severity: Severity::Error,
            meaning: "the answer has no description where the protocol has it, so there is nothing to connect to",
            manual: include_str!("not-sdp.md"),
        },
        checks: &[Check::Handshake(http::not_sdp)],
    },
    Row {
        rule: Rule {
            id: "signaling/http-failed",
            severity: Severity::Error,
            meaning: "the request with the offer was refused or broke off, so there is no answer",
            manual: include_str!("http-failed.md"),
        },
        checks: &[Check::Handshake(http::failed)],
    },
    Row {
        rule: Rule {
            id: "signaling/profile-incomplete",
            severity: Severity::Error,
            meaning: "a message that the protocol wants could not be made, so the exchange stopped there",
            manual: include_str!("profile-incomplete.md"),
        },
        checks: &[Check::Handshake(notes::profile_incomplete)],
    },
    Row {
        rule: Rule {
            id: "signaling/refused",
            severity: Severity::Error,
            meaning: "the server or the peer said no before there was an answer, so no call begins",
            manual: include_str!("refused.md"),
        },
        checks: &[Check::Handshake(silence::refused)],
    },
    Row {
        rule: Rule {
            id: "signaling/id-taken",
            severity: Severity::Error,
            meaning: "the server has another client under this name, and takes no second one",
            manual: include_str!("id-taken.md"),
        },
        checks: &[Check::Handshake(silence::id_taken)],
    },
    Row {
        rule: Rule {
            id: "signaling/no-peer",
            severity: Severity::Error,
            meaning: "there is nobody to answer, so the network between the peers is not tested at all",
            manual: include_str!("no-peer.md"),
        },
        checks: &[Check::Handshake(silence::no_peer)],
    },
    Row {
        rule: Rule {
            id: "signaling/silent",
            severity: Severity::Error,
            meaning: "the server was connected to and says nothing, so nobody takes part",
            manual: include_str!("silent.md"),
        },
        checks: &[Check::Handshake(silence::silent)],
    },
    Row {
        rule: Rule {
            id: "signaling/closed",
            severity: Severity::Error,
            meaning: "the server ended the exchange before there was an answer, so no call begins",
            manual: include_str!("closed.md"),
        },
        checks: &[Check::Handshake(silence::closed)],
    },
    Row {
        rule: Rule {
            id: "signaling/no-answer",
            severity: Severity::Error,
            meaning: "the offer was sent and nobody answered, so the peers know nothing of each other",
            manual: include_str!("no-answer.md"),
        },
        checks: &[Check::Handshake(silence::no_answer)],
    },
    Row {
        rule: Rule {
            id: "signaling/whip-status",
            severity: Severity::Warning,
            meaning: "some clients take another status than 201 for a refusal, and do not connect",
            manual: include_str!("whip-status.md"),
        },
        checks: &[Check::Handshake(http::whip_status)],
    },
    Row {
        rule: Rule {
            id: "signaling/whip-no-location",
            severity: Severity::Warning,
            meaning: "without a resource no client can end the session or trickle, so sessions pile up at the server",
            manual: include_str!("whip-no-location.md"),
        },
        checks: &[Check::Handshake(http::whip_no_location)],
    },
    Row {
        rule: Rule {
            id: "signaling/whip-late-ice-servers",
            severity: Severity::Warning,
            meaning: "STUN and TURN servers that are named with the answer come too late for the offer's candidates",
            manual: include_str!("whip-late-ice-servers.md"),
        },
        checks: &[Check::Handshake(http::whip_late_ice_servers)],
    },
    Row {
        rule: Rule {
            id: "signaling/whip-delete-refused",
            severity: Severity::Warning,
            meaning: "the session goes on at the server after its client has left",
            manual: include_str!("whip-delete-refused.md"),
        },
        checks: &[Check::Handshake(http::whip_delete_refused)],
    },
    Row {
        rule: Rule {
            id: "signaling/self-echo",
            severity: Severity::Warning,
            meaning: "a client that does not know its own messages answers itself",
            manual: include_str!("self-echo.md"),
        },
        checks: &[Check::Handshake(notes::self_echo)],
    },
    Row {
        rule: Rule {
            id: "signaling/late-error",
            severity: Severity::Warning,
            meaning: "the other side gave the exchange up after this side took it for done",
            manual: include_str!("late-error.md"),
        },
        checks: &[Check::Handshake(notes::late_error)],
    },
    Row {
        rule: Rule {
            id: "signaling/whip-no-etag",
            severity: Severity::Info,
            meaning: "the server takes neither trickled candidates nor ICE restarts",
            manual: include_str!("whip-no-etag.md"),
        },
        checks: &[Check::Handshake(http::whip_no_etag)],
    },
    Row {
        rule: Rule {
            id: "signaling/whip-trickle-refused",
            severity: Severity::Info,
            meaning: "candidates that are found after the offer do not reach the server",
            manual: include_str!("whip-trickle-refused.md"),
        },
        checks: &[Check::Handshake(http::whip_trickle_refused)],
    },
    Row {
        rule: Rule {
            id: "signaling/redirected",
            severity: Severity::Info,
            meaning: "each redirect costs a round trip before the offer reaches its server",
            manual: include_str!("redirected.md"),
        },
        checks: &[Check::Handshake(http::redirected)],
    },
    Row {
        rule: Rule {
            id: "signaling/slow",
            severity: Severity::Info,
            meaning: "the call begins as late as the signaling server answers",
            manual: include_str!("slow.md"),
        },
        checks: &[Check::Handshake(notes::slow)],
    },
    Row {
        rule: Rule {
            id: "signaling/not-understood",
            severity: Severity::Info,
            meaning: "frames from the server meant nothing to the protocol that was spoken",
            manual: include_str!("not-understood.md"),
        },
        checks: &[Check::Handshake(notes::not_understood)],
    },
];
