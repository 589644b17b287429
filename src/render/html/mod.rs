//! One page for a browser, with everything in it: for a ticket, a mail, a manager.
//!
//! For: any report, on a phone, on a desk, on paper, in light and in the dark, without script. Not for: machines. The
//! page loads nothing and runs nothing: its policy (CSP level 3, <https://www.w3.org/TR/CSP3/>) allows one style sheet
//! by its hash and forbids the rest. Text from outside is cleaned as for a terminal, then escaped by the template.
//! Drawings are inline SVG that takes its width from the page: places are shares of it, so that letters keep their
//! size.

mod axis;
mod blocks;
mod finding;
mod page;
mod plot;
mod rich;

pub use page::{html, html_of_text};

#[cfg(test)]
mod tests;
