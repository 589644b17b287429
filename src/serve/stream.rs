//! TCP and TLS connections: what they speak, told by the first byte, and TURN over them.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::driver::Shared;
use super::http;
use super::tasks::lock;
use super::turn::Client;
use crate::candidate::uri::Transport;
use crate::net::clock;
use crate::net::listen::{Accepted, Listener};
use crate::proto::channel_data::Splitter;

/// Connections at one time; others are closed at once.
const CONNECTIONS: usize = 512;

/// The same from one address beyond loopback: no stranger takes them all.
const CONNECTIONS_PER_ADDRESS: usize = 64;

/// How long a client may take to say what it speaks: its first bytes, its TLS handshake, its HTTP head.
pub(super) const OPENING: Duration = Duration::from_secs(5);

/// How long a TURN client without an allocation may be silent.
const IDLE: Duration = Duration::from_secs(30);

/// How long a client that has finished may take to read its last answers.
const LINGER: Duration = Duration::from_secs(1);

/// Messages that wait to be written to one client.
const QUEUE: usize = 256;

/// Bytes read at once.
const CHUNK: usize = 16 * 1024;

/// Accepts connections and serves each in a task of its own.
pub(super) async fn accept(shared: Arc<Shared>, listener: Listener, tls: TlsAcceptor) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let visitors = Arc::new(Visitors::default());
    loop {
        let Ok((stream, address)) = listener.accept().await else {
            // Out of descriptors, most likely: some come back as connections end.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        let Some(visitor) = visitors.enter(address.ip()) else { continue };
        let (own, tls) = (Arc::clone(&shared), tls.clone());
        shared.tasks.spawn(async move {
            // Small messages go out as they are made; a failure costs time alone.
            drop(stream.set_nodelay(true));
            serve(own, stream, address, &tls).await;
            drop((place, visitor));
        });
    }
}

async fn serve(shared: Arc<Shared>, stream: Accepted, address: SocketAddr, tls: &TlsAcceptor) {
    let mut first = [0];
    let Ok(Ok(1)) = timeout(OPENING, stream.peek(&mut first)).await else { return };
    let Ok(at) = stream.local_addr() else { return };
    // RFC 8446 section 5.1: 22 is a handshake record.
    if first == [0x16] {
        if let Ok(Ok(stream)) = timeout(OPENING, tls.accept(stream)).await {
            speak(shared, stream, Client { address, transport: Transport::Tls }, at.ip()).await;
        }
    } else {
        speak(shared, stream, Client { address, transport: Transport::Tcp }, at.ip()).await;
    }
}

/// Serves HTTP or TURN, whichever the first byte begins. No TURN client begins with ChannelData, so an upper-case
/// letter is a method.
async fn speak<S>(shared: Arc<Shared>, mut stream: S, client: Client, at: IpAddr)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let mut chunk = vec![0; CHUNK];
    let Ok(Ok(length)) = timeout(OPENING, stream.read(&mut chunk)).await else { return };
    chunk.truncate(length);
    match chunk.first() {
        Some(b'A'..=b'Z') => http::serve(&shared, Box::new(stream), chunk, client.address, at).await,
        Some(0x00..=0x03) => turn(shared, stream, client, &chunk).await,
        _ => {}
    }
}

/// Serves TURN until either side ends the stream; the allocation ends with it.
async fn turn<S>(shared: Arc<Shared>, stream: S, client: Client, first: &[u8])
where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let (reader, writer) = tokio::io::split(stream);
    let (queue, queued) = mpsc::channel(QUEUE);
    lock(&shared.streams).insert(client, queue);
    let presence = Presence { shared: Arc::clone(&shared), client };
    let mut writing = std::pin::pin!(write(writer, queued));
    tokio::select! {
        () = read(&shared, reader, client, first) => {}
        () = &mut writing => return,
    }
    // The queue ends with its sender, and the writer with the queue.
    drop(presence);
    drop(timeout(LINGER, writing).await);
}

async fn read<S: AsyncRead>(shared: &Arc<Shared>, mut reader: ReadHalf<S>, client: Client, first: &[u8]) {
    let mut splitter = Splitter::default();
    splitter.push(first);
    let mut chunk = vec![0; CHUNK];
    loop {
        loop {
            match splitter.next_message() {
                Ok(Some(message)) => {
                    let outputs = shared.settle(|core| core.from_client(clock::now(), client, &message));
                    shared.send(outputs).await;
                }
                Ok(None) => break,
                Err(_) => return,
            }
        }
        match timeout(IDLE, reader.read(&mut chunk)).await {
            Ok(Ok(length)) if length > 0 => splitter.push(chunk.get(..length).unwrap_or_default()),
            Ok(_) => return,
            Err(_) if lock(&shared.core).has_allocation(client) => {}
            Err(_) => return,
        }
    }
}

async fn write<S: AsyncWrite>(mut writer: WriteHalf<S>, mut queued: mpsc::Receiver<Vec<u8>>) {
    while let Some(message) = queued.recv().await {
        if writer.write_all(&message).await.is_err() || writer.flush().await.is_err() {
            return;
        }
    }
    drop(writer.shutdown().await);
}

/// A client's place in the server, given back on every way out.
struct Presence {
    shared: Arc<Shared>,
    client: Client,
}

impl Drop for Presence {
    fn drop(&mut self) {
        lock(&self.shared.streams).remove(&self.client);
        // Nothing is left to be sent: the relay socket is closed by `settle` itself.
        drop(self.shared.settle(|core| core.client_gone(self.client)));
    }
}

/// How many connections each address beyond loopback has.
#[derive(Debug, Default)]
struct Visitors(Mutex<HashMap<IpAddr, usize>>);

impl Visitors {
    /// Counts one more from `address`; `None` where that is too many.
    fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Visitor> {
        let mut visitors = lock(&self.0);
        let count = visitors.get(&address).copied().unwrap_or_default();
        if count >= CONNECTIONS_PER_ADDRESS && !address.is_loopback() {
            return None;
        }
        visitors.insert(address, count + 1);
        Some(Visitor { all: Arc::clone(self), address })
    }
}

/// One connection's place among those of its address.
struct Visitor {
    all: Arc<Visitors>,
    address: IpAddr,
}

impl Drop for Visitor {
    fn drop(&mut self) {
        let mut visitors = lock(&self.all.0);
        if let Some(count) = visitors.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                visitors.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_few_connections_and_loopback_as_many_as_there_are() {
        let visitors = Arc::<Visitors>::default();
        let (one, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "127.0.0.1".parse().unwrap());
        let mut inside: Vec<_> = (0..CONNECTIONS_PER_ADDRESS).map(|_| visitors.enter(one).unwrap()).collect();
        assert!(visitors.enter(one).is_none());
        inside.pop();
        inside.push(visitors.enter(one).unwrap());
        inside.extend((0..500).map(|_| visitors.enter(other).unwrap()));
        drop(inside);
        assert!(lock(&visitors.0).is_empty());
    }
}
