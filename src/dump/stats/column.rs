//! The values of one property, small: six of ten never change, and most of the rest are whole numbers.

use std::sync::Arc;

use serde_json::Value;

use super::Point;
use super::decimals::Decimals;

/// One value of any kind.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dump) enum Cell {
    /// There is none at this poll.
    Hole,
    Number(f64),
    Flag(bool),
    Text(Arc<str>),
}

impl Cell {
    /// A JSON value as a cell; `words` says that the property is text even where it looks like a number.
    pub(in crate::dump) fn of_json(value: &Value, words: bool) -> Self {
        match value {
            Value::Null => Self::Hole,
            Value::Bool(flag) => Self::Flag(*flag),
            Value::String(text) => Self::Text(text.as_str().into()),
            Value::Number(number) if words => Self::Text(number.to_string().into()),
            Value::Number(number) => number.as_f64().map_or(Self::Hole, Self::Number),
            other => Self::Text(other.to_string().into()),
        }
    }

    fn or_nan(self) -> f64 {
        match self {
            Self::Number(number) => number,
            _ => f64::NAN,
        }
    }
}

/// The values of one property; the first belongs to poll `first` of its object.
#[derive(Clone, Debug)]
pub(in crate::dump) struct Column {
    pub(in crate::dump) first: usize,
    cells: Cells,
}

#[derive(Clone, Debug)]
enum Cells {
    /// Runs of one value: the number of values up to the end of each run, and the value.
    Runs(Vec<(u32, Cell)>),
    /// Numbers; a hole is no number.
    Numbers(Vec<f64>),
    /// Decimal numbers without a hole.
    Decimals(Decimals),
}

impl Column {
    /// A column without a value.
    pub(in crate::dump) fn new(first: usize) -> Self {
        Self { first, cells: Cells::Runs(Vec::new()) }
    }

    /// A column of one value.
    pub(in crate::dump) fn of_same(cell: Cell, count: usize) -> Self {
        Self { first: 0, cells: Cells::Runs(vec![(u32::try_from(count).unwrap_or(u32::MAX), cell)]) }
    }

    /// A column of numbers, of which none is a hole.
    pub(in crate::dump) fn of_numbers(numbers: Vec<f64>) -> Self {
        Self { first: 0, cells: Cells::Numbers(numbers) }
    }

    /// A column of decimal numbers.
    pub(in crate::dump) fn of_decimals(decimals: Decimals) -> Self {
        Self { first: 0, cells: Cells::Decimals(decimals) }
    }

    /// The number of values, holes included.
    pub(in crate::dump) fn len(&self) -> usize {
        match &self.cells {
            Cells::Runs(runs) => runs.last().map_or(0, |(end, _)| *end as usize),
            Cells::Numbers(numbers) => numbers.len(),
            Cells::Decimals(decimals) => decimals.len(),
        }
    }

    /// Adds a value.
    pub(in crate::dump) fn push(&mut self, cell: Cell) {
        match (&mut self.cells, cell) {
            (Cells::Numbers(numbers), Cell::Number(number)) => numbers.push(number),
            (Cells::Numbers(numbers), Cell::Hole) => numbers.push(f64::NAN),
            (Cells::Runs(runs), cell) => {
                let end = runs.last().map_or(0, |(end, _)| *end);
                match runs.last_mut() {
                    Some((end, last)) if *last == cell => *end += 1,
                    _ => runs.push((end + 1, cell)),
                }
                // numbers that change are smaller as such
                let is_number = |(_, cell): &(u32, Cell)| matches!(cell, Cell::Number(_) | Cell::Hole);
                if runs.len() > 2 && runs.len() * 2 > end as usize && runs.iter().all(is_number) {
                    self.cells = Cells::Numbers(self.cells().into_iter().map(Cell::or_nan).collect());
                }
            }
            (_, cell) => {
                let mut runs = Self::new(self.first);
                self.cells().into_iter().for_each(|cell| runs.push_run(cell));
                runs.push_run(cell);
                *self = runs;
            }
        }
    }

    /// Adds holes until there are `len` values.
    pub(in crate::dump) fn pad(&mut self, len: usize) {
        while self.len() < len {
            self.push(Cell::Hole);
        }
    }

    /// Every value.
    pub(in crate::dump) fn cells(&self) -> Vec<Cell> {
        let number = |number: f64| if number.is_nan() { Cell::Hole } else { Cell::Number(number) };
        match &self.cells {
            Cells::Runs(runs) => {
                let mut cells = Vec::with_capacity(self.len());
                runs.iter().for_each(|(end, cell)| cells.resize(*end as usize, cell.clone()));
                cells
            }
            Cells::Numbers(numbers) => numbers.iter().copied().map(number).collect(),
            Cells::Decimals(decimals) => decimals.values().map(Cell::Number).collect(),
        }
    }

    /// Its numbers with their times, of which the first belongs to the first value.
    pub(in crate::dump) fn points(&self, times: &[f64]) -> Vec<Point> {
        let mut points = Vec::with_capacity(self.len().min(times.len()));
        let mut times = times.iter();
        let place = |(at_ms, value): (&f64, f64)| Point { at_ms: *at_ms, value };
        match &self.cells {
            Cells::Runs(runs) => {
                let mut start = 0;
                for (end, cell) in runs {
                    let run = times.by_ref().take((end - start) as usize);
                    match cell {
                        Cell::Number(value) => points.extend(run.map(|at_ms| place((at_ms, *value)))),
                        _ => run.for_each(drop),
                    }
                    start = *end;
                }
            }
            Cells::Numbers(numbers) => {
                let numbers = times.zip(numbers.iter().copied());
                points.extend(numbers.filter(|(_, number)| !number.is_nan()).map(place));
            }
            Cells::Decimals(decimals) => points.extend(times.zip(decimals.values()).map(place)),
        }
        points
    }

    /// Every number, without the holes.
    pub(in crate::dump) fn numbers(self) -> Vec<f64> {
        match self.cells {
            Cells::Numbers(numbers) if numbers.iter().all(|number| !number.is_nan()) => numbers,
            Cells::Decimals(decimals) => decimals.values().collect(),
            _ => self.cells().into_iter().map(Cell::or_nan).filter(|number| !number.is_nan()).collect(),
        }
    }

    /// The last value that is none of the holes.
    pub(in crate::dump) fn last(&self) -> Cell {
        match &self.cells {
            Cells::Runs(_) => self.last_ref().cloned().unwrap_or(Cell::Hole),
            Cells::Numbers(numbers) => {
                numbers.iter().rev().find(|number| !number.is_nan()).map_or(Cell::Hole, |number| Cell::Number(*number))
            }
            Cells::Decimals(decimals) => decimals.values().last().map_or(Cell::Hole, Cell::Number),
        }
    }

    /// The last value, for words: they are always kept as runs.
    pub(in crate::dump) fn last_ref(&self) -> Option<&Cell> {
        match &self.cells {
            Cells::Runs(runs) => runs.iter().rev().map(|(_, cell)| cell).find(|cell| **cell != Cell::Hole),
            Cells::Numbers(_) | Cells::Decimals(_) => None,
        }
    }

    /// Gives back what was reserved and not used.
    pub(in crate::dump) fn shrink(&mut self) {
        match &mut self.cells {
            Cells::Runs(runs) => runs.shrink_to_fit(),
            Cells::Numbers(numbers) => numbers.shrink_to_fit(),
            Cells::Decimals(_) => {}
        }
    }

    fn push_run(&mut self, cell: Cell) {
        if let Cells::Runs(runs) = &mut self.cells {
            let end = runs.last().map_or(0, |(end, _)| *end);
            match runs.last_mut() {
                Some((end, last)) if *last == cell => *end += 1,
                _ => runs.push((end + 1, cell)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            4 => (-3i32..3).prop_map(|n| Cell::Number(f64::from(n))),
            1 => Just(Cell::Hole),
            1 => any::<bool>().prop_map(Cell::Flag),
            1 => prop::sample::select(vec!["a", "b"]).prop_map(|text| Cell::Text(text.into())),
        ]
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(cells in prop::collection::vec(cell(), 0..40)) {
            let mut column = Column::new(0);
            cells.iter().for_each(|cell| column.push(cell.clone()));
            prop_assert_eq!(column.len(), cells.len());
            let last = cells.iter().rev().find(|cell| **cell != Cell::Hole).cloned().unwrap_or(Cell::Hole);
            prop_assert_eq!(column.last(), last);
            let times: Vec<f64> = (0..30).map(f64::from).collect();
            let points: Vec<(f64, f64)> = column.points(&times).iter().map(|point| (point.at_ms, point.value)).collect();
            let numbers = times.iter().zip(&cells).filter_map(|(at_ms, cell)| match cell {
                Cell::Number(value) => Some((*at_ms, *value)),
                _ => None,
            });
            prop_assert_eq!(points, numbers.collect::<Vec<_>>());
            prop_assert_eq!(column.cells(), cells);
        }
    }

    #[test]
    fn what_never_changes_takes_one_place() {
        let mut column = Column::new(0);
        (0..1000).for_each(|_| column.push(Cell::Text("video".into())));
        assert!(matches!(&column.cells, Cells::Runs(runs) if runs.len() == 1));
        let mut column = Column::new(0);
        (0..1000).for_each(|n| column.push(Cell::Number(f64::from(n))));
        assert!(matches!(column.cells, Cells::Numbers(_)));
    }
}
