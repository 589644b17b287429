//! One section before and after.

use super::attributes::rest;
use super::change::{Change, ChangeKind, Changes, Weight};
use super::codecs::codecs;
use super::compare::place;
use crate::candidate::line::Candidate;
use crate::sdp::{Direction, Sdp, SectionSummary, Simulcast};

/// Adds what changed from `old` to `new`, sections of `whole` before and after.
pub(super) fn compare(old: &SectionSummary<'_>, new: &SectionSummary<'_>, whole: [&Sdp; 2], found: &mut Vec<Change>) {
    let mut changes = Changes { place: place(new), found };
    media(old, new, &mut changes);
    codecs(&old.codecs, &new.codecs, &mut changes);
    extensions(old, new, &mut changes);
    transport(old, new, whole, &mut changes);
    rest(old.section, new.section, &mut changes);
}

fn media(old: &SectionSummary<'_>, new: &SectionSummary<'_>, changes: &mut Changes<'_>) {
    use Weight::{Noise, Session};
    if old.section.index != new.section.index {
        let place = |section: &SectionSummary<'_>| section.section.index.map_or(0, |index| index + 1);
        changes.push(ChangeKind::Changed, "section", Session, format!("place {} became {}", place(old), place(new)));
    }
    changes.value("mid", Session, old.mid, new.mid);
    let (before, after) = (old.media, new.media);
    changes.value("kind", Session, Some(before.kind.as_str()), Some(after.kind.as_str()));
    changes.value("protocol", Session, Some(before.protocol.as_str()), Some(after.protocol.as_str()));
    let state = |section: &SectionSummary<'_>| if section.rejected { "rejected" } else { "live" };
    changes.value("section", Session, Some(state(old)), Some(state(new)));
    // With ICE candidates tell where to send.
    let weight = if old.ufrag.is_some() && new.ufrag.is_some() { Noise } else { Session };
    if old.rejected == new.rejected {
        changes.value("port", weight, Some(before.port.as_str()), Some(after.port.as_str()));
    }
    let address = |section: &SectionSummary<'_>| {
        section.section.lines().find(|line| line.kind == Some('c')).map(|line| line.value.trim().as_str().to_owned())
    };
    changes.value("address", weight, address(old).as_deref(), address(new).as_deref());
    changes.value("direction", Session, old.direction.map(Direction::word), new.direction.map(Direction::word));
    let only = |section: &SectionSummary<'_>| section.bundle_only.then_some("bundle-only");
    changes.value("bundle", Session, only(old), only(new));
    let limits = |section: &SectionSummary<'_>| {
        let limits = section.bandwidth.iter();
        limits.map(|limit| format!("{}:{}", limit.kind.as_str(), limit.value.as_str())).collect::<Vec<_>>()
    };
    changes.set("limit", Session, [&limits(old), &limits(new)], quoted);
    let layers = |section: &SectionSummary<'_>| section.simulcast.as_ref().map(written);
    changes.value("simulcast", Session, layers(old).as_deref(), layers(new).as_deref());
    // Browsers take 5000 and RFC 8841 section 6.1 takes 65536 where nothing is written.
    let port = |section: &SectionSummary<'_>| section.data.map(|data| data.sctp_port.unwrap_or("5000").to_owned());
    changes.value("sctp port", Session, port(old).as_deref(), port(new).as_deref());
    let size =
        |section: &SectionSummary<'_>| section.data.map(|data| data.max_message_size.unwrap_or("65536").to_owned());
    changes.value("message size", Session, size(old).as_deref(), size(new).as_deref());
}

fn written(simulcast: &Simulcast<'_>) -> String {
    let side = |name: &str, layers: &[&str]| (!layers.is_empty()).then(|| format!("{name} {}", layers.join(";")));
    let sides = side("send", &simulcast.send).into_iter().chain(side("recv", &simulcast.recv));
    sides.collect::<Vec<_>>().join(" ")
}

/// By URI: a new number for the same extension is no new extension.
fn extensions(old: &SectionSummary<'_>, new: &SectionSummary<'_>, changes: &mut Changes<'_>) {
    let list = |section: &SectionSummary<'_>| {
        let pairs = section.extensions.iter().map(|e| (e.uri.as_str().to_owned(), e.id.as_str().to_owned()));
        pairs.collect::<std::collections::BTreeMap<_, _>>()
    };
    let (had, has) = (list(old), list(new));
    for (uri, id) in &had {
        match has.get(uri) {
            None => changes.push(ChangeKind::Removed, "extension", Weight::Session, format!("`{uri}` ({id})")),
            Some(other) if other != id => {
                let text = format!("`{uri}`: {id} became {other}");
                changes.push(ChangeKind::Renumbered, "extension", Weight::Session, text);
            }
            Some(_) => {}
        }
    }
    for (uri, id) in has.iter().filter(|(uri, _)| !had.contains_key(*uri)) {
        changes.push(ChangeKind::Added, "extension", Weight::Session, format!("`{uri}` ({id})"));
    }
}

fn transport(old: &SectionSummary<'_>, new: &SectionSummary<'_>, whole: [&Sdp; 2], changes: &mut Changes<'_>) {
    use Weight::Session;
    changes.value("ufrag", Session, old.ufrag, new.ufrag);
    let [had, has] = [password(old, whole[0]), password(new, whole[1])];
    if had != has {
        changes.push(ChangeKind::Changed, "password", Session, "the ICE password, which is not shown".to_owned());
    }
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    changes.set("ice option", Session, [&words(&old.ice_options), &words(&new.ice_options)], quoted);
    changes.value("setup", Session, old.setup, new.setup);
    let hashes = |section: &SectionSummary<'_>| {
        // Case means nothing in a digest.
        let hashes = section.fingerprints.iter();
        hashes.map(|f| format!("{} {}", f.hash.as_str(), f.digest.as_str()).to_ascii_lowercase()).collect::<Vec<_>>()
    };
    changes.set("fingerprint", Session, [&hashes(old), &hashes(new)], fingerprint);
    let mux = |section: &SectionSummary<'_>| section.rtcp_mux.then_some("rtcp-mux");
    changes.value("rtcp", Session, mux(old), mux(new));
    let candidates = |section: &SectionSummary<'_>| {
        let lines = section.section.attributes().filter(|attribute| attribute.key.as_str() == "candidate");
        lines.map(|attribute| attribute.trimmed().as_str().to_owned()).collect::<Vec<_>>()
    };
    changes.set("candidate", Session, [&candidates(old), &candidates(new)], candidate);
    let end = |section: &SectionSummary<'_>| section.end_of_candidates.then_some("end-of-candidates");
    changes.value("end of candidates", Weight::Noise, end(old), end(new));
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// The hash function and as much of the digest as eyes compare.
fn fingerprint(text: &str) -> String {
    match text.char_indices().nth(22) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => quoted(text),
    }
}

/// What is known a candidate by: `host udp 192.0.2.1:50000`.
fn candidate(text: &str) -> String {
    match Candidate::parse(text) {
        Ok(candidate) => {
            let (transport, kind) = (candidate.transport.to_ascii_lowercase(), candidate.kind.word());
            format!("{kind} {transport} {} port {}, priority {}", candidate.host, candidate.port, candidate.priority)
        }
        Err(_) => quoted(text),
    }
}

/// The ICE password that holds for a section.
pub(super) fn password<'a>(section: &SectionSummary<'a>, whole: &'a Sdp) -> Option<&'a str> {
    section.section.value("ice-pwd").or_else(|| whole.session().value("ice-pwd")).map(crate::sdp::Text::as_str)
}
