//! Descriptions that were changed between being created and being set.

use std::collections::HashMap;

use super::{Connection, End, EventKind};

/// What was changed in a description. Passwords are taken out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Munging {
    /// The event that set it, by its place in the log.
    pub event: usize,
    /// Lines that were created and not set.
    pub removed: Vec<String>,
    /// Lines that were set and not created.
    pub added: Vec<String>,
}

impl Connection {
    /// Every local description that was set otherwise than it was created last.
    pub fn mungings(&self) -> Vec<Munging> {
        let mut created = None;
        let mut mungings = Vec::new();
        for (event, kind) in self.events.iter().map(|event| &event.kind).enumerate() {
            match kind {
                EventKind::Created(description) => created = Some(description),
                EventKind::Set(End::Local, set) => {
                    let Some(created) = created.filter(|created| created.kind == set.kind) else { continue };
                    let (was, is) = (created.sdp.expose().redacted_text(), set.sdp.expose().redacted_text());
                    let munging = Munging { event, removed: without(&was, &is), added: without(&is, &was) };
                    if !munging.removed.is_empty() || !munging.added.is_empty() {
                        mungings.push(munging);
                    }
                }
                _ => {}
            }
        }
        mungings
    }
}

/// The lines of `text` that `other` lacks.
fn without(text: &str, other: &str) -> Vec<String> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    other.lines().for_each(|line| *left.entry(line).or_default() += 1);
    let lines = text.lines().filter(|line| match left.get_mut(line) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => !line.is_empty(),
    });
    lines.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn repeated_lines_are_counted() {
        assert_eq!(without("a\r\nb\r\nb\r\nc", "b\r\na"), ["b", "c"]);
        assert!(without("a\r\nb", "b\na").is_empty(), "order and line ends are another matter");
    }
}
