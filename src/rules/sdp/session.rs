//! Rules about the lines of the session part: `v=`, `o=`, `s=`, `t=`, their order (RFC 8866 section 5).

use super::super::Draft;
use super::{Case, lines::whole_line};
use crate::report::{Effect, Severity, Target};
use crate::sdp::Line;

/// The first line of this type in the session part.
fn line<'a>(case: &Case<'a>, kind: char) -> Option<Line<'a>> {
    case.session.section.lines().find(|line| line.kind == Some(kind))
}

/// Where a line of this type belongs: behind the last of those that come before it.
fn place(case: &Case<'_>, before: &str) -> usize {
    let lines = case.session.section.lines().take_while(|line| line.kind.is_some_and(|kind| before.contains(kind)));
    lines.last().map_or(0, |line| whole_line(case, line).end)
}

fn missing(case: &Case<'_>, kind: char, before: &str, repair: Option<&str>) -> Draft {
    let at = place(case, before);
    let draft = Draft::new("session part", format!("there is no `{kind}=` line"))
        .span(at..at, format!("`{kind}=` belongs here"));
    match repair {
        Some(text) => draft.edit(at..at, format!("{text}\r\n")),
        None => draft,
    }
}

/// No `v=` at all.
pub(super) fn missing_version(case: &Case<'_>) -> Vec<Draft> {
    if !case.is_whole() || case.sdp.lines().any(|line| line.kind == Some('v')) {
        return Vec::new();
    }
    vec![missing(case, 'v', "", Some("v=0")).breaks_browsers(Effect::Refuses).help("begin with `v=0`")]
}

/// Another version than 0 (RFC 8866 section 5.1).
pub(super) fn bad_version(case: &Case<'_>) -> Vec<Draft> {
    let Some(line) = line(case, 'v').filter(|line| line.value.trim().as_str() != "0") else { return Vec::new() };
    let range = if line.value.is_empty() { line.text.range() } else { line.value.range() };
    vec![
        Draft::new("session part", format!("version `{}`, but only 0 exists", line.value.head()))
            .span(range, "not 0")
            .edit(line.value.range(), "0")
            .breaks(Target::Chrome, Effect::Notes)
            .breaks(Target::Firefox, Effect::Refuses)
            .help("write `v=0`"),
    ]
}

/// `o=` with its six fields (RFC 8866 section 5.2).
pub(super) fn bad_origin(case: &Case<'_>) -> Vec<Draft> {
    const HELP: &str = "write `o=- <number> <version> IN IP4 127.0.0.1`, as the writer's own stack does";
    if !case.is_whole() {
        return Vec::new();
    }
    let Some(line) = line(case, 'o') else {
        return vec![missing(case, 'o', "v", None).breaks_browsers(Effect::Refuses).help(HELP)];
    };
    let value = line.value.trim();
    let fields = value.as_str().split(' ').count();
    if fields != 6 || value.words().count() < 6 {
        let firefox = if value.words().count() < 6 { Effect::Refuses } else { Effect::Notes };
        let range = if value.is_empty() { line.text.range() } else { value.range() };
        return vec![
            Draft::new("session part", format!("`o=` has {fields} fields, and needs 6"))
                .span(range, "user, session, version, `IN`, `IP4`, address")
                .breaks(Target::Chrome, Effect::Refuses)
                .breaks(Target::Firefox, firefox)
                .help(HELP),
        ];
    }
    let words: Vec<_> = value.words().collect();
    let numbers = words.iter().skip(1).take(2).filter(|word| word.parse::<u64>().is_none());
    let draft = |word: &crate::sdp::Text<'_>| {
        let digit = word.as_str().starts_with(|c: char| c.is_ascii_digit());
        let draft = Draft::new("session part", format!("`{}` in `o=` is no number", word.head()))
            .span(word.range(), "no number of 64 bits")
            .breaks(Target::Chrome, Effect::Notes)
            .help("write a number, as RFC 8866 has it; strict parsers refuse anything else");
        match digit {
            true => draft.severity(Severity::Warning).breaks(Target::Firefox, Effect::Notes),
            false => draft.breaks(Target::Firefox, Effect::Refuses),
        }
    };
    let kinds = words.iter().skip(3).zip([&["IN"][..], &["IP4", "IP6"]]);
    let strange = kinds.filter(|(word, known)| !known.iter().any(|known| word.as_str().eq_ignore_ascii_case(known)));
    let unknown = |(word, known): (&crate::sdp::Text<'_>, &[&str])| {
        Draft::new("session part", format!("`o=` has `{}` in place of `{}`", word.head(), known.join("` or `")))
            .span(word.range(), "unknown")
            .breaks(Target::Chrome, Effect::Notes)
            .breaks(Target::Firefox, Effect::Refuses)
            .help(HELP)
    };
    numbers.map(draft).chain(strange.map(unknown)).take(1).collect()
}

/// `s=` is missing, or has no value: libwebrtc wants three characters in a line.
pub(super) fn missing_session_name(case: &Case<'_>) -> Vec<Draft> {
    if !case.is_whole() {
        return Vec::new();
    }
    let draft = match line(case, 's') {
        Some(line) if line.value.is_empty() => Draft::new("session part", "`s=` has no value")
            .span(line.text.range(), "empty")
            .edit(line.value.range(), "-"),
        Some(_) => return Vec::new(),
        None => missing(case, 's', "vo", Some("s=-")),
    };
    vec![draft.breaks(Target::Chrome, Effect::Refuses).breaks(Target::Firefox, Effect::Notes).help("write `s=-`")]
}

/// No `t=` (RFC 8866 section 5.9).
pub(super) fn missing_timing(case: &Case<'_>) -> Vec<Draft> {
    if !case.is_whole() || case.session.section.lines().any(|line| line.kind == Some('t')) {
        return Vec::new();
    }
    vec![
        missing(case, 't', "vosiuepcb", Some("t=0 0"))
            .breaks_browsers(Effect::Refuses)
            .help("write `t=0 0` before the attributes"),
    ]
}

/// The order of RFC 8866 section 5. libwebrtc holds the session part to it.
const SESSION: &str = "vosiuepcbtrzka";

/// The order inside a section.
const MEDIA: &str = "micbka";

/// Lines that stand behind one that has to follow them.
pub(super) fn line_order(case: &Case<'_>) -> Vec<Draft> {
    case.everywhere().filter_map(|part| order(case, part.section.index.is_none(), part.section.lines())).collect()
}

fn order<'a>(case: &Case<'_>, in_session: bool, lines: impl Iterator<Item = Line<'a>>) -> Option<Draft> {
    let order = if in_session { SESSION } else { MEDIA };
    let mut highest: Option<(usize, Line<'_>)> = None;
    for line in lines {
        let Some(rank) = line.kind.and_then(|kind| order.find(kind)) else { continue };
        match highest {
            Some((most, before)) if rank < most => return Some(disorder(case, in_session, line, before)),
            _ => highest = Some((rank, line)),
        }
    }
    None
}

fn disorder(case: &Case<'_>, in_session: bool, line: Line<'_>, before: Line<'_>) -> Draft {
    let name = |line: Line<'_>| format!("`{}=`", line.kind.unwrap_or_default());
    let (late, early) = (name(line), name(before));
    let start = line.text.range().start;
    let from = before.text.range().start;
    let draft = Draft::new(
        if in_session { "session part".to_owned() } else { format!("line {}", line.number) },
        format!("{late} in line {} stands behind {early}", line.number),
    )
    .span(start..start + 2, format!("belongs before {early}"))
    .span(from..from + 2, format!("{early} comes later in the order of RFC 8866"));
    if !in_session {
        return draft
            .severity(Severity::Warning)
            .breaks_browsers(Effect::Notes)
            .help("write the lines of a section in the order m, i, c, b, k, a");
    }
    let first = case.sdp.lines().next().is_some_and(|line| line.kind == Some('v'));
    draft
        .breaks(Target::Chrome, Effect::Refuses)
        .breaks(Target::Firefox, if first { Effect::Notes } else { Effect::Refuses })
        .help("write the lines in the order v, o, s, i, u, e, p, c, b, t, r, z, k, a")
}

/// `a=ice-lite` in a section, where it says nothing (RFC 8839 section 5.3).
pub(super) fn ice_lite_level(case: &Case<'_>) -> Vec<Draft> {
    let found: Vec<_> = case.parts.iter().filter_map(|part| Some((part, part.first("ice-lite")?))).collect();
    let Some((first, _)) = found.first() else { return Vec::new() };
    vec![
        Draft::new(first.name(), "`a=ice-lite` stands in a section, and belongs in the session part")
            .spans(found.iter().map(|(_, attribute)| attribute.key.range()), "not read here")
            .breaks_browsers(Effect::Notes)
            .breaks(Target::Rfc, Effect::Notes)
            .help("move the line before the first `m=` line, if the writer really makes no checks"),
    ]
}

/// No way to reach the writer: no candidate, and no word that some may come (RFC 8840 section 4.1).
pub(super) fn no_candidates(case: &Case<'_>) -> Vec<Draft> {
    let has = |key: &str| case.everywhere().any(|part| part.has(key));
    let ice = has("ice-ufrag");
    let trickles = || {
        let options = case.everywhere().flat_map(|part| &part.attributes).filter(|a| a.key.as_str() == "ice-options");
        options.flat_map(|options| options.trimmed().words()).any(|word| word.as_str() == "trickle")
    };
    if !ice || has("candidate") || case.live().count() == 0 {
        return Vec::new();
    }
    let ended = case.everywhere().find_map(|part| part.first("end-of-candidates"));
    let lite = case.session.first("ice-lite");
    if ended.is_none() && lite.is_none() && trickles() {
        return Vec::new();
    }
    let draft = match (ended, lite) {
        (Some(end), _) => {
            Draft::new("session", "no candidate is given, and `a=end-of-candidates` says that none will come")
                .span(end.key.range(), "no more will come")
        }
        (None, Some(lite)) => Draft::new(
            "session",
            "no candidate is given, and an ICE-lite agent sends no checks that would show where it is",
        )
        .span(lite.key.range(), "only answers checks"),
        (None, None) => {
            let ufrag = case.everywhere().find_map(|part| part.first("ice-ufrag")).map_or(0..0, |a| a.key.range());
            Draft::new("session", "no candidate is given, and no `a=ice-options:trickle` says that some will come")
                .span(ufrag, "ICE without a candidate")
        }
    };
    let draft = draft
        .help("wait until gathering is complete, or send each candidate by signaling and say `a=ice-options:trickle`");
    vec![if lite.is_some() {
        draft.severity(Severity::Error).breaks_browsers(Effect::NoConnection)
    } else {
        draft.breaks_browsers(Effect::Notes)
    }]
}
