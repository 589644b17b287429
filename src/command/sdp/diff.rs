//! `rtcdiag sdp diff`: what changed between two descriptions, and what did it.

use super::Description;
use super::body::{Fields, ROWS, field, heading};
use super::negotiate::two;
use super::read::{Taken, descriptions};
use crate::cli::DiffArgs;
use crate::command::{Context, Failure, Outcome};
use crate::net::clock;
use crate::report::number::plural;
use crate::report::wire::facts::sdp_diff as wire;
use crate::report::{Block, Exit, Line, Part, Report, Source, Table, Tone, Verdict, VerdictResult};
use crate::sdp::diff::{Change, ChangeKind, Diff, Story, Weight, What};

/// Runs `rtcdiag sdp diff`. To differ is no fault: the exit code is 0.
///
/// # Errors
/// An input that cannot be read, or anything but two descriptions in all: exit 2.
pub fn diff(args: &DiffArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let start = clock::now();
    let mut not_tested = Vec::new();
    let descriptions = two("diff", descriptions(&args.files, None, Taken::Unwrapped, context, &mut not_tested)?)?;
    let [before, after] = &descriptions;
    let diff = Diff::of(&before.sdp, &after.sdp);
    let sources = [before, after].map(|description| Source {
        name: description.name.clone(),
        text: description.sdp.redacted_text(),
        path: description.path.clone(),
    });
    let facts = serde_json::to_value(facts(before, after, &diff)).expect("facts are strings, numbers and lists");
    Ok(Outcome::Report(Box::new(Report {
        command: "sdp diff",
        origin: None,
        started: context.started.clone(),
        duration_ms: clock::ms(clock::now().saturating_duration_since(start)),
        verdict: Verdict { result: VerdictResult::Ok, summary: summary(&diff) },
        findings: Vec::new(),
        expectations: Vec::new(),
        not_tested,
        facts,
        body: body(before, after, &diff, args.noise),
        sources: sources.into(),
        har: None,
        exit: Exit::ok(),
    })))
}

/// `an ICE restart (certain): …; 3 changes that matter and 2 that do not`.
fn summary(diff: &Diff) -> String {
    let [matters, noise] = counts(diff);
    let what: Vec<_> =
        diff.stories.iter().map(|story| format!("{} ({})", story.what.words(), story.certainty.word())).collect();
    let what = what.join(", and ");
    let changes = match (matters, noise) {
        (0, 0) => "no change".to_owned(),
        (0, n) => format!("{}, none that matters", plural(n, "change")),
        (n, 0) => plural(n, "change"),
        (n, noise) => format!("{} and {noise} that do not matter", plural(n, "change")),
    };
    if what.is_empty() { changes } else { format!("{what}: {changes}") }
}

fn counts(diff: &Diff) -> [usize; 2] {
    [Weight::Session, Weight::Noise].map(|weight| diff.changes.iter().filter(|change| change.weight == weight).count())
}

fn body(before: &Description, after: &Description, diff: &Diff, noise: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut fields = Fields::new();
    field(&mut fields, "before", format!("`{}`", before.name));
    field(&mut fields, "after", format!("`{}`", after.name));
    for Story { what, certainty, why } in &diff.stories {
        let name = if *what == What::Identical { "why" } else { what.word() };
        field(&mut fields, name, format!("{why} ({})", certainty.word()));
    }
    parts.push(Part::always(Block::Fields(fields)));
    table(diff, Weight::Session, &mut parts);
    let hidden = counts(diff)[1];
    if noise {
        parts.extend((hidden > 0).then(|| heading("what does not matter".to_owned())));
        table(diff, Weight::Noise, &mut parts);
    } else if hidden > 0 {
        let text = format!("{} that do not matter: show them with `--noise`", plural(hidden, "more change"));
        parts.push(Part::always(Block::Line(Line::toned(text, Tone::Dim))));
    }
    parts
}

/// One table a section, in the order of the text.
fn table(diff: &Diff, weight: Weight, parts: &mut Vec<Part>) {
    let changes: Vec<_> = diff.changes.iter().filter(|change| change.weight == weight).collect();
    for group in changes.chunk_by(|one, other| one.place == other.place).take(ROWS) {
        let mut table = Table::new(&["change", "what"]);
        for change in group.iter().take(ROWS) {
            table.push(row(change));
        }
        parts.extend(group.first().map(|change| heading(change.place.name.clone())));
        parts.push(Part::always(Block::Table(table)));
        if group.len() > ROWS {
            let more = format!("and {} more", group.len() - ROWS);
            parts.push(Part::always(Block::Line(Line::toned(more, Tone::Dim))));
        }
    }
}

fn row(change: &Change) -> Vec<Line> {
    let (sign, tone) = match change.kind {
        ChangeKind::Added => ("+", Tone::Good),
        ChangeKind::Removed => ("-", Tone::Bad),
        ChangeKind::Changed => ("~", Tone::Warn),
        ChangeKind::Renumbered => ("#", Tone::Warn),
    };
    let name = Line::toned(sign, tone).with(format!(" {}", change.subject), Tone::Plain);
    vec![name, Line::plain(change.text.as_str())]
}

fn facts(before: &Description, after: &Description, diff: &Diff) -> wire::Diff {
    let changes = diff.changes.iter().map(|change| wire::Change {
        mid: change.place.mid.clone(),
        section: change.place.section,
        change: change.kind.word(),
        subject: change.subject,
        weight: change.weight.word(),
        text: change.text.clone(),
    });
    let stories = diff.stories.iter().map(|story| wire::Explanation {
        what: story.what.word(),
        confidence: story.certainty.word(),
        why: story.why.to_owned(),
    });
    wire::Diff {
        before: before.name.clone(),
        after: after.name.clone(),
        same: diff.is_same(),
        explanations: stories.collect(),
        changes: changes.collect(),
    }
}
