//! Published facts of `rtcdiag sdp negotiate`.

use schemars::JsonSchema;
use serde::Serialize;

/// `facts` of `rtcdiag sdp negotiate`.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Negotiated {
    /// Where the offer comes from.
    pub offer: String,
    /// Where the answer comes from, or what the answerer was said to be able to do.
    pub answer: String,
    /// Whether the answer was given; else it is what the answerer would give.
    pub answered: bool,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// ICE.
    pub ice: Ice,
    /// How many transports the agreed sections need.
    pub transports: usize,
    /// The outcome if the other side calls; null where an answer was given.
    pub reversed: Option<Vec<Section>>,
}

/// Who does what in ICE (RFC 8445).
#[derive(Debug, JsonSchema, Serialize)]
pub struct Ice {
    /// `offerer` or `answerer`.
    pub controlling: &'static str,
    /// Whether the offerer answers checks but makes none.
    pub offerer_lite: bool,
    /// Whether the answerer answers checks but makes none.
    pub answerer_lite: bool,
}

/// What became of one section.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Section {
    /// Its number, from 0.
    pub index: usize,
    /// Its identification; null without `a=mid`.
    pub mid: Option<String>,
    /// `audio`, `video`, `application`, …
    pub kind: String,
    /// `agreed` or `rejected`.
    pub status: &'static str,
    /// `sendrecv`, `sendonly`, `recvonly`, `inactive`, seen from the offerer; null for a data channel and if rejected.
    pub direction: Option<&'static str>,
    /// What the offerer sends; null if it sends nothing.
    pub offerer_sends: Option<Sent>,
    /// What the answerer sends; null if it sends nothing.
    pub answerer_sends: Option<Sent>,
    /// The codecs of both, in the order of the answer.
    pub codecs: Vec<Codec>,
    /// `offerer` or `answerer`; null without DTLS, or where the two contradict each other.
    pub dtls_client: Option<&'static str>,
    /// The mid of the section whose transport it uses; null where it is in no bundle.
    pub bundled_with: Option<String>,
    /// Why it was rejected, or why these codecs are sent.
    pub reason: String,
    /// The codecs that come nearest to each other where none is in both; null elsewhere.
    pub nearest: Option<Nearest>,
    /// Whether RTCP shares the port of RTP.
    pub rtcp_mux: bool,
    /// Header extensions of both.
    pub extensions: Vec<Extension>,
    /// Layers that the offerer sends at once.
    pub offerer_layers: Vec<String>,
    /// Layers that the answerer sends at once.
    pub answerer_layers: Vec<String>,
    /// The data channel; null for media.
    pub data_channel: Option<DataChannel>,
    /// What the answer lets the offerer send at most: `AS:500` in kbit/s, `TIAS:500000` in bit/s.
    pub offerer_limits: Vec<String>,
    /// What the offer lets the answerer send at most.
    pub answerer_limits: Vec<String>,
}

/// A codec on the wire.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Sent {
    /// Its name.
    pub codec: String,
    /// Its payload type.
    pub payload_type: u8,
    /// Its parameters, as the receiver wrote them.
    pub parameters: String,
}

/// A codec of both sides.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Codec {
    /// Its name.
    pub codec: String,
    /// Its payload type in the answer, which the offerer sends.
    pub payload_type: u8,
    /// Its payload type in the offer, which the answerer sends.
    pub offered_payload_type: u8,
    /// Whether both have retransmissions of it.
    pub rtx: bool,
    /// Feedback of both.
    pub feedback: Vec<String>,
}

/// Two codecs that are nearly one.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Nearest {
    /// The codec's name.
    pub codec: String,
    /// The parameter that differs.
    pub parameter: String,
    /// Its value in the offer.
    pub offered: String,
    /// Its value in the answer.
    pub answered: String,
}

/// A header extension of both sides.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Extension {
    /// Its URI.
    pub uri: String,
    /// Its number in the offer.
    pub id: String,
    /// Its number in the answer.
    pub answered_id: String,
}

/// Data channel limits in bytes; null is no limit.
#[derive(Debug, JsonSchema, Serialize)]
pub struct DataChannel {
    /// The largest message that the offerer may send.
    pub offerer_sends: Option<u64>,
    /// The largest message that the answerer may send.
    pub answerer_sends: Option<u64>,
}
