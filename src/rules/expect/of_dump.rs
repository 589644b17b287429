//! What the short names stand for in the facts of a dump: of several connections and streams the worst counts.

use serde_json::{Value as Json, json};

use super::alias::list;

/// Whether every connection came about; unknown where there is none, or the dump does not tell of one.
pub(super) fn connected(facts: &Json) -> Json {
    let outcomes: Vec<&str> = outcomes(facts).collect();
    if outcomes.iter().any(|outcome| matches!(*outcome, "failed" | "never-connected")) {
        json!(false)
    } else if outcomes.is_empty() || outcomes.contains(&"unknown") {
        Json::Null
    } else {
        json!(true)
    }
}

/// The longest set-up of those that came about; unknown where one of them has no time.
pub(super) fn setup(facts: &Json) -> Json {
    let connected = list(facts, "connections").filter(|connection| outcome(connection) == Some("connected"));
    let times: Option<Vec<f64>> = connected.map(|connection| connection.get("setup_ms")?.as_f64()).collect();
    most(times.into_iter().flatten())
}

/// Whether any connection goes over a relay; unknown where no path is known.
pub(super) fn relay(facts: &Json) -> Json {
    let paths =
        list(facts, "connections").filter_map(|connection| connection.pointer("/selected_path/relay")?.as_bool());
    paths.reduce(|one, other| one || other).map_or(Json::Null, |relayed| json!(relayed))
}

/// The greatest value of `key` among all streams that have one.
pub(super) fn worst(facts: &Json, key: &str) -> Json {
    let tracks = list(facts, "connections").flat_map(|connection| list(connection, "tracks"));
    most(tracks.filter_map(|track| track.get(key)?.as_f64()))
}

fn outcomes(facts: &Json) -> impl Iterator<Item = &str> {
    list(facts, "connections").filter_map(outcome)
}

fn outcome(connection: &Json) -> Option<&str> {
    connection.get("outcome")?.as_str()
}

fn most(values: impl Iterator<Item = f64>) -> Json {
    values.reduce(f64::max).map_or(Json::Null, |most| json!(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(connections: &[Json]) -> Json {
        json!({ "connections": connections })
    }

    #[test]
    fn the_worst_counts_and_what_is_not_known_is_neither() {
        let good = json!({"outcome": "connected", "setup_ms": 100.0, "selected_path": {"relay": false},
            "tracks": [{"loss_pct": 0.5, "freeze_pct": null}, {"loss_pct": 2.5, "freeze_pct": 0.0}]});
        let late = json!({"outcome": "connected", "setup_ms": null, "selected_path": {"relay": true}, "tracks": []});
        let failed = json!({"outcome": "failed", "setup_ms": null, "selected_path": null, "tracks": []});
        let unknown = json!({"outcome": "unknown", "setup_ms": null, "selected_path": null, "tracks": []});
        let is = |connections: &[&Json], read: fn(&Json) -> Json| {
            read(&facts(&connections.iter().map(|connection| (*connection).clone()).collect::<Vec<_>>()))
        };
        assert_eq!(is(&[&good, &failed, &unknown], connected), json!(false));
        assert_eq!(is(&[&good, &unknown], connected), Json::Null);
        assert_eq!(is(&[], connected), Json::Null);
        assert_eq!(is(&[&good, &late], connected), json!(true));
        assert_eq!(is(&[&good, &failed], setup), json!(100.0));
        assert_eq!(is(&[&good, &late], setup), Json::Null);
        assert_eq!(is(&[&good, &late], relay), json!(true));
        assert_eq!(is(&[&failed], relay), Json::Null);
        assert_eq!(is(&[&good, &failed], |facts| worst(facts, "loss_pct")), json!(2.5));
        assert_eq!(is(&[&good], |facts| worst(facts, "freeze_pct")), json!(0.0));
        assert_eq!(is(&[&failed], |facts| worst(facts, "loss_pct")), Json::Null);
    }
}
