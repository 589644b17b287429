//! The proxy variables of the environment, as curl and most other tools read them.
//!
//! For: which of the variables counts. Not for: using a proxy (that is `net`).

/// What the environment says about proxies.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ProxyVariables {
    /// The proxy for `http:`.
    pub plain: Option<String>,
    /// The proxy for everything else.
    pub secure: Option<String>,
    /// The hosts that need none.
    pub bypass: String,
}

impl ProxyVariables {
    /// Reads them with `variable`. A variable that is set but empty counts as unset.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let first = |names: &[&str]| names.iter().filter_map(|name| variable(name)).find(|value| !value.is_empty());
        Self {
            // HTTP_PROXY in upper case can be set by a request to a CGI program: it does not count (curl's manual).
            plain: first(&["http_proxy", "all_proxy", "ALL_PROXY"]),
            secure: first(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
            bypass: first(&["no_proxy", "NO_PROXY"]).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_wins_and_upper_case_http_does_not_count() {
        let variables =
            [("https_proxy", "a"), ("HTTPS_PROXY", "b"), ("HTTP_PROXY", "c"), ("ALL_PROXY", ""), ("NO_PROXY", "x")];
        let read = |only: &[&str]| {
            ProxyVariables::read(|name| {
                let found = variables.iter().find(|(n, _)| *n == name && (only.is_empty() || only.contains(n)));
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        let all = read(&[]);
        assert_eq!((all.plain, all.secure.as_deref(), all.bypass.as_str()), (None, Some("a"), "x"));
        assert_eq!(read(&["HTTPS_PROXY"]).secure.as_deref(), Some("b"));
        assert_eq!(read(&["ALL_PROXY"]), ProxyVariables::default());
    }
}
