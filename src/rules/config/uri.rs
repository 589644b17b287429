//! Checks of ICE server URIs.

use crate::candidate::uri::UriError;
use crate::rules::Draft;

/// `config/uri-invalid`
pub(super) fn invalid(error: &UriError) -> Option<Draft> {
    let draft = Draft::new(error.text.clone(), format!("`{}` is no ICE server URI: {}", error.text, error.why));
    Some(match &error.suggestion {
        Some(suggestion) => draft.help(format!("write `{suggestion}`")).fix(suggestion.clone()),
        None => draft.help("write `stun:HOST[:PORT]`, `turn:HOST[:PORT][?transport=udp|tcp]` or `turns:HOST[:PORT]`"),
    })
}
