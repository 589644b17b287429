//! `rtcdiag dump`.

use std::path::PathBuf;

use clap::Args;

/// Reads dumps of calls.
#[derive(Args, Clone, Debug)]
pub struct DumpArgs {
    /// Dumps to read (webrtc-internals, rtcstats, about:webrtc), plain or gzip; `-` or none reads stdin
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Put different calls side by side: what differs first, and which findings only one of them has
    #[arg(long, conflicts_with_all = ["timeline", "candidates", "series", "sdp"])]
    pub compare: bool,
    /// Show every event of every connection
    #[arg(long)]
    pub timeline: bool,
    /// Show one connection alone, by the id that the table shows
    #[arg(long, value_name = "ID")]
    pub connection: Option<String>,
    /// Show every candidate and every candidate pair
    #[arg(long, conflicts_with = "timeline")]
    pub candidates: bool,
    /// Show series: names or patterns such as `inbound-rtp/*/jitter` or `bytesSent/s`, or `list` for what there is
    #[arg(long, value_name = "LIST|PATTERN", value_delimiter = ',', conflicts_with_all = ["timeline", "candidates"])]
    pub series: Vec<String>,
    /// Draw the series instead of listing their values
    #[arg(long, requires = "series")]
    pub plot: bool,
    /// Print the Nth session description that the timeline numbers, as `rtcdiag sdp` reads it
    #[arg(long, value_name = "N", conflicts_with_all = ["timeline", "candidates", "series"])]
    pub sdp: Option<usize>,
    /// Write the dump itself to FILE, anonymised, in its own format (gzip if the name ends in .gz); once for each dump
    #[arg(long, value_name = "FILE")]
    pub write: Vec<PathBuf>,
    /// Skip what was before this time on the timeline: `12.5` or `12.5s`, `800ms`, `2m`
    #[arg(long, value_name = "TIME", value_parser = time_ms)]
    pub from: Option<f64>,
    /// Skip what was after this time on the timeline
    #[arg(long, value_name = "TIME", value_parser = time_ms)]
    pub to: Option<f64>,
}

/// A time in seconds, or with its unit, in milliseconds.
fn time_ms(text: &str) -> Result<f64, String> {
    const UNITS: [(&str, f64); 4] = [("ms", 1.0), ("s", 1e3), ("m", 6e4), ("h", 3.6e6)];
    let with_unit = UNITS.iter().find_map(|(unit, ms)| Some((text.strip_suffix(unit)?, *ms)));
    let (number, ms) = with_unit.unwrap_or((text, 1e3));
    match number.trim().parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(number * ms),
        _ => Err("not a time; `12.5`, `12.5s`, `800ms` and `2m` are".to_owned()),
    }
}
