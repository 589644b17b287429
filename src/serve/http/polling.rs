//! Engine.IO 4 by HTTP polling, and the upgrade from it to a WebSocket.
//!
//! For: clients of Socket.IO, which poll first unless they are told not to. A session is a conversation whose wire is
//! two queues; the upgrade puts a socket in their place.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::upgrade::Socket;
use crate::serve::echo::Wire;
use crate::serve::tasks::lock;

/// Sessions at one time.
const SESSIONS: usize = 256;
/// Packets that wait, each way.
const QUEUE: usize = 256;
/// How long a poll is held open: less than what the ping interval lets a client wait.
const HOLD: Duration = Duration::from_secs(20);
/// How long a packet waits to be taken.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between packets of one payload.
const SEPARATOR: char = '\u{1E}';

/// The ends of a session that requests get hold of.
#[derive(Clone, Debug)]
struct Poll {
    to_server: mpsc::Sender<String>,
    to_client: mpsc::Sender<String>,
    /// Held by a request or by a socket.
    from_server: Arc<tokio::sync::Mutex<mpsc::Receiver<String>>>,
}

/// The packet that says nothing.
const NOOP: &str = "6";

/// All sessions that poll.
#[derive(Debug, Default)]
pub(in crate::serve) struct Polls(Mutex<HashMap<String, Poll>>);

/// The conversation's end of a session.
#[derive(Debug)]
pub(in crate::serve) struct PollWire {
    polls: Arc<Polls>,
    session: String,
    from_client: mpsc::Receiver<String>,
    to_client: mpsc::Sender<String>,
}

impl Polls {
    /// A new session; `None` when there are as many as there may be.
    pub(in crate::serve) fn open(self: &Arc<Self>, session: &str) -> Option<PollWire> {
        let mut polls = lock(&self.0);
        if polls.len() >= SESSIONS {
            return None;
        }
        let (to_server, from_client) = mpsc::channel(QUEUE);
        let (to_client, from_server) = mpsc::channel(QUEUE);
        let from_server = Arc::new(tokio::sync::Mutex::new(from_server));
        polls.insert(session.to_owned(), Poll { to_server, to_client: to_client.clone(), from_server });
        Some(PollWire { polls: Arc::clone(self), session: session.to_owned(), from_client, to_client })
    }

    fn find(&self, session: &str) -> Option<Poll> {
        lock(&self.0).get(session).cloned()
    }

    /// What waits for the client; held open until there is something. `None` when there is no such session.
    pub(in crate::serve) async fn take(&self, session: &str) -> Option<String> {
        let poll = self.find(session)?;
        let mut from_server = poll.from_server.lock().await;
        let mut packets = match timeout(HOLD, from_server.recv()).await {
            Ok(Some(packet)) => packet,
            Ok(None) => return None,
            Err(_) => NOOP.to_owned(),
        };
        while let Ok(packet) = from_server.try_recv() {
            packets.push(SEPARATOR);
            packets.push_str(&packet);
        }
        Some(packets)
    }

    /// Takes what the client posted; false when there is no such session.
    pub(in crate::serve) async fn give(&self, session: &str, payload: &str) -> bool {
        let Some(poll) = self.find(session) else { return false };
        for packet in payload.split(SEPARATOR) {
            if !matches!(timeout(PATIENCE, poll.to_server.send(packet.to_owned())).await, Ok(Ok(()))) {
                return false;
            }
        }
        true
    }

    /// Whether there is such a session.
    pub(in crate::serve) fn has(&self, session: &str) -> bool {
        lock(&self.0).contains_key(session)
    }

    /// Goes on with a session over `socket`: the probe, then packets both ways until either end is gone.
    pub(in crate::serve) async fn take_over(&self, session: &str, mut socket: Socket) {
        let Some(poll) = self.find(session) else { return };
        if next(&mut socket).await.as_deref() != Some("2probe") || !put(&mut socket, "3probe").await {
            return;
        }
        // A poll that is still open has the queue; a noop gives it back.
        drop(poll.to_client.send(NOOP.to_owned()).await);
        if next(&mut socket).await.as_deref() != Some("5") {
            return;
        }
        let mut from_server = poll.from_server.lock().await;
        loop {
            tokio::select! {
                packet = from_server.recv() => match packet {
                    Some(packet) if packet == NOOP => {}
                    Some(packet) => if !put(&mut socket, &packet).await { break },
                    None => break,
                },
                packet = next(&mut socket) => match packet {
                    Some(packet) => if poll.to_server.send(packet).await.is_err() { break },
                    None => break,
                },
            }
        }
        // The conversation ends with its client.
        drop(poll.to_server.send("1".to_owned()).await);
        drop(timeout(PATIENCE, socket.close(None)).await);
    }
}

async fn put(socket: &mut Socket, packet: &str) -> bool {
    matches!(timeout(PATIENCE, SinkExt::send(socket, Message::text(packet))).await, Ok(Ok(())))
}

async fn next(socket: &mut Socket) -> Option<String> {
    loop {
        match socket.next().await? {
            Ok(Message::Text(text)) => return Some(text.to_string()),
            Ok(Message::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

impl Wire for PollWire {
    async fn receive(&mut self) -> Option<String> {
        self.from_client.recv().await
    }

    async fn send(&mut self, frame: Message) -> bool {
        match frame {
            Message::Text(text) => {
                matches!(timeout(PATIENCE, self.to_client.send(text.to_string())).await, Ok(Ok(())))
            }
            // The transport has its own pings, and no bytes.
            _ => true,
        }
    }

    async fn end(self, _: Option<CloseFrame>) {
        drop(timeout(PATIENCE, self.to_client.send("1".to_owned())).await);
    }
}

impl Drop for PollWire {
    fn drop(&mut self) {
        lock(&self.polls.0).remove(&self.session);
    }
}
