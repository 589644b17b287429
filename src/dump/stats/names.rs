//! Names of properties: which are words, and which are read at all.

/// Whether a property is words even where it looks like a number: webrtc-internals turns `"0"` into `0`.
pub(in crate::dump) fn is_words(property: &str) -> bool {
    property.ends_with("Id") || WORDS.contains(&property)
}

const WORDS: [&str; 12] = [
    "address",
    "foundation",
    "iceLocalUsernameFragment",
    "id",
    "ip",
    "kind",
    "label",
    "mid",
    "relatedAddress",
    "rid",
    "trackIdentifier",
    "usernameFragment",
];
