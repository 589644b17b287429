//! Two descriptions side by side.

use std::collections::HashMap;

use super::attributes::rest;
use super::change::{Change, ChangeKind, Changes, Place, Weight};
use super::section::compare;
use super::story::{Story, stories};
use crate::sdp::{Sdp, SectionSummary, Summary};

/// What changed from one description to another.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The changes in the order of the text: the session part, then section by section.
    pub changes: Vec<Change>,
    /// What did it, the best explanation first.
    pub stories: Vec<Story>,
}

impl Diff {
    /// Compares two descriptions.
    pub fn of(before: &Sdp, after: &Sdp) -> Self {
        let (old, new) = (Summary::of(before), Summary::of(after));
        let mut changes = Vec::new();
        session(before, after, &old, &new, &mut changes);
        let pairs = paired(&old, &new);
        for (ours, theirs) in &pairs {
            match (ours, theirs) {
                (Some(ours), Some(theirs)) => compare(ours, theirs, [before, after], &mut changes),
                (Some(section), None) | (None, Some(section)) => {
                    let kind = if ours.is_some() { ChangeKind::Removed } else { ChangeKind::Added };
                    let text = format!("{} with {} codecs", section.media.kind.head(), section.codecs.len());
                    let mut changes = Changes { place: place(section), found: &mut changes };
                    changes.push(kind, "section", Weight::Session, text);
                }
                (None, None) => {}
            }
        }
        let stories = stories([before, after], [&old, &new], &pairs, &changes);
        Self { changes, stories }
    }

    /// Whether nothing that matters changed.
    pub fn is_same(&self) -> bool {
        self.changes.iter().all(|change| change.weight == Weight::Noise)
    }
}

/// A section before and after; one of them is missing where it was added or removed.
pub(super) type Pair<'a> = (Option<&'a SectionSummary<'a>>, Option<&'a SectionSummary<'a>>);

/// Sections of the same mid, or of the same place where either has none.
fn paired<'a>(old: &'a Summary<'a>, new: &'a Summary<'a>) -> Vec<Pair<'a>> {
    let by_mid: HashMap<&str, usize> =
        new.sections.iter().enumerate().rev().filter_map(|(n, section)| Some((section.mid?, n))).collect();
    let named = |n: usize| new.sections.get(n).is_some_and(|section| section.mid.is_some());
    let mut taken = vec![false; new.sections.len()];
    let mut pairs = Vec::new();
    for (n, section) in old.sections.iter().enumerate() {
        let here = new.sections.get(n).is_some_and(|other| other.mid == section.mid);
        let found = match section.mid.and_then(|mid| by_mid.get(mid)) {
            // One mid may stand in several sections, though it must not.
            Some(_) if here => Some(n),
            Some(place) => Some(*place),
            None if section.mid.is_none() || !named(n) => Some(n),
            None => None,
        };
        let found = found.filter(|n| taken.get(*n) == Some(&false));
        if let Some(place) = found.and_then(|n| taken.get_mut(n)) {
            *place = true;
        }
        pairs.push((Some(section), found.and_then(|n| new.sections.get(n))));
    }
    let fresh = new.sections.iter().zip(taken).filter(|(_, taken)| !taken);
    pairs.extend(fresh.map(|(section, _)| (None, Some(section))));
    pairs
}

/// Where a section is.
pub(super) fn place(section: &SectionSummary<'_>) -> Place {
    Place { section: section.section.index, mid: section.mid.map(str::to_owned), name: section.section.name() }
}

/// Changes of the session part.
fn session(before: &Sdp, after: &Sdp, old: &Summary<'_>, new: &Summary<'_>, found: &mut Vec<Change>) {
    let place = Place { section: None, mid: None, name: before.session().name() };
    let mut changes = Changes { place, found };
    let id = |summary: &Summary<'_>| summary.origin.map(|origin| origin.session.as_str().to_owned());
    let version = |summary: &Summary<'_>| summary.origin.map(|origin| origin.version.as_str().to_owned());
    changes.value("session id", Weight::Noise, id(old).as_deref(), id(new).as_deref());
    changes.value("session version", Weight::Noise, version(old).as_deref(), version(new).as_deref());
    let groups = |summary: &Summary<'_>| summary.bundles.groups.iter().map(|mids| mids.join(" ")).collect::<Vec<_>>();
    let (had, has) = (groups(old).join(", "), groups(new).join(", "));
    let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    changes.value("bundle", Weight::Session, Some(&or_none(&had)), Some(&or_none(&has)));
    let lite = |lite: bool| lite.then_some("ice-lite");
    changes.value("ice", Weight::Session, lite(old.ice_lite), lite(new.ice_lite));
    rest(before.session(), after.session(), &mut changes);
}
