//! What the checks of a handshake showed (RFC 8445 section 7).

use super::super::limits::{LATE_CANDIDATES_MS, NO_MORE_CANDIDATES_MS, PACING_MS};
use crate::facts::handshake::{End, Handshake, Pair, PhaseId};
use crate::report::number::{ms, plural};
use crate::report::{Evidence, Severity};
use crate::rules::Draft;
use crate::rules::in_dump::list;
use crate::rules::in_run::{counted, draft, failed_in, remote_candidates, values, word};

/// Pairs that are named one by one.
const NAMED: usize = 4;

/// Whether ICE is what failed.
pub(super) fn failed_here(run: &Handshake) -> bool {
    failed_in(run, &[PhaseId::Ice])
}

/// `ice/failed`.
pub(super) fn failed(run: &Handshake) -> Vec<Draft> {
    if !failed_here(run) {
        return Vec::new();
    }
    let sum = |of: fn(&Pair) -> u32| run.pairs.iter().map(of).sum::<u32>();
    let (sent, answered, received) =
        (sum(|p| p.requests_sent), sum(|p| p.responses_received), sum(|p| p.requests_received));
    let mut ours: Vec<_> = run.pairs.iter().map(|pair| (pair.local, pair.local_type.word())).collect();
    ours.sort_unstable();
    ours.dedup_by_key(|(address, _)| *address);
    let message = format!(
        "no pair carries packets in both directions: {} tried, {} sent, {answered} answered, {received} received; \
         candidates: {} here, {} from the other side",
        plural(run.pairs.len(), "pair"),
        plural(sent as usize, "check"),
        counted(ours.iter().map(|(_, kind)| *kind)),
        counted(remote_candidates(run).map(|candidate| word(candidate, 7))),
    );
    let mut found = draft(run, message).help(match (sent, answered, received) {
        (0, ..) => {
            "see that candidates of both sides arrive: without one from each there is nothing to check; behind NATs both \
             sides need a TURN server"
        }
        (_, 0, 1..) => {
            "the peer reaches this side, and its answers do not arrive: compare user fragment and password of the \
             description with those that the peer uses, then look for a firewall in one direction"
        }
        _ => {
            "see whether the addresses that the peer sent can be reached from here, and whether UDP is open (`rtcdiag nat`); \
             give both sides a TURN server (`rtcdiag ice` tests it)"
        }
    });
    for (n, pair) in run.pairs.iter().enumerate().take(NAMED) {
        let text = format!(
            "{} {} to {} {}: {} sent, {} answered, {} received",
            pair.local_type.word(),
            pair.local,
            pair.remote_type.word(),
            pair.remote,
            pair.requests_sent,
            pair.responses_received,
            pair.requests_received
        );
        found = found.fact(format!("pairs[{n}]"), text);
    }
    vec![found]
}

/// `ice/no-remote-candidates`.
pub(super) fn no_remote(run: &Handshake) -> Vec<Draft> {
    let none = run.sides.remote.is_some() && run.sides.local.is_some() && remote_candidates(run).next().is_none();
    let found = |message: &str, help: &str| draft(run, message).fact("candidates", "none from the peer").help(help);
    if none && run.end == End::Connected {
        vec![
            found(
                "the peer named no address; it reached this side, and its address was learnt from its own checks",
                "nothing is to be done where this side can be reached from everywhere; behind a NAT the same call fails, so \
                 let the peer send its candidates",
            )
            .severity(Severity::Info),
        ]
    } else if none && failed_here(run) {
        vec![found(
            "both descriptions are there, and not one candidate of the peer came, in its description or after it",
            "let the peer send each of its candidates through the signaling, or wait for the end of gathering before it \
             sends its description",
        )]
    } else {
        Vec::new()
    }
}

/// `ice/mdns-only`.
pub(super) fn mdns_only(run: &Handshake) -> Vec<Draft> {
    let hidden = |candidate: &str| word(candidate, 4).ends_with(".local");
    let all = remote_candidates(run).next().is_some() && remote_candidates(run).all(hidden);
    if !all || !failed_here(run) {
        return Vec::new();
    }
    let example = remote_candidates(run).next().map(|candidate| word(candidate, 4).to_owned()).unwrap_or_default();
    vec![
        draft(run, format!("all candidates of the peer are mDNS names such as `{example}`"))
            .fact("candidates", "mDNS names alone")
            .help(
                "give the peer a STUN and a TURN server: an mDNS name means nothing outside of its own network, and often \
                 nothing inside; a page that may use the microphone shows its addresses",
            ),
    ]
}

/// `ice/candidate-refused`.
pub(super) fn refused(run: &Handshake) -> Vec<Draft> {
    let refusals = &run.signaling.refused_candidates;
    if refusals.is_empty() {
        return Vec::new();
    }
    let shown: Vec<String> = refusals.iter().map(|why| format!("`{why}`")).collect();
    vec![
        draft(run, format!("{} of the peer not taken: {}", plural(refusals.len(), "candidate"), list(&shown)))
            .fact("signaling.refused_candidates", refusals.len().to_string())
            .severity(if run.end == End::Connected { Severity::Info } else { Severity::Warning })
            .help("send candidates as the peer's stack makes them, with `sdpMid` and `sdpMLineIndex`, and `candidate:` before them"),
    ]
}

/// `ice/stale-candidates`.
pub(super) fn stale(run: &Handshake) -> Vec<Draft> {
    let known: Vec<&str> = values(run.sides.remote.as_ref(), "a=ice-ufrag:").collect();
    let named =
        |line: &str| line.split_ascii_whitespace().skip_while(|word| *word != "ufrag").nth(1).map(str::to_owned);
    let other = run.sides.candidates.iter().filter_map(|candidate| Some((candidate, named(&candidate.line)?)));
    let other: Vec<_> = other.filter(|(_, ufrag)| !known.is_empty() && !known.contains(&ufrag.as_str())).collect();
    let Some((first, ufrag)) = other.first() else { return Vec::new() };
    let message = format!(
        "{} of the peer belong to the user fragment `{ufrag}`, its description has {}",
        plural(other.len(), "candidate"),
        list(&known.iter().map(|ufrag| format!("`{ufrag}`")).collect::<Vec<_>>())
    );
    vec![
        draft(run, message)
            .evidence(Evidence::Moment { at_ms: first.at_ms, text: "the first of them".to_owned() })
            .help(
                "send the description that was set: one that is sent before `setLocalDescription`, or one from before a \
                 restart, has other user fragments than the candidates",
            ),
    ]
}

/// When the peer's description was there.
fn described(run: &Handshake) -> Option<f64> {
    let answer = run.phase(PhaseId::Answer)?;
    if run.signaling.offerer { answer.end_ms } else { Some(answer.start_ms) }
}

/// `ice/no-end-of-candidates`: only where the end was waited for.
pub(super) fn no_end(run: &Handshake) -> Vec<Draft> {
    let last = run.sides.candidates.last().map(|candidate| candidate.at_ms);
    let Some(last) = last.filter(|_| !run.signaling.end_of_candidates && run.end != End::Connected) else {
        return Vec::new();
    };
    let since = run.total_ms - last;
    if since < NO_MORE_CANDIDATES_MS {
        return Vec::new();
    }
    vec![
        draft(
            run,
            format!(
                "the peer's last candidate came {} before the end, and it never said that it was the last",
                ms(since)
            ),
        )
        .evidence(Evidence::Moment { at_ms: last, text: "the last candidate".to_owned() })
        .help("send the empty candidate, or `null`, at the end: without it an agent waits for more before it gives up"),
    ]
}

/// `ice/half-trickle`.
pub(super) fn half_trickle(run: &Handshake) -> Vec<Draft> {
    let said = |prefix| values(run.sides.remote.as_ref(), prefix).next().is_some();
    let half = said("a=candidate:")
        && !said("a=end-of-candidates")
        && !values(run.sides.remote.as_ref(), "a=ice-options:").any(|options| options.contains("trickle"))
        && run.sides.candidates.is_empty();
    if !half || !failed_here(run) {
        return Vec::new();
    }
    let count = values(run.sides.remote.as_ref(), "a=candidate:").count();
    vec![
        draft(run, format!("the peer's description has {}, no word that they are all, and none came after it", plural(count, "candidate")))
            .fact("trickle", run.trickle.word())
            .help("let the peer wait for the end of gathering before it sends its description, or send the rest as they are found"),
    ]
}

/// `ice/late-candidates`.
pub(super) fn late(run: &Handshake) -> Vec<Draft> {
    let Some(described) = described(run) else { return Vec::new() };
    let in_description = values(run.sides.remote.as_ref(), "a=candidate:").next().is_some();
    let Some(first) = run.sides.candidates.first().map(|candidate| candidate.at_ms).filter(|_| !in_description) else {
        return Vec::new();
    };
    let after = first - described;
    if after < LATE_CANDIDATES_MS {
        return Vec::new();
    }
    vec![
        draft(run, format!("the peer's first candidate came {} after its description", ms(after)))
            .evidence(Evidence::Moment { at_ms: first, text: "the first candidate".to_owned() })
            .help("let the peer send each candidate when it is found and not when gathering ends; a stack gives up after some 15 to 30 s"),
    ]
}

/// `ice/pacing`: a check that waited for the next tick of the peer's or our own pacing.
pub(super) fn pacing(run: &Handshake) -> Vec<Draft> {
    let took = run.phase(PhaseId::Ice).and_then(|phase| Some((phase, phase.end_ms? - phase.start_ms)));
    let Some(((phase, took), rtt)) = took.zip(run.selected().and_then(|pair| pair.rtt_ms)) else { return Vec::new() };
    let own = took - 2.0 * rtt;
    let ticks = (own / PACING_MS).round();
    let exact = (own - ticks * PACING_MS).abs() < PACING_MS * 0.2;
    if !(1.0..=3.0).contains(&ticks) || !exact || rtt > PACING_MS / 2.0 {
        return Vec::new();
    }
    let message = format!(
        "ICE took {} on a path of {}: {} of {PACING_MS:.0} ms, by which agents space their checks, were waited for",
        ms(took),
        ms(rtt),
        plural(ticks as usize, "tick")
    );
    vec![
        draft(run, message)
            .evidence(Evidence::Moment { at_ms: phase.start_ms, text: "the first check".to_owned() })
            .help("nothing is to be done: this is a timer of the agents (Ta) and no delay of the network"),
    ]
}

/// `ice/role-conflict`.
pub(super) fn role_conflict(run: &Handshake) -> Vec<Draft> {
    let conflicts =
        run.sides.checks.errors.iter().filter(|error| error.code == 487).map(|error| error.count).sum::<u32>();
    if conflicts == 0 {
        return Vec::new();
    }
    vec![
        draft(run, format!("{} answered with 487: both sides took the same ICE role", plural(conflicts as usize, "check")))
            .severity(if failed_here(run) { Severity::Warning } else { Severity::Info })
            .fact("checks.errors", "487")
            .help("nothing is to be done where it is resolved; two offerers, or an ICE-lite end that is told to control, cause it"),
    ]
}
