//! `rtcdiag sdp lint`: every fault of a description, or of an offer and its answer, and which browser minds.

use super::read::Taken;
use super::wanted::Wanted;
use super::{Description, count, facts, fix, list, read};
use crate::cli::{Format, LintSdpArgs};
use crate::command::{Context, Failure, Outcome};
use crate::net::clock;
use crate::report::wire::facts::sdp_lint as wire;
use crate::report::{
    Block, Effect, Exit, Finding, Line, Part, Report, Severity, Source, Target, Tone, Verdict, VerdictResult,
};
use crate::rules::{Case, Prediction, Subject, judge, predict};
use crate::sdp::{Role, Summary};

/// Runs `rtcdiag sdp lint`.
///
/// # Errors
/// An input that cannot be read, or `--fix` of several: exit 2.
pub fn lint(args: &LintSdpArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let start = clock::now();
    let mut not_tested = Vec::new();
    let descriptions = read::descriptions(&args.files, args.pick, Taken::AsItIs, context, &mut not_tested)?;
    let all = found(&descriptions);
    let findings: Vec<Finding> = all.iter().filter(|finding| finding.concerns(&args.targets)).cloned().collect();
    let exit = if descriptions.iter().any(|description| !description.sdp.is_one()) {
        Exit { code: 2, reason: "nothing readable was found".to_owned() }
    } else {
        Exit::from_findings(&findings, context.global.fail_on())
    };
    let fixed = if args.fix { Some(repair(args, &descriptions, context)?) } else { None };
    if let Some((text, exit)) = fixed.as_ref().filter(|_| !structured(context)) {
        return Ok(Outcome::Document(text.clone(), exit.clone()));
    }
    let chrome = predict(&all, Target::Chrome);
    let firefox = predict(&all, Target::Firefox);
    let chosen = Target::ALL.into_iter().filter(|target| args.targets.contains(target));
    let readers: Vec<_> = chosen.map(|target| (target, predict(&all, target))).collect();
    let summaries: Vec<_> = descriptions.iter().map(|description| Summary::of(&description.sdp)).collect();
    let described: Vec<_> = descriptions.iter().zip(&summaries).collect();
    let sources: Vec<_> = descriptions
        .iter()
        .map(|d| Source { name: d.name.clone(), text: d.sdp.redacted_text(), path: d.path.clone() })
        .collect();
    let published = wire::SdpLint {
        descriptions: facts::facts(&described, &sources, &Wanted::none()).descriptions,
        browsers: wire::Browsers { chrome: prediction(chrome), firefox: prediction(firefox) },
        fixed: fixed.as_ref().map(|(text, _)| text.clone()),
    };
    let facts = serde_json::to_value(published).expect("facts are strings, numbers and lists");
    Ok(Outcome::Report(Box::new(Report {
        command: "sdp lint",
        origin: None,
        started: context.started.clone(),
        duration_ms: clock::ms(clock::now().saturating_duration_since(start)),
        verdict: verdict(&findings, &readers, descriptions.len() == 2),
        body: body(&readers),
        exit: fixed.map_or(exit, |(_, exit)| exit),
        findings,
        expectations: Vec::new(),
        not_tested,
        facts,
        sources,
        har: None,
    })))
}

/// The role of a description in a pair: what its wrapping says, else its place.
fn roles(one: &Description, other: &Description) -> [Role; 2] {
    let says = |description: &Description, kind: &str| description.kind.as_deref() == Some(kind);
    if says(one, "answer") && !says(other, "answer") || says(other, "offer") && !says(one, "offer") {
        [Role::Answer, Role::Offer]
    } else {
        [Role::Offer, Role::Answer]
    }
}

/// The role that the wrapping tells.
fn role(description: &Description) -> Option<Role> {
    match description.kind.as_deref() {
        Some("offer") => Some(Role::Offer),
        Some("answer" | "pranswer") => Some(Role::Answer),
        _ => None,
    }
}

/// Everything that is found, in each and, where there are two, in what they make of each other.
fn found(descriptions: &[Description]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let [one, other] = descriptions {
        let roles = roles(one, other);
        let cases = [Case::paired(&one.sdp, roles[0]), Case::paired(&other.sdp, roles[1])];
        let [first, second] = &cases;
        findings.extend(named(one, judge(Subject::Case(first, 0))));
        findings.extend(named(other, judge(Subject::Case(second, 1))));
        findings.extend(if roles[0] == Role::Offer {
            judge(Subject::Pair(first, second, [0, 1]))
        } else {
            judge(Subject::Pair(second, first, [1, 0]))
        });
    } else {
        for (number, description) in descriptions.iter().enumerate() {
            let case =
                role(description).map_or_else(|| Case::of(&description.sdp), |role| Case::told(&description.sdp, role));
            let found = judge(Subject::Case(&case, number));
            findings.extend(if descriptions.len() > 1 { named(description, found) } else { found });
        }
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// `found` with the name of its text before each subject.
fn named(description: &Description, mut found: Vec<Finding>) -> Vec<Finding> {
    found.iter_mut().for_each(|f| f.subject = format!("{}: {}", description.name, f.subject));
    found
}

/// Whether the result goes where a bare text would be out of place.
fn structured(context: &Context<'_>) -> bool {
    context.global.outputs().iter().any(|output| output.file.is_none() && output.format != Format::Text)
}

/// The repaired text or what changes in it, and how the run ends: by what is left.
fn repair(args: &LintSdpArgs, descriptions: &[Description], context: &Context<'_>) -> Result<(String, Exit), Failure> {
    let [description] = descriptions else {
        return Err(Failure::usage("repair several descriptions at once").hint("give one, or choose with `--pick N`"));
    };
    let (text, rules) = fix::fixed(&description.sdp, role(description), &args.targets);
    let after = crate::sdp::Sdp::parse(text.as_bytes());
    let left: Vec<_> = judge(Subject::Sdp(&after, 0)).into_iter().filter(|f| f.concerns(&args.targets)).collect();
    if rules.is_empty() {
        (context.notice)("nothing can be repaired without a guess");
    } else {
        (context.notice)(&format!("repaired: {}", rules.join(", ")));
    }
    let errors: Vec<_> = left.iter().filter(|f| f.severity == Severity::Error).map(|f| f.rule.id).collect();
    if !errors.is_empty() {
        (context.notice)(&format!("left for a person to decide: {}", errors.join(", ")));
    }
    let exit = Exit::from_findings(&left, context.global.fail_on());
    let text = if args.diff { fix::difference(description.sdp.text(), &text) } else { text };
    Ok((text, exit))
}

fn prediction(prediction: Prediction<'_>) -> wire::Prediction {
    let why = prediction.cause.map(|cause| format!("{} ({})", cause.message, cause.rule.id));
    wire::Prediction { verdict: prediction.word(), why }
}

/// Who reads it, with what is made of it.
type Reader<'a> = (Target, Prediction<'a>);

/// `Chrome refuses`, `Firefox takes it`.
fn said((target, prediction): &Reader<'_>, taken: &str) -> String {
    format!("{} {}", target.name(), prediction.effect.phrase().unwrap_or(taken))
}

/// What the chosen readers make of it, in one clause.
fn told(readers: &[Reader<'_>], pair: bool) -> String {
    let it = if pair { "both" } else { "it" };
    let names: Vec<_> = readers.iter().map(|(target, _)| target.name().to_owned()).collect();
    match readers {
        [(_, first), (other, second)] if first.effect == second.effect && first.effect != Effect::Notes => {
            let so = if first.effect == Effect::NoConnection { "neither" } else { "so" };
            let first = readers.first().map(|reader| said(reader, "")).unwrap_or_default();
            format!("{first}, and {so} does {}", other.name())
        }
        _ if readers.iter().all(|(_, prediction)| prediction.effect == Effect::Notes) => {
            format!("{} {} {it}", list(&names), if names.len() == 1 { "takes" } else { "take" })
        }
        _ => {
            let each: Vec<_> = readers.iter().map(|reader| said(reader, &format!("takes {it}"))).collect();
            each.join(", ")
        }
    }
}

fn verdict(findings: &[Finding], readers: &[Reader<'_>], pair: bool) -> Verdict {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let result = if errors > 0 { VerdictResult::Failed } else { VerdictResult::Ok };
    let both = told(readers, pair);
    let summary = match findings {
        [] => format!("{both}: nothing wrong found"),
        [first] => format!("{both}: {}", first.message),
        [first, rest @ ..] => {
            format!("{both}: {}, and {}", first.message, count(rest.len(), "more finding", "more findings"))
        }
    };
    Verdict { result, summary }
}

fn body(readers: &[Reader<'_>]) -> Vec<Part> {
    let row = |(target, prediction): &Reader<'_>| {
        let tone = match prediction.effect {
            Effect::Notes => Tone::Good,
            Effect::NoDataChannel | Effect::MediaMissing => Tone::Warn,
            _ => Tone::Bad,
        };
        let line = Line::toned(prediction.word(), tone);
        let line = match prediction.cause {
            Some(cause) => line.with(format!(", by {}", cause.rule.id), Tone::Dim),
            None => line,
        };
        (target.name().to_owned(), line)
    };
    vec![Part::always(Block::Fields(readers.iter().map(row).collect()))]
}
