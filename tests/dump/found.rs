//! Dumps found in public repositories: older Chromes, other browsers, other dialects.

use rtcdiag::dump::{Dialect, Dump, DumpError, TrackDirection};

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
fn the_same_call_in_the_second_format() {
    let (Some(first), Some(second)) = (read("guilospanck.txt"), read("guilospanck-rtcstats.txt")) else { return };
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((second.dialect, second.browser.as_deref()), (Dialect::Rtcstats, Some("Google Chrome 144")));
    assert_eq!(outcomes(&first), outcomes(&second));
    for (a, b) in first.connections.iter().zip(&second.connections) {
        assert_eq!((a.selected_path(), &a.sections), (b.selected_path(), &b.sections));
        assert_eq!(a.tracks.len(), b.tracks.len());
    }
}

#[test]
fn compressed_rtcstats_of_a_script() {
    let Some(dump) = read("rtcstats-gumonly.jsonl") else { return };
    let dump = dump.unwrap();
    assert_eq!((dump.dialect, dump.browser.as_deref()), (Dialect::Rtcstats, Some("Google Chrome 140")));
    let [capture] = dump.captures.as_slice() else { panic!("{:?}", dump.captures) };
    assert!(capture.granted.yes().is_some() && capture.audio.is_none() && capture.video.is_some());
    assert_eq!(capture.origin.as_deref(), Some("https://webrtc.github.io"));
}

/// File, browser, outcome, path, DTLS, streams received and sent, and their codec.
type JitsiRow = (&'static str, &'static str, &'static str, &'static str, (usize, usize));

#[test]
fn jitsi_recordings_of_every_browser() {
    const RELAYED: &str = "relay -> srflx";
    let rows: [JitsiRow; 3] = [
        ("chrome-relay", "Chrome 117.0.0.0", "connected", RELAYED, (4, 1)),
        ("firefox-relay", "Firefox 118.0", "connected", RELAYED, (3, 3)),
        ("safari-relay", "Safari 17.0", "connected", RELAYED, (4, 4)),
    ];
    for (name, browser, outcome, path, (received, sent)) in rows {
        let Some(dump) = read(name) else { return };
        let dump = dump.unwrap();
        assert_eq!((dump.dialect, dump.browser.as_deref()), (Dialect::JitsiRtcstats, Some(browser)), "{name}");
        assert_eq!(outcomes(&dump), [("PC_0", outcome)], "{name}");
        let connection = &dump.connections[0];
        let selected = connection.selected_path();
        let selected = selected.yes().unwrap();
        assert_eq!(format!("{} -> {}", selected.local.kind.word(), selected.remote.kind.word()), path, "{name}");
        assert_eq!(connection.dtls().state.as_deref(), Some("connected"), "{name}");
        assert_eq!(connection.peer().is_server, Some(true), "{name}");
        assert!(connection.setup_ms().yes().is_some_and(|ms| *ms > 50.0 && *ms < 2000.0), "{name}");
        let count = |direction| connection.tracks.iter().filter(|track| track.direction == direction).count();
        assert_eq!((count(TrackDirection::Receive), count(TrackDirection::Send)), (received, sent), "{name}");
        let busy = connection.tracks.iter().filter(|track| {
            track.codec.is_some() && track.bitrate_kbps(&connection.statistics).yes().is_some_and(|kbps| *kbps > 50.0)
        });
        assert!(busy.count() >= 2, "{name}");
        assert_eq!(dump.unseen.iter().map(|gap| gap.what.as_str()).collect::<Vec<_>>(), ["the session descriptions"]);
    }
}

#[test]
fn old_statistics_with_goog_names() {
    let Some(dump) = read("google-legacy-screenshare-p2p") else { return };
    let dump = dump.unwrap();
    assert_eq!(outcomes(&dump), [("PC_0", "connected")]);
    let connection = &dump.connections[0];
    assert_eq!(connection.dtls().state.as_deref(), Some("connected"));
    let busy: Vec<_> = connection
        .tracks
        .iter()
        .filter(|track| track.bitrate_kbps(&connection.statistics).yes().is_some_and(|kbps| *kbps > 0.0))
        .map(|track| (track.direction.word(), track.codec.as_deref().unwrap()))
        .collect();
    assert_eq!(busy, [("receive", "VP8"), ("send", "opus"), ("send", "VP8")]);
    let rtt = connection.tracks.iter().filter_map(|t| t.report(&connection.statistics)?.series("roundTripTime"));
    assert!(rtt.clone().count() >= 2 && rtt.into_iter().all(|rtt| (0.1..0.3).contains(&rtt.median().unwrap())));
    assert!(dump.unseen.iter().any(|gap| gap.what.contains("a test before the call")), "{:?}", dump.unseen);
}

#[test]
fn failed_calls_of_jitsi() {
    let Some(dump) = read("chrome-standard-pc-failed") else { return };
    let dump = dump.unwrap();
    assert_eq!(outcomes(&dump), [("PC_0", "failed"), ("PC_1", "failed"), ("PC_2", "failed")]);
    assert!(dump.connections[0].ever_connected() && !dump.connections[1].ever_connected());
    assert_eq!(dump.captures.iter().filter(|capture| capture.granted.yes().is_some()).count(), 2);
    let Some(dump) = read("undefined-ice-candidate") else { return };
    assert_eq!(outcomes(&dump.unwrap()), [("PC_0", "failed")]);
}

#[test]
fn old_statistics_stand_on_the_axis_of_the_log() {
    let Some(dump) = read("andreiden-inbound.txt") else { return };
    let dump = dump.unwrap();
    let connection = &dump.connections[0];
    let span = connection.statistics.span().unwrap();
    let last = connection.events.iter().filter_map(|event| event.at_ms).fold(0.0, f64::max);
    assert!(span.from_ms.abs() < 60_000.0 && span.to_ms > 0.0 && span.from_ms < last + 60_000.0, "{span:?} {last}");
    let steps = connection.tracks[0].bytes(&connection.statistics).unwrap().step_ms().unwrap();
    assert!((900.0..1100.0).contains(&steps), "{steps}");
}
