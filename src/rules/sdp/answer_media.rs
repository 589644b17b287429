//! Rules about the media that an offer and an answer agree on: directions, header extensions, layers.

use std::collections::{HashMap, HashSet};

use super::super::Draft;
use super::extmap::Extension;
use super::media::quoted;
use super::pairing::{live_pairs, place};
use super::{Case, Part};
use crate::report::{Effect, Target};
use crate::sdp::Direction;

/// Extensions that the answer numbers anew (RFC 8285 section 7).
pub(super) fn answer_extmap_id_changed(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let found = live_pairs(offer, answer).filter_map(|(asking, saying)| {
        let mut offered: HashMap<&str, Vec<Extension<'_>>> = HashMap::new();
        Extension::all(asking).for_each(|ext| offered.entry(ext.uri.as_str()).or_default().push(ext));
        let changed: Vec<_> = Extension::all(saying)
            .filter(Extension::is_in_range)
            .filter_map(|ext| {
                let same = offered.get(ext.uri.as_str())?;
                same.iter().all(|other| other.number != ext.number).then_some((ext, same.first()?))
            })
            .collect();
        let (ext, was) = changed.first()?;
        let more = match changed.len() {
            1 => String::new(),
            n => format!(", and {} more", n - 1),
        };
        let message = format!(
            "`{}` was offered with id `{}` and is answered with `{}`{more}",
            ext.uri.head(),
            was.number,
            ext.number
        );
        let draft = Draft::new(saying.name(), message)
            .answer_span(ext.id.range(), "another id")
            .span(was.id.range(), "offered here");
        Some(
            draft
                .answer_spans(changed.iter().skip(1).map(|(ext, _)| ext.id.range()), "and this one")
                .breaks(Target::Chrome, Effect::Notes)
                .breaks(Target::Firefox, Effect::Refuses)
                .help("answer each extension with the id of the offer"),
        )
    });
    found.collect()
}

/// Extensions that only the answer has (RFC 8285 section 7).
pub(super) fn answer_extmap_not_offered(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let found = live_pairs(offer, answer).filter_map(|(asking, saying)| {
        let offered: HashSet<&str> =
            Extension::all(asking).chain(Extension::all(&offer.session)).map(|ext| ext.uri.as_str()).collect();
        let new: Vec<_> =
            Extension::all(saying).filter(|ext| ext.is_in_range() && !offered.contains(ext.uri.as_str())).collect();
        let noun = match new.len() {
            0 => return None,
            1 => "an extension",
            _ => "extensions",
        };
        let message = format!(
            "the answer has {noun} for the {} that the offer does not: {}",
            saying.name(),
            quoted(new.iter().map(|ext| ext.uri.head()))
        );
        let places = new.iter().map(|ext| ext.uri.range());
        Some(
            Draft::new(saying.name(), message)
                .answer_spans(places, "not offered")
                .span(asking.line(), "offered without")
                .breaks(Target::Chrome, Effect::Notes)
                .breaks(Target::Firefox, Effect::Refuses)
                .help("remove the line: an answer takes from the offer and adds nothing"),
        )
    });
    found.collect()
}

/// Layers that the answer does not take (RFC 8853 section 5.3).
pub(super) fn simulcast_refused(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let found = live_pairs(offer, answer).filter_map(|(asking, saying)| {
        let line = asking.first("simulcast").filter(|_| !saying.has("simulcast"))?;
        let mut words = line.trimmed().words().skip_while(|word| word.as_str() != "send");
        let layers = words.nth(1)?;
        let count = layers.as_str().split(';').count();
        (count > 1).then(|| {
            Draft::new(
                saying.name(),
                format!("{count} layers are offered for the {}, and the answer takes one", saying.name()),
            )
            .span(layers.range(), "the layers")
            .answer_span(saying.line(), "no `a=simulcast` here")
            .breaks_browsers(Effect::Notes)
            .help("switch simulcast on at the server, or stop offering layers that nobody takes")
        })
    });
    found.collect()
}

/// Directions that an answer must not give to this offer (RFC 3264 section 6.1).
pub(super) fn direction_illegal(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let found = directed(offer, answer).filter_map(|(asking, asked, saying, said)| {
        let allowed = match asked {
            Direction::SendRecv => return None,
            Direction::SendOnly => "`recvonly` and `inactive`",
            Direction::RecvOnly => "`sendonly` and `inactive`",
            Direction::Inactive => "`inactive`",
        };
        if sends(said) <= receives(asked) && receives(said) <= sends(asked) {
            return None;
        }
        let message = format!(
            "the answer says `{}` for the {}; to `{}` it may say {allowed}",
            said.word(),
            saying.name(),
            asked.word()
        );
        Some(
            Draft::new(saying.name(), message)
                .answer_span(place(saying, said.word()), "more than was offered")
                .span(place(asking, asked.word()), "offered here")
                .breaks_browsers(Effect::Notes)
                .help("answer the other half of what was offered, or less"),
        )
    });
    found.collect()
}

/// Media that flows one way, or not at all (RFC 3264 section 6.1).
///
/// An offerer that is told `recvonly` or less goes on playing what comes in Chrome, and not in Firefox.
pub(super) fn one_way_media(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let found = directed(offer, answer).filter_map(|(asking, asked, saying, said)| {
        let to_answerer = sends(asked) && receives(said);
        let to_offerer = receives(asked) && sends(said);
        let flows = match (to_answerer, to_offerer) {
            (true, true) => return None,
            (true, false) => "flows from the offerer to the answerer alone",
            (false, true) => "flows from the answerer to the offerer alone",
            (false, false) => "does not flow",
        };
        let lost_out = sends(asked) && !to_answerer;
        // An answerer with nothing to send names no track; one that names a track sends it.
        let lost_in = receives(asked) && !to_offerer && saying.has("msid");
        let draft = Draft::new(saying.name(), format!("media of the {} {flows}", saying.name()))
            .answer_span(place(saying, said.word()), format!("the answer says `{}`", said.word()))
            .span(place(asking, asked.word()), format!("the offer says `{}`", asked.word()))
            .help(
                "if both are to be heard and seen, look for a track that was not added or a hold that was not lifted",
            );
        let effect = |lost| if lost { Effect::MediaMissing } else { Effect::Notes };
        Some(draft.breaks(Target::Chrome, effect(lost_out)).breaks(Target::Firefox, effect(lost_out || lost_in)))
    });
    found.collect()
}

/// The sections of media in use, with both directions.
fn directed<'c, 'a>(
    offer: &'c Case<'a>,
    answer: &'c Case<'a>,
) -> impl Iterator<Item = (&'c Part<'a>, Direction, &'c Part<'a>, Direction)> {
    let of = |case: &Case<'_>, part: &Part<'_>| {
        part.section.direction().or_else(|| case.session.section.direction()).unwrap_or_default()
    };
    live_pairs(offer, answer)
        .filter(|(asking, _)| asking.media.is_rtp())
        .map(move |(asking, saying)| (asking, of(offer, asking), saying, of(answer, saying)))
}

fn sends(direction: Direction) -> bool {
    matches!(direction, Direction::SendRecv | Direction::SendOnly)
}

fn receives(direction: Direction) -> bool {
    matches!(direction, Direction::SendRecv | Direction::RecvOnly)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::{Role, Sdp};

    fn count(rule: fn(&Case<'_>, &Case<'_>) -> Vec<Draft>, offer: &str, answer: &str) -> usize {
        let section = |lines: &str| Sdp::parse(format!("m=audio 9 UDP/TLS/RTP/SAVPF 0\n{lines}\n").as_bytes());
        let (offer, answer) = (section(offer), section(answer));
        rule(&Case::told(&offer, Role::Offer), &Case::told(&answer, Role::Answer)).len()
    }

    #[test]
    fn directions_answer_each_other() {
        for (offer, answer, illegal, one_way) in [
            ("a=sendrecv", "a=sendrecv", 0, 0),
            ("", "", 0, 0),
            ("a=sendrecv", "a=recvonly", 0, 1),
            ("a=sendonly", "a=recvonly", 0, 1),
            ("a=sendonly", "a=sendonly", 1, 1),
            ("a=recvonly", "a=sendrecv", 1, 1),
            ("a=recvonly", "a=inactive", 0, 1),
            ("a=inactive", "a=sendonly", 1, 1),
        ] {
            let found = (count(direction_illegal, offer, answer), count(one_way_media, offer, answer));
            assert_eq!(found, (illegal, one_way), "{offer} {answer}");
        }
    }

    #[test]
    fn an_answer_keeps_the_ids_and_adds_nothing() {
        let ids = |answer| {
            let offer = "a=extmap:1 urn:a\na=extmap:2 urn:b";
            (count(answer_extmap_id_changed, offer, answer), count(answer_extmap_not_offered, offer, answer))
        };
        assert_eq!(ids("a=extmap:2/sendonly urn:b"), (0, 0));
        assert_eq!(ids("a=extmap:2 urn:a\na=extmap:1 urn:b"), (1, 0));
        assert_eq!(ids("a=extmap:3 urn:c\na=extmap:4 urn:d"), (0, 1));
    }

    #[test]
    fn one_layer_is_no_simulcast() {
        assert_eq!(count(simulcast_refused, "a=simulcast:send a;b", ""), 1);
        assert_eq!(count(simulcast_refused, "a=simulcast:send a", ""), 0);
        assert_eq!(count(simulcast_refused, "a=simulcast:recv a;b", ""), 0);
        assert_eq!(count(simulcast_refused, "a=simulcast:send a;b", "a=simulcast:recv a"), 0);
    }
}
