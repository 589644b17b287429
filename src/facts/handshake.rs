//! What a handshake run saw.

use serde::{Deserialize, Serialize};

/// A whole handshake run.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Handshake {}
