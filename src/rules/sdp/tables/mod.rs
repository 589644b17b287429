//! The rows, by what a rule has to see: the text, the session, one section, an answer, a pair.

mod answer;
mod media_a;
mod media_b;
mod pair;
mod row;
mod session;
mod text;
mod whip;

pub(crate) use answer::ANSWER;
pub(crate) use media_a::MEDIA_A;
pub(crate) use media_b::MEDIA_B;
pub(crate) use pair::PAIR;
use row::row;
pub(crate) use session::SESSION;
pub(crate) use text::TEXT;
pub(crate) use whip::WHIP;
