//! Media with Chromium: what it decodes is its own word, not ours.

use std::future::pending;
use std::time::Duration;

use futures_util::StreamExt;
use rtcdiag::facts::handshake::{End, PhaseId};
use rtcdiag::net::handshake::{Media, Options, run};
use rtcdiag::net::peer::media::MediaKind;
use rtcdiag::probe::signaling::SignalingUrl;
use tokio_tungstenite::client_async;

use crate::peers::chromium;
use crate::servers::{connect, relay_server};

/// Its page plays what we send and sends it back; it reports `framesDecoded` and `totalAudioEnergy` into the room.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chromium_sees_and_hears_what_is_sent() {
    let url = relay_server().await;
    let (mut room, _) = client_async(&url, connect(&url).await).await.unwrap();
    let (_peer, _profile) = chromium("media.html", &url);
    let ready = tokio::time::timeout(Duration::from_secs(30), room.next()).await.expect("the page is loaded");
    assert_eq!(ready.unwrap().unwrap().to_text().unwrap(), r#"{"type":"ready"}"#);
    let witness = tokio::spawn(async move {
        let (mut frames, mut energy) = (0.0, 0.0);
        while let Some(Ok(frame)) = room.next().await {
            let Ok(said) = serde_json::from_str::<serde_json::Value>(frame.to_text().unwrap_or_default()) else {
                continue;
            };
            if said["type"] == "decoded" {
                (frames, energy) = (said["frames"].as_f64().unwrap(), said["energy"].as_f64().unwrap());
                if frames > 5.0 && energy > 0.0 {
                    break;
                }
            }
        }
        (frames, energy)
    });
    let kinds = Some(vec![MediaKind::Audio, MediaKind::Video]);
    let media = Media { kinds, time: Duration::from_secs(4), ..Media::default() };
    let options = Options { media, ..Options::plain(SignalingUrl::parse(&url).unwrap(), Duration::from_secs(20)) };
    let facts = run(&options, pending()).await.unwrap();
    assert_eq!(facts.end, End::Connected, "{:#?}", facts.moments);
    let (frames, energy) = tokio::time::timeout(Duration::from_secs(10), witness).await.unwrap().unwrap();
    assert!(frames > 5.0 && energy > 0.0, "{frames} frames decoded, audio energy {energy}");
    for flow in &facts.media {
        assert!(flow.frames_sent > 20 && flow.frames_received > 5, "{flow:?}");
        assert!(flow.codec_received.is_some(), "{flow:?}");
    }
    assert_eq!(facts.media.len(), 2);
    assert!(facts.phase(PhaseId::FirstMedia).unwrap().end_ms.is_some());
}
