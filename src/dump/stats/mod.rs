//! The statistics of a connection as series: for each object of `getStats` its polls, for each property its values.
//!
//! For: what was measured, exactly when, and the plain arithmetic on it (differences, rates, windows). Not for: what
//! a value means for the call (that is `rules`). Names of objects and properties are those of
//! <https://www.w3.org/TR/webrtc-stats/>, whatever the dialect calls them; members of a dictionary are
//! `property.member`.

mod builder;
mod column;
mod decimals;

mod names;
mod object;
mod series;

pub(in crate::dump) use builder::{Builder, Span};
pub(in crate::dump) use column::{Cell, Column};
pub(in crate::dump) use decimals::{Decimals, EXACT_POWERS, EXACT_WHOLE};
pub(in crate::dump) use names::{is_used, is_words};
pub use object::{Statistics, StatsObject};
pub use series::{Point, Series, Window};
