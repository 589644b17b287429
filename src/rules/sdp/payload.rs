//! Rules about payload types: what the `m=` line lists and what the attributes name.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::super::Draft;
use super::Case;
use super::lines::whole_line;
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Line, Section, Text};

/// At how many lines of one payload type a finding points; feedback lines can be many.
const SHOWN: usize = 8;

/// Attributes that name a payload type which the `m=` line of their section does not list (RFC 8866 sections 6.6 and
/// 6.15, RFC 4585 section 4.2). One finding for each section and payload type.
///
/// libwebrtc ignores such an `rtpmap` and refuses the description for such an `fmtp` or `rtcp-fb`, also where port 0
/// rejects the section.
pub(super) fn unlisted_pt(case: &Case<'_>) -> Vec<Draft> {
    // where the line ends before its formats, that is the fault
    let listing = |section: &Section<'_>| section.media().is_rtp() && !section.media().formats.is_empty();
    case.sdp.sections().filter(listing).flat_map(|section| of_section(case, section)).collect()
}

/// A line that names a payload type: the attribute's name, the number with its place, and the line.
type Stray<'a> = (&'a str, Text<'a>, Line<'a>);

/// The lines that name one payload type.
type Strays<'a> = Vec<Stray<'a>>;

fn of_section(case: &Case<'_>, section: Section<'_>) -> Vec<Draft> {
    let formats = section.media().formats;
    let listed: HashSet<u32> = formats.words().filter_map(Text::parse).collect();
    let mut strays: BTreeMap<usize, (u32, Strays<'_>)> = BTreeMap::new();
    let mut places: HashMap<u32, usize> = HashMap::new();
    for attribute in section.attributes() {
        let key = attribute.key.as_str();
        let payload = attribute.trimmed().split_word().0;
        let number = if matches!(key, "rtpmap" | "fmtp" | "rtcp-fb") { payload.parse() } else { None };
        let Some(number) = number.filter(|number| !listed.contains(number)) else { continue };
        let place = *places.entry(number).or_insert_with(|| payload.range().start);
        strays.entry(place).or_insert((number, Vec::new())).1.push((key, payload, attribute.line));
    }
    let repaired = |draft: Draft, lines: &Strays<'_>| {
        lines.iter().fold(draft, |draft, (_, _, line)| draft.edit(whole_line(case, *line), ""))
    };
    strays.into_values().map(|(number, lines)| repaired(draft(section, formats, number, &lines), &lines)).collect()
}

fn draft(section: Section<'_>, formats: Text<'_>, number: u32, lines: &Strays<'_>) -> Draft {
    let refused = lines.iter().any(|(key, ..)| *key != "rtpmap");
    // The line that is refused comes first: it is the main place.
    let (main, rest): (Vec<&Stray<'_>>, Vec<&Stray<'_>>) =
        lines.iter().partition(|(key, _, _)| !refused || *key != "rtpmap");
    let mut names: Vec<_> = main.iter().chain(&rest).map(|(key, ..)| format!("`a={key}`")).collect();
    names.dedup();
    let verb = if names.len() == 1 { "names" } else { "name" };
    let message = format!(
        "{} {verb} payload type `{number}`, but the `m=` line of the {} does not list it",
        names.join(" and "),
        section.name()
    );
    let help = match lines.len() {
        1 => format!("delete the line, or add `{number}` to the `m=` line"),
        n => format!("delete the {n} lines of payload type `{number}`, or add `{number}` to the `m=` line"),
    };
    let mut places = main.iter().chain(&rest).map(|(_, payload, _)| payload.range());
    let mut draft = Draft::new(section.name(), message).help(help);
    if let Some(first) = places.next() {
        draft = draft.span(first, "not in the `m=` line");
    }
    draft = draft.span(media_span(section, formats), format!("does not list `{number}`"));
    draft = places.take(SHOWN - 1).fold(draft, |draft, place| draft.span(place, "nor here"));
    if refused {
        draft.breaks(Target::Chrome, Effect::Refuses)
    } else {
        draft.severity(Severity::Warning).breaks_browsers(Effect::Notes)
    }
}

/// The formats, or the whole `m=` line where it lists none.
fn media_span(section: Section<'_>, formats: Text<'_>) -> Range<usize> {
    let line = section.media_line().map(|line| line.text.range());
    if formats.is_empty() { line.unwrap_or_else(|| formats.range()) } else { formats.range() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Evidence, Finding};
    use crate::sdp::Sdp;

    fn findings(text: &str) -> Vec<Finding> {
        let rule = &super::super::MEDIA_B.iter().find(|row| row.rule.id == "sdp/unlisted-pt").unwrap().rule;
        unlisted_pt(&Case::of(&Sdp::parse(text.as_bytes()))).into_iter().map(|draft| draft.into_finding(rule)).collect()
    }

    fn marked<'a>(text: &'a str, finding: &Finding) -> Vec<&'a str> {
        let spans = finding.evidence.iter().filter_map(|evidence| match evidence {
            Evidence::Span { range, .. } => text.get(range.clone()),
            _ => None,
        });
        spans.collect()
    }

    #[test]
    fn the_number_and_the_m_line_are_shown() {
        let text = "m=video 9 UDP/TLS/RTP/SAVPF 96 97\na=rtpmap:96 VP8/90000\na=fmtp:98 apt=96\n";
        let found = findings(text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, Severity::Error);
        assert_eq!(marked(text, &found[0]), ["98", "96 97"]);
    }

    #[test]
    fn one_payload_type_is_one_finding_and_the_refused_line_comes_first() {
        let text = "m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:121 VP9/90000\na=rtcp-fb:121 nack\na=rtcp-fb:121 nack pli\n\
                    a=rtcp-fb:99 nack\n";
        let found = findings(text);
        assert_eq!(found.len(), 2);
        assert!(
            found[0].message.starts_with("`a=rtcp-fb` and `a=rtpmap` name payload type `121`"),
            "{}",
            found[0].message
        );
        let Some(Evidence::Span { range, .. }) = found[0].evidence.first() else { panic!("a span comes first") };
        assert_eq!(&text[..range.start].lines().count(), &3);
    }

    #[test]
    fn a_lone_rtpmap_is_only_a_warning_for_browsers_ignore_it() {
        let found = findings("m=audio 9 UDP/TLS/RTP/SAVPF 0\na=rtpmap:8 PCMA/8000\n");
        assert_eq!(found.iter().map(|f| f.severity).collect::<Vec<_>>(), [Severity::Warning]);
    }

    #[test]
    fn what_is_listed_or_no_payload_type_is_left_alone() {
        for text in [
            "m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtcp-fb:* nack pli\na=fmtp:96 x=1\n",
            "a=rtpmap:99 VP8/90000\nm=video 9 RTP/AVP 96\n",
            "m=application 9 DTLS/SCTP 5000\na=fmtp:6000 x=1\n",
            "m=video 9 RTP/AVP 96\na=fmtp:red x=1\n",
        ] {
            assert!(findings(text).is_empty(), "{text}");
        }
    }
}
