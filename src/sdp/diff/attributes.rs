//! Lines that no other comparison knows: what came, what went, and whether only their order differs.

use std::collections::HashMap;

use super::change::{ChangeKind, Changes, Weight};
use crate::sdp::{Attribute, Direction, Section};

/// Attributes that are compared by what they mean, here or in the section.
const KNOWN: [&str; 19] = [
    "rtpmap",
    "fmtp",
    "rtcp-fb",
    "extmap",
    "candidate",
    "end-of-candidates",
    "ice-ufrag",
    "ice-pwd",
    "ice-options",
    "ice-lite",
    "fingerprint",
    "setup",
    "mid",
    "group",
    "sctp-port",
    "max-message-size",
    "rtcp-mux",
    "bundle-only",
    "simulcast",
];

/// Attributes that change with every description and decide nothing: sources are learned from packets, names of streams
/// are the application's, and the address of RTCP is not used with ICE.
const NOISE: [&str; 8] = ["ssrc", "ssrc-group", "msid-semantic", "cname", "rtcp", "tool", "mslabel", "label"];

/// Compares what is left of two parts.
pub(super) fn rest(before: Section<'_>, after: Section<'_>, changes: &mut Changes<'_>) {
    let unknown = |attribute: &Attribute<'_>| {
        let key = attribute.key.as_str();
        !KNOWN.contains(&key) && Direction::read(key).is_none()
    };
    // One change a name: how many lines came and went.
    let mut names: Vec<&str> = Vec::new();
    let mut counts: HashMap<&str, HashMap<&str, i64>> = HashMap::new();
    for (section, step) in [(before, -1), (after, 1)] {
        for attribute in section.attributes().filter(unknown) {
            let key = attribute.key.as_str();
            let values = counts.entry(key).or_insert_with(|| {
                names.push(key);
                HashMap::new()
            });
            *values.entry(attribute.trimmed().as_str()).or_insert(0) += step;
        }
    }
    for name in names {
        let values = counts.get(name).into_iter().flatten();
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for (value, count) in values {
            match count.signum() {
                -1 => gone.push(*value),
                1 => new.push(*value),
                _ => {}
            }
        }
        gone.sort_unstable();
        new.sort_unstable();
        let weight = if NOISE.contains(&name) { Weight::Noise } else { Weight::Session };
        let kind = match (gone.is_empty(), new.is_empty()) {
            (true, true) => continue,
            (true, false) => ChangeKind::Added,
            (false, true) => ChangeKind::Removed,
            (false, false) => ChangeKind::Changed,
        };
        changes.push(kind, "attribute", weight, text(name, &gone, &new));
    }
    order(before, after, changes);
}

/// `a=ptime`: `20` became `60`; many lines are counted.
fn text(name: &str, gone: &[&str], new: &[&str]) -> String {
    // Whatever an unknown attribute holds, a key among it stays where it is.
    let hidden = ["crypto", "key-mgmt"].contains(&name);
    match (gone, new) {
        _ if hidden => format!("`a={name}`, whose value is not shown"),
        ([old], [new]) => format!("`a={name}`: `{old}` became `{new}`"),
        ([one], []) | ([], [one]) if one.is_empty() => format!("`a={name}`"),
        ([one], []) | ([], [one]) => format!("`a={name}:{one}`"),
        ([], many) | (many, []) => format!("`a={name}`, {} lines", many.len()),
        (gone, new) => format!("`a={name}`, {} lines became {}", gone.len(), new.len()),
    }
}

/// Whether the same lines stand in another order.
fn order(before: Section<'_>, after: Section<'_>, changes: &mut Changes<'_>) {
    let [old, new] = [before, after].map(|section| section.lines().map(|line| line.text.as_str()).collect::<Vec<_>>());
    if old == new {
        return;
    }
    let [mut one, mut other] = [old, new];
    one.sort_unstable();
    other.sort_unstable();
    if one == other {
        changes.push(ChangeKind::Changed, "order", Weight::Noise, "the same lines in another order".to_owned());
    }
}
