//! Numbers as people read them: a unit, and three figures at most.
//!
//! For: every text that a person sees, in rules, commands and renderers alike. Not for: JSON, which has plain numbers.

/// A duration given in milliseconds: `0.42 ms`, `38 ms`, `1.24 s`, `2 min 5 s`, `3 h 20 min`, `12 days`.
pub fn ms(ms: f64) -> String {
    if !ms.is_finite() {
        return UNKNOWN.to_owned();
    }
    let whole = |value: f64| value.round() as i64;
    let two = |big: i64, big_unit: &str, small: i64, small_unit: &str| match small {
        0 => format!("{big} {big_unit}"),
        _ => format!("{big} {big_unit} {small} {small_unit}"),
    };
    match ms.abs() {
        ..0.995 => format!("{} ms", trimmed(ms, 2)),
        ..9.95 => format!("{} ms", trimmed(ms, 1)),
        ..999.5 => format!("{ms:.0} ms"),
        ..59_950.0 => format!("{} s", figures(ms / 1e3)),
        ..3_599_500.0 => two(whole(ms / 1e3) / 60, "min", whole(ms / 1e3) % 60, "s"),
        ..172_800_000.0 => two(whole(ms / 6e4) / 60, "h", whole(ms / 6e4) % 60, "min"),
        _ => format!("{} days", figures(ms / 86_400_000.0)),
    }
}

/// A duration given in seconds.
pub fn seconds(seconds: f64) -> String {
    ms(seconds * 1e3)
}

/// A bit rate given in bits per second: `640 kbit/s`, `1.2 Mbit/s`.
pub fn rate(bits_per_second: f64) -> String {
    scaled(bits_per_second, &[(1e9, "Gbit/s"), (1e6, "Mbit/s"), (1e3, "kbit/s"), (1.0, "bit/s")])
}

/// A size in bytes, by thousands: `812 B`, `5.1 kB`, `16.8 MB`.
pub fn bytes(bytes: u64) -> String {
    scaled(bytes as f64, &[(1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")])
}

/// A share between 0 and 1: `0.4 %`, `12 %`.
pub fn percent(share: f64) -> String {
    if share.is_finite() { format!("{} %", figures(share * 100.0)) } else { UNKNOWN.to_owned() }
}

/// A number and its noun: `1 server`, `3 servers`, `2 retries`.
pub fn plural(n: usize, noun: &str) -> String {
    let before_last = noun.chars().rev().nth(1);
    match (n, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) if !before_last.is_some_and(|c| "aeiou".contains(c)) => format!("{n} {stem}ies"),
        _ if ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end)) => format!("{n} {noun}es"),
        _ => format!("{n} {noun}s"),
    }
}

/// A number without a unit: three figures at most, no trailing zeros.
pub fn figures(value: f64) -> String {
    match value.abs() {
        ..9.995 => trimmed(value, 2),
        ..99.95 => trimmed(value, 1),
        _ => format!("{value:.0}"),
    }
}

/// What stands for a number that is none.
const UNKNOWN: &str = "unknown";

fn scaled(value: f64, units: &[(f64, &str)]) -> String {
    if !value.is_finite() {
        return UNKNOWN.to_owned();
    }
    // 999.5 would be shown as 1000: it belongs to the next unit
    let unit = units.iter().find(|(size, _)| value.abs() >= size * 0.9995 && *size > 1.0).or_else(|| units.last());
    unit.map_or_else(String::new, |(size, unit)| format!("{} {unit}", figures(value / size)))
}

fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_three_figures_at_most() {
        for (value, want) in [
            (0.0, "0 ms"),
            (0.416, "0.42 ms"),
            (0.999, "1 ms"),
            (3.44, "3.4 ms"),
            (38.4, "38 ms"),
            (999.7, "1 s"),
            (1_240.0, "1.24 s"),
            (31_500.0, "31.5 s"),
            (59_990.0, "1 min"),
            (125_000.0, "2 min 5 s"),
            (3_599_900.0, "1 h"),
            (12_000_000.0, "3 h 20 min"),
            (1_036_800_000.0, "12 days"),
            (f64::NAN, "unknown"),
        ] {
            assert_eq!(ms(value), want, "{value}");
        }
    }

    #[test]
    fn rates_sizes_and_shares_have_units() {
        assert_eq!(
            (rate(640_000.0), rate(1_200_000.0), rate(999_960.0)),
            ("640 kbit/s".into(), "1.2 Mbit/s".into(), "1 Mbit/s".into())
        );
        assert_eq!((bytes(812), bytes(5_120), bytes(16_777_216)), ("812 B".into(), "5.12 kB".into(), "16.8 MB".into()));
        assert_eq!((percent(0.004), percent(0.12), percent(1.0)), ("0.4 %".into(), "12 %".into(), "100 %".into()));
    }

    #[test]
    fn nouns_follow_their_number() {
        for (n, noun, want) in [
            (1, "server", "1 server"),
            (0, "server", "0 servers"),
            (2, "retry", "2 retries"),
            (2, "relay", "2 relays"),
            (3, "address", "3 addresses"),
        ] {
            assert_eq!(plural(n, noun), want);
        }
    }
}
