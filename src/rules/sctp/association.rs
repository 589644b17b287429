//! What became of the association below the data channels (RFC 8831, RFC 8832, RFC 8841).

use crate::facts::handshake::{Handshake, PhaseId};
use crate::rules::Draft;
use crate::rules::in_run::{draft, failed_in, values};

/// `sctp/no-association`.
pub(super) fn no_association(run: &Handshake) -> Vec<Draft> {
    if !failed_in(run, &[PhaseId::Sctp]) {
        return Vec::new();
    }
    let section = values(run.sides.remote.as_ref(), "m=application ").next();
    let port = values(run.sides.remote.as_ref(), "a=sctp-port:").next();
    let (what, help) = match (section, port) {
        (None, _) => (
            "the peer's description has no `m=application` section".to_owned(),
            "let the peer take the data channel's section of the offer, or ask it for media alone",
        ),
        (Some(section), _) if section.starts_with("0 ") => (
            "the peer refuses the `m=application` section".to_owned(),
            "let the peer take the data channel's section, or ask it for media alone",
        ),
        (_, None) => (
            "the peer's description has no `a=sctp-port`".to_owned(),
            "let the peer send `a=sctp-port:5000`; the older `a=sctpmap` is no longer understood",
        ),
        (_, Some(port)) => (
            format!("the peer's description says port {port}"),
            "see that the peer's stack really uses the port of `a=sctp-port` (5000 as a rule), and that its application \
             still runs",
        ),
    };
    vec![draft(run, format!("DTLS is done, and no SCTP association came about; {what}")).help(help)]
}

/// `sctp/channel-not-opened`.
pub(super) fn channel_not_opened(run: &Handshake) -> Vec<Draft> {
    if !failed_in(run, &[PhaseId::DcOpen]) {
        return Vec::new();
    }
    let who =
        if run.signaling.offerer { "the peer did not acknowledge the channel" } else { "the peer opened no channel" };
    vec![draft(run, format!("the SCTP association stands, and {who}")).help(
        "see that the peer's application takes data channels: an end that expects a negotiated channel (`negotiated: true`) \
         does not answer to one that is opened in the protocol, and opens none",
    )]
}
