//! Rules about what browsers leave aside: kinds of media they do not have, attributes from before the standards.

use super::super::Draft;
use super::Case;
use super::media::point;
use crate::report::{Effect, Target};
use crate::sdp::{Ssrc, Text};

/// Kinds that Firefox's parser knows; where port 0 switches them off, nobody minds.
const KNOWN_TO_FIREFOX: [&str; 4] = ["image", "text", "data", "control"];

/// Sections that are neither audio, video nor a data channel (RFC 9429 section 5.8).
pub(super) fn unknown_media(case: &Case<'_>) -> Vec<Draft> {
    let strange =
        case.parts.iter().filter(|part| !matches!(part.media.kind.as_str(), "audio" | "video" | "application"));
    let found = strange.filter_map(|part| {
        let kind = part.media.kind;
        if part.rejected && KNOWN_TO_FIREFOX.contains(&kind.as_str()) {
            return None;
        }
        let lower = kind.as_str().to_ascii_lowercase();
        let (effect, firefox) = match lower.as_str() {
            "audio" | "video" | "application" => {
                (Effect::Notes, "Chrome rejects the section, Firefox takes it for one")
            }
            "image" => (Effect::FailsLater, "Chrome rejects the section, Firefox fails to answer it"),
            _ => (Effect::Refuses, "Chrome rejects the section, Firefox the whole description"),
        };
        let off = if part.rejected { Effect::Notes } else { Effect::MediaMissing };
        Some(
            Draft::new(part.name(), format!("`m={}` is no kind of media in WebRTC: {firefox}", kind.head()))
                .span(if kind.is_empty() { part.line() } else { kind.range() }, "not audio, video or application")
                .breaks(Target::Chrome, off)
                .breaks(Target::Firefox, effect)
                .help("offer browsers audio, video and data channels alone"),
        )
    });
    found.collect()
}

/// Attributes from before the standards (RFC 8830 took the place of most), one finding for each kind.
pub(super) fn legacy_noise(case: &Case<'_>) -> Vec<Draft> {
    [labels(case), google_ice(case)].into_iter().flatten().chain(plan_b(case)).collect()
}

/// `mslabel` and `label` beside `msid` in `ssrc` lines.
fn labels(case: &Case<'_>) -> Option<Draft> {
    let old = |line: Text<'_>| {
        let said = Ssrc::read(line).attribute;
        let name = said.split_once(':').map_or(said, |(name, _)| name);
        Some(said).filter(|_| matches!(name.as_str(), "mslabel" | "label")).map(Text::range)
    };
    let mut places =
        case.parts.iter().flat_map(|part| part.all("ssrc").filter_map(move |line| old(line.trimmed()))).peekable();
    places.peek()?;
    let draft = Draft::new("ssrc lines", "`mslabel` and `label` of sources are left over from before `msid`")
        .breaks_browsers(Effect::Notes)
        .help("nothing: browsers pass over them");
    Some(point(draft, places, "not read any more", "nor this"))
}

/// ICE of before RFC 5245.
fn google_ice(case: &Case<'_>) -> Option<Draft> {
    let options = case.everywhere().flat_map(|part| part.all("ice-options"));
    let words = options.flat_map(|line| line.trimmed().words());
    let mut places = words.filter(|word| word.as_str() == "google-ice").map(Text::range).peekable();
    places.peek()?;
    let draft = Draft::new("ice-options", "`google-ice` is the ICE of Chrome before 2013")
        .breaks_browsers(Effect::Notes)
        .help("nothing: browsers pass over it");
    Some(point(draft, places, "not read any more", "nor this"))
}

/// Several tracks in one section: the plan that browsers have given up, of which they take one track.
fn plan_b(case: &Case<'_>) -> Vec<Draft> {
    let found = case.live().filter_map(|part| {
        let tracks: Vec<Text<'_>> = part
            .all("ssrc")
            .filter_map(|line| {
                let (name, track) = Ssrc::read(line.trimmed()).attribute.split_once(':')?;
                Some(track).filter(|_| name.as_str() == "msid")
            })
            .collect();
        let first = tracks.first()?;
        let second = tracks.iter().find(|track| track.as_str() != first.as_str())?;
        Some(
            Draft::new(
                part.name(),
                format!("the {} has several tracks, as Plan B had; browsers take one", part.name()),
            )
            .span(second.range(), "another track")
            .span(first.range(), "one track")
            .breaks_browsers(Effect::Notes)
            .help("give each track an `m=` section of its own (Unified Plan)"),
        )
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>) -> Vec<Draft>, text: &str) -> usize {
        rule(&Case::of(&Sdp::parse(text.as_bytes()))).len()
    }

    #[test]
    fn kinds_that_no_browser_has_are_found() {
        for (line, found) in [
            ("m=foo 9 UDP/TLS/RTP/SAVPF 96", 1),
            ("m=foo 0 UDP/TLS/RTP/SAVPF 96", 1),
            ("m=image 9 udptl t38", 1),
            ("m=image 0 udptl t38", 0),
            ("m=audio 9 RTP/AVP 0", 0),
            ("m=application 9 UDP/BFCP *", 0),
        ] {
            assert_eq!(count(unknown_media, &format!("{line}\n")), found, "{line}");
        }
    }

    #[test]
    fn each_kind_of_leftover_is_told_once() {
        let labels = "m=video 9 RTP/AVP 96\na=ssrc:1 mslabel:x\na=ssrc:1 label:y\na=ssrc:2 mslabel:x\n";
        assert_eq!(count(legacy_noise, labels), 1);
        assert_eq!(count(legacy_noise, "a=ice-options:google-ice trickle\n"), 1);
        let tracks = |other: &str| format!("m=video 9 RTP/AVP 96\na=ssrc:1 msid:s t\na=ssrc:2 msid:s {other}\n");
        assert_eq!((count(legacy_noise, &tracks("t")), count(legacy_noise, &tracks("u"))), (0, 1));
    }
}
