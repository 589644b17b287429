//! STUN and TURN messages as the probes need them: requests to bytes, answers to plain values (RFC 8489, RFC 8656).
//!
//! For: one place that knows the codec crates. Not for: state. A response that cannot be decoded is a value too.

use std::net::SocketAddr;

use stun_types::attribute::{
    AlternateServer, AttributeType, ErrorCode, MappedSocketAddr, Nonce, Realm, Software, UnknownAttributes, Username,
    XorMappedAddress,
};
use stun_types::message::{
    BINDING, IntegrityAlgorithm, LongTermKeyCredentials, Message, MessageClass, MessageHeader, MessageType,
    MessageWrite, MessageWriteExt, MessageWriteVec, Method, TransactionId,
};
use turn_types::attribute::{
    ChannelNumber, Data as DataAttribute, Lifetime, RequestedTransport, XorPeerAddress, XorRelayedAddress,
};
use turn_types::message::{ALLOCATE, CHANNEL_BIND, CREATE_PERMISSION, DATA, REFRESH, SEND};

/// MAPPED-ADDRESS (RFC 8489 section 14.1), which the codec has no type for.
const MAPPED_ADDRESS: AttributeType = AttributeType::new(0x0001);

/// What is asked of a server.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Request {
    /// Binding (RFC 8489 section 2).
    Binding,
    /// Allocate a UDP relay (RFC 8656 section 7).
    Allocate,
    /// Permit a peer's address (RFC 8656 section 9).
    CreatePermission(SocketAddr),
    /// Bind a channel to a peer (RFC 8656 section 12.2).
    ChannelBind(u16, SocketAddr),
    /// Refresh with this lifetime in seconds; 0 releases (RFC 8656 section 8).
    Refresh(u32),
}

impl Request {
    /// The method's name, as the specifications write it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Binding => "Binding",
            Self::Allocate => "Allocate",
            Self::CreatePermission(_) => "CreatePermission",
            Self::ChannelBind(..) => "ChannelBind",
            Self::Refresh(_) => "Refresh",
        }
    }

    fn method(&self) -> Method {
        match self {
            Self::Binding => BINDING,
            Self::Allocate => ALLOCATE,
            Self::CreatePermission(_) => CREATE_PERMISSION,
            Self::ChannelBind(..) => CHANNEL_BIND,
            Self::Refresh(_) => REFRESH,
        }
    }
}

/// What a request is signed with, once the server has challenged us.
#[derive(Clone)]
pub struct Authentication {
    /// User name.
    pub username: String,
    /// Password; never shown.
    pub password: String,
    /// REALM of the challenge.
    pub realm: String,
    /// NONCE of the challenge.
    pub nonce: String,
}

impl std::fmt::Debug for Authentication {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authentication").field("username", &self.username).finish_non_exhaustive()
    }
}

/// A request as bytes, or `None` when an attribute is longer than STUN allows (a user name of over 509 bytes).
pub fn encode(request: &Request, id: u128, auth: Option<&Authentication>) -> Option<Vec<u8>> {
    let kind = MessageType::from_class_method(MessageClass::Request, request.method());
    let id = TransactionId::from(id);
    let mut message = Message::builder(kind, id, MessageWriteVec::new());
    match request {
        Request::Binding => {}
        Request::Allocate => message.add_attribute(&RequestedTransport::new(RequestedTransport::UDP)).ok()?,
        Request::CreatePermission(peer) => message.add_attribute(&XorPeerAddress::new(*peer, id)).ok()?,
        Request::ChannelBind(channel, peer) => {
            message.add_attribute(&ChannelNumber::new(*channel)).ok()?;
            message.add_attribute(&XorPeerAddress::new(*peer, id)).ok()?;
        }
        Request::Refresh(seconds) => message.add_attribute(&Lifetime::new(*seconds)).ok()?,
    }
    if let Some(auth) = auth {
        message.add_attribute(&Username::new(&auth.username).ok()?).ok()?;
        message.add_attribute(&Realm::new(&auth.realm).ok()?).ok()?;
        message.add_attribute(&Nonce::new(&auth.nonce).ok()?).ok()?;
        let key = LongTermKeyCredentials::new(auth.username.clone(), auth.password.clone(), auth.realm.clone());
        message.add_message_integrity(&key.into(), IntegrityAlgorithm::Sha1).ok()?;
    }
    message.add_fingerprint().ok()?;
    Some(message.finish())
}

/// A Send indication that asks the relay to pass `payload` to `peer` (RFC 8656 section 11).
pub fn send_indication(id: u128, peer: SocketAddr, payload: &[u8]) -> Option<Vec<u8>> {
    let id = TransactionId::from(id);
    let kind = MessageType::from_class_method(MessageClass::Indication, SEND);
    let mut message = Message::builder(kind, id, MessageWriteVec::new());
    message.add_attribute(&XorPeerAddress::new(peer, id)).ok()?;
    message.add_attribute(&DataAttribute::new(payload)).ok()?;
    Some(message.finish())
}

/// What came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Decoded {
    /// An answer to a request.
    Response(Box<Response>),
    /// Data from a peer, through the relay.
    Data { peer: SocketAddr, payload: Vec<u8> },
    /// STUN, but neither an answer nor data.
    OtherStun(String),
    /// It begins as STUN does, but breaks its rules.
    Malformed(String),
    /// No STUN at all.
    NotStun { looks_like: &'static str, head: String },
}

/// An answer to a request, as plain values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// The transaction that it answers.
    pub id: u128,
    /// The method's name.
    pub method: &'static str,
    /// Error code and reason phrase; `None` for a success.
    pub error: Option<(u16, String)>,
    /// XOR-MAPPED-ADDRESS, or MAPPED-ADDRESS of an old server.
    pub mapped: Option<SocketAddr>,
    /// MAPPED-ADDRESS, where it stands beside XOR-MAPPED-ADDRESS.
    pub plain_mapped: Option<SocketAddr>,
    /// XOR-RELAYED-ADDRESS.
    pub relayed: Option<SocketAddr>,
    /// LIFETIME in seconds.
    pub lifetime: Option<u32>,
    /// REALM.
    pub realm: Option<String>,
    /// NONCE.
    pub nonce: Option<String>,
    /// SOFTWARE.
    pub software: Option<String>,
    /// ALTERNATE-SERVER.
    pub alternate: Option<SocketAddr>,
    /// UNKNOWN-ATTRIBUTES of a 420 as text.
    pub unknown: Option<String>,
}

/// Decodes whatever came in from a server.
pub fn decode(bytes: &[u8]) -> Decoded {
    if !looks_like_stun(bytes) {
        return Decoded::NotStun { looks_like: looks_like(bytes), head: head(bytes) };
    }
    let message = match Message::from_bytes(bytes) {
        Ok(message) => message,
        Err(error) => return Decoded::Malformed(lower(&error.to_string())),
    };
    match (message.class(), message.method()) {
        (MessageClass::Success | MessageClass::Error, _) => response(&message),
        (MessageClass::Indication, DATA) => {
            let peer = message.attribute::<XorPeerAddress>().map(|a| a.addr(message.transaction_id()));
            let payload = message.attribute::<DataAttribute<'_>>().map(|d| d.data().to_vec());
            match (peer, payload) {
                (Ok(peer), Ok(payload)) => Decoded::Data { peer, payload },
                _ => Decoded::Malformed("a Data indication without peer address or data".to_owned()),
            }
        }
        (class, method) => Decoded::OtherStun(format!("{class:?} {}", method_name(method)).to_lowercase()),
    }
}

fn response(message: &Message<'_>) -> Decoded {
    let id = message.transaction_id();
    let error = match (message.class(), message.attribute::<ErrorCode>()) {
        (MessageClass::Error, Ok(error)) => Some((error.code(), trimmed(error.reason()))),
        (MessageClass::Error, Err(_)) => {
            return Decoded::Malformed("an error response without a readable ERROR-CODE".to_owned());
        }
        _ => None,
    };
    let xored = message.attribute::<XorMappedAddress>().map(|a| a.addr(id)).ok();
    let plain = message.raw_attribute(MAPPED_ADDRESS).and_then(|raw| MappedSocketAddr::from_raw(&raw).ok());
    let plain = plain.map(|a| a.addr());
    Decoded::Response(Box::new(Response {
        id: id.into(),
        method: method_name(message.method()),
        error,
        mapped: xored.or(plain),
        plain_mapped: plain.filter(|_| xored.is_some()),
        relayed: message.attribute::<XorRelayedAddress>().ok().map(|a| a.addr(id)),
        lifetime: message.attribute::<Lifetime>().ok().map(|l| l.seconds()),
        realm: message.attribute::<Realm>().ok().map(|r| r.realm().to_owned()),
        nonce: message.attribute::<Nonce>().ok().map(|n| n.nonce().to_owned()),
        software: message.attribute::<Software>().ok().map(|s| trimmed(s.software())),
        alternate: message.attribute::<AlternateServer>().ok().map(|a| a.server()),
        unknown: message.attribute::<UnknownAttributes>().ok().map(|u| u.to_string()),
    }))
}

/// One line about a packet for the ledger; never holds a secret.
pub fn describe(bytes: &[u8]) -> String {
    match decode(bytes) {
        Decoded::Response(response) => {
            let mut text = match &response.error {
                Some((code, reason)) => format!("{} error {code} {reason}", response.method),
                None => format!("{} success", response.method),
            };
            for (name, value) in [
                ("mapped", response.mapped.map(|a| a.to_string())),
                ("relayed", response.relayed.map(|a| a.to_string())),
                ("lifetime", response.lifetime.map(|s| format!("{s} s"))),
                ("realm", response.realm),
                ("software", response.software),
                ("alternate", response.alternate.map(|a| a.to_string())),
            ] {
                if let Some(value) = value {
                    text.push_str(&format!(", {name} {value}"));
                }
            }
            text
        }
        Decoded::Data { peer, payload } => format!("Data indication from {peer}, {} bytes", payload.len()),
        Decoded::OtherStun(_) => request_line(bytes).unwrap_or_else(|| "STUN".to_owned()),
        Decoded::Malformed(why) => format!("malformed STUN: {why}"),
        Decoded::NotStun { looks_like, .. } => looks_like.to_owned(),
    }
}

fn request_line(bytes: &[u8]) -> Option<String> {
    let message = Message::from_bytes(bytes).ok()?;
    let class = if message.class() == MessageClass::Request { "request" } else { "indication" };
    let mut text = format!("{} {class}", method_name(message.method()));
    if let Ok(user) = message.attribute::<Username>() {
        text.push_str(&format!(" as {}", user.username()));
    }
    if let Ok(peer) = message.attribute::<XorPeerAddress>() {
        text.push_str(&format!(" for peer {}", peer.addr(message.transaction_id())));
    }
    if let Ok(lifetime) = message.attribute::<Lifetime>() {
        text.push_str(&format!(", lifetime {} s", lifetime.seconds()));
    }
    Some(text)
}

fn method_name(method: Method) -> &'static str {
    match method {
        BINDING => "Binding",
        ALLOCATE => "Allocate",
        REFRESH => "Refresh",
        SEND => "Send",
        DATA => "Data",
        CREATE_PERMISSION => "CreatePermission",
        CHANNEL_BIND => "ChannelBind",
        _ => "unknown method",
    }
}

/// The magic cookie in its place, behind two zero bits (RFC 8489 section 5).
fn looks_like_stun(bytes: &[u8]) -> bool {
    bytes.len() >= MessageHeader::LENGTH
        && bytes.first().is_some_and(|b| b & 0xc0 == 0)
        && bytes.get(4..8) == Some(&[0x21, 0x12, 0xa4, 0x42])
}

/// Names what answered instead of a STUN server.
fn looks_like(bytes: &[u8]) -> &'static str {
    const MARKS: &[(&[u8], &str)] = &[
        (b"HTTP/", "an HTTP server"),
        (b"<!", "an HTTP server"),
        (b"<html", "an HTTP server"),
        (b"SSH-", "an SSH server"),
        (b"220", "a mail or FTP server"),
        (b"\x16\x03", "a TLS server"),
        (b"\x15\x03", "a TLS server"),
        (b"RFB ", "a VNC server"),
        (b"* OK", "an IMAP server"),
        (b"+OK", "a POP3 server"),
        (b"-ERR", "a Redis or POP3 server"),
    ];
    MARKS
        .iter()
        .find(|(mark, _)| bytes.len() >= mark.len() && bytes[..mark.len()].eq_ignore_ascii_case(mark))
        .map_or("something that does not speak STUN", |(_, name)| name)
}

/// The first bytes, readable where they are text and in hexadecimal where they are not.
fn head(bytes: &[u8]) -> String {
    let first = bytes.get(..bytes.len().min(32)).unwrap_or(bytes);
    let printable = first.iter().take_while(|b| b.is_ascii_graphic() || **b == b' ').count();
    if printable >= 4 {
        String::from_utf8_lossy(first.get(..printable).unwrap_or(first)).into_owned()
    } else {
        first.iter().take(8).map(|b| format!("{b:02x}")).collect()
    }
}

/// coturn counts trailing NULs into the length of a phrase.
fn trimmed(text: &str) -> String {
    text.trim_end_matches('\0').trim().to_owned()
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn requests_decode_to_what_they_say() {
        let bytes = encode(&Request::Refresh(0), 7, None).unwrap();
        assert_eq!(describe(&bytes), "Refresh request, lifetime 0 s");
        let peer = "192.0.2.1:9".parse().unwrap();
        let bytes = encode(&Request::CreatePermission(peer), 7, None).unwrap();
        assert_eq!(describe(&bytes), "CreatePermission request for peer 192.0.2.1:9");
    }

    #[test]
    fn no_description_shows_a_password() {
        let auth = Authentication {
            username: "alice".to_owned(),
            password: "hunter2".to_owned(),
            realm: "r".to_owned(),
            nonce: "n".to_owned(),
        };
        let bytes = encode(&Request::Allocate, 1, Some(&auth)).unwrap();
        assert!(!format!("{auth:?} {}", describe(&bytes)).contains("hunter2"));
        assert_eq!(describe(&bytes), "Allocate request as alice");
    }

    #[test]
    fn a_user_name_that_stun_cannot_carry_is_refused() {
        let auth = Authentication {
            username: "u".repeat(600),
            password: String::new(),
            realm: String::new(),
            nonce: String::new(),
        };
        assert_eq!(encode(&Request::Allocate, 1, Some(&auth)), None);
    }

    #[test]
    fn what_answers_instead_is_named() {
        for (bytes, name) in [
            (&b"HTTP/1.1 400 Bad Request\r\n"[..], "an HTTP server"),
            (b"SSH-2.0-OpenSSH_9.2\r\n", "an SSH server"),
            (b"\x15\x03\x01\x00\x02\x02\x46", "a TLS server"),
            (b"\xff\x38\xb4\xe6garbage", "something that does not speak STUN"),
        ] {
            assert!(matches!(decode(bytes), Decoded::NotStun { looks_like, .. } if looks_like == name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn decoding_ends_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = describe(&bytes);
        }

        #[test]
        fn decoding_ends_on_a_damaged_message(at in 0usize..100, value: u8) {
            let auth = Authentication {
                username: "u".to_owned(), password: "p".to_owned(), realm: "r".to_owned(), nonce: "n".to_owned(),
            };
            let mut bytes = encode(&Request::Allocate, 9, Some(&auth)).unwrap();
            let at = at % bytes.len();
            bytes[at] = value;
            let _ = describe(&bytes);
        }
    }
}
