//! Reads one expectation.

use serde_json::Value as Json;

use super::alias;
use super::value::{Operand, Operator};
use crate::rules::{find, nearest};

/// One expectation, understood.
#[derive(Clone, Debug)]
pub struct Expect {
    /// As the user wrote it.
    pub text: String,
    pub(super) negated: bool,
    pub(super) path: Path,
    pub(super) test: Option<(Operator, Operand)>,
}

/// What an expectation looks at.
#[derive(Clone, Debug)]
pub(super) enum Path {
    /// A short name.
    Alias(&'static alias::Alias),
    /// A rule that fired.
    Rule(&'static str),
    /// A path into the facts: steps, and how a list on the way counts.
    Facts(Vec<String>, Quantity),
}

/// How a list on the way counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Quantity {
    /// There is no list, or its length is meant.
    One,
    /// Every element has to meet it.
    Each,
    /// One element has to meet it.
    Any,
}

/// What is wrong with an expectation. Reads well after "could not".
#[derive(Clone, Debug, thiserror::Error)]
#[error("use the expectation `{text}`: {why}")]
pub struct ExpectError {
    /// As the user wrote it.
    pub text: String,
    /// What is wrong.
    pub why: String,
    /// What was meant, where it can be told.
    pub hint: Option<String>,
}

/// Reads `text`; `schema` is the JSON Schema of the command's facts, and `command` its name.
///
/// # Errors
/// When it is no expectation, or its path is none that the command has.
pub fn parse(text: &str, command: &str, schema: &Json) -> Result<Expect, ExpectError> {
    let error = |why: String, hint: Option<String>| ExpectError { text: text.to_owned(), why, hint };
    let trimmed = text.trim();
    let (negated, rest) = match trimmed.strip_prefix('!') {
        // `!=` belongs to an operator and cannot stand first.
        Some(rest) => (true, rest.trim_start()),
        None => (false, trimmed),
    };
    let (path_text, test) = match Operator::split(rest) {
        Some((path, operator, operand)) => {
            let operand = Operand::parse(operand, operator).map_err(|why| error(why, None))?;
            (path, Some((operator, operand)))
        }
        None => (rest, None),
    };
    if path_text.is_empty() {
        return Err(error("the path is missing".to_owned(), None));
    }
    let path = path(path_text, command, schema).map_err(|(why, hint)| error(why, hint))?;
    if let (Path::Rule(_), Some(_)) = (&path, &test) {
        return Err(error("a rule fires or does not, and has no value".to_owned(), None));
    }
    Ok(Expect { text: text.to_owned(), negated, path, test })
}

type Fault = (String, Option<String>);

fn path(text: &str, command: &str, schema: &Json) -> Result<Path, Fault> {
    if let Some(alias) = alias::find(text, command) {
        return Ok(Path::Alias(alias));
    }
    if text.contains('/') {
        return match find(text) {
            Some(row) => Ok(Path::Rule(row.rule.id)),
            None => {
                let near = nearest(text);
                let hint = (!near.is_empty()).then(|| format!("the nearest rules are {}", near.join(", ")));
                Err((format!("there is no rule and no short name `{text}`"), hint))
            }
        };
    }
    let (quantity, rest) = match text.split_once(':') {
        Some(("each", rest)) => (Quantity::Each, rest),
        Some(("any", rest)) => (Quantity::Any, rest),
        Some((other, _)) => return Err((format!("`{other}:` is neither `each:` nor `any:`"), None)),
        None => (Quantity::One, text),
    };
    let steps: Vec<String> = rest.split('.').map(str::to_owned).collect();
    check(&steps, quantity, schema).map(|()| Path::Facts(steps, quantity))
}

/// Whether `schema`, the JSON Schema of some facts, has this path without a list on the way.
pub fn has_path(path: &str, schema: &Json) -> bool {
    let steps: Vec<String> = path.split('.').map(str::to_owned).collect();
    check(&steps, Quantity::One, schema).is_ok()
}

/// Walks the schema along the path, so that a misspelt path is found before the run.
fn check(steps: &[String], quantity: Quantity, schema: &Json) -> Result<(), Fault> {
    let mut at = resolve(schema, schema);
    let mut listed = false;
    for step in steps {
        if let Some(items) = at.get("items") {
            listed = true;
            at = resolve(items, schema);
        }
        let properties = at.get("properties").and_then(Json::as_object);
        let Some(next) = properties.and_then(|properties| properties.get(step)) else {
            let known: Vec<&str> = properties.into_iter().flatten().map(|(key, _)| key.as_str()).collect();
            let best = known.iter().max_by(|a, b| strsim::jaro(a, step).total_cmp(&strsim::jaro(b, step)));
            let hint = best.map(|best| format!("the nearest key is `{best}`; there are: {}", known.join(", ")));
            return Err((format!("the facts have no `{step}` there"), hint));
        };
        at = resolve(next, schema);
    }
    match (listed, quantity) {
        (true, Quantity::One) => {
            Err(("a list stands on the way".to_owned(), Some("write `each:` or `any:` before the path".to_owned())))
        }
        (false, Quantity::Each | Quantity::Any) if at.get("items").is_none() => {
            Err(("there is no list on the way".to_owned(), Some("leave out `each:` or `any:`".to_owned())))
        }
        _ => Ok(()),
    }
}

/// Follows `$ref`, and takes the real one of a type that may be null.
fn resolve<'a>(node: &'a Json, root: &'a Json) -> &'a Json {
    let mut node = node;
    // A schema of finite depth; references of derived types do not chain longer.
    for _ in 0..8 {
        if let Some(reference) = node.get("$ref").and_then(Json::as_str) {
            let found = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
            node = found.unwrap_or(node);
            if found.is_none() {
                return node;
            }
        } else if let Some(options) = node.get("anyOf").and_then(Json::as_array) {
            let real = options.iter().find(|option| option.get("type").and_then(Json::as_str) != Some("null"));
            match real {
                Some(real) => node = real,
                None => return node,
            }
        } else {
            return node;
        }
    }
    node
}
