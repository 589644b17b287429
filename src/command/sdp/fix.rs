//! Repairs a description by the edits of its findings, and shows what they change.

use std::fmt::Write;

use crate::report::{Edit, Finding, Target};
use crate::rules::{Case, Subject, judge};
use crate::sdp::{Role, Sdp};

/// Edits that overlap wait for the next round, which sees the text as the first has left it.
const ROUNDS: usize = 5;

/// `sdp` with every safe repair of what concerns `targets`, and the ids of the rules that repaired something.
pub(super) fn fixed(sdp: &Sdp, role: Option<Role>, targets: &[Target]) -> (String, Vec<&'static str>) {
    let mut text = sdp.text().to_owned();
    let mut rules = Vec::new();
    for _ in 0..ROUNDS {
        let sdp = Sdp::parse(text.as_bytes());
        let case = role.map_or_else(|| Case::of(&sdp), |role| Case::told(&sdp, role));
        let findings: Vec<Finding> =
            judge(Subject::Case(&case, 0)).into_iter().filter(|finding| finding.concerns(targets)).collect();
        let mut edits: Vec<&Edit> = findings.iter().flat_map(|finding| &finding.edits).collect();
        if edits.is_empty() {
            break;
        }
        let mending = findings.iter().filter(|finding| !finding.edits.is_empty()).map(|finding| finding.rule.id);
        rules.extend(mending);
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        text = apply(&text, &edits);
    }
    rules.sort_unstable();
    rules.dedup();
    (text, rules)
}

/// `text` with `edits`, which are in order; one that begins inside the one before it is left out.
fn apply(text: &str, edits: &[&Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for edit in edits {
        let Some(between) = text.get(copied..edit.range.start) else { continue };
        out.push_str(between);
        out.push_str(&edit.text);
        copied = edit.range.end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// The lines that differ, `-` before the old and `+` before the new ones, with their place in the old text.
///
/// Lines are compared from both ends of what is left, and put side by side where the two texts meet again.
pub(super) fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut out = String::new();
    let (mut a, mut b) = (0, 0);
    while a < old.len() || b < new.len() {
        if let (Some(one), Some(other)) = (old.get(a), new.get(b))
            && one == other
        {
            (a, b) = (a + 1, b + 1);
            continue;
        }
        let (gone, come) = meeting(old.get(a..).unwrap_or_default(), new.get(b..).unwrap_or_default());
        // a String takes all that is written into it
        let _ = writeln!(out, "@@ line {} @@", a + 1);
        old.iter().skip(a).take(gone).for_each(|line| shown(&mut out, '-', line));
        new.iter().skip(b).take(come).for_each(|line| shown(&mut out, '+', line));
        (a, b) = (a + gone, b + come);
    }
    out
}

/// How far to look for a line that both texts have.
const WINDOW: usize = 64;

/// How many lines of each text come before the next line that they share.
fn meeting(old: &[&str], new: &[&str]) -> (usize, usize) {
    for reach in 1..WINDOW {
        for gone in 0..=reach {
            let come = reach - gone;
            if let (Some(one), Some(other)) = (old.get(gone), new.get(come))
                && one == other
            {
                return (gone, come);
            }
        }
    }
    (old.len(), new.len())
}

fn shown(out: &mut String, sign: char, line: &str) {
    out.push(sign);
    out.push_str(line.trim_end_matches(['\r', '\n']));
    // what ends a line is what may have changed
    let end = if line.ends_with("\r\n") || line.ends_with('\n') { "" } else { " (no line end)" };
    out.push_str(end);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_shown_with_its_place() {
        let shown = difference("v=0\r\na=x\r\na=y\r\nb\r\nc", "v=0\r\na=X\r\na=y\r\nn\r\nb\r\nc\r\n");
        assert_eq!(shown, "@@ line 2 @@\n-a=x\n+a=X\n@@ line 4 @@\n+n\n@@ line 5 @@\n-c (no line end)\n+c\n");
        assert_eq!(difference("a\n", "a\n"), "");
    }

    #[test]
    fn edits_that_overlap_wait() {
        let edit = |range, text: &str| Edit { source: 0, range, text: text.to_owned() };
        let (one, two, three) = (edit(0..2, "x"), edit(1..3, "y"), edit(3..3, "z"));
        assert_eq!(apply("abcd", &[&one, &two, &three]), "xczd");
    }
}
