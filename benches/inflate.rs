//! `cargo bench --bench inflate -- FILE`: inflates a file and throws it away, for `dump_sizes.py` to compare with.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails shows it")]

use std::fs::File;
use std::io::{BufReader, Read};

use flate2::bufread::MultiGzDecoder;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else { return };
    let mut inflated = MultiGzDecoder::new(BufReader::with_capacity(64 << 10, File::open(path).unwrap()));
    let mut block = vec![0; 256 << 10];
    while inflated.read(&mut block).unwrap() > 0 {}
}
