//! One reader for each kind of fixture: from its bytes to the findings about it.

use std::fs;
use std::path::Path;

use rtcdiag::candidate::servers::{self, ServersError};
use rtcdiag::candidate::uri::IceUri;
use rtcdiag::facts::handshake::Handshake;
use rtcdiag::facts::ice::Gathering;
use rtcdiag::report::Finding;
use rtcdiag::rules::{Case, Subject, judge};
use rtcdiag::sdp::{Role, Sdp};

/// What judges one kind of fixture, or says why it cannot be read.
type Reader = fn(&Path) -> Result<Vec<Finding>, String>;

/// The kinds, by the end of the file name. An offer stands beside its answer, and a rule has either a pair of
/// descriptions or one.
pub(super) const READERS: &[(&str, Reader)] = &[
    ("gathering.json", |path| gathering(&bytes(path)?)),
    ("uri", |path| uri(&bytes(path)?)),
    ("servers.json", |path| servers(&bytes(path)?)),
    ("sdp", |path| sdp(&bytes(path)?)),
    ("offer.sdp", pair),
    ("dump.json", |path| dump(&bytes(path)?)),
    ("handshake.json", |path| handshake(&bytes(path)?)),
];

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

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

/// Both descriptions by themselves, and what they make of each other.
fn pair(offer: &Path) -> Result<Vec<Finding>, String> {
    let answer = offer.with_extension("").with_extension("answer.sdp");
    let (offer, answer) = (Sdp::parse(&bytes(offer)?), Sdp::parse(&bytes(&answer)?));
    let (offer, answer) = (Case::paired(&offer, Role::Offer), Case::paired(&answer, Role::Answer));
    let subjects = [Subject::Case(&offer, 0), Subject::Case(&answer, 1), Subject::Pair(&offer, &answer, [0, 1])];
    Ok(subjects.into_iter().flat_map(judge).collect())
}

fn dump(bytes: &[u8]) -> Result<Vec<Finding>, String> {
    let dump = rtcdiag::dump::read("fixture", bytes).map_err(|error| error.to_string())?;
    Ok(judge(Subject::Dump(&dump)))
}

fn handshake(bytes: &[u8]) -> Result<Vec<Finding>, String> {
    let run: Handshake = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    Ok(judge(Subject::Handshake(&run)))
}
