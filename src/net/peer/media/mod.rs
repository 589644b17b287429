//! Audio and video of a peer: short clips that were encoded beforehand, sent at their pace, and what comes back, counted.
//!
//! Not for: decoding. Whether a picture can be seen is the other side's to say.
//!
//! `picture.ivf` and `tone.ogg` were made by
//!
//! ```text
//! ffmpeg -f lavfi -i testsrc=size=160x120:rate=15:duration=1 -c:v libvpx -b:v 80k -g 15 -deadline best \
//!     -auto-alt-ref 0 -lag-in-frames 0 -error-resilient 1 -bitexact -f ivf picture.ivf
//! ffmpeg -f lavfi -i sine=frequency=440:sample_rate=48000:duration=1 -af volume=12dB -ac 1 -c:a libopus -b:a 16k \
//!     -vbr off -application audio -frame_duration 20 -bitexact -f ogg tone.ogg
//! ```

mod clip;
mod incoming;
mod outgoing;

pub use clip::MediaKind;
pub use incoming::{Incoming, Received};
pub use outgoing::{Direction, Outgoing, Sent};
