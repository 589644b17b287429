//! The objects of `getStats`, each with its polls and properties.

use std::collections::HashMap;
use std::sync::Arc;

use super::Series;
use super::column::{Cell, Column};

/// All statistics of one connection.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    pub(super) objects: Vec<StatsObject>,
    pub(super) by_id: HashMap<String, usize>,
    /// Whether the dump lost the beginning of the series.
    pub truncated: bool,
}

impl Statistics {
    /// Every object, in the order of the file.
    pub fn objects(&self) -> &[StatsObject] {
        &self.objects
    }

    /// The objects of a type of the specification: `inbound-rtp`, `candidate-pair`.
    pub fn of(&self, kind: &str) -> impl Iterator<Item = &StatsObject> {
        self.objects.iter().filter(move |object| object.kind == kind)
    }

    /// The object called `id`.
    pub fn get(&self, id: &str) -> Option<&StatsObject> {
        self.objects.get(*self.by_id.get(id)?)
    }

    /// The object that `property` of `object` names, such as `remoteId` or `codecId`.
    pub fn linked(&self, object: &StatsObject, property: &str) -> Option<&StatsObject> {
        self.get(object.text(property)?)
    }

    /// First and last poll of anything, in milliseconds on the connection's axis.
    pub fn span(&self) -> Option<super::Window> {
        let first = self.objects.iter().filter_map(|o| o.times().first()).copied().reduce(f64::min)?;
        let last = self.objects.iter().filter_map(|o| o.times().last()).copied().reduce(f64::max)?;
        Some(super::Window { from_ms: first, to_ms: last })
    }
}

/// One object of `getStats` over time.
#[derive(Clone, Debug)]
pub struct StatsObject {
    /// Its id, as the browser calls it.
    pub id: String,
    /// Its type: `inbound-rtp`, `candidate-pair`.
    pub kind: String,
    pub(super) times: Arc<[f64]>,
    pub(super) columns: Vec<(Arc<str>, Column)>,
}

impl StatsObject {
    /// When it was polled, in milliseconds on the connection's axis.
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    /// The names of its properties, in the order of the file.
    pub fn properties(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_ref())
    }

    /// The numbers of a property with their times; `None` where the object has no such property or it is no number.
    pub fn series(&self, property: &str) -> Option<Series> {
        let column = self.column(property)?;
        let series = Series::new(column.points(self.times.get(column.first..)?));
        (!series.is_empty()).then_some(series)
    }

    /// The values of a property that is words or yes and no: each with the time since when it holds.
    pub fn changes(&self, property: &str) -> Vec<(f64, Arc<str>)> {
        let mut changes: Vec<(f64, Arc<str>)> = Vec::new();
        for (at_ms, cell) in self.cells(property) {
            let word = match cell {
                Cell::Text(text) => text,
                Cell::Flag(flag) => flag.to_string().into(),
                Cell::Number(number) => number.to_string().into(),
                Cell::Hole => continue,
            };
            if changes.last().is_none_or(|(_, last)| *last != word) {
                changes.push((at_ms, word));
            }
        }
        changes
    }

    /// The last value of a property that is words.
    pub fn text(&self, property: &str) -> Option<&str> {
        match self.column(property)?.last_ref()? {
            Cell::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The last value of a property that is a number.
    pub fn number(&self, property: &str) -> Option<f64> {
        match self.column(property)?.last() {
            Cell::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The last value of a property that counts.
    pub fn count(&self, property: &str) -> Option<u64> {
        // what is no count becomes the nearest one by `as`
        self.number(property).filter(|number| *number >= 0.0).map(|number| number as u64)
    }

    /// The last value of a property that is yes or no.
    pub fn flag(&self, property: &str) -> Option<bool> {
        match self.column(property)?.last() {
            Cell::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    fn column(&self, property: &str) -> Option<&Column> {
        self.columns.iter().find(|(name, _)| name.as_ref() == property).map(|(_, column)| column)
    }

    fn cells(&self, property: &str) -> impl Iterator<Item = (f64, Cell)> {
        let column = self.column(property);
        column.into_iter().flat_map(|column| {
            let times = self.times.iter().skip(column.first).copied();
            times.zip(column.cells())
        })
    }
}

impl Statistics {
    /// The polls within `window` alone.
    #[must_use]
    pub fn within(&self, window: super::Window) -> Self {
        let objects = self.objects.iter().map(|object| object.within(window)).collect();
        Self { objects, by_id: self.by_id.clone(), truncated: self.truncated }
    }
}

impl Statistics {
    /// The same with `ms` added to every time.
    #[must_use]
    pub fn shifted(mut self, ms: f64) -> Self {
        for object in &mut self.objects {
            object.times = object.times.iter().map(|at_ms| at_ms + ms).collect();
        }
        self
    }
}

impl StatsObject {
    fn within(&self, window: super::Window) -> Self {
        let from = self.times.partition_point(|at_ms| *at_ms < window.from_ms);
        let to = self.times.partition_point(|at_ms| *at_ms <= window.to_ms).max(from);
        let cut = |column: &Column| {
            let start = column.first.max(from);
            let mut kept = Column::new(start - from);
            let cells = column.cells().into_iter().skip(start - column.first).take(to.saturating_sub(start));
            cells.for_each(|cell| kept.push(cell));
            kept
        };
        Self {
            id: self.id.clone(),
            kind: self.kind.clone(),
            times: self.times.get(from..to).unwrap_or_default().into(),
            columns: self.columns.iter().map(|(name, column)| (Arc::clone(name), cut(column))).collect(),
        }
    }
}
