//! Messages that carry a description as their body: SIP (RFC 3261) and HTTP, as in WHIP (RFC 9725).

use super::search::Piece;

/// The body of a SIP message.
pub(super) fn sip(text: &str) -> Vec<Piece> {
    body(text, "SIP/", |start| start.starts_with("INVITE ").then_some("offer"))
}

/// The body of an HTTP message. With WHIP and WHEP, the request carries the offer and the 201 the answer.
pub(super) fn http(text: &str) -> Vec<Piece> {
    body(text, "HTTP/", |start| match () {
        () if start.starts_with("POST ") => Some("offer"),
        () if start.contains(" 201") => Some("answer"),
        () => None,
    })
}

fn body(text: &str, version: &str, kind: fn(&str) -> Option<&'static str>) -> Vec<Piece> {
    let text = text.trim_start_matches(['\u{feff}', '\r', '\n', ' ']);
    let start = text.lines().next().unwrap_or_default().trim_end();
    let request = start.rsplit_once(' ').is_some_and(|(head, last)| last.starts_with(version) && head.contains(' '));
    let request = request && start.starts_with(|c: char| c.is_ascii_uppercase());
    if !(request || start.starts_with(version)) {
        return Vec::new();
    }
    let ends = ["\r\n\r\n", "\n\n"].iter().filter_map(|gap| Some((text.find(gap)?, gap.len()))).min();
    let Some(body) = ends.and_then(|(at, gap)| text.get(at + gap..)).filter(|body| !body.trim_ascii().is_empty())
    else {
        return Vec::new();
    };
    // behind the body more messages may follow, which are of other kinds
    let one = body.matches("v=0").count() == 1;
    let kind = kind(start).filter(|_| one);
    vec![Piece::new(body, kind.map(str::to_owned))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_and_what_it_is_are_taken_out() {
        for (layer, text, kind) in [
            (sip as fn(&str) -> Vec<Piece>, "INVITE sip:a@b SIP/2.0\r\nTo: x\r\n\r\nv=0\r\n", Some("offer")),
            (sip, "SIP/2.0 200 OK\nTo: x\n\nv=0\r\n", None),
            (http, "POST /whip HTTP/1.1\r\nHost: x\r\n\r\nv=0\r\n", Some("offer")),
            (http, "HTTP/1.1 201 Created\r\nLocation: /r/1\r\n\r\nv=0\r\n", Some("answer")),
        ] {
            assert_eq!(layer(text), [Piece::new("v=0\r\n", kind.map(str::to_owned))]);
        }
        for text in ["", "v=0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "SIP/2.0", "HTTP/1.1 404 Not Found"] {
            assert_eq!((sip(text), http(text)), (vec![], vec![]));
        }
    }
}
