//! The catalogue: every subject's table, and look-up by id.

use super::{
    Row, config, data, dns, dtls, dump, ice, media, negotiation, net, relay, sctp, sdp, security, signaling, stun, tls,
    turn,
};

/// The tables in the order in which their checks run: a cause stands before what follows from it.
static TABLES: &[&[Row]] = &[
    config::RULES,
    media::CAPTURE,
    dns::RULES,
    net::RULES,
    tls::RULES,
    stun::RULES,
    turn::RULES,
    relay::RULES,
    sdp::TEXT,
    sdp::SESSION,
    sdp::MEDIA_A,
    sdp::MEDIA_B,
    sdp::ANSWER,
    sdp::PAIR,
    sdp::WHIP,
    negotiation::RULES,
    signaling::RULES,
    ice::RULES,
    dtls::RULES,
    sctp::RULES,
    dump::RULES,
    security::RULES,
    media::RULES,
    data::RULES,
    config::LIST_RULES,
    ice::LATE,
    sdp::MUNGED,
];

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static Row> {
    TABLES.iter().copied().flatten()
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Row> {
    all().find(|row| row.rule.id == id)
}

/// The ids that look most like `id`, best first, three at most.
pub fn nearest(id: &str) -> Vec<&'static str> {
    let mut scored: Vec<_> = all()
        .map(|row| {
            let whole = strsim::jaro_winkler(id, row.rule.id);
            let name = strsim::jaro_winkler(id, row.rule.name());
            (whole.max(name), row.rule.id)
        })
        .filter(|(score, _)| *score > 0.75)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(3).map(|(_, id)| id).collect()
}
