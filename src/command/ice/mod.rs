//! `rtcdiag ice`: servers, gathering, findings, report.

mod browser;
mod credentials;
mod embedded;
pub(super) mod facts;
mod fetch;
pub(super) mod input;
pub(super) mod options;
mod report;
mod run;
pub(super) mod show;

pub use report::{Terms, report};
pub use run::run;
