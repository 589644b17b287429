//! What a person reads, word for word: ten runs as they were seen, at 80 columns.
//!
//! `UPDATE=1 cargo test --test ice golden` writes them anew; read the difference as a user would before keeping it.

use std::path::PathBuf;

use rtcdiag::command::ice::{Terms, report};
use rtcdiag::facts::ice::Gathering;
use rtcdiag::render::{View, text};
use rtcdiag::term::{Screen, strip};

/// The runs: the `bad` one of each of these rules.
const RUNS: [&str; 10] = [
    "dns/not-found",
    "net/no-answer",
    "net/not-stun",
    "net/udp-closed",
    "relay/private-address",
    "relay/stateful-firewall",
    "stun/malformed",
    "tls/expired",
    "turn/credential-expired",
    "turn/unauthorized",
];

#[test]
fn ten_runs_read_as_they_should() {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let update = std::env::var_os("UPDATE").is_some();
    let mut stale = Vec::new();
    for rule in RUNS {
        let facts = std::fs::read(fixtures.join("rules").join(rule).join("bad.gathering.json")).unwrap();
        let run: Gathering = serde_json::from_slice(&facts).unwrap();
        let report = report(&run, &[], Terms { prove: true, ..Terms::default() });
        let view = View { screen: Screen { width: 80, unicode: true }, detail: 0, quiet: false };
        let shown = strip(&text(&report, view));
        let path = fixtures.join("ice").join(format!("{}.txt", rule.replace('/', "-")));
        if update {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &*shown).unwrap();
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(&*shown) {
            stale.push(format!("{rule}:\n{shown}"));
        }
    }
    let remedy = "`UPDATE=1 cargo test --test ice golden` writes them anew";
    assert!(stale.is_empty(), "{remedy}\n{}", stale.join("\n"));
}
