//! Decides expectations on the facts of a run.

use serde_json::Value as Json;

use super::parse::{Expect, Path, Quantity};
use super::value::Measured;
use crate::report::{Expectation, Finding, Status};

/// What became of `expect`, given the published facts and the findings.
pub fn decide(expect: &Expect, facts: &Json, findings: &[Finding]) -> Expectation {
    let (met, actual) = match &expect.path {
        Path::Rule(id) => {
            let fired = fired(findings, id);
            (Some(fired), if fired { "it fired".to_owned() } else { "it did not fire".to_owned() })
        }
        Path::Alias(alias) => one(expect, &alias.measure(facts)),
        Path::Facts(steps, quantity) => {
            let mut found = Vec::new();
            collect(facts, steps, "", &mut found);
            many(expect, &found, *quantity)
        }
    };
    let status = match met.map(|met| met != expect.negated) {
        Some(true) => Status::Met,
        Some(false) => Status::Failed,
        None => Status::Inconclusive,
    };
    Expectation { expr: expect.text.clone(), status, actual }
}

fn fired(findings: &[Finding], id: &str) -> bool {
    findings.iter().any(|f| f.rule.id == id || fired(&f.effects, id))
}

fn one(expect: &Expect, measured: &Measured) -> (Option<bool>, String) {
    let met = measured.is_known().then(|| match &expect.test {
        Some((operator, operand)) => measured.meets(*operator, operand),
        None => measured.holds(),
    });
    let actual = if measured.is_known() { measured.shown() } else { "not measured".to_owned() };
    (met, actual)
}

fn many(expect: &Expect, found: &[Measured], quantity: Quantity) -> (Option<bool>, String) {
    let results: Vec<(Option<bool>, String)> = found.iter().map(|measured| one(expect, measured)).collect();
    let decisive = match quantity {
        Quantity::One => return results.into_iter().next().unwrap_or_else(|| (None, "not measured".to_owned())),
        Quantity::Each => false,
        Quantity::Any => true,
    };
    if let Some((met, actual)) = results.iter().find(|(met, _)| *met == Some(decisive)) {
        return (*met, actual.clone());
    }
    match results.iter().find(|(met, _)| met.is_none()) {
        Some((_, actual)) => (None, actual.clone()),
        None if results.is_empty() => (None, "not measured".to_owned()),
        None => {
            let all: Vec<&str> = results.iter().map(|(_, actual)| actual.as_str()).collect();
            (Some(!decisive), all.join(", "))
        }
    }
}

/// Every value at the path, through the lists on the way.
fn collect(node: &Json, steps: &[String], key: &str, found: &mut Vec<Measured>) {
    match (node, steps) {
        (Json::Array(list), [_, ..]) => list.iter().for_each(|element| collect(element, steps, key, found)),
        (_, []) => found.push(Measured { json: node.clone(), key: key.to_owned() }),
        (_, [step, rest @ ..]) => collect(node.get(step).unwrap_or(&Json::Null), rest, step, found),
    }
}

#[cfg(test)]
mod tests {
    use schemars::schema_for;
    use serde_json::json;

    use super::*;
    use crate::report::wire::facts::ice::Ice;
    use crate::rules::expect::parse;

    fn facts() -> Json {
        json!({
            "gathering_ms": 120.5,
            "candidates": [{"type": "host"}, {"type": "srflx"}, {"type": "relay"}],
            "servers": [
                {"uri": "turn:a.example:3478?transport=udp", "transport": "udp", "result": "ok", "rtt_ms": 18.0,
                 "tls": null, "relay": {"proven_in": true, "proven_out": true, "loss": 0.05}},
                {"uri": "turns:a.example:443?transport=tcp", "transport": "tls", "result": "failed", "rtt_ms": null,
                 "tls": {"days_left": 12}, "relay": null},
            ],
            "nat": {"mapping": "unknown"},
        })
    }

    fn status(text: &str) -> Result<Status, String> {
        let schema = serde_json::to_value(schema_for!(Ice)).unwrap();
        let expect = parse(text, "ice", &schema).map_err(|error| error.to_string())?;
        Ok(decide(&expect, &facts(), &[]).status)
    }

    #[test]
    fn expectations_are_met_failed_or_undecided() {
        use Status::{Failed, Inconclusive, Met};
        for (text, want) in [
            ("relay", Met),
            ("relay/udp", Met),
            ("relay/tls", Failed),
            ("!relay/tls", Met),
            ("relay/tcp", Inconclusive),
            ("host>=1", Met),
            ("host>=2", Failed),
            ("proven", Met),
            ("gather<=800ms", Met),
            ("gather <= 0.1s", Failed),
            ("loss<1%", Failed),
            ("cert.days>=14", Failed),
            ("rtt<20ms", Met),
            ("!turn/no-auth", Met),
            ("turn/no-auth", Failed),
            ("each:servers.result==ok", Failed),
            ("any:servers.result==ok", Met),
            ("each:servers.rtt_ms<20ms", Inconclusive),
            ("each:servers.relay.proven_in", Inconclusive),
            ("nat.mapping==eim", Inconclusive),
            ("gathering_ms<200", Met),
            ("candidates>=3", Met),
        ] {
            assert_eq!(status(text), Ok(want), "{text}");
        }
    }

    #[test]
    fn what_the_facts_do_not_have_is_an_error() {
        for (text, want) in [
            ("", "the path is missing"),
            ("relays", "no `relays` there"),
            ("servers.rtt", "no `rtt` there"),
            ("servers.rtt_ms<1", "a list stands on the way"),
            ("each:gathering_ms<1", "no list on the way"),
            ("all:servers.rtt_ms<1", "neither `each:` nor `any:`"),
            ("turn/no-such-rule", "no rule and no short name"),
            ("gather<quick", "is no number"),
            ("turn/no-auth==1", "has no value"),
            ("gather<", "the value is missing"),
        ] {
            let error = status(text).unwrap_err();
            assert!(error.contains(want), "{text}: {error}");
        }
    }
}
