//! What a page looks like, at every width that people have.

mod limits;
mod looks;
pub(in crate::render) mod sample;
