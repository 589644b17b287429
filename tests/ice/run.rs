//! Runs `rtcdiag ice` in an environment that is the same everywhere, and reads what it wrote.

use std::fmt;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use jsonschema::Validator;
use serde_json::Value;
use tempfile::TempDir;

/// No run of these tests may take longer; the program's own deadlines are well below.
const LONGEST: Duration = Duration::from_secs(20);

/// The program with `ice` and `args`, in an empty folder and with nothing of this machine's environment.
pub(crate) struct Ice {
    /// Where it runs.
    pub(crate) folder: TempDir,
    /// What is run.
    pub(crate) command: Command,
}

impl Ice {
    /// `rtcdiag ice` with `args`.
    pub(crate) fn new(args: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
        command.arg("ice").args(args).current_dir(&folder).env_clear().env("LANG", "C.UTF-8").env("TERM", "xterm");
        command.stdin(Stdio::null());
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        Self { folder, command }
    }

    /// One more argument.
    pub(crate) fn arg(mut self, arg: &str) -> Self {
        self.command.arg(arg);
        self
    }

    /// One more variable.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// One more file in the folder.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(self) -> Run {
        self.run_with(b"")
    }

    /// Runs it to its end with `stdin`.
    pub(crate) fn run_with(self, stdin: &[u8]) -> Run {
        let mut command = assert_cmd::Command::from_std(self.command);
        Run::new(&command.timeout(LONGEST).write_stdin(stdin).output().unwrap())
    }
}

/// Runs `rtcdiag ice` with `args`.
pub(crate) fn ice(args: &[&str]) -> Run {
    Ice::new(args).run()
}

/// What became of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Reads what a finished process left.
    pub(crate) fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let Some(code) = output.status.code() else { panic!("{}\n{stdout}\n{stderr}", output.status) };
        Self { code, stdout, stderr }
    }

    /// Stdout as JSON, which must be valid by the schema and agree with the exit code.
    pub(crate) fn json(&self) -> Value {
        let report: Value = serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"));
        assert_valid(&report);
        assert_eq!(report["exit"]["code"], self.code, "{self}");
        report
    }

    /// Rule, severity and message of each finding; what the list as a whole lacks is left out.
    pub(crate) fn findings(&self) -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let findings = self.json()["findings"].clone();
        let findings =
            findings.as_array().unwrap().iter().filter(|f| !f["rule"].as_str().unwrap().starts_with("config/no-"));
        findings.map(|f| (text(&f["rule"]), text(&f["severity"]), text(&f["message"]))).collect()
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}

/// Fails with what the program's own schema says against `report`.
pub(crate) fn assert_valid(report: &Value) {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    let validator = VALIDATOR.get_or_init(|| {
        let output = Command::new(env!("CARGO_BIN_EXE_rtcdiag")).arg("schema").env_clear().output().unwrap();
        jsonschema::validator_for(&serde_json::from_slice(&output.stdout).unwrap()).unwrap()
    });
    let faults: Vec<String> =
        validator.iter_errors(report).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
