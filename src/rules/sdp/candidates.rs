//! Rules about candidate lines (RFC 8839 section 5.1, RFC 6544 for TCP).

use std::net::IpAddr;

use super::super::Draft;
use super::lines::whole_line;
use super::media::point;
use super::{Case, Part};
use crate::candidate::line::Candidate;
use crate::candidate::priority::CandidateType;
use crate::report::{Effect, Target};
use crate::sdp::{Attribute, Role, Text};

/// Lines that libwebrtc cannot read, for which it drops the whole description.
pub(super) fn bad_candidate(case: &Case<'_>) -> Vec<Draft> {
    // libwebrtc passes over candidates in the session part, but pieces of a description are all candidates.
    let session = Some(&case.session).filter(|_| case.role == Role::Fragment);
    let found = session.into_iter().chain(&case.parts).flat_map(|part| {
        part.all("candidate").filter_map(move |line| {
            let (place, why) = fault(line)?;
            Some(
                Draft::new(part.name(), format!("`a=candidate` of the {} {why}", part.name()))
                    .span(if place.is_empty() { line.line.text.range() } else { place.range() }, "cannot be read")
                    .breaks(Target::Chrome, Effect::Refuses)
                    .breaks(Target::Firefox, Effect::Notes)
                    .edit(whole_line(case, line.line), "")
                    .help("repair the line or delete it; without it the other candidates still work"),
            )
        })
    });
    found.collect()
}

/// The first field that libwebrtc stops at, and why. It splits at every single blank.
fn fault<'a>(line: Attribute<'a>) -> Option<(Text<'a>, String)> {
    let value = line.value.unwrap_or_else(|| line.trimmed());
    let mut fields = Vec::new();
    let mut rest = value;
    while let Some((field, more)) = rest.split_once(' ') {
        fields.push(field);
        rest = more;
    }
    fields.push(rest);
    let [_foundation, component, transport, priority, _host, port, typ, kind, more @ ..] = fields.as_slice() else {
        return Some((value, format!("has {} of the 8 fields it needs", value.words().count())));
    };
    if let Some((before, blank)) = fields.iter().zip(fields.iter().skip(1)).take(7).find(|(_, field)| field.is_empty())
    {
        return Some((Text::new("  ", before.range().end), "has two blanks in a row".to_owned()))
            .filter(|_| blank.is_empty());
    }
    let not = |field: Text<'a>, what: &str| Some((field, format!("has `{}` in place of {what}", field.head())));
    let one_of = |field: &Text<'_>, words: &[&str]| words.iter().any(|word| field.as_str().eq_ignore_ascii_case(word));
    if component.parse::<i32>().is_none() {
        return not(*component, "a component number");
    }
    if !one_of(transport, &["udp", "tcp", "ssltcp"]) {
        return not(*transport, "`udp` or `tcp`");
    }
    if priority.parse::<u32>().is_none() {
        return not(*priority, "a priority up to 4294967295");
    }
    if port.parse::<u16>().is_none() {
        return not(*port, "a port up to 65535");
    }
    if typ.as_str() != "typ" {
        return not(*typ, "the word `typ`");
    }
    if !["host", "srflx", "prflx", "relay"].contains(&kind.as_str()) {
        return not(*kind, "`host`, `srflx`, `prflx` or `relay`");
    }
    let numbers = [
        ("rport", u64::from(u16::MAX)),
        ("generation", u64::from(u32::MAX)),
        ("network-id", 65535),
        ("network-cost", 65535),
    ];
    if let Some(tcp) = tcp_type(transport, more).filter(|tcp| !["active", "passive", "so"].contains(&tcp.as_str())) {
        return not(tcp, "`active`, `passive` or `so`");
    }
    more.chunks_exact(2).find_map(|pair| {
        let [name, value] = pair else { return None };
        let (_, most) = numbers.iter().find(|(known, _)| *known == name.as_str())?;
        let fits = value.parse::<u64>().is_some_and(|number| number <= *most);
        (!fits).then(|| (*value, format!("has `{}` for {}", value.head(), name.as_str())))
    })
}

/// What a TCP candidate says of who calls whom (RFC 6544 section 4.5).
fn tcp_type<'a>(transport: &Text<'_>, more: &[Text<'a>]) -> Option<Text<'a>> {
    let pairs = more.windows(2).filter(|pair| pair.first().is_some_and(|name| name.as_str() == "tcptype"));
    let mut values = pairs.filter_map(|pair| pair.get(1).copied());
    values.next().filter(|_| transport.as_str().eq_ignore_ascii_case("tcp"))
}

/// A candidate, and where it was seen.
struct Seen<'c, 'a> {
    part: &'c Part<'a>,
    text: Text<'a>,
    candidate: Candidate<'a>,
    /// Whether RTCP shares the port of RTP there.
    muxed: bool,
}

/// Something about candidates that works, or fails for one of them alone, and is worth knowing.
struct Oddity {
    applies: fn(&Candidate<'_>, &Seen<'_, '_>) -> bool,
    message: &'static str,
    label: &'static str,
    help: &'static str,
}

const ODDITIES: &[Oddity] = &[
    Oddity {
        applies: |c, _| is_tcp(c) && c.tcp_type().is_none(),
        message: "a TCP candidate does not say `tcptype`",
        label: "active, passive or so?",
        help: "add `tcptype passive` if it listens, `tcptype active` with port 9 if it calls",
    },
    Oddity {
        applies: |c, _| c.port == 0,
        message: "a candidate has port 0, at which nobody can be reached",
        label: "no port",
        help: "nothing, if the other candidates work",
    },
    Oddity {
        applies: |c, _| c.kind != CandidateType::Host && c.related_host.is_none(),
        message: "a reflexive or relayed candidate does not say its `raddr`",
        label: "no base is named",
        help: "nothing: the base is for people who search for faults",
    },
    Oddity {
        applies: |c, seen| c.component == 2 && seen.muxed,
        message: "a candidate is for RTCP alone, although RTCP shares the port of RTP",
        label: "component 2",
        help: "nothing: with `a=rtcp-mux` it is not used",
    },
    Oddity {
        applies: |c, _| c.host.starts_with('['),
        message: "an IPv6 address of a candidate stands in brackets",
        label: "brackets belong to URLs",
        help: "write the address without `[` and `]`",
    },
    Oddity {
        applies: |c, _| !c.is_mdns() && !c.host.starts_with('[') && c.host.parse::<IpAddr>().is_err(),
        message: "a candidate has a name in place of an address",
        label: "to be resolved by the peer, which many do not do",
        help: "write the address that the name stands for",
    },
    Oddity {
        applies: |_, seen| seen.part.section.index.is_none(),
        message: "a candidate stands in the session part, where browsers pass over it",
        label: "belongs into a section",
        help: "move it into the section whose transport it is for",
    },
];

/// Candidates that are unusual without being wrong, one finding for each way of being so.
pub(super) fn candidate_oddities(case: &Case<'_>) -> Vec<Draft> {
    let seen: Vec<_> = case.everywhere().flat_map(of_part).collect();
    // Pieces of a description are all candidates, and have no section to stand in.
    let placed = |oddity: &&Oddity, one: &Seen<'_, '_>| {
        (oddity.applies)(&one.candidate, one) && (case.is_whole() || one.part.section.index.is_some())
    };
    let odd = ODDITIES.iter().filter_map(|oddity| {
        let mut places = seen.iter().filter(|one| placed(&oddity, one)).peekable();
        let draft = Draft::new(places.peek()?.part.name(), oddity.message);
        let draft = draft.help(oddity.help).breaks_browsers(Effect::Notes);
        Some(point(draft, places.map(|one| one.text.range()), oddity.label, "and this one"))
    });
    odd.chain(hidden(&seen)).collect()
}

fn of_part<'c, 'a>(part: &'c Part<'a>) -> impl Iterator<Item = Seen<'c, 'a>> {
    let muxed = part.has("rtcp-mux");
    part.all("candidate")
        .map(|line| line.trimmed())
        .filter_map(move |text| Some(Seen { part, text, candidate: Candidate::parse(text.as_str()).ok()?, muxed }))
}

/// Nothing but mDNS names: no peer outside the local network can reach any (RFC 8828 section 5, RFC 6762).
fn hidden(seen: &[Seen<'_, '_>]) -> Option<Draft> {
    let first = seen.first().filter(|_| seen.iter().all(|one| one.candidate.is_mdns()))?;
    let draft = Draft::new(first.part.name(), "every candidate hides its address behind a `.local` name")
        .breaks_browsers(Effect::Notes)
        .help("configure a STUN or TURN server: only peers in the same local network can resolve these names");
    Some(point(draft, seen.iter().map(|one| one.text.range()), "known in the local network alone", "and this one"))
}

fn is_tcp(candidate: &Candidate<'_>) -> bool {
    candidate.transport.eq_ignore_ascii_case("tcp")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn drafts(rule: fn(&Case<'_>) -> Vec<Draft>, lines: &str) -> usize {
        rule(&Case::of(&Sdp::parse(format!("m=audio 9 RTP/AVP 0\na=rtcp-mux\n{lines}\n").as_bytes()))).len()
    }

    #[test]
    fn lines_are_read_as_libwebrtc_reads_them() {
        for bad in [
            "1 1 udp 2122260223",
            "1 1 udp 2122260223 192.0.2.1 5000 typ foo",
            "1 1 udp 2122260223 192.0.2.1 5000 host x",
            "1 1 udp 2122260223 192.0.2.1 70000 typ host",
            "1 1 udp 8589934592 192.0.2.1 5000 typ host",
            "1 x udp 1 192.0.2.1 5000 typ host",
            "1 1 sctp 1 192.0.2.1 5000 typ host",
            "1 1 udp  1 192.0.2.1 5000 typ host",
            "1 1 udp 1 192.0.2.1 5000 typ srflx raddr 0.0.0.0 rport x",
            "1 1 udp 1 192.0.2.1 5000 typ host generation -1",
            "",
        ] {
            assert_eq!(drafts(bad_candidate, &format!("a=candidate:{bad}")), 1, "{bad}");
        }
        for good in [
            "1 1 udp 2122260223 192.0.2.1 5000 typ host generation 0 network-id 1 ",
            "1 257 UDP 1 2001:db8::1 0 typ relay raddr 0.0.0.0 rport 0 x",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 2 tcp 1 a.local 9 typ host tcptype active",
        ] {
            assert_eq!(drafts(bad_candidate, &format!("a=candidate:{good}")), 0, "{good}");
        }
    }

    #[test]
    fn each_oddity_is_told_once() {
        for odd in [
            "1 1 tcp 1 192.0.2.1 9 typ host",
            "1 1 udp 1 192.0.2.1 0 typ host",
            "1 1 udp 1 192.0.2.1 9 typ srflx",
            "1 2 udp 1 192.0.2.1 9 typ host",
            "1 1 udp 1 [2001:db8::1] 9 typ host",
            "1 1 udp 1 ice.example.org 9 typ host",
            "1 1 udp 1 a.local 9 typ host",
        ] {
            let line = format!("a=candidate:{odd}\n");
            assert_eq!(drafts(candidate_oddities, &format!("{line}{line}")), 1, "{odd}");
        }
        let reachable = "a=candidate:1 1 udp 1 a.local 9 typ host\na=candidate:2 1 udp 1 192.0.2.1 9 typ srflx raddr 0.0.0.0 rport 0";
        assert_eq!(drafts(candidate_oddities, reachable), 0);
    }
}
