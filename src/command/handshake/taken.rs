//! What was measured, as it is kept: `--record` writes it, `rtcdiag replay` reads it and gives the same report again.
//!
//! It holds facts alone, and no secret: the facts hold none.

use serde::{Deserialize, Serialize};

use crate::facts::handshake::Handshake;

/// The name and version of the format. A later version is another name.
const SCHEMA: &str = "rtcdiag/recording/v1";

/// Everything that a report is made from, but for the options that say how it is shown and judged.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Taken {
    schema: String,
    /// Start of the run: RFC 3339, UTC.
    pub(super) started: String,
    /// How long it took, in milliseconds.
    pub(super) duration_ms: f64,
    /// The exit code that a signal asks for, or 0.
    pub(super) signal: u8,
    /// Where the ICE servers came from, if there are any.
    #[serde(default)]
    pub(super) servers: Option<String>,
    /// What the runs are.
    pub(super) way: Way,
    /// The runs, in order; at least one.
    pub(super) runs: Vec<Handshake>,
}

/// What several runs are.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Way {
    /// There is one.
    Once,
    /// The same over again, as often as this was asked for.
    Repeat(u32),
    /// One for each way of trickling.
    CompareTrickle,
}

/// Why a recording cannot be used. Reads well after "could not use FILE: ".
#[derive(Debug, thiserror::Error)]
pub(super) enum RecordingError {
    /// It is no JSON, or lacks what it must have.
    #[error("it is no recording of rtcdiag: {0}")]
    Rubbish(#[from] serde_json::Error),
    /// It is in another format.
    #[error("its format is `{0}`, and this version reads `{SCHEMA}`")]
    Version(String),
    /// There is no run in it.
    #[error("there is no run in it")]
    Empty,
}

impl Taken {
    /// What was measured.
    pub(super) fn new(started: String, duration_ms: f64, signal: u8, way: Way, runs: Vec<Handshake>) -> Self {
        Self { schema: SCHEMA.to_owned(), started, duration_ms, signal, servers: None, way, runs }
    }

    /// The recording as JSON, one newline at its end.
    ///
    /// # Errors
    /// When a number is none.
    pub(super) fn write(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string(self)? + "\n")
    }

    /// Reads a recording.
    ///
    /// # Errors
    /// When it is none, or one of another version.
    pub(super) fn read(text: &str) -> Result<Self, RecordingError> {
        #[derive(Deserialize)]
        struct Name {
            schema: String,
        }
        let name: Name = serde_json::from_str(text)?;
        if name.schema != SCHEMA {
            return Err(RecordingError::Version(name.schema));
        }
        let taken: Self = serde_json::from_str(text)?;
        if taken.runs.is_empty() { Err(RecordingError::Empty) } else { Ok(taken) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_to_the_last_bit() {
        let run = Handshake { total_ms: 0.1 + 0.2, ..Handshake::default() };
        let text =
            Taken::new("2026-01-01T00:00:00Z".to_owned(), 1.0 / 3.0, 0, Way::Repeat(2), vec![run]).write().unwrap();
        let again = Taken::read(&text).unwrap();
        assert_eq!(again.write().unwrap(), text);
        assert_eq!((again.runs[0].total_ms, again.way), (0.1 + 0.2, Way::Repeat(2)));
    }

    #[test]
    fn what_is_no_recording_is_told() {
        for (text, want) in [
            ("", "no recording"),
            ("{}", "no recording"),
            (r#"{"schema":"rtcdiag/report/v1"}"#, "`rtcdiag/report/v1`"),
            (r#"{"schema":"rtcdiag/recording/v1"}"#, "no recording"),
            (
                r#"{"schema":"rtcdiag/recording/v1","started":"","duration_ms":0,"signal":0,"way":"once","runs":[]}"#,
                "no run",
            ),
        ] {
            let error = Taken::read(text).unwrap_err().to_string();
            assert!(error.contains(want), "{text}: {error}");
        }
    }
}
