//! For people at a terminal: the verdict, what was measured, the findings.
//!
//! For: a page that is right at any width from 20 columns on, without colour and without Unicode. Not for: machines;
//! nothing here is promised to stay as it is. Every text passes [`Screen::clean`](crate::term::Screen::clean) on its
//! way in, once, before it is measured; colour is put on last.

mod body;
mod charts;
mod finding;
mod manual;
mod page;
mod report;
mod signs;
mod snippet;
mod table;
mod waterfall;
mod wrap;

pub use manual::manual;
pub use report::{View, blocks, text};

#[cfg(test)]
pub(in crate::render) mod tests;
