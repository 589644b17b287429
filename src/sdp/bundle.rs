//! Which sections share one transport (RFC 9143).

use std::collections::HashMap;

use super::{Group, Sdp, Section};

/// Where a section stands in its BUNDLE group.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// In none: it has a transport of its own.
    Alone,
    /// Its transport carries the group: the first section of it that is not rejected (RFC 9143 section 7.2.1).
    Tag,
    /// It rides on the transport of the tag section.
    Rider,
}

impl Place {
    /// The place of the section called `mid` where the one called `tag` carries its group.
    pub(super) fn of(mid: Option<&str>, tag: Option<&str>) -> Self {
        match tag {
            None => Self::Alone,
            Some(_) if mid == tag => Self::Tag,
            Some(_) => Self::Rider,
        }
    }
}

/// The BUNDLE groups of a description.
#[derive(Clone, Debug, Default)]
pub struct Bundles<'a> {
    /// The mids of each group, in order.
    pub groups: Vec<Vec<&'a str>>,
    group_of: HashMap<&'a str, usize>,
    tag_of: Vec<Option<&'a str>>,
}

impl<'a> Bundles<'a> {
    /// Reads the `a=group:BUNDLE` lines of the session part.
    pub fn of(sdp: &'a Sdp) -> Self {
        let groups: Vec<Vec<&str>> = sdp
            .session()
            .attributes()
            .filter(|attribute| attribute.key.as_str() == "group")
            .map(|attribute| Group::read(attribute.trimmed()))
            .filter(|group| group.semantics.as_str() == "BUNDLE")
            .map(|group| group.mids.words().map(|mid| mid.as_str()).collect())
            .collect();
        let mut group_of = HashMap::new();
        for (number, mids) in groups.iter().enumerate() {
            mids.iter().for_each(|mid| _ = group_of.entry(*mid).or_insert(number));
        }
        let live: HashMap<&str, bool> = sdp
            .sections()
            .filter_map(|section| section.mid().map(|mid| (mid.as_str(), !section.is_rejected())))
            .collect();
        let tag_of = groups.iter().map(|mids| mids.iter().copied().find(|mid| live.get(mid) == Some(&true))).collect();
        Self { groups, group_of, tag_of }
    }

    /// Where `section` stands.
    pub fn place(&self, section: Section<'_>) -> Place {
        Place::of(section.mid().map(super::Text::as_str), self.tag(section))
    }

    /// The mid of the section whose transport carries `section`, if it is in a group.
    pub fn tag(&self, section: Section<'_>) -> Option<&'a str> {
        let group = self.group_of.get(section.mid()?.as_str())?;
        self.tag_of.get(*group).copied().flatten().filter(|_| !section.is_rejected())
    }
}
