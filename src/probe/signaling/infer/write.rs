//! The profile's TOML.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::find::{Kind, Place, places};
use crate::probe::signaling::masked;

/// A message of the conversation.
#[derive(Clone, Debug)]
pub struct Said {
    /// Whether the browser sent it.
    pub out: bool,
    /// Its text.
    pub text: String,
}

/// Keys by whose value messages are told apart, the commonest first.
const NAMES: [&str; 12] =
    ["type", "event", "action", "messageType", "kind", "method", "cmd", "command", "janus", "op", "msg", "message"];
/// Most messages before the first description that are taken for joining.
const MOST_JOINS: usize = 4;
/// A value that comes again is a variable if its text is this long; shorter ones come again by chance.
const SHORTEST: usize = 5;

/// The profile for a conversation that `transport` carried; nothing where no message has a description.
pub fn profile(name: &str, url: &str, transport: &str, said: &[Said]) -> Option<String> {
    let messages: Vec<Message> = said.iter().filter_map(Message::read).collect();
    let socketio = messages.iter().any(|message| message.event);
    let found = |out, kind| messages.iter().find(|m| m.out == out && m.has(kind));
    let described = messages.iter().position(|message| message.has(Kind::Offer) || message.has(Kind::Answer))?;
    let variables = Variables::read(&messages);
    let role = match (found(true, Kind::Offer), found(false, Kind::Offer)) {
        (Some(_), None) => "offerer",
        (None, Some(_)) => "answerer",
        _ => "auto",
    };
    let transport = if socketio { "socketio" } else { transport };
    let mut toml = format!(
        "# Made by `rtcdiag profile infer` from a recorded conversation: look it through.\nname = {}\nabout = \"inferred\"\n",
        quoted(name)
    );
    toml.push_str(&format!("transport = \"{transport}\"\nrole = \"{role}\"\nurl = {}\n\n[send]\n", quoted(url)));
    let joins = messages.iter().take(described).filter(|m| m.out && m.places.is_empty()).take(MOST_JOINS);
    let joins: Vec<String> = joins.map(|message| message.template(&variables)).collect();
    match joins.as_slice() {
        [] => {}
        [join] => toml.push_str(&format!("join = {join}\n")),
        several => toml.push_str(&format!("join = {}\n", several.first().map_or("''", String::as_str))),
    }
    for (key, kind) in
        [("offer", Kind::Offer), ("answer", Kind::Answer), ("candidate", Kind::Candidate), ("end", Kind::End)]
    {
        let own = found(true, kind).map(|message| message.template(&variables));
        // Whoever only offered answers in the same form.
        let other = match kind {
            Kind::Offer => found(true, Kind::Answer).map(|m| swapped(&m.template(&variables), "answer", "offer")),
            Kind::Answer => found(true, Kind::Offer).map(|m| swapped(&m.template(&variables), "offer", "answer")),
            Kind::Candidate | Kind::End => None,
        };
        if let Some(template) = own.or_else(|| other.filter(|_| transport != "http")) {
            toml.push_str(&format!("{key} = {template}\n"));
        }
    }
    toml.push_str(&pre(&messages));
    let mut rules: Vec<String> = Vec::new();
    for message in messages.iter().filter(|message| !message.out) {
        for rule in message.rules(&variables) {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
    }
    rules.iter().for_each(|rule| toml.push_str(rule));
    Some(toml)
}

/// Parts that are decoded before the rules see them.
fn pre(messages: &[Message]) -> String {
    let mut layers = BTreeMap::new();
    for layer in messages.iter().filter(|m| !m.out).flat_map(|m| &m.places).filter_map(|place| place.layer.as_ref()) {
        layers.insert(layer.pointer.clone(), layer.decoding);
    }
    if layers.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = layers.iter().map(|(at, decoding)| format!("{} = \"{decoding}\"\n", quoted(at))).collect();
    format!("\n[pre]\n{}", lines.concat())
}

/// A message, read.
struct Message {
    out: bool,
    /// Whether it is an event of Socket.IO.
    event: bool,
    value: Value,
    places: Vec<Place>,
}

impl Message {
    fn read(said: &Said) -> Option<Self> {
        // Socket.IO: `4` message, `2` event, perhaps a namespace and an id (socket.io-protocol v5).
        let event = said.text.starts_with("42");
        let start = if event { said.text.find('[')? } else { 0 };
        let value: Value = serde_json::from_str(said.text.get(start..)?).ok()?;
        (value.is_object() || value.is_array()).then(|| Self { out: said.out, event, places: places(&value), value })
    }

    fn has(&self, kind: Kind) -> bool {
        self.places.iter().any(|place| place.kind == kind)
    }

    /// The message with holes, as TOML.
    fn template(&self, variables: &Variables) -> String {
        let mut value: Value = serde_json::from_str(&masked(&self.value.to_string())).unwrap_or(Value::Null);
        let mut holes: Vec<(String, String)> = Vec::new();
        for place in &self.places {
            if let Some((pointer, hole, in_text)) = hole(place)
                && let Some(target) = value.pointer_mut(&pointer)
            {
                let mark = format!("@hole{}@", holes.len());
                *target = json!(mark);
                // A hole of JSON brings its own quotation marks.
                holes.push(if in_text { (mark, hole) } else { (format!("\"{mark}\""), hole) });
            }
        }
        variables.fill(&mut value, &mut holes);
        let list = match (&value, self.event) {
            (Value::Array(list), true) => list.clone(),
            _ => vec![value],
        };
        let text = |value: &Value| {
            let plain = match value {
                Value::String(text) if self.event => text.clone(),
                other => other.to_string(),
            };
            // A hole that is an argument by itself is the whole template.
            let put = |text: String, (mark, hole): &(String, String)| {
                text.replace(mark.as_str(), hole).replace(mark.trim_matches('"'), hole)
            };
            quoted(&holes.iter().fold(plain, put))
        };
        let texts: Vec<String> = list.iter().map(text).collect();
        if self.event { format!("[{}]", texts.join(", ")) } else { texts.concat() }
    }

    /// What it means when it comes in, as TOML.
    fn rules(&self, variables: &Variables) -> Vec<String> {
        let mut rules: Vec<String> = self.places.iter().map(|place| self.rule(place)).collect();
        if rules.is_empty() {
            let set = variables.from(&self.value);
            let set: Vec<String> = set.iter().map(|(name, at)| format!("{name} = {}", quoted(at))).collect();
            let when = self.when(None);
            if !when.is_empty() {
                let tail = if set.is_empty() {
                    "event = \"ignore\"\n".to_owned()
                } else {
                    format!("event = \"set\"\nset = {{ {} }}\n", set.join(", "))
                };
                rules.push(format!("\n[[recv]]\nwhen = {{ {} }}\n{tail}", when.join(", ")));
            }
        }
        rules
    }

    fn rule(&self, place: &Place) -> String {
        let when = self.when(Some(place)).join(", ");
        let at = quoted(&place.pointer);
        let (event, source) = match place.kind {
            Kind::Offer => ("offer", format!("sdp = {at}\n")),
            Kind::Answer => ("answer", format!("sdp = {at}\n")),
            Kind::End => ("end", String::new()),
            // An init among other members is found by its own names all the same.
            Kind::Candidate if place.pointer.ends_with("/candidate") => {
                ("candidate", format!("init = {}\n", quoted(place.around())))
            }
            Kind::Candidate => ("candidate", format!("candidate = {at}\nmid = \"\"\n").replace("mid = \"\"\n", "")),
        };
        format!("\n[[recv]]\nwhen = {{ {when} }}\nevent = \"{event}\"\n{source}")
    }

    /// How the message is known again.
    fn when(&self, place: Option<&Place>) -> Vec<String> {
        let mut when = Vec::new();
        let word = |pointer: &str| self.value.pointer(pointer).and_then(Value::as_str);
        let name = if self.value.is_array() {
            Some("/0".to_owned())
        } else {
            NAMES.iter().map(|n| format!("/{n}")).find(|at| word(at).is_some())
        };
        if let Some((at, text)) = name.and_then(|at| word(&at).map(|text| (at.clone(), text.to_owned()))) {
            when.push(format!("{} = {}", quoted(&at), quoted(&text)));
        }
        let Some(place) = place else { return when };
        let kind = format!("{}/type", place.around());
        match place.kind {
            Kind::Offer | Kind::Answer if place.whole && !place.around().is_empty() => {
                let word = if place.kind == Kind::Offer { "offer" } else { "answer" };
                when.push(format!("{} = \"{word}\"", quoted(&kind)));
            }
            Kind::End => when.push(format!("{} = \"null\"", quoted(&place.pointer))),
            _ => when.push(format!("{} = {{ is = \"string\" }}", quoted(&place.pointer))),
        }
        when
    }
}

/// Where a hole goes, what it is, and whether it stands inside of a text.
fn hole(place: &Place) -> Option<(String, String, bool)> {
    let name = match (place.kind, place.whole) {
        (Kind::Offer | Kind::Answer, true) => "desc",
        (Kind::Offer | Kind::Answer, false) => "sdp",
        (Kind::Candidate, true) => "cand",
        (Kind::Candidate, false) => "candidate",
        (Kind::End, _) => return None,
    };
    let here = if place.whole { place.around().to_owned() } else { place.pointer.clone() };
    Some(match &place.layer {
        None => (here, format!("{{{name}:json}}"), false),
        Some(layer) => match layer.decoding {
            "b64" => (layer.pointer.clone(), format!("{{{name}:b64}}"), true),
            "b64json" => (layer.pointer.clone(), format!("{{{name}:json|b64}}"), true),
            _ => (layer.pointer.clone(), format!("{{{name}}}"), true),
        },
    })
}

/// Values that came in and went out again: session ids, names of peers.
struct Variables(Vec<(String, Value)>);

impl Variables {
    fn read(messages: &[Message]) -> Self {
        let mut heard: Vec<(String, Value)> = Vec::new();
        let mut found: Vec<(String, Value)> = Vec::new();
        for message in messages {
            let mut leaves = Vec::new();
            collect(&message.value, "", &mut leaves);
            for (pointer, value) in leaves.into_iter().filter(|(_, value)| long(value)) {
                if !message.out {
                    heard.push((pointer, value));
                } else if let Some((at, _)) = heard.iter().find(|(_, known)| *known == value)
                    && found.iter().all(|(_, known)| *known != value)
                {
                    let key = at.rsplit('/').find(|key| key.parse::<u32>().is_err()).unwrap_or("value");
                    let clean: String = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
                    let taken = found.iter().filter(|(name, _)| name.starts_with(&clean)).count();
                    let own = if taken == 0 { clean } else { format!("{clean}_{}", taken + 1) };
                    // Names of holes that have a value of their own.
                    let own = if own == "id" || own == "from" { "peer".to_owned() } else { own };
                    found.push((own, value));
                }
            }
        }
        Self(found)
    }

    fn fill(&self, value: &mut Value, holes: &mut Vec<(String, String)>) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|value| self.fill(value, holes)),
            Value::Object(map) => map.values_mut().for_each(|value| self.fill(value, holes)),
            leaf => {
                let Some((name, known)) = self.0.iter().find(|(_, known)| known == leaf) else { return };
                let mark = format!("@hole{}@", holes.len());
                // A number stands without quotation marks.
                holes.push((
                    if known.is_number() { format!("\"{mark}\"") } else { mark.clone() },
                    format!("{{{name}}}"),
                ));
                *leaf = json!(mark);
            }
        }
    }

    /// The variables that `message` brings, and where.
    fn from(&self, message: &Value) -> Vec<(String, String)> {
        let mut leaves = Vec::new();
        collect(message, "", &mut leaves);
        let of = |(pointer, value): (String, Value)| {
            let (name, _) = self.0.iter().find(|(_, known)| *known == value)?;
            Some((name.clone(), pointer))
        };
        let mut found: Vec<(String, String)> = leaves.into_iter().filter_map(of).collect();
        found.dedup_by(|a, b| a.0 == b.0);
        found
    }
}

fn collect(value: &Value, pointer: &str, leaves: &mut Vec<(String, Value)>) {
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, inner)| collect(inner, &format!("{pointer}/{n}"), leaves));
        }
        Value::Object(map) => map.iter().for_each(|(key, inner)| collect(inner, &format!("{pointer}/{key}"), leaves)),
        Value::String(_) | Value::Number(_) => leaves.push((pointer.to_owned(), value.clone())),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Whether a value is long enough to be an id, and is no text of the connection's.
fn long(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let word = text.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '_');
            (SHORTEST..200).contains(&text.len())
                && !word
                && !text.starts_with("v=0")
                && !text.starts_with("candidate:")
        }
        number => number.to_string().len() >= SHORTEST,
    }
}

fn swapped(template: &str, from: &str, to: &str) -> String {
    template.replace(from, to).replace(&from.to_uppercase(), &to.to_uppercase())
}

/// A TOML string: literal where it can be.
fn quoted(text: &str) -> String {
    if text.contains('\'') || text.chars().any(char::is_control) {
        // JSON's escapes are among TOML's.
        json!(text).to_string()
    } else if text.contains(['"', '\\']) {
        format!("'{text}'")
    } else {
        format!("\"{text}\"")
    }
}

#[cfg(test)]
mod tests;
