//! What browsers say when they refuse a description, and what causes it.

/// One kind of refusal.
pub(super) struct Text {
    /// A part of the browser's text.
    needle: &'static str,
    /// What causes it.
    pub(super) cause: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// The kind of refusal that `text` is. The last entry fits every text.
pub(super) fn find(text: &str) -> &'static Text {
    TEXTS.iter().find(|known| text.contains(known.needle)).unwrap_or(&UNKNOWN)
}

/// libwebrtc's `pc/sdp_offer_answer.cc`, `pc/webrtc_sdp.cc` and `pc/jsep_transport_controller.cc`, and Firefox's
/// `dom/media/webrtc/jsep`; the first that fits counts.
static TEXTS: &[Text] = &[
    Text {
        needle: "answer sdp: Called in wrong state: stable",
        cause: "an answer came while no offer was open: it was handed in twice, or its offer was never set or was rolled back",
        help: "set the own offer with `setLocalDescription` before it is sent, hand in each answer once, and drop an answer \
               when `signalingState` is not `have-local-offer`",
    },
    Text {
        needle: "wrong state",
        cause: "the call does not fit `signalingState`: offers of both sides crossed, or calls overtook each other",
        help: "wait for each call before the next one, and use the perfect negotiation pattern for offers that cross",
    },
    Text {
        needle: "in state",
        cause: "the call does not fit `signalingState`: offers of both sides crossed, or calls overtook each other",
        help: "wait for each call before the next one, and use the perfect negotiation pattern for offers that cross",
    },
    Text {
        needle: "ailed to parse",
        cause: "the text is no session description: it was cut, joined wrongly or is another message of the signaling",
        help: "hand in `type` and `sdp` exactly as the other side made them; `rtcdiag sdp lint` shows the line",
    },
    Text {
        needle: "BUNDLE group contains",
        cause: "the `BUNDLE` group names a section that is not there: a section was cut out of the description, or its `a=mid` \
                was changed",
        help: "leave descriptions as they are, or take the name out of `a=group:BUNDLE` as well",
    },
    Text {
        needle: "rder of m-lines",
        cause: "the sections are not those of the negotiation before, in its order: they never move and never go away",
        help: "keep every section in its place, with port 0 for one that is no longer used; an old description cannot be set \
               again",
    },
    Text {
        needle: "umber of m-lines",
        cause: "the answer has not as many sections as the offer",
        help: "answer every section of the offer, with port 0 for one that is not wanted",
    },
    Text {
        needle: "ice-ufrag",
        cause: "a section has no `a=ice-ufrag` and `a=ice-pwd`: something took them out",
        help: "leave both lines in every section that is not refused",
    },
    Text {
        needle: "ingerprint",
        cause: "a section has no `a=fingerprint`, or one that cannot be read",
        help: "leave the fingerprint that the browser wrote in the description; servers must send one too",
    },
    Text {
        needle: "rtcp-mux",
        cause: "a section has no `a=rtcp-mux`, and browsers demand it",
        help: "let the other side offer and answer `a=rtcp-mux`; a server without it is too old for today's browsers",
    },
    Text {
        needle: "setup attribute",
        cause: "the DTLS roles in `a=setup` do not fit: an answer says `active` or `passive`, and one of them only",
        help: "offer `a=setup:actpass`, and answer `active`",
    },
    Text {
        needle: "SSL role",
        cause: "the DTLS role changed during the call, which needs new ICE and DTLS",
        help: "keep the role of the first answer in every later one",
    },
    Text {
        needle: "parameters for m-section",
        cause: "the codecs or header extensions of a section cannot be used together: one payload type or id has two meanings",
        help: "see the section with `rtcdiag sdp lint`, and leave payload types as they were negotiated first",
    },
    Text {
        needle: "signalingState is 'closed'",
        cause: "the connection was closed before the description came",
        help: "stop handing in descriptions when the call has ended, or make a new connection for it",
    },
];

static UNKNOWN: Text = Text {
    needle: "",
    cause: "the text of the browser is the cause",
    help: "look at the description with `rtcdiag dump --sdp` and `rtcdiag sdp lint`",
};
