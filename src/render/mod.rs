//! One file per format: a [`Report`](crate::report::Report) in, text out.
//!
//! For: laying out what a report says. Not for: deciding or computing anything; if a format needs a number, it belongs
//! in the report. Each format escapes text from outside by its own rules.

mod csv;
mod github;
mod har;
mod html;
mod json;
pub mod jsonl;
mod literals;
mod sarif;
mod text;

pub use csv::csv;
pub use github::github;
pub use har::har;
pub use html::{html, html_of_text};
pub use json::json;
pub use sarif::sarif;
pub use text::{View, blocks, manual, text};
