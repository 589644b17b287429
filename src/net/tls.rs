//! TLS to a server: SNI, chain and name verified, and what the certificate says kept whether it was accepted or not.
//!
//! For: connecting a TCP stream and recording what was presented. Not for: deciding what a bad certificate means to a
//! call. Roots are the system's, read when first needed, with `--ca` beside them.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::Verifier;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use super::clock;
use crate::facts::ice::{Failure, Stage, Tls, TlsFailure};

/// Whom to trust.
#[derive(Debug)]
pub struct Trust {
    extra: Vec<CertificateDer<'static>>,
    insecure: bool,
    provider: Arc<CryptoProvider>,
    roots: Arc<OnceLock<Result<Arc<Verifier>, String>>>,
}

impl Trust {
    /// The system's roots and `extra`; `insecure` goes on after a bad certificate, and records it all the same.
    pub fn new(extra: Vec<CertificateDer<'static>>, insecure: bool) -> Self {
        Self { extra, insecure, provider: Arc::new(ring::default_provider()), roots: Arc::default() }
    }

    /// Certificates of a PEM file.
    ///
    /// # Errors
    /// In words that read well after "could not": the file cannot be read, or holds no certificate.
    pub fn read_pem(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
        let shown = path.display();
        let bytes = fs::read(path).map_err(|error| format!("read `{shown}`: {error}"))?;
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(&bytes)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("read `{shown}` as PEM: {error}"))?;
        if certificates.is_empty() {
            return Err(format!("use `{shown}`: it holds no PEM certificate"));
        }
        Ok(certificates)
    }

    /// The same roots, going on after a bad certificate.
    pub fn blind(&self) -> Self {
        Self {
            extra: self.extra.clone(),
            insecure: true,
            provider: Arc::clone(&self.provider),
            roots: Arc::clone(&self.roots),
        }
    }

    /// Reads the system's roots now, so that no handshake is charged for it.
    pub fn prepare(&self) {
        let _ = self.verifier();
    }

    fn verifier(&self) -> &Result<Arc<Verifier>, String> {
        self.roots.get_or_init(|| {
            Verifier::new_with_extra_roots(self.extra.clone(), Arc::clone(&self.provider))
                .map(Arc::new)
                .map_err(|error| error.to_string())
        })
    }
}

/// A stream under TLS, and what was seen of it.
#[derive(Debug)]
pub struct Connected {
    /// The stream.
    pub stream: TlsStream<TcpStream>,
    /// What was presented.
    pub tls: Tls,
}

/// Performs the handshake on `stream` for `host`.
///
/// # Errors
/// The failure as a fact, with what had been presented until then.
pub async fn connect(trust: &Trust, host: &str, stream: TcpStream) -> Result<Connected, (Failure, Option<Tls>)> {
    let handshake = |why: String| Failure::Tls(TlsFailure::Handshake { why, alert: None });
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| (handshake(format!("`{host}` is no name that a certificate can hold")), None))?;
    let recorder = Arc::new(Recorder {
        inner: trust.verifier().clone(),
        insecure: trust.insecure,
        host: host.to_owned(),
        provider: Arc::clone(&trust.provider),
        seen: Mutex::new(None),
    });
    let config = ClientConfig::builder_with_provider(Arc::clone(&trust.provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| (handshake(error.to_string()), None))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&recorder) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    match TlsConnector::from(Arc::new(config)).connect(name, stream).await {
        Ok(stream) => {
            let mut tls = recorder.take().ok_or_else(|| (handshake("no certificate was shown".to_owned()), None))?;
            tls.version = stream.get_ref().1.protocol_version().map(|version| match version {
                rustls::ProtocolVersion::TLSv1_2 => "1.2".to_owned(),
                rustls::ProtocolVersion::TLSv1_3 => "1.3".to_owned(),
                other => format!("{other:?}"),
            });
            Ok(Connected { stream, tls })
        }
        Err(error) => {
            let tls = recorder.take();
            let failure = match tls.as_ref().and_then(|tls| tls.fault.clone()) {
                Some(fault) => Failure::Tls(fault),
                None => failure(&error),
            };
            Err((failure, tls))
        }
    }
}

fn failure(error: &std::io::Error) -> Failure {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionReset, UnexpectedEof};
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    match (inner, error.kind()) {
        (None, ConnectionReset | ConnectionAborted) => Failure::Closed { stage: Stage::Handshake, reset: true },
        (None, UnexpectedEof) => Failure::Closed { stage: Stage::Handshake, reset: false },
        (Some(Error::InvalidMessage(_)), _) => {
            Failure::Tls(TlsFailure::Handshake { why: "what the server sent is no TLS".to_owned(), alert: None })
        }
        (Some(Error::AlertReceived(alert)), _) => {
            let alert = alert_name(*alert);
            Failure::Tls(TlsFailure::Handshake {
                why: format!("the server sent the alert `{alert}`"),
                alert: Some(alert),
            })
        }
        _ => Failure::Tls(TlsFailure::Handshake { why: error.to_string(), alert: None }),
    }
}

/// The alert's name as the specification writes it: `protocol_version` for `ProtocolVersion`.
fn alert_name(alert: rustls::AlertDescription) -> String {
    let mut name = String::new();
    for c in format!("{alert:?}").chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_lowercase());
    }
    name
}

/// Verifies as the inner verifier does, and remembers what was shown and what was wrong with it.
#[derive(Debug)]
struct Recorder {
    inner: Result<Arc<Verifier>, String>,
    insecure: bool,
    host: String,
    provider: Arc<CryptoProvider>,
    seen: Mutex<Option<Tls>>,
}

impl Recorder {
    fn take(&self) -> Option<Tls> {
        self.seen.lock().ok().and_then(|mut seen| seen.take())
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = match &self.inner {
            Ok(inner) => inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now),
            // A container without any roots: nothing can be trusted.
            Err(_) => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
        };
        let mut tls = describe(end_entity);
        tls.chain = 1 + intermediates.len();
        tls.fault = verified.as_ref().err().map(|error| fault(error, &tls, &self.host));
        if let Ok(mut seen) = self.seen.lock() {
            *seen = Some(tls);
        }
        if self.insecure { Ok(ServerCertVerified::assertion()) } else { verified }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn describe(der: &CertificateDer<'_>) -> Tls {
    let mut tls = Tls {
        version: None,
        names: Vec::new(),
        issuer: String::new(),
        subject: String::new(),
        not_after: 0,
        not_before: 0,
        chain: 0,
        fault: None,
    };
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return tls };
    tls.issuer = certificate.issuer().to_string();
    tls.subject = certificate.subject().to_string();
    tls.not_after = certificate.validity().not_after.timestamp();
    tls.not_before = certificate.validity().not_before.timestamp();
    if let Ok(Some(names)) = certificate.subject_alternative_name() {
        tls.names = names.value.general_names.iter().filter_map(name).collect();
    }
    tls
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => <[u8; 4]>::try_from(*bytes)
            .map(|v4| std::net::IpAddr::from(v4).to_string())
            .or_else(|_| <[u8; 16]>::try_from(*bytes).map(|v6| std::net::IpAddr::from(v6).to_string()))
            .ok(),
        _ => None,
    }
}

/// What is wrong, read off the certificate itself where the verifier's word is not enough.
fn fault(error: &Error, tls: &Tls, host: &str) -> TlsFailure {
    let now = i64::try_from(clock::unix_time()).unwrap_or(i64::MAX);
    let untrusted = || TlsFailure::Untrusted { issuer: tls.issuer.clone(), self_signed: tls.issuer == tls.subject };
    match error {
        Error::InvalidCertificate(error) => match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                TlsFailure::Expired { not_after: tls.not_after }
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                TlsFailure::NotYetValid { not_before: tls.not_before }
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsFailure::WrongName { wanted: host.to_owned(), names: tls.names.clone() }
            }
            // A root of a private hand is told apart from an old certificate by its own dates.
            _ if tls.not_after != 0 && tls.not_after < now => TlsFailure::Expired { not_after: tls.not_after },
            CertificateError::UnknownIssuer => untrusted(),
            // webpki calls a self-signed certificate that may sign others a misused CA.
            CertificateError::Other(_) if tls.issuer == tls.subject => untrusted(),
            other => TlsFailure::Handshake { why: format!("the certificate is refused: {other:?}"), alert: None },
        },
        other => TlsFailure::Handshake { why: other.to_string(), alert: None },
    }
}
