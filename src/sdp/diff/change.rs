//! One change, and whether it matters.

use std::collections::HashSet;

/// What was done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It has another number and is the same.
    Renumbered,
}

impl ChangeKind {
    /// The word used on screen and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Renumbered => "renumbered",
        }
    }
}

/// Whether a change matters.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Weight {
    /// It changes what the session does.
    Session,
    /// It changes the text alone.
    Noise,
}

impl Weight {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Noise => "noise",
        }
    }
}

/// Where a change is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// The number of the section, from 0, in the description that has it; `None` for the session part.
    pub section: Option<usize>,
    /// Its identification.
    pub mid: Option<String>,
    /// A name for it on screen.
    pub name: String,
}

/// One change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// Where.
    pub place: Place,
    /// What was done.
    pub kind: ChangeKind,
    /// What it is about: `codec`, `direction`, `ice`, …
    pub subject: &'static str,
    /// Whether it matters.
    pub weight: Weight,
    /// What changed, in words.
    pub text: String,
}

/// The changes of one place as they are found.
pub(super) struct Changes<'a> {
    pub(super) place: Place,
    pub(super) found: &'a mut Vec<Change>,
}

impl Changes<'_> {
    pub(super) fn push(&mut self, kind: ChangeKind, subject: &'static str, weight: Weight, text: String) {
        self.found.push(Change { place: self.place.clone(), kind, subject, weight, text });
    }

    /// Something that is there once or not at all.
    pub(super) fn value(&mut self, subject: &'static str, weight: Weight, before: Option<&str>, after: Option<&str>) {
        match (before, after) {
            (None, Some(after)) => self.push(ChangeKind::Added, subject, weight, format!("`{after}`")),
            (Some(before), None) => self.push(ChangeKind::Removed, subject, weight, format!("`{before}`")),
            (Some(before), Some(after)) if before != after => {
                self.push(ChangeKind::Changed, subject, weight, format!("`{before}` became `{after}`"));
            }
            _ => {}
        }
    }

    /// A set: what is gone and what is new in it, shown as `show` has it.
    pub(super) fn set(
        &mut self,
        subject: &'static str,
        weight: Weight,
        [before, after]: [&[String]; 2],
        show: impl Fn(&str) -> String,
    ) {
        let [had, has] = [before, after].map(|side| side.iter().collect::<HashSet<_>>());
        for gone in before.iter().filter(|item| !has.contains(item)) {
            self.push(ChangeKind::Removed, subject, weight, show(gone));
        }
        for new in after.iter().filter(|item| !had.contains(item)) {
            self.push(ChangeKind::Added, subject, weight, show(new));
        }
    }
}
