//! Certificates that are bad in one way each, in front of a sound server.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use time::{Duration, OffsetDateTime};
use tokio_rustls::TlsAcceptor;

use super::listeners::{self, Listener};
use super::run::{Ice, Run};

/// The name in the URI; no resolver is asked for it.
const HOST: &str = "turn.test";

/// A TLS server with the sound server behind it, and the authority that signed its certificate.
struct Front {
    listener: Listener,
    authority: String,
}

fn params(name: &str, names: &[&str], days: (i64, i64)) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    let now = OffsetDateTime::now_utc();
    // an hour more, so that the days that are left do not depend on the second
    let end = Duration::days(days.1) + Duration::HOUR;
    (params.not_before, params.not_after) = (now + Duration::days(days.0), now + end);
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// Shows a certificate for `name` that is valid from and until so many days from now.
fn front(name: &str, days: (i64, i64)) -> Front {
    let mut root = params("a private authority", &[], (-100, 100));
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    root.key_usages.push(KeyUsagePurpose::KeyCertSign);
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = params("a leaf", &[name], days).signed_by(&key, &root).unwrap();
    show(vec![leaf.der().clone()], &key, root.pem())
}

fn show(chain: Vec<rustls::pki_types::CertificateDer<'static>>, key: &KeyPair, authority: String) -> Front {
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let behind = listeners::server().addr();
    let listener = listeners::stream_server(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(mut stream) = acceptor.accept(stream).await else { return };
            let mut server = tokio::net::TcpStream::connect(behind).await.unwrap();
            server.set_nodelay(true).unwrap();
            stream.get_ref().0.set_nodelay(true).unwrap();
            let _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
        }
    });
    Front { listener, authority }
}

impl Front {
    /// `rtcdiag ice` against it; the authority's certificate is in `ca.pem`.
    fn ice(&self, args: &[&str]) -> Run {
        let (server, port) = (listeners::server(), self.listener.address.port());
        let uri = format!("turns:{HOST}:{port}");
        let resolve = format!("{HOST}:{port}:127.0.0.1");
        let credentials = ["--username", server.username(), "--credential", "env:CREDENTIAL"];
        let options = ["--json", "--timeout", "2", "--resolve", &resolve, &uri];
        Ice::new(&[&options[..], &credentials, args].concat())
            .env("CREDENTIAL", server.credential().expose())
            .file("ca.pem", &self.authority)
            .run()
    }

    /// Fails with `rule`; with `--insecure` the relay is proven and the finding stays.
    fn fails(&self, args: &[&str], rule: &str, words: &str) {
        let refused = self.ice(args);
        let went_on = self.ice(&[args, &["--insecure"]].concat());
        for run in [&refused, &went_on] {
            let findings = run.findings();
            let [(found, severity, message)] = findings.as_slice() else { panic!("{run}") };
            assert_eq!((found.as_str(), severity.as_str(), run.code), (rule, "error", 1), "{run}");
            assert!(message.contains(words), "{words}: {message}");
            assert!(run.json()["facts"]["servers"][0]["tls"]["names"].is_array(), "what was shown is kept: {run}");
        }
        let server = |run: &Run| run.json()["facts"]["servers"][0].clone();
        assert_eq!((&server(&refused)["result"], &server(&refused)["relay"]), (&"failed".into(), &().into()));
        let server = server(&went_on);
        assert_eq!((&server["result"], &server["relay"]["proven_in"]), (&"ok".into(), &true.into()), "{went_on}");
    }
}

#[test]
fn an_expired_certificate() {
    let front = front(HOST, (-30, -3));
    front.fails(&["--ca", "ca.pem"], "tls/expired", "the certificate expired 2 days ago, on ");
    front.fails(&[], "tls/expired", "the certificate expired 2 days ago, on ");
}

#[test]
fn a_certificate_of_the_future() {
    let front = front(HOST, (3, 30));
    front.fails(&["--ca", "ca.pem"], "tls/not-yet-valid", "the certificate is valid from ");
}

#[test]
fn a_certificate_of_another_name() {
    let front = front("other.test", (-3, 30));
    let words = "the certificate is for `other.test` and not for `turn.test`";
    front.fails(&["--ca", "ca.pem"], "tls/wrong-name", words);
}

#[test]
fn a_private_authority_passes_with_its_root() {
    let front = front(HOST, (-3, 30));
    front.fails(&[], "tls/incomplete-chain", "a private authority");
    let run = front.ice(&["--ca", "ca.pem"]);
    assert_eq!((run.code, run.findings()), (0, Vec::new()), "{run}");
    let server = &run.json()["facts"]["servers"][0];
    assert_eq!((&server["tls"]["names"][0], &server["tls"]["days_left"]), (&HOST.into(), &30.into()), "{run}");
    assert_eq!((&server["relay"]["proven_in"], &server["relay"]["proven_out"]), (&true.into(), &true.into()));
}

#[test]
fn a_certificate_that_signed_itself() {
    for is_ca in [IsCa::NoCa, IsCa::Ca(BasicConstraints::Unconstrained)] {
        let key = KeyPair::generate().unwrap();
        let mut alone = params("alone", &[HOST], (-3, 30));
        alone.is_ca = is_ca;
        let alone = alone.self_signed(&key).unwrap();
        let front = show(vec![alone.der().clone()], &key, alone.pem());
        front.fails(&[], "tls/untrusted", "the certificate is signed by itself: `CN=alone`");
    }
}
