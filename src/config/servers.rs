//! Which servers are meant: the command line, else `RTCDIAG_ICE_SERVERS`, else the named file, else `rtcdiag.toml`.

use std::fmt;
use std::path::PathBuf;

use super::toml_file;
use crate::candidate::servers::{IceServer, ServersError, parse};

/// The variable that holds `iceServers` JSON.
const VARIABLE: &str = "RTCDIAG_ICE_SERVERS";

/// The file that is read in the current folder when nothing else names servers.
const DEFAULT_FILE: &str = "rtcdiag.toml";

/// Where the servers came from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Origin {
    /// Arguments.
    CommandLine,
    /// This URL, as it may be shown.
    Url(String),
    /// `RTCDIAG_ICE_SERVERS`.
    Environment,
    /// The `[ice]` table of this file.
    File(PathBuf),
    /// Nobody named any.
    Nowhere,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("the command line"),
            Self::Url(url) => write!(f, "`{url}`"),
            Self::Environment => write!(f, "`{VARIABLE}`"),
            Self::File(path) => write!(f, "`{}`", path.display()),
            Self::Nowhere => f.write_str("nowhere"),
        }
    }
}

/// The servers, and where they came from.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Where they came from.
    pub origin: Origin,
    /// The servers; empty only when nobody named any.
    pub servers: Vec<IceServer>,
    /// How many of them, the last ones, `--ice-url` answered.
    pub fetched: usize,
}

/// Where to look.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// URIs on the command line.
    pub uris: Vec<String>,
    /// `iceServers` JSON given on the command line.
    pub json: Option<String>,
    /// What `--ice-url` answered, with the URL as it may be shown.
    pub fetched: Option<(String, String)>,
    /// The file named by `-c`.
    pub file: Option<PathBuf>,
    /// The value of `RTCDIAG_ICE_SERVERS`, if it is set at all.
    pub variable: Option<String>,
}

/// Why the servers cannot be used. Reads well after "could not".
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The variable is set, and empty.
    #[error("use `{VARIABLE}`: it is set, but empty")]
    EmptyVariable,
    /// The file cannot be read.
    #[error("read `{path}`: {why}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The file is no TOML, or has no `[ice]` table as it should be.
    #[error("use `{path}`: {why}", path = .path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its place.
        why: String,
    },
    /// Servers are wrong; every fault is named.
    #[error("use the servers of {origin}: {}", faults(.errors))]
    BadServers {
        /// Where they came from.
        origin: Origin,
        /// Every fault, in order.
        errors: Vec<ServersError>,
    },
}

fn faults(errors: &[ServersError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl ConfigError {
    /// What is wrong with the servers, for findings.
    pub fn faults(&self) -> &[ServersError] {
        match self {
            Self::BadServers { errors, .. } => errors,
            _ => &[],
        }
    }
}

/// Chooses the servers.
///
/// # Errors
/// When the place that is to be used holds no usable list.
pub fn choose(places: &Places) -> Result<Chosen, ConfigError> {
    let bad = |origin: &Origin| {
        let origin = origin.clone();
        |errors| ConfigError::BadServers { origin, errors }
    };
    if !places.uris.is_empty() || places.json.is_some() || places.fetched.is_some() {
        return named(places);
    }
    if let Some(text) = &places.variable {
        if text.trim().is_empty() {
            return Err(ConfigError::EmptyVariable);
        }
        let origin = Origin::Environment;
        let servers = parse(text).map_err(bad(&origin))?;
        return Ok(Chosen { origin, servers, fetched: 0 });
    }
    let (path, required) = match &places.file {
        Some(path) => (path.clone(), true),
        None => (PathBuf::from(DEFAULT_FILE), false),
    };
    match toml_file::read(&path, required)? {
        Some(json) => {
            let origin = Origin::File(path);
            let servers = parse(&json).map_err(bad(&origin))?;
            Ok(Chosen { origin, servers, fetched: 0 })
        }
        None => Ok(Chosen { origin: Origin::Nowhere, servers: Vec::new(), fetched: 0 }),
    }
}

/// The servers that the command line names, by whichever of its ways.
fn named(places: &Places) -> Result<Chosen, ConfigError> {
    let mut servers = Vec::new();
    let mut errors = Vec::new();
    for (index, text) in places.uris.iter().enumerate() {
        let path = format!("argument {}", index + 1);
        match text.parse() {
            Ok(uri) => servers.push(IceServer { path, urls: vec![uri], username: None, credential: None }),
            Err(error) => errors.push(ServersError::Uri { path, error }),
        }
    }
    let fetched = places.fetched.as_ref();
    let mut last = 0;
    for text in places.json.iter().chain(fetched.map(|(_, text)| text)) {
        match parse(text) {
            Ok(list) => {
                last = list.len();
                servers.extend(list);
            }
            Err(list) => errors.extend(list),
        }
    }
    let last = if fetched.is_some() { last } else { 0 };
    let origin = match fetched {
        Some((url, _)) if places.uris.is_empty() && places.json.is_none() => Origin::Url(url.clone()),
        _ => Origin::CommandLine,
    };
    if errors.is_empty() {
        Ok(Chosen { origin, servers, fetched: last })
    } else {
        Err(ConfigError::BadServers { origin, errors })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(uris: &[&str]) -> Places {
        Places { uris: uris.iter().map(|uri| (*uri).to_owned()).collect(), ..Places::default() }
    }

    #[test]
    fn the_command_line_wins_over_the_environment() {
        let chosen = choose(&Places { variable: Some("[]".to_owned()), ..places(&["stun:a.example"]) }).unwrap();
        assert_eq!((chosen.origin, chosen.servers.len()), (Origin::CommandLine, 1));
    }

    #[test]
    fn a_variable_that_is_set_but_empty_is_an_error() {
        let error = choose(&Places { variable: Some(" ".to_owned()), ..Places::default() }).unwrap_err();
        assert_eq!(error.to_string(), "use `RTCDIAG_ICE_SERVERS`: it is set, but empty");
    }

    #[test]
    fn every_bad_argument_is_named() {
        let error = choose(&places(&["", "turn://a.example", "stun:ok.example"])).unwrap_err();
        assert_eq!(error.faults().len(), 2);
        assert!(error.to_string().contains("`argument 2`: `turn://a.example`"), "{error}");
    }

    #[test]
    fn a_file_that_was_named_must_be_there() {
        let file = Some(PathBuf::from("no/such/file.toml"));
        let error = choose(&Places { file, ..Places::default() }).unwrap_err();
        assert!(error.to_string().starts_with("read `no/such/file.toml`: "), "{error}");
    }

    #[test]
    fn the_ice_table_of_a_file_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        let text =
            "[ice]\nservers = ['stun:a.example', { urls = 'turn:b.example', username = 'u', credential = 'p' }]\n";
        std::fs::write(&path, text).unwrap();
        let chosen = choose(&Places { file: Some(path.clone()), ..Places::default() }).unwrap();
        assert_eq!((chosen.origin, chosen.servers.len()), (Origin::File(path.clone()), 2));
        std::fs::write(&path, "[ice]\nservers = 7\n").unwrap();
        let error = choose(&Places { file: Some(path), ..Places::default() }).unwrap_err();
        assert!(error.to_string().contains("a list of servers is wanted"), "{error}");
    }
}
