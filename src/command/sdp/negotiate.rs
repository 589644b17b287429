//! `rtcdiag sdp negotiate`: what two descriptions agree on, or would.

#[path = "negotiate_body.rs"]
mod body;
#[path = "negotiate_facts.rs"]
mod facts;
#[path = "negotiate_words.rs"]
mod words;

use super::Description;
use super::read::{Taken, descriptions};
use crate::cli::NegotiateArgs;
use crate::command::{Context, Failure, Outcome};
use crate::net::clock;
use crate::report::number::plural;
use crate::report::{Exit, FailOn, Finding, Report, Severity, Source, Verdict, VerdictResult};
use crate::rules::{Case, Subject, judge};
use crate::sdp::negotiate::{Negotiation, answer};
use crate::sdp::{Role, Sdp, Summary};

/// Runs `rtcdiag sdp negotiate`.
///
/// # Errors
/// An input that cannot be read, or anything but two descriptions in all: exit 2.
pub fn negotiate(args: &NegotiateArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let start = clock::now();
    let mut not_tested = Vec::new();
    let [first, second] = two("negotiate", descriptions(&args.files, None, Taken::Listed, context, &mut not_tested)?)?;
    let (kind, other) = (first.kind(&Summary::of(&first.sdp)), second.kind(&Summary::of(&second.sdp)));
    let swapped = !args.answered && kind == "answer" && other == "offer";
    let [offer, given] = if swapped { [second, first] } else { [first, second] };
    let (ours, theirs) = (Summary::of(&offer.sdp), Summary::of(&given.sdp));
    if ours.sections.is_empty() {
        return Err(Failure::usage(format!("negotiate: `{}` has no `m=` section", offer.name)));
    }
    let answered = args.answered || is_answer(&given, &theirs, &ours);
    let sources = [&offer, &given].map(|description| Source {
        name: description.name.clone(),
        text: description.sdp.redacted_text(),
        path: description.path.clone(),
    });
    let findings = if answered { judged(&offer.sdp, &given.sdp) } else { Vec::new() };
    let names = body::Names { offerer: &offer.name, answerer: &given.name };
    let drafts = (!answered).then(|| [answer(&ours, &theirs), answer(&theirs, &ours)]);
    let drafts = drafts.map(|drafts| drafts.map(|text| Sdp::parse(text.as_bytes())));
    let drafted = drafts.as_ref().map(|[ours, theirs]| [Summary::of(ours), Summary::of(theirs)]);
    let (forth, back) = match &drafted {
        None => (Negotiation::of(&ours, &theirs), None),
        Some([draft, reverse]) => (Negotiation::of(&ours, draft), Some(Negotiation::of(&theirs, reverse))),
    };
    let facts = serde_json::to_value(facts::facts(&names, &forth, back.as_ref()))
        .expect("facts are strings, numbers and lists");
    let dead = words::fatal(&forth);
    let failed = dead.is_some() || findings.iter().any(|finding| finding.severity == Severity::Error);
    let exit = match (Exit::from_findings(&findings, context.global.fail_on()), dead) {
        (Exit { code: 0, .. }, Some(reason)) if context.global.fail_on() != FailOn::Never => Exit { code: 1, reason },
        (exit, _) => exit,
    };
    Ok(Outcome::Report(Box::new(Report {
        command: "sdp negotiate",
        origin: None,
        started: context.started.clone(),
        duration_ms: clock::ms(clock::now().saturating_duration_since(start)),
        verdict: Verdict {
            result: if failed { VerdictResult::Failed } else { VerdictResult::Ok },
            summary: words::verdict(&names, &forth, back.as_ref(), findings.first()),
        },
        exit,
        findings,
        expectations: Vec::new(),
        not_tested,
        facts,
        body: body::body(&names, &forth, back.as_ref(), drafts.as_ref().map(|[draft, _]| draft)),
        sources: sources.into(),
        har: None,
    })))
}

/// The two descriptions that `command` compares.
///
/// # Errors
/// Any other number of them.
pub(super) fn two(command: &str, descriptions: Vec<Description>) -> Result<[Description; 2], Failure> {
    let count = descriptions.len();
    <[Description; 2]>::try_from(descriptions).map_err(|_| {
        let found = plural(count, "description");
        Failure::usage(format!("{command}: two descriptions are needed, {found} given"))
            .hint("name two files, or one that holds both")
    })
}

/// Whether `given` is an answer to `offer`, and not a list of what somebody can do.
///
/// Where nothing tells, as in SIP without DTLS, an answer is what replies to every section with nothing that was not
/// offered (RFC 3264 section 6.1).
fn is_answer(given: &Description, theirs: &Summary<'_>, offer: &Summary<'_>) -> bool {
    match given.kind(theirs).as_str() {
        "answer" | "pranswer" => return true,
        "offer" => return false,
        _ => {}
    }
    let whole = given.sdp.session().lines().any(|line| line.kind == Some('v'));
    let pairs = || offer.sections.iter().zip(&theirs.sections);
    whole
        && offer.sections.len() == theirs.sections.len()
        && pairs().all(|(ours, theirs)| ours.media.kind.as_str() == theirs.media.kind.as_str())
        && pairs().all(|(ours, theirs)| {
            let offered: Vec<_> = ours.media.formats.words().map(|format| format.as_str()).collect();
            theirs.media.formats.words().all(|format| offered.contains(&format.as_str()))
        })
}

/// What is wrong with the pair, and what makes one of the two unusable by itself.
fn judged(offer: &Sdp, answer: &Sdp) -> Vec<Finding> {
    let (offer, answer) = (Case::told(offer, Role::Offer), Case::told(answer, Role::Answer));
    let mut findings = judge(Subject::Pair(&offer, &answer, [0, 1]));
    for (number, (case, name)) in [(&offer, "offer"), (&answer, "answer")].into_iter().enumerate() {
        let errors = judge(Subject::Case(case, number)).into_iter().filter(|f| f.severity == Severity::Error);
        findings.extend(errors.map(|mut finding| {
            finding.subject = format!("{name}: {}", finding.subject);
            finding
        }));
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}
