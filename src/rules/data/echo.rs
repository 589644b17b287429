//! `data/no-echo`: a channel that opened, and a message that did not come back.

use crate::facts::handshake::{End, Handshake, PhaseId};
use crate::rules::Draft;
use crate::rules::in_run::draft;

/// Information alone: not every peer echoes.
pub(super) fn no_echo(run: &Handshake) -> Vec<Draft> {
    let silent = run.phase(PhaseId::FirstEcho).is_some_and(|phase| phase.end_ms.is_none());
    if !silent || run.end != End::Connected {
        return Vec::new();
    }
    vec![
        draft(run, "the data channel opened, and the peer did not send our message back")
            .fact("phases.first_echo", "did not end")
            .help("nothing is wrong where the peer's application has no echo; `rtcdiag handshake` needs none"),
    ]
}
