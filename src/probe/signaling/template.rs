//! Templates with typed holes: what a profile sends.
//!
//! A hole is `{name}`, `{name:json}` or `{name:b64}`, and may go on with `|b64`; braces around anything else are text,
//! so that JSON can be written as it is. In a template that is JSON (it begins with `{` or `[`) a plain hole is escaped
//! for the inside of a JSON string, so that no value can break out of it; a plain hole of an object is its JSON there.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A parsed template.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Template {
    source: String,
    parts: Vec<Part>,
    context: Context,
}

/// What the text around the holes is, and so how a value is escaped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Context {
    /// JSON.
    Json,
    /// A URL's path or query.
    Url,
    /// Anything else: nothing is escaped.
    Text,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Part {
    Text(String),
    Hole(Hole),
}

/// A hole.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hole {
    /// Whose value it takes; `env:NAME` for the environment's.
    pub name: String,
    form: Form,
    encoded: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Plain,
    Json,
    Base64,
}

/// Why a template cannot be used. Reads well after a colon.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TemplateError {
    /// A hole has a form that there is not.
    #[error("`{{{0}}}` has no such form; there are `:json`, `:b64` and `|b64`")]
    Form(String),
    /// A hole has no value here.
    #[error("`{{{0}}}` has no value here")]
    NoValue(String),
}

impl Template {
    /// Parses `source`, whose context shows in how it begins.
    ///
    /// # Errors
    /// When a hole has a form that there is not.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        let context = if source.trim_start().starts_with(['{', '[']) && !begins_with_hole(source) {
            Context::Json
        } else {
            Context::Text
        };
        Self::parse_in(source, context)
    }

    /// Parses `source` as `context`.
    ///
    /// # Errors
    /// When a hole has a form that there is not.
    pub fn parse_in(source: &str, context: Context) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut rest = source;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            match after.split_once('}').filter(|(inner, _)| is_hole(inner)) {
                Some((inner, behind)) => {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                    }
                    parts.push(Part::Hole(Hole::parse(inner)?));
                    rest = behind;
                }
                None => {
                    text.push('{');
                    rest = after;
                }
            }
        }
        text.push_str(rest);
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(Self { source: source.to_owned(), parts, context })
    }

    /// The holes, in order.
    pub fn holes(&self) -> impl Iterator<Item = &Hole> {
        self.parts.iter().filter_map(|part| match part {
            Part::Hole(hole) => Some(hole),
            Part::Text(_) => None,
        })
    }

    /// Whether the result is JSON.
    pub fn is_json(&self) -> bool {
        let lone = match self.parts.as_slice() {
            [Part::Hole(hole)] => hole.form == Form::Json && !hole.encoded,
            _ => false,
        };
        self.context == Context::Json || lone
    }

    /// The text with every hole filled from `value`.
    ///
    /// # Errors
    /// When a hole has no value.
    pub fn fill(&self, mut value: impl FnMut(&str) -> Option<Value>) -> Result<String, TemplateError> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Hole(hole) => {
                    let value = value(&hole.name).ok_or_else(|| TemplateError::NoValue(hole.name.clone()))?;
                    text.push_str(&hole.write(&value, self.context));
                }
            }
        }
        Ok(text)
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl Hole {
    fn parse(inner: &str) -> Result<Self, TemplateError> {
        let (inner_name, encoded) = match inner.split_once('|') {
            None => (inner, false),
            Some((name, "b64")) => (name, true),
            Some(_) => return Err(TemplateError::Form(inner.to_owned())),
        };
        if inner_name.starts_with("env:") {
            return Ok(Self { name: inner_name.to_owned(), form: Form::Plain, encoded });
        }
        let (name, form) = match inner_name.split_once(':') {
            None => (inner_name, Form::Plain),
            Some((name, "json")) => (name, Form::Json),
            Some((name, "b64")) => (name, Form::Base64),
            Some(_) => return Err(TemplateError::Form(inner.to_owned())),
        };
        Ok(Self { name: name.to_owned(), form, encoded })
    }

    fn write(&self, value: &Value, context: Context) -> String {
        let plain = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let text = match self.form {
            Form::Plain => plain,
            Form::Json => value.to_string(),
            Form::Base64 => STANDARD.encode(plain),
        };
        if self.encoded {
            return STANDARD.encode(text);
        }
        match (context, self.form) {
            // Numbers and booleans need no quotation marks around their hole; all else stands within them.
            (Context::Json, Form::Plain) if !value.is_number() && !value.is_boolean() => {
                let quoted = Value::String(text).to_string();
                quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&quoted).to_owned()
            }
            (Context::Url, _) => percent_encoded(&text),
            _ => text,
        }
    }
}

/// What RFC 3986 section 2.3 calls unreserved stays; the rest is percent-encoded.
pub fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn begins_with_hole(source: &str) -> bool {
    source.trim_start().strip_prefix('{').and_then(|rest| rest.split_once('}')).is_some_and(|(inner, _)| is_hole(inner))
}

/// A name, and what may follow it in a hole.
fn is_hole(inner: &str) -> bool {
    let name = inner.split([':', '|']).next().unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && inner.chars().all(|c| c.is_ascii_alphanumeric() || "_:|".contains(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn fill(source: &str) -> String {
        let template = Template::parse(source).unwrap();
        template
            .fill(|name| match name {
                "sdp" => Some(json!("v=0\r\n\"")),
                "number" => Some(json!(7)),
                "desc" => Some(json!({"type": "offer"})),
                "env:X" => Some(json!("secret")),
                _ => None,
            })
            .unwrap()
    }

    #[test]
    fn values_are_escaped_for_where_they_stand() {
        assert_eq!(fill(r#"{"sdp":{sdp:json}}"#), r#"{"sdp":"v=0\r\n\""}"#);
        assert_eq!(fill(r#"{"sdp":"{sdp}","n":{number}}"#), r#"{"sdp":"v=0\r\n\"","n":7}"#);
        assert_eq!(fill("{sdp}"), "v=0\r\n\"");
        assert_eq!(fill("{desc:json|b64}"), STANDARD.encode(r#"{"type":"offer"}"#));
        assert_eq!(fill("{sdp:b64}"), STANDARD.encode("v=0\r\n\""));
        assert_eq!(fill("Bearer {env:X}"), "Bearer secret");
        assert_eq!(
            Template::parse_in("/a?r={sdp}", Context::Url).unwrap().fill(|_| Some(json!("a b&"))).unwrap(),
            "/a?r=a%20b%26"
        );
    }

    #[test]
    fn braces_that_are_no_holes_are_text() {
        for text in ["{}", r#"{"a":{}}"#, "{ x }", "{A}", "{", "}", "{x"] {
            assert_eq!(Template::parse(text).unwrap().fill(|_| None).unwrap(), text);
        }
    }

    #[test]
    fn what_has_no_value_or_form_is_an_error() {
        assert_eq!(Template::parse("{sdp:xml}"), Err(TemplateError::Form("sdp:xml".to_owned())));
        let template = Template::parse("{nothing}").unwrap();
        assert_eq!(template.fill(|_| None), Err(TemplateError::NoValue("nothing".to_owned())));
    }

    proptest! {
        #[test]
        fn no_value_breaks_out_of_its_string(value in "\\PC{0,40}") {
            let template = Template::parse(r#"{"room":"{room}"}"#).unwrap();
            let text = template.fill(|_| Some(json!(value))).unwrap();
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!({"room": value}));
        }

        #[test]
        fn any_text_can_be_parsed(text in "\\PC{0,60}") {
            let _ = Template::parse(&text);
        }
    }
}
