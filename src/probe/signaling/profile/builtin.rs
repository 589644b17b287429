//! The profiles that come with the tool.

use std::sync::Arc;

use super::Profile;

/// Name and source of each.
const SOURCES: &[(&str, &str)] = &[
    ("ws-json", include_str!("../profiles/ws-json.toml")),
    ("perfect", include_str!("../profiles/perfect.toml")),
    ("simple-peer", include_str!("../profiles/simple-peer.toml")),
    ("socketio", include_str!("../profiles/socketio.toml")),
    ("peerjs", include_str!("../profiles/peerjs.toml")),
    ("janus", include_str!("../profiles/janus.toml")),
    ("janus-publish", include_str!("../profiles/janus-publish.toml")),
    ("janus-subscribe", include_str!("../profiles/janus-subscribe.toml")),
    ("gst", include_str!("../profiles/gst.toml")),
    ("post-json", include_str!("../profiles/post-json.toml")),
    ("ayame", include_str!("../profiles/ayame.toml")),
    ("go2rtc", include_str!("../profiles/go2rtc.toml")),
    ("ome", include_str!("../profiles/ome.toml")),
    ("y-webrtc", include_str!("../profiles/y-webrtc.toml")),
];

/// Every built-in profile.
pub fn builtins() -> Vec<Arc<Profile>> {
    SOURCES.iter().filter_map(|(name, _)| builtin(name)).collect()
}

/// The built-in profile called `name`.
pub fn builtin(name: &str) -> Option<Arc<Profile>> {
    // A test parses every source.
    builtin_source(name).and_then(|source| Profile::parse(source).ok())
}

/// Its source.
pub fn builtin_source(name: &str) -> Option<&'static str> {
    SOURCES.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_a_profile_of_its_name() {
        for (name, source) in SOURCES {
            let profile = Profile::parse(source).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(profile.name, *name);
            assert!(!profile.about.is_empty(), "{name} says what it is for");
        }
        assert_eq!(builtins().len(), SOURCES.len());
    }
}
