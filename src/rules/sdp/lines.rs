//! Rules about the form of lines: `x=value`, blanks around it, letters that are no type (RFC 8866 section 5).

use super::super::Draft;
use super::{Case, stops};
use crate::report::{Effect, Severity, Target};
use crate::sdp::Line;

/// Lines that begin with blanks.
pub(super) fn leading_whitespace(case: &Case<'_>) -> Vec<Draft> {
    let indented: Vec<_> = case.sdp.lines().filter(|line| indent(*line) > 0).collect();
    let Some(first) = indented.first() else { return Vec::new() };
    let places: Vec<_> =
        indented.iter().map(|line| line.text.range().start..line.text.range().start + indent(*line)).collect();
    let message = match indented.len() {
        1 => format!("line {} begins with a blank", first.number),
        n => format!("{n} lines begin with a blank, the first is line {}", first.number),
    };
    let draft = Draft::new(format!("line {}", first.number), message)
        .spans(places.clone(), "indented")
        .breaks(Target::Chrome, Effect::Refuses)
        .breaks(Target::Firefox, stops::firefox(case, *first))
        .help("strip each line; an indented template literal keeps its indentation");
    vec![places.into_iter().fold(draft, |draft, place| draft.edit(place, ""))]
}

/// Bytes of indentation before the text of a line; none of a blank line.
fn indent(line: Line<'_>) -> usize {
    let text = line.text.as_str();
    let rest = text.trim_start_matches([' ', '\t']);
    if rest.is_empty() { 0 } else { text.len() - rest.len() }
}

/// Lines that end in blanks. In some places they are part of the value, in others nobody minds.
pub(super) fn trailing_whitespace(case: &Case<'_>) -> Vec<Draft> {
    let found: Vec<_> = case
        .sdp
        .lines()
        .filter(|line| {
            !line.text.trim().is_empty() && line.text.as_str().ends_with([' ', '\t']) && line.text.as_str() != "s= "
        })
        .map(|line| {
            let range = line.text.range();
            (line, range.start + line.text.as_str().trim_end_matches([' ', '\t']).len()..range.end)
        })
        .collect();
    let harm = |line: &Line<'_>| harm(case, *line);
    let chrome = found.iter().filter_map(|(line, _)| harm(line)?.0).max();
    let firefox = found.iter().filter_map(|(line, _)| harm(line)?.1).max();
    // What hurts comes first.
    let (bad, idle): (Vec<_>, Vec<_>) = found.into_iter().partition(|(line, _)| harm(line).is_some());
    let Some((first, _)) = bad.first().or_else(|| idle.first()) else { return Vec::new() };
    let all = bad.len() + idle.len();
    let message = match all {
        1 => format!("line {} ends in a blank", first.number),
        n => format!("{n} lines end in a blank, such as line {}", first.number),
    };
    let draft = Draft::new(format!("line {}", first.number), message)
        .spans(bad.iter().chain(&idle).map(|(_, place)| place.clone()), "trailing blank")
        .help("strip the ends of the lines");
    let draft = bad.iter().chain(&idle).fold(draft, |draft, (_, place)| draft.edit(place.clone(), ""));
    vec![match (chrome, firefox) {
        (None, None) => {
            draft.severity(Severity::Info).breaks(Target::Rfc, Effect::Notes).breaks(Target::Sip, Effect::Notes)
        }
        (chrome, firefox) => draft
            .breaks(Target::Chrome, chrome.unwrap_or(Effect::Notes))
            .breaks(Target::Firefox, firefox.unwrap_or(Effect::Notes)),
    }]
}

/// What a trailing blank does to Chrome and to Firefox.
fn harm(case: &Case<'_>, line: Line<'_>) -> Option<(Option<Effect>, Option<Effect>)> {
    const BOTH: Option<(Option<Effect>, Option<Effect>)> = Some((Some(Effect::Refuses), Some(Effect::Refuses)));
    const CHROME: Option<(Option<Effect>, Option<Effect>)> = Some((Some(Effect::Refuses), None));
    const ICE: Option<(Option<Effect>, Option<Effect>)> = Some((Some(Effect::Refuses), Some(Effect::NoConnection)));
    match (line.kind?, line.attribute()) {
        ('o', _) if line.text.as_str().ends_with(' ') => CHROME,
        ('m', _) if crate::sdp::Media::read(line.value).is_rtp() => CHROME,
        ('a', Some(attribute)) => match attribute.key.as_str() {
            "fingerprint" => BOTH,
            "ice-ufrag" | "ice-pwd" => ICE,
            "mid" | "setup" => CHROME,
            "group" if !case.bundles.groups.is_empty() => CHROME,
            _ => None,
        },
        _ => None,
    }
}

/// Lines that are not `x=value`: the test that libwebrtc makes of every line.
pub(super) fn bad_line(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut stopped = false;
    for line in case.sdp.lines() {
        // The last line of a text that breaks off is explained by that, and so is the first behind a byte order mark.
        let last = case.cut && line.number == case.sdp.lines().len();
        let text = line.text.as_str().trim_start_matches('\u{feff}');
        let Some(why) = fault(text).filter(|_| !last && indent(line) == 0) else { continue };
        let firefox = if !stops::is_read(line) && text.len() > 1 {
            let effect = if stopped { Effect::Notes } else { stops::firefox(case, line) };
            stopped = true;
            effect
        } else if text.starts_with(|c: char| c.is_ascii_lowercase()) && !["a=", "b=", "c="].contains(&text) {
            Effect::Notes
        } else {
            Effect::Refuses
        };
        let draft = Draft::new(format!("line {}", line.number), format!("line {} {}", line.number, why.what))
            .span(line.text.range(), why.label)
            .breaks(Target::Chrome, Effect::Refuses)
            .breaks(Target::Firefox, firefox)
            .help(why.help);
        let repaired = why.repair.map(|repair| repair(text));
        drafts.push(match repaired {
            Some(repaired) => draft.edit(line.text.range(), repaired),
            None => draft,
        });
        if drafts.len() == MOST {
            break;
        }
    }
    drafts
}

/// At how many bad lines it ends: a text of nothing else is no description.
const MOST: usize = 20;

struct Fault {
    what: &'static str,
    label: &'static str,
    help: &'static str,
    repair: Option<fn(&str) -> String>,
}

fn fault(text: &str) -> Option<Fault> {
    let bytes = text.as_bytes();
    if text.trim().is_empty() || text == "s=" {
        return None;
    }
    let (Some(letter), second, third) = (bytes.first(), bytes.get(1), bytes.get(2)) else { return None };
    Some(match (letter, second, third) {
        (letter, Some(b'='), _) if letter.is_ascii_uppercase() => Fault {
            what: "begins with a capital letter, and types of lines are small ones",
            label: "no type of line",
            help: "write the type in lower case",
            repair: Some(|text| {
                text.split_once('=').map_or_else(String::new, |(k, v)| format!("{}={v}", k.to_ascii_lowercase()))
            }),
        },
        (letter, Some(b'='), Some(b' ')) if letter.is_ascii_lowercase() && *letter != b's' => Fault {
            what: "has a blank behind `=`",
            label: "blank behind `=`",
            help: "take the blank out",
            repair: Some(|text| {
                text.split_once('=').map_or_else(String::new, |(k, v)| format!("{k}={}", v.trim_start()))
            }),
        },
        (letter, Some(b' '), Some(b'=')) if letter.is_ascii_lowercase() => Fault {
            what: "has a blank before `=`",
            label: "blank before `=`",
            help: "take the blank out",
            repair: Some(|text| {
                text.split_once('=').map_or_else(String::new, |(k, v)| format!("{}={}", k.trim_end(), v.trim_start()))
            }),
        },
        (letter, Some(b'='), None) if letter.is_ascii_lowercase() => Fault {
            what: "has nothing behind `=`",
            label: "no value",
            help: "take the line out, or give it a value",
            repair: None,
        },
        (letter, Some(b'='), _) if letter.is_ascii_lowercase() => return None,
        _ => Fault {
            what: "is not of the form `x=value`",
            label: "no `x=`",
            help: "take the line out, or repair it",
            repair: None,
        },
    })
}

/// Letters that RFC 8866 section 5 does not know.
pub(super) fn unknown_line_type(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for part in case.everywhere() {
        let in_session = part.section.index.is_none();
        for line in part.section.lines() {
            let Some(kind) = line.kind.filter(|kind| kind.is_ascii_lowercase() && !"vosiuepcbtrzkam".contains(*kind))
            else {
                continue;
            };
            if drafts.len() == MOST {
                return drafts;
            }
            let start = line.text.range().start;
            let chrome = if in_session { Effect::Refuses } else { Effect::Notes };
            drafts.push(
                Draft::new(
                    format!("line {}", line.number),
                    format!("line {} is of the unknown type `{kind}=`", line.number),
                )
                .span(start..start + 1, "no type of line")
                .breaks(Target::Chrome, chrome)
                .breaks(Target::Firefox, Effect::Refuses)
                .edit(whole_line(case, line), "")
                .help("take the line out"),
            );
        }
    }
    drafts
}

/// A line with its end.
pub(super) fn whole_line(case: &Case<'_>, line: Line<'_>) -> std::ops::Range<usize> {
    let range = line.text.range();
    let rest = case.sdp.text().get(range.end..).unwrap_or_default();
    let end = ["\r\n", "\n", "\r"].iter().find(|end| rest.starts_with(**end)).map_or(0, |end| end.len());
    range.start..range.end + end
}
