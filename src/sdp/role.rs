//! What part a description plays in offer and answer (RFC 3264), as far as its text tells.

use super::Sdp;

/// What part it plays in offer and answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// It asks.
    Offer,
    /// It replies.
    Answer,
    /// No description, but candidates or ICE parameters of one (RFC 8840).
    Fragment,
    /// The text does not tell.
    Unknown,
}

impl Role {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Answer => "answer",
            Self::Fragment => "fragment",
            Self::Unknown => "unknown",
        }
    }

    /// The role of `sdp`, and what tells it: `actpass` is for offers alone (RFC 8842 section 5.2), and an answer has
    /// to choose (section 5.3).
    pub fn told_by(sdp: &Sdp) -> (Self, &'static str) {
        let mut setups = sdp.attributes().filter(|attribute| attribute.key.as_str() == "setup").peekable();
        let chosen = setups.peek().is_some();
        if setups.any(|setup| setup.trimmed().as_str() == "actpass") {
            return (Self::Offer, "`a=setup:actpass` is for offers alone");
        }
        if chosen {
            return (Self::Answer, "no `a=setup:actpass`: the DTLS role is chosen, as an answer has to");
        }
        let begins = sdp.session().lines().any(|line| line.kind == Some('v'));
        if !begins && sdp.sections().len() == 0 {
            return (Self::Fragment, "no `v=` and no `m=` line: pieces of a description");
        }
        (Self::Unknown, "no `a=setup` line tells")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_role_is_told_by_setup_or_not_at_all() {
        let role = |text: &str| Role::told_by(&Sdp::parse(text.as_bytes())).0;
        assert_eq!(role("v=0\nm=audio 9 X 0\na=setup:actpass\n"), Role::Offer);
        assert_eq!(role("v=0\nm=audio 9 X 0\na=setup:active\n"), Role::Answer);
        assert_eq!(role("v=0\nm=audio 9 RTP/AVP 0\n"), Role::Unknown);
        assert_eq!(role("a=candidate:1 1 udp 1 192.0.2.1 1 typ host\n"), Role::Fragment);
    }
}
