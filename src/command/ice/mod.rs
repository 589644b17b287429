//! `rtcdiag ice`: servers, gathering, findings, report.

mod browser;
mod credentials;
mod embedded;
mod facts;
mod options;
mod run;
mod show;

pub use run::run;
