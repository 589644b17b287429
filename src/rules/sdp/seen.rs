//! Rules about what a description promised and the network showed.

use super::super::Draft;
use crate::facts::handshake::Handshake;
use crate::report::Effect;

/// A peer that presents another certificate than its description names (RFC 8122 section 6).
pub(super) fn wrong_fingerprint(run: &Handshake) -> Vec<Draft> {
    let Some(dtls) = run.dtls.as_ref().filter(|dtls| dtls.matches == Some(false)) else { return Vec::new() };
    let (Some(promised), Some(presented)) = (&dtls.remote_fingerprint, &dtls.presented_fingerprint) else {
        return Vec::new();
    };
    vec![
        Draft::new(
            "DTLS",
            format!("the peer presents a certificate `{presented}`, and its description names `{promised}`"),
        )
        .fact("dtls.presented_fingerprint", presented.as_str())
        .fact("dtls.remote_fingerprint", promised.as_str())
        .breaks_browsers(Effect::NoConnection)
        .help(
            "look for a media server or proxy that ends DTLS without writing its own fingerprint into the description",
        ),
    ]
}
