//! Dumps found in public repositories: older Chromes, other browsers, other dialects.

use rtcdiag::dump::{Dump, DumpError};

use super::shared;

fn read(name: &str) -> Option<Result<Dump, DumpError>> {
    Some(shared::read(&shared::folder("found", 1)?.join(name)))
}

fn outcomes(dump: &Dump) -> Vec<(&str, &str)> {
    dump.connections.iter().map(|connection| (connection.id.as_str(), connection.outcome().word())).collect()
}

#[test]
fn chrome_86_with_local_times_and_old_ids() {
    let Some(dump) = read("andreiden-inbound.txt") else { return };
    let dump = dump.unwrap();
    assert_eq!(dump.browser.as_deref(), Some("Chrome 86.0.4240.183"));
    assert_eq!(outcomes(&dump), [("48752-1", "connected")]);
    let connection = dump.connections.first().unwrap();
    let path = connection.selected_path();
    let path = path.yes().unwrap();
    assert_eq!((path.local.kind.word(), path.remote.kind.word()), ("srflx", "host"));
    assert_eq!(connection.dtls().version.as_deref(), Some("1.2"));
    assert_eq!(connection.configuration.ice_servers.len(), 2);
    let tracks: Vec<_> = connection.tracks.iter().map(|t| (t.direction.word(), t.codec.as_deref())).collect();
    assert_eq!(tracks, [("receive", Some("opus")), ("receive", Some("VP8"))]);
}

#[test]
fn chrome_138_with_many_tabs() {
    let Some(dump) = read("capogreco.txt") else { return };
    let dump = dump.unwrap();
    assert_eq!(dump.browser.as_deref(), Some("Brave 138.0.0.0"));
    let failed: Vec<_> =
        outcomes(&dump).into_iter().filter(|(_, outcome)| *outcome == "failed").map(|(id, _)| id).collect();
    assert_eq!(failed, ["714-1", "734-2"]);
    assert_eq!(outcomes(&dump).iter().filter(|(_, outcome)| *outcome == "connected").count(), 4);
    assert!(dump.unseen.iter().any(|gap| gap.what.starts_with("108 connections")), "{:?}", dump.unseen);
}

#[test]
fn chrome_144_with_both_ends() {
    let Some(dump) = read("guilospanck.txt") else { return };
    let dump = dump.unwrap();
    assert_eq!(dump.browser.as_deref(), Some("Google Chrome 144.0.7559.109"));
    assert_eq!(outcomes(&dump), [("92-1", "connected"), ("94-1", "connected")]);
    for connection in &dump.connections {
        let sections: Vec<_> = connection.sections.iter().map(|section| section.kind.as_str()).collect();
        assert_eq!(sections, ["audio", "video", "application"]);
        assert!(*connection.setup_ms().yes().unwrap() < 100.0);
    }
}

#[test]
fn dumps_without_connections_are_dumps() {
    for name in ["hostage-empty-android.txt", "arri98-testload.gz", "rtcstats-gumonly.internals.gz"] {
        let Some(dump) = read(name) else { return };
        assert_eq!(outcomes(&dump.unwrap()), [], "{name}");
    }
}

#[test]
fn other_dialects_are_refused_by_name() {
    for (name, word) in [
        ("guilospanck-rtcstats.txt", "rtcstats dump"),
        ("rtcstats-gumonly.jsonl", "rtcstats dump"),
        ("chrome-relay", "Jitsi rtcstats"),
        ("chrome-standard-pc-failed", "Jitsi rtcstats"),
        ("firefox-relay", "Jitsi rtcstats"),
        ("safari-relay", "Jitsi rtcstats"),
        ("undefined-ice-candidate", "Jitsi rtcstats"),
        ("google-legacy-screenshare-p2p", "rtcstats dump"),
    ] {
        let Some(dump) = read(name) else { return };
        let message = dump.unwrap_err().to_string();
        assert!(message.contains(&format!("read `{name}` as a webrtc-internals dump")), "{message}");
        assert!(message.contains(word), "{message}");
    }
}
