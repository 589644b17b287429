//! Chromium, by its DevTools protocol: <https://chromedevtools.github.io/devtools-protocol/>.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

/// A browser with one page; it is ended with the test.
pub(crate) struct Browser {
    process: Child,
    socket: WebSocketStream<TcpStream>,
    session: Value,
    asked: u64,
    /// What the page said on its console, and what the browser said of the page.
    pub(crate) complaints: Vec<String>,
    _profile: tempfile::TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// An answer takes no longer.
const PATIENCE: Duration = Duration::from_secs(60);

impl Browser {
    /// Starts `chromium`, which is in the path.
    pub(crate) async fn start() -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new("chromium");
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"]);
        command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
        command.args(["--remote-debugging-port=0", "about:blank"]);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap_or_else(|error| panic!("could not start `chromium`: {error}"));
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let url = lines.map_while(Result::ok).find_map(|line| Some(line.split_once("listening on ")?.1.to_owned()));
        let url = url.expect("chromium says where it listens");
        let address = url.strip_prefix("ws://").and_then(|rest| rest.split('/').next()).unwrap();
        let (socket, _) = client_async(&url, TcpStream::connect(address).await.unwrap()).await.unwrap();
        let mut browser =
            Self { process, socket, session: Value::Null, asked: 0, complaints: Vec::new(), _profile: profile };
        let target = browser.ask("Target.createTarget", json!({ "url": "about:blank" })).await;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        browser.session = browser.ask("Target.attachToTarget", attach).await["sessionId"].clone();
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.ask(&format!("{domain}.enable"), json!({})).await;
        }
        browser
    }

    /// Sends a command and waits for its answer.
    pub(crate) async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let mut question = json!({ "id": self.asked, "method": method, "params": params });
        if !self.session.is_null() {
            question["sessionId"] = self.session.clone();
        }
        self.socket.send(Message::text(question.to_string())).await.unwrap();
        loop {
            let said = self.hear().await;
            if said["id"] == self.asked {
                assert!(said.get("error").is_none(), "{method}: {said}");
                return said["result"].clone();
            }
        }
    }

    /// Loads `url` as on a screen of `width`, in light or dark.
    pub(crate) async fn open(&mut self, url: &str, width: u32, dark: bool) {
        let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.ask("Emulation.setDeviceMetricsOverride", screen).await;
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.ask("Emulation.setEmulatedMedia", features).await;
        self.ask("Page.navigate", json!({ "url": url })).await;
        while self.hear().await["method"] != "Page.loadEventFired" {}
    }

    /// The value of an expression on the page.
    pub(crate) async fn value(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true });
        self.ask("Runtime.evaluate", asked).await["result"]["value"].clone()
    }

    /// The next thing that the browser says.
    async fn hear(&mut self) -> Value {
        let said = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("chromium answers");
        let said: Value = serde_json::from_str(said.unwrap().unwrap().to_text().unwrap()).unwrap();
        if let Some("Log.entryAdded" | "Runtime.consoleAPICalled" | "Runtime.exceptionThrown") = said["method"].as_str()
        {
            self.complaints.push(said["params"].to_string());
        }
        if said["method"] == "Network.requestWillBeSent" {
            let url = said["params"]["request"]["url"].as_str().unwrap_or_default();
            if !url.starts_with("file://") || !url.ends_with(".html") {
                self.complaints.push(format!("loads {url}"));
            }
        }
        said
    }
}
