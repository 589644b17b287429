//! What a run does wrong on purpose.

use serde::{Deserialize, Serialize};

/// A misbehaviour on purpose.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provocation {
    /// Offers although the other side has offered.
    Glare,
    /// Sends candidates before the offer.
    CandFirst,
    /// Sends the offer twice.
    DupOffer,
    /// Sends the answer twice.
    DupAnswer,
    /// Sends candidates two seconds late.
    LateCandidates,
    /// Does not say that there are no more candidates.
    NoEoc,
    /// Sends no candidates.
    NoCandidates,
    /// Sends candidates of another ICE session beside the right ones.
    WrongUfrag,
    /// Sends candidates for a section that there is not beside the right ones.
    UnknownMid,
    /// Sends candidates that cannot be read beside the right ones.
    BadCandidate,
    /// Ends the lines of descriptions with LF alone.
    LfOnly,
    /// Leaves the last line end of descriptions out.
    NoEol,
    /// Signals the fingerprint of a certificate that it does not hold.
    WrongFingerprint,
}

impl Provocation {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Glare,
        Self::CandFirst,
        Self::DupOffer,
        Self::DupAnswer,
        Self::LateCandidates,
        Self::NoEoc,
        Self::NoCandidates,
        Self::WrongUfrag,
        Self::UnknownMid,
        Self::BadCandidate,
        Self::LfOnly,
        Self::NoEol,
        Self::WrongFingerprint,
    ];

    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Glare => "glare",
            Self::CandFirst => "cand-first",
            Self::DupOffer => "dup-offer",
            Self::DupAnswer => "dup-answer",
            Self::LateCandidates => "late-candidates",
            Self::NoEoc => "no-eoc",
            Self::NoCandidates => "no-candidates",
            Self::WrongUfrag => "wrong-ufrag",
            Self::UnknownMid => "unknown-mid",
            Self::BadCandidate => "bad-candidate",
            Self::LfOnly => "lf-only",
            Self::NoEol => "no-eol",
            Self::WrongFingerprint => "wrong-fingerprint",
        }
    }

    /// What it does, in words that follow "rtcdiag".
    pub fn deed(self) -> &'static str {
        match self {
            Self::Glare => "made an offer of its own when it got one",
            Self::CandFirst => "sent its candidates before its offer",
            Self::DupOffer => "sent its offer twice",
            Self::DupAnswer => "sent its answer twice",
            Self::LateCandidates => "sent its candidates two seconds late",
            Self::NoEoc => "did not say that it has no more candidates",
            Self::NoCandidates => "sent no candidates",
            Self::WrongUfrag => "sent candidates of another ICE session beside its own",
            Self::UnknownMid => "sent candidates for a section that there is not beside the right ones",
            Self::BadCandidate => "sent candidates that cannot be read beside the right ones",
            Self::LfOnly => "ended the lines of its description with LF alone",
            Self::NoEol => "left the last line end of its description out",
            Self::WrongFingerprint => "signaled the fingerprint of a certificate that it does not hold",
        }
    }
}
