//! What stands between backticks in our sentences.

/// A piece of a sentence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Piece<'a> {
    /// Ordinary words.
    Words(&'a str),
    /// What stood between two backticks.
    Literal(&'a str),
}

/// `text` in pieces; a backtick without a partner is an ordinary character.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`')
        && let Some((literal, after)) = after.split_once('`')
    {
        pieces.push(Piece::Words(before));
        pieces.push(Piece::Literal(literal));
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    pieces.retain(|piece| !matches!(piece, Piece::Words("")));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_come_in_pairs() {
        use Piece::{Literal, Words};
        assert_eq!(pieces("say `a` and `b"), [Words("say "), Literal("a"), Words(" and `b")]);
        assert_eq!(pieces("`a`"), [Literal("a")]);
        assert_eq!(pieces(""), []);
    }
}
