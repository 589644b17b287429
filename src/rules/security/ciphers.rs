//! What was agreed for DTLS and SRTP.

use super::super::Draft;
use super::super::in_dump::{draft, list};
use crate::dump::{Connection, Dump};
use crate::report::{Evidence, Severity};

/// `security/weak-dtls` (RFC 8996)
pub(super) fn weak_dtls(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let dtls = connection.dtls();
    let Some(version) = dtls.version.filter(|version| version == "1.0") else { return Vec::new() };
    vec![
        draft(connection, format!("the connection uses DTLS {version}"))
            .help("update the server or the library of the other side to DTLS 1.2 or 1.3")
            .evidence(Evidence::Fact { path: "connections[].dtls.version".to_owned(), value: version }),
    ]
}

/// `security/weak-fingerprint` (RFC 8122 section 5)
pub(super) fn weak_fingerprint(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let mut found: Vec<String> = Vec::new();
    for (end, description) in connection.applied() {
        let algorithms = || description.values("a=fingerprint:").filter_map(|value| value.split(' ').next());
        let weak = |algorithm: &str| ["sha-1", "md5", "md2"].iter().any(|weak| algorithm.eq_ignore_ascii_case(weak));
        // a second, stronger one is the one that counts (RFC 8122 section 5.1)
        let Some(algorithm) = algorithms().next().filter(|_| algorithms().all(weak)) else { continue };
        found.push(format!("the {} {} has `{algorithm}`", end.word(), description.kind));
    }
    found.dedup();
    let Some(first) = found.first() else { return Vec::new() };
    vec![
        draft(connection, format!("certificates are named by a weak hash alone: {}", list(&found)))
            .help("let the other side send `a=fingerprint:sha-256`; a server has a setting or an update for it")
            .evidence(Evidence::Fact { path: "connections[].sections".to_owned(), value: first.clone() }),
    ]
}

/// `security/weak-srtp` (RFC 8827 section 6.5)
pub(super) fn weak_srtp(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let ciphers = connection.statistics.of("transport").filter_map(|transport| transport.text("srtpCipher"));
    let mut weak: Vec<&str> = ciphers.filter(|cipher| cipher.contains("NULL") || cipher.ends_with("_32")).collect();
    weak.dedup();
    let Some(first) = weak.first() else { return Vec::new() };
    let clear = weak.iter().any(|cipher| cipher.contains("NULL"));
    let found = draft(connection, format!("media is protected with `{first}`"))
        .help("let the other side offer `AEAD_AES_128_GCM` or `SRTP_AES128_CM_HMAC_SHA1_80`")
        .evidence(Evidence::Fact { path: "connections[].dtls".to_owned(), value: (*first).to_owned() });
    vec![if clear { found } else { found.severity(Severity::Info) }]
}
