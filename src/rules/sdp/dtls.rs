//! Rules about the DTLS role, and about keys that are not by DTLS.

use super::super::Draft;
use super::{Case, Part};
use crate::report::{Confidence, Effect, Severity, Target};
use crate::sdp::{Place, Role, Summary};

/// `a=crypto` (RFC 4568): keys in the text, which no browser takes (RFC 8827 section 6.5).
pub(super) fn sdes_unsupported(case: &Case<'_>) -> Vec<Draft> {
    let found: Vec<_> = case.live().filter_map(|part| Some((part, part.first("crypto")?))).collect();
    let Some((first, _)) = found.first() else { return Vec::new() };
    let keyed = |part: &Part<'_>| case.inherited(part, "fingerprint").is_some();
    let alone = found.iter().any(|(part, _)| !keyed(part));
    let draft = Draft::new(
        first.name(),
        match alone {
            true => "`a=crypto` without `a=fingerprint`: the keys are in the text, and DTLS-SRTP is not offered",
            false => "`a=crypto` stands beside `a=fingerprint`, and browsers go by the fingerprint",
        },
    )
    .spans(found.iter().map(|(_, crypto)| crypto.key.range()), "SDES keys");
    vec![if alone {
        draft.breaks_browsers(Effect::Refuses).help("switch DTLS-SRTP on (Asterisk: `media_encryption=dtls`)")
    } else {
        draft
            .severity(Severity::Info)
            .breaks_browsers(Effect::Notes)
            .breaks(Target::Sip, Effect::Notes)
            .help("leave the line out where a browser answers")
    }]
}

/// Sections that are keyed by DTLS, with their `a=setup`.
fn keyed<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Part<'a>> {
    case.live().filter(|part| part.wants_dtls(&case.session) && case.inherited(part, "fingerprint").is_some())
}

/// An offer that takes a DTLS role (RFC 9429 section 5.2.1 wants `actpass`).
pub(super) fn offer_setup_not_actpass(case: &Case<'_>) -> Vec<Draft> {
    if case.role != Role::Offer {
        return Vec::new();
    }
    let setup = case.everywhere().flat_map(|part| part.all("setup").map(move |setup| (part, setup)));
    let fixed =
        setup.filter(|(part, setup)| !part.rejected && ["active", "passive"].contains(&setup.trimmed().as_str()));
    let fixed: Vec<_> = fixed.collect();
    let Some((part, setup)) = fixed.first() else { return Vec::new() };
    let value = setup.trimmed();
    let role = if value.as_str() == "active" { "passive" } else { "active" };
    vec![
        Draft::new(
            part.name(),
            format!("the offer takes the DTLS role `{}`, and leaves `{role}` to the answer", value.as_str()),
        )
        .spans(fixed.iter().map(|(_, setup)| setup.trimmed().range()), "a role that is already taken")
        .breaks_browsers(Effect::Notes)
        .breaks(Target::Rfc, Effect::Notes)
        .help("offer `a=setup:actpass`, so that the answerer may choose"),
    ]
}

fn says_no_role(case: &Case<'_>, part: &Part<'_>) -> bool {
    !part.all("setup").chain(case.session.all("setup")).any(|setup| setup.value.is_some())
}

/// No `a=setup` where DTLS needs a role. Chrome assumes one; Firefox does so in answers.
pub(super) fn missing_setup(case: &Case<'_>) -> Vec<Draft> {
    let bare: Vec<_> = keyed(case).filter(|part| says_no_role(case, part) && case.owns_transport(part)).collect();
    let Some(first) = bare.first() else { return Vec::new() };
    let (role, other) = if case.role == Role::Answer { ("active", "an answer") } else { ("actpass", "an offer") };
    let what = match bare.len() {
        1 => format!("no `a=setup` for the {}", first.name()),
        n => format!("no `a=setup` for {n} sections, the first is the {}", first.name()),
    };
    let draft = Draft::new(first.name(), what)
        .spans(bare.iter().map(|part| part.line()), "who begins DTLS is not said")
        .breaks(Target::Chrome, Effect::Notes)
        .help(format!("write `a=setup:{role}` into {other}"));
    let draft = bare.iter().filter_map(|part| part.first("fingerprint")).fold(draft, |draft, fingerprint| {
        let at = super::lines::whole_line(case, fingerprint.line).end;
        draft.edit(at..at, format!("a=setup:{role}\r\n"))
    });
    vec![match case.role {
        Role::Answer => draft.severity(Severity::Warning).breaks(Target::Firefox, Effect::Notes),
        Role::Offer => draft.breaks(Target::Firefox, Effect::Refuses),
        _ => draft.confidence(Confidence::Likely).breaks(Target::Firefox, Effect::Refuses),
    }]
}

/// A value of `a=setup` that DTLS has no use for (RFC 8842 section 5.1).
pub(super) fn setup_value(case: &Case<'_>) -> Vec<Draft> {
    let setups =
        case.everywhere().filter(|part| !part.rejected).flat_map(|part| part.all("setup").map(move |s| (part, s)));
    let role = |word: &str| ["active", "passive", "actpass"].iter().any(|known| known.eq_ignore_ascii_case(word));
    // libwebrtc takes the value as it stands; a bare `a=setup` has a rule of its own.
    let bad = setups.filter(|(_, s)| s.value.is_some_and(|value| !role(value.as_str())));
    let bad: Vec<_> = bad.collect();
    let Some((part, setup)) = bad.first() else { return Vec::new() };
    let value = setup.trimmed();
    // Of an answer, only the section that carries its bundle is put to use.
    let rides = case.role == Role::Answer && bad.iter().all(|(part, _)| part.place == Place::Rider);
    // SIPCC reads the first word, in either case.
    let word = value.split_word().0;
    let (chrome, firefox) = match (value.as_str(), case.role) {
        ("holdconn", _) if rides => (Effect::Notes, Effect::Notes),
        ("holdconn", Role::Answer) if case.paired => (Effect::Refuses, Effect::Refuses),
        ("holdconn", _) => (Effect::FailsLater, Effect::Refuses),
        (_, Role::Answer) if case.paired => (Effect::Refuses, Effect::Notes),
        _ if role(word.as_str()) => (Effect::Refuses, Effect::Notes),
        _ => (Effect::Refuses, Effect::Refuses),
    };
    let range = if value.is_empty() { setup.key.range() } else { value.range() };
    let rest = bad.iter().skip(1).map(|(_, setup)| setup.trimmed().range());
    vec![
        Draft::new(part.name(), format!("`a=setup:{}` is no role of DTLS", value.head()))
            .span(range, "active, passive or actpass")
            .spans(rest, "nor here")
            .breaks(Target::Chrome, chrome)
            .breaks(Target::Firefox, firefox)
            .help("offer `actpass`, answer `active`"),
    ]
}

/// An answer by which a browser would wait for DTLS to begin, though it could choose: browsers always begin, so that
/// somebody has changed the text.
pub(super) fn browser_passive(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let first = |case: &Case<'_>, value: &str| {
        let setups = case.everywhere().filter(|part| !part.rejected).flat_map(|part| part.all("setup"));
        let mut values = setups.map(|setup| setup.trimmed());
        values.next().filter(|first| first.as_str() == value).map(|first| first.range())
    };
    let (Some(offered), Some(passive)) = (first(offer, "actpass"), first(answer, "passive")) else { return Vec::new() };
    let author = Summary::of(answer.sdp).author;
    let Some(name) = author
        .map(|author| author.name)
        .filter(|name| ["Firefox", "libwebrtc"].iter().any(|known| name.contains(known)))
    else {
        return Vec::new();
    };
    vec![
        Draft::new(
            "answer",
            format!("the answer of {name} says `a=setup:passive`, and browsers answer `actpass` with `active`"),
        )
        .answer_span(passive, "was `active` when it was made")
        .span(offered, "the answerer may choose")
        .severity(Severity::Warning)
        .confidence(Confidence::Likely)
        .breaks(Target::Chrome, Effect::MediaMissing)
        .breaks(Target::Firefox, Effect::NoConnection)
        .help("look for what rewrites `a=setup` on the way: both sides begin DTLS now, or none does"),
    ]
}
