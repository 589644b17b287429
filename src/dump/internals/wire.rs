//! The layout of the file, and nothing about its meaning. Every key may be missing: each Chrome has others.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dump) struct File {
    /// When it was saved, in milliseconds since 1970 (Chrome 147 and later).
    pub(in crate::dump) timestamp: Option<Value>,
    /// The user agent string.
    #[serde(rename = "UserAgent")]
    pub(in crate::dump) user_agent: Option<Value>,
    /// Brands with versions: a list until Chrome 142, an object since.
    #[serde(rename = "UserAgentData")]
    pub(in crate::dump) user_agent_data: Option<Value>,
    /// Requests and answers of getUserMedia, mixed.
    #[serde(rename = "getUserMedia")]
    pub(in crate::dump) captures: Option<Vec<Value>>,
    /// The connections.
    #[serde(rename = "PeerConnections")]
    pub(in crate::dump) connections: Option<Entries<PeerConnection>>,
}

/// One connection.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dump) struct PeerConnection {
    /// The page.
    pub(super) url: Option<String>,
    /// JSON since Chrome 142, text that looks like it before.
    #[serde(rename = "rtcConfiguration")]
    pub(super) configuration: Option<Value>,
    /// The log.
    #[serde(rename = "updateLog")]
    pub(super) log: Option<Vec<LogEntry>>,
    /// The statistics.
    pub(super) stats: Option<Stats>,
}

/// One line of the log.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LogEntry {
    /// The event's name; Chrome writes it in three spellings.
    #[serde(rename = "type")]
    pub(super) name: String,
    /// Its value: JSON, or text in older dumps.
    pub(super) value: Option<Value>,
    /// Milliseconds since 1970 (Chrome 144 and later).
    pub(super) timestamp: Option<f64>,
    /// Local time in the user's language, before that.
    pub(super) time: Option<String>,
}

/// Members of an object in the order of the file.
#[derive(Debug)]
pub(in crate::dump) struct Entries<T>(pub(in crate::dump) Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

/// The last value of each series that is used, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Stats(pub(super) Vec<Last>);

/// The last value of one series.
#[derive(Debug)]
pub(super) struct Last {
    /// The statistics object.
    pub(super) id: String,
    /// Its type; absent before Chrome 87.
    pub(super) kind: Option<String>,
    /// The property.
    pub(super) property: &'static str,
    /// Its last value.
    pub(super) value: Value,
    /// How many values the series has.
    pub(super) count: usize,
}

/// The properties that are used. Everything else is skipped unread: a dump has about 450 a connection.
const PROPERTIES: [&str; 22] = [
    "address",
    "candidateType",
    "codecId",
    "dtlsState",
    "ip",
    "isRemote",
    "kind",
    "localCandidateId",
    "mediaType",
    "mimeType",
    "port",
    "protocol",
    "relayProtocol",
    "remoteCandidateId",
    "requestsReceived",
    "requestsSent",
    "responsesReceived",
    "rid",
    "selectedCandidatePairId",
    "state",
    "timestamp",
    "tlsVersion",
];

impl<'de> Deserialize<'de> for Stats {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Picking;
        impl<'de> Visitor<'de> for Picking {
            type Value = Stats;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of series")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut stats = Stats::default();
                while let Some(key) = map.next_key::<Key>()? {
                    let Key(Some((id, property))) = key else {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    let series = map.next_value::<Series>()?;
                    if let Some(value) = series.values.last {
                        stats.0.push(Last { id, kind: series.kind, property, value, count: series.values.count });
                    }
                }
                Ok(stats)
            }
        }
        deserializer.deserialize_map(Picking)
    }
}

/// `<id>-<property>`, if the property is one that is used. Ids hold hyphens of their own; properties do not.
struct Key(Option<(String, &'static str)>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Splitting;
        impl Visitor<'_> for Splitting {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E>(self, key: &str) -> Result<Key, E> {
                Ok(Key(key.rsplit_once('-').and_then(|(id, property)| {
                    let at = PROPERTIES.binary_search(&property).ok()?;
                    Some((id.to_owned(), *PROPERTIES.get(at)?))
                })))
            }
        }
        deserializer.deserialize_identifier(Splitting)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Series {
    #[serde(rename = "statsType")]
    kind: Option<String>,
    values: Values,
}

/// A series: a JSON array inside a JSON string. Its last value and its length are kept.
#[derive(Default)]
struct Values {
    last: Option<Value>,
    count: usize,
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Unwrapping;
        impl Visitor<'_> for Unwrapping {
            type Value = Values;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON list in a string")
            }

            fn visit_str<E>(self, text: &str) -> Result<Values, E> {
                // a list that does not parse is a series without values
                let list: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
                Ok(Values { count: list.len(), last: list.into_iter().next_back() })
            }
        }
        deserializer.deserialize_str(Unwrapping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_properties_are_sorted_for_the_search() {
        assert!(PROPERTIES.is_sorted());
    }

    #[test]
    fn only_used_series_are_kept_and_ids_keep_their_hyphens() {
        let stats: Stats = serde_json::from_str(
            r#"{"a-b=1;c-mimeType":{"statsType":"codec","values":"[\"x\",\"video/VP8\"]"},
                "T01-bytesSent":{"values":"[1]"}, "T01-[bytes/s]":{}, "nohyphen":7,
                "P-state":{"values":"broken"}}"#,
        )
        .unwrap();
        let [only] = stats.0.as_slice() else { panic!("{stats:?}") };
        assert_eq!((only.id.as_str(), only.property, only.count), ("a-b=1;c", "mimeType", 2));
        assert_eq!(only.value, "video/VP8");
    }
}
