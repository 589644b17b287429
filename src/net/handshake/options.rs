//! What a handshake is asked to do, and how the signaling server is reached.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use hyper::HeaderMap;

use super::media::MEDIA_TIME;
use crate::facts::handshake::Provocation;
use crate::net::dns::{Family, Resolver};
use crate::net::gather::Plan;
use crate::net::peer::media::{Direction, MediaKind};
use crate::net::proxy::Proxies;
use crate::net::tls::Trust;
use crate::probe::signaling::profile::Role;
use crate::probe::signaling::{Profile, SignalingUrl};

/// What to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The signaling server.
    pub url: SignalingUrl,
    /// Whether it is our own, in this process.
    pub embedded: bool,
    /// Until when it must be over, from the start.
    pub timeout: Duration,
    /// How the server is spoken to.
    pub protocol: Protocol,
    /// Which side offers.
    pub role: Role,
    /// Whether this side gives its offer up when the other one offers too; where nothing is said, the side with the
    /// lower session id does.
    pub polite: Option<bool>,
    /// Values for the profile's holes.
    pub values: BTreeMap<String, String>,
    /// A frame that goes first.
    pub join: Option<String>,
    /// How our candidates travel.
    pub trickle: TrickleMode,
    /// Bytes that measure the data channel, each way; 0 for none.
    pub bytes: u64,
    /// What is done wrong on purpose.
    pub provoke: Option<Provocation>,
    /// Audio, video and data.
    pub media: Media,
    /// How the server is reached.
    pub web: Arc<Web>,
    /// Whether every packet is kept, whole.
    pub capture: bool,
    /// Whether every message is kept, whole but for its secrets.
    pub whole_messages: bool,
    /// The ICE servers to gather from.
    pub ice: Option<Arc<Plan>>,
}

impl Options {
    /// A handshake with the server at `url` that speaks `ws-json`, reached without proxies.
    pub fn plain(url: SignalingUrl, timeout: Duration) -> Self {
        Self {
            url,
            embedded: false,
            timeout,
            protocol: Protocol::Auto,
            role: Role::Auto,
            polite: None,
            values: BTreeMap::new(),
            join: None,
            trickle: TrickleMode::Auto,
            bytes: 0,
            provoke: None,
            media: Media::default(),
            web: Arc::new(Web::default()),
            capture: false,
            whole_messages: false,
            ice: None,
        }
    }
}

/// What is to flow.
#[derive(Clone, Debug)]
pub struct Media {
    /// Audio, video, both or neither; where nothing is said, both for WHIP and WHEP and neither elsewhere.
    pub kinds: Option<Vec<MediaKind>>,
    /// Which ways; where nothing is said, to the server for WHIP, from it for WHEP, and both elsewhere.
    pub direction: Option<Direction>,
    /// For how long, once the connection stands.
    pub time: Duration,
    /// Whether there is a data channel too.
    pub data: bool,
}

impl Default for Media {
    fn default() -> Self {
        Self { kinds: None, direction: None, time: MEDIA_TIME, data: true }
    }
}

/// How the server is spoken to.
#[derive(Clone, Debug)]
pub enum Protocol {
    /// Found out from the URL and from what the server sends.
    Auto,
    /// As a profile says.
    Profile(Arc<Profile>),
    /// WHIP (RFC 9725).
    Whip,
    /// WHEP (draft-ietf-wish-whep).
    Whep,
    /// The offer is posted, the answer is the response, and there is no resource.
    PostSdp,
}

/// How our candidates travel.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum TrickleMode {
    /// One by one where the protocol can, else in the description.
    #[default]
    Auto,
    /// One by one.
    Full,
    /// Ours in the description, the peer's as it likes.
    Half,
    /// Ours in the description, and the peer is told not to trickle.
    None,
}

/// How web servers are reached.
#[derive(Debug)]
pub struct Web {
    /// Looks names up.
    pub resolver: Resolver,
    /// Which addresses are wanted.
    pub family: Family,
    /// Whom to trust.
    pub trust: Trust,
    /// The proxies.
    pub proxies: Proxies,
    /// Headers for the server's origin alone.
    pub headers: HeaderMap,
    /// Whether a public server may send us to a private address.
    pub allow_private: bool,
}

impl Default for Web {
    fn default() -> Self {
        Self {
            resolver: Resolver::new(Vec::new()),
            family: Family::default(),
            trust: Trust::new(Vec::new(), false),
            proxies: Proxies::default(),
            headers: HeaderMap::new(),
            allow_private: false,
        }
    }
}
