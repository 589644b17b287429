//! Faults in a description, as changes of its text.

/// Changes the value of every line that begins with `start`.
fn each(sdp: &str, start: &str, change: impl Fn(&str) -> String) -> String {
    sdp.split_inclusive('\n')
        .map(|line| match line.strip_prefix(start) {
            Some(value) => {
                let text = value.trim_end_matches(['\r', '\n']);
                let end = value.get(text.len()..).unwrap_or_default();
                format!("{start}{}{end}", change(text))
            }
            None => line.to_owned(),
        })
        .collect()
}

fn without(sdp: &str, start: &str) -> String {
    sdp.split_inclusive('\n').filter(|line| !line.starts_with(start)).collect()
}

/// One byte of the fingerprint is another, as after a hand's slip.
pub(super) fn fingerprint(sdp: &str) -> String {
    each(sdp, "a=fingerprint:", |value| match value.split_once(' ') {
        Some((hash, digits)) => {
            let first = if digits.starts_with("00") { "FF" } else { "00" };
            format!("{hash} {first}{}", digits.get(2..).unwrap_or_default())
        }
        None => value.to_owned(),
    })
}

/// The fingerprint of another certificate.
pub(super) fn other_fingerprint(sdp: &str) -> String {
    each(sdp, "a=fingerprint:", |value| {
        let hash = value.split(' ').next().unwrap_or_default();
        let other: Vec<String> = (1..=32_u8).map(|n| format!("{:02X}", n.wrapping_mul(37))).collect();
        format!("{hash} {}", other.join(":"))
    })
}

pub(super) fn no_fingerprint(sdp: &str) -> String {
    without(sdp, "a=fingerprint:")
}

pub(super) fn ufrag(sdp: &str) -> String {
    each(sdp, "a=ice-ufrag:", |_| "ZZZZ".to_owned())
}

pub(super) fn no_ufrag(sdp: &str) -> String {
    without(sdp, "a=ice-ufrag:")
}

pub(super) fn pwd(sdp: &str) -> String {
    each(sdp, "a=ice-pwd:", |_| "Z".repeat(24))
}

pub(super) fn says_active(sdp: &str) -> String {
    each(sdp, "a=setup:", |_| "active".to_owned())
}

pub(super) fn says_passive(sdp: &str) -> String {
    each(sdp, "a=setup:", |_| "passive".to_owned())
}

/// The role that the peer does not have.
pub(super) fn role(sdp: &str) -> String {
    each(sdp, "a=setup:", |value| if value == "passive" { "active" } else { "passive" }.to_owned())
}

pub(super) fn actpass(sdp: &str) -> String {
    each(sdp, "a=setup:", |_| "actpass".to_owned())
}

/// A section that was not offered.
pub(super) fn extra_section(sdp: &str) -> String {
    format!("{}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=mid:extra\r\na=inactive\r\n", with_end(sdp))
}

/// The last section is not there.
pub(super) fn missing_section(sdp: &str) -> String {
    match sdp.rfind("\r\nm=") {
        Some(at) => sdp.get(..at + 2).unwrap_or(sdp).to_owned(),
        None => sdp.to_owned(),
    }
}

pub(super) fn renamed_mid(sdp: &str) -> String {
    each(sdp, "a=mid:", |value| format!("x{value}"))
}

/// Every section is refused (RFC 3264 section 6).
pub(super) fn rejected(sdp: &str) -> String {
    each(sdp, "m=", |value| {
        let mut words = value.splitn(3, ' ');
        let (kind, rest) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default());
        format!("{kind} 0 {rest}")
    })
}

/// The sections are of another kind than those that were offered.
pub(super) fn mangled_section(sdp: &str) -> String {
    each(sdp, "m=", |value| match value.split_once(' ') {
        Some((_, rest)) => format!("text {rest}"),
        None => value.to_owned(),
    })
}

pub(super) fn no_last_line_end(sdp: &str) -> String {
    sdp.trim_end_matches(['\r', '\n']).to_owned()
}

pub(super) fn lines_by_lf(sdp: &str) -> String {
    sdp.replace("\r\n", "\n")
}

/// The text with its line ends written as in JSON.
pub(super) fn escaped(sdp: &str) -> String {
    sdp.replace('\r', "\\r").replace('\n', "\\n")
}

pub(super) fn empty(_: &str) -> String {
    String::new()
}

pub(super) fn html(_: &str) -> String {
    "<!doctype html><title>Sign in</title>".to_owned()
}

pub(super) fn sctp_port(sdp: &str) -> String {
    each(sdp, "a=sctp-port:", |_| "5001".to_owned())
}

pub(super) fn tiny_messages(sdp: &str) -> String {
    let cleared = without(sdp, "a=max-message-size:");
    each(&cleared, "a=sctp-port:", |value| format!("{value}\r\na=max-message-size:1"))
}

/// Every section says that nothing is sent or received.
pub(super) fn inactive(sdp: &str) -> String {
    ["a=sendrecv", "a=recvonly", "a=sendonly"]
        .iter()
        .fold(sdp.to_owned(), |sdp, line| sdp.replace(&format!("{line}\r\n"), "a=inactive\r\n"))
}

fn with_end(sdp: &str) -> String {
    if sdp.ends_with('\n') { sdp.to_owned() } else { format!("{sdp}\r\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDP: &str = "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=setup:active\r\na=mid:0\r\na=ice-ufrag:abcd\r\na=fingerprint:sha-256 00:11\r\na=sctp-port:5000\r\n";

    #[test]
    fn one_thing_is_changed_and_the_rest_kept() {
        for (change, from, to) in [
            (fingerprint as fn(&str) -> String, "sha-256 00:11", "sha-256 FF:11"),
            (ufrag, "ufrag:abcd", "ufrag:ZZZZ"),
            (role, "setup:active", "setup:passive"),
            (renamed_mid, "mid:0", "mid:x0"),
            (rejected, "application 9 ", "application 0 "),
            (sctp_port, ":5000", ":5001"),
        ] {
            assert_eq!(change(SDP), SDP.replace(from, to), "{from}");
        }
        assert_eq!(missing_section(SDP), "v=0\r\n");
        assert!(!no_last_line_end(SDP).ends_with('\n'));
        assert!(!no_fingerprint(SDP).contains("fingerprint"));
    }
}
