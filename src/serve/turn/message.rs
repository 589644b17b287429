//! STUN messages in and out: the one way in which the server reads and writes them.

use stun_types::attribute::{ErrorCode, Fingerprint, Software, UnknownAttributes};
use stun_types::message::{IntegrityKey, Message, MessageClass, MessageHeader, MessageWriteVec, StunParseError};
use stun_types::prelude::*;

use super::auth::Challenge;

/// SOFTWARE of every answer.
const SOFTWARE: &str = concat!("rtcdiag/", env!("CARGO_PKG_VERSION"));

/// Bytes of the longest request that is read. Attributes of a request are bounded (RFC 8489 section 14), so a longer
/// one is nobody's honest request; indications carry data and may be as long as a message can be.
const LONGEST_REQUEST: usize = 4096;

/// Reads one whole message. `None` is a message that RFC 8489 section 6.3 has us discard.
pub(super) fn decode(bytes: &[u8]) -> Option<Message<'_>> {
    let header = MessageHeader::from_bytes(bytes).ok()?;
    let whole =
        MessageHeader::LENGTH + usize::from(header.data_length()) == bytes.len() && bytes.len().is_multiple_of(4);
    let too_long = header.get_type().class() == MessageClass::Request && bytes.len() > LONGEST_REQUEST;
    if !whole || too_long {
        return None;
    }
    Message::from_bytes(bytes).ok()
}

/// An attribute that may be there; malformed is a bad request.
pub(super) fn optional<'a, A>(message: &'a Message<'a>) -> Result<Option<A>, Refusal>
where
    A: AttributeFromRaw<'a> + AttributeStaticType,
{
    match message.attribute::<A>() {
        Ok(attribute) => Ok(Some(attribute)),
        Err(StunParseError::MissingAttribute(_)) => Ok(None),
        Err(_) => Err(Refusal::error(400, "Malformed attribute")),
    }
}

/// An attribute that must be there.
pub(super) fn required<'a, A>(message: &'a Message<'a>, missing: &'static str) -> Result<A, Refusal>
where
    A: AttributeFromRaw<'a> + AttributeStaticType,
{
    optional(message)?.ok_or_else(|| Refusal::error(400, missing))
}

/// An error response, before it is written.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A code and a reason phrase.
    Error { code: u16, reason: &'static str },
    /// 401 or 438: try again with this realm and nonce.
    Challenge(Challenge),
    /// 420, with the comprehension-required attributes that were not understood.
    Unknown(UnknownAttributes),
}

impl Refusal {
    pub(super) fn error(code: u16, reason: &'static str) -> Self {
        Self::Error { code, reason }
    }

    /// The error response to `request`, signed where the request was.
    pub(super) fn reply(&self, request: &Message<'_>, key: Option<&IntegrityKey>) -> Vec<u8> {
        let (code, reason) = match self {
            Self::Error { code, reason } => (*code, *reason),
            Self::Challenge(challenge) => (challenge.code, ErrorCode::default_reason_for_code(challenge.code)),
            Self::Unknown(_) => (420, "Unknown Attribute"),
        };
        let code = ErrorCode::new(code, reason).expect("codes of refusals are between 300 and 699");
        let mut reply = Reply(Message::builder_error(request, MessageWriteVec::new())).with(&code);
        match self {
            Self::Error { .. } => {}
            Self::Challenge(challenge) => reply = reply.with(&challenge.realm).with(&challenge.nonce),
            Self::Unknown(attributes) => reply = reply.with(attributes),
        }
        reply.finish(request, key)
    }
}

/// A response that is being written.
pub(super) struct Reply(MessageWriteVec);

impl Reply {
    /// A success response to `request`.
    pub(super) fn success(request: &Message<'_>) -> Self {
        Self(Message::builder_success(request, MessageWriteVec::new()))
    }

    /// The same response with one more attribute.
    pub(super) fn with(mut self, attribute: &dyn AttributeWrite) -> Self {
        self.0.add_attribute(attribute).expect("a few short attributes fit, and none follows the integrity");
        self
    }

    /// The bytes: signed with `key`, and with FINGERPRINT if the request had one (RFC 8489 section 7).
    pub(super) fn finish(self, request: &Message<'_>, key: Option<&IntegrityKey>) -> Vec<u8> {
        let software = Software::new(SOFTWARE).expect("the name of the software is short");
        let mut writer = self.with(&software).0;
        if let Some(key) = key {
            writer
                .add_message_integrity_with_key(key, super::auth::ALGORITHM)
                .expect("a response is signed once, before its fingerprint");
        }
        if request.has_attribute(Fingerprint::TYPE) {
            writer.add_fingerprint().expect("a fingerprint is added once");
        }
        writer.finish()
    }
}
