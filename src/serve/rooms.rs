//! Rooms: what one member says goes to the others, verbatim and in order. Ids of PeerJS are rooms for one.
//!
//! For: every relay of the server, and the question who takes part in a call. Not for: what is said.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::bounds::Bucket;
use super::echo::{ended, part};
use super::http::Socket;
use super::tasks::lock;
use crate::net::clock;

/// Rooms at one time.
const ROOMS: usize = 256;

/// Frames that wait for a member who does not read.
pub(super) const QUEUE: usize = 64;

/// Members of one room.
pub(super) const MEMBERS: usize = 16;

/// Bytes of the longest name.
const NAME: usize = 128;

/// How long one frame may take to be written to a member.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a member is asked whether it is there, and how long a room is anybody's.
const PING: Duration = Duration::from_secs(25);
const LIFETIME: Duration = Duration::from_secs(12 * 3600);

/// Frames that a member may send at once, and in a second after that.
const BURST: f64 = 1000.0;
const RATE: f64 = 200.0;

/// All rooms of one kind. One exists as long as it has a member.
#[derive(Debug)]
pub(super) struct Rooms<M> {
    state: Mutex<State<M>>,
}

#[derive(Debug)]
struct State<M> {
    rooms: HashMap<String, Vec<Member<M>>>,
    last_member: u64,
}

#[derive(Debug)]
struct Member<M> {
    number: u64,
    address: IpAddr,
    tag: String,
    queue: mpsc::Sender<M>,
}

impl<M> Default for Rooms<M> {
    fn default() -> Self {
        Self { state: Mutex::new(State { rooms: HashMap::new(), last_member: 0 }) }
    }
}

/// Who wants to come in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guest<'a> {
    pub(super) address: IpAddr,
    /// What says that a member of the same tag is the same; empty says nothing.
    pub(super) tag: &'a str,
}

impl<M: Clone> Rooms<M> {
    /// A place in `room`, which has at most `most`; what the others say goes to `queue`. `None` when it is full.
    pub(super) fn join(
        self: &Arc<Self>,
        room: &str,
        most: usize,
        guest: Guest<'_>,
        queue: mpsc::Sender<M>,
    ) -> Option<Membership<M>> {
        let mut state = lock(&self.state);
        if room.len() > NAME || (!state.rooms.contains_key(room) && state.rooms.len() >= ROOMS) {
            return None;
        }
        state.last_member += 1;
        let number = state.last_member;
        let members = state.rooms.entry(room.to_owned()).or_default();
        members.retain(|member| guest.tag.is_empty() || member.tag != guest.tag);
        if members.len() >= most {
            return None;
        }
        members.push(Member { number, address: guest.address, tag: guest.tag.to_owned(), queue });
        Some(Membership { rooms: Arc::clone(self), room: room.to_owned(), number })
    }

    /// Members of all rooms.
    pub(super) fn members(&self) -> usize {
        lock(&self.state).rooms.values().map(Vec::len).sum()
    }

    /// Whether both are members of one room, or of any two where `anywhere`.
    pub(super) fn together(&self, one: IpAddr, other: IpAddr, anywhere: bool) -> bool {
        let has = |members: &[Member<M>], address: IpAddr| {
            members.iter().any(|member| member.address.to_canonical() == address.to_canonical())
        };
        let state = lock(&self.state);
        if anywhere {
            let anywhere = |address| state.rooms.values().any(|members| has(members, address));
            return anywhere(one) && anywhere(other);
        }
        state.rooms.values().any(|members| has(members, one) && has(members, other))
    }

    /// Queues `frame` for every member of `room`; false when nobody is there.
    pub(super) fn deliver(&self, room: &str, frame: &M) -> bool {
        let mut state = lock(&self.state);
        let Some(members) = state.rooms.get_mut(room) else { return false };
        members.retain(|member| member.queue.try_send(frame.clone()).is_ok());
        !members.is_empty()
    }
}

/// A place in a room, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Membership<M> {
    rooms: Arc<Rooms<M>>,
    room: String,
    number: u64,
}

impl<M: Clone> Membership<M> {
    /// Queues `frame` for the others. Signaling must not lose a frame, so who has not read so many is put out.
    pub(super) fn relay(&self, frame: &M) {
        if let Some(members) = lock(&self.rooms.state).rooms.get_mut(&self.room) {
            members.retain(|member| member.number == self.number || member.queue.try_send(frame.clone()).is_ok());
        }
    }
}

impl<M> Drop for Membership<M> {
    fn drop(&mut self) {
        let mut state = lock(&self.rooms.state);
        if let Some(members) = state.rooms.get_mut(&self.room) {
            members.retain(|member| member.number != self.number);
            if members.is_empty() {
                state.rooms.remove(&self.room);
            }
        }
    }
}

/// Serves `socket` as a member of `room` until it leaves, or the server is `ending`.
pub(super) async fn serve(
    rooms: &Arc<Rooms<Message>>,
    room: &str,
    address: IpAddr,
    mut socket: Socket,
    mut ending: watch::Receiver<bool>,
) {
    let (queue, mut queued) = mpsc::channel(QUEUE);
    let Some(membership) = rooms.join(room, MEMBERS, Guest { address, tag: "" }, queue) else {
        return part(socket, Some(farewell(CloseCode::Again, "the room is full"))).await;
    };
    let mut pings = tokio::time::interval(PING);
    pings.reset();
    let mut bucket = Bucket::new(BURST, RATE, clock::now());
    let over = tokio::time::sleep(LIFETIME);
    tokio::pin!(over);
    let end = loop {
        tokio::select! {
            frame = socket.next() => match frame {
                Some(Ok(Message::Text(_) | Message::Binary(_))) if !bucket.take(clock::now(), 1.0) => {
                    break Some(farewell(CloseCode::Policy, "too many frames"));
                }
                Some(Ok(frame @ (Message::Text(_) | Message::Binary(_)))) => membership.relay(&frame),
                // Pings are answered by the codec, when it is polled again.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => break None,
            },
            frame = queued.recv() => match frame {
                Some(frame) => if !written(&mut socket, frame).await { break None },
                None => break Some(farewell(CloseCode::Policy, "frames are not read")),
            },
            _ = pings.tick() => {
                if !written(&mut socket, Message::Ping(Vec::new().into())).await {
                    break None;
                }
            }
            () = &mut over => break Some(farewell(CloseCode::Away, "twelve hours are enough")),
            () = ended(&mut ending) => break Some(farewell(CloseCode::Away, "the server ends")),
        }
    };
    drop(membership);
    part(socket, end).await;
}

async fn written(socket: &mut Socket, frame: Message) -> bool {
    matches!(timeout(PATIENCE, socket.send(frame)).await, Ok(Ok(())))
}

fn farewell(code: CloseCode, reason: &'static str) -> CloseFrame {
    CloseFrame { code, reason: reason.into() }
}
