//! The server in virtual time, one file per subject.

mod allocate;
mod any_bytes;
mod beyond;
mod lab;
mod relay;
mod rfc5769;
