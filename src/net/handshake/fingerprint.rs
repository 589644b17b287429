//! Certificate fingerprints, signaled (RFC 8122 section 5) and presented.

use std::fmt::Write;

/// The `a=fingerprint` values of a description, as `algorithm` in lower case and digest in upper case.
pub(super) fn signaled(sdp: &str) -> Vec<String> {
    let values = sdp.lines().filter_map(|line| line.trim_end().strip_prefix("a=fingerprint:"));
    let mut found: Vec<String> = Vec::new();
    for (algorithm, digest) in values.filter_map(|value| value.split_once(' ')) {
        let one = format!("{} {}", algorithm.to_ascii_lowercase(), digest.trim().to_ascii_uppercase());
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// The SHA-256 fingerprint of a certificate in DER.
pub(super) fn presented(certificate: &[u8]) -> Option<String> {
    let suite = rustls::crypto::ring::cipher_suite::TLS13_AES_128_GCM_SHA256.tls13()?;
    let digest = suite.common.hash_provider.hash(certificate);
    let mut text = "sha-256 ".to_owned();
    for (index, byte) in digest.as_ref().iter().enumerate() {
        let colon = if index > 0 { ":" } else { "" };
        write!(text, "{colon}{byte:02X}").ok()?;
    }
    Some(text)
}

/// Whether the certificate is the one that was signaled; unknown where either is missing, or where no signaled
/// fingerprint is SHA-256.
pub(super) fn matches(signaled: &[String], presented: Option<&String>) -> Option<bool> {
    let presented = presented?;
    let mut comparable = signaled.iter().filter(|one| one.starts_with("sha-256 ")).peekable();
    comparable.peek()?;
    Some(comparable.any(|one| one == presented))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_digest_of_the_certificate() {
        let empty = presented(b"").unwrap();
        assert!(empty.starts_with("sha-256 E3:B0:C4:42:98:FC") && empty.ends_with(":B8:55"), "{empty}");
    }

    #[test]
    fn case_and_repetition_do_not_count() {
        let sdp = "v=0\r\na=fingerprint:SHA-256 ab:cd\r\nm=application\r\na=fingerprint:sha-256 AB:CD\r\n";
        assert_eq!(signaled(sdp), ["sha-256 AB:CD"]);
    }

    #[test]
    fn unknown_is_not_a_mismatch() {
        let (a, b) = ("sha-256 AA".to_owned(), "sha-256 BB".to_owned());
        assert_eq!(matches(&[a.clone(), b.clone()], Some(&b)), Some(true));
        assert_eq!(matches(std::slice::from_ref(&a), Some(&b)), Some(false));
        assert_eq!(matches(&[a], None), None);
        assert_eq!(matches(&["sha-1 CC".to_owned()], Some(&b)), None);
    }
}
