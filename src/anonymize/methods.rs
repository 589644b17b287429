//! What a line of an rtcstats recording says about texts in it that no key names.

/// How texts without a key are taken.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Bare {
    /// As any text.
    #[default]
    Text,
    /// As labels and ids of tracks and streams.
    Names,
    /// As something of the application's, of which nothing is known: every text is a label, whatever its key.
    Foreign,
}

/// How the line of `method` is taken.
pub(super) fn bare(method: &str) -> Bare {
    let lower = method.to_ascii_lowercase();
    let word = lower.rsplit('.').next().unwrap_or_default();
    let known = |list: &[&str]| list.iter().any(|known| word.starts_with(known));
    if word.ends_with("onfailure") {
        Bare::Text
    } else if known(&NAMES) {
        Bare::Names
    } else if known(&TEXT) {
        Bare::Text
    } else {
        Bare::Foreign
    }
}

/// Beginnings of methods whose values are tracks, streams and channels by name.
const NAMES: [&str; 15] = [
    "getusermediaonsuccess",
    "getdisplaymediaonsuccess",
    "getusermedia",
    "getdisplaymedia",
    "addtrack",
    "removetrack",
    "ontrack",
    "track",
    "addstream",
    "removestream",
    "onaddstream",
    "onremovestream",
    "createdatachannel",
    "ondatachannel",
    "datachannel",
];

/// Beginnings of the other methods of WebRTC, and of what describes the page and the browser.
const TEXT: [&str; 24] = [
    "create",
    "set",
    "addicecandidate",
    "onice",
    "onsignaling",
    "onconnection",
    "onnegotiation",
    "getstats",
    "close",
    "restartice",
    "addtransceiver",
    "transceiver",
    "connectioninfo",
    "constraints",
    "ice",
    "signaling",
    "connectionstate",
    "negotiation",
    "replacetrack",
    "applyconstraints",
    "enumeratedevices",
    "peerconnection",
    "notifyiceservers",
    "generatecertificate",
];
