//! What is written, and where.

use std::path::Path;
use std::process::{Command, Stdio};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rules");

/// The exit code, stdout and stderr of the program, run in `folder`.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
    command.args(args).current_dir(folder).env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_page_of_a_small_dump() {
    let folder = tempfile::tempdir().unwrap();
    // The page names the file as it was given.
    std::fs::copy(format!("{FIXTURES}/media/loss/bad.dump.json"), folder.path().join("loss.json")).unwrap();
    let (code, page, _) = run(folder.path(), &["dump", "loss.json", "--html", "-"]);
    assert_eq!(code, 0, "{page}");
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"(?s)<style>.*</style>", "<style>…</style>");
    settings.add_filter(r"sha256-[^']+", "sha256-…");
    settings.add_filter(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "[time]");
    settings.add_filter(r"took [0-9.]+ ms", "took [ms]");
    settings.add_filter(r"rtcdiag \d+\.\d+\.\d+", "rtcdiag [version]");
    settings.bind(|| insta::assert_snapshot!("loss", page));
}

#[test]
fn a_file_gets_the_page_and_stdout_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let dump = format!("{FIXTURES}/media/loss/bad.dump.json");
    let (code, text, errors) = run(folder.path(), &["dump", &dump, "--html", "page.html"]);
    assert!(code == 0 && text.starts_with("✔ ok: ") && errors.is_empty(), "{text}{errors}");
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("media/loss") && page.contains("<figure class=\"plot\">"));
    let (_, long, _) = run(folder.path(), &["dump", &dump, "--output", "html"]);
    let without_times = |page: &str| page.lines().filter(|line| !line.contains("<time")).count();
    assert_eq!(without_times(&long), without_times(&page));
}

#[test]
fn every_command_that_reports_has_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let sdp = format!("{FIXTURES}/sdp/missing-fingerprint/bad.sdp");
    for (args, words) in [
        (&["sdp", "explain", &sdp][..], "fingerprint"),
        (&["sdp", "lint", &sdp], "sdp/missing-fingerprint"),
        (&["sdp", "negotiate", &sdp, &sdp], "sdp/missing-fingerprint"),
        (&["sdp", "diff", &sdp, &sdp], "no change"),
        (&["ice", "--self-test"], "candidates"),
        (&["handshake", "--self-test"], "<figure class=\"waterfall\""),
        (&["explain", "media/loss"], "packets do not arrive"),
    ] {
        let (code, page, errors) = run(folder.path(), &[args, &["--html", "-"]].concat());
        assert!(code < 2 && errors.is_empty(), "{args:?}: {code} {errors}");
        assert!(page.starts_with("<!doctype html>") && page.contains(words), "{args:?}: {page}");
    }
}
