//! Where the fault of a changed text is, found by comparing it with what it was made from.

use std::collections::BTreeSet;

use rtcdiag::report::{Evidence, Finding};

/// A text with one fault, and the lines that have it.
pub(crate) struct Fault {
    /// The text.
    pub(crate) text: String,
    /// Lines, from 1, that differ from those of the base or are not there.
    changed: BTreeSet<usize>,
    /// Behind which lines, from 1, something is gone.
    gaps: BTreeSet<usize>,
    /// Whether an `m=` line is gone.
    lost: bool,
}

impl Fault {
    /// What was done to `base` to make `text`.
    pub(crate) fn between(base: &str, text: &str) -> Self {
        Self::alike(base, text, |line| line.to_owned())
    }

    /// The same, where lines are alike whose `form` is the same.
    pub(crate) fn alike(base: &str, text: &str, form: impl Fn(&str) -> String) -> Self {
        let lines = |text: &str| text.split_inclusive('\n').map(&form).collect::<Vec<_>>();
        let (old, new) = (lines(base), lines(text));
        let kept = common(&old, &new);
        let changed = (1..=new.len()).filter(|line| !kept.iter().any(|(_, at)| at + 1 == *line)).collect();
        let gone: Vec<usize> = (0..old.len()).filter(|line| !kept.iter().any(|(at, _)| at == line)).collect();
        let behind = |line: &usize| kept.iter().filter(|(at, _)| at < line).map(|(_, at)| at + 1).max().unwrap_or(0);
        let lost = gone.iter().any(|line| old[*line].starts_with("m="));
        Self { text: text.to_owned(), changed, gaps: gone.iter().map(behind).collect(), lost }
    }

    /// Whether a finding at `line` tells of the fault: it stands on a changed line or beside a gap; where a line is gone,
    /// in the section that it is gone from; and where a section is gone, in the session part, which names it.
    fn is_told_at(&self, line: usize) -> bool {
        let section = |line: usize| self.text.split('\n').take(line).filter(|line| line.starts_with("m=")).count();
        let near = |gap: &usize| line == *gap || line == gap + 1 || section(line) == section(*gap);
        self.changed.contains(&line)
            || self.gaps.iter().any(near)
            || (self.lost && section(line) == 0)
            || (self.changed.is_empty() && self.gaps.is_empty())
    }
}

/// The longest list of lines that both have in order, as pairs of their places.
fn common(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut best = vec![0_u32; (old.len() + 1) * width];
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            best[i * width + j] = if one == other {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Where the findings in `causes` point to in `source`, if none of them points at the fault with its main span.
pub(crate) fn missed<'f>(fault: &Fault, source: usize, causes: impl Iterator<Item = &'f Finding>) -> Option<String> {
    let mut places = Vec::new();
    for finding in causes {
        let spans = finding.evidence.iter().filter_map(|evidence| match evidence {
            Evidence::Span { source, range, .. } => Some((*source, range.start)),
            _ => None,
        });
        for (n, (from, start)) in spans.enumerate() {
            if from != source {
                continue;
            }
            let line = fault.text[..start].matches('\n').count() + 1;
            if fault.is_told_at(line) {
                return None;
            }
            if n == 0 {
                places.push(format!("{} at line {line}", finding.rule.id));
            }
        }
    }
    Some(format!("{}; changed {:?}, gone behind {:?}", places.join(", "), fault.changed, fault.gaps))
}
