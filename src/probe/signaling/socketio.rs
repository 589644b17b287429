//! The framing of Socket.IO v4 (protocol 5) over Engine.IO 4, as far as text events need it.
//!
//! Not for: binary attachments, which no description needs, or long polling.

use serde_json::Value;

/// The answer to Engine.IO's ping.
pub(super) const PONG: &str = "3";

/// What a frame of the server's is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Packet {
    /// Engine.IO is open.
    Open,
    /// The namespace is joined.
    Connected,
    /// An event, or the acknowledgement of one, as a JSON list.
    Event(Value),
    /// The namespace is refused.
    Refused(String),
    /// The namespace, or the connection, is left.
    Disconnected,
    /// Are we still there?
    Ping,
    /// Nothing.
    Noop,
    /// No such packet.
    Unknown,
}

/// Reads a frame.
pub(super) fn read(text: &str) -> Packet {
    match text.split_at_checked(1) {
        Some(("0", _)) => Packet::Open,
        Some(("1", _)) => Packet::Disconnected,
        Some(("2", _)) => Packet::Ping,
        Some(("6", _)) => Packet::Noop,
        Some(("4", message)) => read_message(message),
        _ => Packet::Unknown,
    }
}

fn read_message(message: &str) -> Packet {
    let Some((kind, rest)) = message.split_at_checked(1) else { return Packet::Unknown };
    // A namespace other than the main one stands before a comma.
    let rest = match rest.strip_prefix('/') {
        Some(named) => named.split_once(',').map_or("", |(_, rest)| rest),
        None => rest,
    };
    match kind {
        "0" => Packet::Connected,
        "1" => Packet::Disconnected,
        // An acknowledgement has its number before it.
        "2" | "3" => {
            let data = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            match serde_json::from_str(data) {
                Ok(event @ Value::Array(_)) => Packet::Event(event),
                _ => Packet::Unknown,
            }
        }
        "4" => {
            let data: Option<Value> = serde_json::from_str(rest).ok();
            let words = data.as_ref().and_then(|data| data.get("message").unwrap_or(data).as_str());
            Packet::Refused(words.unwrap_or(rest).to_owned())
        }
        _ => Packet::Unknown,
    }
}

/// CONNECT of a namespace, with data for the server's middleware where that is not empty.
pub(super) fn connect(namespace: &str, auth: &str) -> String {
    format!("40{}{auth}", prefix(namespace))
}

/// An event.
pub(super) fn event(namespace: &str, list: &Value) -> String {
    format!("42{}{list}", prefix(namespace))
}

fn prefix(namespace: &str) -> String {
    if namespace == "/" { String::new() } else { format!("{namespace},") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn packets_are_told_apart() {
        for (text, packet) in [
            (r#"0{"sid":"x","pingInterval":25000}"#, Packet::Open),
            (r#"40{"sid":"y"}"#, Packet::Connected),
            (r#"40/admin,{"sid":"y"}"#, Packet::Connected),
            ("2", Packet::Ping),
            (r#"42["offer",{"sdp":"v=0"}]"#, Packet::Event(json!(["offer", {"sdp": "v=0"}]))),
            (r#"42/admin,12["offer"]"#, Packet::Event(json!(["offer"]))),
            (r#"437[{"type":"answer"}]"#, Packet::Event(json!([{"type": "answer"}]))),
            (r#"44{"message":"no token"}"#, Packet::Refused("no token".to_owned())),
            ("41", Packet::Disconnected),
            ("6", Packet::Noop),
            ("", Packet::Unknown),
            ("4", Packet::Unknown),
            ("42{", Packet::Unknown),
            ("é", Packet::Unknown),
        ] {
            assert_eq!(read(text), packet, "{text}");
        }
        assert_eq!(event("/", &json!(["a", 1])), r#"42["a",1]"#);
        assert_eq!(connect("/admin", r#"{"token":"t"}"#), r#"40/admin,{"token":"t"}"#);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC{0,60}") {
            read(&text);
        }
    }
}
