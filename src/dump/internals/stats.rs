//! The last values of the statistics, put together again into transports, pairs, candidates and streams.

use std::collections::HashMap;

use serde_json::Value;

use super::super::candidate::kind as candidate_kind;
use super::super::{Candidate, Pair, Track, TrackDirection, Transport};
use super::wire::{Last, Stats};

/// The page keeps this many values of a series and drops the oldest.
const SERIES_CAP: usize = 1000;

/// What the statistics of one connection say.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) transports: Vec<Transport>,
    pub(super) pairs: Vec<Pair>,
    pub(super) local_candidates: Vec<Candidate>,
    pub(super) remote_candidates: Vec<Candidate>,
    pub(super) tracks: Vec<Track>,
    /// Whether the page dropped the beginning of the series.
    pub(super) capped: bool,
}

/// One statistics object.
struct Object {
    kind: Kind,
    values: HashMap<&'static str, Value>,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    Transport,
    Pair,
    Candidate,
    Outbound,
    Inbound,
    Codec,
    Other,
}

impl Object {
    fn text(&self, property: &str) -> Option<String> {
        match self.values.get(property)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn count(&self, property: &str) -> Option<u64> {
        self.values.get(property)?.as_u64()
    }
}

/// Puts `stats` together.
pub(super) fn read(stats: Stats) -> Seen {
    let capped = stats.0.iter().any(|series| series.count >= SERIES_CAP);
    let objects = group(stats);
    let by_id: HashMap<&str, &Object> = objects.iter().map(|(id, object)| (id.as_str(), object)).collect();
    let mut seen = Seen { capped, ..Seen::default() };
    for (id, object) in &objects {
        match object.kind {
            Kind::Transport => seen.transports.push(transport(id, object)),
            Kind::Pair => seen.pairs.push(pair(id, object, &by_id)),
            Kind::Candidate => {
                let remote = object.values.get("isRemote") == Some(&Value::Bool(true));
                let list = if remote { &mut seen.remote_candidates } else { &mut seen.local_candidates };
                list.extend(candidate(object));
            }
            Kind::Outbound => seen.tracks.push(track(TrackDirection::Send, object, &by_id)),
            Kind::Inbound => seen.tracks.push(track(TrackDirection::Receive, object, &by_id)),
            Kind::Codec | Kind::Other => {}
        }
    }
    seen
}

/// Collects the series of each object, in the order of the file.
fn group(stats: Stats) -> Vec<(String, Object)> {
    let mut objects: Vec<(String, Object)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for Last { id, kind, property, value, .. } in stats.0 {
        let place = *places.entry(id.clone()).or_insert(objects.len());
        if place == objects.len() {
            objects.push((id.clone(), Object { kind: object_kind(&id, kind.as_deref()), values: HashMap::new() }));
        }
        if let Some((_, object)) = objects.get_mut(place) {
            object.values.insert(property, value);
        }
    }
    objects
}

/// The type as written, or as the ids of Chrome 86 and earlier tell it.
fn object_kind(id: &str, kind: Option<&str>) -> Kind {
    const TYPES: [(&str, &str, Kind); 7] = [
        ("transport", "RTCTransport_", Kind::Transport),
        ("candidate-pair", "RTCIceCandidatePair_", Kind::Pair),
        ("local-candidate", "RTCIceCandidate_", Kind::Candidate),
        ("remote-candidate", "RTCIceCandidate_", Kind::Candidate),
        ("outbound-rtp", "RTCOutboundRTP", Kind::Outbound),
        ("inbound-rtp", "RTCInboundRTP", Kind::Inbound),
        ("codec", "RTCCodec_", Kind::Codec),
    ];
    TYPES
        .iter()
        .find(|(word, prefix, _)| kind.map_or_else(|| id.starts_with(prefix), |kind| kind == *word))
        .map_or(Kind::Other, |(_, _, kind)| *kind)
}

fn transport(id: &str, object: &Object) -> Transport {
    Transport {
        id: id.to_owned(),
        dtls_state: object.text("dtlsState"),
        dtls_version: object.text("tlsVersion").map(|code| dtls_version(&code)),
        selected_pair: object.text("selectedCandidatePairId"),
    }
}

/// The version behind the bytes on the wire (RFC 9147 section 5.3, RFC 6347 section 4.1).
fn dtls_version(code: &str) -> String {
    match code {
        "FEFF" => "1.0".to_owned(),
        "FEFD" => "1.2".to_owned(),
        "FEFC" => "1.3".to_owned(),
        other => other.to_owned(),
    }
}

fn pair(id: &str, object: &Object, by_id: &HashMap<&str, &Object>) -> Pair {
    let end = |property| object.text(property).and_then(|id| candidate(by_id.get(id.as_str())?));
    Pair {
        id: id.to_owned(),
        local: end("localCandidateId"),
        remote: end("remoteCandidateId"),
        state: object.text("state"),
        requests_sent: object.count("requestsSent"),
        responses_received: object.count("responsesReceived"),
        requests_received: object.count("requestsReceived"),
    }
}

fn candidate(object: &Object) -> Option<Candidate> {
    Some(Candidate {
        kind: candidate_kind(&object.text("candidateType")?)?,
        protocol: object.text("protocol").unwrap_or_else(|| "udp".to_owned()),
        address: object.text("address").or_else(|| object.text("ip")).unwrap_or_default(),
        port: object.count("port").and_then(|port| port.try_into().ok()).unwrap_or(0),
        relay_protocol: object.text("relayProtocol"),
    })
}

fn track(direction: TrackDirection, object: &Object, by_id: &HashMap<&str, &Object>) -> Track {
    let mime = object.text("codecId").and_then(|id| by_id.get(id.as_str())?.text("mimeType"));
    let codec = mime.map(|mime| mime.split_once('/').map_or_else(|| mime.clone(), |(_, name)| name.to_owned()));
    let kind = object.text("kind").or_else(|| object.text("mediaType"));
    Track { direction, kind, codec, rid: object.text("rid") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_told_by_type_and_by_old_ids() {
        assert!(object_kind("T01", Some("transport")) == Kind::Transport);
        assert!(object_kind("RTCTransport_0_1", None) == Kind::Transport);
        assert!(object_kind("RTCIceCandidatePair_a_b", None) == Kind::Pair);
        assert!(object_kind("RTCIceCandidate_a", None) == Kind::Candidate);
        assert!(object_kind("T01", None) == Kind::Other);
    }
}
