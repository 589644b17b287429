//! `rtcdiag ice`: servers, gathering, findings, report.

mod browser;
mod credentials;
mod embedded;
mod facts;
mod fetch;
mod input;
mod options;
mod report;
mod run;
mod show;

pub use report::{Terms, report};
pub use run::run;
