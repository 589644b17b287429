//! Every threshold of the rules about dumps, with its source. All times are in milliseconds.
//!
//! For: finding and changing a number in one place. Not for: timers that a standard or a browser sets.

/// Checks that take longer have lost packets or waited for candidates. Source: RFC 8445 section 14.3 starts a
/// retransmission after 500 ms and doubles it, so that three losses in a row make 3.5 s.
pub(super) const SLOW_CHECKS_MS: f64 = 3000.0;

/// A DTLS handshake that has not ended after this long will not. Source: RFC 9147 section 5.8.2, timers of 1, 2 and 4 s
/// are over by then.
pub(super) const DTLS_STALLED_MS: f64 = 10_000.0;

/// A DTLS handshake that takes longer has lost a flight. Source: RFC 6347 section 4.2.4.1, first timer of 1 s.
pub(super) const SLOW_DTLS_MS: f64 = 1000.0;

/// Signaling that takes longer waits for more than one round trip. Source: own judgement, several times the farthest
/// round trip on Earth.
pub(super) const SLOW_SIGNALING_MS: f64 = 1000.0;

/// A first candidate that comes later was held back. Source: own judgement; host candidates are known at once (RFC 8445
/// section 5.1.1.1).
pub(super) const LATE_CANDIDATES_MS: f64 = 1000.0;

/// After this long without a candidate there is none to come. Source: [`SLOW_GATHERING_MS`].
pub(super) const NO_MORE_CANDIDATES_MS: f64 = SLOW_GATHERING_MS;

/// By which agents space their checks. Source: RFC 8445 section 14.2, Ta of 50 ms.
pub(super) const PACING_MS: f64 = 50.0;

/// Gathering that takes longer waits for a server that does not answer. Source: RFC 8489 section 6.2.1, seven requests
/// in 39.5 s; a server that answers does so within one round trip.
pub(super) const SLOW_GATHERING_MS: f64 = 5000.0;

/// An answer that takes longer is missing, or waits for a person. Source: own judgement.
pub(super) const ANSWER_MS: f64 = 5000.0;

/// Descriptions that are refused this soon after an own offer were sent before that offer arrived. Source: own
/// judgement, many times the round trip of a signaling server.
pub(super) const GLARE_MS: f64 = 2000.0;

/// The path may still change this long after connecting or restarting: better pairs are found by checks that go on
/// (RFC 8445 section 8.1.1). Source: own judgement.
pub(super) const SETTLING_MS: f64 = 5000.0;

/// A path that changes more often than this after it settled is unstable. Source: own judgement.
pub(super) const PATH_CHANGES: usize = 2;

/// A stretch without one received byte is a gap from here on. Source: the polls are 1 s apart, so that shorter ones do
/// not show.
pub(super) const GAP_MS: f64 = 1000.0;

/// After connecting, estimates and buffers settle: nothing is judged for this long. In milliseconds. Source: own
/// judgement; the congestion control of browsers takes some seconds to find the rate of the path.
pub(super) const MEDIA_SETTLING_MS: f64 = 5000.0;

/// This many of [`OF_POLLS`] polls in a row make a state of a moment. Source: Twilio Voice, three of five samples.
pub(super) const POLLS: usize = 3;
/// See [`POLLS`].
pub(super) const OF_POLLS: usize = 5;

/// Loss from here on is noted. Source: Twilio Voice, more than 1 % in a sample.
pub(super) const LOSS_NOTED: f64 = 0.01;
/// Loss from here on is heard and seen. Source: Twilio Voice, a mean above 3 %.
pub(super) const LOSS_HEARD: f64 = 0.03;
/// Fewer lost packets say nothing. Source: own judgement.
pub(super) const LOST_PACKETS: f64 = 10.0;

/// Round trips from here on are noted, in seconds. Source: ITU-T G.114, 150 ms one way in all, of which the ends take
/// some; webrtc-issue-detector takes the same 250 ms.
pub(super) const RTT_NOTED: f64 = 0.25;
/// Round trips from here on disturb a talk, in seconds. Source: Twilio Voice, 400 ms.
pub(super) const RTT_DISTURBS: f64 = 0.4;
/// Where the least round trip is below this share of the usual one, the rest is a queue. Source: own judgement.
pub(super) const QUEUE_SHARE: f64 = 0.5;

/// Jitter of audio from here on, in seconds. Source: Twilio Voice, 30 ms.
pub(super) const JITTER: f64 = 0.03;
/// Jitter of a moment is no state of a call: the share of the time that it takes. Source: own judgement.
pub(super) const JITTER_SHARE: f64 = 0.2;
/// A jitter buffer of audio that holds back for longer, in seconds. Source: own judgement, half of what ITU-T G.114
/// allows for all of the way.
pub(super) const AUDIO_BUFFER: f64 = 0.2;

/// Jitter of video from here on, in seconds: its frames come in bursts anyway. Source: own judgement.
pub(super) const VIDEO_JITTER: f64 = 0.1;
/// A jitter buffer of video that holds back for longer, in seconds. Source: webrtc-issue-detector, 500 ms.
pub(super) const VIDEO_BUFFER: f64 = 0.5;

/// A share of the time in which the encoder is held back by the path. Source: own judgement.
pub(super) const BANDWIDTH_SHARE: f64 = 0.2;
/// An end that sends less than this share of what the path carries is not held back by it, whatever the encoder says
/// while its estimate still rises. Source: own judgement.
pub(super) const NARROW_SHARE: f64 = 0.5;
/// Estimates of the path rise and fall: this share of them lies below what it carries. Source: own judgement, after the
/// factor 0.85 by which congestion control backs off (draft-ietf-rmcat-gcc-02 section 4.4).
pub(super) const ESTIMATES_BELOW: f64 = 0.875;

/// A share of the time in which the encoder is held back by the processor. Source: own judgement.
pub(super) const CPU_SHARE: f64 = 0.05;
/// A share of the time between two frames that encoding or decoding one may take. Source: own judgement.
pub(super) const BUSY_SHARE: f64 = 0.8;
/// A share of the frames that the receiver drops. Source: webrtc-issue-detector looks for dropped frames likewise.
pub(super) const DROPPED_SHARE: f64 = 0.05;

/// A camera that gives less than this share of the frames that were asked for. Source: own judgement.
pub(super) const STARVED_SHARE: f64 = 0.7;
/// What a browser asks a camera for where the page names no rate, in frames per second. Source: Chromium's default.
pub(super) const DEFAULT_FPS: f64 = 30.0;
/// A source that gives nothing until the end for this long has ended, in milliseconds. Source: own judgement; two polls.
pub(super) const ENDED_MS: f64 = 1900.0;

/// A picture that stands still for longer is frozen, in milliseconds. Source: own judgement, far above the freezes that
/// W3C webrtc-stats counts.
pub(super) const FROZEN_MS: f64 = 5000.0;
/// A picture that stands still while bytes arrive, in milliseconds. Source: own judgement.
pub(super) const STUCK_MS: f64 = 3000.0;
/// Fewer bits a second are padding and what is left of a frame. Source: own judgement.
pub(super) const STUCK_BITS: f64 = 20_000.0;
/// A share of the time in freezes. Source: own judgement; webrtc-issue-detector takes 30 % of a short window.
pub(super) const FROZEN_SHARE: f64 = 0.05;
/// Freezes that last longer on average, in seconds. Source: webrtc-issue-detector, 1000 ms.
pub(super) const MEAN_FREEZE: f64 = 1.0;

/// Requests for key frames for each second, and how long they have to go on, in milliseconds. Source: own judgement.
pub(super) const KEY_FRAME_REQUESTS: f64 = 0.5;
/// See [`KEY_FRAME_REQUESTS`].
pub(super) const STORM_MS: f64 = 10_000.0;

/// Silence from here on is no pause in a talk, in milliseconds. Source: Twilio Voice, constant level over 10 samples.
pub(super) const SILENT_MS: f64 = 10_000.0;
/// Fewer packets a second than this are discontinuous transmission (RFC 7587 section 3.1.3, one in 400 ms).
pub(super) const DTX_PACKETS: f64 = 10.0;
/// A level from here on is cut off at full scale. Source: W3C webrtc-stats, where 1.0 is 0 dBov.
pub(super) const CLIPPED_LEVEL: f64 = 0.999;
/// A share of the polls with sound that may be cut off. Source: own judgement.
pub(super) const CLIPPED_SHARE: f64 = 0.2;
/// A share of the size of a picture that was asked for. Source: own judgement: half the pixels are seen.
pub(super) const DOWNGRADED_SHARE: f64 = 0.5;
/// More bits a second than this are no silence. Source: measured in Chromium 156, where Opus sends 1.2 kbit/s for
/// silence after sound, 14 kbit/s for silence from the beginning, and from 24 kbit/s on for sound.
pub(super) const SPOKEN_BITS: f64 = 16_000.0;
/// A share of the samples that had to be made up. Source: rtcstats; own judgement.
pub(super) const CONCEALED: f64 = 0.03;

/// A mean opinion score below this annoys some. Source: ITU-T G.107 annex B, with Twilio Voice's 3.5.
pub(super) const MOS: f64 = 3.5;

/// Sound this much after the picture, in milliseconds. Source: ITU-R BT.1359-1, acceptability.
pub(super) const SOUND_LATE_MS: f64 = 185.0;
/// Sound this much before the picture, in milliseconds. Source: the same.
pub(super) const SOUND_EARLY_MS: f64 = 90.0;

/// A direction or a report that is missing for longer, in milliseconds. Source: own judgement; RTCP reports come every
/// 5 s at the latest (RFC 3550 section 6.2).
pub(super) const MISSING_MS: f64 = 10_000.0;

/// A data channel of which nothing arrives for longer, in milliseconds. Source: own judgement; SCTP sends again after
/// 1 s, 2 s and 4 s (RFC 9260 section 6.3).
pub(super) const STALLED_MS: f64 = 5000.0;

/// A gap that explains a `disconnected` begins at most this long before it. Source: libwebrtc's `p2p/base/connection.cc`
/// says so 2.5 s after the last packet, and when five checks have failed in 5 s; an idle data channel is silent for longer.
pub(super) const UNTIL_DISCONNECTED_MS: f64 = 8000.0;
