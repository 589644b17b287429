//! Socket.IO 4 (Engine.IO 4): rooms with `join`, the usual events of WebRTC tutorials, an echo peer in room `echo`.
//!
//! For: `/socket.io/` by WebSocket or by polling; both carry the packets that are read and written here. Events that
//! are passed on to the room: [`RELAYED`]. Not for: namespaces other than `/`, and binary events.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::words::{Dialect, Heard, heard_in};
use crate::net::clock;
use crate::serve::echo::Told;
use crate::serve::rooms::{Guest, MEMBERS, Membership, QUEUE, Rooms};

/// How often the server pings and how long it waits: Socket.IO's own defaults.
const PING: Duration = Duration::from_secs(25);
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of the longest payload.
const PAYLOAD: usize = 256 * 1024;
/// The room of the echo peer.
const ECHO: &str = "echo";
/// What one member says to the others.
const RELAYED: [&str; 8] = ["offer", "answer", "candidate", "ice-candidate", "message", "signal", "bye", "chat"];

/// One client.
#[derive(Debug)]
pub(in crate::serve) struct SocketIo {
    rooms: Arc<Rooms<String>>,
    address: IpAddr,
    /// The session of Engine.IO; said at the opening unless polling has said it.
    session: Option<String>,
    id: String,
    connected: bool,
    room: Room,
    queue: mpsc::Sender<String>,
    /// The event that the client signals with, which the echo peer takes up.
    spoken: String,
    pinged: Instant,
    heard: Instant,
}

#[derive(Debug)]
enum Room {
    None,
    Echo,
    Other(Membership<String>),
}

impl SocketIo {
    /// A client, and what others have for it. `session` is to be said in an open packet.
    pub(in crate::serve) fn new(
        rooms: &Arc<Rooms<String>>,
        address: IpAddr,
        session: Option<String>,
    ) -> (Self, mpsc::Receiver<String>) {
        let (queue, queued) = mpsc::channel(QUEUE);
        let now = clock::now();
        let client = Self {
            rooms: Arc::clone(rooms),
            address,
            session,
            id: crate::serve::random(20),
            connected: false,
            room: Room::None,
            queue,
            spoken: String::new(),
            pinged: now,
            heard: now,
        };
        (client, queued)
    }

    fn packet(&mut self, packet: &str) -> Vec<Heard> {
        match packet.chars().next() {
            Some('0') => {
                // A namespace other than `/` stands between the type and the payload.
                let namespace = packet.get(1..).filter(|rest| rest.starts_with('/'));
                if let Some(namespace) =
                    namespace.and_then(|rest| rest.split([',', '?']).next()).filter(|it| *it != "/")
                {
                    let payload = json!({ "message": "Invalid namespace" });
                    return vec![Heard::Reply(format!("44{namespace},{payload}"))];
                }
                self.connected = true;
                vec![Heard::Reply(format!("40{}", json!({ "sid": self.id })))]
            }
            Some('1') => vec![Heard::Close("the client disconnects")],
            Some('2') if self.connected => {
                let rest = packet.get(1..).unwrap_or_default();
                let start = rest.find('[').unwrap_or(rest.len());
                let (ack, event) = rest.split_at(start);
                let mut heard = match serde_json::from_str::<Vec<Value>>(event) {
                    Ok(event) => self.event(&event),
                    Err(_) => return Vec::new(),
                };
                if !ack.is_empty() && ack.bytes().all(|b| b.is_ascii_digit()) {
                    heard.push(Heard::Reply(format!("43{ack}[]")));
                }
                heard
            }
            _ => Vec::new(),
        }
    }

    fn event(&mut self, event: &[Value]) -> Vec<Heard> {
        let Some(name) = event.first().and_then(Value::as_str) else { return Vec::new() };
        if name == "join" {
            return self.join(event.get(1).and_then(Value::as_str).unwrap_or_default());
        }
        if !RELAYED.contains(&name) {
            return Vec::new();
        }
        match &self.room {
            Room::Echo => {
                name.clone_into(&mut self.spoken);
                let payload = event.get(1).cloned().unwrap_or_default();
                heard_by_echo(name, payload)
            }
            Room::Other(membership) => {
                membership.relay(&format!("42{}", Value::Array(event.to_vec())));
                Vec::new()
            }
            Room::None => vec![said("error", json!({ "message": "join a room first" }))],
        }
    }

    fn join(&mut self, room: &str) -> Vec<Heard> {
        if room == ECHO {
            self.room = Room::Echo;
            return vec![said("ready", json!(ECHO))];
        }
        self.room = Room::None;
        let guest = Guest { address: self.address, tag: "" };
        let Some(membership) = self.rooms.join(room, MEMBERS, guest, self.queue.clone()) else {
            return vec![said("error", json!({ "message": "the room is full" }))];
        };
        membership.relay(&format!("42{}", json!(["ready", self.id])));
        self.room = Room::Other(membership);
        Vec::new()
    }
}

/// A candidate comes with an event of its own, or in the one event that carries everything.
fn heard_by_echo(name: &str, payload: Value) -> Vec<Heard> {
    let payload = match payload {
        Value::String(text) => match name {
            "offer" | "answer" => json!({ "type": name, "sdp": text }).to_string(),
            _ => text,
        },
        Value::Object(mut payload) if name == "offer" || name == "answer" => {
            payload.entry("type").or_insert_with(|| json!(name));
            Value::Object(payload).to_string()
        }
        payload => payload.to_string(),
    };
    heard_in(&payload).into_iter().collect()
}

impl Dialect for SocketIo {
    fn open(&mut self) -> Vec<String> {
        self.session.iter().map(|session| open_packet(session, &[])).collect()
    }

    fn hear(&mut self, frame: &str) -> Vec<Heard> {
        self.heard = clock::now();
        let rest = frame.get(1..).unwrap_or_default();
        match frame.chars().next() {
            Some('1') => vec![Heard::Close("the client closes")],
            Some('2') => vec![Heard::Reply(format!("3{rest}"))],
            Some('4') => self.packet(rest),
            _ => Vec::new(),
        }
    }

    fn say(&mut self, _: &str, told: &Told) -> Vec<String> {
        let one_event = matches!(self.spoken.as_str(), "message" | "signal");
        let named = |name: &str, payload: Value| {
            let name = if one_event { self.spoken.as_str() } else { name };
            vec![format!("42{}", json!([name, payload]))]
        };
        match told {
            Told::Answer(sdp) => named("answer", json!({ "type": "answer", "sdp": sdp })),
            Told::Offer(sdp) => named("offer", json!({ "type": "offer", "sdp": sdp })),
            Told::Candidate(candidate) if one_event => {
                named("candidate", json!({ "type": "candidate", "candidate": candidate.init() }))
            }
            Told::Candidate(candidate) => named("candidate", candidate.init()),
            Told::EndOfCandidates => Vec::new(),
            Told::Refused(why) => named("error", json!({ "type": "error", "message": why })),
            Told::Connected | Told::Gone => Vec::new(),
        }
    }

    fn tick(&mut self) -> Vec<Heard> {
        let now = clock::now();
        if now.saturating_duration_since(self.heard) > PING + PATIENCE {
            return vec![Heard::Close("ping timeout")];
        }
        if now.saturating_duration_since(self.pinged) < PING {
            return Vec::new();
        }
        self.pinged = now;
        vec![Heard::Reply("2".to_owned())]
    }
}

/// The first packet of a session.
pub(in crate::serve) fn open_packet(session: &str, upgrades: &[&str]) -> String {
    let open = json!({
        "sid": session,
        "upgrades": upgrades,
        "pingInterval": PING.as_secs() * 1000,
        "pingTimeout": PATIENCE.as_secs() * 1000,
        "maxPayload": PAYLOAD,
    });
    format!("0{open}")
}

fn said(name: &str, payload: Value) -> Heard {
    Heard::Reply(format!("42{}", json!([name, payload])))
}
