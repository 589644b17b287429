//! Rules about the fingerprints of DTLS certificates (RFC 8122, RFC 8842).

use super::super::Draft;
use super::{Case, Part};
use crate::report::{Confidence, Effect, Severity, Target};
use crate::sdp::{Attribute, Fingerprint, Place, Role, Text};

/// A section that is keyed by DTLS and names no certificate, neither itself nor in the session part. With `a=crypto` the
/// keys are in the text instead, which is a fault of its own.
///
/// A section that rides on the transport of another one needs none where it is `bundle-only` (RFC 9143 section 7.1.3,
/// RFC 8859); elsewhere Firefox refuses the description, and Chrome switches off the sections behind it.
pub(super) fn missing_fingerprint(case: &Case<'_>) -> Vec<Draft> {
    if case.session.has("fingerprint") {
        return Vec::new();
    }
    let bare: Vec<_> = case
        .live()
        .filter(|part| part.wants_dtls(&case.session) && !part.has("fingerprint") && !part.has("crypto"))
        .map(|part| (part, part.place == Place::Rider))
        .filter(|(part, rides)| !rides || (case.role == Role::Offer && !part.has("bundle-only")))
        .collect();
    let Some((first, _)) = bare.first() else { return Vec::new() };
    let more = match bare.len() {
        1 => String::new(),
        2 => " and 1 more section".to_owned(),
        n => format!(" and {} more sections", n - 1),
    };
    let message = format!("no `a=fingerprint` for the {}{more}, nor in the session part", first.name());
    let certain = bare.iter().any(|(_, rides)| !rides);
    // Chrome switches off what comes behind the first of them in its bundle.
    let behind = |of_data: bool| {
        let later = case.live().filter(|part| part.section.index > first.section.index && part.place == Place::Rider);
        later.filter(|part| part.media.is_data() == of_data).count() > 0
    };
    let chrome = match certain {
        true => Effect::Refuses,
        _ if behind(false) => Effect::MediaMissing,
        _ if behind(true) => Effect::NoDataChannel,
        _ => Effect::Notes,
    };
    let read = bare.iter().all(|(part, _)| part.has_otherwise("fingerprint"));
    let draft = Draft::new(first.name(), message)
        .confidence(if certain { Confidence::Certain } else { Confidence::Likely })
        .breaks(Target::Chrome, chrome)
        .breaks(Target::Firefox, if read { Effect::Notes } else { Effect::Refuses })
        .help("put `a=fingerprint` back; on a gateway switch DTLS-SRTP on (Asterisk: `dtls_auto_generate_cert=yes`)");
    let spans = bare.iter().map(|(part, _)| {
        let protocol = part.media.protocol.range();
        if protocol.is_empty() { part.line() } else { protocol }
    });
    let near = |line: &&Attribute<'_>| {
        let key = line.key.head();
        key != "fingerprint" && (key.starts_with("fingerprint") || strsim::osa_distance(key, "fingerprint") <= 2)
    };
    let meant = case.everywhere().flat_map(|part| &part.attributes).filter(near).map(|line| line.key.range());
    vec![draft.spans(spans, "keyed by DTLS, but no certificate is named").spans(meant, "is this what was meant?")]
}

/// Hash functions with the bytes of their digests, and whether Chrome knows them.
const HASHES: [(&str, usize, bool); 7] = [
    ("sha-1", 20, true),
    ("sha-224", 28, true),
    ("sha-256", 32, true),
    ("sha-384", 48, true),
    ("sha-512", 64, true),
    ("md5", 16, false),
    ("md2", 16, false),
];

fn hash(name: Text<'_>) -> Option<(&'static str, usize, bool)> {
    HASHES.into_iter().find(|(known, ..)| name.as_str().eq_ignore_ascii_case(known))
}

/// Pairs of hexadecimal digits with colons between: how many.
fn pairs(digest: &str) -> Option<usize> {
    let fine = |pair: &str| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit());
    digest.split(':').all(fine).then(|| digest.split(':').count())
}

/// Whether a digest ends before its hash does.
pub(super) fn breaks_off(value: Text<'_>) -> bool {
    let fingerprint = Fingerprint::read(value);
    let whole = hash(fingerprint.hash).is_none_or(|(_, bytes, _)| fingerprint.digest.as_str().len() >= bytes * 3 - 1);
    !whole || fingerprint.digest.is_empty()
}

/// Every fingerprint with its part. That of the last line, which breaks off, is a fault of its own.
fn fingerprints<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = (&'c Part<'a>, Attribute<'a>, Fingerprint<'a>)> {
    let last = if case.cut { case.sdp.lines().len() } else { 0 };
    let parts = case.everywhere().filter(|part| !part.rejected);
    let all = parts.flat_map(|part| part.all("fingerprint").map(move |attribute| (part, attribute)));
    all.filter(move |(_, attribute)| attribute.line.number != last)
        .map(|(part, attribute)| (part, attribute, Fingerprint::read(attribute.trimmed())))
}

/// How many findings of one kind are enough.
const MOST: usize = 20;

/// Not `hash pair:pair:…`, or a hash function that nobody knows.
pub(super) fn fingerprint_syntax(case: &Case<'_>) -> Vec<Draft> {
    let bad = fingerprints(case).filter_map(|(part, attribute, fingerprint)| {
        let Fingerprint { hash: name, digest } = fingerprint;
        let draft = |message: String, place: Text<'_>, label: &str| {
            let range = if place.is_empty() { attribute.key.range() } else { place.range() };
            // SIPCC passes over a bare attribute.
            let firefox = if attribute.value.is_some() { Effect::Refuses } else { Effect::Notes };
            let draft = Draft::new(part.name(), message).span(range, label);
            draft.breaks(Target::Chrome, Effect::Refuses).breaks(Target::Firefox, firefox)
        };
        if hash(name).is_none() {
            let message = format!("`{}` is no hash function of fingerprints", name.head());
            return Some(draft(message, name, "unknown").help("hash the certificate with `sha-256`"));
        }
        if pairs(digest.as_str()).is_some() {
            // libwebrtc splits at one blank.
            let between =
                attribute.trimmed().as_str().get(name.as_str().len()..digest.range().start - name.range().start);
            return between.filter(|between| *between != " ").map(|_| {
                Draft::new(part.name(), "hash and digest of the fingerprint are not one blank apart")
                    .span(name.range().end..digest.range().start, "one blank")
                    .edit(name.range().end..digest.range().start, " ")
                    .breaks(Target::Chrome, Effect::Refuses)
                    .breaks(Target::Firefox, Effect::Notes)
                    .help("write `a=fingerprint:sha-256 AB:CD:…` with a single blank")
            });
        }
        let colons = digest.as_str().contains(':');
        let hex = !digest.is_empty()
            && digest.as_str().len() % 2 == 0
            && digest.as_str().bytes().all(|byte| byte.is_ascii_hexdigit());
        let message = match (digest.is_empty(), colons) {
            (true, _) => "the fingerprint has no digest".to_owned(),
            (_, false) => "the digest has no colons between its bytes".to_owned(),
            _ => "the digest is not pairs of hexadecimal digits with colons between".to_owned(),
        };
        let draft = draft(message, digest, "not `AB:CD:…`")
            .help("write the digest as upper-case hexadecimal pairs with `:` between");
        Some(if hex && !colons { draft.edit(digest.range(), colonised(digest.as_str())) } else { draft })
    });
    bad.take(MOST).collect()
}

fn colonised(digest: &str) -> String {
    let bytes = digest.as_bytes().chunks(2).map(String::from_utf8_lossy);
    bytes.collect::<Vec<_>>().join(":").to_ascii_uppercase()
}

/// A digest that is not as long as its hash function makes it. Chrome counts only the last line of a part.
pub(super) fn fingerprint_length(case: &Case<'_>) -> Vec<Draft> {
    let bad = fingerprints(case).filter_map(|(part, attribute, fingerprint)| {
        let (name, bytes, _) = hash(fingerprint.hash)?;
        let found = pairs(fingerprint.digest.as_str()).filter(|found| *found != bytes)?;
        let last = part.all("fingerprint").next_back().is_some_and(|last| last.line.number == attribute.line.number);
        let counts = part.section.index.is_none() || part.place != Place::Rider;
        let sound = part
            .all("fingerprint")
            .map(|other| Fingerprint::read(other.trimmed()))
            .any(|other| hash(other.hash).is_some_and(|(_, bytes, _)| pairs(other.digest.as_str()) == Some(bytes)));
        let chrome = match case.role {
            _ if !(last && counts) => Effect::Notes,
            // An answer is put to use as soon as it is taken.
            Role::Answer => Effect::Refuses,
            _ => Effect::FailsLater,
        };
        let firefox = if counts && !sound { Effect::NoConnection } else { Effect::Notes };
        let draft = Draft::new(part.name(), format!("the digest has {found} bytes, and {name} makes {bytes}"))
            .span(fingerprint.digest.range(), format!("{found} bytes"))
            .span(fingerprint.hash.range(), format!("{bytes} bytes"))
            .breaks(Target::Chrome, chrome)
            .breaks(Target::Firefox, firefox)
            .help("compute the digest of the certificate anew, and name the hash function that made it");
        Some(if chrome == firefox && chrome == Effect::Notes { draft.severity(Severity::Warning) } else { draft })
    });
    bad.take(MOST).collect()
}

/// Lower-case digits, which RFC 8122 section 5 does not allow and Firefox does not read.
pub(super) fn fingerprint_lowercase(case: &Case<'_>) -> Vec<Draft> {
    let bad = fingerprints(case).filter(|(_, _, fingerprint)| {
        pairs(fingerprint.digest.as_str()).is_some()
            && fingerprint.digest.as_str().bytes().any(|byte| byte.is_ascii_lowercase())
    });
    let bad: Vec<_> = bad.collect();
    let Some((part, ..)) = bad.first() else { return Vec::new() };
    let draft = Draft::new(part.name(), "the digest of the fingerprint is in lower case")
        .spans(bad.iter().map(|(_, _, fingerprint)| fingerprint.digest.range()), "lower case")
        .breaks(Target::Chrome, Effect::Notes)
        .breaks(Target::Firefox, Effect::Refuses)
        .help("write the digits in upper case");
    vec![bad.iter().fold(draft, |draft, (_, _, fingerprint)| {
        draft.edit(fingerprint.digest.range(), fingerprint.digest.as_str().to_ascii_uppercase())
    })]
}

/// A hash function that can be forged (RFC 8122 section 5, RFC 8827 section 6.5).
pub(super) fn fingerprint_weak_hash(case: &Case<'_>) -> Vec<Draft> {
    let weak = fingerprints(case).filter_map(|(part, _, fingerprint)| {
        let (name, _, known) = hash(fingerprint.hash).filter(|(name, ..)| ["sha-1", "md5", "md2"].contains(name))?;
        let draft = Draft::new(part.name(), format!("the fingerprint is made with {name}, which can be forged"))
            .span(fingerprint.hash.range(), "weak")
            .breaks(Target::Firefox, Effect::Notes)
            .breaks(Target::Rfc, Effect::Notes)
            .help("hash the certificate with `sha-256`");
        Some(if known {
            draft.breaks(Target::Chrome, Effect::Notes)
        } else {
            draft.severity(Severity::Error).breaks(Target::Chrome, Effect::Refuses)
        })
    });
    weak.take(1).collect()
}

/// Several fingerprints in one part. Chrome goes by the last line of a section, and refuses more than one in the
/// session part; Firefox takes any that fits.
pub(super) fn fingerprint_several(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for part in case.everywhere().filter(|part| !part.rejected) {
        let lines: Vec<_> = part.all("fingerprint").collect();
        let [first, .., last] = lines.as_slice() else { continue };
        let session = part.section.index.is_none();
        let same = lines.iter().all(|line| line.trimmed().as_str().eq_ignore_ascii_case(first.trimmed().as_str()));
        if same && !session || drafts.len() == MOST {
            continue;
        }
        let place = if session { "the session part" } else { "one section" };
        let draft = Draft::new(part.name(), format!("{} fingerprints in {place}", lines.len()))
            .span(last.trimmed().range(), "Chrome goes by this one alone")
            .spans(lines.iter().take(lines.len() - 1).map(|line| line.trimmed().range()), "not looked at by Chrome")
            .breaks(Target::Firefox, Effect::Notes)
            .help("send one line, of `sha-256`");
        drafts.push(if session {
            draft.severity(Severity::Error).breaks(Target::Chrome, Effect::Refuses)
        } else {
            let size =
                |line: &Attribute<'_>| hash(Fingerprint::read(line.trimmed()).hash).map_or(0, |(_, bytes, _)| bytes);
            // What was there before for old peers is the one that nobody keeps up to date.
            let stale = part.place != Place::Rider && lines.iter().any(|line| size(line) > size(last));
            draft
                .confidence(Confidence::Likely)
                .breaks(Target::Chrome, if stale { Effect::NoConnection } else { Effect::Notes })
        });
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Evidence;
    use crate::sdp::Sdp;

    const FINGERPRINT: &str = "a=fingerprint:sha-256 AA:BB\n";

    fn spans(text: &str) -> Vec<String> {
        let drafts = missing_fingerprint(&Case::of(&Sdp::parse(text.as_bytes())));
        assert!(drafts.len() <= 1, "one cause, one finding");
        let rule = &super::super::MEDIA_A.iter().find(|row| row.rule.id == "sdp/missing-fingerprint").unwrap().rule;
        let findings = drafts.into_iter().map(|draft| draft.into_finding(rule));
        findings
            .flat_map(|finding| finding.evidence)
            .filter_map(|evidence| match evidence {
                Evidence::Span { range, .. } => Some(text[range.start..].lines().next().unwrap().to_owned()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_dtls_section_without_a_fingerprint_is_found() {
        assert_eq!(spans("m=audio 9 UDP/TLS/RTP/SAVPF 0\n"), ["UDP/TLS/RTP/SAVPF 0"]);
        assert_eq!(spans("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n"), ["UDP/DTLS/SCTP webrtc-datachannel"]);
        assert_eq!(spans("m=audio 9 RTP/SAVPF 0\na=setup:actpass\n"), ["RTP/SAVPF 0"]);
        assert_eq!(spans("a=setup:actpass\nm=audio 9 RTP/AVP 0\n"), ["RTP/AVP 0"]);
        assert_eq!(spans("m=audio 9 UDP/TLS/RTP/SAVPF 0\nm=video 9 UDP/TLS/RTP/SAVPF 96\n").len(), 2);
    }

    #[test]
    fn what_needs_none_is_left_alone() {
        for text in [
            "a=fingerprint:sha-256 AA\nm=audio 9 UDP/TLS/RTP/SAVPF 0\n",
            "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=fingerprint:sha-256 AA\n",
            "m=audio 0 UDP/TLS/RTP/SAVPF 0\n",
            "m=audio 5004 RTP/AVP 0\n",
            "m=audio 5004 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\na=setup:actpass\n",
            "m=application 5004 TCP/MRCPv2 1\na=setup:passive\n",
            "m=foo 9 UDP/TLS/RTP/SAVPF 96\n",
        ] {
            assert!(spans(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_bundled_section_needs_one_in_an_offer_unless_it_is_bundle_only() {
        let text = |setup: &str, more: &str| {
            format!(
                "a=group:BUNDLE 0 1\nm=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:0\na=setup:{setup}\n{FINGERPRINT}\
                 m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:1\n{more}"
            )
        };
        assert_eq!(spans(&text("actpass", "")), ["UDP/TLS/RTP/SAVPF 96"]);
        assert!(spans(&text("active", "")).is_empty());
        assert!(spans(&text("actpass", "a=bundle-only\n")).is_empty());
    }
}
