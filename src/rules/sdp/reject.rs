//! Rules about sections that are switched off by port 0 (RFC 3264 section 6), or are not there at all.

use super::super::Draft;
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Attribute, Direction, Place, Role, Text};

/// No `m=` line at all.
pub(super) fn no_media(case: &Case<'_>) -> Vec<Draft> {
    if !case.is_whole() || case.cut || !case.parts.is_empty() {
        return Vec::new();
    }
    let end = case.sdp.lines().next_back().map_or(0..0, |line| line.text.range());
    vec![
        Draft::new("session", "there is no `m=` section: nothing is to be sent and nothing to be received")
            .span(end, "an `m=` line would follow here")
            .breaks_browsers(Effect::NoConnection)
            .help("call `addTrack`, `addTransceiver` or `createDataChannel` before `createOffer`"),
    ]
}

/// Nothing is left: no transport will ever start.
pub(super) fn all_rejected(case: &Case<'_>) -> Vec<Draft> {
    if case.cut || case.parts.is_empty() || case.parts.iter().any(|part| !part.rejected) {
        return Vec::new();
    }
    let what = match case.parts.len() {
        1 => "the only section is".to_owned(),
        n => format!("all {n} sections are"),
    };
    let tag = tag(case);
    // A group that still names them is a fault of the text; without one it is an honest answer, and nothing was common.
    // What is inactive as well was meant to be off.
    let meant = case.parts.iter().all(|part| part.section.direction() == Some(Direction::Inactive));
    let (severity, firefox) = match tag {
        Some(_) if !meant => (Severity::Error, Effect::Refuses),
        Some(_) => (Severity::Warning, Effect::Refuses),
        None => (Severity::Warning, Effect::NoConnection),
    };
    vec![
        Draft::new("session", format!("{what} switched off by port 0"))
            .spans(case.parts.iter().map(|part| part.media.port.range()), "off")
            .severity(severity)
            .breaks(Target::Chrome, Effect::NoConnection)
            .breaks(Target::Firefox, firefox)
            .help("compare the codecs and directions of offer and answer: something has to match"),
    ]
}

/// The section that a BUNDLE group names first, where port 0 switches it off, with the place of its mid in the group.
fn tag<'c, 'a>(case: &'c Case<'a>) -> Option<(&'c Part<'a>, Text<'a>)> {
    let groups = case.session.all("group").map(Attribute::trimmed);
    let bundles = groups.filter(|value| value.words().next().is_some_and(|word| word.as_str() == "BUNDLE"));
    bundles.filter_map(|value| value.words().nth(1)).find_map(|mid| {
        let part = case.parts.iter().find(|part| part.mid.is_some_and(|known| known.as_str() == mid.as_str()))?;
        part.rejected.then_some((part, mid))
    })
}

/// The section that should carry the bundle is switched off (RFC 9143 sections 7.2.1 and 7.3.3).
pub(super) fn bundle_tag_rejected(case: &Case<'_>) -> Vec<Draft> {
    if case.live().count() == 0 {
        return Vec::new();
    }
    let Some((part, mid)) = tag(case) else { return Vec::new() };
    let chrome = match (case.role, part.media.is_data()) {
        (Role::Answer, _) => Effect::Refuses,
        (_, true) => Effect::NoDataChannel,
        (_, false) => Effect::MediaMissing,
    };
    vec![
        Draft::new(
            part.name(),
            format!("BUNDLE begins with mid `{}`, whose section is switched off by port 0", mid.head()),
        )
        .span(mid.range(), "its transport would carry the bundle")
        .span(part.media.port.range(), "off")
        .edit(mid.range().start - 1..mid.range().end, "")
        .breaks(Target::Chrome, chrome)
        .breaks(Target::Firefox, Effect::Refuses)
        .help("take the mid out of the group, so that it begins with a section that is on"),
    ]
}

/// A section that is switched off, by itself nothing wrong. What a rejected section of an answer means is told by the
/// rules about pairs.
pub(super) fn mline_stopped(case: &Case<'_>) -> Vec<Draft> {
    if case.paired && case.role == Role::Answer || case.live().count() == 0 {
        return Vec::new();
    }
    let tag = tag(case).map(|(part, _)| part.section.index);
    let off = case.parts.iter().filter(|part| part.rejected && tag != Some(part.section.index));
    off.take(20)
        .map(|part| {
            let effect = if part.media.is_data() { Effect::NoDataChannel } else { Effect::MediaMissing };
            Draft::new(part.name(), format!("the {} is switched off by port 0", part.name()))
                .span(part.media.port.range(), "off")
                .breaks_browsers(effect)
                .help("nothing, if it was stopped or rejected on purpose")
        })
        .collect()
}

/// `bundle-only` beside a port (RFC 9143 section 6): an offer gives such a section port 0.
pub(super) fn bundle_only_port(case: &Case<'_>) -> Vec<Draft> {
    let found = case.parts.iter().filter_map(|part| {
        let only = part.first("bundle-only").filter(|_| case.role != Role::Answer)?;
        Some((part, only)).filter(|(part, _)| part.media.port_number().is_some_and(|port| port != 0))
    });
    found
        .take(20)
        .map(|(part, only)| {
            Draft::new(
                part.name(),
                format!("`a=bundle-only` wants port 0, and the port is `{}`", part.media.port.head()),
            )
            .span(part.media.port.range(), "not 0")
            .span(only.key.range(), "this section exists only in its bundle")
            .edit(part.media.port.range(), "0")
            .severity(Severity::Info)
            .breaks(Target::Rfc, Effect::Notes)
            .breaks(Target::Chrome, Effect::Notes)
            // Firefox waits for a bundle that this section would carry itself.
            .breaks(Target::Firefox, if part.place == Place::Tag { Effect::NoConnection } else { Effect::Notes })
            .help("write port 0, so that nobody who does not bundle takes the section")
        })
        .collect()
}
