//! An HTTP server and an HTTP proxy that say what they are told to say, and remember what they heard.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use rcgen::{CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rtcdiag::serve::{ServeConfig, Server};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// No thread waits longer for a peer that has gone away.
const PATIENCE: Duration = Duration::from_secs(10);

/// A sound STUN and TURN server, for all tests.
pub(super) fn turn() -> &'static Server {
    static SERVER: OnceLock<(tokio::runtime::Runtime, Server)> = OnceLock::new();
    let make = || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let server = runtime.block_on(Server::start(ServeConfig::default())).unwrap();
        (runtime, server)
    };
    &SERVER.get_or_init(make).1
}

/// Something that listens, and what it was asked.
pub(super) struct Listener {
    pub(super) address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Listener {
    /// The heads of the requests so far.
    pub(super) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    fn new(serve: impl Fn(TcpStream, &Mutex<Vec<String>>) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (shared, serve) = (Arc::clone(&heard), Arc::new(serve));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (shared, serve) = (Arc::clone(&shared), Arc::clone(&serve));
                stream.set_read_timeout(Some(PATIENCE)).unwrap();
                thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { address, heard }
    }
}

/// A web server that answers each head with what `answer` makes of it.
pub(super) fn web(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Listener {
    Listener::new(move |stream, heard| reply(stream, heard, &answer))
}

/// The same over TLS, and the PEM of its authority; its name is `localhost`.
pub(super) fn secure_web(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> (Listener, String) {
    let mut root = CertificateParams::new(Vec::new()).unwrap();
    root.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &root).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    let config = Arc::new(config);
    let listener = Listener::new(move |stream, heard| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        reply(StreamOwned::new(connection, stream), heard, &answer);
    });
    (listener, root.pem())
}

/// A proxy that answers each CONNECT with what `answer` makes of it; after a 200 it leads to `target`.
pub(super) fn proxy(target: SocketAddr, answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Listener {
    Listener::new(move |mut stream, heard| {
        let Some(head) = head(&mut stream, heard) else { return };
        let answer = answer(&head);
        if stream.write_all(answer.as_bytes()).is_err() || !answer.contains(" 200 ") {
            return;
        }
        let Ok(server) = TcpStream::connect(target) else { return };
        let (mut from, mut to) = (stream.try_clone().unwrap(), server.try_clone().unwrap());
        stream.set_nodelay(true).unwrap();
        server.set_nodelay(true).unwrap();
        thread::spawn(move || copy(&mut from, &mut to));
        copy(&mut &server, &mut stream);
    })
}

/// An answer with `body`.
pub(super) fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len()).into_bytes()
}

fn reply(mut stream: impl Read + Write, heard: &Mutex<Vec<String>>, answer: &impl Fn(&str) -> Vec<u8>) {
    if let Some(head) = head(&mut stream, heard) {
        // a client that has heard enough may be gone
        let _ = stream.write_all(&answer(&head)).and_then(|()| stream.flush());
    }
}

fn head(stream: &mut impl Read, heard: &Mutex<Vec<String>>) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    heard.lock().unwrap().push(head.clone());
    Some(head)
}

fn copy(from: &mut impl Read, to: &mut TcpStream) {
    let _ = std::io::copy(from, to);
    let _ = to.shutdown(Shutdown::Write);
}
