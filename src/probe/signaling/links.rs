//! ICE servers in `Link` headers, as WHIP and WHEP servers hand them out (RFC 9725 section 4.6, RFC 8288).

use crate::candidate::secret::Secret;

/// An ICE server that a signaling server handed out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinkedServer {
    /// Its URI.
    pub uri: String,
    /// The user name, if there is one.
    pub username: Option<String>,
    /// The credential, if there is one.
    pub credential: Option<Secret<String>>,
}

/// Reads the value of a `Link` header; links of other relations are passed over.
pub fn ice_servers(value: &str) -> Vec<LinkedServer> {
    split(value, ',').into_iter().filter_map(|link| read(&link)).collect()
}

fn read(link: &str) -> Option<LinkedServer> {
    let (uri, rest) = link.trim().strip_prefix('<')?.split_once('>')?;
    let mut server = LinkedServer { uri: uri.trim().to_owned(), username: None, credential: None };
    let mut relation = false;
    for parameter in split(rest, ';') {
        let Some((name, value)) = parameter.split_once('=') else { continue };
        let value = unquoted(value.trim());
        match name.trim().to_ascii_lowercase().as_str() {
            "rel" => relation = value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("ice-server")),
            "username" => server.username = Some(value),
            "credential" => server.credential = Some(Secret::new(value)),
            _ => {}
        }
    }
    relation.then_some(server)
}

/// The parts of `text` between separators that stand neither in quotes nor in angle brackets.
fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut quoted, mut escaped, mut bracketed) = (false, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '<' if !quoted => bracketed = true,
            '>' if !quoted => bracketed = false,
            _ if c == separator && !quoted && !bracketed => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// The text of a quoted string (RFC 9110 section 5.6.4), or of a token.
fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return value.to_owned() };
    let mut text = String::new();
    let mut escaped = false;
    for c in inner.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            text.push(c);
            escaped = false;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_read_with_their_credentials() {
        let value = r#"<stun:a:3478>; rel="ice-server", <turn:b:3478?transport=udp>; rel="ice-server"; username="u,1"; credential="p\"w"; credential-type="password", <https://x/>; rel="next""#;
        let servers = ice_servers(value);
        assert_eq!(servers.len(), 2);
        assert_eq!((servers[0].uri.as_str(), &servers[0].username), ("stun:a:3478", &None));
        assert_eq!(servers[1].username.as_deref(), Some("u,1"));
        assert_eq!(servers[1].credential.as_ref().unwrap().expose(), "p\"w");
    }

    #[test]
    fn anything_else_is_no_server() {
        for text in ["", ",,,", "<", "<a>", "<a>; rel", "stun:a; rel=ice-server", "<a>; rel=\"next\""] {
            assert_eq!(ice_servers(text), [], "{text}");
        }
    }
}
