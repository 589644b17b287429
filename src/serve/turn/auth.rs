//! Long-term credentials and nonces (RFC 8489 section 9.2).
//!
//! A nonce is its time of issue and a keyed hash of it and of the client, so that none has to be kept.

use std::time::{Duration, Instant};

use stun_types::attribute::{MessageIntegrity, Nonce, Realm, Username};
use stun_types::message::{IntegrityAlgorithm, IntegrityKey, LongTermKeyCredentials, Message, ShortTermCredentials};
use stun_types::prelude::*;

use super::core::{Client, Settings};
use super::message::{Refusal, optional};

/// The one algorithm offered: every TURN client has it, and SHA-256 is used only where PASSWORD-ALGORITHMS offers it.
pub(super) const ALGORITHM: IntegrityAlgorithm = IntegrityAlgorithm::Sha1;

/// What a client needs in order to sign.
#[derive(Debug)]
pub(super) struct Challenge {
    pub(super) code: u16,
    pub(super) realm: Realm,
    pub(super) nonce: Nonce,
}

/// The one user of the server.
#[derive(Debug)]
pub(super) struct Auth {
    username: String,
    realm: Realm,
    key: IntegrityKey,
    nonce_key: IntegrityKey,
    nonce_lifetime: Duration,
    epoch: Instant,
}

impl Auth {
    pub(super) fn new(settings: &Settings, epoch: Instant) -> Self {
        let credentials = LongTermKeyCredentials::new(
            settings.username.clone(),
            settings.credential.expose().clone(),
            settings.realm.clone(),
        );
        Self {
            username: settings.username.clone(),
            realm: Realm::new(&settings.realm).expect("a realm is shorter than 763 bytes"),
            key: credentials.make_key(ALGORITHM),
            nonce_key: ShortTermCredentials::new(settings.nonce_key.expose().clone()).make_key(),
            nonce_lifetime: settings.limits.nonce_lifetime,
            epoch,
        }
    }

    /// The key that signs what goes to a client that has shown its credentials.
    pub(super) fn key(&self) -> &IntegrityKey {
        &self.key
    }

    /// Whether `request` is signed with the credentials and a nonce of ours; if not, what to answer.
    pub(super) fn check(&self, now: Instant, client: Client, request: &Message<'_>) -> Result<(), Refusal> {
        if !request.has_attribute(MessageIntegrity::TYPE) {
            return Err(self.challenge(now, client, 401));
        }
        let (Some(username), Some(_), Some(nonce)) =
            (optional::<Username>(request)?, optional::<Realm>(request)?, optional::<Nonce>(request)?)
        else {
            return Err(Refusal::error(400, "USERNAME, REALM or NONCE is missing"));
        };
        if username.username() != self.username || !is_signed(request, &self.key) {
            return Err(self.challenge(now, client, 401));
        }
        if !self.is_fresh(now, client, nonce.nonce()) {
            return Err(self.challenge(now, client, 438));
        }
        Ok(())
    }

    fn challenge(&self, now: Instant, client: Client, code: u16) -> Refusal {
        let nonce = self.nonce(now.saturating_duration_since(self.epoch).as_secs(), client);
        let nonce = Nonce::new(&nonce).expect("a nonce of ours is shorter than 763 bytes");
        Refusal::Challenge(Challenge { code, realm: self.realm.clone(), nonce })
    }

    /// A keyed hash in hex of `parts`: for values that a client must not be able to guess.
    pub(super) fn seal(&self, parts: &[&[u8]]) -> [u8; 20] {
        MessageIntegrity::compute(parts, &self.nonce_key).expect("HMAC takes any length")
    }

    fn nonce(&self, issued: u64, client: Client) -> String {
        let seal = self.seal(&[b"nonce", &issued.to_be_bytes(), client.address.to_string().as_bytes()]);
        let hex: String = seal.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        format!("{issued:08x}{hex}")
    }

    fn is_fresh(&self, now: Instant, client: Client, nonce: &str) -> bool {
        let issued = nonce.get(..8).and_then(|issued| u64::from_str_radix(issued, 16).ok());
        issued.is_some_and(|issued| {
            let age = now.saturating_duration_since(self.epoch).saturating_sub(Duration::from_secs(issued));
            age <= self.nonce_lifetime && self.nonce(issued, client) == nonce
        })
    }
}

/// Whether the MESSAGE-INTEGRITY of `message` was made with `key` (RFC 8489 section 14.5).
pub(super) fn is_signed(message: &Message<'_>, key: &IntegrityKey) -> bool {
    message.validate_integrity_with_key(key).is_ok()
}
