//! `-w TEMPLATE`: a line of the user's own, filled from the facts, as curl has it.
//!
//! `%{NAME}` is a phase id (its length), `total`, `setup` (the same), `floor`, `own`, `trickle`, `failed_phase`, `verdict`,
//! `exit`, `json` (the whole report), or a path in the facts (`dtls.cipher`). Durations are milliseconds with three
//! decimals and no unit; what was not measured is `-`. `%%` is a per cent sign; `\n`, `\t`, `\r` and `\\` are known.

use serde_json::Value;

use crate::facts::handshake::PhaseId;
use crate::report::Report;

/// Why a template cannot be used. Reads well after "could not use the template: ".
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum TemplateError {
    /// A hole does not end.
    #[error("`%{{` without `}}`")]
    Open,
    /// A hole has a name that nothing has.
    #[error("there is no `{0}`")]
    Unknown(String),
}

/// A template that was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Template(Vec<Piece>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Piece {
    Text(String),
    Json,
    Verdict,
    Exit,
    /// How long a phase took.
    Phase(&'static str),
    /// A path in the facts.
    Fact(String),
}

/// Short names of facts.
const SHORT: [(&str, &str); 4] =
    [("total", "total_ms"), ("setup", "total_ms"), ("floor", "floor_ms"), ("own", "own_ms")];

impl Template {
    /// Reads `text`; `known` says whether the facts have a path.
    ///
    /// # Errors
    /// When a hole does not end, or nothing has its name.
    pub(super) fn parse(text: &str, known: impl Fn(&str) -> bool) -> Result<Self, TemplateError> {
        let mut pieces = vec![Piece::Text(String::new())];
        let mut rest = text;
        while let Some(at) = rest.find(['%', '\\']) {
            let (before, from) = rest.split_at(at);
            push(&mut pieces, before);
            let escapes = [("%%", "%"), ("\\n", "\n"), ("\\t", "\t"), ("\\r", "\r"), ("\\\\", "\\")];
            if let Some((sign, meant)) = escapes.iter().find(|(sign, _)| from.starts_with(sign)) {
                push(&mut pieces, meant);
                rest = from.get(sign.len()..).unwrap_or_default();
            } else if let Some(hole) = from.strip_prefix("%{") {
                let (name, after) = hole.split_once('}').ok_or(TemplateError::Open)?;
                pieces.push(piece(name, &known)?);
                rest = after;
            } else {
                push(&mut pieces, from.get(..1).unwrap_or_default());
                rest = from.get(1..).unwrap_or_default();
            }
        }
        push(&mut pieces, rest);
        Ok(Self(pieces))
    }

    /// The text for `report`, whose JSON is `json`.
    pub(super) fn fill(&self, report: &Report, json: &str) -> String {
        self.0.iter().map(|piece| piece.fill(report, json)).collect()
    }
}

fn push(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

fn piece(name: &str, known: &impl Fn(&str) -> bool) -> Result<Piece, TemplateError> {
    if let Some(phase) = PhaseId::ALL.into_iter().find(|phase| phase.word() == name) {
        return Ok(Piece::Phase(phase.word()));
    }
    if let Some((_, path)) = SHORT.iter().find(|(short, _)| *short == name) {
        return Ok(Piece::Fact((*path).to_owned()));
    }
    match name {
        "json" => Ok(Piece::Json),
        "verdict" => Ok(Piece::Verdict),
        "exit" => Ok(Piece::Exit),
        path if known(path) => Ok(Piece::Fact(path.to_owned())),
        other => Err(TemplateError::Unknown(other.to_owned())),
    }
}

impl Piece {
    fn fill(&self, report: &Report, json: &str) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Json => json.trim_end().to_owned(),
            Self::Verdict => report.verdict.result.word().to_owned(),
            Self::Exit => report.exit.code.to_string(),
            Self::Phase(id) => number(length(&report.facts, id)),
            Self::Fact(path) => {
                let mut steps = path.split('.');
                let value = steps.try_fold(&report.facts, |value, step| value.get(step));
                match value {
                    None | Some(Value::Null) => "-".to_owned(),
                    Some(Value::String(text)) => crate::term::clean(text).into_owned(),
                    Some(Value::Number(number)) if number.is_f64() => self::number(number.as_f64()),
                    Some(other) => other.to_string(),
                }
            }
        }
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}

fn length(facts: &Value, id: &str) -> Option<f64> {
    let phase =
        facts.get("phases")?.as_array()?.iter().find(|phase| phase.get("id").is_some_and(|found| found == id))?;
    Some(phase.get("end_ms")?.as_f64()? - phase.get("start_ms")?.as_f64()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::{Exit, Verdict, VerdictResult};

    fn report() -> Report {
        Report {
            command: "handshake",
            origin: None,
            started: String::new(),
            duration_ms: 0.0,
            verdict: Verdict { result: VerdictResult::Ok, summary: String::new() },
            findings: Vec::new(),
            expectations: Vec::new(),
            not_tested: Vec::new(),
            facts: json!({
                "phases": [{"id": "dtls", "start_ms": 10.0, "end_ms": 12.5}, {"id": "ice", "start_ms": 1.0, "end_ms": null}],
                "total_ms": 20.25, "dtls": {"cipher": "X\u{1b}"},
            }),
            exit: Exit::ok(),
            body: Vec::new(),
            sources: Vec::new(),
            har: None,
        }
    }

    #[test]
    fn holes_are_filled() {
        let known = |path: &str| path == "dtls.cipher";
        for (template, want) in [
            (r"%{dtls} %{total}\n", "2.500 20.250\n"),
            ("%{ice} %{tcp} 100%%", "- - 100%"),
            (r"%{verdict}\t%{exit} %x \q", "ok\t0 %x \\q"),
            ("%{json}", "{}"),
            ("%{dtls.cipher}", "X\\x1b"),
            ("", ""),
        ] {
            assert_eq!(Template::parse(template, known).unwrap().fill(&report(), "{}\n"), want, "{template}");
        }
        assert_eq!(Template::parse("%{x", known), Err(TemplateError::Open));
        assert_eq!(Template::parse("%{nothing}", known), Err(TemplateError::Unknown("nothing".to_owned())));
    }
}
