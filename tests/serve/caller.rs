//! A caller of the echo peer, and requests as bytes.

use std::time::Duration;

use rtcdiag::net::clock;
use rtcdiag::net::peer::{Channel, ChannelEvent, Event, Peer, Tap};
use rtcdiag::probe::signaling::Candidate;
use rtcdiag::serve::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;

pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A peer that offers a data channel.
pub(crate) struct Caller {
    pub(crate) peer: Peer,
    pub(crate) channel: Channel,
    events: UnboundedReceiver<(Duration, Event)>,
    /// The offer with all candidates.
    pub(crate) offer: String,
    pub(crate) candidates: Vec<Candidate>,
}

impl Caller {
    pub(crate) async fn new() -> Self {
        let tap = Tap::new(clock::now(), 0);
        let (peer, mut events) = Peer::new(vec!["127.0.0.1:0".parse().unwrap()], tap).await.unwrap();
        let channel = peer.open_channel("test").await.unwrap();
        let offer = peer.create_offer().await.unwrap();
        peer.set_local_offer(offer.clone()).await.unwrap();
        let mut candidates = Vec::new();
        loop {
            match timeout(PATIENCE, events.recv()).await.expect("gathering ends").unwrap().1 {
                Event::Candidate(candidate) => candidates.push(candidate),
                Event::GatheringComplete => break,
                _ => {}
            }
        }
        let lines: String = candidates.iter().map(|it| format!("a={}\r\n", it.candidate)).collect();
        let offer = format!("{offer}{lines}a=end-of-candidates\r\n");
        Self { peer, channel, events, offer, candidates }
    }

    /// Takes the answer and waits for an echo; what came instead otherwise.
    pub(crate) async fn echoes(&mut self, answer: &str) -> Result<(), String> {
        self.echoes_within(PATIENCE, answer).await
    }

    pub(crate) async fn echoes_within(&mut self, patience: Duration, answer: &str) -> Result<(), String> {
        self.peer.set_remote_answer(answer.to_owned()).await.map_err(|error| error.to_string())?;
        self.hears_echo(patience).await
    }

    pub(crate) async fn hears_echo(&mut self, patience: Duration) -> Result<(), String> {
        let talk = async {
            loop {
                tokio::select! {
                    event = self.channel.next() => match event {
                        ChannelEvent::Open => {
                            self.peer.settle();
                            self.channel.send(b"hello", true).await.map_err(|error| error.to_string())?;
                        }
                        ChannelEvent::Message { bytes, text } if bytes == b"hello" && text => return Ok(()),
                        ChannelEvent::Message { bytes, .. } => return Err(format!("a message {bytes:?}")),
                        ChannelEvent::Closed => return Err("the channel closed".to_owned()),
                    },
                    event = self.events.recv() => match event {
                        Some((_, Event::IceFailed)) => return Err("ICE failed".to_owned()),
                        Some((_, Event::ConnectionFailed)) => return Err("the connection failed".to_owned()),
                        _ => {}
                    },
                }
            }
        };
        timeout(patience, talk).await.unwrap_or_else(|_| Err("nothing came".to_owned()))
    }
}

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// The values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(it, _)| it == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_else(|| panic!("no `{name}` in {self:#?}"))
    }
}

/// Sends a request and reads the answer. `headers` are lines without their ends; Host is there unless one names it.
pub(crate) async fn ask(server: &Server, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
    let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|header| header.to_ascii_lowercase().starts_with("host:")) {
        head.push_str(&format!("Host: {}\r\n", server.addr()));
    }
    for header in headers {
        head.push_str(&format!("{header}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    parse(&raw(server, &format!("{head}\r\n{body}")).await)
}

pub(crate) fn parse(answer: &str) -> Answer {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| line.split_once(':').unwrap());
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    Answer { status, headers, body: body.to_owned() }
}

/// Sends bytes and reads until the end.
pub(crate) async fn raw(server: &Server, request: &str) -> String {
    raw_over(TcpStream::connect(server.addr()).await.unwrap(), request).await
}

/// The same over a connection that stands.
pub(crate) async fn raw_over(mut stream: TcpStream, request: &str) -> String {
    // A server may answer and close before it has read all.
    drop(stream.write_all(request.as_bytes()).await);
    let mut answer = Vec::new();
    drop(timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it ends"));
    String::from_utf8_lossy(&answer).into_owned()
}
