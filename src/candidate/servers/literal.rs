//! Object literals as they stand in source code: JSON with comments, names and texts without or with other quotes,
//! and commas after the last item, in the manner of ECMAScript (ECMA-262 section 13.2.5) and JSON5.
//!
//! For: server lists that were copied out of a program. Not for: evaluating anything; a variable has no value here,
//! and is not repeated in the fault, since a password without its quotes looks the same.

use serde_json::{Map, Number, Value};

/// Deepest nesting, as a browser's configuration never has it.
const DEPTH: usize = 64;

/// Why a text is no literal, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Fault {
    /// A lower-case fragment.
    pub(super) why: &'static str,
    /// The line, from 1.
    pub(super) line: usize,
    /// The column in characters, from 1.
    pub(super) column: usize,
}

/// Reads the first list or object of `text`, after words such as `const config =` and before `;` or `)`.
pub(super) fn read(text: &str) -> Result<Value, Fault> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.whole().map_err(|why| reader.fault(why))?;
    Ok(value)
}

type Read<T> = Result<T, &'static str>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn whole(&mut self) -> Read<Value> {
        self.blanks()?;
        let introduced = |c: char| is_name(c) || c.is_whitespace() || matches!(c, '.' | '=' | ':' | '(');
        let before = self.rest().find(|c| !introduced(c)).unwrap_or_else(|| self.rest().len());
        if self.rest().get(before..).is_some_and(|rest| rest.starts_with(['{', '['])) {
            self.at += before;
        }
        let value = match self.peek() {
            None => return Err("it is empty"),
            Some('{' | '[') => self.value(0)?,
            Some(_) => return Err("it does not begin with `[` or `{`"),
        };
        self.blanks()?;
        while self.take(';') || self.take(')') || self.take(',') || self.take('}') {
            self.blanks()?;
        }
        if self.rest().is_empty() { Ok(value) } else { Err("something follows after its end") }
    }

    fn value(&mut self, depth: usize) -> Read<Value> {
        if depth > DEPTH {
            return Err("it is nested too deeply");
        }
        self.blanks()?;
        match self.peek() {
            None => Err("it ends where a value is wanted"),
            Some('{') => self.object(depth),
            Some('[') => self.list(depth),
            Some(quote @ ('"' | '\'' | '`')) => Ok(Value::String(self.quoted(quote)?)),
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => self.number(),
            Some(_) => {
                let (word, at) = (self.name(), self.at);
                let value = match word.as_str() {
                    "true" => Some(Value::Bool(true)),
                    "false" => Some(Value::Bool(false)),
                    "null" | "undefined" => Some(Value::Null),
                    _ => None,
                };
                self.at = if value.is_some() { at } else { at - word.len() };
                value.ok_or("a value without quotes stands there; put the text itself there, in quotes")
            }
        }
    }

    fn object(&mut self, depth: usize) -> Read<Value> {
        let mut map = Map::new();
        self.take('{');
        loop {
            self.blanks()?;
            if self.take('}') {
                return Ok(Value::Object(map));
            }
            let name = match self.peek() {
                None => return Err("the `{` is not closed"),
                Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
                Some(c) if is_name(c) => self.name(),
                Some('.') => return Err("`...` cannot be followed; put the members themselves there"),
                Some(_) => return Err("the name of a member is wanted"),
            };
            self.blanks()?;
            if !self.take(':') {
                return Err(if self.rest().is_empty() { "the `{` is not closed" } else { "`:` is wanted" });
            }
            let value = self.value(depth + 1)?;
            map.insert(name, value);
            self.separated('}', "the `{` is not closed")?;
        }
    }

    fn list(&mut self, depth: usize) -> Read<Value> {
        let mut list = Vec::new();
        self.take('[');
        loop {
            self.blanks()?;
            if self.take(']') {
                return Ok(Value::Array(list));
            }
            if self.rest().is_empty() {
                return Err("the `[` is not closed");
            }
            list.push(self.value(depth + 1)?);
            self.separated(']', "the `[` is not closed")?;
        }
    }

    /// What may follow an item: a comma, or the end of what it is in.
    fn separated(&mut self, end: char, open: &'static str) -> Read<()> {
        self.blanks()?;
        match self.peek() {
            Some(',') => {
                self.at += 1;
                Ok(())
            }
            Some(c) if c == end => Ok(()),
            Some('+') => Err("an expression stands there; put the text itself there"),
            Some(_) => Err("`,` is wanted between two items"),
            None => Err(open),
        }
    }

    fn quoted(&mut self, quote: char) -> Read<String> {
        let mut text = String::new();
        self.take(quote);
        loop {
            match self.next() {
                None => return Err("a text is not closed"),
                Some(c) if c == quote => return Ok(text),
                Some('\n') if quote != '`' => return Err("a text is not closed on its line"),
                Some('$') if quote == '`' && self.peek() == Some('{') => {
                    return Err("an expression stands there; put the text itself there");
                }
                Some('\\') => text.extend(self.escape()?),
                Some(c) => text.push(c),
            }
        }
    }

    /// What a backslash and the characters after it stand for.
    fn escape(&mut self) -> Read<Option<char>> {
        Ok(Some(match self.next().ok_or("a text is not closed")? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' => '\0',
            '\n' => return Ok(None),
            'x' => char::from_u32(self.hex(2)?).ok_or(NO_CHARACTER)?,
            'u' => self.unicode()?,
            other => other,
        }))
    }

    fn unicode(&mut self) -> Read<char> {
        if self.take('{') {
            let end = self.rest().find('}').filter(|end| (1..=6).contains(end)).ok_or(NO_CHARACTER)?;
            let code = self.hex(end)?;
            self.take('}');
            return char::from_u32(code).ok_or(NO_CHARACTER);
        }
        let code = self.hex(4)?;
        if !(0xd800..0xdc00).contains(&code) {
            return char::from_u32(code).ok_or(NO_CHARACTER);
        }
        // The first half of a pair (Unicode section 3.8): the second follows as an escape of its own.
        let second = if self.take('\\') && self.take('u') { self.hex(4)? } else { 0 };
        let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(NO_CHARACTER)?;
        char::from_u32(0x10000 + ((code - 0xd800) << 10) + low).ok_or(NO_CHARACTER)
    }

    fn hex(&mut self, digits: usize) -> Read<u32> {
        let text = self.rest().get(..digits).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = text.and_then(|text| u32::from_str_radix(text, 16).ok()).ok_or(NO_CHARACTER)?;
        self.at += digits;
        Ok(code)
    }

    fn number(&mut self) -> Read<Value> {
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_');
        let end = self.rest().find(|c| !part(c)).unwrap_or_else(|| self.rest().len());
        let text = self.rest().get(..end).unwrap_or_default().trim_start_matches('+').replace('_', "");
        let whole = text.parse::<i64>().ok().map(Number::from).or_else(|| text.parse::<u64>().ok().map(Number::from));
        let number = whole.or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64));
        let number = number.ok_or("what begins like a number is none; a text stands in quotes")?;
        self.at += end;
        Ok(Value::Number(number))
    }

    fn name(&mut self) -> String {
        let end = self.rest().find(|c| !is_name(c)).unwrap_or_else(|| self.rest().len());
        let name = self.rest().get(..end).unwrap_or_default().to_owned();
        self.at += end;
        name
    }

    /// Skips blanks and comments.
    fn blanks(&mut self) -> Read<()> {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").ok_or("a comment is not closed")? + 2;
            } else {
                return Ok(());
            }
        }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn take(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.at += wanted.len_utf8();
        }
        there
    }

    fn fault(&self, why: &'static str) -> Fault {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line..).unwrap_or_default().chars().count() + 1;
        Fault { why, line: before.matches('\n').count() + 1, column }
    }
}

const NO_CHARACTER: &str = "an escape stands for no character";

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

#[cfg(test)]
mod tests;
