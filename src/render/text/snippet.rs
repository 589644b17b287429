//! Points at the places of a text that a finding rests on: both halves of a contradiction in one picture.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use unicode_width::UnicodeWidthStr;

use super::page::{Page, literals};
use super::wrap::cut;
use crate::report::{Evidence, Finding, Line, Severity, Source, Tone};
use crate::term::{Screen, strip};

/// A picture for each source that `finding` points into.
pub(super) fn snippets(page: &mut Page, finding: &Finding, sources: &[Source]) {
    for (number, source) in sources.iter().enumerate() {
        let places: Vec<Place<'_>> = finding
            .evidence
            .iter()
            .enumerate()
            .filter_map(|(n, evidence)| match evidence {
                Evidence::Span { source, range, label } if *source == number => {
                    Some(Place { range: range.clone(), label, main: n == 0 })
                }
                _ => None,
            })
            .collect();
        if let Some(main) = places.first() {
            let (line, column) = source.position(main.range.start);
            let origin = Line::toned(format!("{}:{line}:{column}", source.name), Tone::Name);
            picture(page, finding.severity, &origin, source, &places);
        }
    }
}

/// What stands left of a picture.
const INDENT: usize = 4;

#[derive(Debug)]
struct Place<'a> {
    range: Range<usize>,
    label: &'a str,
    main: bool,
}

fn picture(page: &mut Page, severity: Severity, origin: &Line, source: &Source, places: &[Place<'_>]) {
    let window = Window::new(page.screen, source, places);
    let margin = " ".repeat(INDENT);
    let room = page.screen.text_width().saturating_sub(INDENT);
    let render = |labels| window.render(page.screen, severity, room, labels);
    // the picture is cut to the width, its labels are not: where they do not fit they go beneath
    let labelled = render(true);
    let (rows, beneath) = if fits(&labelled, room) { (labelled, false) } else { (render(false), true) };
    let (head, rows) = rows.split_once('\n').unwrap_or_default();
    // its own head would count the columns of the cleaned text
    let head = strip(head);
    let arrow = head.trim_end_matches(|c: char| c == ':' || c.is_ascii_digit());
    page.wrapped(Line::toned(format!("{margin}{arrow}"), Tone::Dim), INDENT + 2, origin);
    let whole = fits(rows, room);
    for row in rows.lines() {
        if whole {
            page.painted(format!("{margin}{row}"));
        } else {
            page.put(cut(&Line::plain(format!("{margin}{}", strip(row))), room + INDENT, "."));
        }
    }
    if beneath {
        for place in places.iter().filter(|place| !place.label.is_empty()) {
            let (line, _) = source.position(place.range.start);
            let lead = Line::plain(margin.as_str()).with(format!("line {line}: "), Tone::Dim);
            page.wrapped(lead, INDENT + 2, &literals(place.label));
        }
    }
}

/// Whether all of a picture but its head fits into `room`.
fn fits(rows: &str, room: usize) -> bool {
    rows.lines().skip(1).all(|row| strip(row).width() <= room)
}

/// The lines from the first to the last place, made harmless, with the places where they are in them.
struct Window {
    text: String,
    first_line: usize,
    marks: Vec<(Range<usize>, String, bool)>,
}

/// A line longer than this, in bytes, is cut around its places before it is laid out.
const LONG_LINE: usize = 1000;

/// What is kept on both sides of a place in a long line, in bytes.
const KEPT: usize = 200;

/// Lines that no place touches are shown when one stands alone; in a window longer than this they stay empty.
const LONG_WINDOW: usize = 500;

impl Window {
    fn new(screen: Screen, source: &Source, places: &[Place<'_>]) -> Self {
        let text = source.text.as_str();
        let first = places.iter().map(|place| place.range.start).min().unwrap_or(0).min(text.len());
        let last = places.iter().map(|place| inside(&place.range)).max().unwrap_or(0).min(text.len());
        let from = text.as_bytes().iter().take(first).rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let to = text.as_bytes().iter().skip(last).position(|byte| *byte == b'\n').map_or(text.len(), |at| last + at);
        let shown = text.get(from..to).unwrap_or_default();
        let sparse = shown.matches('\n').count() > LONG_WINDOW;
        let mut window = Self {
            text: String::new(),
            first_line: source.position(from).0,
            marks: places.iter().map(|place| (0..0, screen.clean(place.label).into_owned(), place.main)).collect(),
        };
        let mut at = from;
        for line in shown.split('\n') {
            let body = line.strip_suffix('\r').unwrap_or(line);
            let touching: Vec<usize> = (0..places.len())
                .filter(|n| {
                    let range = places.get(*n).map_or(0..0, |place| place.range.clone());
                    range.start <= at + line.len() && inside(&range) >= at
                })
                .collect();
            if !touching.is_empty() || !sparse {
                window.line(screen, body, at, touching.iter().filter_map(|n| Some((*n, places.get(*n)?))));
            }
            window.text.push('\n');
            at += line.len() + 1;
        }
        window
    }

    /// Appends `body`, which begins at byte `at` of the whole text, and notes where the places in it have gone.
    fn line<'p>(
        &mut self,
        screen: Screen,
        body: &str,
        at: usize,
        places: impl Iterator<Item = (usize, &'p Place<'p>)>,
    ) {
        let local = |byte: usize| boundary(body, byte.saturating_sub(at));
        let places: Vec<_> = places.collect();
        let mut kept = 0..body.len();
        if body.len() > LONG_LINE {
            let start = places.first().map_or(0, |(_, place)| local(place.range.start));
            kept = boundary(body, start.saturating_sub(KEPT))..boundary(body, start + KEPT);
        }
        if kept.start > 0 {
            self.text.push_str("...");
        }
        let line_at = self.text.len();
        let moved = |byte: usize| {
            let before = kept.start..local(byte).clamp(kept.start, kept.end);
            line_at + screen.clean(body.get(before).unwrap_or_default()).len()
        };
        for (n, place) in places {
            if let Some((mark, ..)) = self.marks.get_mut(n) {
                if place.range.start >= at {
                    mark.start = moved(place.range.start);
                }
                mark.end = moved(place.range.end).max(mark.start);
            }
        }
        self.text.push_str(&screen.clean(body.get(kept.clone()).unwrap_or_default()));
        if kept.end < body.len() {
            self.text.push_str("...");
        }
    }

    fn render(&self, screen: Screen, severity: Severity, room: usize, labels: bool) -> String {
        let annotations = self.marks.iter().map(|(range, label, main)| {
            let kind = if *main { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation: Annotation<'_> = kind.span(range.clone());
            if labels && !label.is_empty() { annotation.label(label.as_str()) } else { annotation }
        });
        let level = match severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let snippet = Snippet::source(self.text.as_str()).path("").line_start(self.first_line).annotations(annotations);
        Renderer::styled()
            .term_width(room)
            .decor_style(if screen.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii })
            .render(&[Group::with_level(level).element(snippet)])
    }
}

/// The last byte that belongs to `range`; an empty range is a place between two bytes.
fn inside(range: &Range<usize>) -> usize {
    range.end.saturating_sub(1).max(range.start)
}

/// The nearest character boundary of `text` at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
