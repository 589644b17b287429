//! The values of one property, small: six of ten never change, and most of the rest are whole numbers.

use std::sync::Arc;

use serde_json::Value;

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
}

impl Column {
    /// A column without a value.
    pub(in crate::dump) fn new(first: usize) -> Self {
        Self { first, cells: Cells::Runs(Vec::new()) }
    }

    /// A column of numbers, of which none is a hole.
    pub(in crate::dump) fn of_numbers(numbers: Vec<f64>) -> Self {
        let same = numbers.first().is_some_and(|first| numbers.iter().all(|number| number == first));
        match numbers.first() {
            Some(first) if same => {
                Self { first: 0, cells: Cells::Runs(vec![(numbers.len() as u32, Cell::Number(*first))]) }
            }
            _ => Self { first: 0, cells: Cells::Numbers(numbers) },
        }
    }

    /// The number of values, holes included.
    pub(in crate::dump) fn len(&self) -> usize {
        match &self.cells {
            Cells::Runs(runs) => runs.last().map_or(0, |(end, _)| *end as usize),
            Cells::Numbers(numbers) => numbers.len(),
        }
    }

    /// Adds a value.
    pub(in crate::dump) fn push(&mut self, cell: Cell) {
        match &mut self.cells {
            Cells::Runs(runs) => match runs.last_mut() {
                Some((end, last)) if *last == cell => *end += 1,
                Some((end, Cell::Number(_))) if matches!(cell, Cell::Number(_)) => {
                    let len = *end as usize;
                    let mut numbers = Vec::with_capacity(len + 1);
                    numbers.extend((0..len).map(|at| match run_at(runs, at) {
                        Some(Cell::Number(number)) => *number,
                        _ => f64::NAN,
                    }));
                    // a column of words with a number in it stays one of words
                    if runs.iter().all(|(_, cell)| matches!(cell, Cell::Number(_) | Cell::Hole)) {
                        self.cells = Cells::Numbers(numbers);
                        self.push(cell);
                    } else {
                        runs.push((len as u32 + 1, cell));
                    }
                }
                Some((end, _)) => {
                    let end = *end + 1;
                    runs.push((end, cell));
                }
                None => runs.push((1, cell)),
            },
            Cells::Numbers(numbers) => match cell {
                Cell::Number(number) => numbers.push(number),
                Cell::Hole => numbers.push(f64::NAN),
                other => {
                    let mut runs = Vec::new();
                    for (at, number) in numbers.iter().enumerate() {
                        let cell = if number.is_nan() { Cell::Hole } else { Cell::Number(*number) };
                        runs.push((at as u32 + 1, cell));
                    }
                    runs.push((numbers.len() as u32 + 1, other));
                    self.cells = Cells::Runs(runs);
                }
            },
        }
    }

    /// Adds holes until there are `len` values.
    pub(in crate::dump) fn pad(&mut self, len: usize) {
        while self.len() < len {
            self.push(Cell::Hole);
        }
    }

    /// The value at `at`, counted from the first of the column.
    pub(in crate::dump) fn get(&self, at: usize) -> Cell {
        match &self.cells {
            Cells::Runs(runs) => run_at(runs, at).cloned().unwrap_or(Cell::Hole),
            Cells::Numbers(numbers) => match numbers.get(at) {
                Some(number) if !number.is_nan() => Cell::Number(*number),
                _ => Cell::Hole,
            },
        }
    }

    /// The last value that is none of the holes.
    pub(in crate::dump) fn last(&self) -> Cell {
        (0..self.len()).rev().map(|at| self.get(at)).find(|cell| *cell != Cell::Hole).unwrap_or(Cell::Hole)
    }

    /// The last run's value, for words: they are always kept as runs.
    pub(in crate::dump) fn last_ref(&self) -> Option<&Cell> {
        match &self.cells {
            Cells::Runs(runs) => runs.iter().rev().map(|(_, cell)| cell).find(|cell| **cell != Cell::Hole),
            Cells::Numbers(_) => None,
        }
    }

    /// Every number, without the holes.
    pub(in crate::dump) fn numbers(self) -> Vec<f64> {
        match self.cells {
            Cells::Numbers(numbers) if numbers.iter().all(|number| !number.is_nan()) => numbers,
            _ => (0..self.len())
                .filter_map(|at| match self.get(at) {
                    Cell::Number(number) => Some(number),
                    _ => None,
                })
                .collect(),
        }
    }

    /// Gives back what was reserved and not used.
    pub(in crate::dump) fn shrink(&mut self) {
        match &mut self.cells {
            Cells::Runs(runs) => runs.shrink_to_fit(),
            Cells::Numbers(numbers) => numbers.shrink_to_fit(),
        }
    }
}

fn run_at(runs: &[(u32, Cell)], at: usize) -> Option<&Cell> {
    let place = runs.partition_point(|(end, _)| *end as usize <= at);
    runs.get(place).map(|(_, cell)| cell)
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
            let out: Vec<Cell> = (0..column.len()).map(|at| column.get(at)).collect();
            prop_assert_eq!(out, cells);
        }
    }

    #[test]
    fn what_never_changes_takes_one_place() {
        let mut column = Column::new(0);
        (0..1000).for_each(|_| column.push(Cell::Text("video".into())));
        assert!(matches!(&column.cells, Cells::Runs(runs) if runs.len() == 1));
        assert!(matches!(Column::of_numbers(vec![7.0; 9]).cells, Cells::Runs(runs) if runs.len() == 1));
    }
}
