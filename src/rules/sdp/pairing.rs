//! What the checks on an offer and its answer share: which sections belong together.

use std::ops::Range;

use super::{Case, Part};

/// The sections of an offer with those of its answer: by their place (RFC 3264 section 6), as far as the kinds agree.
pub(super) fn pairs<'c, 'a>(
    offer: &'c Case<'a>,
    answer: &'c Case<'a>,
) -> impl Iterator<Item = (&'c Part<'a>, &'c Part<'a>)> {
    offer.parts.iter().zip(&answer.parts).filter(|(one, other)| one.media.kind.as_str() == other.media.kind.as_str())
}

/// Those of them that neither side rejects.
pub(super) fn live_pairs<'c, 'a>(
    offer: &'c Case<'a>,
    answer: &'c Case<'a>,
) -> impl Iterator<Item = (&'c Part<'a>, &'c Part<'a>)> {
    pairs(offer, answer).filter(|(one, other)| !one.rejected && !other.rejected)
}

/// Where a part says something, or its `m=` line where it does not.
pub(super) fn place(part: &Part<'_>, key: &str) -> Range<usize> {
    part.first(key).map_or_else(|| part.line(), |attribute| attribute.line.text.range())
}
