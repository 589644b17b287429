//! One reader for each kind of fixture: from its bytes to the findings about it.

use rtcdiag::candidate::servers::{self, ServersError};
use rtcdiag::candidate::uri::IceUri;
use rtcdiag::facts::handshake::Handshake;
use rtcdiag::facts::ice::Gathering;
use rtcdiag::report::Finding;
use rtcdiag::rules::{Subject, judge};
use rtcdiag::sdp::Sdp;

/// What judges one kind of fixture, or says why it cannot be read.
type Reader = fn(&[u8]) -> Result<Vec<Finding>, String>;

/// The kinds, by the end of the file name.
pub(super) const READERS: &[(&str, Reader)] = &[
    ("gathering.json", gathering),
    ("uri", uri),
    ("servers.json", servers),
    ("sdp", sdp),
    ("dump.json", dump),
    ("handshake.json", handshake),
];

fn gathering(bytes: &[u8]) -> Result<Vec<Finding>, String> {
    let run: Gathering = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    Ok(judge(Subject::Gathering(&run)))
}

/// One URI, with a line end that does not belong to it.
fn uri(bytes: &[u8]) -> Result<Vec<Finding>, String> {
    let text = str::from_utf8(bytes).map_err(|error| error.to_string())?;
    Ok(match text.trim_end_matches(['\r', '\n']).parse::<IceUri>() {
        Ok(_) => Vec::new(),
        Err(error) => judge(Subject::Uri(&error)),
    })
}

/// A server list, without credentials from elsewhere.
fn servers(bytes: &[u8]) -> Result<Vec<Finding>, String> {
    let text = str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let errors = match servers::parse(text) {
        Ok(list) => list.iter().filter_map(ServersError::credential_missing).collect(),
        Err(errors) => errors,
    };
    Ok(errors.iter().flat_map(|error| judge(Subject::Servers(error))).collect())
}

fn sdp(bytes: &[u8]) -> Result<Vec<Finding>, String> {
    Ok(judge(Subject::Sdp(&Sdp::parse(bytes), 0)))
}

fn dump(bytes: &[u8]) -> Result<Vec<Finding>, String> {
    let dump = rtcdiag::dump::read("fixture", bytes).map_err(|error| error.to_string())?;
    Ok(judge(Subject::Dump(&dump)))
}

fn handshake(bytes: &[u8]) -> Result<Vec<Finding>, String> {
    let run: Handshake = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    Ok(judge(Subject::Handshake(&run)))
}
