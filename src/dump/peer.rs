//! What the other end is: a browser, or a server that forwards or mixes.

use super::{Connection, End, TrackDirection};
use crate::sdp::author;

/// What the other end is, as far as the dump tells.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Peer {
    /// `server` or `peer`; `None` where nothing tells.
    pub is_server: Option<bool>,
    /// What wrote its descriptions, where that can be told.
    pub software: Option<String>,
    /// What tells it.
    pub why: String,
}

/// Streams of one kind from one connection that a person's browser does not send: one camera and one screen.
const MANY_STREAMS: usize = 3;

impl Connection {
    /// What the other end is.
    pub fn peer(&self) -> Peer {
        let described = self.applied().into_iter().rev().find(|(end, _)| *end == End::Remote);
        let sdp = described.map(|(_, description)| description.sdp.expose());
        let has = |line: &str| sdp.is_some_and(|sdp| sdp.lines().any(|own| own.text.as_str().starts_with(line)));
        let writer = sdp.and_then(author);
        let software = writer.as_ref().map(|writer| match &writer.version {
            Some(version) => format!("{} {version}", writer.name),
            None => writer.name.to_owned(),
        });
        let videos = self
            .tracks
            .iter()
            .filter(|track| track.direction == TrackDirection::Receive && track.kind.as_deref() == Some("video"));
        let videos = videos.count();
        // an ICE-lite agent has a public address and answers checks alone (RFC 8445 section 2.5): a server
        let (is_server, why) = if has("a=ice-lite") {
            (Some(true), "it is an ICE-lite agent".to_owned())
        } else if has("a=simulcast:recv") {
            (Some(true), "it receives simulcast".to_owned())
        } else if videos >= MANY_STREAMS {
            (Some(true), format!("it sends {videos} videos"))
        } else if writer.as_ref().is_some_and(|writer| is_browser(writer.name)) {
            (Some(false), "its descriptions are those of a browser".to_owned())
        } else {
            (None, "nothing in the dump tells".to_owned())
        };
        Peer { is_server, software, why }
    }
}

fn is_browser(name: &str) -> bool {
    ["Firefox", "Chrom", "Safari", "libwebrtc", "Edge"].iter().any(|known| name.contains(known))
}
