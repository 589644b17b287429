//! Takes back what a recording left out: values that did not change since the last poll, sections that did not change
//! since the last description.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::super::{Description, End};
use super::{legacy, tables};

/// One report of `getStats`: the objects, each whole.
pub(super) type Report = Map<String, Value>;

/// The last reports of every connection.
#[derive(Debug, Default)]
pub(super) struct Reports(HashMap<String, Report>);

impl Reports {
    /// The report that `value` is, whole, every object with its `timestamp` in milliseconds since 1970.
    pub(super) fn expand(&mut self, connection: &str, value: Value) -> Report {
        let Value::Object(mut given) = value else { return Report::new() };
        let short = given.shift_remove(SHORT_TIMESTAMP);
        let long = given.shift_remove("timestamp");
        let whole = match (short, long) {
            // rtcstats-js: what is absent is as it was
            (Some(time), _) => self.delta(connection, given, &time, true),
            // Jitsi: an object that is absent is gone, save among the old statistics, which leave out what did not change
            (None, Some(time)) => {
                let is_old = self.0.get(connection).is_some_and(legacy::is_legacy);
                self.delta(connection, given, &time, is_old)
            }
            // of one object alone a delta may be left without a common time
            (None, None) if is_delta(&given) => self.delta(connection, given, &Value::Null, true),
            (None, None) => return given,
        };
        self.0.insert(connection.to_owned(), whole.clone());
        whole
    }

    fn delta(&self, connection: &str, given: Report, time: &Value, absent_is_same: bool) -> Report {
        let base = self.0.get(connection);
        let mut whole = match base {
            Some(base) if absent_is_same => base.clone(),
            _ => Report::new(),
        };
        if !time.is_null() {
            whole.values_mut().filter_map(Value::as_object_mut).for_each(|object| {
                object.insert("timestamp".to_owned(), time.clone());
            });
        }
        for (id, change) in given {
            let Value::Object(change) = change else {
                whole.shift_remove(&id);
                continue;
            };
            let before = base.and_then(|base| base.get(&id)).and_then(Value::as_object);
            let mut object = before.cloned().unwrap_or_default();
            // the time of an object is the common one, unless it has its own
            object.insert("timestamp".to_owned(), time.clone());
            for (name, value) in change {
                set(&mut object, name, value);
            }
            whole.insert(id, Value::Object(object));
        }
        whole
    }
}

/// The key of the common time in rtcstats-js.
const SHORT_TIMESTAMP: &str = "t";

/// Chrome's page writes whole objects, each with its id.
fn is_delta(report: &Report) -> bool {
    report
        .values()
        .any(|object| object.is_null() || object.as_object().is_some_and(|object| !object.contains_key("id")))
}

/// Names may be numbers; no property of any dialect is called by one.
fn set(object: &mut Map<String, Value>, name: String, value: Value) {
    let (name, value) = match name.as_str() {
        "timestamp" | SHORT_TIMESTAMP if value == 0 => return,
        "type" => {
            let word = value.as_u64().and_then(tables::kind).map(Value::from);
            (name, word.unwrap_or(value))
        }
        SHORT_TIMESTAMP => ("timestamp".to_owned(), value),
        number => match number.parse().ok().and_then(tables::property) {
            Some(full) => (full.to_owned(), value),
            None => (name, value),
        },
    };
    match (object.get_mut(&name), value) {
        // of a dictionary only the members that changed are given
        (Some(Value::Object(members)), Value::Object(changed)) => members.extend(changed),
        (_, value) => {
            object.insert(name, value);
        }
    }
}

/// The descriptions that later ones are given by.
#[derive(Debug, Default)]
pub(super) struct Descriptions {
    set: HashMap<(&'static str, String), String>,
    created: HashMap<String, String>,
}

impl Descriptions {
    /// The text of a description that was created or, with an end, set: sections of which only the first two letters
    /// are left are those of the last description of the same type.
    pub(super) fn expand(&mut self, end: Option<End>, kind: &str, sdp: &str) -> String {
        let side = end.unwrap_or(End::Local).word();
        let base = self.set.get(&(side, kind.to_owned()));
        let base = base.or_else(|| self.created.get(kind).filter(|_| side == End::Local.word()));
        let base: Vec<&str> = base.map(|base| sections(base)).unwrap_or_default();
        let expanded = sections(sdp).into_iter().enumerate().map(|(at, section)| match section {
            "v=" | "m=" => base.get(at).copied().unwrap_or(section),
            given => given,
        });
        let text = if sdp.is_empty() { String::new() } else { expanded.collect::<Vec<_>>().join("\r\n") + "\r\n" };
        match end {
            Some(_) if kind != Description::LEFT_OUT => {
                self.set.insert((side, kind.to_owned()), text.clone());
            }
            Some(_) => {}
            None => {
                self.created.insert(kind.to_owned(), text.clone());
            }
        }
        text
    }
}

/// The sections of a description, each from its first letter on (RFC 8866 section 5).
fn sections(sdp: &str) -> Vec<&str> {
    let mut rest = sdp;
    let mut sections = Vec::new();
    while let Some(at) = rest.find("\nm=") {
        let (section, after) = rest.split_at(at + 1);
        sections.push(section.trim_end());
        rest = after;
    }
    sections.push(rest.trim_end());
    sections
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbered_deltas_are_taken_back() {
        let mut reports = Reports::default();
        let first = reports.expand(
            "1-1",
            json!({"0": {"type": 1, "41": 100, "96": {"cpu": 1, "none": 2}}, "1": {"type": 5, "t": 7}, "t": 1000}),
        );
        assert_eq!(
            first["0"],
            json!({"timestamp": 1000, "type": "inbound-rtp", "bytesReceived": 100,
            "qualityLimitationDurations": {"cpu": 1, "none": 2}})
        );
        assert_eq!(first["1"]["timestamp"], 7);
        let second = reports.expand("1-1", json!({"0": {"41": 300, "96": {"cpu": 3}}, "t": 2000}));
        assert_eq!(second["0"]["bytesReceived"], 300);
        assert_eq!(second["0"]["qualityLimitationDurations"], json!({"cpu": 3, "none": 2}));
        assert_eq!(second["1"]["timestamp"], 2000, "what is absent was polled and did not change");
        let third = reports.expand("1-1", json!({"1": null, "t": 3000}));
        assert!(third.get("1").is_none() && third["0"]["bytesReceived"] == 300);
    }

    #[test]
    fn an_object_that_jitsi_leaves_out_is_gone() {
        let mut reports = Reports::default();
        reports.expand("PC_0", json!({"a": {"timestamp": 0, "type": "codec"}, "b": {"timestamp": 0}, "timestamp": 5}));
        let second = reports.expand("PC_0", json!({"a": {"timestamp": 0}, "timestamp": 6}));
        assert_eq!(Value::Object(second), json!({"a": {"timestamp": 6, "type": "codec"}}));
    }

    #[test]
    fn whole_reports_stay_as_they_are() {
        let whole = json!({"a": {"id": "a", "timestamp": 5, "type": "codec"}});
        assert_eq!(Value::Object(Reports::default().expand("1-1", whole.clone())), whole);
    }

    #[test]
    fn sections_that_did_not_change_are_put_back() {
        let mut descriptions = Descriptions::default();
        let full = "v=0\r\ns=-\r\nm=audio 9 X 0\r\na=mid:0\r\n";
        assert_eq!(descriptions.expand(None, "offer", full), full);
        assert_eq!(descriptions.expand(Some(End::Local), "offer", "v=\r\nm=\r\n"), full);
        let more = descriptions.expand(Some(End::Local), "offer", "v=\r\nm=\r\nm=video 9 X 1\r\n");
        assert_eq!(more, format!("{full}m=video 9 X 1\r\n"));
        assert_eq!(
            descriptions.expand(Some(End::Remote), "answer", "v=\r\nm=\r\n"),
            "v=\r\nm=\r\n",
            "nothing is known"
        );
    }
}
