//! Dumps.

/// A dump.
#[derive(Clone, Debug)]
pub struct Dump {
    /// Its connections.
    pub connections: Vec<Connection>,
}

/// A connection.
#[derive(Clone, Debug)]
pub struct Connection {}
