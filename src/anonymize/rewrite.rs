//! Rewrites a dump as it streams by, in blocks: the same dialect, the same layout, the same numbers.

use std::io::{self, ErrorKind, Read, Write};

use super::Anonymizer;
use super::html::Html;
use super::json::Json;

/// Read at a time.
const BLOCK: usize = 256 << 10;

/// What the numbers mean that a recording writes in place of names.
#[derive(Clone, Copy, Debug)]
pub struct Decode {
    /// The method behind a number.
    pub method: fn(u64) -> Option<&'static str>,
    /// The property behind a number.
    pub property: fn(u64) -> Option<&'static str>,
}

/// A rewriter for one layout.
enum Layout<'a> {
    Json(Json<'a>),
    Html(Html<'a>),
}

impl Anonymizer {
    /// Writes what `from` holds, already inflated, to `out`, with everything replaced that identifies something.
    ///
    /// What is named in one place may be quoted in another before it: read a dump once with [`Anonymizer::learn_from`]
    /// first.
    ///
    /// # Errors
    /// When reading or writing fails. An inflating reader that says that its input is damaged ends it.
    pub fn rewrite(&mut self, decode: Decode, from: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
        let mut block = vec![0; BLOCK];
        let mut filled = read(from, &mut block)?;
        let first = block.get(..filled).unwrap_or_default();
        let begins = first.iter().copied().find(|byte| byte.is_ascii_graphic());
        let mut layout = match begins {
            Some(b'<') => Layout::Html(Html::new(self)),
            begins => Layout::Json(Json::new(self, decode, begins != Some(b'{'))),
        };
        while filled > 0 {
            let bytes = block.get(..filled).unwrap_or_default();
            match &mut layout {
                Layout::Json(json) => json.take(bytes, out)?,
                Layout::Html(html) => html.take(bytes, out)?,
            }
            filled = read(from, &mut block)?;
        }
        match &mut layout {
            Layout::Json(json) => json.finish(out)?,
            Layout::Html(html) => html.finish(out)?,
        }
        out.flush()
    }

    /// Reads what `from` holds, and remembers all that identifies something.
    ///
    /// # Errors
    /// When reading fails.
    pub fn learn_from(&mut self, decode: Decode, from: &mut dyn Read) -> io::Result<()> {
        self.rewrite(decode, from, &mut io::sink())
    }
}

fn read(from: &mut dyn Read, block: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(block) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof
                ) =>
            {
                return Ok(0);
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Decode = Decode { method: |_| None, property: |number| (number == 7).then_some("usernameFragment") };

    fn rewritten(text: &str) -> String {
        let mut out = Vec::new();
        let mut names = Anonymizer::default();
        names.learn_from(NONE, &mut text.as_bytes()).unwrap();
        names.rewrite(NONE, &mut text.as_bytes(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_change_and_all_else_stays() {
        for (text, want) in [
            ("{\n \"label\": \"Acme\",\n  \"n\" : 1.50 }", "{\n \"label\": \"label-1\",\n  \"n\" : 1.50 }"),
            (r#"{"a":"[1,2,null,true]"}"#, r#"{"a":"[1,2,null,true]"}"#),
            (
                r#"{"T1-trackIdentifier":{"values":"[\"abcX\",\"abcX\"]"}}"#,
                r#"{"T1-trackIdentifier":{"values":"[\"id-1\",\"id-1\"]"}}"#,
            ),
            (
                r#"{"value":"{\"deviceId\":{\"exact\":\"nope\"}}"}"#,
                r#"{"value":"{\"deviceId\":{\"exact\":\"id-1\"}}"}"#,
            ),
            (r#"{"x":"say Acme","label":"Acme"}"#, r#"{"x":"say label-1","label":"label-1"}"#),
            (r#"{"x":"a=ice-ufrag:pCKo\r\na=mid:0"}"#, r#"{"x":"a=ice-ufrag:0001\r\na=mid:0"}"#),
            (r#"{"x":"a=ice-ufrag:pCKo\r\na=mi"#, r#"{"x":"a=ice-ufrag:0001\r\na=mi"#),
            (
                "[\"addTrack\",\"9-1\",[\"audio\",\"T\u{e9}\",\"S\"],1]\n[\"identity\",null,{\"a\":\"Bob\"},2]\n",
                "[\"addTrack\",\"9-1\",[\"audio\",\"label-1\",\"label-2\"],1]\n[\"identity\",null,{\"a\":\"label-3\"},2]\n",
            ),
            (r#"["ontrack","PC_0","audio:T1 stream:S1",1]"#, r#"["ontrack","PC_0","audio:id-1 stream:id-2",1]"#),
            (r#"["getStats","9-1",{"I1":{"7":"pCKo"}},1]"#, r#"["getStats","9-1",{"I1":{"7":"0001"}},1]"#),
            ("<p>a=ice-ufrag:pCKo\n</p><i>8.8.8.8</i>", "<p>a=ice-ufrag:0001\n</p><i>198.51.100.1</i>"),
        ] {
            assert_eq!(rewritten(text), want);
        }
    }
}
