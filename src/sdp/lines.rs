//! What each line means in its description: its own values, and what they refer to elsewhere.

use super::concrete::{Scope, concrete};
use super::{Attribute, Bandwidth, Line, Media, Origin, Sdp, definition};

/// What a line means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Meaning {
    /// In words.
    pub text: String,
    /// The specification with its section; empty where there is none.
    pub source: &'static str,
}

/// Every line with what it means.
pub fn meaning(sdp: &Sdp) -> impl Iterator<Item = (Line<'_>, Meaning)> {
    std::iter::once(sdp.session()).chain(sdp.sections()).flat_map(|section| {
        let scope = Scope::of(section);
        section.lines().map(move |line| (line, of_line(line, &scope))).collect::<Vec<_>>()
    })
}

fn of_line(line: Line<'_>, scope: &Scope<'_>) -> Meaning {
    let meaning = |text: String, source| Meaning { text, source };
    let value = line.value.trim();
    match line.kind {
        Some('v') => {
            meaning(format!("version {} of the format; only 0 exists", value.as_str()), "RFC 8866 section 5.1")
        }
        Some('o') => meaning(origin(line), "RFC 8866 section 5.2"),
        Some('s') => meaning("the session's name, which WebRTC leaves at `-`".to_owned(), "RFC 8866 section 5.3"),
        Some('i') => meaning("a description for people".to_owned(), "RFC 8866 section 5.4"),
        Some('u') => meaning("a page about the session".to_owned(), "RFC 8866 section 5.5"),
        Some('e') => meaning("who to write to".to_owned(), "RFC 8866 section 5.6"),
        Some('p') => meaning("who to call".to_owned(), "RFC 8866 section 5.6"),
        Some('c') => meaning(connection(value.as_str()), "RFC 8866 section 5.7"),
        Some('b') => meaning(bandwidth(line), "RFC 8866 section 5.8"),
        Some('t') if value.as_str() == "0 0" => {
            meaning("begins now and does not end".to_owned(), "RFC 8866 section 5.9")
        }
        Some('t') => meaning("when it begins and ends, in NTP seconds".to_owned(), "RFC 8866 section 5.9"),
        Some('r') => meaning("when it repeats".to_owned(), "RFC 8866 section 5.10"),
        Some('z') => meaning("changes of the time zone".to_owned(), "RFC 8866 section 5.11"),
        Some('k') => meaning("a key in the text itself, obsolete and not shown".to_owned(), "RFC 8866 section 5.12"),
        Some('m') => meaning(media(scope), "RFC 8866 section 5.14"),
        Some('a') => line.attribute().map_or_else(|| other(line), |attribute| of_attribute(attribute, scope)),
        Some(_) | None => other(line),
    }
}

fn other(line: Line<'_>) -> Meaning {
    let text = match line.kind {
        _ if line.text.trim().is_empty() => "an empty line, at which Chrome stops".to_owned(),
        Some(letter) => format!("no line of SDP begins with `{letter}=`"),
        None => "no line of SDP: it does not begin with a letter and `=`".to_owned(),
    };
    Meaning { text, source: "RFC 8866 section 5" }
}

fn origin(line: Line<'_>) -> String {
    match Origin::read(line.value) {
        Some(origin) => format!(
            "session {} in its version {}, made by `{}`",
            origin.session.as_str(),
            origin.version.as_str(),
            origin.username.as_str()
        ),
        None => "who made the session: user, id, version and address, of which some are missing".to_owned(),
    }
}

fn connection(value: &str) -> String {
    match value.split_ascii_whitespace().last() {
        Some("0.0.0.0" | "::") => "no address of its own: candidates tell where to send".to_owned(),
        Some(address) => format!("media goes to {address} where there is no ICE"),
        None => "an address is missing".to_owned(),
    }
}

fn bandwidth(line: Line<'_>) -> String {
    let Some(Bandwidth { kind, value }) = Bandwidth::read(line.value) else {
        return "a limit without a number".to_owned();
    };
    let value = value.as_str();
    match kind.as_str() {
        "AS" => format!("the other side shall send at most {value} kbit/s here, headers included"),
        "CT" => format!("all media together at most {value} kbit/s"),
        "TIAS" => format!("the other side shall send at most {value} bit/s here, without headers of IP and UDP"),
        "RS" => format!("RTCP of senders at most {value} bit/s"),
        "RR" => format!("RTCP of receivers at most {value} bit/s"),
        other => format!("a limit of kind `{other}`"),
    }
}

fn media(scope: &Scope<'_>) -> String {
    let Media { kind, port, protocol, .. } = scope.section.media();
    let state = match (scope.section.is_rejected(), port.as_str()) {
        (true, _) => "rejected by port 0".to_owned(),
        (false, "0") => "without a port of its own".to_owned(),
        (false, "9") => "on port 9, which stands for none yet".to_owned(),
        (false, port) => format!("on port {port}"),
    };
    let formats = match scope.codecs.len() {
        0 => String::new(),
        1 => ", 1 payload type".to_owned(),
        n => format!(", {n} payload types in order of preference"),
    };
    format!("{} over {}, {state}{formats}", kind.as_str(), protocol.as_str())
}

/// An attribute: the sentence of the table, made concrete where its value or its section says more.
fn of_attribute(attribute: Attribute<'_>, scope: &Scope<'_>) -> Meaning {
    let Some(definition) = definition(attribute.key.as_str()) else {
        // The name is not repeated: of a garbled line it may be the secret.
        let text = "no attribute that is known; receivers must ignore it".to_owned();
        return Meaning { text, source: "RFC 8866 section 5.13" };
    };
    let text = concrete(attribute, scope).unwrap_or_else(|| definition.meaning.to_owned());
    Meaning { text, source: definition.source }
}
