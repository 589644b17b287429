//! Manual pages: the little Markdown that they are written in, for a terminal.
//!
//! Knows headings, paragraphs, lists, fenced code, `literals`, `**strong**` and links. Not for: Markdown at large.

use super::page::{Page, literals};
use crate::report::{Line, Tone};
use crate::term::Screen;

/// `markdown` as a page.
pub fn manual(markdown: &str, screen: Screen) -> String {
    let mut page = Page::new(screen);
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        let fence = line.trim_start().starts_with("```");
        let kind = if in_code || fence { Kind::Code } else { Kind::of(line) };
        if !matches!(kind, Kind::Text) {
            flush(&mut page, &mut paragraph);
        }
        match kind {
            Kind::Code if fence => {
                in_code = !in_code;
                page.blank();
            }
            Kind::Code => page.wrapped(Line::plain(CODE_MARGIN), CODE_MARGIN.len(), &Line::toned(line, Tone::Name)),
            Kind::Heading(text) => {
                page.blank();
                page.wrapped(Line::default(), 2, &Line::toned(text, Tone::Strong));
            }
            Kind::Blank => page.blank(),
            Kind::Item => paragraph.push_str(line),
            Kind::Text => {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line.trim());
            }
        }
    }
    flush(&mut page, &mut paragraph);
    page.finish()
}

const MARGIN: &str = "  ";
const CODE_MARGIN: &str = "      ";

enum Kind<'a> {
    Blank,
    Code,
    Heading(&'a str),
    Item,
    Text,
}

impl<'a> Kind<'a> {
    fn of(line: &'a str) -> Self {
        let text = line.trim_start();
        if text.is_empty() {
            Self::Blank
        } else if line.starts_with('#') {
            Self::Heading(line.trim_start_matches('#').trim())
        } else if item(text).is_some() {
            Self::Item
        } else {
            Self::Text
        }
    }
}

/// The mark of a list item, and its text.
fn item(line: &str) -> Option<(&str, &str)> {
    let (mark, text) = line.split_once(' ')?;
    let numbered = || mark.strip_suffix('.').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    (matches!(mark, "-" | "*") || numbered()).then(|| (mark, text.trim_start()))
}

fn flush(page: &mut Page, paragraph: &mut String) {
    let text = std::mem::take(paragraph);
    let trimmed = text.trim_start();
    if trimmed.is_empty() {
        return;
    }
    let indent = MARGIN.len() + (text.len() - trimmed.len());
    match item(trimmed) {
        Some((mark, rest)) => {
            let mark = if matches!(mark, "-" | "*") { page.signs.bullet } else { mark };
            let lead = format!("{}{mark} ", " ".repeat(indent));
            let hang = lead.chars().count();
            page.wrapped(Line::plain(lead), hang, &inline(rest));
        }
        None => page.wrapped(Line::plain(MARGIN), MARGIN.len(), &inline(trimmed)),
    }
}

/// Literals, strong words and links of one paragraph.
fn inline(text: &str) -> Line {
    let mut line = Line::default();
    for span in literals(text).0 {
        if span.tone == Tone::Name {
            line.0.push(span);
            continue;
        }
        for (n, part) in links(&span.text).split("**").enumerate() {
            line = line.with(part, if n % 2 == 1 { Tone::Strong } else { Tone::Plain });
        }
    }
    line
}

/// `[text](address)` as `text (address)`, `<address>` as `address`.
fn links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[')
        && let Some((name, after)) = after.split_once("](")
        && let Some((address, after)) = after.split_once(')')
    {
        out.push_str(&format!("{before}{name} ({address})"));
        rest = after;
    }
    out.push_str(rest);
    while let Some((before, after)) = out.split_once("<http")
        && let Some((address, after)) = after.split_once('>')
    {
        out = format!("{before}http{address}{after}");
    }
    out
}
