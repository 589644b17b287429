//! `rtcdiag explain`: the manual page of a rule, the meaning of an error code, or the list of both.

use super::output::screen;
use super::{Context, Failure, Outcome};
use crate::cli::ExplainArgs;
use crate::render;
use crate::report::{Block, Line, Part, Rule, Severity, Table, Tone};
use crate::rules::codes::{self, Code};
use crate::rules::{self, Row};

/// Runs `rtcdiag explain`.
pub(super) fn run(args: &ExplainArgs, context: &Context<'_>) -> Result<Outcome, Failure> {
    let screen = screen(context.global);
    let of_subject = |topic: &str| rules::all().filter(|row| row.rule.subject() == topic).collect::<Vec<_>>();
    let text = match args.topic.as_deref() {
        None => render::blocks(&[rule_list(rules::all()), code_list()].concat(), screen),
        Some(topic) => {
            if let Some(row) = rules::find(topic) {
                render::manual(&rule_page(&row.rule), screen)
            } else if let Some(code) = topic.parse().ok().and_then(codes::find) {
                render::manual(&code_page(code), screen)
            } else {
                match of_subject(topic) {
                    rows if rows.is_empty() => return Err(unknown(topic)),
                    rows => render::blocks(&rule_list(rows), screen),
                }
            }
        }
    };
    Ok(Outcome::Text(text))
}

fn unknown(topic: &str) -> Failure {
    let failure = Failure::usage(format!("explain `{topic}`: no such rule or error code"));
    let ids: Vec<String> = rules::nearest(topic).iter().map(|id| format!("`{id}`")).collect();
    failure.hint(match ids.is_empty() {
        true => "`rtcdiag explain` lists all".to_owned(),
        false => format!("did you mean {}? `rtcdiag explain` lists all", ids.join(" or ")),
    })
}

fn rule_page(rule: &Rule) -> String {
    // a page that begins with its own title would say it twice
    let manual = match rule.manual.split_once('\n') {
        Some((title, rest)) if title.starts_with("# ") => rest.trim_start(),
        _ => rule.manual,
    };
    format!("# {}\n\n**{}**: {}\n\n{manual}", rule.id, rule.severity.word(), rule.meaning)
}

fn code_page(code: &Code) -> String {
    let Code { name, defined, wire, servers, action, .. } = code;
    let mut page = format!(
        "# {} {name}\n\ndefined in {defined}\n\n## On the wire\n\n{wire}\n\n## What servers say\n\n{servers}\n\n\
         ## What to do\n\n{action}\n",
        numbers(code)
    );
    let about = code.rules.iter().filter_map(|id| rules::find(id));
    let about: Vec<String> = about.map(|row| format!("- `{}`: {}\n", row.rule.id, row.rule.meaning)).collect();
    if !about.is_empty() {
        page.push_str(&format!("\n## Rules about it\n\n{}", about.concat()));
    }
    page
}

fn numbers(code: &Code) -> String {
    match code.last {
        last if last == code.code => code.code.to_string(),
        last => format!("{}-{last}", code.code),
    }
}

fn rule_list(rows: impl IntoIterator<Item = &'static Row>) -> Vec<Part> {
    let mut table = Table::new(&["id", "severity", "meaning"]);
    for Row { rule, .. } in rows {
        let tone = match rule.severity {
            Severity::Error => Tone::Bad,
            Severity::Warning => Tone::Warn,
            Severity::Info => Tone::Plain,
        };
        let severity = Line::toned(rule.severity.word(), tone);
        table.push(vec![Line::toned(rule.id, Tone::Name), severity, rule.meaning.into()]);
    }
    section("rules", table)
}

fn code_list() -> Vec<Part> {
    let mut table = Table::new(&["code", "name", "defined in"]);
    for code in codes::all() {
        let defined = Line::toned(code.defined, Tone::Dim);
        table.push(vec![Line::toned(numbers(code), Tone::Name), code.name.into(), defined]);
    }
    section("STUN, TURN and ICE error codes", table)
}

fn section(title: &str, table: Table) -> Vec<Part> {
    vec![Part::always(Block::Heading(title.to_owned())), Part::always(Block::Table(table))]
}
