//! Time-limited TURN credentials, the "REST API" way: minting, and what a credential says about itself
//! (draft-uberti-behave-turn-rest-00 section 2.2, as coturn and every cloud service have it).
//!
//! For: arithmetic on user name, password and secret. Not for: asking a server, or saying what a finding means.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::digest::InvalidLength;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::Sha256;

/// The hash under the HMAC.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Hash {
    /// HMAC-SHA1: the only one that coturn 4 knows.
    Sha1,
    /// HMAC-SHA256.
    Sha256,
}

impl Hash {
    /// The name as people write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sha1 => "HMAC-SHA1",
            Self::Sha256 => "HMAC-SHA256",
        }
    }

    fn mac(self, secret: &str, username: &str) -> Vec<u8> {
        match self {
            Self::Sha1 => finish(Hmac::<Sha1>::new_from_slice(secret.as_bytes()), username),
            Self::Sha256 => finish(Hmac::<Sha256>::new_from_slice(secret.as_bytes()), username),
        }
    }
}

fn finish<M: Mac>(keyed: Result<M, InvalidLength>, text: &str) -> Vec<u8> {
    let mut mac = keyed.expect("an HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The credential for `username` under `secret`: base64 of the HMAC's raw bytes.
pub fn mint(hash: Hash, secret: &str, username: &str) -> String {
    STANDARD.encode(hash.mac(secret, username))
}

/// Where the timestamp stands in the user name.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// `expiry:name`, or the expiry alone.
    First,
    /// `name:expiry`.
    Last,
}

/// How the password is written.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Base64 of 20 bytes: HMAC-SHA1 as it should be.
    Sha1,
    /// Base64 of 32 bytes: HMAC-SHA256.
    Sha256,
    /// 40 or 64 hexadecimal digits.
    Hex,
    /// Base64 of hexadecimal digits.
    HexInBase64,
    /// Anything else: a password that somebody chose.
    Other,
}

/// What comparing with a secret told.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Made {
    /// The credential was made with this secret and HMAC-SHA1.
    Sha1,
    /// The credential was made with this secret and HMAC-SHA256.
    Sha256,
    /// It was made with this secret, and then written in hexadecimal.
    Hex,
    /// It was made with another secret, for another name, or chosen by hand.
    Otherwise,
}

/// What a credential says about itself; holds nothing secret.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Examination {
    /// The expiry in the user name, in seconds since 1970.
    pub expiry: Option<i64>,
    /// The timestamp has thirteen digits: milliseconds.
    pub milliseconds: bool,
    /// Where the timestamp stands.
    pub order: Option<Order>,
    /// How the password is written.
    pub shape: Shape,
    /// What comparing with the secret told; `None` without a secret.
    pub made: Option<Made>,
}

/// Looks at a credential, and compares it with the secret if there is one.
pub fn examine(username: &str, password: &str, secret: Option<&str>) -> Examination {
    let stamp = timestamp(username);
    Examination {
        expiry: stamp.map(|stamp| if stamp.milliseconds { stamp.value / 1000 } else { stamp.value }),
        milliseconds: stamp.is_some_and(|stamp| stamp.milliseconds),
        order: stamp.map(|stamp| stamp.order),
        shape: shape(password),
        made: secret.map(|secret| made(username, password, secret)),
    }
}

#[derive(Clone, Copy)]
struct Timestamp {
    value: i64,
    milliseconds: bool,
    order: Order,
}

/// Ten digits (seconds until the year 2286) or thirteen (milliseconds), alone or on either side of a separator.
fn timestamp(username: &str) -> Option<Timestamp> {
    let digits = username.bytes().take_while(u8::is_ascii_digit).count();
    let (front, back) = username.split_at(digits);
    let of = |text: &str, order| {
        let milliseconds = match text.len() {
            10 => false,
            13 => true,
            _ => return None,
        };
        Some(Timestamp { value: text.parse().ok()?, milliseconds, order })
    };
    let separated = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_ascii_alphanumeric());
    if separated(back)
        && let Some(stamp) = of(front, Order::First)
    {
        return Some(stamp);
    }
    let tail = username.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (front, back) = username.split_at(username.len() - tail);
    if front.chars().next_back().is_some_and(|c| !c.is_ascii_alphanumeric()) { of(back, Order::Last) } else { None }
}

fn shape(password: &str) -> Shape {
    let hex = |text: &[u8]| matches!(text.len(), 40 | 64) && text.iter().all(u8::is_ascii_hexdigit);
    if hex(password.as_bytes()) {
        return Shape::Hex;
    }
    match STANDARD.decode(password) {
        Ok(bytes) if bytes.len() == 20 => Shape::Sha1,
        Ok(bytes) if bytes.len() == 32 => Shape::Sha256,
        Ok(bytes) if hex(&bytes) => Shape::HexInBase64,
        _ => Shape::Other,
    }
}

fn made(username: &str, password: &str, secret: &str) -> Made {
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    for (hash, made) in [(Hash::Sha1, Made::Sha1), (Hash::Sha256, Made::Sha256)] {
        let mac = hash.mac(secret, username);
        if password == STANDARD.encode(&mac) {
            return made;
        }
        let digits = hex(&mac);
        if password.eq_ignore_ascii_case(&digits) || password == STANDARD.encode(&digits) {
            return Made::Hex;
        }
    }
    Made::Otherwise
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minted_credential_is_recognised() {
        let user = "1893456000:alice";
        let sha1 = examine(user, &mint(Hash::Sha1, "s3cret", user), Some("s3cret"));
        assert_eq!((sha1.shape, sha1.made, sha1.expiry), (Shape::Sha1, Some(Made::Sha1), Some(1_893_456_000)));
        let sha256 = examine(user, &mint(Hash::Sha256, "s3cret", user), Some("s3cret"));
        assert_eq!((sha256.shape, sha256.made), (Shape::Sha256, Some(Made::Sha256)));
        assert_eq!(examine(user, &mint(Hash::Sha1, "other", user), Some("s3cret")).made, Some(Made::Otherwise));
    }

    #[test]
    fn hexadecimal_is_seen_with_and_without_base64() {
        let mac = Hash::Sha1.mac("s3cret", "1893456000:alice");
        let hex: String = mac.iter().map(|b| format!("{b:02x}")).collect();
        for (password, shape) in [(hex.clone(), Shape::Hex), (STANDARD.encode(&hex), Shape::HexInBase64)] {
            let seen = examine("1893456000:alice", &password, Some("s3cret"));
            assert_eq!((seen.shape, seen.made), (shape, Some(Made::Hex)));
        }
    }

    #[test]
    fn a_timestamp_is_found_on_either_side_and_in_milliseconds() {
        for (name, expiry, milliseconds, order) in [
            ("1893456000:alice", Some(1_893_456_000), false, Some(Order::First)),
            ("1893456000", Some(1_893_456_000), false, Some(Order::First)),
            ("alice:1893456000", Some(1_893_456_000), false, Some(Order::Last)),
            ("1893456000000:alice", Some(1_893_456_000), true, Some(Order::First)),
            ("alice_1893456000123", Some(1_893_456_000), true, Some(Order::Last)),
            ("alice", None, false, None),
            ("18934560001:alice", None, false, None),
            ("1893456000alice", None, false, None),
            ("", None, false, None),
        ] {
            let seen = examine(name, "pw", None);
            assert_eq!((seen.expiry, seen.milliseconds, seen.order), (expiry, milliseconds, order), "{name}");
        }
    }

    #[test]
    fn a_known_vector_of_hmac_sha1() {
        // RFC 2202 test case 2.
        let mac = Hash::Sha1.mac("Jefe", "what do ya want for nothing?");
        assert_eq!(mac[..4], [0xef, 0xfc, 0xdf, 0x6a]);
    }
}
