//! Rules about the codecs of an answer beside those of its offer (RFC 3264 section 6.1).

use super::super::Draft;
use super::media::codecs;
use super::pairing::live_pairs;
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Codec, Difference};

/// The parameter that tells the profile of H264 (RFC 6184 section 8.1).
const PROFILE: &str = "profile-level-id";

/// The parameter that tells how H264 is packed (RFC 6184 section 8.1).
const MODE: &str = "packetization-mode";

/// How a codec of an answer stands to the offer.
enum Fate<'c, 'a> {
    /// It was offered under this number.
    Offered,
    /// It was offered under the number of this one.
    Moved(&'c Codec<'a>),
    /// It was not, and this one of the same name is nearest.
    Near(&'c Codec<'a>, Difference),
    /// Nothing of its name was.
    Unknown,
}

/// Codecs in an answer that the offer has nothing like.
pub(super) fn not_offered(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let mut drafts = nothing_said(offer, answer);
    drafts.extend(each(offer, answer, |at, codec, fate| {
        let why = match fate {
            Fate::Unknown => String::new(),
            Fate::Near(near, difference) if !is_h264_parameter(codec, *difference) => {
                format!("; `{}` is nearest, but differs in {}", near.payload, word(*difference))
            }
            _ => return None,
        };
        let message =
            format!("the answer takes `{}` for the {}, which was not offered{why}", codec.encoding(), at.answer.name());
        let draft = at.dead(Draft::new(at.answer.name(), message), codec, "");
        // Firefox does not tell the profiles of VP9 apart.
        let same = codec.is("VP9") && matches!(fate, Fate::Near(_, Difference::Profile));
        Some(
            (if same { draft.instead(Target::Firefox, Effect::Notes) } else { draft })
                .help("answer with codecs of the offer alone, in the offer's words"),
        )
    }));
    drafts
}

/// Sections of an answer that are on, and list no codec but such as repeat others.
fn nothing_said(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let media = |part: &Part<'_>| matches!(part.media.kind.as_str(), "audio" | "video");
    let empty = live_pairs(offer, answer).filter(|(asking, saying)| {
        let says =
            |part| codecs(part).iter().any(|codec| !(codec.name.is_empty() || codec.is("rtx") || codec.is("red")));
        media(saying) && says(asking) && !says(saying)
    });
    empty
        .map(|(_, saying)| {
            let formats = saying.media.formats.range();
            Draft::new(saying.name(), format!("the answer takes no codec for the {}", saying.name()))
                .answer_span(if formats.is_empty() { saying.line() } else { formats }, "nothing that carries media")
                .breaks(Target::Chrome, Effect::MediaMissing)
                .breaks(Target::Firefox, Effect::Refuses)
                .help("answer with a codec of the offer, or reject the section with port 0")
        })
        .collect()
}

/// H264 of another profile than was offered under its number (RFC 6184 section 8.2.2). The level may differ.
pub(super) fn h264_profile_mismatch(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    each(offer, answer, |at, codec, fate| {
        let Fate::Near(near, Difference::Profile) = fate else { return None };
        let (asked, said) = (parameter(near, PROFILE), parameter(codec, PROFILE));
        if !codec.is("H264") {
            return None;
        }
        let message = format!(
            "H264 payload type `{}` was offered with {asked} and is answered with {said}, another profile",
            codec.payload
        );
        Some(
            at.offered(at.dead(Draft::new(at.answer.name(), message), codec, PROFILE), near, PROFILE)
                .help("answer the offered profile; the level, the last two digits, may differ"),
        )
    })
}

/// H264 packed in another way than was offered under its number (RFC 6184 section 8.2.2).
///
/// Browsers look for the mode under all numbers of the offer, and those that have H264 offer both modes.
pub(super) fn h264_packetization_mode_mismatch(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    each(offer, answer, |at, codec, fate| {
        let near = match fate {
            Fate::Near(near, Difference::PacketizationMode) => *near,
            Fate::Moved(_) => at.asked.iter().copied().find(|near| is_other_mode(codec, near))?,
            _ => return None,
        };
        let (asked, said) = (parameter(near, MODE), parameter(codec, MODE));
        let message =
            format!("H264 payload type `{}` was offered with {asked} and is answered with {said}", codec.payload);
        let draft =
            Draft::new(at.answer.name(), message).help("answer the offered mode; without `packetization-mode` it is 0");
        let draft = match fate {
            Fate::Near(..) => at.dead(draft, codec, MODE),
            _ => draft.answer_span(at.span(codec, MODE), "the other mode").breaks_browsers(Effect::Notes),
        };
        Some(at.offered(draft, near, MODE))
    })
}

/// A codec under another number than it was offered with: RFC 3264 allows it, and many stacks listen at the old one.
pub(super) fn pt_remapped(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    each(offer, answer, |at, codec, fate| {
        let Fate::Moved(offered) = fate else { return None };
        let same_number = at.asked.iter().copied().find(|other| other.payload == codec.payload);
        if same_number.is_some_and(|other| is_other_mode(codec, other)) {
            return None;
        }
        let taken =
            same_number.map_or_else(String::new, |other| format!(", where the offer has `{}`", other.encoding()));
        let message = format!(
            "`{}` was offered as `{}` and is answered as `{}`{taken}",
            codec.encoding(),
            offered.payload,
            codec.payload
        );
        // A receiver that expects this codec at this number decodes it, whatever its parameters.
        let expected = same_number.is_some_and(|other| codec.is(other.name));
        let sent = at.first == Some(codec.payload);
        let effect = if sent && !expected { Effect::MediaMissing } else { Effect::Notes };
        Some(
            at.offered(
                Draft::new(at.answer.name(), message).answer_span(at.span(codec, ""), "another number"),
                offered,
                "",
            )
            .breaks_browsers(effect)
            .help(format!("answer with payload type `{}`: use the numbers of the offer", offered.payload)),
        )
    })
}

/// A section of the offer and its answer, with what their codecs have in common.
struct At<'c, 'a> {
    offer: &'c Part<'a>,
    answer: &'c Part<'a>,
    /// The codecs of the offer.
    asked: &'c [&'c Codec<'a>],
    /// Whether any codec of the answer was offered.
    hopeful: bool,
    /// The payload type of the first codec in the answer that is media: the one that the offerer sends.
    first: Option<&'a str>,
}

impl At<'_, '_> {
    /// A draft about a codec that cannot be used, with what follows for the section.
    fn dead(&self, draft: Draft, codec: &Codec<'_>, key: &str) -> Draft {
        let draft = draft.answer_span(self.span(codec, key), "nothing offered is like this");
        if self.hopeful {
            return draft.severity(Severity::Warning).breaks_browsers(Effect::Notes);
        }
        let draft = draft.severity(Severity::Error);
        draft.breaks(Target::Chrome, Effect::MediaMissing).breaks(Target::Firefox, Effect::Refuses)
    }

    fn offered(&self, draft: Draft, codec: &Codec<'_>, key: &str) -> Draft {
        draft.span(span(self.offer, codec, key), "offered here")
    }

    fn span(&self, codec: &Codec<'_>, key: &str) -> std::ops::Range<usize> {
        span(self.answer, codec, key)
    }
}

/// The parameter of this name where `codec` has it, else its `rtpmap`, else the `m=` line.
fn span(part: &Part<'_>, codec: &Codec<'_>, key: &str) -> std::ops::Range<usize> {
    let of = |name: &'static str| part.all(name).find(|line| line.trimmed().split_word().0.as_str() == codec.payload);
    let parameter = of("fmtp").filter(|_| !key.is_empty()).and_then(|line| {
        let text = line.trimmed();
        let at = text.as_str().find(key)?;
        let len = text.as_str().get(at..)?.split(';').next()?.trim_end().len();
        Some(text.range().start + at..text.range().start + at + len)
    });
    parameter.or_else(|| of("rtpmap").map(|line| line.trimmed().range())).unwrap_or_else(|| part.line())
}

/// What `say` has to say about each codec of an answer that carries media.
fn each(
    offer: &Case<'_>,
    answer: &Case<'_>,
    say: impl Fn(&At<'_, '_>, &Codec<'_>, &Fate<'_, '_>) -> Option<Draft>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (offer, answer) in live_pairs(offer, answer) {
        let asked = codecs(offer);
        let said = codecs(answer);
        let media = || said.iter().copied().filter(|codec| codec.is_media() && !codec.name.is_empty());
        let fates: Vec<_> = media().map(|codec| (codec, fate(&asked, codec))).collect();
        let hopeful = fates.iter().any(|(_, fate)| matches!(fate, Fate::Offered | Fate::Moved(_)));
        let at = At { offer, answer, asked: &asked, hopeful, first: media().next().map(|codec| codec.payload) };
        drafts.extend(fates.iter().filter_map(|(codec, fate)| say(&at, codec, fate)));
    }
    drafts
}

fn fate<'c, 'a>(asked: &[&'c Codec<'a>], codec: &Codec<'_>) -> Fate<'c, 'a> {
    let same = |offered: &&Codec<'_>| codec.difference(offered).is_none();
    let under = asked.iter().copied().find(|offered| offered.payload == codec.payload);
    if under.filter(same).is_some() {
        return Fate::Offered;
    }
    if let Some(offered) = asked.iter().copied().find(same) {
        return Fate::Moved(offered);
    }
    let near = under.into_iter().chain(asked.iter().copied()).find_map(|offered| {
        Some((offered, codec.difference(offered).filter(|difference| *difference != Difference::Name)?))
    });
    near.map_or(Fate::Unknown, |(offered, difference)| Fate::Near(offered, difference))
}

/// Whether `offered` is H264 as well, and packed in another way.
fn is_other_mode(codec: &Codec<'_>, offered: &Codec<'_>) -> bool {
    let mode = |codec: &Codec<'_>| codec.parameter(MODE).unwrap_or("0").to_owned();
    codec.payload == offered.payload && codec.is("H264") && offered.is("H264") && mode(codec) != mode(offered)
}

fn is_h264_parameter(codec: &Codec<'_>, difference: Difference) -> bool {
    codec.is("H264") && matches!(difference, Difference::Profile | Difference::PacketizationMode)
}

fn word(difference: Difference) -> &'static str {
    match difference {
        Difference::Name => "its name",
        Difference::Clock => "the clock rate",
        Difference::Channels => "the number of channels",
        Difference::Profile => "the profile",
        Difference::PacketizationMode => "`packetization-mode`",
    }
}

fn parameter(codec: &Codec<'_>, key: &str) -> String {
    codec.parameter(key).map_or_else(|| format!("no `{key}`"), |value| format!("`{key}={value}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::{Role, Sdp};

    const MODE_1: &str = "a=rtpmap:102 H264/90000\na=fmtp:102 packetization-mode=1;profile-level-id=42001f\n";
    const MODE_0: &str = "a=rtpmap:104 H264/90000\na=fmtp:104 packetization-mode=0;profile-level-id=42001f\n";

    /// Which of the four rules speak, in the order of this file.
    fn spoken(offer: &str, answer: &str) -> [usize; 4] {
        let section = |codecs: &str| {
            let numbers: Vec<_> = codecs.lines().filter_map(|line| line.strip_prefix("a=rtpmap:")?.get(..3)).collect();
            format!("m=video 9 UDP/TLS/RTP/SAVPF {}\n{codecs}", numbers.join(" "))
        };
        let (offer, answer) = (section(offer), section(answer));
        let (offer, answer) = (Sdp::parse(offer.as_bytes()), Sdp::parse(answer.as_bytes()));
        let (offer, answer) = (Case::told(&offer, Role::Offer), Case::told(&answer, Role::Answer));
        [not_offered, h264_profile_mismatch, h264_packetization_mode_mismatch, pt_remapped]
            .map(|rule| rule(&offer, &answer).len())
    }

    #[test]
    fn each_way_to_miss_a_codec_has_one_rule() {
        let high = MODE_1.replace("42001f", "640032");
        for (offer, answer, want) in [
            ("a=rtpmap:100 VP8/90000\n", "a=rtpmap:100 vp8/90000\n", [0, 0, 0, 0]),
            ("a=rtpmap:100 VP8/90000\n", "a=rtpmap:101 FOO/90000\n", [1, 0, 0, 0]),
            ("a=rtpmap:100 VP9/90000\n", "a=rtpmap:100 VP9/90000\na=fmtp:100 profile-id=2\n", [1, 0, 0, 0]),
            (MODE_1, &high, [0, 1, 0, 0]),
            (MODE_1, &MODE_0.replace("104", "102"), [0, 0, 1, 0]),
            (&format!("{MODE_1}{MODE_0}"), &MODE_0.replace("104", "102"), [0, 0, 1, 0]),
            ("a=rtpmap:100 VP8/90000\n", "a=rtpmap:101 VP8/90000\n", [0, 0, 0, 1]),
            ("a=rtpmap:100 VP8/90000\na=rtpmap:101 VP9/90000\n", "a=rtpmap:101 VP8/90000\n", [0, 0, 0, 1]),
        ] {
            assert_eq!(spoken(offer, answer), want, "{offer} {answer}");
        }
    }
}
