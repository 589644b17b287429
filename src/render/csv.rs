//! The tables, timelines and charts of a report as comma-separated values (RFC 4180), for spreadsheets and scripts.

use std::borrow::Cow;

use crate::report::{Block, Charts, Line, Moment, Report, Table};

/// Every table that the report shows, one after the other with an empty line between.
pub fn csv(report: &Report) -> String {
    let tables = report.body.iter().filter_map(|part| match &part.block {
        Block::Table(table) => Some(Cow::Borrowed(table)),
        Block::Timeline(moments) => Some(Cow::Owned(timeline(moments))),
        // one row high is a sparkline beside a table
        Block::Charts(charts) if charts.height > 1 => Some(Cow::Owned(values(charts))),
        _ => None,
    });
    tables.map(|table| self::table(&table)).collect::<Vec<_>>().join("\r\n")
}

fn timeline(moments: &[Moment]) -> Table {
    let mut table = Table::new(&[">at_ms", "event"]);
    moments.iter().for_each(|moment| table.push(vec![format!("{:.3}", moment.at_ms).into(), moment.text.clone()]));
    table
}

/// One row for each value.
fn values(charts: &Charts) -> Table {
    let mut table = Table::new(&["series", ">at_ms", ">value"]);
    for chart in &charts.charts {
        for (at_ms, value) in &chart.points {
            table.push(vec![chart.name.clone(), format!("{at_ms:.3}").into(), value.to_string().into()]);
        }
    }
    table
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
    // a lone sign is what stands for nothing
    let is_formula = clean.len() > 1 && clean.starts_with(['=', '+', '-', '@']) && clean.parse::<f64>().is_err();
    let safe = if is_formula { format!("'{clean}") } else { clean };
    if safe.contains(['"', ',']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Chart, Part};

    #[test]
    fn timelines_and_charts_are_tables_too() {
        let mut report = crate::render::text::tests::sample::full();
        let chart = Chart { name: "x".into(), points: vec![(0.5, 1.0), (1.5, 2.25)], note: Line::default() };
        let charts = Charts { from_ms: 0.0, to_ms: 2.0, height: 6, charts: vec![chart] };
        report.body.push(Part::always(Block::Charts(charts)));
        let csv = csv(&report);
        assert!(csv.contains("\r\n\r\nat_ms,event\r\n0.000,createOffer\r\n"), "{csv}");
        assert!(csv.ends_with("\r\n\r\nseries,at_ms,value\r\nx,0.500,1\r\nx,1.500,2.25\r\n"), "{csv}");
    }

    #[test]
    fn fields_are_quoted_and_harmless() {
        for (text, want) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("-1.5", "-1.5"),
            ("-", "-"),
            ("-x", "'-x"),
            ("a\r\nb\u{1b}", "a  b "),
        ] {
            assert_eq!(field(text), want);
        }
    }
}
