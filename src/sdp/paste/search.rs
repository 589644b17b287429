//! Opens layer after layer until descriptions are left, within bounds of depth and work.

use super::{base64, bytes, candidates, encoded, json, lines, literal, message, stands, tree};

/// A description taken out of what surrounds it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Paste {
    /// The description.
    pub bytes: Vec<u8>,
    /// `offer`, `answer`, …, where the wrapping tells.
    pub kind: Option<String>,
    /// What was taken off, outermost first.
    pub unwrapped_from: Vec<&'static str>,
}

/// The descriptions in `bytes` in their order, equal ones once; none where nothing reads as one.
pub fn unwrap(bytes: &[u8]) -> Vec<Paste> {
    let fuel = bytes.len().saturating_mul(WORK_PER_BYTE).clamp(LEAST_WORK, MOST_WORK);
    let mut search = Search { fuel, trail: Vec::new(), found: Vec::new() };
    search.open(bytes, None);
    search.found
}

/// What a layer takes out of a text, to be opened in turn.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    /// `offer`, `answer`, …, where the text around it tells.
    pub(super) kind: Option<String>,
}

impl Piece {
    pub(super) fn new(text: impl Into<Vec<u8>>, kind: Option<String>) -> Self {
        Self { bytes: text.into(), kind }
    }
}

/// The most layers inside one another.
const LAYERS: usize = 64;

/// How many bytes the layers together may look at for each byte of the paste: each layer looks at each text once.
const WORK_PER_BYTE: usize = 256;

/// A short paste may still hold many layers.
const LEAST_WORK: usize = 4 << 20;

/// No paste is worth more than a few seconds.
const MOST_WORK: usize = 512 << 20;

/// The most that one paste may inflate to.
pub(super) const MOST_INFLATED: u64 = 16 << 20;

/// More descriptions than this in one paste help nobody.
const MOST_FOUND: usize = 1000;

/// Takes texts out of a text; none where it does not apply.
type TextLayer = fn(&str) -> Vec<Piece>;

/// In the order in which they are tried: what is certain by its form stands before what is a guess.
const TEXT_LAYERS: [(&str, TextLayer); 14] = [
    ("sip", message::sip),
    ("http", message::http),
    ("json", json::json),
    ("line end signs", encoded::signs),
    ("string", literal::literals),
    ("url encoding", encoded::percent),
    ("html entities", encoded::entities),
    ("base64", base64::whole),
    ("escapes", encoded::escapes),
    ("protocol tree", tree::tree),
    ("markup", encoded::markup),
    ("text around", lines::lines),
    ("lost line ends", lines::joined),
    ("base64", base64::inside),
];

struct Search {
    fuel: usize,
    trail: Vec<&'static str>,
    found: Vec<Paste>,
}

impl Search {
    /// Adds every description in `bytes`, and says whether there is one.
    fn open(&mut self, bytes: &[u8], kind: Option<&str>) -> bool {
        if self.trail.len() >= LAYERS || self.found.len() >= MOST_FOUND {
            return false;
        }
        if let Some((layer, inner)) = bytes::packed(bytes) {
            return self.burn(inner.len()) && self.inside(layer, &[Piece::new(inner, None)], kind);
        }
        let text = String::from_utf8_lossy(bytes);
        if stands::stands(&text) {
            self.keep(bytes, kind);
            return true;
        }
        for (layer, take) in TEXT_LAYERS {
            if !self.burn(text.len()) {
                return false;
            }
            let pieces = take(&text);
            let new: Vec<Piece> = pieces.into_iter().filter(|piece| piece.bytes != bytes).collect();
            if self.inside(layer, &new, kind) {
                return true;
            }
        }
        // bare candidates are worth something only where there is no description to find
        let pieces: Vec<Piece> = candidates::candidates(&text).into_iter().collect();
        self.inside("bare candidates", &pieces, kind)
    }

    fn inside(&mut self, layer: &'static str, pieces: &[Piece], kind: Option<&str>) -> bool {
        self.trail.push(layer);
        let mut any = false;
        for piece in pieces {
            any |= self.open(&piece.bytes, piece.kind.as_deref().or(kind));
        }
        self.trail.pop();
        any
    }

    fn keep(&mut self, bytes: &[u8], kind: Option<&str>) {
        if !self.found.iter().any(|paste| paste.bytes == bytes) {
            let unwrapped_from = self.trail.clone();
            self.found.push(Paste { bytes: bytes.to_vec(), kind: kind.map(str::to_owned), unwrapped_from });
        }
    }

    fn burn(&mut self, work: usize) -> bool {
        let left = self.fuel.checked_sub(work);
        self.fuel = left.unwrap_or(0);
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDP: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n";

    #[test]
    fn layers_in_layers_are_all_named() {
        let mut text = SDP.to_owned();
        for _ in 0..5 {
            text = serde_json::json!({ "type": "offer", "sdp": text }).to_string();
        }
        let found = unwrap(text.as_bytes());
        assert_eq!((found.len(), found[0].bytes.as_slice()), (1, SDP.as_bytes()));
        assert_eq!((found[0].kind.as_deref(), found[0].unwrapped_from.as_slice()), (Some("offer"), &["json"; 5][..]));
    }

    #[test]
    fn more_layers_than_the_limit_are_not_opened() {
        use ::base64::{Engine, engine::general_purpose::STANDARD};
        let packed = |layers| {
            let mut text = format!("{SDP}a=x:{}", "y".repeat(100)).into_bytes();
            for _ in 0..layers {
                let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                std::io::Write::write_all(&mut gzip, &text).unwrap();
                text = gzip.finish().unwrap();
            }
            STANDARD.encode(text)
        };
        assert_eq!(unwrap(packed(LAYERS - 2).as_bytes()).len(), 1);
        assert_eq!(unwrap(packed(LAYERS).as_bytes()).len(), 0);
    }

    #[test]
    fn equal_descriptions_are_found_once_and_in_order() {
        let other = SDP.replace("- 1 1", "- 2 1");
        let text = format!("{SDP}\n{other}\n{SDP}");
        let found: Vec<_> = unwrap(text.as_bytes()).into_iter().map(|p| String::from_utf8(p.bytes).unwrap()).collect();
        assert_eq!(found, [SDP, other.as_str()]);
    }
}
