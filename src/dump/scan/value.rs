//! Where a JSON value ends.

use super::source::{LONGEST, Source};

/// A place from which on there is no JSON.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::dump) struct Fault {
    /// Its byte in the document.
    pub(in crate::dump) at: u64,
    /// Whether the document ends there.
    pub(in crate::dump) is_end: bool,
}

/// How far a value goes, from the beginning of [`Source::rest`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::dump) struct Extent(pub(in crate::dump) usize);

/// Whether the value is to stay in memory.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Keep {
    Whole,
    Nothing,
}

impl Source<'_> {
    /// The extent of the value that begins here, with all of it in memory.
    pub(in crate::dump) fn value(&mut self) -> Result<Extent, Fault> {
        self.measure(Keep::Whole).map(Extent)
    }

    /// Goes past the value that begins here.
    pub(in crate::dump) fn skip_value(&mut self) -> Result<(), Fault> {
        let rest = self.measure(Keep::Nothing)?;
        self.consume(rest);
        Ok(())
    }

    /// The key that begins here, and its colon, used up.
    pub(in crate::dump) fn key(&mut self) -> Result<String, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.fault(0));
        }
        let Extent(length) = self.value()?;
        let text = self.rest().get(..length).unwrap_or_default();
        // a key without escapes is its own text; others are rare enough to be parsed
        let inner = text.get(1..length.saturating_sub(1)).unwrap_or_default();
        let key = match inner.contains(&b'\\') {
            true => serde_json::from_slice::<String>(text).map_err(|_| self.fault(0))?,
            false => String::from_utf8_lossy(inner).into_owned(),
        };
        self.consume(length);
        if self.peek() != Some(b':') {
            return Err(self.fault(0));
        }
        self.consume(1);
        Ok(key)
    }

    /// The fault `offset` bytes on from here.
    pub(in crate::dump) fn fault(&self, offset: usize) -> Fault {
        Fault { at: self.at() + offset as u64, is_end: offset >= self.rest().len() }
    }

    fn measure(&mut self, keep: Keep) -> Result<usize, Fault> {
        self.peek();
        let (mut at, mut depth) = (0, 0_usize);
        loop {
            if at >= self.rest().len() {
                self.more(&mut at, keep)?;
            }
            let rest = self.rest();
            let Some(&byte) = rest.get(at) else { continue };
            match byte {
                b'"' => {
                    at += 1;
                    self.string(&mut at, keep)?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    at += 1;
                    continue;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    at += 1;
                }
                b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if depth > 0 => {
                    at += 1;
                    continue;
                }
                byte if is_scalar(byte) => loop {
                    at += self.rest().get(at..).unwrap_or_default().iter().take_while(|b| is_scalar(**b)).count();
                    // it may go on in the next block
                    if at < self.rest().len() || self.more(&mut at, keep).is_err() {
                        break;
                    }
                },
                _ => return Err(self.fault(at)),
            }
            if depth == 0 {
                return Ok(at);
            }
        }
    }

    /// Moves `at` from behind an opening quote to behind the closing one.
    fn string(&mut self, at: &mut usize, keep: Keep) -> Result<(), Fault> {
        loop {
            let rest = self.rest().get(*at..).unwrap_or_default();
            match memchr::memchr3(b'"', b'\\', b'\n', rest) {
                Some(found) => {
                    *at += found;
                    match rest.get(found) {
                        Some(b'"') => {
                            *at += 1;
                            return Ok(());
                        }
                        Some(b'\\') => {
                            *at += 2;
                            while *at > self.rest().len() {
                                self.more(at, keep)?;
                            }
                        }
                        // a string has no line end of its own (RFC 8259 section 7): its quote is lost
                        _ => return Err(self.fault(*at)),
                    }
                }
                None => {
                    *at = self.rest().len();
                    self.more(at, keep)?;
                }
            }
        }
    }

    /// Reads more where all is looked at; what need not be kept is used up.
    fn more(&mut self, at: &mut usize, keep: Keep) -> Result<(), Fault> {
        if keep == Keep::Nothing {
            let used = (*at).min(self.rest().len());
            self.consume(used);
            *at -= used;
        } else if self.rest().len() > LONGEST {
            return Err(self.fault(*at));
        }
        if self.fill() { Ok(()) } else { Err(self.fault(self.rest().len())) }
    }
}

/// Whether a byte may stand in a number, or in `true`, `false` or `null`.
fn is_scalar(byte: u8) -> bool {
    byte.is_ascii_digit() || b"+-.eEtrufalsn".contains(&byte)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use proptest::prelude::*;

    use super::*;

    /// Gives a few bytes at a time, so that every place is once the end of a block.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(into.len()).min(self.0.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn a_value_ends_where_it_ends_however_it_is_read() {
        for (text, length) in
            [(r#"{"a":["}",{"b":"\"]"}],"c":-1.5e3} x"#, 34), (r#""a\\" x"#, 5), ("true,", 4), ("12", 2), ("[] ", 2)]
        {
            for step in 1..6 {
                let mut reader = Drip(text.as_bytes(), step);
                let mut source = Source::new(&mut reader);
                assert_eq!(source.value(), Ok(Extent(length)), "{text} by {step}");
                let mut reader = Drip(text.as_bytes(), step);
                let mut source = Source::new(&mut reader);
                source.skip_value().unwrap();
                assert_eq!(source.at(), length as u64, "{text} by {step}");
            }
        }
    }

    #[test]
    fn faults_have_their_byte() {
        for (text, at, is_end) in
            [("[1,@]", 3, false), ("{\"a", 3, true), ("\"a\nb\"", 2, false), ("", 0, true), ("[\"\\", 3, true)]
        {
            let mut reader = Cursor::new(text);
            let mut source = Source::new(&mut reader);
            assert_eq!(source.value(), Err(Fault { at, is_end }), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic_or_hang(bytes in prop::collection::vec(prop::sample::select(b"{}[]\",:\\n1e ".to_vec()), 0..60), step in 1usize..5) {
            let mut reader = Drip(&bytes, step);
            let mut source = Source::new(&mut reader);
            while source.skip_value().is_ok() {}
            prop_assert!(source.at() <= bytes.len() as u64);
        }
    }
}
