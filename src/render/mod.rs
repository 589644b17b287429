//! One file per format: a [`Report`](crate::report::Report) in, text out. Computes nothing.
