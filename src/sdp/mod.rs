//! Session descriptions (RFC 8866, RFC 9429).

/// A parsed description.
#[derive(Clone, Debug)]
pub struct Sdp {}
