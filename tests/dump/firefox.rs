//! A page laid out as Firefox draws and saves it, in a language that is not English.

use rtcdiag::dump::{Dialect, TrackDirection, read};
use rtcdiag::sdp::Direction;

const PAGE: &str = include_str!("../fixtures/dump/about-webrtc.html");

#[test]
fn a_saved_page_tells_what_is_on_it() {
    let dump = read("page", PAGE.as_bytes()).unwrap();
    assert_eq!((dump.dialect, dump.browser.as_deref()), (Dialect::AboutWebrtc, Some("Firefox")));
    let [connection] = dump.connections.as_slice() else { panic!("{}", dump.connections.len()) };
    assert_eq!(connection.id, "1697705954976000");
    assert_eq!(connection.url.as_deref(), Some("https://call.example/room?token=[redacted]"));
    let configuration = &connection.configuration;
    assert_eq!(configuration.ice_servers, ["turn:turn.example:3478?transport=tcp", "stun:stun.example"]);
    assert_eq!(configuration.ice_transport_policy.as_deref(), Some("all"));
    assert_eq!(configuration.bundle_policy.as_deref(), Some("balanced"));
    assert_eq!(connection.outcome().word(), "connected");
    let path = connection.selected_path();
    let path = path.yes().unwrap();
    assert_eq!(
        (path.local.to_string().as_str(), path.remote.to_string().as_str(), path.protocol()),
        ("relay 192.0.2.9:50000", "srflx 198.51.100.7:10000", "tls")
    );
    assert_eq!((connection.local_candidates.len(), connection.remote_candidates.len()), (2, 1));
    let states: Vec<_> = connection.pairs.iter().map(|pair| pair.state.as_deref().unwrap()).collect();
    assert_eq!(states, ["succeeded", "failed"]);
    let directions: Vec<_> = connection.sections.iter().map(|section| section.direction).collect();
    assert_eq!(directions, [Some(Direction::SendOnly); 2], "the answer of the other end only receives");
    let [video, audio] = connection.tracks.as_slice() else { panic!("{:?}", connection.tracks) };
    assert_eq!((video.direction, video.codec.as_deref()), (TrackDirection::Receive, Some("VP8")));
    assert!((video.loss(&connection.statistics).yes().unwrap() - 0.03).abs() < 1e-9);
    assert_eq!(video.object(&connection.statistics).unwrap().number("bytesReceived"), Some(204_800.0));
    assert_eq!((audio.direction, audio.codec.as_deref(), audio.ssrc), (TrackDirection::Send, Some("opus"), Some(77)));
    let report = audio.report(&connection.statistics).unwrap();
    assert_eq!((report.number("roundTripTime"), report.number("packetsLost")), (Some(0.057), Some(10.0)));
    assert_eq!(dump.warnings, Vec::<String>::new());
    assert!(connection.setup_ms().yes().is_none() && dump.unseen.len() == 1);
}

#[test]
fn a_page_that_is_cut_gives_what_is_before_the_cut() {
    for cut in (PAGE.find("pc-heading").unwrap() + 200..PAGE.len()).step_by(97) {
        let dump = read("page", &PAGE.as_bytes()[..cut]).unwrap();
        assert_eq!((dump.connections.len(), dump.warnings.len()), (1, 1), "cut at {cut}");
    }
    let error = read("page", b"<!DOCTYPE html><title>about:webrtc</title>").unwrap_err();
    assert!(error.to_string().contains("without a connection"), "{error}");
}
