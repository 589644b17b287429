//! DTLS records and the handshake headers inside them, as far as they are in the clear (RFC 6347 section 4, RFC 9147
//! section 4).
//!
//! For: saying which flight a datagram belongs to, and reading version, cipher suite and certificate off the wire.
//! Not for: taking part in a handshake, or decrypting. Every function is total over any bytes.

use std::collections::BTreeMap;

/// Length of a DTLS 1.2 record header (RFC 6347 section 4.1).
const RECORD_HEADER: usize = 13;
/// Length of a handshake header (RFC 6347 section 4.2.2).
const HANDSHAKE_HEADER: usize = 12;
/// Longest message that is put together again; certificates of WebRTC peers are below 2 KiB.
const MAX_MESSAGE: usize = 64 * 1024;
/// `supported_versions` (RFC 8446 section 4.2.1): where DTLS 1.3 puts the version that it speaks.
const SUPPORTED_VERSIONS: u16 = 43;

/// One record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Record<'a> {
    /// What it carries: 20 change cipher spec, 21 alert, 22 handshake, 23 application data.
    pub content: u8,
    /// The epoch; from 1 on the body is encrypted.
    pub epoch: u16,
    /// The sequence number within the epoch.
    pub sequence: u64,
    /// The body, cut where the datagram ends.
    pub body: &'a [u8],
}

/// The kinds of handshake message that have a name here (RFC 5246 section 7.4, RFC 6347 section 4.2.2).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Kind(pub u8);

impl Kind {
    /// The client's first message.
    pub const CLIENT_HELLO: Self = Self(1);
    /// The server's choice.
    pub const SERVER_HELLO: Self = Self(2);
    /// The server wants its cookie back first.
    pub const HELLO_VERIFY_REQUEST: Self = Self(3);
    /// The certificates of the sender.
    pub const CERTIFICATE: Self = Self(11);

    /// The name as in the RFC.
    pub fn name(self) -> &'static str {
        match self.0 {
            0 => "HelloRequest",
            1 => "ClientHello",
            2 => "ServerHello",
            3 => "HelloVerifyRequest",
            4 => "NewSessionTicket",
            11 => "Certificate",
            12 => "ServerKeyExchange",
            13 => "CertificateRequest",
            14 => "ServerHelloDone",
            15 => "CertificateVerify",
            16 => "ClientKeyExchange",
            20 => "Finished",
            _ => "Handshake",
        }
    }
}

/// What a record says of itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// A handshake message in the clear begins.
    Handshake(Kind),
    /// A handshake message in the clear goes on: it was too long for one datagram.
    Continued(Kind),
    /// An encrypted handshake message; in DTLS 1.2 that is Finished.
    Finished,
    /// From here on the sender encrypts.
    ChangeCipherSpec,
    /// An alert in the clear: level (1 warning, 2 fatal) and description.
    Alert { level: u8, description: u8 },
    /// An encrypted alert.
    EncryptedAlert,
    /// Application data: SCTP, in WebRTC.
    ApplicationData,
    /// A DTLS 1.3 record with the short header, or a content type without a name.
    Other(u8),
}

impl Step {
    /// The words for a ledger.
    pub fn name(self) -> String {
        match self {
            Self::Handshake(kind) => kind.name().to_owned(),
            Self::Continued(kind) => format!("{} (continued)", kind.name()),
            Self::Finished => "Finished".to_owned(),
            Self::ChangeCipherSpec => "ChangeCipherSpec".to_owned(),
            Self::Alert { level, description } => {
                let weight = if level == 2 { "fatal" } else { "warning" };
                format!("alert {} ({weight})", alert_name(description))
            }
            Self::EncryptedAlert => "alert (encrypted)".to_owned(),
            Self::ApplicationData => "application data".to_owned(),
            Self::Other(32..=63) => "encrypted record (DTLS 1.3)".to_owned(),
            Self::Other(content) => format!("content type {content}"),
        }
    }
}

/// The server's choice of version and cipher suite.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ServerHello {
    /// The version on the wire, such as 0xfefd.
    pub version: u16,
    /// The cipher suite.
    pub cipher: u16,
}

/// The records of one datagram. A record that is cut short is the last.
pub fn records(mut datagram: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        // RFC 9147 section 4: a first byte of 32 to 63 is the short header, whose length we do not follow.
        if let [content @ 32..=63, ..] = datagram {
            let record = Record { content: *content, epoch: u16::from(content & 3), sequence: 0, body: datagram };
            datagram = &[];
            return Some(record);
        }
        let (header, rest) = datagram.split_at_checked(RECORD_HEADER)?;
        let [content, _, _, e0, e1, s0, s1, s2, s3, s4, s5, l0, l1] = header else { return None };
        let length = usize::from(u16::from_be_bytes([*l0, *l1])).min(rest.len());
        let (body, rest) = rest.split_at(length);
        datagram = rest;
        Some(Record {
            content: *content,
            epoch: u16::from_be_bytes([*e0, *e1]),
            sequence: u64::from_be_bytes([0, 0, *s0, *s1, *s2, *s3, *s4, *s5]),
            body,
        })
    })
}

/// What each record of `datagram` says of itself, with one entry for each handshake fragment.
pub fn steps(datagram: &[u8]) -> Vec<Step> {
    records(datagram)
        .flat_map(|record| match (record.content, record.epoch) {
            (20, _) => vec![Step::ChangeCipherSpec],
            (21, 0) => match record.body {
                [level, description, ..] => vec![Step::Alert { level: *level, description: *description }],
                _ => vec![Step::Other(21)],
            },
            (21, _) => vec![Step::EncryptedAlert],
            (22, 0) => fragments(record.body)
                .map(|f| if f.offset == 0 { Step::Handshake(f.kind) } else { Step::Continued(f.kind) })
                .collect(),
            (22, _) => vec![Step::Finished],
            (23, _) => vec![Step::ApplicationData],
            (content, _) => vec![Step::Other(content)],
        })
        .collect()
}

/// The handshake fragments of `datagram` that are in the clear, by the number of their message and their offset in it: a
/// message that is sent again has the same (RFC 6347 section 4.2.2).
pub fn clear_fragments(datagram: &[u8]) -> Vec<(u16, usize)> {
    let clear = records(datagram).filter(|record| record.content == 22 && record.epoch == 0);
    clear.flat_map(|record| fragments(record.body)).map(|fragment| (fragment.message, fragment.offset)).collect()
}

/// A piece of a handshake message.
struct Fragment<'a> {
    kind: Kind,
    length: usize,
    message: u16,
    offset: usize,
    body: &'a [u8],
}

fn fragments(mut record: &[u8]) -> impl Iterator<Item = Fragment<'_>> {
    std::iter::from_fn(move || {
        let (header, rest) = record.split_at_checked(HANDSHAKE_HEADER)?;
        let [kind, a, b, c, m0, m1, d, e, f, g, h, i] = header else { return None };
        let wide = |x: &u8, y: &u8, z: &u8| usize::try_from(u32::from_be_bytes([0, *x, *y, *z])).unwrap_or(usize::MAX);
        let (body, rest) = rest.split_at(wide(g, h, i).min(rest.len()));
        record = rest;
        let message = u16::from_be_bytes([*m0, *m1]);
        Some(Fragment { kind: Kind(*kind), length: wide(a, b, c), message, offset: wide(d, e, f), body })
    })
}

/// The body of the first message of `kind` that the datagrams of one sender hold whole, put together from its
/// fragments in whatever order they came (RFC 6347 section 4.2.3).
pub fn message<'a>(datagrams: impl IntoIterator<Item = &'a [u8]>, kind: Kind) -> Option<Vec<u8>> {
    let mut partial: BTreeMap<(u16, usize), BTreeMap<usize, &[u8]>> = BTreeMap::new();
    for datagram in datagrams {
        for record in records(datagram).filter(|r| r.content == 22 && r.epoch == 0) {
            for fragment in fragments(record.body).filter(|f| f.kind == kind && f.length <= MAX_MESSAGE) {
                let pieces = partial.entry((fragment.message, fragment.length)).or_default();
                let longest = pieces.entry(fragment.offset).or_default();
                if fragment.body.len() > longest.len() {
                    *longest = fragment.body;
                }
                if let Some(whole) = join(pieces, fragment.length) {
                    return Some(whole);
                }
            }
        }
    }
    None
}

fn join(pieces: &BTreeMap<usize, &[u8]>, length: usize) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    for (offset, piece) in pieces {
        let known = whole.len().checked_sub(*offset)?;
        whole.extend_from_slice(piece.get(known..).unwrap_or_default());
    }
    whole.truncate(length);
    (whole.len() == length).then_some(whole)
}

/// Reads the body of a ServerHello (RFC 5246 section 7.4.1.3).
pub fn server_hello(body: &[u8]) -> Option<ServerHello> {
    let [v0, v1, rest @ ..] = body else { return None };
    let (_random, rest) = rest.split_at_checked(32)?;
    let (session, rest) = rest.split_first()?;
    let [c0, c1, _compression, rest @ ..] = rest.get(usize::from(*session)..)? else { return None };
    let version = extension(rest, SUPPORTED_VERSIONS).and_then(|value| value.try_into().ok()).unwrap_or([*v0, *v1]);
    Some(ServerHello { version: u16::from_be_bytes(version), cipher: u16::from_be_bytes([*c0, *c1]) })
}

/// The cipher suites in the body of a ClientHello of DTLS (RFC 6347 section 4.2.1).
pub fn offered(body: &[u8]) -> Vec<u16> {
    let skip = |rest: &[u8]| -> Option<usize> { Some(usize::from(*rest.first()?) + 1) };
    let read = || {
        let rest = body.get(34..)?;
        let rest = rest.get(skip(rest)?..)?;
        let rest = rest.get(skip(rest)?..)?;
        let [a, b, rest @ ..] = rest else { return None };
        rest.get(..usize::from(u16::from_be_bytes([*a, *b])))
    };
    let pairs = read().unwrap_or_default().as_chunks::<2>().0;
    pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect()
}

fn extension(block: &[u8], wanted: u16) -> Option<&[u8]> {
    let (_length, mut rest) = block.split_at_checked(2)?;
    while let [a, b, c, d, tail @ ..] = rest {
        let (value, tail) = tail.split_at_checked(usize::from(u16::from_be_bytes([*c, *d])))?;
        if u16::from_be_bytes([*a, *b]) == wanted {
            return Some(value);
        }
        rest = tail;
    }
    None
}

/// The first certificate, in DER, of a Certificate message of DTLS 1.2 (RFC 5246 section 7.4.2).
pub fn first_certificate(body: &[u8]) -> Option<&[u8]> {
    let [_, _, _, a, b, c, rest @ ..] = body else { return None };
    rest.get(..usize::try_from(u32::from_be_bytes([0, *a, *b, *c])).ok()?)
}

/// `1.2` for 0xfefd, and so on: DTLS counts down (RFC 6347 section 4.1).
pub fn version_name(version: u16) -> String {
    match version {
        0xfeff => "1.0".to_owned(),
        0xfefd => "1.2".to_owned(),
        0xfefc => "1.3".to_owned(),
        other => format!("0x{other:04x}"),
    }
}

/// The cipher suite's IANA name without its `TLS_`, for the suites that WebRTC peers agree on.
pub fn cipher_name(cipher: u16) -> String {
    let name = match cipher {
        0x1301 => "AES_128_GCM_SHA256",
        0x1302 => "AES_256_GCM_SHA384",
        0x1303 => "CHACHA20_POLY1305_SHA256",
        0xc009 => "ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        0xc00a => "ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        0xc013 => "ECDHE_RSA_WITH_AES_128_CBC_SHA",
        0xc014 => "ECDHE_RSA_WITH_AES_256_CBC_SHA",
        0xc02b => "ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        0xc02c => "ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        0xc02f => "ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        0xc030 => "ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        0xc0ac => "ECDHE_ECDSA_WITH_AES_128_CCM",
        0xc0ae => "ECDHE_ECDSA_WITH_AES_128_CCM_8",
        0xcca8 => "ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        0xcca9 => "ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        other => return format!("0x{other:04x}"),
    };
    name.to_owned()
}

/// The alert's name (RFC 5246 section 7.2, RFC 8446 section 6).
fn alert_name(description: u8) -> String {
    let name = match description {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        40 => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        other => return other.to_string(),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests;
