//! `tests/fixtures/rules/<subject>/<name>/{bad,good}.<kind>`: `bad` raises this rule and no other error save its
//! effects and its cause, `good` does not raise it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rtcdiag::report::{Finding, Severity};
use rtcdiag::rules;

use super::readers::READERS;

#[test]
fn every_rule_fires_on_its_bad_fixture_and_not_on_its_good_one() {
    let faults: Vec<String> = rules::all().flat_map(|row| faults(row.rule.id)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_fixture_belongs_to_a_rule() {
    let mut lost = Vec::new();
    for subject in folders(&root()) {
        for rule in folders(&subject) {
            let id = rule.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            if rules::find(&id).is_none() {
                lost.push(id);
            }
        }
    }
    assert!(lost.is_empty(), "no rule has these fixtures: {lost:?}");
}

#[test]
fn a_missing_pair_is_found() {
    let faults = faults("turn/no-such-rule");
    assert!(faults.len() == 1 && faults.iter().all(|fault| fault.contains("turn/no-such-rule/bad.")), "{faults:?}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules")
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

fn faults(id: &str) -> Vec<String> {
    let folder = root().join(id);
    let mut faults = Vec::new();
    let mut pairs = 0;
    for (kind, judge) in READERS {
        let file = |which: &str| folder.join(format!("{which}.{kind}"));
        let (bad, good) = (file("bad"), file("good"));
        match (bad.exists(), good.exists()) {
            (false, false) => continue,
            (true, true) => pairs += 1,
            (true, false) => faults.push(format!("{id}: {} is missing", good.display())),
            (false, true) => faults.push(format!("{id}: {} is missing", bad.display())),
        }
        for (path, wanted) in [(bad, true), (good, false)].into_iter().filter(|(path, _)| path.exists()) {
            let name = path.display();
            let found = match judge(&path) {
                Ok(found) => found,
                Err(why) => {
                    faults.push(format!("{id}: {name}: {why}"));
                    continue;
                }
            };
            let all = flat(&found);
            let raised = all.iter().any(|finding| finding.rule.id == id);
            let apart = |f: &&Finding| !flat(std::slice::from_ref(*f)).iter().any(|one| one.rule.id == id);
            let errors: BTreeSet<&str> =
                found.iter().filter(|f| f.severity == Severity::Error).filter(apart).map(|f| f.rule.id).collect();
            match (wanted, raised) {
                (true, false) => faults.push(format!("{id}: {name} does not raise it")),
                (false, true) => faults.push(format!("{id}: {name} raises it")),
                _ => {}
            }
            if wanted && !errors.is_empty() {
                faults.push(format!("{id}: {name} raises other errors too: {errors:?}"));
            }
            for finding in all {
                faults.extend(spoken(finding).map(|fault| format!("{id}: {name}: {fault}")));
            }
        }
    }
    if pairs == 0 && faults.is_empty() {
        let kinds: Vec<&str> = READERS.iter().map(|(kind, _)| *kind).collect();
        faults.push(format!("{id}: {}/bad.<kind> is missing; kinds are {kinds:?}", folder.display()));
    }
    faults
}

/// A finding and its effects.
fn flat(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().flat_map(|finding| std::iter::once(finding).chain(flat(&finding.effects))).collect()
}

/// What is wrong with the words of a finding.
fn spoken(finding: &Finding) -> Option<String> {
    let id = finding.rule.id;
    if finding.message.is_empty() || finding.subject.is_empty() {
        return Some(format!("{id} says nothing, or not about what"));
    }
    if finding.help.is_empty() && finding.severity > Severity::Info {
        return Some(format!("{id} does not say what to do"));
    }
    let ended = |text: &str| text.ends_with('.') && !text.contains(". ");
    [&finding.message, &finding.help]
        .into_iter()
        .find(|text| ended(text) || text.contains("simply"))
        .map(|text| format!("{id}: `{text}` does without its full stop and without `simply`"))
}
