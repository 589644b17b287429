//! Short names for what is asked most.

use serde_json::{Value as Json, json};

use super::of_dump;
use super::value::Measured;

/// A short name.
#[derive(Debug)]
pub(super) struct Alias {
    name: &'static str,
    commands: &'static [&'static str],
    key: &'static str,
    read: fn(&Json) -> Json,
}

const GATHERING: &[&str] = &["ice"];
const HANDSHAKE: &[&str] = &["handshake"];
const DUMP: &[&str] = &["dump"];

static ALIASES: &[Alias] = &[
    Alias { name: "host", commands: GATHERING, key: "", read: |f| kind(f, "host") },
    Alias { name: "srflx", commands: GATHERING, key: "", read: |f| kind(f, "srflx") },
    Alias { name: "relay", commands: GATHERING, key: "", read: |f| kind(f, "relay") },
    Alias { name: "relay/udp", commands: GATHERING, key: "", read: |f| relay(f, "udp") },
    Alias { name: "relay/tcp", commands: GATHERING, key: "", read: |f| relay(f, "tcp") },
    Alias { name: "relay/tls", commands: GATHERING, key: "", read: |f| relay(f, "tls") },
    Alias { name: "proven", commands: GATHERING, key: "", read: proven },
    Alias { name: "gather", commands: GATHERING, key: "gathering_ms", read: |f| at(f, "/gathering_ms") },
    Alias { name: "loss", commands: GATHERING, key: "loss", read: |f| most(f, "/relay/loss") },
    Alias { name: "rtt", commands: GATHERING, key: "rtt_ms", read: |f| most(f, "/rtt_ms") },
    Alias { name: "cert.days", commands: GATHERING, key: "days_left", read: |f| least(f, "/tls/days_left") },
    Alias { name: "cred.ttl", commands: GATHERING, key: "ttl_s", read: |f| least(f, "/credential_ttl_s") },
    Alias { name: "connected", commands: HANDSHAKE, key: "", read: connected },
    Alias { name: "setup", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "total") },
    Alias { name: "total", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "total") },
    Alias { name: "dns", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "dns") },
    Alias { name: "tcp", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "tcp") },
    Alias { name: "proxy", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "proxy") },
    Alias { name: "tls", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "tls") },
    Alias { name: "ws_upgrade", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "ws_upgrade") },
    Alias { name: "http", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "http") },
    Alias { name: "join", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "join") },
    Alias { name: "offer_created", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "offer_created") },
    Alias { name: "local_description", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "local_description") },
    Alias { name: "gathering", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "gathering") },
    Alias { name: "offer_sent", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "offer_sent") },
    Alias { name: "answer", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "answer") },
    Alias { name: "ice", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "ice") },
    Alias { name: "dtls", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "dtls") },
    Alias { name: "sctp", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "sctp") },
    Alias { name: "dc_open", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "dc_open") },
    Alias { name: "first_echo", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "first_echo") },
    Alias { name: "first_media", commands: HANDSHAKE, key: "took_ms", read: |f| took(f, "first_media") },
    Alias { name: "connected", commands: DUMP, key: "", read: of_dump::connected },
    Alias { name: "setup", commands: DUMP, key: "setup_ms", read: of_dump::setup },
    Alias { name: "relay", commands: DUMP, key: "", read: of_dump::relay },
    Alias { name: "loss", commands: DUMP, key: "loss_pct", read: |f| of_dump::worst(f, "loss_pct") },
    Alias { name: "freeze", commands: DUMP, key: "freeze_pct", read: |f| of_dump::worst(f, "freeze_pct") },
    Alias { name: "jitter", commands: DUMP, key: "jitter_ms", read: |f| of_dump::worst(f, "jitter_ms") },
    Alias { name: "rtt", commands: DUMP, key: "rtt_ms", read: |f| of_dump::worst(f, "rtt_ms") },
];

impl Alias {
    /// What it stands for in these facts.
    pub(super) fn measure(&self, facts: &Json) -> Measured {
        Measured { json: (self.read)(facts), key: self.key.to_owned() }
    }
}

/// The short name of `command`, if it is one.
pub(super) fn find(name: &str, command: &str) -> Option<&'static Alias> {
    ALIASES.iter().find(|alias| alias.name == name && alias.commands.contains(&command))
}

fn at(facts: &Json, pointer: &str) -> Json {
    facts.pointer(pointer).cloned().unwrap_or(Json::Null)
}

pub(super) fn list<'a>(facts: &'a Json, key: &str) -> impl Iterator<Item = &'a Json> {
    facts.get(key).and_then(Json::as_array).into_iter().flatten()
}

/// How many candidates of a type there are; unknown when no server could be tried.
fn kind(facts: &Json, kind: &str) -> Json {
    let count = list(facts, "candidates").filter(|c| c.get("type").and_then(Json::as_str) == Some(kind)).count();
    let untried = kind != "host" && list(facts, "servers").all(|s| text(s, "result") == "not_tested");
    if count == 0 && untried { Json::Null } else { json!(count) }
}

/// Whether a relay over this transport was given; unknown when there is no server of that kind.
fn relay(facts: &Json, transport: &str) -> Json {
    let is_relay = |s: &&Json| text(s, "uri").starts_with("turn") && text(s, "transport") == transport;
    let mut results = list(facts, "servers").filter(is_relay).map(|s| text(s, "result")).peekable();
    if results.peek().is_none() {
        return Json::Null;
    }
    let results: Vec<&str> = results.collect();
    if results.contains(&"ok") {
        json!(true)
    } else if results.contains(&"failed") {
        json!(false)
    } else {
        Json::Null
    }
}

/// Whether every relay was shown to work both ways; unknown when one was not tested.
fn proven(facts: &Json) -> Json {
    let relays: Vec<&Json> = list(facts, "servers").filter_map(|s| s.get("relay")).filter(|r| !r.is_null()).collect();
    let both: Vec<Option<bool>> = relays
        .iter()
        .flat_map(|relay| ["proven_in", "proven_out"].map(|key| relay.get(key).and_then(Json::as_bool)))
        .collect();
    if both.contains(&Some(false)) {
        json!(false)
    } else if both.is_empty() || both.contains(&None) {
        Json::Null
    } else {
        json!(true)
    }
}

/// Whether it connected; of several runs, whether all of them did.
fn connected(facts: &Json) -> Json {
    json!(facts.get("failed_phase").is_some_and(Json::is_null))
}

/// How long a phase took, or the whole run; of several runs, the one that took longest. What did not end in every run
/// was not measured.
fn took(facts: &Json, id: &str) -> Json {
    if let Some(repeat) = facts.get("repeat").filter(|repeat| !repeat.is_null()) {
        let spread = list(repeat, "phases").find(|spread| text(spread, "id") == id);
        let whole = spread.filter(|spread| spread.get("count") == repeat.get("runs"));
        return whole.map_or(Json::Null, |spread| at(spread, "/max_ms"));
    }
    if id == "total" {
        // A run that failed took as long as it was waited for, and says nothing of how long a set-up takes.
        return if connected(facts) == json!(true) { at(facts, "/total_ms") } else { Json::Null };
    }
    let phase = list(facts, "phases").find(|phase| text(phase, "id") == id);
    let length = phase.and_then(|phase| Some(phase.get("end_ms")?.as_f64()? - phase.get("start_ms")?.as_f64()?));
    length.map_or(Json::Null, |ms| json!(ms))
}

fn most(facts: &Json, pointer: &str) -> Json {
    measured(facts, pointer).max_by(f64::total_cmp).map_or(Json::Null, |n| json!(n))
}

fn least(facts: &Json, pointer: &str) -> Json {
    measured(facts, pointer).min_by(f64::total_cmp).map_or(Json::Null, |n| json!(n))
}

fn measured(facts: &Json, pointer: &str) -> impl Iterator<Item = f64> {
    list(facts, "servers").filter_map(move |s| s.pointer(pointer)?.as_f64())
}

fn text<'a>(server: &'a Json, key: &str) -> &'a str {
    server.get(key).and_then(Json::as_str).unwrap_or_default()
}
