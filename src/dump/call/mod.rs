//! What the connections of several dumps are to each other: one connection recorded twice, or the two ends of a call.
//!
//! For: finding such pairs, putting both ends on one time axis, counting what was lost each way, and making one dump of
//! two recordings. Not for: saying whether it is good (that is `rules`).

mod clock;
mod flow;
mod links;
mod marks;
mod merge;

pub use clock::{Bound, Clock, clock};
pub use flow::{Delay, Direction, Flow, FlowWindow, directions};
pub use links::{Link, Place, Relation, introduce, labels, links};
pub use marks::Sign;
pub use merge::{Added, Merged, merged};

pub(super) use marks::{Marks, Meetings};
