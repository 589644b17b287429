//! `rtcdiag explain`.

use rtcdiag::rules;
use rtcdiag::rules::codes;

use super::run::run;

#[test]
fn a_code_is_explained() {
    insta::assert_snapshot!(run(&["explain", "437", "--width", "72"]), @"
    exit 0
    --- stdout
    437 Allocation Mismatch
      defined in RFC 8656 sections 7.2, 8.2 and 19

    On the wire
      to Allocate: this client address and port has an allocation already;
      to anything else: it has none

    What servers say
      coturn adds the words `wrong transaction ID`, `Invalid allocation` on
      a Refresh, or `the realm value is incorrect`, which is about the realm
      and not about an allocation

    What to do
      let each allocation use a local port of its own; if it follows a
      pause, the allocation ran out, so refresh it sooner; if a NAT reused
      the port, wait for the old allocation's lifetime or take another port

    Rules about it
      • `turn/realm-mismatch`: the credential is computed for another realm
        than the server's
      • `turn/allocation-mismatch`: the server believes that this client's
        address already has an allocation
    --- stderr
    ");
}

#[test]
fn every_code_and_every_rule_has_its_page() {
    for code in codes::all() {
        let run = run(&["explain", &code.code.to_string()]);
        assert_eq!(run.code, 0, "{run}");
        assert!(run.stdout.contains(code.name), "{run}");
    }
    for rule in rules::all().map(|row| &row.rule) {
        let run = run(&["explain", rule.id]);
        assert_eq!(run.code, 0, "{run}");
        assert!(run.stdout.starts_with(rule.id) && run.stdout.contains(rule.severity.word()), "{run}");
        for heading in ["What it does", "Why it matters", "Example", "Use instead", "References"] {
            assert!(run.stdout.contains(&format!("\n{heading}\n")), "{heading}: {run}");
        }
    }
}

#[test]
fn the_list_has_every_rule_and_every_code_on_a_line() {
    let list = run(&["explain", "--width", "200"]).stdout;
    for rule in rules::all().map(|row| &row.rule) {
        assert!(list.lines().any(|line| line.contains(rule.id) && line.contains(rule.severity.word())), "{}", rule.id);
    }
    for code in codes::all() {
        let number = code.code.to_string();
        assert!(list.lines().any(|line| line.trim().starts_with(&number) && line.contains(code.name)), "{number}");
    }
}

#[test]
fn a_slip_is_answered_with_the_nearest_rules() {
    for rule in rules::all().map(|row| &row.rule) {
        let slip = rule.id.replacen('-', "_", 1).to_uppercase().to_lowercase() + "x";
        let run = run(&["explain", &slip]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
        assert!(run.stderr.contains(&format!("hint: did you mean `{}`", rule.id)), "{run}");
    }
}
