//! The `[ice]` table of a TOML file: `servers` is a list of URIs and of server tables.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde_json::{Value, json};

use super::ConfigError;

/// The server list of the file as JSON; `None` when the file is not there and need not be, or names no servers.
///
/// # Errors
/// When it cannot be read, is no TOML, or its `[ice]` table has an unknown key.
pub(super) fn read(path: &Path, required: bool) -> Result<Option<String>, ConfigError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && !required => return Ok(None),
        Err(error) => {
            let why = error.to_string();
            let why = why.split(" (os error").next().unwrap_or(&why).to_lowercase();
            return Err(ConfigError::Unreadable { path: path.to_owned(), why });
        }
    };
    let bad = |why: String| ConfigError::BadFile { path: path.to_owned(), why };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or("").matches('\n').count() + 1);
        bad(format!("line {line}: {}", error.message()))
    })?;
    let Some(ice) = table.get("ice") else { return Ok(None) };
    let ice = ice.as_table().ok_or_else(|| bad("`ice` is no table".to_owned()))?;
    if let Some(key) = ice.keys().find(|key| *key != "servers") {
        return Err(bad(format!("`ice.{key}` is no key of the table; `servers` is")));
    }
    let servers = ice.get("servers").ok_or_else(|| bad("`ice.servers` is missing".to_owned()))?;
    let value = serde_json::to_value(servers).map_err(|error| bad(error.to_string()))?;
    let list = match value {
        Value::Array(list) => list.into_iter().map(server).collect(),
        other => other,
    };
    Ok(Some(list.to_string()))
}

/// A bare URI stands for a server that needs no credential.
fn server(value: Value) -> Value {
    match value {
        Value::String(uri) => json!({ "urls": uri }),
        other => other,
    }
}
