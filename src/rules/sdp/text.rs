//! Rules about line ends and stray bytes (RFC 8866 section 5).

use super::super::Draft;
use super::{Case, stops};
use crate::report::{Effect, Target};
use crate::sdp::Ending;

/// A byte order mark before the first line.
pub(super) fn bom(case: &Case<'_>) -> Vec<Draft> {
    if !case.sdp.text().starts_with('\u{feff}') {
        return Vec::new();
    }
    let range = 0..'\u{feff}'.len_utf8();
    vec![
        Draft::new("first line", "a byte order mark stands before the first line")
            .span(range.clone(), "U+FEFF")
            .edit(range, "")
            .breaks_browsers(Effect::Refuses)
            .help("strip the first character (bytes `EF BB BF`), or save the text without a byte order mark"),
    ]
}

/// LF alone throughout, which parsers are told to take (RFC 8866 section 5).
pub(super) fn lf_line_endings(case: &Case<'_>) -> Vec<Draft> {
    let count = |ending| case.sdp.lines().filter(|line| line.ending == ending).count();
    let lines = count(Ending::Lf);
    if lines < 2 || case.sdp.lines().any(|line| matches!(line.ending, Ending::Cr | Ending::CrLf)) {
        return Vec::new();
    }
    let first = case.sdp.lines().next().map_or(0..0, |line| line.text.range());
    let draft = Draft::new("line ends", format!("all {lines} lines end in LF alone"))
        .span(first.end..first.end, "no CR here")
        .breaks(Target::Rfc, Effect::Notes)
        .breaks(Target::Sip, Effect::Notes)
        .help("write CRLF where a strict parser reads it; browsers take both");
    let ends = case.sdp.lines().filter(|line| line.ending == Ending::Lf).map(|line| line.text.range().end);
    vec![ends.fold(draft, |draft, end| draft.edit(end..end, "\r"))]
}

/// CR alone.
pub(super) fn cr_line_endings(case: &Case<'_>) -> Vec<Draft> {
    // A CR before a CRLF is a doubled line end, which leaves a blank line.
    let next = case.sdp.lines().skip(1).map(|line| line.text.is_empty() && line.ending == Ending::CrLf);
    let lone = |(line, doubled): &(crate::sdp::Line<'_>, bool)| line.ending == Ending::Cr && !doubled;
    let ends: Vec<_> = case
        .sdp
        .lines()
        .zip(next.chain([false]))
        .filter(lone)
        .map(|(line, _)| line.text.range().end..line.text.range().end + 1)
        .collect();
    if ends.is_empty() {
        return Vec::new();
    }
    // Firefox reads up to the LF, and loses what stands behind the CR.
    let read = case.sdp.text().split_inclusive('\n').map(|line| match line.split_once('\r') {
        Some((read, _)) => format!("{read}\n"),
        None => line.to_owned(),
    });
    let firefox =
        if case.sdp.text().contains('\n') { stops::read_as(case, &read.collect::<String>()) } else { Effect::Refuses };
    let draft = Draft::new("line ends", format!("{} in CR alone", lines(ends.len())))
        .spans(ends.clone(), "CR without LF")
        .breaks(Target::Chrome, Effect::Refuses)
        .breaks(Target::Firefox, firefox)
        .help("end each line in CRLF");
    vec![ends.into_iter().fold(draft, |draft, end| draft.edit(end, "\r\n"))]
}

/// A description whose last line has no line end (RFC 8866 section 9: every line ends in CRLF).
pub(super) fn no_final_newline(case: &Case<'_>) -> Vec<Draft> {
    let sdp = case.sdp;
    let Some(last) = sdp.lines().next_back().filter(|line| line.ending == Ending::None) else { return Vec::new() };
    // Pieces of a description go to `addIceCandidate` line by line and need none; blanks at the end are another fault,
    // and a text that breaks off is one too.
    if case.cut || last.text.trim().is_empty() || !sdp.lines().any(|line| matches!(line.kind, Some('v' | 'm'))) {
        return Vec::new();
    }
    let range = last.text.range();
    let width = last.text.as_str().chars().next_back().map_or(0, char::len_utf8);
    vec![
        Draft::new("last line", format!("line {} is the last one and has no line end", last.number))
            .span(range.end - width..range.end, "no CRLF behind this")
            .edit(range.end..range.end, "\r\n")
            .breaks(Target::Chrome, Effect::Refuses)
            .help("append `\\r\\n`, and look for a `trim()` or a `join()` on the way; if only copying lost it, all is well"),
    ]
}

/// Blank lines: Chrome refuses them anywhere, Firefox stops reading at the first.
pub(super) fn blank_lines(case: &Case<'_>) -> Vec<Draft> {
    let blank: Vec<_> = case.sdp.lines().filter(|line| line.text.trim().is_empty()).collect();
    let Some(first) = blank.first() else { return Vec::new() };
    let what = match blank.len() {
        1 => format!("line {} is blank", first.number),
        n => format!("{n} lines are blank, the first is line {}", first.number),
    };
    // A second CR before the LF is nothing to Firefox.
    let doubled = |start: usize| case.sdp.text().get(..start).is_some_and(|before| before.ends_with('\r'));
    let real = blank.iter().find(|line| !doubled(line.text.range().start));
    let firefox = real.map_or(Effect::Notes, |line| stops::firefox(case, *line));
    let draft = Draft::new("blank line", what)
        .spans(blank.iter().map(|line| line.text.range()), "blank")
        .breaks(Target::Chrome, Effect::Refuses)
        .breaks(Target::Firefox, firefox)
        .help("take the blank lines out, and look for a doubled line end (`\\r\\r\\n`, or a split and a join)");
    let whole = case.sdp.text();
    vec![blank.iter().fold(draft, |draft, line| {
        // The CR before it belongs to a doubled line end, and so it goes too.
        let range = line.text.range();
        let end = range.end + whole.get(range.end..).map_or(0, end_of_line);
        let doubled = whole.get(..range.start).is_some_and(|before| before.ends_with('\r'));
        let (start, text) = if doubled { (range.start - 1, "\r\n") } else { (range.start, "") };
        draft.edit(start..end, text)
    })]
}

fn end_of_line(rest: &str) -> usize {
    ["\r\n", "\n", "\r"].iter().find(|end| rest.starts_with(**end)).map_or(0, |end| end.len())
}

/// Characters that are no ASCII: Firefox refuses the description.
pub(super) fn non_ascii(case: &Case<'_>) -> Vec<Draft> {
    let text = case.sdp.text();
    let found = text.char_indices().filter(|(at, c)| !(c.is_ascii() || *at == 0 && *c == '\u{feff}'));
    let found: Vec<_> = found.map(|(at, c)| at..at + c.len_utf8()).collect();
    let Some(first) = found.first() else { return Vec::new() };
    let line = text.get(..first.start).unwrap_or_default().matches('\n').count() + 1;
    let message = match found.len() {
        1 => format!("line {line} has a character that is not ASCII"),
        n => format!("{n} characters are not ASCII, the first in line {line}"),
    };
    let draft = Draft::new(format!("line {line}"), message)
        .spans(found.clone(), "not ASCII")
        .breaks(Target::Chrome, Effect::Notes)
        .breaks(Target::Firefox, Effect::Refuses)
        .help("write ASCII alone; a session name can be `-`");
    vec![found.into_iter().fold(draft, |draft, place| draft.edit(place, "?"))]
}

/// NUL bytes: Firefox takes the first for the end of the text.
pub(super) fn nul_byte(case: &Case<'_>) -> Vec<Draft> {
    let nuls: Vec<_> = case.sdp.text().match_indices('\0').map(|(at, nul)| at..at + nul.len()).collect();
    let Some(first) = nuls.first() else { return Vec::new() };
    let line = case.sdp.text().get(..first.start).unwrap_or_default().matches('\n').count() + 1;
    // The text ends there: in a line, which then has no end, or behind one.
    let begins = case.sdp.lines().find(|line| line.text.range().start == first.start);
    let firefox = begins.map_or(Effect::Refuses, |line| stops::firefox(case, line));
    let draft = Draft::new(format!("line {line}"), format!("line {line} has a NUL byte"))
        .spans(nuls.clone(), "NUL")
        .breaks(Target::Chrome, Effect::Notes)
        .breaks(Target::Firefox, firefox)
        .help("take the NUL bytes out, and look for a buffer that is longer than its text");
    vec![nuls.into_iter().fold(draft, |draft, place| draft.edit(place, ""))]
}

/// A text that ends in the middle.
pub(super) fn truncated(case: &Case<'_>) -> Vec<Draft> {
    let Some(last) = case.sdp.lines().next_back().filter(|_| case.cut) else { return Vec::new() };
    let mut draft = Draft::new("last line", format!("the text breaks off at line {}", last.number))
        .span(last.text.range(), "cut here")
        .breaks(Target::Chrome, Effect::Refuses)
        .breaks(Target::Firefox, stops::firefox(case, last))
        .help("look for a limit on the way: the size of a datagram, of a database column, of a message");
    let known = |mid: &str| case.sdp.sections().any(|section| section.mid().is_some_and(|m| m.as_str() == mid));
    let group = case.session.all("group").find(|group| group.trimmed().words().skip(1).any(|mid| !known(mid.as_str())));
    if let Some(group) = group {
        let missing = group.trimmed().words().skip(1).find(|mid| !known(mid.as_str()));
        draft = missing.into_iter().fold(draft, |draft, mid| draft.span(mid.range(), "this section is missing"));
    }
    vec![draft]
}

/// `1 line ends`, `3 lines end`.
fn lines(n: usize) -> String {
    if n == 1 { "1 line ends".to_owned() } else { format!("{n} lines end") }
}
