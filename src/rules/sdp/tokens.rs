//! Rules about values that are words: `a=mid`, `a=group`, `a=msid`, and attributes that lack theirs (RFC 8866 section 9).

use std::collections::HashMap;

use super::super::Draft;
use super::lines::whole_line;
use super::rid::split;
use super::{Case, Part};
use crate::report::{Effect, Target};
use crate::sdp::{Attribute, Text};

/// How many findings of one kind are enough.
const MOST: usize = 20;

/// Attributes of which libwebrtc reads nothing without a colon, in sections. Others have rules of their own.
const IN_SECTIONS: [&str; 9] =
    ["mid", "ice-ufrag", "ice-pwd", "ice-options", "setup", "msid", "ptime", "maxptime", "x-google-flag"];

/// The same in the session part.
const IN_SESSION: [&str; 6] = ["ice-ufrag", "ice-pwd", "ice-options", "setup", "group", "msid-semantic"];

/// Attributes without the value that makes them what they are.
pub(super) fn attribute_value_missing(case: &Case<'_>) -> Vec<Draft> {
    let bare = |part: &&Part<'_>, attribute: &Attribute<'_>| {
        let known: &[&str] = if part.section.index.is_none() { &IN_SESSION } else { &IN_SECTIONS };
        attribute.value.is_none() && known.contains(&attribute.key.as_str())
    };
    let found = case.everywhere().flat_map(|part| {
        part.attributes.iter().filter(move |attribute| bare(&part, attribute)).map(move |attribute| (part, *attribute))
    });
    found
        .take(MOST)
        .map(|(part, attribute)| {
            let key = attribute.key.as_str();
            Draft::new(part.name(), format!("`a={key}` in line {} has no value", attribute.line.number))
                .span(attribute.line.text.range(), "no `:` and no value")
                .edit(whole_line(case, attribute.line), "")
                .breaks(Target::Chrome, Effect::Refuses)
                .breaks(Target::Firefox, Effect::Notes)
                .help(format!("write `a={key}:VALUE`, or take the line out"))
        })
        .collect()
}

/// Whether RFC 8866 section 9 lets this stand in a token.
fn is_token_char(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'^'..=b'~')
}

/// The first thing in a token that may not be there.
fn not_of_token(word: Text<'_>) -> Option<std::ops::Range<usize>> {
    let (at, bad) = word.as_str().char_indices().find(|(_, c)| !u8::try_from(*c).is_ok_and(is_token_char))?;
    let start = word.range().start + at;
    Some(start..start + bad.len_utf8())
}

/// A mid, or a group that names mids, with characters that no token has (RFC 5888 section 4).
pub(super) fn bad_mid(case: &Case<'_>) -> Vec<Draft> {
    let mids = case.parts.iter().flat_map(|part| part.all("mid").map(move |line| (part, line)));
    // A trailing blank has a rule of its own.
    let mids = mids.filter_map(|(part, line)| {
        let value = line.value.filter(|value| !value.is_empty())?;
        let text = value.as_str().trim_end_matches([' ', '\t']);
        let place = not_of_token(Text::new(text, value.range().start))?;
        Some((part, place, format!("`a=mid:{}` has a character that no name has", value.head())))
    });
    let groups = case.session.all("group").filter_map(|line| {
        let words = split(line.trimmed(), ' ');
        let bad = words.iter().skip(1).find_map(|word| match word.is_empty() {
            true => Some((word.range().start - 1..word.range().start + 1, "has two blanks in a row".to_owned())),
            false => Some((not_of_token(*word)?, format!("names `{}`, which is no name", word.head()))),
        });
        bad.map(|(place, why)| (&case.session, place, format!("`a=group` {why}")))
    });
    mids.chain(groups)
        .take(MOST)
        .map(|(part, place, message)| {
            Draft::new(part.name(), message)
                .span(place, "not of a name")
                .breaks(Target::Chrome, Effect::Refuses)
                .breaks(Target::Firefox, Effect::Notes)
                .help("name sections with letters and digits, one blank between the names of a group")
        })
        .collect()
}

/// `a=msid` lines that are not one or two words, name two tracks in one section, or one track in two (RFC 8830 section 2).
pub(super) fn bad_msid(case: &Case<'_>) -> Vec<Draft> {
    let mut seen: HashMap<&str, (Option<usize>, Text<'_>)> = HashMap::new();
    let mut drafts = Vec::new();
    for part in &case.parts {
        let mut track: Option<Text<'_>> = None;
        for line in part.all("msid") {
            let Some(value) = line.value else { continue };
            let words: Vec<_> = value.words().collect();
            let own = words.get(1).copied();
            let whole = if value.is_empty() { line.line.text } else { value };
            let fault = match words.as_slice() {
                _ if value.is_empty() || value.as_str().starts_with(' ') => {
                    Some((whole, None, "names no stream".to_owned()))
                }
                [_] if value.as_str().ends_with(' ') => Some((whole, None, "ends before its track".to_owned())),
                [] | [_] | [_, _] => None,
                more => Some((whole, None, format!("has {} words, and takes two", more.len()))),
            };
            let differs = || {
                let (first, own) = track.zip(own).filter(|(first, own)| first.as_str() != own.as_str())?;
                Some((
                    own,
                    Some(first),
                    format!("names track `{}` where another line has `{}`", own.head(), first.head()),
                ))
            };
            let again = || {
                let (section, first) = seen.get(value.as_str()).copied().filter(|_| own.is_some())?;
                (section != part.section.index)
                    .then(|| (value, Some(first), "stands in another section as well".to_owned()))
            };
            if let Some((place, other, why)) = fault.or_else(differs).or_else(again).filter(|_| drafts.len() < MOST) {
                let draft = Draft::new(part.name(), format!("`a=msid` of the {} {why}", part.name()))
                    .span(place.range(), "not as RFC 8830 has it");
                let draft = other.into_iter().fold(draft, |draft, other| draft.span(other.range(), "here first"));
                drafts.push(
                    draft
                        .breaks(Target::Chrome, Effect::Refuses)
                        .breaks(Target::Firefox, Effect::Notes)
                        .help("write `a=msid:STREAM TRACK`, or `a=msid:- TRACK` for no stream"),
                );
            }
            seen.entry(value.as_str()).or_insert((part.section.index, value));
            track = track.or(own);
        }
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>) -> Vec<Draft>, text: &str) -> usize {
        rule(&Case::of(&Sdp::parse(text.as_bytes()))).len()
    }

    #[test]
    fn names_are_tokens() {
        for (line, faults) in
            [("0", 0), ("audio-1", 0), ("a.b", 0), (" 0", 1), ("a:b", 1), ("a,b", 1), ("0 1", 1), ("0 ", 0)]
        {
            assert_eq!(count(bad_mid, &format!("m=audio 9 RTP/AVP 0\na=mid:{line}\n")), faults, "{line}");
        }
        for (line, faults) in [("BUNDLE 0 1", 0), ("BUNDLE  0", 1), ("BUNDLE 0,1", 1), ("BUNDLE", 0)] {
            assert_eq!(count(bad_mid, &format!("a=group:{line}\nm=audio 9 RTP/AVP 0\n")), faults, "{line}");
        }
    }

    #[test]
    fn tracks_have_one_section_and_sections_one_track() {
        let text = |lines: &str| format!("m=audio 9 RTP/AVP 0\n{lines}m=video 9 RTP/AVP 96\na=msid:s v\n");
        for (lines, faults) in [
            ("a=msid:s a\n", 0),
            ("a=msid:s\n", 0),
            ("a=msid:- a\n", 0),
            ("a=msid:s a\na=msid:r a\n", 0),
            ("a=msid:s a\na=msid:s b\n", 1),
            ("a=msid:s v\n", 1),
            ("a=msid:s a b\n", 1),
            ("a=msid:s \n", 1),
            ("a=msid:\n", 1),
        ] {
            assert_eq!(count(bad_msid, &text(lines)), faults, "{lines}");
        }
    }

    #[test]
    fn only_what_needs_a_value_is_missed() {
        let media = |key: &str| count(attribute_value_missing, &format!("m=audio 9 RTP/AVP 0\na={key}\n"));
        assert_eq!(
            [media("mid"), media("ptime"), media("ptime:20"), media("rtcp-mux"), media("group")],
            [1, 1, 0, 0, 0]
        );
        assert_eq!(count(attribute_value_missing, "a=group\n"), 1);
    }
}
