//! Rules about a text in which no lines can be made out: nothing, no description, line ends that are no line ends.

use super::super::Draft;
use super::Case;
use crate::report::Effect;
use crate::sdp::{Sdp, looks_like};

/// Whether the line ends are the characters `\` and `n`: a string that was not decoded.
pub(super) fn escaped(sdp: &Sdp) -> bool {
    sdp.lines().len() < 3 && ["\\no=", "\\ns=", "\\nm=", "\\na="].iter().any(|mark| sdp.text().contains(mark))
}

/// Whether the backslashes of `\r\n` are gone: each line ends in a stray `r`, or all are one line with `rn` between.
pub(super) fn stripped(sdp: &Sdp) -> bool {
    if sdp.lines().len() < 3 {
        return sdp.text().contains("rno=") && sdp.text().contains("rns=");
    }
    sdp.lines().all(|line| line.text.is_empty() || line.text.as_str().ends_with('r'))
}

/// Nothing but blanks.
pub(super) fn empty_input(case: &Case<'_>) -> Vec<Draft> {
    if !case.sdp.text().trim().is_empty() {
        return Vec::new();
    }
    vec![
        Draft::new("input", "the input is empty")
            .span(0..0, "nothing here")
            .breaks_browsers(Effect::Refuses)
            .help("paste the whole description, beginning with its line `v=0`"),
    ]
}

/// Text, but no description.
pub(super) fn no_sdp_found(case: &Case<'_>) -> Vec<Draft> {
    let sdp = case.sdp;
    if sdp.text().trim().is_empty() || sdp.is_one() || escaped(sdp) || stripped(sdp) {
        return Vec::new();
    }
    let (looks, hint) = looks_like(sdp.text().as_bytes());
    let first = sdp.lines().next().map_or(0..0, |line| line.text.range());
    vec![
        Draft::new("input", format!("no line of a session description is in this text, which {looks}"))
            .span(first, "no `v=0`")
            .breaks_browsers(Effect::Refuses)
            .help(hint),
    ]
}

/// A string with its line ends written out.
pub(super) fn escaped_newlines(case: &Case<'_>) -> Vec<Draft> {
    let (sdp, text) = (case.sdp, case.sdp.text());
    if !escaped(sdp) {
        return Vec::new();
    }
    let at = text.find("\\r\\n").or_else(|| text.find("\\n")).unwrap_or_default();
    let mark = if text.get(at..).is_some_and(|rest| rest.starts_with("\\r")) { 4 } else { 2 };
    let count = text.matches("\\n").count();
    let draft = Draft::new(
        "line ends",
        format!("{count} line ends are written out as the characters `{}`", text.get(at..at + mark).unwrap_or("\\n")),
    )
    .span(at..at + mark, "characters, and not a line end")
    .breaks_browsers(Effect::Refuses)
    .help("decode the string once more, with `JSON.parse()`, before it goes to `setRemoteDescription`");
    let decoded = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\r", "");
    let lines: Vec<_> = decoded.lines().collect();
    vec![draft.edit(0..text.len(), lines.join("\r\n").trim_end().to_owned() + "\r\n")]
}

/// Line ends whose backslashes are gone.
pub(super) fn stripped_escapes(case: &Case<'_>) -> Vec<Draft> {
    let sdp = case.sdp;
    if sdp.text().trim().is_empty() || !stripped(sdp) {
        return Vec::new();
    }
    if sdp.lines().len() < 3 {
        let at = sdp.text().find("rno=").unwrap_or_default();
        return vec![
            stray("all lines are one, with `rn` where the line ends `\\r\\n` were")
                .span(at..at + 2, "was `\\r\\n` before the backslashes went"),
        ];
    }
    // The `m=` line is where it hurts first: its last payload type is no number.
    let (media, rest): (Vec<_>, Vec<_>) =
        sdp.lines().filter(|line| !line.text.is_empty()).partition(|line| line.kind == Some('m'));
    let places: Vec<_> =
        media.iter().chain(&rest).map(|line| line.text.range().end - 1..line.text.range().end).collect();
    let draft = stray(format!("all {} lines end in a stray `r`", places.len())).spans(places.clone(), "stray");
    vec![places.into_iter().fold(draft, |draft, place| draft.edit(place, ""))]
}

fn stray(message: impl Into<String>) -> Draft {
    Draft::new("line ends", message)
        .breaks_browsers(Effect::Refuses)
        .help("mend the layer that takes the backslashes out of `\\r\\n`")
}
