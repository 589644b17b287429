//! What the last values of the statistics say: transports, pairs, candidates and streams. The same for every dialect.

use super::candidate::kind as candidate_kind;
use super::{Candidate, Pair, Statistics, StatsObject, Track, TrackDirection, Transport};

/// The transports, in the order of the file.
pub(super) fn transports(statistics: &Statistics) -> Vec<Transport> {
    let text = |object: &StatsObject, name| object.text(name).map(str::to_owned);
    let transport = |object: &StatsObject| Transport {
        id: object.id.clone(),
        dtls_state: text(object, "dtlsState"),
        dtls_version: object.text("tlsVersion").map(dtls_version),
        selected_pair: text(object, "selectedCandidatePairId"),
    };
    let told: Vec<Transport> = statistics.of("transport").map(transport).collect();
    if told.is_empty() { Vec::from_iter(told_by_a_pair(statistics)) } else { told }
}

/// Firefox has no transports; its selected pair says that it is.
fn told_by_a_pair(statistics: &Statistics) -> Option<Transport> {
    let selected = statistics.of("candidate-pair").find(|pair| pair.flag("selected") == Some(true))?;
    let id = selected.text("transportId").unwrap_or_default().to_owned();
    Some(Transport { id, selected_pair: Some(selected.id.clone()), ..Transport::default() })
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

/// The candidate pairs, in the order of the file.
pub(super) fn pairs(statistics: &Statistics) -> Vec<Pair> {
    let end = |pair: &StatsObject, property| candidate(statistics.linked(pair, property)?);
    let pair = |object: &StatsObject| Pair {
        id: object.id.clone(),
        local: end(object, "localCandidateId"),
        remote: end(object, "remoteCandidateId"),
        state: object.text("state").map(str::to_owned),
        requests_sent: object.count("requestsSent"),
        responses_received: object.count("responsesReceived"),
        requests_received: object.count("requestsReceived"),
    };
    statistics.of("candidate-pair").map(pair).collect()
}

/// The candidates of this end or of the other.
pub(super) fn candidates(statistics: &Statistics, remote: bool) -> Vec<Candidate> {
    let objects = statistics.of("local-candidate").chain(statistics.of("remote-candidate"));
    let of_end = objects.filter(|object| match object.flag("isRemote") {
        Some(is_remote) => is_remote == remote,
        None => (object.kind == "remote-candidate") == remote,
    });
    of_end.filter_map(candidate).collect()
}

fn candidate(object: &StatsObject) -> Option<Candidate> {
    Some(Candidate {
        kind: candidate_kind(object.text("candidateType")?)?,
        protocol: object.text("protocol").unwrap_or("udp").to_ascii_lowercase(),
        address: object.text("address").or_else(|| object.text("ip")).unwrap_or_default().to_owned(),
        port: object.count("port").and_then(|port| port.try_into().ok()).unwrap_or(0),
        relay_protocol: object.text("relayProtocol").map(str::to_owned),
    })
}

/// The RTP streams of this end, in the order of the file.
pub(super) fn tracks(statistics: &Statistics) -> Vec<Track> {
    let objects = statistics.objects().iter();
    let track = |object: &StatsObject| {
        let direction = match object.kind.as_str() {
            "outbound-rtp" => TrackDirection::Send,
            "inbound-rtp" => TrackDirection::Receive,
            _ => return None,
        };
        // Firefox before 110 and Chrome before 75 had the reports of the other end under these types
        if object.flag("isRemote") == Some(true) {
            return None;
        }
        let mime = statistics.linked(object, "codecId").and_then(|codec| codec.text("mimeType"));
        let codec = mime.map(|mime| mime.split_once('/').map_or(mime, |(_, name)| name).to_owned());
        let kind = object.text("kind").or_else(|| object.text("mediaType")).map(str::to_owned);
        Some(Track {
            id: object.id.clone(),
            direction,
            kind,
            codec,
            rid: object.text("rid").map(str::to_owned),
            mid: object.text("mid").map(str::to_owned),
            ssrc: object.count("ssrc"),
        })
    };
    objects.filter_map(track).collect()
}
