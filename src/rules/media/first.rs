//! `media/none`: a connection on which no media came.

use crate::facts::handshake::{Handshake, PhaseId};
use crate::rules::Draft;
use crate::rules::in_dump::list;
use crate::rules::in_run::{draft, failed_in, values};

/// Fires where media was waited for.
pub(super) fn none(run: &Handshake) -> Vec<Draft> {
    let waited = run.phase(PhaseId::FirstMedia).is_some_and(|phase| phase.end_ms.is_none());
    if !waited && !failed_in(run, &[PhaseId::FirstMedia]) {
        return Vec::new();
    }
    let remote = run.sides.remote.as_ref();
    let sections: Vec<String> = remote.iter().flat_map(|text| text.split("\nm=").skip(1)).filter_map(section).collect();
    vec![
        draft(
            run,
            format!(
                "the connection stands, and not one media packet came; the peer's description has {}",
                list(&sections)
            ),
        )
        .fact("phases.first_media", "did not end")
        .help(match values(remote, "a=").any(|line| line == "sendrecv" || line == "sendonly") {
            true => "see that the peer has something to send: a live source, a codec that both sides know, a key frame",
            false => "no section of the peer's sends: let it add a track, or ask for one with `recvonly`",
        }),
    ]
}

/// `audio sendonly`, of a section without its `m=`.
fn section(text: &str) -> Option<String> {
    let kind = text.split(' ').next()?;
    let mut words = text.split(' ');
    if words.nth(1) == Some("0") {
        return Some(format!("{kind} refused"));
    }
    let known = ["sendrecv", "sendonly", "recvonly", "inactive"];
    let direction =
        text.lines().filter_map(|line| line.trim_end().strip_prefix("a=")).find(|line| known.contains(line));
    (kind != "application").then(|| format!("{kind} {}", direction.unwrap_or("sendrecv")))
}
