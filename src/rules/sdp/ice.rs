//! Rules about ICE credentials (RFC 8839 section 5.4).

use super::super::Draft;
use super::{Case, Part};
use crate::report::{Confidence, Effect, Severity, Target};
use crate::sdp::{Attribute, Place, Role};

/// Characters of a user name fragment and of a password, the fewest and the most.
const LENGTHS: [(&str, usize, usize); 2] = [("ice-ufrag", 4, 256), ("ice-pwd", 22, 256)];

/// Sections that ICE has to connect: what is keyed by DTLS, or says anything about ICE.
fn wants_ice(case: &Case<'_>, part: &Part<'_>) -> bool {
    part.wants_dtls(&case.session) || LENGTHS.iter().any(|(key, ..)| part.has(key)) || part.has("candidate")
}

/// A transport without user name fragment or password.
pub(super) fn missing_ice_credentials(case: &Case<'_>) -> Vec<Draft> {
    let lacks = |part: &Part<'_>, key: &str| case.inherited(part, key).is_none_or(|a| a.trimmed().is_empty());
    let keys =
        |part: &Part<'_>| LENGTHS.iter().map(|(key, ..)| *key).filter(|key| lacks(part, key)).collect::<Vec<_>>();
    let bare: Vec<_> = case
        .live()
        .filter(|part| wants_ice(case, part))
        .map(|part| (part, keys(part)))
        // A rider may go without both, and what exists only in its bundle may go without any.
        .filter(|(part, keys)| match part.place {
            _ if keys.is_empty() => false,
            Place::Rider => case.role == Role::Offer && !part.has("bundle-only"),
            _ => true,
        })
        .collect();
    let Some((first, keys)) = bare.first() else { return Vec::new() };
    // Chrome looks at the section that carries the bundle, and half of the credentials in another is too little.
    let chrome = bare.iter().any(|(part, keys)| keys.len() == 1 || part.place != Place::Rider);
    let read = |part: &Part<'_>, keys: &[&str]| keys.iter().all(|key| part.has_otherwise(key));
    let firefox = bare.iter().any(|(part, keys)| case.owns_transport(part) && !read(part, keys));
    let names: Vec<_> = keys.iter().map(|key| format!("`a={key}`")).collect();
    let more = match bare.len() {
        1 => String::new(),
        2 => " and 1 more section".to_owned(),
        n => format!(" and {} more sections", n - 1),
    };
    let refuses = |refused| if refused { Effect::Refuses } else { Effect::Notes };
    let draft = Draft::new(
        first.name(),
        format!("no {} for the {}{more}, nor in the session part", names.join(" and "), first.name()),
    )
    .spans(bare.iter().map(|(part, _)| part.line()), "ICE has no credentials for this transport")
    .breaks(Target::Chrome, refuses(chrome))
    .breaks(Target::Firefox, refuses(firefox))
    .help("put the lines back; on a gateway switch ICE on (Asterisk: `ice_support=yes`)");
    vec![if chrome || firefox { draft } else { draft.severity(Severity::Warning).confidence(Confidence::Likely) }]
}

/// Every credential with its part and the limits of its length.
fn credentials<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = (&'c Part<'a>, Attribute<'a>, usize, usize)> {
    case.everywhere().filter(|part| !part.rejected).flat_map(|part| {
        let of =
            move |(key, least, most): (&'static str, usize, usize)| part.all(key).map(move |a| (part, a, least, most));
        LENGTHS.into_iter().flat_map(of)
    })
}

/// Whether the transport that these credentials are for is used: that of the session part, or of a section that has one.
fn counts(part: &Part<'_>) -> bool {
    part.section.index.is_none() || part.place != Place::Rider
}

/// Too short or too long.
pub(super) fn ice_credentials_length(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (part, attribute, least, most) in credentials(case) {
        let value = attribute.trimmed();
        let length = value.as_str().chars().count();
        if length == 0 || (least..=most).contains(&length) || drafts.len() == 20 {
            continue;
        }
        // An offer's riders are looked at as well, for they have a transport until the answer comes.
        let chrome = counts(part) || case.role == Role::Offer;
        // Firefox lets what is too long pass, and checks fail.
        let firefox = match length < least {
            true if counts(part) || case.role == Role::Offer => Effect::Refuses,
            false if counts(part) => Effect::NoConnection,
            _ => Effect::Notes,
        };
        let draft = Draft::new(
            part.name(),
            format!("`a={}` has {length} characters, and needs {least} to {most}", attribute.key.as_str()),
        )
        .span(value.range(), if length < least { "too short" } else { "too long" })
        .breaks(Target::Chrome, if chrome { Effect::Refuses } else { Effect::Notes })
        .breaks(Target::Firefox, firefox)
        .help("let the ICE stack make its credentials, with 24 bits of chance in the name and 128 in the password");
        drafts.push(if chrome || firefox != Effect::Notes { draft } else { draft.severity(Severity::Warning) });
    }
    drafts
}

/// Characters outside of `ice-char` (RFC 8839 section 5.4). Chrome lets some more pass, and then checks fail all the same,
/// unless both sides use the text as it is.
pub(super) fn ice_credentials_charset(case: &Case<'_>) -> Vec<Draft> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let lenient = |c: char| allowed(c) || matches!(c, '=' | '-' | '_' | '#');
    let mut drafts: Vec<Draft> = Vec::new();
    for (part, attribute, ..) in credentials(case) {
        let value = attribute.trimmed();
        let Some((at, bad)) = value.as_str().char_indices().find(|(_, c)| !allowed(*c)) else { continue };
        if drafts.len() == 20 {
            break;
        }
        let refused = value.as_str().chars().any(|c| !lenient(c));
        let counts = counts(part);
        let chrome = match (refused, counts) {
            (true, counts) if counts || case.role == Role::Offer => Effect::Refuses,
            (false, true) => Effect::NoConnection,
            _ => Effect::Notes,
        };
        // Of what is not allowed, Firefox minds the dollar sign alone.
        let firefox = match counts {
            _ if value.as_str().contains('$') => Effect::Refuses,
            true => Effect::NoConnection,
            false => Effect::Notes,
        };
        let start = value.range().start + at;
        let draft = Draft::new(part.name(), format!("`{bad}` is not allowed in `a={}`", attribute.key.as_str()))
            .span(start..start + bad.len_utf8(), "not of A-Z, a-z, 0-9, `+`, `/`")
            .breaks(Target::Chrome, chrome)
            .breaks(Target::Firefox, firefox)
            .help("send the credentials of the ICE stack as they are, without another encoding");
        drafts.push(if counts || chrome.max(firefox) == Effect::Refuses {
            draft
        } else {
            draft.severity(Severity::Warning)
        });
    }
    drafts
}
