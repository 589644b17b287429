//! What the checks on media sections share: which sections browsers read as media, and how a finding lists places.

use std::ops::Range;

use super::super::Draft;
use super::{Case, Part};

/// At how many places of one kind a finding points; a text may have thousands.
pub(super) const SHOWN: usize = 8;

/// The sections that browsers read as audio or video, rejected ones too.
pub(super) fn media<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Part<'a>> {
    case.parts.iter().filter(|part| part.media.is_rtp() && matches!(part.media.kind.as_str(), "audio" | "video"))
}

/// Those of them that port 0 does not switch off.
pub(super) fn live_media<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Part<'a>> {
    media(case).filter(|part| !part.rejected)
}

/// A draft that points at the first [`SHOWN`] of `places`, with `label` at the first and `also` at the others.
pub(super) fn point(draft: Draft, places: impl IntoIterator<Item = Range<usize>>, label: &str, also: &str) -> Draft {
    let places = places.into_iter().take(SHOWN).enumerate();
    places.fold(draft, |draft, (n, place)| draft.span(place, if n == 0 { label } else { also }))
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
