//! Manual pages: the little Markdown that they are written in, for a terminal.
//!
//! Knows headings, paragraphs, lists, fenced code, `literals`, `**strong**` and links. Not for: Markdown at large.

use super::page::{Page, literals};
use crate::report::{Line, Tone};
use crate::term::Screen;

/// `markdown` as a page.
pub fn manual(markdown: &str, screen: Screen) -> String {
    let mut manual = Manual { page: Page::new(screen), paragraph: String::new(), in_code: false, under_heading: false };
    markdown.lines().for_each(|line| manual.line(line));
    manual.flush();
    manual.page.finish()
}

struct Manual {
    page: Page,
    /// The lines of a paragraph or an item, joined until it ends.
    paragraph: String,
    in_code: bool,
    under_heading: bool,
}

impl Manual {
    fn line(&mut self, line: &str) {
        let fence = line.trim_start().starts_with("```");
        let kind = if self.in_code || fence { Kind::Code } else { Kind::of(line) };
        if !matches!(kind, Kind::Text) {
            self.flush();
        }
        match kind {
            Kind::Code if fence => {
                self.in_code = !self.in_code;
                self.gap();
            }
            Kind::Code => self.put(CODE_MARGIN, CODE_MARGIN.len() + 2, &Line::toned(line, Tone::Name)),
            Kind::Heading(text) => {
                self.page.blank();
                self.put("", 2, &Line::toned(text, Tone::Strong));
                self.under_heading = true;
            }
            Kind::Blank => self.gap(),
            Kind::Item => self.paragraph.push_str(line),
            Kind::Text => {
                if !self.paragraph.is_empty() {
                    self.paragraph.push(' ');
                }
                self.paragraph.push_str(line.trim());
            }
        }
    }

    /// What belongs to a heading stands right under it.
    fn gap(&mut self) {
        if !self.under_heading {
            self.page.blank();
        }
    }

    fn put(&mut self, lead: &str, hang: usize, line: &Line) {
        self.page.wrapped(Line::plain(lead), hang, line);
        self.under_heading = false;
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        let trimmed = text.trim_start();
        if trimmed.is_empty() {
            return;
        }
        let Some((mark, rest)) = item(trimmed) else { return self.put(MARGIN, MARGIN.len(), &inline(trimmed)) };
        let mark = if matches!(mark, "-" | "*") { self.page.signs.bullet } else { mark };
        let lead = format!("{}{mark} ", " ".repeat(MARGIN.len() + text.len() - trimmed.len()));
        self.put(&lead, lead.chars().count(), &inline(rest));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::strip;

    #[test]
    fn a_page_of_everything() {
        let page = "# a/rule\n\n**error**: it `fails`\n## Example\nOne paragraph over\ntwo lines.\n```sdp\na=mid:1   kept\n\n  \
                    as it is\n```\n- an item that is long enough to be folded\n  1. nested\n- [RFC 8445](https://www.rfc-editor.org/rfc/rfc8445) \
                    and <https://w3.org>, 1 -> 2\n";
        insta::assert_snapshot!(strip(&manual(page, Screen { width: 40, unicode: true })), @"
        a/rule
          error: it `fails`

        Example
          One paragraph over two lines.

              a=mid:1   kept

                as it is

          • an item that is long enough to be
            folded
            1. nested
          • RFC 8445
            (https://www.rfc-editor.org/rfc/rfc8
            445) and https://w3.org, 1 -> 2
        ");
    }

    #[test]
    fn an_open_fence_and_hostile_text_are_harmless() {
        let page = manual("```\n\x1b[31m\n# no heading", Screen { width: 40, unicode: true });
        assert_eq!(strip(&page), "      \\x1b[31m\n      # no heading\n");
    }
}
