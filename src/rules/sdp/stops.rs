//! Where Firefox stops reading: at the first line whose second character is no `=`, it takes the text as ended.

use super::super::{Subject, judge};
use super::Case;
use crate::report::{Effect, Target};
use crate::sdp::{Line, Sdp};

/// What becomes of the description in Firefox when `line` and all behind it are not read.
pub(super) fn firefox(case: &Case<'_>, line: Line<'_>) -> Effect {
    let Some(read) = case.sdp.text().get(..line.text.range().start).filter(|_| line.number > 1) else {
        return Effect::Refuses;
    };
    // What ends the reading is no fault of what was read before it.
    if Sdp::parse(read.as_bytes()).lines().any(|before| !is_read(before)) {
        return Effect::Notes;
    }
    // At the end of the text nothing is lost.
    read_as(case, read)
}

/// What becomes of the description in Firefox when it reads `text` in its place.
pub(super) fn read_as(case: &Case<'_>, text: &str) -> Effect {
    let sdp = Sdp::parse(text.as_bytes());
    let read = Case::told(&sdp, case.role);
    let effects = judge(Subject::Case(&read, 0)).into_iter().filter_map(|f| f.effect_on(Target::Firefox)).max();
    effects.unwrap_or(Effect::Notes)
}

/// Whether Firefox reads on behind this line.
pub(super) fn is_read(line: Line<'_>) -> bool {
    line.text.as_str().as_bytes().get(1) == Some(&b'=')
}
