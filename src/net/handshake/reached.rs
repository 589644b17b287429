//! What kept us from the signaling server, as the reason of a failed handshake.

use crate::facts::handshake::{Failure, PhaseId};
use crate::facts::ice;
use crate::net::reach::{self, Step, Unreached, Watch};

use super::Clock;

/// The reason for a run that did not reach `host`.
pub(super) fn failure(unreached: Unreached, host: &str, place: &str) -> Failure {
    let Unreached { step, failure, address } = unreached;
    let why = reach::words(&failure, place);
    match (step, &failure, address) {
        (_, ice::Failure::Proxy { .. }, _) | (Step::Proxy, ..) => Failure::Proxy { why },
        (Step::Tls, ice::Failure::Tls(fault), _) => Failure::Tls { why, fault: Some(fault.clone()) },
        (Step::Tls, ..) => Failure::Tls { why, fault: None },
        (Step::Tcp, _, Some(address)) => {
            Failure::Tcp { address, why, refused: matches!(failure, ice::Failure::TcpClosed { .. }) }
        }
        (Step::Dns, ..) | (Step::Tcp, _, None) => Failure::NameNotFound { name: host.to_owned(), why },
    }
}

/// A failure on the way to a server, in words that read well after a colon.
pub(super) fn words(failure: &Failure) -> String {
    match failure {
        Failure::NameNotFound { why, .. }
        | Failure::Tcp { why, .. }
        | Failure::Proxy { why }
        | Failure::Tls { why, .. }
        | Failure::Http { why, .. } => why.clone(),
        other => other.phase().to_owned(),
    }
}

impl Watch for Clock {
    fn begin(&mut self, step: Step) {
        Self::begin(self, phase(step));
    }

    fn end(&mut self, step: Step, detail: String) {
        Self::end(self, phase(step), detail);
    }
}

fn phase(step: Step) -> PhaseId {
    match step {
        Step::Dns => PhaseId::Dns,
        Step::Tcp => PhaseId::Tcp,
        Step::Proxy => PhaseId::Proxy,
        Step::Tls => PhaseId::Tls,
    }
}
