//! The statistics of Chrome before 2020 and of its `getStats` with a callback: goog- names and numbers in strings,
//! in the words of the specification.

use serde_json::{Map, Value};

use super::expand::Report;

/// Whether `report` speaks that way.
pub(super) fn is_legacy(report: &Report) -> bool {
    report
        .values()
        .filter_map(|object| object.get("type")?.as_str())
        .any(|kind| KINDS.iter().any(|(old, _)| *old == kind))
}

const KINDS: [(&str, &str); 6] = [
    ("ssrc", ""),
    ("googCandidatePair", "candidate-pair"),
    ("localcandidate", "local-candidate"),
    ("remotecandidate", "remote-candidate"),
    ("googComponent", "transport"),
    ("VideoBwe", ""),
];

/// Names of each kind, and what their unit has to be divided by.
const NAMES: [(&str, &str, f64); 31] = [
    ("audioInputLevel", "audioLevel", 32_767.0),
    ("audioOutputLevel", "audioLevel", 32_767.0),
    ("codecImplementationName", "decoderImplementation", 1.0),
    ("googAvailableSendBandwidth", "availableOutgoingBitrate", 1.0),
    ("googChannelId", "transportId", 1.0),
    ("googFirsReceived", "firCount", 1.0),
    ("googFirsSent", "firCount", 1.0),
    ("googFrameHeightReceived", "frameHeight", 1.0),
    ("googFrameHeightSent", "frameHeight", 1.0),
    ("googFrameRateDecoded", "framesPerSecond", 1.0),
    ("googFrameRateSent", "framesPerSecond", 1.0),
    ("googFrameWidthReceived", "frameWidth", 1.0),
    ("googFrameWidthSent", "frameWidth", 1.0),
    ("googJitterReceived", "jitter", 1000.0),
    ("googNacksReceived", "nackCount", 1.0),
    ("googNacksSent", "nackCount", 1.0),
    ("googPlisReceived", "pliCount", 1.0),
    ("googPlisSent", "pliCount", 1.0),
    ("googTrackId", "trackIdentifier", 1.0),
    ("ipAddress", "address", 1.0),
    ("mediaType", "kind", 1.0),
    ("portNumber", "port", 1.0),
    ("transport", "protocol", 1.0),
    ("bytesReceived", "bytesReceived", 1.0),
    ("bytesSent", "bytesSent", 1.0),
    ("packetsReceived", "packetsReceived", 1.0),
    ("packetsSent", "packetsSent", 1.0),
    ("framesDecoded", "framesDecoded", 1.0),
    ("framesEncoded", "framesEncoded", 1.0),
    ("packetsLost", "packetsLost", 1.0),
    ("ssrc", "ssrc", 1.0),
];

/// The same report in the words of the specification.
pub(super) fn translate(report: &Report) -> Report {
    let mut translated = Report::new();
    let bandwidth = report.values().find_map(|object| object.get("googAvailableSendBandwidth"));
    for (id, object) in report {
        let Value::Object(object) = object else { continue };
        let Some(old) = object.get("type").and_then(Value::as_str) else { continue };
        let kind = match old {
            "ssrc" if id.ends_with("_recv") => "inbound-rtp",
            "ssrc" => "outbound-rtp",
            old => KINDS.iter().find(|(known, _)| *known == old).map_or("", |(_, kind)| kind),
        };
        if kind.is_empty() {
            continue;
        }
        let mut new = self::object(object, kind);
        match kind {
            "candidate-pair" => pair(&mut new, object, bandwidth),
            "transport" => transport(&mut new, object),
            "inbound-rtp" | "outbound-rtp" => stream(id, &mut new, object, &mut translated),
            _ => {}
        }
        translated.insert(id.clone(), Value::Object(new));
    }
    translated
}

fn object(old: &Map<String, Value>, kind: &str) -> Map<String, Value> {
    let mut new = Map::new();
    new.insert("type".to_owned(), kind.into());
    for (name, value) in old {
        let known = NAMES.iter().find(|(known, ..)| known == name);
        let (name, unit) = known.map_or((name.as_str(), 1.0), |(_, new, unit)| (*new, *unit));
        if name != "type" {
            new.entry(name).or_insert_with(|| number(value, unit));
        }
    }
    new
}

/// Numbers are written as strings.
fn number(value: &Value, unit: f64) -> Value {
    let number = value.as_str().and_then(|text| text.parse::<f64>().ok());
    number.map_or_else(|| value.clone(), |number| Value::from(number / unit))
}

fn is_true(object: &Map<String, Value>, name: &str) -> bool {
    object.get(name).is_some_and(|value| value == "true" || *value == Value::Bool(true))
}

fn pair(new: &mut Map<String, Value>, old: &Map<String, Value>, bandwidth: Option<&Value>) {
    let selected = is_true(old, "googActiveConnection");
    new.insert("selected".to_owned(), selected.into());
    new.insert("state".to_owned(), if is_true(old, "googWritable") { "succeeded" } else { "in-progress" }.into());
    if let Some(rtt) = old.get("googRtt") {
        new.insert("currentRoundTripTime".to_owned(), number(rtt, 1000.0));
    }
    if let Some(bandwidth) = bandwidth.filter(|_| selected) {
        new.insert("availableOutgoingBitrate".to_owned(), number(bandwidth, 1.0));
    }
}

fn transport(new: &mut Map<String, Value>, old: &Map<String, Value>) {
    // a cipher is there when the handshake is over
    let state = if old.contains_key("dtlsCipher") { "connected" } else { "new" };
    new.insert("dtlsState".to_owned(), state.into());
}

/// A stream has its codec by name, and what the other end reports in itself.
fn stream(id: &str, new: &mut Map<String, Value>, old: &Map<String, Value>, translated: &mut Report) {
    let time = old.get("timestamp").cloned().unwrap_or(Value::Null);
    let word = |name: &str| old.get(name).and_then(Value::as_str);
    if let Some(codec) = word("googCodecName").filter(|name| !name.is_empty()) {
        let codec_id = format!("codec_{codec}");
        let mime = format!("{}/{codec}", word("mediaType").unwrap_or("video"));
        translated.insert(codec_id.clone(), serde_json::json!({"type": "codec", "mimeType": mime, "timestamp": time}));
        new.insert("codecId".to_owned(), codec_id.into());
    }
    if !id.ends_with("_send") {
        return;
    }
    let reason = match (is_true(old, "googCpuLimitedResolution"), is_true(old, "googBandwidthLimitedResolution")) {
        (true, _) => "cpu",
        (false, true) => "bandwidth",
        (false, false) => "none",
    };
    if word("mediaType") == Some("video") {
        new.insert("qualityLimitationReason".to_owned(), reason.into());
    }
    let mut report = Map::new();
    report.insert("type".to_owned(), "remote-inbound-rtp".into());
    report.insert("localId".to_owned(), id.into());
    report.insert("timestamp".to_owned(), time);
    for (name, from, unit) in [("roundTripTime", "googRtt", 1000.0), ("packetsLost", "packetsLost", 1.0)] {
        if let Some(value) = old.get(from) {
            report.insert(name.to_owned(), number(value, unit));
        }
    }
    let report_id = format!("{id}_report");
    new.insert("remoteId".to_owned(), report_id.clone().into());
    translated.insert(report_id, Value::Object(report));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn old_names_and_strings_become_new_names_and_numbers() {
        let report = json!({
            "ssrc_7_send": {"type": "ssrc", "mediaType": "video", "bytesSent": "100", "googRtt": "80", "ssrc": "7",
                "googCodecName": "VP8", "googBandwidthLimitedResolution": "true", "timestamp": 5},
            "Conn-audio-1-0": {"type": "googCandidatePair", "googActiveConnection": "true", "googRtt": "9"},
            "bwe": {"type": "VideoBwe", "googAvailableSendBandwidth": "300000"}
        });
        let report = report.as_object().unwrap();
        assert!(is_legacy(report));
        let new = translate(report);
        assert_eq!(new["ssrc_7_send"]["bytesSent"], 100.0);
        assert_eq!(new["ssrc_7_send"]["qualityLimitationReason"], "bandwidth");
        assert_eq!(new["codec_VP8"]["mimeType"], "video/VP8");
        assert_eq!(new["ssrc_7_send_report"]["roundTripTime"], 0.08);
        assert_eq!(new["Conn-audio-1-0"]["selected"], true);
        assert_eq!(new["Conn-audio-1-0"]["availableOutgoingBitrate"], 300_000.0);
    }
}
