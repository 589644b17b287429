//! From the lines to the model.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::super::assemble::{self, Log};
use super::super::scan::Source;
use super::super::stats::{Builder, Cell, is_used, is_words};
use super::super::{
    Configuration, Connection, Description, Dialect, Dump, DumpError, End, Reading, Unseen, internals, redact,
};
use super::captures::Captures;
use super::expand::{Descriptions, Report, Reports};
use super::legacy;
use super::lines::{Line, Lines};

/// Reads the dump that `source` holds.
///
/// # Errors
/// When no line says anything.
pub(in crate::dump) fn read(name: &str, source: &mut Source<'_>, reading: Reading) -> Result<Dump, DumpError> {
    let mut lines = Lines::new(source);
    let mut file = File { reading, ..File::default() };
    let mut any = false;
    while let Some(line) = lines.next() {
        any = true;
        if let Some(polled) = file.take(line) {
            lines.not_before(polled);
        }
    }
    if !any && lines.header.is_null() {
        let looks_like = "an rtcstats dump of which no line is whole".to_owned();
        return Err(DumpError::NoDump { name: name.to_owned(), looks_like });
    }
    Ok(file.finish(name, &lines.header, lines.warnings))
}

/// What has been read.
#[derive(Debug, Default)]
struct File {
    reading: Reading,
    dialect: Option<Dialect>,
    client: Value,
    captures: Captures,
    connections: Vec<Draft>,
    by_id: HashMap<String, usize>,
    reports: Reports,
    /// Whether there are events of connections that have no id.
    nameless: bool,
    /// Whether descriptions were left out.
    without_descriptions: bool,
}

/// A connection that is being read.
#[derive(Debug, Default)]
struct Draft {
    id: String,
    url: Option<String>,
    configuration: Configuration,
    log: Log,
    statistics: Builder,
    descriptions: Descriptions,
    first_unix_ms: Option<f64>,
    dtls_state: Option<String>,
}

impl File {
    /// Takes a line; the time of the last poll in it, where it has one.
    fn take(&mut self, line: Line) -> Option<f64> {
        if self.captures.take(&line) {
            return None;
        }
        // `renderer-0` is what no connection did, and Chrome 144 may write `undefined-undefined`
        let is_client = |id: &String| id.ends_with("-0") && !id.starts_with("PC_") || id.contains("undefined");
        let Some(id) = line.id.clone().filter(|id| !is_client(id)) else {
            self.take_client(line);
            return None;
        };
        let reading = self.reading;
        if line.method == "getStats" {
            let report = self.reports.expand(&id, line.value);
            let report = if legacy::is_legacy(&report) { legacy::translate(&report) } else { report };
            return poll(&mut self.connection(&id).statistics, report, line.unix_ms, reading);
        }
        let without = matches!(line.method.as_str(), "setLocalDescription" | "setRemoteDescription")
            && line.value.as_str() == Some("");
        self.without_descriptions |= without;
        self.connection(&id).take(line);
        None
    }

    fn take_client(&mut self, line: Line) {
        match line.method.as_str() {
            "connectionInfo" => {
                self.dialect = Some(Dialect::JitsiRtcstats);
                self.client = line.value;
            }
            "identity" | "conferenceStartTimestamp" => self.dialect = Some(Dialect::JitsiRtcstats),
            "create" if self.client.is_null() => self.client = line.value,
            "createOffer" | "createAnswer" | "setLocalDescription" | "setRemoteDescription" => self.nameless = true,
            _ => {}
        }
    }

    fn connection(&mut self, id: &str) -> &mut Draft {
        let place = *self.by_id.entry(id.to_owned()).or_insert(self.connections.len());
        if place == self.connections.len() {
            self.connections.push(Draft { id: id.to_owned(), ..Draft::default() });
        }
        self.connections.get_mut(place).expect("a connection is added where it is looked up")
    }

    fn finish(self, name: &str, header: &Value, warnings: Vec<String>) -> Dump {
        let text = |from: &Value, key: &str| from.get(key).and_then(Value::as_str).map(str::to_owned);
        let agent = text(header, "userAgent").or_else(|| text(&self.client, "userAgent"));
        let page = text(&self.client, "url").or_else(|| match (text(header, "origin"), text(header, "url")) {
            (Some(origin), Some(path)) => Some(format!("{origin}{path}")),
            (origin, path) => origin.or(path),
        });
        let page = page.map(|page| redact::url(&page));
        let brands = self.client.get("userAgentData");
        let by_script = header.get("clientProtocol").is_some() || self.dialect == Some(Dialect::JitsiRtcstats);
        let connections: Vec<Connection> =
            self.connections.into_iter().map(|draft| draft.finish(page.as_deref(), by_script)).collect();
        let mut unseen: Vec<Unseen> = assemble::opened_late(&connections).into_iter().collect();
        if self.nameless {
            unseen.push(Unseen {
                what: "the connections of a test before the call".to_owned(),
                why: "the recording gives their events no connection".to_owned(),
            });
        }
        if self.without_descriptions {
            unseen.push(Unseen {
                what: "the session descriptions".to_owned(),
                why: "the recording left them out".to_owned(),
            });
        }
        Dump {
            name: name.to_owned(),
            dialect: self.dialect.unwrap_or(Dialect::Rtcstats),
            browser: internals::browser(brands, agent.map(Value::from).as_ref()),
            saved_unix_ms: None,
            captures: self.captures.finish(page.as_deref()),
            connections,
            warnings,
            unseen,
            // this format keeps what is closed
            closed: 0,
            elsewhere: Vec::new(),
            partners: OnceLock::new(),
        }
    }
}

impl Draft {
    fn take(&mut self, line: Line) {
        let value = match line.method.as_str() {
            "create" => {
                self.configuration = internals::configuration(Some(&line.value));
                self.url =
                    line.extra.iter().filter_map(Value::as_str).find(|text| text.contains("://")).map(redact::url);
                return;
            }
            "ondtlsstatechange" => {
                self.dtls_state = line.value.as_str().map(str::to_owned);
                line.value
            }
            "createOfferOnSuccess" | "createAnswerOnSuccess" => self.description(None, line.value),
            "setLocalDescription" => self.description(Some(End::Local), line.value),
            "setRemoteDescription" => self.description(Some(End::Remote), line.value),
            _ => line.value,
        };
        let at_ms = line.unix_ms.map(|unix_ms| unix_ms - *self.first_unix_ms.get_or_insert(unix_ms));
        self.log.take(&line.method, Some(&value), at_ms, line.unix_ms);
    }

    fn description(&mut self, end: Option<End>, mut value: Value) -> Value {
        let kind = value.get("type").and_then(Value::as_str).unwrap_or(Description::LEFT_OUT).to_owned();
        if let Some(sdp) = value.get_mut("sdp")
            && let Some(text) = sdp.as_str()
        {
            *sdp = self.descriptions.expand(end, &kind, text).into();
        }
        value
    }

    fn finish(self, page: Option<&str>, by_script: bool) -> Connection {
        let mut connection = assemble::connection(assemble::Parts {
            id: self.id,
            url: self.url.or_else(|| page.map(str::to_owned)),
            configuration: self.configuration,
            log: self.log,
            statistics: self.statistics,
            zero: None,
            from_the_beginning: by_script,
        });
        for transport in &mut connection.transports {
            transport.dtls_state = transport.dtls_state.take().or_else(|| self.dtls_state.clone());
        }
        connection
    }
}

/// Adds a report to the statistics; the time of its latest object.
fn poll(statistics: &mut Builder, report: Report, received_ms: Option<f64>, reading: Reading) -> Option<f64> {
    let mut latest: Option<f64> = None;
    for (id, object) in report {
        let Value::Object(object) = object else { continue };
        let time = object.get("timestamp").and_then(Value::as_f64).filter(|time| *time > 0.0).or(received_ms);
        let (Some(time), Some(kind)) = (time, object.get("type").and_then(Value::as_str)) else { continue };
        latest = Some(latest.map_or(time, |latest| latest.max(time)));
        let place = statistics.poll(&id, kind, time);
        for (name, value) in &object {
            if matches!(name.as_str(), "timestamp" | "type" | "id") || (reading == Reading::Used && !is_used(name)) {
                continue;
            }
            match value {
                Value::Object(members) => members.iter().for_each(|(member, value)| {
                    statistics.set(place, &format!("{name}.{member}"), Cell::of_json(value, false));
                }),
                value => statistics.set(place, name, Cell::of_json(value, is_words(name))),
            }
        }
    }
    latest
}
