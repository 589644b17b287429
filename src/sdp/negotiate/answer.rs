//! The answer that somebody would give who has these codecs (RFC 9429 section 5.3.1).
//!
//! It has what decides over media, and no credentials: enough to negotiate with, too little to connect with.

use std::fmt::Write;

use super::codecs::agreed;
use super::media::{direction, extensions, receives, sends, way};
use crate::sdp::{Codec, SectionSummary, Summary};

/// The text of the answer to `offer` by whoever wrote `able`, be that an offer or a list of what it can do.
///
/// Sections are taken by kind and in order, each once. Where there are fewer than offered, the last of its kind tells
/// the codecs, and nothing is sent.
pub fn answer(offer: &Summary<'_>, able: &Summary<'_>) -> String {
    let mut used = vec![false; able.sections.len()];
    let mut body = String::new();
    let mut bundled = Vec::new();
    for ours in &offer.sections {
        let kind = ours.media.kind.as_str();
        let fits = |section: &SectionSummary<'_>| section.media.kind.as_str().eq_ignore_ascii_case(kind);
        let live = || able.sections.iter().enumerate().filter(|(_, section)| fits(section) && !section.rejected);
        let fresh = live().find(|(n, _)| used.get(*n) == Some(&false));
        let theirs = fresh.or_else(|| live().next_back()).map(|(_, section)| section);
        if let Some(place) = fresh.and_then(|(n, _)| used.get_mut(n)) {
            *place = true;
        }
        if section(ours, theirs, fresh.is_some(), &mut body) {
            bundled.extend(ours.mid.filter(|_| ours.carried_by.is_some()));
        }
    }
    let mut text = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n".to_owned();
    // One group at most, as browsers have it.
    let group = offer.bundles.groups.first().map(Vec::as_slice).unwrap_or_default();
    let mids: Vec<_> = bundled.into_iter().filter(|mid| group.contains(mid)).collect();
    if !mids.is_empty() {
        line(&mut text, format_args!("a=group:BUNDLE {}", mids.join(" ")));
    }
    if able.ice_lite {
        line(&mut text, format_args!("a=ice-lite"));
    }
    text + &body
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    write!(text, "{content}\r\n").expect("a string takes all that is written to it");
}

/// Writes one section, and says whether it lives.
fn section(ours: &SectionSummary<'_>, theirs: Option<&SectionSummary<'_>>, sending: bool, text: &mut String) -> bool {
    let media = ours.media;
    let (kind, protocol) = (media.kind.as_str(), media.protocol.as_str());
    let codecs = theirs.map(|theirs| agreed(&ours.codecs, &theirs.codecs)).unwrap_or_default();
    let alive =
        !ours.rejected && theirs.is_some() && (!media.is_rtp() || codecs.iter().any(|codec| codec.offered.is_media()));
    let Some(theirs) = theirs.filter(|_| alive) else {
        // What the answerer has tells how near the two came.
        let own = theirs.map(|theirs| theirs.codecs.as_slice()).unwrap_or_default().iter();
        let own: Vec<_> = own.filter(|codec| codec.is_media() && !codec.name.is_empty()).collect();
        let payloads: Vec<_> = own.iter().map(|codec| codec.payload).collect();
        let formats =
            if own.is_empty() { media.formats.split_word().0.as_str().to_owned() } else { payloads.join(" ") };
        line(text, format_args!("m={kind} 0 {protocol} {formats}"));
        ours.mid.iter().for_each(|mid| line(text, format_args!("a=mid:{mid}")));
        own.iter().for_each(|codec| describe(codec.payload, codec, codec.parameters, text));
        return false;
    };
    // The order of the offer, with its numbers (RFC 3264 section 6.1).
    let mut kept: Vec<_> =
        ours.codecs.iter().filter_map(|codec| codecs.iter().find(|kept| std::ptr::eq(kept.offered, codec))).collect();
    kept.dedup_by_key(|codec| codec.offered.payload);
    let payloads: Vec<_> = kept.iter().map(|codec| codec.offered.payload).collect();
    let formats = if media.is_rtp() { payloads.join(" ") } else { media.formats.as_str().to_owned() };
    line(text, format_args!("m={kind} 9 {protocol} {formats}"));
    ours.mid.iter().for_each(|mid| line(text, format_args!("a=mid:{mid}")));
    line(text, format_args!("a=setup:{}", if ours.setup == Some("active") { "passive" } else { "active" }));
    for fingerprint in &theirs.fingerprints {
        line(text, format_args!("a=fingerprint:{} {}", fingerprint.hash.as_str(), fingerprint.digest.as_str()));
    }
    if let (Some(offered), Some(able)) = (ours.direction, theirs.direction) {
        let able = way(sending && sends(able), receives(able));
        line(text, format_args!("a={}", direction(able, offered).word()));
    }
    if ours.rtcp_mux {
        line(text, format_args!("a=rtcp-mux"));
    }
    for extension in extensions(&ours.extensions, &theirs.extensions) {
        line(text, format_args!("a=extmap:{} {}", extension.id, extension.uri));
    }
    for codec in kept {
        let payload = codec.offered.payload;
        // Each side says what it takes itself, but numbers inside parameters are those of the offer.
        let parameters = if codec.offered.is_media() { codec.answered.parameters } else { codec.offered.parameters };
        describe(payload, codec.offered, parameters, text);
        codec.feedback().iter().for_each(|feedback| line(text, format_args!("a=rtcp-fb:{payload} {feedback}")));
    }
    if let Some(data) = theirs.data {
        line(text, format_args!("a=sctp-port:{}", data.sctp_port.unwrap_or("5000")));
        data.max_message_size.iter().for_each(|size| line(text, format_args!("a=max-message-size:{size}")));
    }
    true
}

/// The name and the parameters of a codec under the number `payload`.
fn describe(payload: &str, codec: &Codec<'_>, parameters: &str, text: &mut String) {
    line(text, format_args!("a=rtpmap:{payload} {}", codec.encoding()));
    if !parameters.is_empty() {
        line(text, format_args!("a=fmtp:{payload} {parameters}"));
    }
}
