//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), for code scanning and editors.
//!
//! Columns count Unicode characters, as the spans of a report do; `columnKind` says so (section 3.14.17).

use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

use serde::Serialize;

use super::json::escaped;
use crate::report::{Evidence, Finding, Report, Rule, Severity, Source};

/// `report` as a log with one run, indented, one newline at the end.
///
/// # Errors
/// When a value cannot be written as JSON.
pub fn sarif(report: &Report) -> serde_json::Result<String> {
    let mut rules: Vec<&'static Rule> = Vec::new();
    let mut results = Vec::new();
    for finding in &report.findings {
        add(finding, &report.sources, &mut rules, &mut results);
    }
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "rtcdiag",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules.into_iter().map(descriptor).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            invocations: [Invocation {
                // the run did what it was to do, whatever it found (section 3.20.14)
                execution_successful: report.exit.code < 2,
                exit_code: report.exit.code,
                exit_code_description: &report.exit.reason,
                start_time_utc: &report.started,
            }],
            results,
        }],
    };
    let mut text = escaped(serde_json::to_string_pretty(&log)?);
    text.push('\n');
    Ok(text)
}

fn add<'a>(f: &'a Finding, sources: &'a [Source], rules: &mut Vec<&'static Rule>, results: &mut Vec<Outcome<'a>>) {
    let rule_index = rules.iter().position(|rule| rule.id == f.rule.id).unwrap_or_else(|| {
        rules.push(f.rule);
        rules.len() - 1
    });
    let places: Vec<Location<'_>> = f.evidence.iter().filter_map(|evidence| place(evidence, sources)).collect();
    let mut places = places.into_iter();
    // without a place in a text, the subject is the place (section 3.33)
    let main = places.next().unwrap_or_else(|| Location {
        logical_locations: Some([LogicalLocation { fully_qualified_name: &f.subject }]),
        ..Location::default()
    });
    let numbered = places.enumerate().map(|(n, place)| Location { id: Some(n + 1), ..place });
    let advice = if f.help.is_empty() { String::new() } else { format!("\n{}", f.help) };
    results.push(Outcome {
        rule_id: f.rule.id,
        rule_index,
        level: level(f.severity),
        message: Message { text: format!("{}{advice}", f.message) },
        locations: [main],
        related_locations: numbered.collect(),
        properties: Properties { confidence: f.confidence.word() },
    });
    f.effects.iter().for_each(|effect| add(effect, sources, rules, results));
}

fn place<'a>(evidence: &Evidence, sources: &'a [Source]) -> Option<Location<'a>> {
    let Evidence::Span { source, range, label } = evidence else { return None };
    let source = sources.get(*source)?;
    Some(Location {
        physical_location: Some(PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(source) },
            region: region(source, range),
        }),
        message: (!label.is_empty()).then(|| Message { text: label.clone() }),
        ..Location::default()
    })
}

fn region<'a>(source: &'a Source, range: &Range<usize>) -> Region<'a> {
    let ((start_line, start_column), (end_line, end_column)) =
        (source.position(range.start), source.position(range.end));
    let snippet = source.text.get(range.clone()).filter(|text| text.len() <= LONGEST_SNIPPET);
    let snippet = snippet.map(|text| Snippet { text });
    Region { start_line, start_column, end_line, end_column, snippet }
}

/// A longer text is found by its lines.
const LONGEST_SNIPPET: usize = 1000;

/// A URI reference (RFC 3986): the path where there is a file, the shown name otherwise.
fn uri(source: &Source) -> String {
    let path = source.path.as_deref().unwrap_or_else(|| Path::new(&source.name));
    let scheme = if path.is_absolute() { "file://" } else { "" };
    let mut uri = scheme.to_owned();
    for byte in path.to_string_lossy().replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let written = write!(uri, "%{byte:02X}");
            debug_assert!(written.is_ok(), "a String takes every write");
        }
    }
    uri
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn descriptor(rule: &'static Rule) -> Descriptor {
    Descriptor {
        id: rule.id,
        short_description: Text { text: rule.meaning },
        help: Help { text: rule.manual, markdown: rule.manual },
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    invocations: [Invocation<'a>; 1],
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Text {
    text: &'static str,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    execution_successful: bool,
    exit_code: u8,
    exit_code_description: &'a str,
    start_time_utc: &'a str,
}

/// A `result` of the specification (section 3.27).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    properties: Properties,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Properties {
    confidence: &'static str,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<PhysicalLocation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    fully_qualified_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    region: Region<'a>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Snippet<'a>>,
}

#[derive(Serialize)]
struct Snippet<'a> {
    text: &'a str,
}
