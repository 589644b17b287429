//! What a JSON key says about the text behind it: in statistics (<https://www.w3.org/TR/webrtc-stats/>), in dumps, in
//! the published facts.

use super::Kind;

/// What the text behind `key` is, where it identifies something.
pub(super) fn kind(key: &str) -> Option<Kind> {
    KEYS.iter().find(|(_, keys)| keys.iter().any(|known| known.eq_ignore_ascii_case(key))).map(|(kind, _)| *kind)
}

/// Whether the text behind `key` is the name of another object, as the keys of objects are.
pub(super) fn is_reference(key: &str) -> bool {
    key == "id" || key.ends_with("Id")
}

/// Keys that say how much the value of the key above them is meant.
pub(super) fn is_modifier(key: &str) -> bool {
    matches!(key, "exact" | "ideal" | "min" | "max" | "values" | "mandatory")
}

const KEYS: [(Kind, &[&str]); 13] = [
    (
        Kind::Label,
        &["label", "displayName", "display_name", "nick", "nickname", "confName", "room", "roomName", "email"],
    ),
    (
        Kind::Id,
        &[
            "trackIdentifier",
            "googTrackId",
            "trackId",
            "streamIdentifier",
            "stream_id",
            "streams",
            "track",
            "deviceId",
            "groupId",
            "endpointId",
            "msid",
            "cname",
            "userId",
            "clientId",
            "sessionId",
            "meetingUniqueId",
            "conferenceUniqueId",
            "statsSessionId",
            "googCname",
        ],
    ),
    (Kind::User, &["username", "user", "user_name"]),
    (Kind::Key, &["credential", "password", "token", "jwt", "accessToken", "secret", "tenant"]),
    (Kind::Ufrag, &["usernameFragment", "ufrag", "ice_ufrag", "iceLocalUsernameFragment", "pwd", "icePwd"]),
    (Kind::Certificate, &["base64Certificate", "googDerBase64", "ca_pem"]),
    (Kind::Realm, &["realm"]),
    (Kind::Issuer, &["issuer"]),
    (Kind::Host, &["names"]),
    (
        Kind::Endpoint,
        &[
            "address",
            "ip",
            "ipAddress",
            "relatedAddress",
            "related_address",
            "host",
            "hostname",
            "domain",
            "googLocalAddress",
            "googRemoteAddress",
            "proxy",
        ],
    ),
    (Kind::Interface, &["interface"]),
    (Kind::Foundation, &["foundation"]),
    (Kind::Session, &["session_id"]),
];
