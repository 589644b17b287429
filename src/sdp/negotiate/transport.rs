//! Who begins the DTLS handshake (RFC 8842 section 5, RFC 4145 section 4).

use super::Side;
use crate::sdp::SectionSummary;

/// Whether the two use DTLS: by their profile, or by what they say of it.
pub(super) fn uses_dtls(offer: &SectionSummary<'_>, answer: &SectionSummary<'_>) -> bool {
    let both = [offer, answer];
    both.iter().any(|section| section.media.is_dtls())
        || both.iter().all(|section| section.setup.is_some() || !section.fingerprints.is_empty())
}

/// Who sends the first flight; `None` where the two contradict each other, so that nobody does or both do.
pub(super) fn client(offer: Option<&str>, answer: Option<&str>) -> Option<Side> {
    match (offer.unwrap_or("actpass"), answer) {
        ("actpass" | "passive", Some("active")) => Some(Side::Answerer),
        ("actpass" | "active", Some("passive")) => Some(Side::Offerer),
        ("active", None) => Some(Side::Offerer),
        // Browsers take silence in an answer for `active`.
        ("actpass" | "passive", None) => Some(Side::Answerer),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_chooses_unless_the_offer_did() {
        for (offer, answer, want) in [
            (Some("actpass"), Some("active"), Some(Side::Answerer)),
            (Some("actpass"), Some("passive"), Some(Side::Offerer)),
            (Some("active"), Some("passive"), Some(Side::Offerer)),
            (Some("passive"), Some("active"), Some(Side::Answerer)),
            (Some("actpass"), None, Some(Side::Answerer)),
            (None, Some("active"), Some(Side::Answerer)),
            (Some("active"), None, Some(Side::Offerer)),
            (Some("active"), Some("active"), None),
            (Some("passive"), Some("passive"), None),
            (Some("actpass"), Some("actpass"), None),
            (Some("actpass"), Some("holdconn"), None),
        ] {
            assert_eq!(client(offer, answer), want, "{offer:?} {answer:?}");
        }
    }
}
