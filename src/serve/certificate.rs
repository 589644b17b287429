//! The certificate of the embedded server: made at every start, signed by an authority that signs nothing else.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use time::{Duration, OffsetDateTime};

use crate::net::clock;

/// The names that a loopback client may use.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Time before now that the certificate is already valid, for clocks that go back, and after now.
const SLACK: Duration = Duration::days(1);
const VALIDITY: Duration = Duration::days(30);

/// What the server shows, and what a client must trust.
pub(super) struct Certificate {
    pub(super) tls: Arc<ServerConfig>,
    pub(super) authority_pem: String,
    pub(super) authority: CertificateDer<'static>,
}

/// Makes an authority and a certificate for [`NAMES`] and `address`; the authority's key is forgotten.
pub(super) fn make(address: IpAddr) -> io::Result<Certificate> {
    let authority = authority().map_err(io::Error::other)?;
    let key = KeyPair::generate().map_err(io::Error::other)?;
    let address = address.to_string();
    let names: Vec<&str> = NAMES.into_iter().chain((!NAMES.contains(&address.as_str())).then_some(&*address)).collect();
    let mut params = params("rtcdiag embedded server", &names).map_err(io::Error::other)?;
    params.use_authority_key_identifier_extension = true;
    params.key_usages.push(KeyUsagePurpose::DigitalSignature);
    params.extended_key_usages.push(ExtendedKeyUsagePurpose::ServerAuth);
    let certificate = params.signed_by(&key, &authority).map_err(io::Error::other)?;

    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(io::Error::other)?;
    let tls = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .map_err(io::Error::other)?;
    Ok(Certificate { tls: Arc::new(tls), authority_pem: authority.pem(), authority: authority.der().clone() })
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = params("rtcdiag embedded authority", &[])?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages.push(KeyUsagePurpose::KeyCertSign);
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

fn params(name: &str, names: &[&str]) -> Result<CertificateParams, rcgen::Error> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    let now = i64::try_from(clock::unix_time()).unwrap_or_default();
    let now = OffsetDateTime::from_unix_timestamp(now).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    params.not_before = now - SLACK;
    params.not_after = now + VALIDITY;
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}
