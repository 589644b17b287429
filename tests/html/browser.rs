//! Pages as Chromium shows them, on a phone and on a desk, in light and dark.
//!
//! `chromium` is in the path; its absence is a failure. With `RTCDIAG_SCREENSHOTS=FOLDER` each is kept as a picture.

use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::devtools::Browser;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rules");

/// The page of a command, as a file.
fn page(folder: &Path, name: &str, args: &[&str]) -> String {
    let path = folder.join(format!("{name}.html"));
    let path = path.to_str().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_rtcdiag")).args(args).args(["--html", path]).output().unwrap();
    assert!(output.status.code().unwrap() < 2, "{args:?}: {output:?}");
    path.to_owned()
}

/// Loads the page in all four ways, and looks for what a reader would stumble over.
async fn looks_well(browser: &mut Browser, name: &str, path: &str) {
    for (width, dark) in [(380, false), (380, true), (1200, false), (1200, true)] {
        browser.open(&format!("file://{path}"), width, dark).await;
        let place = format!("{name} at {width}, dark {dark}");
        assert_eq!(browser.complaints, Vec::<String>::new(), "{place}");
        let wide = browser.value("document.documentElement.scrollWidth").await;
        assert!(wide.as_u64().unwrap() <= u64::from(width), "{place} is {wide} wide");
        let ground = browser.value("getComputedStyle(document.body).backgroundColor").await;
        let light = if dark { "rgb(18, 21, 26)" } else { "rgb(246, 247, 249)" };
        assert_eq!(ground, light, "{place}: the style sheet is in use");
        let faint = browser.value(CONTRAST).await;
        assert_eq!(faint, json!([]), "{place}: contrast below 4.5");
        if let Some(folder) = std::env::var_os("RTCDIAG_SCREENSHOTS") {
            let height = browser.value("document.documentElement.scrollHeight").await.as_f64().unwrap().min(6000.0);
            let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
            let shot = json!({ "captureBeyondViewport": true, "clip": clip });
            let picture = browser.ask("Page.captureScreenshot", shot).await;
            let bytes = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
            let shade = if dark { "dark" } else { "light" };
            std::fs::write(Path::new(&folder).join(format!("{name}-{width}-{shade}.png")), bytes).unwrap();
        }
    }
}

/// Texts whose contrast to the ground behind them is less than WCAG 2.2 asks for (section 1.4.3).
const CONTRAST: &str = r#"(() => {
  const parse = (c) => (c.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0.99) return c;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  for (const e of document.querySelectorAll('body *:not(svg *)')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility()) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))].sort((a, b) => b - a);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(`${e.tagName}.${e.className}`);
  }
  return [...faint];
})()"#;

#[tokio::test]
async fn pages_of_every_kind_look_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut browser = Browser::start().await;
    let sdp = format!("{FIXTURES}/sdp/missing-fingerprint/bad.sdp");
    let dump = |rule: &str| format!("{FIXTURES}/{rule}/bad.dump.json");
    let (loss, frozen, failed) = (dump("media/loss"), dump("media/video-freezes"), dump("ice/failed"));
    for (name, args) in [
        ("dump-loss", &["dump", &loss][..]),
        ("dump-several", &["dump", &loss, &frozen, &failed]),
        ("sdp-lint", &["sdp", "lint", &sdp]),
        ("sdp-negotiate", &["sdp", "negotiate", &sdp, &sdp]),
        ("ice", &["ice", "--self-test"]),
        ("handshake", &["handshake", "--self-test"]),
        ("explain", &["explain", "media/loss"]),
    ] {
        let path = page(folder.path(), name, args);
        looks_well(&mut browser, name, &path).await;
    }
}

#[tokio::test]
async fn pages_of_real_dumps_look_well() {
    let root = std::env::var_os("RTCDIAG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), std::path::PathBuf::from);
    let made = root.join("dumps/made");
    assert!(made.is_dir(), "{} is absent", made.display());
    let folder = tempfile::tempdir().unwrap();
    let mut browser = Browser::start().await;
    for name in ["loss-10-delay-100", "network-drop-recover", "turn-401", "simulcast"] {
        let dump = made.join(format!("{name}.webrtc_internals_dump.gz"));
        let path = page(folder.path(), name, &["dump", dump.to_str().unwrap()]);
        looks_well(&mut browser, name, &path).await;
    }
}

/// The checks above can fail.
#[tokio::test]
async fn a_page_that_is_not_as_it_should_be_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let dump = format!("{FIXTURES}/media/loss/bad.dump.json");
    let path = page(folder.path(), "good", &["dump", &dump]);
    let good = std::fs::read_to_string(path).unwrap();
    let spoilt = folder.path().join("spoilt.html");
    let spoil = "<main><img src=\"x.png\"><p class=\"wide\" style=\"color:#eee\">x</p>\
                 <svg width=\"2000\" height=\"1\"></svg><script>document.title = 'ran';</script>";
    std::fs::write(&spoilt, good.replace("<main>", spoil)).unwrap();
    let mut browser = Browser::start().await;
    browser.open(&format!("file://{}", spoilt.display()), 380, false).await;
    let said = browser.complaints.join("\n");
    for words in ["Content Security Policy", "script", "style", "x.png"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert_ne!(browser.value("document.title").await, "ran");
    assert!(browser.value("document.documentElement.scrollWidth").await.as_u64().unwrap() > 380);
}
