//! Ids, words and manual pages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rtcdiag::report::{Rule, Severity};
use rtcdiag::rules;

const HEADINGS: [&str; 5] = ["What it does", "Why it matters", "Example", "Use instead", "References"];

#[test]
fn ids_are_unique() {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> = rules::all().map(|row| row.rule.id).filter(|id| !seen.insert(*id)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn every_rule_is_named_and_explained_well() {
    let faults: Vec<String> = rules::all().flat_map(|row| faults(&row.rule)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_a_check() {
    let idle: Vec<_> = rules::all().filter(|row| row.checks.is_empty()).map(|row| row.rule.id).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn every_manual_page_belongs_to_a_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut lost = Vec::new();
    for subject in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for page in fs::read_dir(&subject).unwrap().map(|entry| entry.unwrap().path()) {
            if page.extension().is_some_and(|extension| extension == "md") {
                let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
                let id = format!("{}/{}", name(&subject), name(&page));
                let text = fs::read_to_string(&page).unwrap();
                if rules::find(&id).is_none_or(|row| row.rule.manual != text) {
                    lost.push(id);
                }
            }
        }
    }
    assert!(lost.is_empty(), "no rule has this page as its manual: {lost:?}");
}

#[test]
fn bad_rules_are_found() {
    let good = "## What it does\nx\n## Why it matters\nx\n## Example\nx\n## Use instead\nx\n## References\n- RFC 8445 section 5\n";
    let rule = |id, meaning, manual| Rule { id, severity: Severity::Error, meaning, manual };
    assert!(faults(&rule("turn/wrong-name", "it is so", good)).is_empty());
    for (bad, want) in [
        (rule("turn/Wrong_name", "it is so", good), "kebab"),
        (rule("turn", "it is so", good), "kebab"),
        (rule("turn/x", "It is so", good), "lower case"),
        (rule("turn/x", "it is so.", good), "full stop"),
        (rule("turn/x", "it is simply so", good), "simply"),
        (rule("turn/x", "it is so", "## What it does\nx\n"), "Why it matters"),
        (rule("turn/x", "it is so", "## References\n- a blog\n"), "specification"),
    ] {
        let faults = faults(&bad).join("\n");
        assert!(faults.contains(want), "`{want}` in: {faults}");
    }
}

fn faults(rule: &Rule) -> Vec<String> {
    let Rule { id, meaning, manual, .. } = *rule;
    let kebab = |part: &str| {
        let end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        end(part.chars().next())
            && end(part.chars().last())
            && !part.contains("--")
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let mut faults = Vec::new();
    let mut check = |fine: bool, fault: &str| {
        if !fine {
            faults.push(format!("{id}: {fault}"));
        }
    };
    check(id.split('/').count() == 2 && id.split('/').all(kebab), "the id is `subject/kebab-name`");
    let first = meaning.split_whitespace().next().unwrap_or_default();
    let proper = first.chars().filter(|c| c.is_uppercase()).count() != 1 || NAMES.iter().any(|n| first.starts_with(n));
    check(!meaning.is_empty() && proper, "the meaning begins in lower case");
    check(!meaning.ends_with('.') || meaning.contains(". "), "the meaning has no full stop");
    for word in ["simply", "just ", "!", "please"] {
        check(!meaning.contains(word), &format!("the meaning does without `{word}`"));
    }
    let headings: Vec<&str> =
        manual.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_matches(['#', ' '])).collect();
    for heading in HEADINGS {
        check(headings.contains(&heading), &format!("the manual has the heading `{heading}`"));
    }
    let references = manual.split("References").last().unwrap_or_default();
    let specified = ["RFC ", "W3C", "w3.org", "rfc-editor.org", "ietf.org", "IEEE", "ITU"];
    check(specified.iter().any(|word| references.contains(word)), "a reference is an RFC section or a specification");
    faults
}

/// Names that a sentence may begin with.
const NAMES: &[&str] = &["Chrome", "Firefox", "Safari", "Coturn", "Windows"];
