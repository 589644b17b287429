//! Whether the text around a description says that it is an offer or an answer.

/// What a description can be (RFC 9429 section 4.1.8), save for the one that has no text.
const KINDS: [&str; 3] = ["offer", "answer", "pranswer"];

/// How far from a description a word may stand to be about it, in bytes.
const NEAR: usize = 200;

/// The kind that `text` names and nothing else, in lower case.
pub(super) fn kind_word(text: &str) -> Option<String> {
    let word = text.to_ascii_lowercase();
    KINDS.contains(&word.as_str()).then_some(word)
}

/// The last word in the end of `before` that names a kind.
pub(super) fn last_kind(before: &str) -> Option<String> {
    let from = (before.len().saturating_sub(NEAR)..=before.len()).find(|at| before.is_char_boundary(*at))?;
    words(before.get(from..)?).filter_map(kind_word).last()
}

/// The kind that a member behind the description says: `type: 'offer'`.
pub(super) fn member_kind(after: &str) -> Option<String> {
    let to = (0..=NEAR.min(after.len())).rev().find(|at| after.is_char_boundary(*at))?;
    let mut words = words(after.get(..to)?).filter(|word| !word.is_empty());
    (words.next()? == "type").then(|| words.next().and_then(kind_word)).flatten()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_name_a_kind() {
        for (before, want) in [
            ("createOffer: type: offer, sdp: ", Some("offer")),
            ("Answer:\n", Some("answer")),
            ("offer and then the answer", Some("answer")),
            ("createAnswer", None),
            ("", None),
        ] {
            assert_eq!(last_kind(before).as_deref(), want, "{before}");
        }
        assert_eq!(member_kind("', 'type': 'offer'}").as_deref(), Some("offer"));
        assert_eq!(member_kind("'); // the offer"), None);
    }
}
