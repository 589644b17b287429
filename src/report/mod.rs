//! What a command concluded, as values: [`Report`], [`Finding`], [`Rule`], [`Evidence`], [`Verdict`].
//!
//! For: carrying one result to every renderer. Not for: deciding anything (that is `rules`), laying anything out
//! (that is `render`). This room names no other room of the crate.

mod block;
mod breaks;
mod exit;
mod finding;
pub mod number;
pub mod plot;
mod rule;
mod summary;
pub mod wire;

pub use block::{Align, Bar, Block, Chart, Charts, Column, Line, Moment, Part, Span, Table, Tone, Waterfall};
pub use breaks::{Effect, Target};
pub use exit::{Exit, FailOn};
pub use finding::{Confidence, Edit, Evidence, Finding, Severity};
pub use plot::{Curve, Mark, Plot, Unit};
pub use rule::Rule;
pub use summary::{Expectation, NotTested, Report, Source, Status, Verdict, VerdictResult};
