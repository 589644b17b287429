//! The published JSON: serde structs alone, apart from the inner types so that those can change.
//! Within a version keys are added and never taken away.

pub mod facts;
pub mod serve;
pub mod v1;
