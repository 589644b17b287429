//! Puts statistics together, from columns (webrtc-internals) or from polls (everything else).

use std::collections::HashMap;
use std::sync::Arc;

use super::column::{Cell, Column};
use super::object::{Statistics, StatsObject};

/// When a column begins and ends, in milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(in crate::dump) struct Span {
    pub(in crate::dump) start: f64,
    pub(in crate::dump) end: f64,
}

/// Statistics that are being read. Times are milliseconds since 1970 until [`Builder::finish`].
#[derive(Debug, Default)]
pub(in crate::dump) struct Builder {
    objects: Vec<Draft>,
    by_id: HashMap<String, usize>,
    /// Each name once.
    names: HashMap<String, Arc<str>>,
    truncated: bool,
}

#[derive(Debug, Default)]
struct Draft {
    id: String,
    kind: String,
    times: Vec<f64>,
    columns: Vec<(Arc<str>, Column, Option<Span>)>,
    by_name: HashMap<Arc<str>, usize>,
}

impl Builder {
    /// Says that the beginning of the series is lost.
    pub(in crate::dump) fn truncate(&mut self) {
        self.truncated = true;
    }

    /// Adds a whole column. The object's poll times may come before or after it.
    pub(in crate::dump) fn column(&mut self, id: &str, kind: &str, property: &str, span: Option<Span>, column: Column) {
        let name = self.name(property);
        let object = self.object(id, kind);
        object.columns.push((name, column, span));
    }

    /// Says when an object was polled.
    pub(in crate::dump) fn times(&mut self, id: &str, kind: &str, times: Vec<f64>) {
        self.object(id, kind).times = times;
    }

    /// Begins a poll of an object; [`Builder::set`] fills it.
    pub(in crate::dump) fn poll(&mut self, id: &str, kind: &str, unix_ms: f64) -> usize {
        self.object(id, kind).times.push(unix_ms);
        self.by_id.get(id).copied().unwrap_or_default()
    }

    /// The value of `property` at the poll that was begun last for the object at `place`.
    pub(in crate::dump) fn set(&mut self, place: usize, property: &str, cell: Cell) {
        let name = self.name(property);
        let Some(object) = self.objects.get_mut(place) else { return };
        let Some(poll) = object.times.len().checked_sub(1) else { return };
        let at = *object.by_name.entry(Arc::clone(&name)).or_insert(object.columns.len());
        if at == object.columns.len() {
            object.columns.push((name, Column::new(poll), None));
        }
        if let Some((_, column, _)) = object.columns.get_mut(at) {
            column.pad(poll.saturating_sub(column.first));
            if column.first + column.len() == poll {
                column.push(cell);
            }
        }
    }

    /// The type of the object at `place`.
    pub(in crate::dump) fn kind(&self, place: usize) -> &str {
        self.objects.get(place).map_or("", |object| &object.kind)
    }

    /// The first poll of anything, in milliseconds since 1970.
    pub(in crate::dump) fn first_poll(&self) -> Option<f64> {
        let firsts = self.objects.iter().filter_map(|object| {
            let starts = object.columns.iter().filter_map(|(.., span)| span.map(|span| span.start));
            object.times.first().copied().into_iter().chain(starts).reduce(f64::min)
        });
        firsts.reduce(f64::min)
    }

    /// The statistics, with times that count from `zero`.
    pub(in crate::dump) fn finish(self, zero: f64) -> Statistics {
        let mut shared: Vec<Arc<[f64]>> = Vec::new();
        let objects: Vec<StatsObject> =
            self.objects.into_iter().map(|object| object.finish(zero, &mut shared)).collect();
        Statistics { objects, by_id: self.by_id, truncated: self.truncated }
    }

    fn name(&mut self, property: &str) -> Arc<str> {
        if let Some(name) = self.names.get(property) {
            return Arc::clone(name);
        }
        let name: Arc<str> = property.into();
        self.names.insert(property.to_owned(), Arc::clone(&name));
        name
    }

    fn object(&mut self, id: &str, kind: &str) -> &mut Draft {
        let place = match self.by_id.get(id) {
            Some(place) => *place,
            None => {
                self.by_id.insert(id.to_owned(), self.objects.len());
                self.objects.push(Draft { id: id.to_owned(), kind: kind.to_owned(), ..Draft::default() });
                self.objects.len() - 1
            }
        };
        let object = self.objects.get_mut(place).expect("the place of an object is kept when it is added");
        if object.kind.is_empty() {
            kind.clone_into(&mut object.kind);
        }
        object
    }
}

impl Draft {
    fn finish(mut self, zero: f64, shared: &mut Vec<Arc<[f64]>>) -> StatsObject {
        if self.times.is_empty() {
            self.times = self.invented_times();
        }
        let columns = self.columns.into_iter().map(|(name, column, span)| {
            let mut column = match span {
                Some(span) => placed(column, span, &self.times),
                None => column,
            };
            column.shrink();
            (name, column)
        });
        let columns = columns.collect();
        let times: Vec<f64> = self.times.iter().map(|unix_ms| unix_ms - zero).collect();
        let times = match shared.iter().find(|known| ***known == *times) {
            Some(known) => Arc::clone(known),
            None => {
                let new: Arc<[f64]> = times.into();
                shared.push(Arc::clone(&new));
                new
            }
        };
        StatsObject { id: self.id, kind: self.kind, times, columns }
    }

    /// Chrome before 117 does not say when it polled: as many polls as the longest column has values, at even
    /// distances from the first start to the last end.
    fn invented_times(&self) -> Vec<f64> {
        let spans = self.columns.iter().filter_map(|(.., span)| *span);
        let Some(whole) = spans.reduce(|a, b| Span { start: a.start.min(b.start), end: a.end.max(b.end) }) else {
            return Vec::new();
        };
        let count = self.columns.iter().map(|(_, column, _)| column.len()).max().unwrap_or(0);
        even(whole, count)
    }
}

fn even(span: Span, count: usize) -> Vec<f64> {
    let step = (span.end - span.start) / count.saturating_sub(1).max(1) as f64;
    (0..count).map(|n| span.start + step * n as f64).collect()
}

/// A column at its place among the polls. A series may begin late and end early, so neither end can be taken for the
/// object's own. Where it has fewer values than polls, it skipped some, and no one knows which: its first and last
/// value have their place, those between are spread evenly.
fn placed(mut column: Column, span: Span, times: &[f64]) -> Column {
    let count = column.len();
    let (first, last) = (times.first().copied().unwrap_or(0.0), times.last().copied().unwrap_or(0.0));
    // by far the most series are as long as their object
    if count == times.len() && (first - span.start).abs() <= 1.0 && (last - span.end).abs() <= 1.0 {
        return column;
    }
    let nearest = |unix_ms: f64| times.iter().map(|time| (time - unix_ms).abs()).fold(f64::INFINITY, f64::min);
    // the span has whole milliseconds, the polls have fractions
    let (of_start, of_end) = (nearest(span.start) + 0.5, nearest(span.end) + 0.5);
    let at_start = |time: &f64| (time - span.start).abs() <= of_start;
    let at_end = |time: &f64| (time - span.end).abs() <= of_end;
    // a report of the other end that was not renewed is polled with the same time again
    let first = times.iter().position(at_start).unwrap_or(0);
    let last = times.iter().rposition(at_end).unwrap_or(0).max(first);
    let polls = last - first + 1;
    if count >= polls {
        column.first = (last + 1).saturating_sub(count);
        return column;
    }
    let mut spread = Column::new(first);
    for (at, cell) in column.cells().into_iter().enumerate() {
        spread.pad(at * (polls - 1) / count.saturating_sub(1).max(1));
        spread.push(cell);
    }
    spread
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn statistics(times: &[f64], start: usize, end: usize, values: Vec<f64>) -> Statistics {
        let mut builder = Builder::default();
        let span = Span { start: times[start].round(), end: times[end].round() };
        builder.column("a", "inbound-rtp", "x", Some(span), Column::of_numbers(values));
        builder.times("a", "inbound-rtp", times.to_vec());
        builder.finish(0.0)
    }

    proptest! {
        #[test]
        fn a_series_stands_where_it_began_and_ended(
            steps in prop::collection::vec(600.0f64..1400.0, 1..50), start in 0usize..50, end in 0usize..50,
        ) {
            let mut now = 1.8e12;
            let times: Vec<f64> = steps.iter().map(|step| { now += step; now }).collect();
            let (start, end) = (start.min(times.len() - 1), end.min(times.len() - 1));
            prop_assume!(start <= end);
            let values: Vec<f64> = (start..=end).map(|n| n as f64).collect();
            let statistics = statistics(&times, start, end, values);
            let series = statistics.get("a").unwrap().series("x").unwrap();
            let seen: Vec<(f64, f64)> = series.points().iter().map(|p| (p.at_ms, p.value)).collect();
            let want: Vec<(f64, f64)> = (start..=end).map(|n| (times[n], n as f64)).collect();
            prop_assert_eq!(seen, want);
        }

        #[test]
        fn any_list_of_any_stretch_stands_among_the_polls_whole_and_in_order(
            steps in prop::collection::vec(0u32..1500, 1..30), start in 0usize..30, end in 0usize..30,
            count in 1usize..40,
        ) {
            let mut now = 1.8e12;
            let times: Vec<f64> = steps.iter().map(|step| { now += f64::from(*step); now }).collect();
            let (start, end) = (start.min(times.len() - 1), end.min(times.len() - 1));
            let (start, end) = (start.min(end), start.max(end));
            let values: Vec<f64> = (0..count).map(|n| n as f64).collect();
            let statistics = statistics(&times, start, end, values);
            let series = statistics.get("a").unwrap().series("x").unwrap();
            let points = series.points();
            // what there are too many values for is cut at the end, never moved
            prop_assert_eq!(points.len(), count.min(times.len()));
            prop_assert!(points.iter().zip(points.iter().skip(1)).all(|(a, b)| a.value < b.value && a.at_ms <= b.at_ms));
            prop_assert!(points.iter().all(|point| times.contains(&point.at_ms)));
            // with holes both ends are known, the rest lies between them
            if (2..=end - start).contains(&count) && times[start] < times[end] {
                prop_assert_eq!(points.first().unwrap().at_ms, times[start]);
                prop_assert_eq!(points.last().unwrap().at_ms, times[end]);
            }
        }

        #[test]
        fn polls_give_back_what_they_were_given(polls in prop::collection::vec(prop::option::of(-5i32..5), 0..40)) {
            let mut builder = Builder::default();
            for (n, value) in polls.iter().enumerate() {
                let place = builder.poll("a", "transport", n as f64);
                if let Some(value) = value {
                    builder.set(place, "x", Cell::Number(f64::from(*value)));
                }
            }
            let statistics = builder.finish(0.0);
            let series = statistics.get("a").and_then(|a| a.series("x")).unwrap_or_default();
            let seen: Vec<_> = series.points().iter().map(|p| (p.at_ms, p.value)).collect();
            let want: Vec<_> =
                polls.iter().enumerate().filter_map(|(n, v)| Some((n as f64, f64::from((*v)?)))).collect();
            prop_assert_eq!(seen, want);
        }
    }

    #[test]
    fn a_series_with_holes_keeps_its_ends() {
        let times: Vec<f64> = (0..10).map(|n| 1e12 + f64::from(n) * 1000.0).collect();
        let series = statistics(&times, 2, 8, vec![1.0, 2.0, 3.0]).get("a").unwrap().series("x").unwrap();
        assert_eq!(series.first().unwrap().at_ms, times[2]);
        assert_eq!(series.last().unwrap().at_ms, times[8]);
        assert_eq!(series.points().len(), 3);
    }

    #[test]
    fn a_time_that_repeats_does_not_shorten_a_series() {
        let times = [1e12, 1e12, 1e12 + 1000.0, 1e12 + 1000.0];
        let series = statistics(&times, 0, 3, vec![1.0, 2.0, 3.0, 4.0]).get("a").unwrap().series("x").unwrap();
        assert_eq!(series.points().len(), 4);
    }

    #[test]
    fn objects_without_times_are_polled_at_even_distances() {
        let mut builder = Builder::default();
        let span = |start: f64, end: f64| Some(Span { start, end });
        builder.column("a", "transport", "x", span(1000.0, 4000.0), Column::of_numbers(vec![1.0, 2.0, 3.0, 4.0]));
        builder.column("a", "transport", "y", span(3000.0, 4000.0), Column::of_numbers(vec![5.0, 6.0]));
        let statistics = builder.finish(1000.0);
        let late = statistics.get("a").unwrap().series("y").unwrap();
        assert_eq!(late.points().iter().map(|p| p.at_ms).collect::<Vec<_>>(), [2000.0, 3000.0]);
    }
}
