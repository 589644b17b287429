//! What servers say when they refuse, by kind.

/// Why a server refuses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// The other peer is not there.
    NoPeer,
    /// Somebody else has our name.
    IdTaken,
    /// We may not.
    Unauthorized,
    /// Any other reason.
    Other,
}

/// The kind of a refusal in these words.
pub(super) fn kind(message: &str) -> Kind {
    let message = message.to_ascii_lowercase();
    let says = |(needles, _): &&(&[&str], Kind)| needles.iter().any(|needle| message.contains(needle));
    KINDS.iter().find(says).map_or(Kind::Other, |(_, kind)| *kind)
}

/// Parts of messages in lower case; the first that fits counts. PeerJS's server says `EXPIRE`, `ID-TAKEN`,
/// `INVALID-KEY`; the others are those of homemade servers.
static KINDS: &[(&[&str], Kind)] = &[
    (&["id-taken", "is taken", "already taken", "already in use", "already exists"], Kind::IdTaken),
    (
        &[
            "unauthori",
            "not authori",
            "forbidden",
            "permission denied",
            "access denied",
            "invalid-key",
            "invalid token",
            "bad token",
            "missing token",
            "wrong token",
            "token expired",
            "token has expired",
            "token required",
        ],
        Kind::Unauthorized,
    ),
    (
        &[
            "expire",
            "no producer",
            "the peer has gone",
            "no such peer",
            "peer not found",
            "peer unavailable",
            "peer-unavailable",
            "could not connect to peer",
            "user not found",
        ],
        Kind::NoPeer,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_apart() {
        for (words, wanted) in [
            ("EXPIRE: the server gave up waiting for the peer to be there", Kind::NoPeer),
            ("ID-TAKEN: another client has this id", Kind::IdTaken),
            ("Token expired", Kind::Unauthorized),
            ("Unexpected token < in JSON", Kind::Other),
            ("room is full", Kind::Other),
        ] {
            assert_eq!(kind(words), wanted, "{words}");
        }
    }
}
