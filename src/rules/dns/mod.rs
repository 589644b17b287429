//! Rules about name service.

mod names;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "dns/not-found",
            severity: Severity::Error,
            meaning: "the name has no address, so that nobody who uses it can reach the server",
            manual: include_str!("not-found.md"),
        },
        checks: &[Check::Server(names::not_found)],
    },
    Row {
        rule: Rule {
            id: "dns/failed",
            severity: Severity::Error,
            meaning: "name service answered with an error, which says nothing about the name itself",
            manual: include_str!("failed.md"),
        },
        checks: &[Check::Server(names::failed)],
    },
    Row {
        rule: Rule {
            id: "dns/timeout",
            severity: Severity::Error,
            meaning: "name service is silent, so that the server was never asked",
            manual: include_str!("timeout.md"),
        },
        checks: &[Check::Server(names::timeout)],
    },
    Row {
        rule: Rule {
            id: "dns/system-differs",
            severity: Severity::Warning,
            meaning: "browsers ask the system's resolver, and reach another machine than DNS names, or none",
            manual: include_str!("system-differs.md"),
        },
        checks: &[Check::Server(names::system_differs)],
    },
    Row {
        rule: Rule {
            id: "dns/service-differs",
            severity: Severity::Warning,
            meaning: "clients that follow RFC 5928 ask for SRV and NAPTR records, and go elsewhere than browsers, which ask for addresses alone",
            manual: include_str!("service-differs.md"),
        },
        checks: &[Check::Server(names::service_differs)],
    },
];
