//! From the pieces of the page to the model.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::super::assemble::{self, Log};
use super::super::scan::Source;
use super::super::stats::{Builder, Cell};
use super::super::{Configuration, Connection, Dialect, Dump, DumpError, Unseen, redact};
use super::html::{Piece, attribute, pieces};

/// A page larger than this is given up.
const LONGEST: usize = 64 << 20;

/// Reads the page that `source` holds.
///
/// # Errors
/// When there is no connection on it.
pub(in crate::dump) fn read(name: &str, source: &mut Source<'_>) -> Result<Dump, DumpError> {
    source.ensure(LONGEST);
    let text = String::from_utf8_lossy(source.rest()).into_owned();
    let mut page = Page::default();
    pieces(&text).for_each(|piece| page.take(piece));
    if page.drafts.is_empty() {
        let looks_like = "an about:webrtc page of Firefox without a connection on it".to_owned();
        return Err(DumpError::NoDump { name: name.to_owned(), looks_like });
    }
    let is_whole = text.trim_end().to_ascii_lowercase().ends_with("</html>");
    let cut = (!is_whole).then(|| format!("byte {}: the file ends before the page does", text.len()));
    let unseen = Unseen {
        what: "events, states and series".to_owned(),
        why: "a saved about:webrtc page has the values of one moment alone".to_owned(),
    };
    Ok(Dump {
        name: name.to_owned(),
        dialect: Dialect::AboutWebrtc,
        browser: Some("Firefox".to_owned()),
        saved_unix_ms: None,
        captures: Vec::new(),
        connections: page.drafts.into_iter().map(Draft::finish).collect(),
        warnings: Vec::from_iter(cut),
        unseen: vec![unseen],
        closed: 0,
        elsewhere: Vec::new(),
        partners: OnceLock::new(),
    })
}

/// What has been read, and where on the page the next piece stands.
#[derive(Debug, Default)]
struct Page {
    drafts: Vec<Draft>,
    by_id: HashMap<String, usize>,
    place: Place,
    /// Texts of the open cell, heading, `pre` or configuration.
    text: String,
    /// Of the open table: what its columns are called, the cells of the open row.
    columns: Vec<String>,
    cells: Vec<String>,
}

/// Where on the page the next piece stands.
#[derive(Clone, Debug, Default, PartialEq)]
enum Place {
    #[default]
    Elsewhere,
    Cell,
    /// The title of a stream or of its type.
    Title,
    Description(String),
    Configuration(usize),
}

/// A connection that is being read.
#[derive(Debug, Default)]
struct Draft {
    id: String,
    url: Option<String>,
    configuration: Configuration,
    /// Which end made the offer or the answer.
    ends: HashMap<&'static str, &'static str>,
    /// Type and text of the descriptions.
    descriptions: Vec<(String, String)>,
    statistics: Builder,
    /// The stream that is being read, by source and place.
    ssrc: Option<f64>,
    stream: Option<usize>,
    codec: Option<String>,
    pairs: usize,
    /// Name of the event, and the line.
    candidates: Vec<(&'static str, String)>,
    /// Whether a packet of a stream came in.
    received: bool,
}

impl Page {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open(name, attributes) => self.open(name, attributes),
            Piece::Text(text) => {
                if self.place != Place::Elsewhere {
                    self.text.push_str(&text);
                }
                self.loose(&text);
            }
            Piece::Close(name) => self.close(name),
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        let id = attribute(attributes, "id").unwrap_or_default();
        let pane = ["offer", "answer"]
            .into_iter()
            .find_map(|kind| Some((kind, id.strip_prefix(&format!("tab_pane_{kind}_"))?)));
        if let Some((kind, of)) = pane {
            self.draft(of);
            self.begin(Place::Description(kind.to_owned()));
        }
        const PARTS: [&str; 5] = ["pc-heading: ", "ice-stats: ", "ice-raw-stats-fold: ", "rtp-stats: ", "pc-tools: "];
        if let Some(of) = PARTS.iter().find_map(|part| id.strip_prefix(part)) {
            self.draft(of);
        }
        if attribute(attributes, "class").is_some_and(|class| class.contains("peer-connection-config")) {
            self.begin(Place::Configuration(0));
            return;
        }
        if let Place::Configuration(depth) = &mut self.place {
            *depth += usize::from(name == "div");
            self.text.push('\n');
        }
        match name {
            "tr" => self.cells.clear(),
            "table" => self.columns.clear(),
            "td" => self.begin(Place::Cell),
            "h5" | "h6" => self.begin(Place::Title),
            _ => {}
        }
        if let Some(meaning) = attribute(attributes, "data-l10n-id") {
            let arguments = attribute(attributes, "data-l10n-args").and_then(|text| serde_json::from_str(&text).ok());
            self.meaning(
                name,
                meaning.strip_prefix("about-webrtc-").unwrap_or(&meaning),
                arguments.unwrap_or(Value::Null),
            );
        }
    }

    /// A text of which the page says what it is.
    fn meaning(&mut self, tag: &str, meaning: &str, arguments: Value) {
        if tag == "th" {
            self.columns.push(meaning.to_owned());
            return;
        }
        let number = |name: &str| arguments.get(name).and_then(Value::as_f64);
        let heading = ["local", "remote"].into_iter().find_map(|end| {
            let kind = meaning.strip_prefix(end)?.strip_prefix("-sdp-heading-")?;
            Some((["offer", "answer"].into_iter().find(|known| *known == kind)?, end))
        });
        let is_title = tag != "button";
        let Some(draft) = self.drafts.last_mut() else { return };
        match meaning {
            "received-label" => {
                draft.received |= number("packets").is_some_and(|packets| packets > 0.0);
                draft.set("packetsReceived", number("packets"));
            }
            "sent-label" => draft.set("packetsSent", number("packets")),
            "lost-label" => draft.set("packetsLost", number("packets")),
            // Firefox writes the jitter of the specification, in seconds
            "jitter-label" => draft.set("jitter", number("jitter")),
            _ => {
                if let Some((kind, end)) = heading {
                    draft.ends.insert(kind, end);
                    // before Firefox 100 the text followed its heading
                    if is_title && !matches!(self.place, Place::Description(_)) {
                        self.begin(Place::Description(kind.to_owned()));
                    }
                }
            }
        }
    }

    /// Texts between the labels of a stream.
    fn loose(&mut self, text: &str) {
        let Some(draft) = self.drafts.last_mut() else { return };
        const TYPES: [&str; 4] = ["inbound-rtp", "outbound-rtp", "remote-inbound-rtp", "remote-outbound-rtp"];
        // `12:00:00 GMT+0000 (UTC) inbound-rtp`
        let words = text.trim();
        if let Some(kind) = TYPES.iter().find(|kind| words.contains(':') && words.ends_with(&format!(" {kind}"))) {
            draft.begin_stream(kind);
        } else if let Some(rtt) = words.strip_prefix("RTT: ").and_then(|rest| rest.strip_suffix(" ms")) {
            draft.set("roundTripTime", rtt.parse::<f64>().ok().map(|ms| ms / 1000.0));
        } else if let Some(size) = words.strip_prefix('(').and_then(|rest| Some(rest.split_once(" Kb")?.0)) {
            draft.set_bytes(size.parse::<f64>().ok().map(|kib| (kib * 1024.0).round()));
        }
    }

    fn close(&mut self, name: &str) {
        match (name, &self.place) {
            ("td", Place::Cell) => {
                let cell = self.end();
                self.cells.push(cell);
            }
            ("tr", _) => self.row(),
            ("h5" | "h6", Place::Title) => {
                let title = self.end();
                if let Some(draft) = self.drafts.last_mut() {
                    draft.title(&title);
                }
            }
            ("pre", Place::Description(kind)) => {
                let kind = kind.clone();
                let text = self.end();
                if let Some(draft) = self.drafts.last_mut() {
                    draft.descriptions.push((kind, text));
                }
            }
            ("div", Place::Configuration(0)) => {
                let text = self.end();
                if let Some(draft) = self.drafts.last_mut() {
                    draft.configuration = configuration(&text);
                }
            }
            ("div", Place::Configuration(depth)) => self.place = Place::Configuration(depth - 1),
            _ => {}
        }
    }

    fn begin(&mut self, place: Place) {
        self.place = place;
        self.text.clear();
    }

    fn end(&mut self) -> String {
        self.place = Place::Elsewhere;
        std::mem::take(&mut self.text)
    }

    fn row(&mut self) {
        let Some(draft) = self.drafts.last_mut().filter(|_| !self.cells.is_empty()) else { return };
        match self.columns.first().map(String::as_str) {
            Some("ice-state") => draft.pair(&self.columns, &self.cells),
            Some("raw-local-candidate") => draft.candidate("onicecandidate", &self.cells),
            Some("raw-remote-candidate") => draft.candidate("addIceCandidate", &self.cells),
            _ => {}
        }
        self.cells.clear();
    }

    /// The connection that the page calls `pcid`: `1697705954976000 (id=12 url=https://a.example/)`.
    fn draft(&mut self, pcid: &str) {
        let id = pcid.split_whitespace().next().unwrap_or(pcid).to_owned();
        let place = *self.by_id.entry(id.clone()).or_insert(self.drafts.len());
        if place == self.drafts.len() {
            let url = pcid.split_once("url=").map(|(_, url)| redact::url(url.trim_end_matches(')')));
            self.drafts.push(Draft { id, url, ..Draft::default() });
        } else if place + 1 < self.drafts.len() {
            // the one that is being read stands last
            let draft = self.drafts.remove(place);
            self.drafts.push(draft);
            self.by_id = self.drafts.iter().enumerate().map(|(at, draft)| (draft.id.clone(), at)).collect();
        }
    }
}

impl Draft {
    /// `video/VP8 - SSRC 123`.
    fn title(&mut self, title: &str) {
        let Some((before, ssrc)) = title.split_once("SSRC ") else { return };
        self.ssrc = ssrc.trim().parse().ok();
        self.stream = None;
        self.codec = before.trim().strip_suffix('-').map(|mime| mime.trim().to_owned());
    }

    fn begin_stream(&mut self, kind: &str) {
        let Some(ssrc) = self.ssrc else { return };
        let id = format!("{kind}-{ssrc}");
        let stream = self.statistics.poll(&id, kind, 0.0);
        self.stream = Some(stream);
        self.statistics.set(stream, "ssrc", Cell::Number(ssrc));
        let Some(mime) = self.codec.clone() else { return };
        let codec_id = format!("codec-{mime}");
        let media = mime.split('/').next().unwrap_or_default().to_owned();
        self.statistics.set(stream, "kind", Cell::Text(media.into()));
        self.statistics.set(stream, "codecId", Cell::Text(codec_id.as_str().into()));
        let codec = self.statistics.poll(&codec_id, "codec", 0.0);
        self.statistics.set(codec, "mimeType", Cell::Text(mime.into()));
    }

    fn set(&mut self, property: &str, value: Option<f64>) {
        if let (Some(stream), Some(value)) = (self.stream, value) {
            self.statistics.set(stream, property, Cell::Number(value));
        }
    }

    fn set_bytes(&mut self, bytes: Option<f64>) {
        let sent = self.stream.is_some_and(|stream| self.statistics.kind(stream).contains("out"));
        self.set(if sent { "bytesSent" } else { "bytesReceived" }, bytes);
    }

    fn pair(&mut self, columns: &[String], cells: &[String]) {
        let cell = |name: &str| {
            let at = columns.iter().position(|column| column == name)?;
            cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        self.pairs += 1;
        let pair = self.statistics.poll(&format!("pair-{}", self.pairs), "candidate-pair", 0.0);
        let state = cell("ice-state").map(|state| if state == "inprogress" { "in-progress" } else { state });
        if let Some(state) = state {
            self.statistics.set(pair, "state", Cell::Text(state.into()));
        }
        for (property, column) in [("nominated", "nominated"), ("selected", "selected")] {
            if let Some(flag) = cell(column) {
                self.statistics.set(pair, property, Cell::Flag(flag == "true"));
            }
        }
        for (property, column) in [("bytesSent", "ice-pair-bytes-sent"), ("bytesReceived", "ice-pair-bytes-received")] {
            if let Some(bytes) = cell(column).and_then(|text| text.parse().ok()) {
                self.statistics.set(pair, property, Cell::Number(bytes));
            }
        }
        for (property, column, kind) in [
            ("localCandidateId", "local-candidate", "local-candidate"),
            ("remoteCandidateId", "remote-candidate", "remote-candidate"),
        ] {
            if let Some(end) = cell(column).and_then(|text| self.end_of_pair(text, kind)) {
                self.statistics.set(pair, property, Cell::Text(end.into()));
            }
        }
    }

    /// `192.0.2.2:50000/udp(relay-tls) [non-proxied]` as a candidate of the statistics; its id.
    fn end_of_pair(&mut self, text: &str, kind: &str) -> Option<String> {
        let text = text.split(" [").next()?.trim();
        let (endpoint, rest) = text.rsplit_once('/')?;
        let (address, port) = endpoint.rsplit_once(':')?;
        let (protocol, types) = rest.strip_suffix(')')?.split_once('(')?;
        let (candidate_type, relay) = types.split_once('-').map_or((types, None), |(kind, relay)| (kind, Some(relay)));
        let id = format!("{kind}-{endpoint}-{types}");
        let place = self.statistics.poll(&id, kind, 0.0);
        let mut word = |name: &str, value: &str| self.statistics.set(place, name, Cell::Text(value.into()));
        word("address", address);
        word("protocol", protocol);
        word("candidateType", candidate_type);
        if let Some(relay) = relay {
            word("relayProtocol", relay);
        }
        if let Ok(port) = port.parse() {
            self.statistics.set(place, "port", Cell::Number(port));
        }
        Some(id)
    }

    /// A candidate as the agent wrote it; some have words before the line of the specification.
    fn candidate(&mut self, event: &'static str, cells: &[String]) {
        let line = cells.first().and_then(|cell| cell.get(cell.find("candidate:")?..));
        self.candidates.extend(line.map(|line| (event, line.trim().to_owned())));
    }

    fn finish(self) -> Connection {
        let mut log = Log::default();
        // the offer comes first, in time as well
        for wanted in ["offer", "answer"] {
            let latest = self.descriptions.iter().rev().find(|(kind, text)| kind == wanted && !text.trim().is_empty());
            let (Some((kind, text)), Some(end)) = (latest, self.ends.get(wanted)) else { continue };
            let method = if *end == "local" { "setLocalDescription" } else { "setRemoteDescription" };
            let sdp = text.trim_start().replace("\r\n", "\n").replace('\n', "\r\n");
            log.take(method, Some(&serde_json::json!({"type": kind, "sdp": sdp})), None, None);
        }
        for (event, line) in &self.candidates {
            log.take(event, Some(&serde_json::json!({"candidate": line})), None, None);
        }
        let received = self.received;
        let mut connection = assemble::connection(assemble::Parts {
            id: self.id,
            url: self.url,
            configuration: self.configuration,
            log,
            statistics: self.statistics,
            zero: None,
            from_the_beginning: false,
        });
        connection.zero_unix_ms = None;
        // media that came in was decrypted with the keys of DTLS (RFC 5764)
        if received {
            connection.transports.iter_mut().for_each(|transport| transport.dtls_state = Some("connected".to_owned()));
        }
        connection
    }
}

/// `bundlePolicy: balanced`, `urls: ["stun:a"]`, each on a line.
fn configuration(text: &str) -> Configuration {
    let value = |key: &str| {
        let (_, rest) = text.split_once(&format!("{key}:"))?;
        rest.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
    };
    let urls = text.lines().filter_map(|line| line.trim().strip_prefix("urls: "));
    let urls = urls.flat_map(|list| match serde_json::from_str::<Value>(list) {
        Ok(Value::Array(urls)) => urls.iter().filter_map(Value::as_str).map(redact::url).collect::<Vec<_>>(),
        Ok(Value::String(url)) => vec![redact::url(&url)],
        _ => Vec::new(),
    });
    Configuration {
        ice_servers: urls.collect(),
        ice_transport_policy: value("iceTransportPolicy"),
        bundle_policy: value("bundlePolicy"),
    }
}
