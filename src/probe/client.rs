//! A TURN client without sockets: Binding, Allocate with its challenge, permission, data, release (RFC 8656).
//!
//! For: one connection to one server. Not for: deciding what a refusal means, or what to do next; `server` does.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::message::{Authentication, Decoded, Request, Response, decode, encode, send_indication};
use super::session::Session;
use super::transaction::Transaction;
use crate::candidate::secret::Secret;
use crate::facts::ice::{Failure, Phases, Stage};

/// How often a server may call a nonce stale before it is taken for a loop.
const MAX_STALE_NONCES: u32 = 4;

/// Seconds that an allocation lasts where the server does not say (RFC 8656 section 3.2).
const DEFAULT_LIFETIME_S: u32 = 600;

/// Who we say we are.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// User name.
    pub username: String,
    /// Password.
    pub password: Secret<String>,
    /// The realm to claim, in place of the one that the server names.
    pub realm: Option<String>,
}

/// What the client has to say to the machine that owns it.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The Binding request was answered, with success or not.
    Bound,
    /// The relay is there.
    Allocated,
    /// The relay was refused, or what answered is no TURN server.
    Failed(Failure),
    /// The permission is there.
    Permitted,
    /// The permission was refused.
    PermissionRefused { code: u16, reason: String },
    /// The allocation is released.
    Released,
    /// 300 Try Alternate: another server is to be asked.
    Redirected(SocketAddr),
    /// A peer's data came through the relay.
    Data { peer: SocketAddr, payload: Vec<u8> },
}

/// What was learned on the way.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Times of the STUN phases.
    pub phases: Phases,
    /// Quickest certain round trip.
    pub rtt: Option<Duration>,
    /// Requests sent again.
    pub retransmissions: u32,
    /// Exchanges of the allocation (or of the binding when there is none).
    pub exchanges: u32,
    /// Our address as the server sees it.
    pub mapped: Option<SocketAddr>,
    /// The relayed address.
    pub relayed: Option<SocketAddr>,
    /// Lifetime of the allocation in seconds.
    pub lifetime_s: Option<u32>,
    /// SOFTWARE.
    pub software: Option<String>,
    /// REALM.
    pub realm: Option<String>,
    /// Error of the Binding request.
    pub binding_error: Option<(u16, String)>,
    /// MAPPED-ADDRESS, where it stood beside XOR-MAPPED-ADDRESS.
    pub plain_mapped: Option<SocketAddr>,
    /// The relay was granted to a request without credentials.
    pub no_auth: bool,
    /// Answers to transactions that are none of ours.
    pub foreign: u32,
}

/// The client.
#[derive(Debug)]
pub struct Client {
    reliable: bool,
    credentials: Option<Credentials>,
    rng: StdRng,
    auth: Option<Authentication>,
    binding: Option<Transaction>,
    control: Option<(Request, Transaction)>,
    indications: VecDeque<Vec<u8>>,
    stale_nonces: u32,
    server_errors: u32,
    past: Vec<u128>,
    allocated: bool,
    seen: Seen,
}

impl Client {
    /// A client that has not sent anything. `reliable` says that the transport is a stream.
    pub fn new(reliable: bool, credentials: Option<Credentials>, seed: u64) -> Self {
        Self {
            reliable,
            credentials,
            rng: StdRng::seed_from_u64(seed),
            auth: None,
            binding: None,
            control: None,
            indications: VecDeque::new(),
            stale_nonces: 0,
            server_errors: 0,
            past: Vec::new(),
            allocated: false,
            seen: Seen::default(),
        }
    }

    /// Asks for our mapped address.
    pub fn bind(&mut self, now: Instant) {
        self.binding = self.transaction(&Request::Binding, now);
    }

    /// Asks for a relay, first without credentials (RFC 8489 section 9.2.3.1).
    pub fn allocate(&mut self, now: Instant) {
        self.ask(Request::Allocate, now);
    }

    /// Asks for a permission for the address of `peer`.
    pub fn permit(&mut self, peer: SocketAddr, now: Instant) {
        self.ask(Request::CreatePermission(peer), now);
    }

    /// Releases the allocation; answers [`Event::Released`] when the server confirms it.
    pub fn release(&mut self, now: Instant) {
        self.indications.clear();
        self.binding = None;
        self.ask(Request::Refresh(0), now);
    }

    /// Sends `payload` to `peer` through the relay.
    pub fn send_to(&mut self, peer: SocketAddr, payload: &[u8]) {
        let id = self.id();
        self.indications.extend(send_indication(id, peer, payload));
    }

    /// What holds the allocation from now on, until [`Client::release`]; `None` where there is none.
    pub fn session(&mut self, now: Instant) -> Option<Session> {
        let lifetime = Duration::from_secs(self.seen.lifetime_s.unwrap_or(DEFAULT_LIFETIME_S).into());
        let seed = self.rng.random();
        self.allocated.then(|| Session::new(self.reliable, self.auth.clone(), lifetime, seed, now))
    }

    /// What was learned so far.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// Whether there is an allocation, or one may come about by a request that is on its way.
    pub fn holds_allocation(&self) -> bool {
        self.allocated || self.auth.is_some() && matches!(self.control, Some((Request::Allocate, _)))
    }

    /// Whether an unsigned Allocate is on its way. It is to be challenged, but a server without authentication grants it.
    pub fn asks_unsigned(&self) -> bool {
        self.auth.is_none() && matches!(&self.control, Some((Request::Allocate, t)) if t.sent() > 0)
    }

    /// Whether the relay is there.
    pub fn allocated(&self) -> bool {
        self.allocated
    }

    /// How often Binding was sent without an answer; `None` once it is answered.
    pub fn binding_sent(&self) -> Option<u32> {
        self.binding.as_ref().map(Transaction::sent)
    }

    /// What is on its way: how far it came, how often it was sent, since when.
    pub fn waiting_for(&self, now: Instant) -> Option<(Stage, u32, Duration)> {
        let of = |stage, t: &Transaction| (stage, t.sent(), t.elapsed(now));
        match (&self.control, &self.binding) {
            (Some((Request::Allocate, t)), Some(_)) if self.seen.realm.is_none() => Some(of(Stage::Binding, t)),
            (Some((_, t)), _) => Some(of(Stage::Allocate, t)),
            (None, Some(t)) => Some(of(Stage::Binding, t)),
            (None, None) => None,
        }
    }

    /// The next bytes to send, if it is time.
    pub fn transmit(&mut self, now: Instant) -> Option<Vec<u8>> {
        let control = self.control.as_mut().map(|(_, transaction)| transaction);
        for transaction in control.into_iter().chain(self.binding.as_mut()) {
            let again = transaction.sent() > 0;
            if let Some(bytes) = transaction.due(now) {
                self.seen.retransmissions += u32::from(again);
                return Some(bytes.to_vec());
            }
        }
        self.indications.pop_front()
    }

    /// When there is something to send next.
    pub fn next(&self) -> Option<Instant> {
        let control = self.control.as_ref().and_then(|(_, t)| t.next());
        control.into_iter().chain(self.binding.as_ref().and_then(Transaction::next)).min()
    }

    /// Takes in one datagram or one message of the stream.
    pub fn handle(&mut self, bytes: &[u8], now: Instant) -> Option<Event> {
        match decode(bytes) {
            Decoded::Response(response) => self.response(&response, now),
            Decoded::Data { peer, payload } => Some(Event::Data { peer, payload }),
            Decoded::OtherStun(what) if self.heard_nothing() && what.contains("request") => {
                let looks_like = "an echo service: our own request came back".to_owned();
                Some(Event::Failed(Failure::NotStun { looks_like, head: what }))
            }
            Decoded::OtherStun(_) => None,
            Decoded::Malformed(what) if self.heard_nothing() => Some(Event::Failed(Failure::Broken { what })),
            Decoded::NotStun { looks_like, head } if self.heard_nothing() => {
                Some(Event::Failed(Failure::NotStun { looks_like: looks_like.to_owned(), head }))
            }
            Decoded::Malformed(_) | Decoded::NotStun { .. } => None,
        }
    }

    /// An answer to nothing that waits: a late copy, or a server that makes ids up.
    fn foreign(&mut self, id: u128) -> Option<Event> {
        if self.past.contains(&id) {
            return None;
        }
        self.seen.foreign += 1;
        let answers = self.seen.foreign;
        (answers >= 2 && self.heard_nothing()).then_some(Event::Failed(Failure::WrongTransaction { answers }))
    }

    fn heard_nothing(&self) -> bool {
        self.seen.exchanges == 0 && self.seen.phases.binding_ms.is_none()
    }

    fn response(&mut self, response: &Response, now: Instant) -> Option<Event> {
        if let Some(software) = &response.software {
            self.seen.software = Some(software.clone());
        }
        if self.binding.as_ref().is_some_and(|t| t.id == response.id) {
            let transaction = self.binding.take()?;
            self.note_rtt(&transaction, now);
            self.seen.phases.binding_ms = Some(ms(transaction.elapsed(now)));
            self.seen.mapped = response.mapped.or(self.seen.mapped);
            self.seen.plain_mapped = response.plain_mapped;
            self.seen.binding_error.clone_from(&response.error);
            if self.control.is_none() {
                self.seen.exchanges += 1;
            }
            return Some(Event::Bound);
        }
        if self.control.as_ref().is_none_or(|(_, t)| t.id != response.id) {
            return self.foreign(response.id);
        }
        let (request, transaction) = self.control.take()?;
        self.note_rtt(&transaction, now);
        if request == Request::Allocate {
            self.seen.exchanges += 1;
        }
        match &response.error {
            None => self.success(&request, response, &transaction, now),
            Some((300, _)) if request == Request::Allocate && response.alternate.is_some() => {
                response.alternate.map(Event::Redirected)
            }
            // RFC 8489 section 6.3.4: a server error may pass, so that the request is tried once more.
            Some((500..=599, _)) if self.server_errors == 0 && !matches!(response.error, Some((508, _))) => {
                self.server_errors += 1;
                self.ask(request, now);
                None
            }
            Some((code @ (401 | 438), reason)) => self.challenge(request, *code, reason, response, &transaction, now),
            Some((code, reason)) => Some(self.refused(&request, *code, reason)),
        }
    }

    fn success(&mut self, request: &Request, r: &Response, t: &Transaction, now: Instant) -> Option<Event> {
        match request {
            Request::Binding => None,
            Request::Allocate => {
                self.seen.phases.allocate_ms = Some(ms(t.elapsed(now)));
                self.seen.lifetime_s = r.lifetime;
                self.seen.mapped = r.mapped.or(self.seen.mapped);
                let Some(relayed) = r.relayed else {
                    let what = "an Allocate success without XOR-RELAYED-ADDRESS".to_owned();
                    return Some(Event::Failed(Failure::Broken { what }));
                };
                self.seen.relayed = Some(relayed);
                self.seen.no_auth = self.auth.is_none();
                self.allocated = true;
                Some(Event::Allocated)
            }
            Request::CreatePermission(_) => Some(Event::Permitted),
            // Channels are a session's.
            Request::ChannelBind(..) => None,
            Request::Refresh(_) => {
                self.allocated = false;
                Some(Event::Released)
            }
        }
    }

    /// 401 before credentials were sent and 438 are steps of the exchange (RFC 8489 sections 9.2.4 and 9.2.5).
    fn challenge(
        &mut self,
        request: Request,
        code: u16,
        reason: &str,
        r: &Response,
        t: &Transaction,
        now: Instant,
    ) -> Option<Event> {
        if request == Request::Allocate && self.auth.is_none() {
            self.seen.phases.challenge_ms = Some(ms(t.elapsed(now)));
            self.seen.realm.clone_from(&r.realm);
        }
        let refused_again = code == 401 && self.auth.is_some();
        self.stale_nonces += u32::from(code == 438);
        if refused_again || self.stale_nonces > MAX_STALE_NONCES {
            return Some(self.refused(&request, code, reason));
        }
        let realm = r.realm.clone().or_else(|| self.auth.as_ref().map(|a| a.realm.clone()));
        let (Some(realm), Some(nonce)) = (realm, r.nonce.clone()) else {
            return Some(Event::Failed(Failure::BrokenChallenge { code }));
        };
        let Some(credentials) = &self.credentials else {
            return Some(Event::Failed(Failure::NoCredentials { realm: Some(realm) }));
        };
        self.auth = Some(Authentication {
            username: credentials.username.clone(),
            password: credentials.password.expose().clone(),
            realm: credentials.realm.clone().unwrap_or(realm),
            nonce,
        });
        let bytes = credentials.username.len();
        self.ask(request, now);
        self.control.is_none().then_some(Event::Failed(Failure::NameTooLong { bytes }))
    }

    fn refused(&mut self, request: &Request, code: u16, reason: &str) -> Event {
        let reason = reason.to_owned();
        match request {
            Request::CreatePermission(_) | Request::ChannelBind(..) => Event::PermissionRefused { code, reason },
            // 437 says that there is no such allocation: what was to be reached.
            Request::Refresh(_) => {
                self.allocated = false;
                Event::Released
            }
            Request::Binding | Request::Allocate => Event::Failed(Failure::Refused {
                method: request.name().to_owned(),
                code,
                reason,
                with_credentials: self.auth.is_some(),
            }),
        }
    }

    fn ask(&mut self, request: Request, now: Instant) {
        self.control = self.transaction(&request, now).map(|transaction| (request, transaction));
    }

    fn transaction(&mut self, request: &Request, now: Instant) -> Option<Transaction> {
        let id = self.id();
        self.past.push(id);
        // Binding needs no authentication; a server that wants it says so.
        let auth = if *request == Request::Binding { None } else { self.auth.as_ref() };
        let bytes = encode(request, id, auth)?;
        Some(Transaction::new(id, bytes, self.reliable, now))
    }

    /// 96 random bits (RFC 8489 section 5).
    fn id(&mut self) -> u128 {
        self.rng.random::<u128>() >> 32
    }

    fn note_rtt(&mut self, transaction: &Transaction, now: Instant) {
        let rtt = transaction.rtt(now);
        self.seen.rtt = self.seen.rtt.into_iter().chain(rtt).min();
    }
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
