//! What was measured, in sections: each heading begins one.

use super::axis::{Tick, Time, hundredths};
use super::plot::{self, ChartView, PlotView};
use super::rich::{Rich, plain};
use crate::report::number::{ms, plural};
use crate::report::{Align, Bar, Block, Moment, Part, Table, Waterfall};

/// A heading and what belongs to it.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) title: Option<String>,
    /// Folded into one line until it is asked for.
    pub(super) folded: bool,
    pub(super) blocks: Vec<Shown>,
}

/// A block, or one that is folded under its name.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) fold: Option<String>,
    pub(super) view: View,
}

/// A block as the page shows it.
#[derive(Debug)]
pub(super) enum View {
    Line(Rich),
    Fields(Vec<(String, Rich)>),
    Table(TableView),
    Waterfall(WaterfallView),
    Timeline(Vec<MomentView>),
    Charts(Vec<ChartView>),
    Plot(PlotView),
}

#[derive(Debug)]
pub(super) struct TableView {
    pub(super) columns: Vec<ColumnView>,
    pub(super) rows: Vec<Vec<Cell>>,
}

#[derive(Debug)]
pub(super) struct ColumnView {
    pub(super) title: String,
    pub(super) right: bool,
}

/// A cell knows its column: on a phone each row is a card.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) title: String,
    pub(super) right: bool,
    pub(super) text: Rich,
}

#[derive(Debug)]
pub(super) struct WaterfallView {
    pub(super) words: String,
    pub(super) ticks: Vec<Tick>,
    pub(super) bars: Vec<BarView>,
    pub(super) has_critical: bool,
}

#[derive(Debug)]
pub(super) struct BarView {
    pub(super) name: String,
    pub(super) critical: bool,
    /// In hundredths of the width.
    pub(super) from: f64,
    pub(super) width: f64,
    pub(super) moment: bool,
    pub(super) value: String,
    pub(super) note: Rich,
}

#[derive(Debug)]
pub(super) struct MomentView {
    pub(super) at: String,
    /// How long nothing had happened, where that is long.
    pub(super) silence: Option<String>,
    pub(super) text: Rich,
}

/// So many sections with details of their own are open at first, though they are details themselves.
const OPEN: usize = 4;

/// A silence of this length is pointed out.
const LONG_SILENCE_MS: f64 = 1_000.0;

/// The sections of `parts`.
pub(super) fn sections(parts: &[Part]) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut level = 0;
    let mut curves = Vec::new();
    for part in parts {
        match &part.block {
            Block::Heading(title) => {
                level = part.detail;
                curves.clear();
                sections.push(Section { title: Some(plain(title)), folded: part.detail > 0, blocks: Vec::new() });
            }
            block => {
                let view = view(block, &mut curves);
                let is_more = part.detail > level && !matches!(view, View::Plot(_));
                let fold = is_more.then(|| name(&view));
                if let Some(section) = sections.last_mut() {
                    section.blocks.push(Shown { fold, view });
                }
            }
        }
    }
    sections.retain(|section| section.title.is_some() || !section.blocks.is_empty());
    let main = sections.iter().filter(|section| section.folded && is_main(section)).count();
    for section in &mut sections {
        section.folded &= main > OPEN || !is_main(section);
        if section.blocks.iter().any(|block| matches!(block.view, View::Plot(_))) {
            // what a row of characters says, the plot beside it says better
            section.blocks.retain(|block| !matches!(block.view, View::Charts(_)));
        }
    }
    sections
}

/// Whether it has details of its own.
fn is_main(section: &Section) -> bool {
    section.blocks.iter().any(|block| block.fold.is_some() || matches!(block.view, View::Plot(_)))
}

/// What is said of a block that is folded.
fn name(view: &View) -> String {
    match view {
        View::Timeline(moments) => format!("timeline, {}", plural(moments.len(), "event")),
        View::Table(table) => format!("table, {}", plural(table.rows.len(), "row")),
        View::Waterfall(_) => "waterfall".to_owned(),
        View::Charts(_) | View::Plot(_) => "plots".to_owned(),
        View::Line(_) | View::Fields(_) => "more".to_owned(),
    }
}

fn view<'a>(block: &'a Block, curves: &mut Vec<&'a str>) -> View {
    match block {
        Block::Heading(text) => View::Line(Rich::sentence(text)),
        Block::Line(line) => View::Line(Rich::line(line)),
        Block::Fields(fields) => {
            View::Fields(fields.iter().map(|(name, value)| (plain(name), Rich::line(value))).collect())
        }
        Block::Table(table) => View::Table(self::table(table)),
        Block::Waterfall(waterfall) => View::Waterfall(self::waterfall(waterfall)),
        Block::Timeline(moments) => View::Timeline(timeline(moments)),
        Block::Charts(charts) => View::Charts(plot::charts(charts)),
        Block::Plot(plot) => View::Plot(plot::plot(plot, curves)),
    }
}

fn table(table: &Table) -> TableView {
    let columns: Vec<ColumnView> = table
        .columns
        .iter()
        .map(|column| ColumnView { title: plain(&column.title), right: column.align == Align::Right })
        .collect();
    let row = |row: &Vec<crate::report::Line>| {
        let cells = row.iter().zip(&columns);
        cells
            .map(|(cell, column)| Cell { title: column.title.clone(), right: column.right, text: Rich::line(cell) })
            .collect()
    };
    let rows = table.rows.iter().map(row).collect();
    TableView { columns, rows }
}

fn waterfall(waterfall: &Waterfall) -> WaterfallView {
    let time = Time { from_ms: 0.0, to_ms: waterfall.total_ms };
    let bar = |bar: &Bar| {
        let moment = bar.end_ms <= bar.start_ms;
        let from = time.share(bar.start_ms);
        BarView {
            name: plain(&bar.name),
            critical: bar.critical,
            from,
            // the shortest is seen too
            width: hundredths(time.share(bar.end_ms) - from).max(0.4),
            moment,
            value: if moment { format!("at {}", ms(bar.start_ms)) } else { ms(bar.end_ms - bar.start_ms) },
            note: Rich::line(&bar.note),
        }
    };
    let bars: Vec<BarView> = waterfall.bars.iter().map(bar).collect();
    WaterfallView {
        words: bars.iter().map(|bar| format!("{} {}", bar.name, bar.value)).collect::<Vec<_>>().join(", "),
        ticks: time.ticks(),
        has_critical: bars.iter().any(|bar| bar.critical),
        bars,
    }
}

fn timeline(moments: &[Moment]) -> Vec<MomentView> {
    let mut before: Option<f64> = None;
    let moment = |moment: &Moment| {
        let silence = before.map(|at_ms| moment.at_ms - at_ms).filter(|silence| *silence >= LONG_SILENCE_MS);
        before = Some(moment.at_ms);
        MomentView { at: stamp(moment.at_ms), silence: silence.map(ms), text: Rich::line(&moment.text) }
    };
    moments.iter().map(moment).collect()
}

/// A time that can be compared with its neighbours: always seconds and thousandths.
fn stamp(at_ms: f64) -> String {
    format!("{:.3} s", at_ms / 1000.0)
}
