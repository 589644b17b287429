//! `rtcdiag schema`: the JSON Schema (2020-12) of what `--json` writes, with the facts of each command.

use schemars::Schema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use crate::cli::{Command, SdpCommand};
use crate::report::wire::facts;
use crate::report::wire::serve::Serve;
use crate::report::wire::v1::{Report, SCHEMA};

/// The facts of one command, as a schema.
type Facts = (&'static str, fn(&mut SchemaGenerator) -> Schema);

/// Every command with published facts, as typed.
static FACTS: &[Facts] = &[
    ("ice", SchemaGenerator::subschema_for::<facts::ice::Ice>),
    ("dump", SchemaGenerator::subschema_for::<facts::dump::Dump>),
    ("handshake", SchemaGenerator::subschema_for::<facts::handshake::Handshake>),
    ("sdp explain", SchemaGenerator::subschema_for::<facts::sdp::Sdp>),
    ("sdp lint", SchemaGenerator::subschema_for::<facts::sdp_lint::SdpLint>),
    ("sdp negotiate", SchemaGenerator::subschema_for::<facts::sdp_negotiate::Negotiated>),
    ("sdp diff", SchemaGenerator::subschema_for::<facts::sdp_diff::Diff>),
];

/// The name of a command that reports, as its report has it.
pub(super) fn name(command: &Command) -> Option<&'static str> {
    match command {
        Command::Ice(_) => Some("ice"),
        Command::Dump(_) => Some("dump"),
        Command::Handshake(_) | Command::Replay(_) => Some("handshake"),
        Command::Sdp(args) => match args.command {
            SdpCommand::Explain(_) => Some("sdp explain"),
            SdpCommand::Lint(_) => Some("sdp lint"),
            SdpCommand::Negotiate(_) => Some("sdp negotiate"),
            SdpCommand::Diff(_) => Some("sdp diff"),
        },
        Command::Serve(_)
        | Command::Profile(_)
        | Command::Explain(_)
        | Command::Completions(_)
        | Command::Man
        | Command::Schema => None,
    }
}

/// The schema of the facts of the command of this name, whole.
pub(super) fn facts(name: &str) -> Option<Value> {
    let (_, schema) = FACTS.iter().find(|(command, _)| *command == name)?;
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut facts = schema(&mut generator).to_value();
    if let Some(map) = facts.as_object_mut() {
        map.insert("$defs".to_owned(), Value::Object(generator.take_definitions(true)));
    }
    Some(facts)
}

/// The schema, indented.
pub(super) fn text() -> String {
    format!("{:#}\n", compose(FACTS))
}

fn compose(facts: &[Facts]) -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let by_command: Vec<Value> = facts
        .iter()
        .map(|(command, schema)| {
            let facts = schema(&mut generator);
            json!({
                "if": { "properties": { "command": { "const": command } } },
                "then": { "properties": { "facts": facts } },
            })
        })
        .collect();
    // a document of its own, to be found as `#/$defs/Serve`
    generator.subschema_for::<Serve>();
    let mut rest = generator.into_root_schema_for::<Report>().to_value();
    let mut schema = Map::new();
    // what says which document this is stands first
    schema.insert("$schema".to_owned(), rest["$schema"].take());
    schema.insert("$id".to_owned(), json!(SCHEMA));
    schema.insert("title".to_owned(), json!("The report of rtcdiag"));
    if let Value::Object(rest) = rest {
        rest.into_iter().for_each(|(key, value)| {
            schema.entry(key).or_insert(value);
        });
    }
    if !by_command.is_empty() {
        schema.insert("allOf".to_owned(), Value::Array(by_command));
    }
    Value::Object(schema)
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde::Serialize;

    use super::*;

    #[derive(JsonSchema, Serialize)]
    struct Seen {
        servers: Vec<String>,
    }

    #[test]
    fn facts_are_checked_by_command() {
        let schema = compose(&[("ice", SchemaGenerator::subschema_for::<Seen>)]);
        assert!(schema["$defs"]["Seen"]["properties"]["servers"].is_object());
        let validator = jsonschema::validator_for(&schema).unwrap();
        let report = |command: &str, facts: Value| {
            json!({
                "schema": "rtcdiag/report/v1", "tool": { "name": "rtcdiag", "version": "0" }, "command": command,
                "started": "", "duration_ms": 0.0, "verdict": { "result": "ok", "summary": "" }, "findings": [],
                "expectations": [], "not_tested": [], "facts": facts, "exit": { "code": 0, "reason": "" },
            })
        };
        assert!(validator.is_valid(&report("ice", json!({ "servers": ["a"], "more": 1 }))));
        assert!(!validator.is_valid(&report("ice", json!({ "servers": "a" }))));
        assert!(validator.is_valid(&report("dump", json!({ "servers": "a" }))));
    }
}
