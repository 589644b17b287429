//! What the checks on media sections share: which sections browsers read as media, and how a finding lists places.

use std::collections::HashSet;
use std::ops::Range;

use super::super::Draft;
use super::{Case, Part};
use crate::sdp::Codec;

/// How many of many a message names.
const SHOWN: usize = 8;

/// The sections that browsers read as audio or video, rejected ones too.
pub(super) fn media<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Part<'a>> {
    case.parts.iter().filter(|part| part.media.is_rtp() && matches!(part.media.kind.as_str(), "audio" | "video"))
}

/// Those of them that port 0 does not switch off.
pub(super) fn live_media<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Part<'a>> {
    media(case).filter(|part| !part.rejected)
}

/// The codecs of a section under numbers that exist, each number once: 128 at most, however long its `m=` line is.
pub(super) fn codecs<'c, 'a>(part: &'c Part<'a>) -> Vec<&'c Codec<'a>> {
    let mut seen = HashSet::new();
    let exists = |codec: &&Codec<'_>| codec.payload.parse().is_ok_and(|number: u8| number < 128 && seen.insert(number));
    part.codecs.iter().filter(exists).collect()
}

/// A draft that points at the first of `places` with `label`, and at some of the others with `also`.
pub(super) fn point(draft: Draft, places: impl IntoIterator<Item = Range<usize>>, label: &str, also: &str) -> Draft {
    let mut places = places.into_iter();
    let draft = places.next().into_iter().fold(draft, |draft, place| draft.span(place, label));
    draft.spans(places, also)
}

/// `` `a`, `b` and `c` ``, cut short behind [`SHOWN`] of them.
pub(super) fn quoted<'t>(words: impl IntoIterator<Item = &'t str>) -> String {
    let all: Vec<&str> = words.into_iter().collect();
    let mut shown: Vec<String> = all.iter().take(SHOWN).map(|word| format!("`{word}`")).collect();
    if let Some(more) = all.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        shown.push(format!("{more} more"));
    }
    match shown.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences_and_end() {
        assert_eq!(quoted([]), "");
        assert_eq!(quoted(["a"]), "`a`");
        assert_eq!(quoted(["a", "b", "c"]), "`a`, `b` and `c`");
        assert!(quoted(["x"; 10]).ends_with("`x` and 2 more"));
    }
}
