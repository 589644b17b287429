//! Rules about retransmissions (RFC 4588).

use super::super::Draft;
use super::media::{codecs, live_media};
use super::{Case, Part};
use crate::report::{Effect, Target};
use crate::sdp::{Attribute, Codec, Fmtp, Text};

/// Retransmissions that say of nothing what they repeat (RFC 4588 section 8.6).
///
/// libwebrtc maps each `rtx` of a video section to a codec when it takes the description, and stops where it cannot.
pub(super) fn rtx_apt(case: &Case<'_>) -> Vec<Draft> {
    live_media(case)
        .filter(|part| part.media.kind.as_str() == "video")
        .flat_map(|part| {
            codecs(part).into_iter().filter(|codec| codec.is("rtx")).filter_map(|rtx| broken_rtx(part, rtx))
        })
        .collect()
}

fn broken_rtx(part: &Part<'_>, rtx: &Codec<'_>) -> Option<Draft> {
    let target = rtx.parameter("apt").filter(|apt| !apt.is_empty());
    let what = match target.map(|apt| (apt, part.codecs.iter().find(|codec| codec.payload == apt))) {
        None => "has no `apt`".to_owned(),
        Some((apt, None)) => format!("repeats `{apt}`, which the `m=` line does not list"),
        Some((apt, Some(codec))) if codec.name.is_empty() => format!("repeats `{apt}`, which no `a=rtpmap` explains"),
        Some((apt, Some(codec))) if !codec.is_media() && !codec.is("red") => {
            format!("repeats `{apt}`, which is {} and carries no media", codec.name)
        }
        Some(_) => return None,
    };
    let own = |key: &'static str| part.all(key).find(|line| line.trimmed().split_word().0.as_str() == rtx.payload);
    let fmtp = own("fmtp").map(|line| Fmtp::read(line.trimmed()).parameters).filter(|text| !text.is_empty());
    let place = fmtp.or_else(|| own("rtpmap").map(Attribute::trimmed)).map_or_else(|| part.line(), Text::range);
    Some(
        Draft::new(part.name(), format!("rtx payload type `{}` of the {} {what}", rtx.payload, part.name()))
            .span(place, "points at no codec")
            .breaks(Target::Chrome, Effect::Refuses)
            .help(format!(
                "write `a=fmtp:{0} apt=NUMBER` with a video codec of this section, or remove `{0}` everywhere",
                rtx.payload
            )),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(text: &str) -> usize {
        rtx_apt(&Case::of(&Sdp::parse(text.as_bytes()))).len()
    }

    #[test]
    fn rtx_repeats_a_codec_of_its_section() {
        let text = |fmtp: &str| {
            format!(
                "m=video 9 RTP/AVP 96 97 98 99\na=rtpmap:96 VP8/90000\na=rtpmap:97 rtx/90000\na=rtpmap:98 red/90000\n\
                     a=rtpmap:99 ulpfec/90000\n{fmtp}"
            )
        };
        for bad in ["", "a=fmtp:97 apt=61\n", "a=fmtp:97 rtx-time=3000\n", "a=fmtp:97 apt=99\n", "a=fmtp:97 apt=97\n"] {
            assert_eq!(count(&text(bad)), 1, "{bad}");
        }
        for good in ["a=fmtp:97 apt=96\n", "a=fmtp:97 apt=98;rtx-time=3000\n"] {
            assert_eq!(count(&text(good)), 0, "{good}");
        }
    }
}
