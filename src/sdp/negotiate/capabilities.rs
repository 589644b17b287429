//! What `RTCRtpSender.getCapabilities()` gives, as the sections of a description, for negotiating with.
//!
//! It is no description: the numbers are ours, and there is neither transport nor direction (W3C WebRTC section 5.2).

use std::fmt::Write;

use serde_json::Value;

/// Codecs with a number of their own (RFC 3551 section 6).
const STATIC: [(&str, u8); 4] = [("PCMU", 0), ("PCMA", 8), ("G722", 9), ("CN", 13)];

/// How many codecs of a list are read: there are no more numbers.
const MOST: usize = 60;

/// The sections of a list of capabilities in JSON: `{codecs: […], headerExtensions: […]}`, or `{audio: …, video: …}`
/// with such lists.
pub fn capabilities(bytes: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let lists: Vec<_> = match value.get("codecs") {
        Some(_) => vec![&value],
        None => ["audio", "video"].iter().filter_map(|kind| value.get(kind)).collect(),
    };
    let texts: Vec<_> = lists.into_iter().flat_map(sections).collect();
    (!texts.is_empty()).then(|| texts.concat())
}

/// One section for each kind of media in a list.
fn sections(list: &Value) -> Vec<String> {
    let codecs = list.get("codecs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let uris = list.get("headerExtensions").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let of = |kind: &str| {
        let named = codecs.iter().filter_map(|codec| Some((named(codec, kind)?, codec)));
        section(kind, &named.take(MOST).collect::<Vec<_>>(), uris)
    };
    ["audio", "video"].into_iter().filter_map(of).collect()
}

/// The encoding's name, if the codec is of this kind.
fn named<'v>(codec: &'v Value, kind: &str) -> Option<&'v str> {
    let (of, name) = codec.get("mimeType")?.as_str()?.split_once('/')?;
    (of.eq_ignore_ascii_case(kind) && name.bytes().all(|byte| byte.is_ascii_graphic())).then_some(name)
}

fn section(kind: &str, codecs: &[(&str, &Value)], uris: &[Value]) -> Option<String> {
    let mut free = (96..=127_u8).chain(35..=63);
    let (mut numbers, mut lines) = (Vec::new(), String::new());
    let repeats = codecs.iter().any(|(name, _)| name.eq_ignore_ascii_case("rtx"));
    for (name, codec) in codecs.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("rtx")) {
        let fixed = STATIC.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, number)| *number);
        let Some(number) = fixed.filter(|number| !numbers.contains(number)).or_else(|| free.next()) else { break };
        let clock = codec.get("clockRate").and_then(Value::as_u64).unwrap_or(90_000);
        let channels = codec.get("channels").and_then(Value::as_u64).filter(|n| *n > 1).map(|n| format!("/{n}"));
        numbers.push(number);
        line(&mut lines, format_args!("a=rtpmap:{number} {name}/{clock}{}", channels.unwrap_or_default()));
        let settings = codec.get("sdpFmtpLine").and_then(Value::as_str).filter(|text| text.bytes().all(|b| b >= b' '));
        if let Some(settings) = settings {
            line(&mut lines, format_args!("a=fmtp:{number} {settings}"));
        }
        // A list has one rtx, which stands for those of every codec.
        let carries =
            kind == "video" && !["red", "ulpfec", "flexfec-03"].iter().any(|fec| fec.eq_ignore_ascii_case(name));
        if let Some(repair) = (repeats && carries).then(|| free.next()).flatten() {
            numbers.push(repair);
            line(&mut lines, format_args!("a=rtpmap:{repair} rtx/{clock}"));
            line(&mut lines, format_args!("a=fmtp:{repair} apt={number}"));
        }
    }
    if numbers.is_empty() {
        return None;
    }
    let uris = uris.iter().filter_map(|extension| extension.get("uri")?.as_str());
    for (id, uri) in (1..15).zip(uris.filter(|uri| uri.bytes().all(|byte| byte.is_ascii_graphic()))) {
        line(&mut lines, format_args!("a=extmap:{id} {uri}"));
    }
    let formats: Vec<_> = numbers.iter().map(u8::to_string).collect();
    Some(format!("m={kind} 9 UDP/TLS/RTP/SAVPF {}\r\n{lines}", formats.join(" ")))
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    write!(text, "{content}\r\n").expect("a string takes all that is written to it");
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIDEO: &str = r#"{"codecs":[{"clockRate":90000,"mimeType":"video/VP8"},{"clockRate":90000,"mimeType":"video/rtx"},
        {"clockRate":90000,"mimeType":"video/H264","sdpFmtpLine":"packetization-mode=1;profile-level-id=42e01f"}],
        "headerExtensions":[{"uri":"urn:ietf:params:rtp-hdrext:sdes:mid"}]}"#;

    #[test]
    fn a_list_becomes_a_section() {
        let text = "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\n\
            a=fmtp:97 apt=96\r\na=rtpmap:98 H264/90000\r\na=fmtp:98 packetization-mode=1;profile-level-id=42e01f\r\n\
            a=rtpmap:99 rtx/90000\r\na=fmtp:99 apt=98\r\na=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n";
        assert_eq!(capabilities(VIDEO.as_bytes()).unwrap(), text);
    }

    #[test]
    fn both_kinds_may_stand_in_one_text() {
        let audio = r#"{"codecs":[{"channels":2,"clockRate":48000,"mimeType":"audio/opus"},{"clockRate":8000,"mimeType":"audio/PCMU"}]}"#;
        let text = capabilities(format!(r#"{{"audio":{audio},"video":{VIDEO}}}"#).as_bytes()).unwrap();
        assert!(text.starts_with("m=audio 9 UDP/TLS/RTP/SAVPF 96 0\r\na=rtpmap:96 opus/48000/2\r\n"), "{text}");
        assert!(text.contains("m=video 9"), "{text}");
    }

    #[test]
    fn anything_else_is_none() {
        for text in ["", "[]", "{}", r#"{"codecs":[]}"#, r#"{"codecs":[{"mimeType":"text/x"}]}"#, r#"{"sdp":"v=0"}"#] {
            assert_eq!(capabilities(text.as_bytes()), None, "{text}");
        }
    }
}
