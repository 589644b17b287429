//! The tables of a report as comma-separated values (RFC 4180), for spreadsheets and scripts.

use crate::report::{Block, Line, Report, Table};

/// Every table that the report shows, one after the other with an empty line between.
pub fn csv(report: &Report) -> String {
    let tables = report.body.iter().filter_map(|part| match &part.block {
        Block::Table(table) => Some(self::table(table)),
        _ => None,
    });
    tables.collect::<Vec<_>>().join("\r\n")
}

fn table(table: &Table) -> String {
    let titles = table.columns.iter().map(|column| field(&column.title)).collect::<Vec<_>>().join(",");
    let rows =
        table.rows.iter().map(|row| row.iter().map(|cell| field(&Line::text(cell))).collect::<Vec<_>>().join(","));
    std::iter::once(titles).chain(rows).map(|row| row + "\r\n").collect()
}

/// A field, in quotes where it needs them. A text that a spreadsheet would take for a formula begins with a quote mark.
fn field(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let is_formula = clean.starts_with(['=', '+', '-', '@']) && clean.parse::<f64>().is_err();
    let safe = if is_formula { format!("'{clean}") } else { clean };
    if safe.contains(['"', ',']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_and_harmless() {
        for (text, want) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("-1.5", "-1.5"),
            ("-", "'-"),
            ("a\r\nb\u{1b}", "a  b "),
        ] {
            assert_eq!(field(text), want);
        }
    }
}
