//! PeerJS (peerjs-server 1): messages between ids, and an echo peer whose id is `echo`.
//!
//! For: `/peerjs?key=&id=&token=`. A message for an id that is not there waits five seconds, as on the public server,
//! and then comes back as `EXPIRE`.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::words::{Dialect, Heard, candidate_in};
use crate::net::clock;
use crate::serve::echo::Told;
use crate::serve::rooms::{Guest, Membership, QUEUE, Rooms};
use crate::serve::tasks::lock;

/// The key that clients have unless they are told of another.
const KEY: &str = "peerjs";
/// The id of the echo peer.
const ECHO: &str = "echo";
/// How long a message waits for its id.
const EXPIRY: Duration = Duration::from_secs(5);
/// Messages that wait, of all clients.
const WAITING: usize = 256;
/// What is passed on between ids.
const RELAYED: [&str; 5] = ["OFFER", "ANSWER", "CANDIDATE", "LEAVE", "EXPIRE"];

/// All ids, and the messages for those that are not there.
#[derive(Debug, Default)]
pub(in crate::serve) struct Ids {
    pub(in crate::serve) here: Arc<Rooms<String>>,
    waiting: Mutex<Vec<Waiting>>,
}

#[derive(Debug)]
struct Waiting {
    from: String,
    to: String,
    frame: String,
    until: Instant,
}

/// One client.
#[derive(Debug)]
pub(in crate::serve) struct PeerJs {
    ids: Arc<Ids>,
    id: String,
    /// `None` where the client was not let in: then this is why.
    membership: Result<Membership<String>, Value>,
    /// The kind of each call, which its answer repeats.
    kinds: Vec<(String, String)>,
}

impl PeerJs {
    /// A client by the query of its request, and what others have for it.
    pub(in crate::serve) fn new(
        ids: &Arc<Ids>,
        value: impl Fn(&str) -> Option<String>,
        address: std::net::IpAddr,
    ) -> (Self, Option<mpsc::Receiver<String>>) {
        let (queue, queued) = mpsc::channel(QUEUE);
        let membership = match (value("key"), value("id"), value("token")) {
            (Some(key), _, _) if key != KEY && !key.is_empty() => Err(error("ERROR", "Invalid key provided")),
            (Some(_), Some(id), Some(token)) if !id.is_empty() && !token.is_empty() => {
                let membership = (id != ECHO).then(|| ids.here.join(&id, 1, Guest { address, tag: &token }, queue));
                membership.flatten().ok_or_else(|| error("ID-TAKEN", "ID is taken"))
            }
            _ => Err(error("ERROR", "No id, token, or key supplied to websocket server")),
        };
        let queued = membership.is_ok().then_some(queued);
        let client = Self { ids: Arc::clone(ids), id: value("id").unwrap_or_default(), membership, kinds: Vec::new() };
        (client, queued)
    }

    /// A message of the echo peer's.
    fn echo_says(&self, kind: &str, call: &str, rest: Value) -> Vec<String> {
        let media = self.kinds.iter().find(|(known, _)| known == call).map_or("data", |(_, media)| media.as_str());
        let mut payload = json!({ "type": media, "connectionId": call });
        if let (Value::Object(payload), Value::Object(rest)) = (&mut payload, rest) {
            payload.extend(rest);
        }
        vec![json!({ "type": kind, "src": ECHO, "dst": self.id, "payload": payload }).to_string()]
    }

    fn relay(&self, to: &str, frame: String) {
        if self.ids.here.deliver(to, &frame) {
            return;
        }
        let mut waiting = lock(&self.ids.waiting);
        if waiting.len() < WAITING {
            let until = clock::now() + EXPIRY;
            waiting.push(Waiting { from: self.id.clone(), to: to.to_owned(), frame, until });
        }
    }

    /// What was sent to the echo peer.
    fn echo_hears(&mut self, kind: &str, payload: &Value) -> Vec<Heard> {
        let call = text(payload, "connectionId");
        let sdp = || payload.get("sdp").map(|sdp| text(sdp, "sdp")).unwrap_or_default();
        match kind {
            "OFFER" => {
                self.kinds.retain(|(known, _)| *known != call);
                if self.kinds.len() < WAITING {
                    self.kinds.push((call.clone(), text(payload, "type")));
                }
                vec![Heard::Offer { sdp: sdp(), call }]
            }
            "ANSWER" => vec![Heard::Answer { sdp: sdp(), call }],
            "CANDIDATE" => payload
                .get("candidate")
                .and_then(candidate_in)
                .map(|candidate| Heard::Candidate { call, candidate })
                .into_iter()
                .collect(),
            "LEAVE" => vec![Heard::Bye { call }],
            _ => Vec::new(),
        }
    }
}

impl Dialect for PeerJs {
    fn open(&mut self) -> Vec<String> {
        match &self.membership {
            Ok(_) => {
                let mut waiting = lock(&self.ids.waiting);
                let (mine, others) =
                    std::mem::take(&mut *waiting).into_iter().partition(|it: &Waiting| it.to == self.id);
                *waiting = others;
                let opened = std::iter::once(json!({ "type": "OPEN" }).to_string());
                opened.chain(Vec::into_iter(mine).map(|it: Waiting| it.frame)).collect()
            }
            Err(why) => vec![why.to_string()],
        }
    }

    fn hear(&mut self, frame: &str) -> Vec<Heard> {
        if self.membership.is_err() {
            return Vec::new();
        }
        let Ok(Value::Object(mut message)) = serde_json::from_str(frame) else {
            return vec![Heard::Reply(error("ERROR", "Invalid message").to_string())];
        };
        let word = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (kind, to) = (word("type"), word("dst"));
        if !RELAYED.contains(&kind.as_str()) {
            // HEARTBEAT, and what a later version may bring.
            return Vec::new();
        }
        if to == ECHO {
            let payload = message.get("payload").cloned().unwrap_or_default();
            return self.echo_hears(&kind, &payload);
        }
        message.insert("src".to_owned(), Value::String(self.id.clone()));
        self.relay(&to, Value::Object(message).to_string());
        Vec::new()
    }

    fn say(&mut self, call: &str, told: &Told) -> Vec<String> {
        match told {
            Told::Answer(sdp) => self.echo_says("ANSWER", call, json!({ "sdp": { "type": "answer", "sdp": sdp } })),
            Told::Offer(sdp) => self.echo_says("OFFER", call, json!({ "sdp": { "type": "offer", "sdp": sdp } })),
            Told::Candidate(candidate) => self.echo_says("CANDIDATE", call, json!({ "candidate": candidate.init() })),
            Told::Refused(why) => vec![error("ERROR", why).to_string()],
            Told::Gone => vec![json!({ "type": "LEAVE", "src": ECHO, "dst": self.id }).to_string()],
            // Clients of this protocol never say that there are no more candidates.
            Told::EndOfCandidates | Told::Connected => Vec::new(),
        }
    }

    fn tick(&mut self) -> Vec<Heard> {
        if self.membership.is_err() {
            return vec![Heard::Close("not let in")];
        }
        let now = clock::now();
        let mut expired = Vec::new();
        lock(&self.ids.waiting).retain(|it| {
            let keep = now < it.until;
            if !keep && it.from == self.id {
                expired.push(Heard::Reply(json!({ "type": "EXPIRE", "src": it.to, "dst": it.from }).to_string()));
            }
            // One whose sender is gone as well is told nobody.
            keep || (it.from != self.id && now < it.until + EXPIRY)
        });
        expired
    }
}

fn error(kind: &str, message: &str) -> Value {
    json!({ "type": kind, "payload": { "msg": message } })
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}
