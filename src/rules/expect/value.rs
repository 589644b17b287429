//! Operators, operands and their units.

use serde_json::Value as Json;

/// How a value is compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    In,
    Like,
}

impl Operator {
    /// Cuts `PATH OP VALUE` at the operator, if there is one.
    pub(super) fn split(text: &str) -> Option<(&str, Self, &str)> {
        const SIGNS: [(&str, Operator); 7] = [
            ("==", Operator::Equal),
            ("!=", Operator::NotEqual),
            ("<=", Operator::AtMost),
            (">=", Operator::AtLeast),
            ("<", Operator::Less),
            (">", Operator::More),
            ("~", Operator::Like),
        ];
        if let Some((path, value)) = text.split_once(" in ") {
            return Some((path.trim(), Self::In, value.trim()));
        }
        let at = text.find(['=', '!', '<', '>', '~'])?;
        let (path, rest) = text.split_at(at);
        let (sign, operator) = SIGNS.into_iter().find(|(sign, _)| rest.starts_with(sign))?;
        Some((path.trim(), operator, rest.strip_prefix(sign)?.trim()))
    }
}

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    /// A number in the unit that was written.
    Number(f64, Unit),
    /// A word.
    Word(String),
    /// A list of words.
    List(Vec<String>),
}

/// A unit that a user may write.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unit {
    None,
    Milliseconds,
    Percent,
    KilobitsPerSecond,
}

impl Operand {
    /// Reads `text` as `operator` wants it.
    ///
    /// # Errors
    /// In words, when it is none.
    pub(super) fn parse(text: &str, operator: Operator) -> Result<Self, String> {
        if text.is_empty() {
            return Err("the value is missing".to_owned());
        }
        if operator == Operator::In {
            let inner = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
            let inner = inner.ok_or_else(|| "`in` wants a list: `[one,two]`".to_owned())?;
            let words = inner.split(',').map(|word| unquoted(word.trim()).to_owned());
            return Ok(Self::List(words.collect()));
        }
        if let Some(number) = number(text) {
            return Ok(number);
        }
        match operator {
            Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast => {
                Err(format!("`{text}` is no number; units are ms, s, m, h, d, % and kbps"))
            }
            _ => Ok(Self::Word(unquoted(text).to_owned())),
        }
    }
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text)
}

/// A number with its unit; durations become milliseconds.
fn number(text: &str) -> Option<Operand> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let value: f64 = digits.parse().ok()?;
    let (factor, unit) = match unit.trim() {
        "" => (1.0, Unit::None),
        "ms" => (1.0, Unit::Milliseconds),
        "s" => (1e3, Unit::Milliseconds),
        "m" => (60e3, Unit::Milliseconds),
        "h" => (3_600e3, Unit::Milliseconds),
        "d" => (86_400e3, Unit::Milliseconds),
        "%" => (1.0, Unit::Percent),
        "kbps" => (1.0, Unit::KilobitsPerSecond),
        _ => return None,
    };
    Some(Operand::Number(value * factor, unit))
}

/// A measured value, and the unit that its key names.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// The value.
    pub(super) json: Json,
    /// The key it stands under, whose end names the unit.
    pub(super) key: String,
}

impl Measured {
    /// Whether it was measured at all: `null` and the word `unknown` were not.
    pub(super) fn is_known(&self) -> bool {
        !self.json.is_null() && self.json.as_str() != Some("unknown")
    }

    /// Whether it holds by itself: true, a number above zero, a word that says yes, a list with something in it.
    pub(super) fn holds(&self) -> bool {
        match &self.json {
            Json::Null => false,
            Json::Bool(value) => *value,
            Json::Number(number) => number.as_f64().is_some_and(|n| n > 0.0),
            Json::String(word) => !matches!(word.as_str(), "" | "no" | "none" | "failed" | "not_tested" | "unknown"),
            Json::Array(list) => !list.is_empty(),
            Json::Object(_) => true,
        }
    }

    /// Whether it compares so with `operand`.
    pub(super) fn meets(&self, operator: Operator, operand: &Operand) -> bool {
        match (operand, operator) {
            (Operand::List(words), _) => words.contains(&self.word()),
            (Operand::Word(word), Operator::Like) => self.word().contains(word.as_str()),
            (Operand::Word(word), Operator::NotEqual) => self.word() != *word,
            (Operand::Word(word), _) => self.word() == *word,
            (Operand::Number(wanted, unit), _) => {
                let Some(value) = self.number() else { return operator == Operator::NotEqual };
                let wanted = self.in_own_unit(*wanted, *unit);
                match operator {
                    Operator::Equal | Operator::Like | Operator::In => value == wanted,
                    Operator::NotEqual => value != wanted,
                    Operator::Less => value < wanted,
                    Operator::AtMost => value <= wanted,
                    Operator::More => value > wanted,
                    Operator::AtLeast => value >= wanted,
                }
            }
        }
    }

    /// For the report.
    pub(super) fn shown(&self) -> String {
        match &self.json {
            Json::Null => "not measured".to_owned(),
            Json::Array(list) => format!("{} entries", list.len()),
            _ => match self.unit() {
                Some(unit) => format!("{} {unit}", self.word()),
                None => self.word(),
            },
        }
    }

    fn word(&self) -> String {
        match &self.json {
            Json::String(word) => word.clone(),
            other => other.to_string(),
        }
    }

    fn number(&self) -> Option<f64> {
        match &self.json {
            Json::Array(list) => Some(list.len() as f64),
            other => other.as_f64(),
        }
    }

    fn unit(&self) -> Option<&'static str> {
        match self.key.rsplit('_').next() {
            Some("ms") => Some("ms"),
            Some("s") => Some("s"),
            Some("days") => Some("days"),
            Some("left") if self.key == "days_left" => Some("days"),
            Some("kbps") => Some("kbit/s"),
            Some("pct") => Some("%"),
            _ => None,
        }
    }

    /// The user's number in the unit of the key: `2s` beside `rtt_ms` is 2000, `1%` beside a share is 0.01.
    fn in_own_unit(&self, wanted: f64, unit: Unit) -> f64 {
        match (unit, self.unit()) {
            (Unit::Milliseconds, Some("s")) => wanted / 1e3,
            (Unit::Milliseconds, Some("days")) => wanted / 86_400e3,
            (Unit::Percent, None) => wanted / 100.0,
            _ => wanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn meets(key: &str, json: Json, text: &str) -> bool {
        let (_, operator, operand) = Operator::split(text).unwrap();
        let operand = Operand::parse(operand, operator).unwrap();
        Measured { json, key: key.to_owned() }.meets(operator, &operand)
    }

    #[test]
    fn units_are_those_of_the_key() {
        for (key, value, text, want) in [
            ("rtt_ms", json!(38.0), "x<40ms", true),
            ("rtt_ms", json!(1500.0), "x<=1.5s", true),
            ("rtt_ms", json!(1501.0), "x<=1.5s", false),
            ("lifetime_s", json!(600), "x>=10m", true),
            ("days_left", json!(13), "x>=14d", false),
            ("loss", json!(0.02), "x<1%", false),
            ("loss_pct", json!(2.0), "x<=2%", true),
            ("bitrate_kbps", json!(640), "x>500kbps", true),
            ("result", json!("ok"), "x==ok", true),
            ("result", json!("ok"), "x!=failed", true),
            ("mapping", json!("eim"), "x in [none,eim]", true),
            ("mapping", json!("apdm"), "x in [none, eim]", false),
            ("software", json!("Coturn-4.6.1"), "x~Coturn", true),
            ("candidates", json!([1, 2]), "x>=2", true),
        ] {
            assert_eq!(meets(key, value, text), want, "{key} {text}");
        }
    }

    #[test]
    fn a_comparison_wants_a_number() {
        let error = Operand::parse("quick", Operator::Less).unwrap_err();
        assert!(error.contains("units are ms"), "{error}");
    }
}
