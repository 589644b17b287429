//! The signaling relay: what one member of a room sends goes to the others, verbatim and in order.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::tasks::lock;
use super::web::Socket;

/// Rooms at one time, members of one room, and frames that wait for a member who does not read.
const ROOMS: usize = 64;
const MEMBERS: usize = 16;
const QUEUE: usize = 64;

/// How long one frame may take to be written to a member.
const PATIENCE: Duration = Duration::from_secs(5);

/// Bytes of the longest name.
const NAME: usize = 128;

/// All rooms. One exists as long as it has a member.
#[derive(Debug, Default)]
pub(super) struct Rooms {
    rooms: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    rooms: HashMap<String, Vec<Member>>,
    last_member: u64,
}

#[derive(Debug)]
struct Member {
    number: u64,
    queue: mpsc::Sender<Message>,
}

impl Rooms {
    /// Serves `socket` as a member of `room` until it leaves.
    pub(super) async fn serve(&self, room: &str, mut socket: Socket) {
        let Some((membership, mut queued)) = self.join(room) else {
            let full = CloseFrame { code: CloseCode::Again, reason: "the room is full".into() };
            return part(socket, Some(full)).await;
        };
        let farewell = loop {
            tokio::select! {
                frame = socket.next() => match frame {
                    Some(Ok(frame @ (Message::Text(_) | Message::Binary(_)))) => membership.relay(&frame),
                    // Pings are answered by the codec, when it is polled again.
                    Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break None,
                },
                frame = queued.recv() => match frame {
                    Some(frame) => {
                        if !matches!(timeout(PATIENCE, socket.send(frame)).await, Ok(Ok(()))) {
                            break None;
                        }
                    }
                    None => break Some(CloseFrame { code: CloseCode::Policy, reason: "frames are not read".into() }),
                },
            }
        };
        drop(membership);
        part(socket, farewell).await;
    }

    /// Members of all rooms.
    pub(super) fn members(&self) -> usize {
        lock(&self.rooms).rooms.values().map(Vec::len).sum()
    }

    fn join(&self, room: &str) -> Option<(Membership<'_>, mpsc::Receiver<Message>)> {
        let mut state = lock(&self.rooms);
        let full = match state.rooms.get(room) {
            Some(members) => members.len() >= MEMBERS,
            None => state.rooms.len() >= ROOMS || room.len() > NAME,
        };
        if full {
            return None;
        }
        state.last_member += 1;
        let number = state.last_member;
        let (queue, queued) = mpsc::channel(QUEUE);
        state.rooms.entry(room.to_owned()).or_default().push(Member { number, queue });
        Some((Membership { rooms: self, room: room.to_owned(), number }, queued))
    }
}

/// Ends a socket by the closing handshake of RFC 6455 section 7, so that the other side can read why.
async fn part(mut socket: Socket, farewell: Option<CloseFrame>) {
    let handshake = async {
        if socket.close(farewell).await.is_ok() {
            while let Some(Ok(_)) = socket.next().await {}
        }
    };
    drop(timeout(PATIENCE, handshake).await);
}

/// A place in a room, given back when it is dropped.
struct Membership<'a> {
    rooms: &'a Rooms,
    room: String,
    number: u64,
}

impl Membership<'_> {
    /// Queues `frame` for the others. Signaling must not lose a frame, so who has not read so many is put out.
    fn relay(&self, frame: &Message) {
        if let Some(members) = lock(&self.rooms.rooms).rooms.get_mut(&self.room) {
            members.retain(|member| member.number == self.number || member.queue.try_send(frame.clone()).is_ok());
        }
    }
}

impl Drop for Membership<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.rooms.rooms);
        if let Some(members) = state.rooms.get_mut(&self.room) {
            members.retain(|member| member.number != self.number);
            if members.is_empty() {
                state.rooms.remove(&self.room);
            }
        }
    }
}
