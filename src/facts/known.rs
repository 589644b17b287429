//! Three-state facts: unknown never passes for true or false.

use serde::{Deserialize, Serialize};

/// Why something is not so, or why it was not tested: a lower-case fragment.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Why(pub String);

impl Why {
    /// A reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was learned, or why not.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Known<T> {
    /// It is so, and this is the value.
    Yes(T),
    /// It was tested and is not so.
    No(Why),
    /// It was not tested.
    NotTested(Why),
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self::not_tested("not tried")
    }
}

impl<T> Known<T> {
    /// Not tested, for this reason.
    pub fn not_tested(why: impl Into<String>) -> Self {
        Self::NotTested(Why::new(why))
    }

    /// The value, if it is so.
    pub fn yes(&self) -> Option<&T> {
        match self {
            Self::Yes(value) => Some(value),
            Self::No(_) | Self::NotTested(_) => None,
        }
    }

    /// Whether it was tested and is not so.
    pub fn is_no(&self) -> bool {
        matches!(self, Self::No(_))
    }

    /// `Some(true)` for yes, `Some(false)` for no, `None` for not tested: the JSON form of a yes-or-no fact.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Yes(_) => Some(true),
            Self::No(_) => Some(false),
            Self::NotTested(_) => None,
        }
    }
}
