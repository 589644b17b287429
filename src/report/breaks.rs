//! Whom a finding concerns, and what it does to them.

/// Who may have to read a description.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Target {
    /// Chrome, and all else that is built on libwebrtc's parser.
    Chrome,
    /// Firefox.
    Firefox,
    /// The texts of the standards, whatever browsers make of them.
    Rfc,
    /// SIP endpoints and gateways.
    Sip,
    /// WHIP and WHEP servers (RFC 9725).
    Whip,
}

impl Target {
    /// Every target, in the order in which they are named.
    pub const ALL: [Self; 5] = [Self::Chrome, Self::Firefox, Self::Rfc, Self::Sip, Self::Whip];

    /// The word used on the command line and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Firefox => "firefox",
            Self::Rfc => "rfc",
            Self::Sip => "sip",
            Self::Whip => "whip",
        }
    }

    /// The name used in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chrome => "Chrome",
            Self::Firefox => "Firefox",
            Self::Rfc => "the RFC",
            Self::Sip => "SIP",
            Self::Whip => "WHIP",
        }
    }
}

/// What happens there. The order is from harmless to fatal.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Effect {
    /// Nothing that ends anything: it concerns them, and they carry on.
    Notes,
    /// The call connects without its data channel.
    NoDataChannel,
    /// The call connects, and some media does not flow.
    MediaMissing,
    /// The text is taken, and no connection comes of it.
    NoConnection,
    /// The text is taken, and a later step of offer and answer fails.
    FailsLater,
    /// The text is not taken.
    Refuses,
}

impl Effect {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::NoDataChannel => "no-data-channel",
            Self::MediaMissing => "media-missing",
            Self::NoConnection => "no-connection",
            Self::FailsLater => "fails-later",
            Self::Refuses => "refuses",
        }
    }

    /// What is said behind the target's name; nothing of an effect that is none.
    pub fn phrase(self) -> Option<&'static str> {
        match self {
            Self::Notes => None,
            Self::NoDataChannel => Some("loses the data channel"),
            Self::MediaMissing => Some("loses media"),
            Self::NoConnection => Some("does not connect"),
            Self::FailsLater => Some("fails later"),
            Self::Refuses => Some("refuses"),
        }
    }
}
