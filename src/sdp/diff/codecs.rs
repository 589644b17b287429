//! Codecs before and after, matched by what they are.

use std::collections::{BTreeMap, HashSet};

use super::change::{ChangeKind, Changes, Weight};
use crate::sdp::Codec;

/// Compares the codecs of a section.
pub(super) fn codecs(before: &[Codec<'_>], after: &[Codec<'_>], changes: &mut Changes<'_>) {
    let pairs = paired(before, after);
    for (old, new) in &pairs {
        match (old, new) {
            (Some(old), None) => changes.push(ChangeKind::Removed, "codec", Weight::Session, name(old)),
            (None, Some(new)) => changes.push(ChangeKind::Added, "codec", Weight::Session, name(new)),
            (Some(old), Some(new)) => both(old, new, changes),
            (None, None) => {}
        }
    }
    order(&pairs, before, after, changes);
}

/// `VP8 (96)`, with the profile where it has one.
fn name(codec: &Codec<'_>) -> String {
    let name = if codec.name.is_empty() { "unknown" } else { codec.name };
    let profile = ["profile-level-id", "profile-id", "profile"].iter().find_map(|key| codec.parameter(key));
    let profile = profile.map(|profile| format!(" {profile}")).unwrap_or_default();
    format!("{name}{profile} ({})", codec.payload)
}

type Pair<'a> = (Option<&'a Codec<'a>>, Option<&'a Codec<'a>>);

/// RTX stands with what it repeats, and the rest is matched by its own number first.
fn paired<'a>(before: &'a [Codec<'a>], after: &'a [Codec<'a>]) -> Vec<Pair<'a>> {
    let kept = |codecs: &'a [Codec<'a>]| {
        let mut seen = HashSet::new();
        let number = |codec: &Codec<'_>| codec.payload.parse().ok().filter(|number: &u8| *number < 128);
        let ours = codecs.iter().filter(|codec| !codec.is("rtx"));
        ours.filter(|codec| number(codec).is_some_and(|number| seen.insert(number))).collect::<Vec<_>>()
    };
    let (old, new) = (kept(before), kept(after));
    let mut taken = HashSet::new();
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    let same_number = |codec: &Codec<'_>| new.iter().copied().find(|other| other.payload == codec.payload);
    let fixed: HashSet<_> = old
        .iter()
        .filter(|codec| same_number(codec).is_some_and(|other| codec.difference(other).is_none()))
        .map(|codec| codec.payload)
        .collect();
    for codec in old {
        let found = if fixed.contains(codec.payload) {
            same_number(codec)
        } else {
            let free =
                new.iter().copied().filter(|other| !taken.contains(other.payload) && !fixed.contains(other.payload));
            free.into_iter().find(|other| alike(codec, other))
        };
        found.iter().for_each(|other| _ = taken.insert(other.payload));
        pairs.push((Some(codec), found));
    }
    pairs.extend(new.into_iter().filter(|codec| !taken.contains(codec.payload)).map(|codec| (None, Some(codec))));
    pairs
}

fn alike(one: &Codec<'_>, other: &Codec<'_>) -> bool {
    one.difference(other).is_none() || (one.name.is_empty() && other.name.is_empty() && one.payload == other.payload)
}

fn both(old: &Codec<'_>, new: &Codec<'_>, changes: &mut Changes<'_>) {
    if old.payload != new.payload {
        let text = format!("{}: {} became {}", old.name, old.payload, new.payload);
        changes.push(ChangeKind::Renumbered, "codec", Weight::Session, text);
    }
    let ([had, has], name) = ([old, new].map(parameters), name(new));
    // RED names numbers, which change with those of the codecs inside.
    if had != has && !old.is("red") {
        let text = |set: &BTreeMap<&str, &str>, other: &BTreeMap<&str, &str>| {
            let parts: Vec<_> = set
                .iter()
                .filter(|(key, value)| other.get(*key) != Some(value))
                .map(|(key, value)| if value.is_empty() { (*key).to_owned() } else { format!("{key}={value}") })
                .collect();
            if parts.is_empty() { "nothing".to_owned() } else { format!("`{}`", parts.join(";")) }
        };
        let text = format!("{name}: {} became {}", text(&had, &has), text(&has, &had));
        changes.push(ChangeKind::Changed, "parameters", Weight::Session, text);
    }
    let [had, has] = [old, new].map(|codec| codec.feedback.iter().copied().collect::<HashSet<_>>());
    let missing = |codec: &Codec<'_>, other: &HashSet<&str>| {
        let list: Vec<_> = codec.feedback.iter().copied().filter(|feedback| !other.contains(feedback)).collect();
        list.join(", ")
    };
    for (kind, list) in [(ChangeKind::Removed, missing(old, &has)), (ChangeKind::Added, missing(new, &had))] {
        if !list.is_empty() {
            changes.push(kind, "feedback", Weight::Session, format!("{name}: {list}"));
        }
    }
    match (old.rtx, new.rtx) {
        (Some(_), None) => changes.push(ChangeKind::Removed, "rtx", Weight::Session, format!("of {name}")),
        (None, Some(_)) => changes.push(ChangeKind::Added, "rtx", Weight::Session, format!("of {name}")),
        (Some(had), Some(has)) if had != has => {
            let text = format!("of {name}: {had} became {has}");
            changes.push(ChangeKind::Renumbered, "rtx", Weight::Session, text);
        }
        _ => {}
    }
}

/// In any order, since order means nothing among parameters.
fn parameters<'a>(codec: &Codec<'a>) -> BTreeMap<&'a str, &'a str> {
    let parts = codec.parameters.split(';').map(str::trim_ascii).filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, ""))).collect()
}

/// Whether what is in both stands in another order of preference.
fn order(pairs: &[Pair<'_>], before: &[Codec<'_>], after: &[Codec<'_>], changes: &mut Changes<'_>) {
    let place =
        |codecs: &[Codec<'_>], codec: &Codec<'_>| codecs.iter().position(|other| other.payload == codec.payload);
    let mut common: Vec<_> = pairs
        .iter()
        .filter_map(|(old, new)| Some(((*old)?, (*new)?)))
        .filter(|(old, _)| old.is_media())
        .map(|(old, new)| (place(before, old), place(after, new), new.name))
        .collect();
    common.sort_unstable_by_key(|(old, ..)| *old);
    let sorted = common.is_sorted_by_key(|(_, new, _)| *new);
    let first = common.iter().min_by_key(|(_, new, _)| *new).map(|(.., name)| *name);
    if let (false, Some(first)) = (sorted, first) {
        let text = format!("the order of preference; {first} is first now");
        changes.push(ChangeKind::Changed, "codec order", Weight::Session, text);
    }
}
