//! The two ends of one call in one dump.

use std::collections::HashSet;

use super::{Connection, Dump, End, TrackDirection};

impl Dump {
    /// The other end of the call of `connection`, where the dump has it: what the one sends, the other receives, told
    /// by the synchronization source (RFC 3550 section 8), or by the ICE user fragment (RFC 8839 section 5.4) where
    /// there is no stream.
    pub fn twin(&self, connection: &Connection) -> Option<&Connection> {
        let (sent, received) =
            (sources(connection, TrackDirection::Send), sources(connection, TrackDirection::Receive));
        let by_stream = |other: &&Connection| {
            !sent.is_disjoint(&sources(other, TrackDirection::Receive))
                || !received.is_disjoint(&sources(other, TrackDirection::Send))
        };
        let (local, remote) = (fragments(connection, End::Local), fragments(connection, End::Remote));
        let by_fragment = |other: &&Connection| {
            !local.is_disjoint(&fragments(other, End::Remote)) && !remote.is_disjoint(&fragments(other, End::Local))
        };
        let others = || self.connections.iter().filter(|other| other.id != connection.id);
        others().find(by_stream).or_else(|| others().find(by_fragment))
    }
}

fn sources(connection: &Connection, direction: TrackDirection) -> HashSet<u64> {
    connection.tracks.iter().filter(|track| track.direction == direction).filter_map(|track| track.ssrc).collect()
}

fn fragments(connection: &Connection, end: End) -> HashSet<&str> {
    let lines = connection
        .applied()
        .into_iter()
        .filter(move |(of, _)| *of == end)
        .flat_map(|(_, description)| description.sdp.expose().lines());
    lines.filter_map(|line| line.text.as_str().strip_prefix("a=ice-ufrag:")).map(str::trim).collect()
}
