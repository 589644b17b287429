//! Rules about the way that media may flow (RFC 8866 section 6.7).

use super::super::Draft;
use super::Case;
use super::lines::whole_line;
use super::media::{live_media, quoted};
use crate::report::Effect;
use crate::sdp::{Direction, definition};

/// How many letters may be wrong, swapped, missing or too many in a word that was meant.
const NEAR: usize = 2;

/// Two different directions in one section: browsers take the last one.
pub(super) fn several_directions(case: &Case<'_>) -> Vec<Draft> {
    let found = live_media(case).filter_map(|part| {
        let said: Vec<_> =
            part.attributes.iter().filter_map(|line| Some((Direction::read(line.key.as_str())?, line))).collect();
        let (last, place) = *said.last()?;
        let other = said.iter().find(|(direction, _)| *direction != last)?;
        let words: Vec<&str> = said.iter().map(|(direction, _)| direction.word()).collect();
        let message =
            format!("{} stand in the {}; browsers take the last one, `{}`", quoted(words), part.name(), last.word());
        let effect = if last == Direction::SendRecv { Effect::Notes } else { Effect::MediaMissing };
        // What browsers pass over can go without a change of what they do.
        let idle = said.iter().rev().skip(1).map(|(_, line)| whole_line(case, line.line));
        let draft = idle.fold(Draft::new(part.name(), message), |draft, line| draft.edit(line, ""));
        Some(
            draft
                .span(place.key.range(), "this one counts")
                .span(other.1.key.range(), "this one does not")
                .breaks_browsers(effect)
                .help("keep the one that is meant"),
        )
    });
    found.collect()
}

/// An attribute that looks like a direction and is none: it is ignored, and silence means `sendrecv`.
pub(super) fn direction_typo(case: &Case<'_>) -> Vec<Draft> {
    let words =
        [Direction::SendRecv, Direction::SendOnly, Direction::RecvOnly, Direction::Inactive].map(Direction::word);
    let found = case.everywhere().filter(|part| !part.rejected).flat_map(|part| {
        part.attributes.iter().filter(|line| line.value.is_none()).filter_map(move |line| {
            let key = line.key.as_str();
            if key.len() > 16 || words.contains(&key) || definition(key).is_some() {
                return None;
            }
            let lower = key.to_ascii_lowercase();
            let near = words.map(|word| (strsim::osa_distance(&lower, word), word));
            let (_, meant) = near.into_iter().filter(|(distance, _)| *distance <= NEAR).min()?;
            let taken = part.section.direction().unwrap_or_default().word();
            let message = format!("`a={key}` in the {} is no direction; browsers take `{taken}`", part.name());
            Some(
                Draft::new(part.name(), message)
                    .span(line.key.range(), "ignored")
                    .breaks_browsers(Effect::Notes)
                    .help(format!("write `a={meant}` if that is meant")),
            )
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>) -> Vec<Draft>, lines: &str) -> usize {
        rule(&Case::of(&Sdp::parse(format!("m=audio 9 RTP/AVP 0\n{lines}").as_bytes()))).len()
    }

    #[test]
    fn two_words_for_one_thing_are_found_and_one_word_twice_is_not() {
        assert_eq!(count(several_directions, "a=sendrecv\na=recvonly\n"), 1);
        assert_eq!(count(several_directions, "a=recvonly\na=recvonly\n"), 0);
    }

    #[test]
    fn near_misses_are_found() {
        for typo in ["sendrecive", "sendrcev", "SendRecv", "inactiv", "recv-only"] {
            assert_eq!(count(direction_typo, &format!("a={typo}\n")), 1, "{typo}");
        }
        for other in ["sendrecv", "send", "interactive", "rtcp-mux", "recvonly:1", "sendrecvsendrecvx"] {
            assert_eq!(count(direction_typo, &format!("a={other}\n")), 0, "{other}");
        }
    }
}
