//! One reader for each kind of fixture: from its bytes to the findings about it.

use rtcdiag::facts::ice::Gathering;
use rtcdiag::report::Finding;
use rtcdiag::rules::{Subject, judge};

/// What judges one kind of fixture, or says why it cannot be read.
type Reader = fn(&[u8]) -> Result<Vec<Finding>, String>;

/// The kinds, by the end of the file name.
pub(super) const READERS: &[(&str, Reader)] =
    &[("gathering.json", gathering), ("uri", uri), ("sdp", sdp), ("dump.json", dump)];

fn gathering(bytes: &[u8]) -> Result<Vec<Finding>, String> {
    let run: Gathering = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    Ok(judge(Subject::Gathering(&run)))
}

fn uri(_: &[u8]) -> Result<Vec<Finding>, String> {
    Err("`candidate::uri` offers no parser to this test".to_owned())
}

fn sdp(_: &[u8]) -> Result<Vec<Finding>, String> {
    Err("`sdp` offers no reader to this test".to_owned())
}

fn dump(_: &[u8]) -> Result<Vec<Finding>, String> {
    Err("`dump` offers no reader to this test".to_owned())
}
