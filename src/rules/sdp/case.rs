//! A description taken apart once, for all checks on it.

use std::collections::HashSet;

use crate::sdp::{Attribute, Bundles, Codec, Ending, Line, Media, Place, Role, Sdp, Section, Text, codecs};

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
    /// Whether no lines can be made out in it: only rules about the text have a say.
    pub garbled: bool,
    /// Whether it ends in the middle. Its last section is not among `parts`, since nothing is known of its rest.
    pub cut: bool,
    /// Whether it is one half of a pair, so that rules about pairs say what they see better.
    pub paired: bool,
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
        let mut parts: Vec<_> = sdp.sections().map(|section| Part::of(section, &bundles)).collect();
        let cut = is_cut(sdp, &bundles, &parts);
        if cut {
            parts.pop();
        }
        Self { sdp, role, session, parts, bundles, garbled: is_garbled(sdp), cut, paired: false }
    }

    /// One half of a pair.
    pub fn paired(sdp: &'a Sdp, role: Role) -> Self {
        Self { paired: true, ..Self::told(sdp, role) }
    }

    /// Whether it is a description and not a few lines of one.
    pub fn is_whole(&self) -> bool {
        self.role != Role::Fragment
    }

    /// Whether the transport of `part` is its own: the only one in its group that counts, or in no group. Every section
    /// of an offer has one until the answer agrees to the bundle, save those that exist only in it.
    pub fn owns_transport(&self, part: &Part<'a>) -> bool {
        !part.rejected && (part.place != Place::Rider || (self.role != Role::Answer && !part.has("bundle-only")))
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
            mid: first("mid").map(|attribute| attribute.trimmed().split_word().0).filter(|mid| !mid.is_empty()),
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

    /// Whether there is an attribute of this name in other letters, or behind a blank, which SIPCC reads all the same.
    pub fn has_otherwise(&self, key: &str) -> bool {
        let name = |attribute: &Attribute<'_>| attribute.key.as_str().trim_start().eq_ignore_ascii_case(key);
        self.attributes.iter().filter(|attribute| name(attribute)).any(|attribute| attribute.key.as_str() != key)
    }

    /// A name for messages.
    pub fn name(&self) -> String {
        self.section.name_with(self.mid)
    }

    /// Where the `m=` line stands; of the session part, its first line.
    pub fn line(&self) -> std::ops::Range<usize> {
        let first = self.section.lines().next();
        first.map_or(0..0, |line| line.text.range())
    }
}

impl Part<'_> {
    /// Whether it is keyed by DTLS: by its profile, or by what stands in it under one of the old RTP profiles, which
    /// browsers read as DTLS all the same.
    pub fn wants_dtls(&self, session: &Part<'_>) -> bool {
        let taken = ["audio", "video", "application"].contains(&self.media.kind.as_str());
        let marked = ["setup", "fingerprint"].iter().any(|key| self.has(key) || session.has(key));
        taken && (self.media.is_dtls() || (self.media.is_rtp() && marked))
    }
}

/// Nothing at all, no line of a description, line ends written out as characters, or with their backslashes gone.
fn is_garbled(sdp: &Sdp) -> bool {
    !sdp.is_one() || super::garbled::escaped(sdp) || super::garbled::stripped(sdp)
}

/// A last line that breaks off, where nothing ends it or sections are missing behind it; or a last line without an end
/// in a text that lacks sections.
fn is_cut(sdp: &Sdp, bundles: &Bundles<'_>, parts: &[Part<'_>]) -> bool {
    let Some(last) = sdp.lines().next_back() else { return false };
    let known: HashSet<&str> = parts.iter().filter_map(|part| part.mid).map(Text::as_str).collect();
    let open = last.ending == Ending::None;
    // The last section may have lost its mid together with its rest.
    let before = parts.split_last().map_or(parts, |(_, before)| before);
    let lacks = || {
        before.iter().all(|part| part.mid.is_some()) && bundles.groups.iter().flatten().any(|mid| !known.contains(mid))
    };
    sdp.lines().any(|line| line.kind == Some('v')) && if breaks_off(last) { open || lacks() } else { open && lacks() }
}

/// Whether a line of this kind needs more than it has.
fn breaks_off(line: Line<'_>) -> bool {
    let Some(kind) = line.kind else { return true };
    match (kind, line.attribute()) {
        ('m', _) => line.value.words().count() < 4,
        (_, Some(attribute)) => {
            let words = attribute.trimmed().words().count();
            match attribute.key.as_str() {
                "candidate" => words < 8,
                "fingerprint" => super::fingerprint::breaks_off(attribute.trimmed()),
                "extmap" | "fmtp" | "rtcp-fb" | "ssrc" | "rtpmap" => words < 2,
                _ => line.value.is_empty(),
            }
        }
        _ => line.value.is_empty() && kind != 's',
    }
}
