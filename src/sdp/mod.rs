//! Session descriptions as text that keeps every byte: RFC 8866 for the grammar, RFC 9429 for what WebRTC makes of it.
//!
//! For: reading any text into lines with spans, taking attributes apart, and saying what they mean. Not for: opinions
//! (that is `rules`) or layout (that is `render`). Reading never fails and never stops at a fault: what cannot be
//! understood stays a line like any other.

mod attribute;
mod author;
mod bundle;
mod codec;
mod concrete;
mod definitions;
pub mod diff;
mod format;
mod lines;
mod matching;
pub mod negotiate;
mod paste;
mod peer;
mod redact;
mod role;
mod section;
mod summary;
mod terms;
mod text;
mod topic;
mod view;

pub use attribute::{
    Attribute, Bandwidth, Direction, ExtMap, Fingerprint, Fmtp, Group, Media, Msid, Origin, Rid, RtcpFb, RtpMap, Ssrc,
    SsrcGroup,
};
pub use author::{Author, Certainty, author, software_named};
pub use bundle::{Bundles, Place};
pub use codec::{Codec, codecs};
pub use definitions::{Definition, definition};
pub use lines::{Meaning, meaning};
pub use matching::Difference;
pub use paste::{Paste, looks_like, unwrap};
pub use peer::{Peer, PeerKind, munged, peer, server_mark};
pub use role::Role;
pub use section::Section;
pub use summary::{CandidateEntry, DataChannel, SectionSummary, Simulcast, Summary};
pub use text::{Ending, Line, Sdp};
pub use topic::Topic;
pub use view::Text;
