//! A STUN and TURN client that writes and reads every byte itself, so that it shares no fault with the server.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hmac::{Hmac, Mac};
use md5::{Digest, Md5};
use rtcdiag::serve::Server;
use rustls::pki_types::ServerName;
use sha1::Sha1;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

pub(crate) const BINDING: u16 = 0x001;
pub(crate) const ALLOCATE: u16 = 0x003;
pub(crate) const REFRESH: u16 = 0x004;
pub(crate) const SEND_INDICATION: u16 = 0x016;
pub(crate) const DATA_INDICATION: u16 = 0x017;
pub(crate) const CREATE_PERMISSION: u16 = 0x008;
pub(crate) const CHANNEL_BIND: u16 = 0x009;

pub(crate) const USERNAME: u16 = 0x0006;
pub(crate) const MESSAGE_INTEGRITY: u16 = 0x0008;
pub(crate) const ERROR_CODE: u16 = 0x0009;
pub(crate) const CHANNEL_NUMBER: u16 = 0x000C;
pub(crate) const LIFETIME: u16 = 0x000D;
pub(crate) const XOR_PEER_ADDRESS: u16 = 0x0012;
pub(crate) const DATA: u16 = 0x0013;
pub(crate) const REALM: u16 = 0x0014;
pub(crate) const NONCE: u16 = 0x0015;
pub(crate) const XOR_RELAYED_ADDRESS: u16 = 0x0016;
pub(crate) const REQUESTED_TRANSPORT: u16 = 0x0019;
pub(crate) const XOR_MAPPED_ADDRESS: u16 = 0x0020;
pub(crate) const FINGERPRINT: u16 = 0x8028;

const COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
const PATIENCE: Duration = Duration::from_secs(5);

/// What carries the client's messages.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Over {
    Udp,
    Tcp,
    Tls,
}

pub(crate) const ALL: [Over; 3] = [Over::Udp, Over::Tcp, Over::Tls];

pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

enum Link {
    Datagrams(UdpSocket),
    Stream(Box<dyn Stream>),
}

pub(crate) struct Client {
    link: Link,
    pub(crate) local: SocketAddr,
    pub(crate) username: String,
    pub(crate) password: String,
    realm: Vec<u8>,
    nonce: Vec<u8>,
    transactions: u8,
}

/// A STUN message that came.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) kind: u16,
    pub(crate) transaction: [u8; 12],
    pub(crate) attributes: Vec<(u16, Vec<u8>)>,
    pub(crate) bytes: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(server: &Server, over: Over) -> Self {
        let (link, local) = match over {
            Over::Udp => {
                let socket = UdpSocket::bind(SocketAddr::new(server.addr().ip(), 0)).await.unwrap();
                socket.connect(server.addr()).await.unwrap();
                let local = socket.local_addr().unwrap();
                (Link::Datagrams(socket), local)
            }
            Over::Tcp | Over::Tls => {
                let stream = TcpStream::connect(server.addr()).await.unwrap();
                stream.set_nodelay(true).unwrap();
                let local = stream.local_addr().unwrap();
                let stream: Box<dyn Stream> = if over == Over::Tls {
                    Box::new(tls(server, "localhost", stream).await.unwrap())
                } else {
                    Box::new(stream)
                };
                (Link::Stream(stream), local)
            }
        };
        Self {
            link,
            local,
            username: server.username().to_owned(),
            password: server.credential().expose().clone(),
            realm: Vec::new(),
            nonce: Vec::new(),
            transactions: 0,
        }
    }

    /// Sends bytes as they are: one datagram, or a piece of the stream.
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        match &mut self.link {
            Link::Datagrams(socket) => assert_eq!(socket.send(bytes).await.unwrap(), bytes.len()),
            Link::Stream(stream) => {
                stream.write_all(bytes).await.unwrap();
                stream.flush().await.unwrap();
            }
        }
    }

    /// The next message with its padding, as the transport frames it.
    pub(crate) async fn read(&mut self) -> Vec<u8> {
        timeout(PATIENCE, self.read_whole()).await.expect("a message comes")
    }

    async fn read_whole(&mut self) -> Vec<u8> {
        match &mut self.link {
            Link::Datagrams(socket) => {
                let mut buffer = vec![0; 65_536];
                let length = socket.recv(&mut buffer).await.unwrap();
                buffer.truncate(length);
                buffer
            }
            Link::Stream(stream) => {
                let mut message = vec![0; 4];
                stream.read_exact(&mut message).await.unwrap();
                let length = usize::from(u16::from_be_bytes([message[2], message[3]]));
                let rest = if message[0] < 0x40 { 16 + length } else { length.div_ceil(4) * 4 };
                message.resize(4 + rest, 0);
                stream.read_exact(&mut message[4..]).await.unwrap();
                message
            }
        }
    }

    /// Whether nothing comes for a while. For datagrams that must not come; the time makes no test pass.
    pub(crate) async fn hears_nothing(&mut self) -> bool {
        timeout(Duration::from_millis(50), self.read_whole()).await.is_err()
    }

    /// Whether the server ended the stream.
    pub(crate) async fn is_ended(&mut self) -> bool {
        let Link::Stream(stream) = &mut self.link else { return false };
        let mut rest = Vec::new();
        timeout(PATIENCE, stream.read_to_end(&mut rest)).await.is_ok()
    }

    pub(crate) fn request(&mut self, kind: u16, attributes: &[(u16, Vec<u8>)]) -> Vec<u8> {
        self.transactions += 1;
        header(kind, [self.transactions; 12], &body(attributes))
    }

    pub(crate) fn signed(&mut self, kind: u16, attributes: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let mut attributes = attributes.to_vec();
        attributes.push((USERNAME, self.username.clone().into_bytes()));
        attributes.push((REALM, self.realm.clone()));
        attributes.push((NONCE, self.nonce.clone()));
        let mut message = self.request(kind, &attributes);
        set_length(&mut message, 24);
        let hmac = self.hmac(&message);
        message.extend(body(&[(MESSAGE_INTEGRITY, hmac)]));
        message
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Message {
        self.write(request).await;
        let answer = Message::parse(self.read().await);
        assert_eq!(answer.transaction, request[8..20], "an answer has the transaction of its request");
        answer
    }

    /// Sends a signed request, after a challenge if need be. Ends with the answer or the error code.
    pub(crate) async fn ask_signed(&mut self, kind: u16, attributes: &[(u16, Vec<u8>)]) -> Result<Message, u16> {
        if self.nonce.is_empty() {
            let request = self.request(kind, attributes);
            let challenge = self.ask(&request).await;
            assert_eq!(challenge.error(), Some(401));
            self.realm = challenge.attribute(REALM).to_vec();
            self.nonce = challenge.attribute(NONCE).to_vec();
        }
        let request = self.signed(kind, attributes);
        let answer = self.ask(&request).await;
        match answer.error() {
            Some(code) => Err(code),
            None => {
                assert!(self.is_signed(&answer), "a success response is signed");
                Ok(answer)
            }
        }
    }

    /// Allocates over UDP to peers; the relayed address.
    pub(crate) async fn allocate(&mut self) -> SocketAddr {
        let answer = self.ask_signed(ALLOCATE, &[(REQUESTED_TRANSPORT, vec![17, 0, 0, 0])]).await.unwrap();
        assert_eq!(answer.attribute(LIFETIME), 600u32.to_be_bytes());
        assert_eq!(answer.address(XOR_MAPPED_ADDRESS), self.local);
        answer.address(XOR_RELAYED_ADDRESS)
    }

    pub(crate) async fn bind(&mut self, channel: u16, peer: SocketAddr) {
        let number = [channel.to_be_bytes(), [0, 0]].concat();
        // Peers are IPv4 or IPv6; the transaction number that XOR needs is the next one.
        let peer = xor_address(peer, [self.transactions + 1; 12]);
        self.ask_signed(CHANNEL_BIND, &[(CHANNEL_NUMBER, number), (XOR_PEER_ADDRESS, peer)]).await.unwrap();
    }

    pub(crate) async fn permit(&mut self, peer: SocketAddr) -> Result<Message, u16> {
        let peer = xor_address(peer, [self.transactions + 1; 12]);
        self.ask_signed(CREATE_PERMISSION, &[(XOR_PEER_ADDRESS, peer)]).await
    }

    pub(crate) async fn send_indication(&mut self, peer: SocketAddr, data: &[u8]) {
        let peer = xor_address(peer, [self.transactions + 1; 12]);
        let message = self.request(SEND_INDICATION, &[(XOR_PEER_ADDRESS, peer), (DATA, data.to_vec())]);
        self.write(&message).await;
    }

    /// ChannelData as this client's transport wants it.
    pub(crate) fn channel_data(&self, channel: u16, data: &[u8]) -> Vec<u8> {
        let mut message = channel.to_be_bytes().to_vec();
        message.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        message.extend(data);
        if matches!(self.link, Link::Stream(_)) {
            message.resize(message.len().div_ceil(4) * 4, 0);
        }
        message
    }

    fn hmac(&self, signed: &[u8]) -> Vec<u8> {
        let mut key = Md5::new();
        key.update(&self.username);
        key.update(":");
        key.update(&self.realm);
        key.update(":");
        key.update(&self.password);
        let mut hmac = Hmac::<Sha1>::new_from_slice(&key.finalize()).unwrap();
        hmac.update(signed);
        hmac.finalize().into_bytes().to_vec()
    }

    fn is_signed(&self, message: &Message) -> bool {
        let after: usize =
            message.attributes.iter().rev().take_while(|(kind, _)| *kind != MESSAGE_INTEGRITY).map(size).sum();
        let end = message.bytes.len() - after - 24;
        let mut signed = message.bytes[..end].to_vec();
        set_length(&mut signed, 24);
        self.hmac(&signed) == message.attribute(MESSAGE_INTEGRITY)
    }
}

impl Message {
    pub(crate) fn parse(bytes: Vec<u8>) -> Self {
        assert_eq!(bytes[4..8], COOKIE);
        assert_eq!(usize::from(u16::from_be_bytes([bytes[2], bytes[3]])), bytes.len() - 20);
        let mut attributes = Vec::new();
        let mut at = 20;
        while at < bytes.len() {
            let kind = u16::from_be_bytes([bytes[at], bytes[at + 1]]);
            let length = usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
            attributes.push((kind, bytes[at + 4..at + 4 + length].to_vec()));
            at += 4 + length.div_ceil(4) * 4;
        }
        Self {
            kind: u16::from_be_bytes([bytes[0], bytes[1]]),
            transaction: bytes[8..20].try_into().unwrap(),
            attributes,
            bytes,
        }
    }

    pub(crate) fn find(&self, kind: u16) -> Option<&[u8]> {
        self.attributes.iter().find(|(it, _)| *it == kind).map(|(_, value)| value.as_slice())
    }

    pub(crate) fn attribute(&self, kind: u16) -> &[u8] {
        self.find(kind).unwrap_or_else(|| panic!("0x{kind:04x} is missing in {self:02x?}"))
    }

    pub(crate) fn error(&self) -> Option<u16> {
        (self.kind & 0x0110 == 0x0110).then(|| {
            let value = self.attribute(ERROR_CODE);
            u16::from(value[2]) * 100 + u16::from(value[3])
        })
    }

    pub(crate) fn address(&self, kind: u16) -> SocketAddr {
        let value = self.attribute(kind);
        let mask = [COOKIE.as_slice(), &self.transaction].concat();
        let plain: Vec<u8> = value[4..].iter().zip(&mask).map(|(byte, mask)| byte ^ mask).collect();
        let port = u16::from_be_bytes([value[2] ^ COOKIE[0], value[3] ^ COOKIE[1]]);
        let ip: IpAddr = match value[1] {
            1 => <[u8; 4]>::try_from(plain).unwrap().into(),
            _ => <[u8; 16]>::try_from(plain).unwrap().into(),
        };
        SocketAddr::new(ip, port)
    }
}

pub(crate) fn xor_address(address: SocketAddr, transaction: [u8; 12]) -> Vec<u8> {
    let (family, ip) = match address.ip() {
        IpAddr::V4(ip) => (1, ip.octets().to_vec()),
        IpAddr::V6(ip) => (2, ip.octets().to_vec()),
    };
    let port = address.port().to_be_bytes();
    let mut value = vec![0, family, port[0] ^ COOKIE[0], port[1] ^ COOKIE[1]];
    let mask = [COOKIE.as_slice(), &transaction].concat();
    value.extend(ip.iter().zip(mask).map(|(byte, mask)| byte ^ mask));
    value
}

/// A message with FINGERPRINT at its end (RFC 8489 section 14.7).
pub(crate) fn with_fingerprint(mut message: Vec<u8>) -> Vec<u8> {
    set_length(&mut message, 8);
    let sum = crc32(&message) ^ 0x5354_554E;
    message.extend(body(&[(FINGERPRINT, sum.to_be_bytes().to_vec())]));
    message
}

pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}

/// A TLS stream over `stream` that trusts the server's own authority alone.
pub(crate) async fn tls(
    server: &Server,
    name: &'static str,
    stream: TcpStream,
) -> std::io::Result<tokio_rustls::client::TlsStream<TcpStream>> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(server.ca().clone()).unwrap();
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from(name).unwrap(), stream).await
}

fn header(kind: u16, transaction: [u8; 12], body: &[u8]) -> Vec<u8> {
    let mut message = kind.to_be_bytes().to_vec();
    message.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
    message.extend(COOKIE);
    message.extend(transaction);
    message.extend(body);
    message
}

/// Has the header count `more` bytes than follow it.
fn set_length(message: &mut [u8], more: usize) {
    let length = u16::try_from(message.len() - 20 + more).unwrap();
    message[2..4].copy_from_slice(&length.to_be_bytes());
}

fn body(attributes: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, value) in attributes {
        body.extend(kind.to_be_bytes());
        body.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
        body.extend(value);
        body.resize(body.len().div_ceil(4) * 4, 0);
    }
    body
}

fn size((_, value): &(u16, Vec<u8>)) -> usize {
    4 + value.len().div_ceil(4) * 4
}
