//! A description taken apart once, for all checks on it.

use crate::sdp::{Attribute, Bundles, Codec, Media, Place, Role, Sdp, Section, Text, codecs};

/// A description with its parts at hand.
#[derive(Debug)]
pub struct Case<'a> {
    /// The text.
    pub sdp: &'a Sdp,
    /// Its role: as told by whoever has it, else by the text.
    pub role: Role,
    /// What stands before the first `m=` line.
    pub session: Part<'a>,
    /// The `m=` sections in order.
    pub parts: Vec<Part<'a>>,
    /// Its BUNDLE groups.
    pub bundles: Bundles<'a>,
}

/// The session part or one section, with its attributes at hand.
#[derive(Debug)]
pub struct Part<'a> {
    /// The section.
    pub section: Section<'a>,
    /// The fields of its `m=` line.
    pub media: Media<'a>,
    /// Its attributes in order.
    pub attributes: Vec<Attribute<'a>>,
    /// Its codecs in the order of its `m=` line.
    pub codecs: Vec<Codec<'a>>,
    /// Its identification.
    pub mid: Option<Text<'a>>,
    /// Whether port 0 switches it off.
    pub rejected: bool,
    /// Where it stands in its BUNDLE group.
    pub place: Place,
}

impl<'a> Case<'a> {
    /// Takes `sdp` apart; the text has to tell its role.
    pub fn of(sdp: &'a Sdp) -> Self {
        Self::told(sdp, Role::told_by(sdp).0)
    }

    /// Takes `sdp` apart, whose role is known.
    pub fn told(sdp: &'a Sdp, role: Role) -> Self {
        let bundles = Bundles::of(sdp);
        let session = Part::of(sdp.session(), &bundles);
        let parts = sdp.sections().map(|section| Part::of(section, &bundles)).collect();
        Self { sdp, role, session, parts, bundles }
    }

    /// The session part, then the sections.
    pub fn everywhere(&self) -> impl Iterator<Item = &Part<'a>> {
        std::iter::once(&self.session).chain(&self.parts)
    }

    /// The sections that port 0 does not switch off.
    pub fn live(&self) -> impl Iterator<Item = &Part<'a>> {
        self.parts.iter().filter(|part| !part.rejected)
    }

    /// The first attribute of this name in `part`, or in the session part where the section has none.
    pub fn inherited(&self, part: &Part<'a>, key: &str) -> Option<Attribute<'a>> {
        part.first(key).or_else(|| self.session.first(key))
    }
}

impl<'a> Part<'a> {
    fn of(section: Section<'a>, bundles: &Bundles<'a>) -> Self {
        let attributes: Vec<_> = section.attributes().collect();
        let first = |key| attributes.iter().find(|attribute| attribute.key.as_str() == key);
        let media = section.media();
        Self {
            section,
            media,
            codecs: codecs(section),
            mid: first("mid").map(|attribute| attribute.trimmed()).filter(|mid| !mid.is_empty()),
            rejected: media.port_number() == Some(0) && first("bundle-only").is_none(),
            place: bundles.place(section),
            attributes,
        }
    }

    /// The attributes of this name.
    pub fn all(&self, key: &'static str) -> impl DoubleEndedIterator<Item = Attribute<'a>> {
        self.attributes.iter().copied().filter(move |attribute| attribute.key.as_str() == key)
    }

    /// The first attribute of this name.
    pub fn first(&self, key: &str) -> Option<Attribute<'a>> {
        self.attributes.iter().copied().find(|attribute| attribute.key.as_str() == key)
    }

    /// Whether there is an attribute of this name.
    pub fn has(&self, key: &str) -> bool {
        self.first(key).is_some()
    }

    /// A name for messages.
    pub fn name(&self) -> String {
        self.section.name()
    }

    /// Where the `m=` line stands; of the session part, its first line.
    pub fn line(&self) -> std::ops::Range<usize> {
        let first = self.section.lines().next();
        first.map_or(0..0, |line| line.text.range())
    }
}
