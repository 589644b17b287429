//! The program itself: every command, every format, stdout, stderr and files.

use std::path::Path;
use std::process::Command;

/// What must not show, wherever it was put in.
const CANARIES: [&str; 20] = [
    "203.0.113.77", // replaced by a documentation address with another last byte
    "8.8.4.4",
    "192.168.178.23",
    "100.77.1.2",
    "2a00:1450:4001::77",
    "canaryhost",
    "turn.canary-corp.com",
    "canary.internal",
    "call.canary-corp.com",
    "Canary Mic",
    "canary-channel",
    "canaryRoom",
    "cAnArYuser",
    "cNrY",
    "CanaryPasswordCanaryPass",
    "12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0",
    "canaryCname",
    "5d3bd4e8-12c6-4e26-9f5e-4b7d0a2f9bd2",
    "canary_track",
    "canary-file",
];

const SDP: &str = "v=0\r\no=cAnArYuser 4605830731137794767 2 IN IP4 203.0.113.77\r\ns=canaryRoom\r\nt=0 0\r\n\
a=group:BUNDLE 0 7\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 8.8.4.4\r\na=ice-ufrag:cNrY\r\n\
a=ice-pwd:CanaryPasswordCanaryPass\r\na=fingerprint:sha-256 12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0:12:34:56:\
78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0\r\na=setup:actpass\r\na=mid:0\r\na=sendrecv\r\n\
a=msid:5d3bd4e8-12c6-4e26-9f5e-4b7d0a2f9bd2 canary_track\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n\
a=ssrc:7 cname:canaryCname\r\na=candidate:1 1 udp 2122260223 192.168.178.23 50000 typ host\r\n\
a=candidate:2 1 udp 1686052607 canary.internal 50001 typ srflx raddr 2a00:1450:4001::77 rport 50000\r\n\
a=candidate:3 1 udp 1686052607 100.77.1.2 50001 typ srflx raddr canaryhost rport 50000\r\n";

const DUMP: &str = r#"RTCStatsDump
{"fileFormat":3}
["create",null,{"userAgentData":{"brands":[{"brand":"Chromium","version":"144"}]}},1795360581131]
["navigator.mediaDevices.getUserMedia","9-0",{"audio":true},"getUserMedia-9-1-0","https://call.canary-corp.com/canaryRoom",1]
["navigator.mediaDevices.getUserMediaOnSuccess","9-0",[["audio","canary_track","Canary Mic","5d3bd4e8-12c6-4e26-9f5e-4b7d0a2f9bd2"]],"getUserMedia-9-1-0",1]
["create","9-1",{"iceServers":[{"urls":["turn:turn.canary-corp.com:3478"],"username":"cAnArYuser","credential":"CanaryPasswordCanaryPass"}]},"https://call.canary-corp.com/canaryRoom",2]
["createDataChannel","9-1",{"label":"canary-channel","ordered":true},1]
["createOffer","9-1",null,1]
["createOfferOnSuccess","9-1",{"type":"offer","sdp":SDP},1]
["setLocalDescription","9-1",{"type":"offer","sdp":SDP},1]
["setLocalDescriptionOnSuccess","9-1",null,1]
["oniceconnectionstatechange","9-1","checking",1]
["onicecandidateerror","9-1",{"url":"turn:turn.canary-corp.com:3478","address":"192.168.178.xxx","error_code":701,"error_text":"canaryRoom at turn.canary-corp.com (8.8.4.4) timed out"},1]
["setRemoteDescriptionOnFailure","9-1","OperationError: canary-channel of cAnArYuser is a=ice-ufrag:cNrY",1]
["getStats","9-1",{"D1":{"id":"D1","type":"data-channel","label":"canary-channel","bytesSent":1},"I1":{"id":"I1","type":"local-candidate","address":"192.168.178.23","port":50000,"candidateType":"host","protocol":"udp","usernameFragment":"cNrY"}},1000]
["oniceconnectionstatechange","9-1","failed",15000]
["identity",null,{"displayName":"cAnArYuser","anything":"canaryRoom"},1]
"#;

fn rtcdiag(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
    command.args(args).env_clear().env("LANG", "C.UTF-8").current_dir(folder).stdin(std::process::Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("canary-file.sdp", SDP);
    write("canary-file2.sdp", &SDP.replace("a=mid:0", "a=mid:7"));
    write("canary-file.jsonl", &DUMP.replace("SDP", &serde_json::Value::from(SDP).to_string()));
    folder
}

fn assert_clean(what: &str, text: &str) {
    for canary in CANARIES {
        assert!(!text.contains(canary), "{what} shows {canary}:\n{text}");
    }
}

/// Every format, with every view of every command that reads a file.
#[test]
fn no_command_shows_a_canary_in_any_format() {
    let folder = folder();
    let commands: &[&[&str]] = &[
        &["sdp", "explain", "canary-file.sdp"],
        &["sdp", "explain", "--lines", "canary-file.sdp"],
        &["sdp", "explain", "canary-file.jsonl", "--pick", "1"],
        &["sdp", "lint", "canary-file.sdp"],
        &["sdp", "lint", "canary-file.sdp", "canary-file2.sdp", "--for", "chrome,firefox,rfc,sip,whip"],
        &["sdp", "lint", "canary-file.sdp", "--fix"],
        &["sdp", "lint", "canary-file.sdp", "--fix", "--diff"],
        &["sdp", "negotiate", "canary-file.sdp", "canary-file2.sdp"],
        &["sdp", "diff", "canary-file.sdp", "canary-file2.sdp"],
        &["dump", "canary-file.jsonl"],
        &["dump", "--timeline", "canary-file.jsonl"],
        &["dump", "--candidates", "canary-file.jsonl"],
        &["dump", "--series", "list", "canary-file.jsonl"],
        &["dump", "--sdp", "1", "canary-file.jsonl"],
        &["dump", "canary-file.jsonl", "canary-file-that-is-not-there.gz"],
        &["dump", "canary-file-that-is-not-there.gz"],
        &["sdp", "lint", "canary-file-that-is-not-there"],
        &["ice", "--timeout", "0.3", "turn:turn.canary-corp.com:nine"],
        &[
            "ice",
            "--timeout",
            "0.3",
            "--username",
            "cAnArYuser",
            "--credential",
            "CanaryPasswordCanaryPass",
            "turn:127.0.0.1:9",
            "turn:canaryhost:3478",
        ],
        &["handshake", "ws://127.0.0.1:9/canaryRoom?room=canaryRoom"],
    ];
    for command in commands {
        for format in ["text", "json", "jsonl", "sarif", "github", "csv", "html"] {
            for detail in ["-vv", "-q"] {
                let args = [command, &["--anonymize", "--output", format, detail][..]].concat();
                let (code, stdout, stderr) = rtcdiag(folder.path(), &args);
                assert!((0..=3).contains(&code), "{args:?}: {stderr}");
                assert_clean(&format!("{args:?}"), &stdout);
                assert_clean(&format!("{args:?}, on stderr,"), &stderr);
                let plain = [command, &["--output", format, detail][..]].concat();
                if format == "json" && detail == "-q" {
                    let (plain_code, plain, _) = rtcdiag(folder.path(), &plain);
                    assert_eq!((code, rules(&stdout)), (plain_code, rules(&plain)), "{args:?}");
                }
            }
        }
    }
}

/// Rule and severity of each finding of a report in JSON; empty where there is none.
fn rules(report: &str) -> Vec<String> {
    let Ok(report) = serde_json::from_str::<serde_json::Value>(report) else { return Vec::new() };
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    findings.iter().map(|finding| format!("{} {}", finding["rule"], finding["severity"])).collect()
}

#[test]
fn a_file_is_as_clean_as_stdout() {
    let folder = folder();
    let files =
        ["json=r.json", "sarif=r.sarif", "text=r.txt", "jsonl=r.jsonl", "csv=r.csv", "github=r.github", "html=r.html"];
    let outputs: Vec<&str> = files.iter().flat_map(|file| ["--output", file]).collect();
    let args = [&["dump", "--anonymize", "canary-file.jsonl"][..], &outputs].concat();
    let (_, stdout, _) = rtcdiag(folder.path(), &args);
    assert!(stdout.contains("host-1.example") && stdout.contains("ice/"), "{stdout}");
    for file in files {
        let name = file.split_once('=').unwrap().1;
        assert_clean(name, &std::fs::read_to_string(folder.path().join(name)).unwrap());
    }
}

#[test]
fn one_thing_has_one_stand_in_and_carets_stand_under_it() {
    let folder = folder();
    let (_, text, _) = rtcdiag(folder.path(), &["sdp", "lint", "--anonymize", "canary-file.sdp"]);
    let line = text.lines().position(|line| line.contains("a=group:BUNDLE 0 7")).unwrap();
    let marked = text.lines().nth(line + 1).unwrap();
    let row = text.lines().nth(line).unwrap();
    let column = |row: &str, at: usize| row[..at].chars().count();
    let caret = column(marked, marked.find('\u{2501}').or_else(|| marked.find('^')).unwrap());
    assert_eq!(caret, column(row, row.find(" 7").unwrap() + 1), "{text}");
    let (_, json, _) = rtcdiag(folder.path(), &["sdp", "explain", "--json", "--anonymize", "canary-file.sdp"]);
    let facts: serde_json::Value = serde_json::from_str(&json).unwrap();
    let addresses: Vec<&str> =
        facts["facts"]["candidates"].as_array().unwrap().iter().map(|c| c["address"].as_str().unwrap()).collect();
    assert_eq!(addresses, ["192.168.0.1", "host-1.example", "100.64.0.1"], "classes stay");
    assert_eq!(facts["facts"]["descriptions"][0]["sections"][0]["ice_ufrag"], "0001");
}

#[test]
fn a_dump_is_written_clean_and_reads_the_same() {
    let folder = folder();
    let findings =
        |name: &str, more: &[&str]| rules(&rtcdiag(folder.path(), &[&["dump", "--json", name], more].concat()).1);
    let before = findings("canary-file.jsonl", &[]);
    assert!(!before.is_empty());
    for name in ["a.jsonl", "a.gz"] {
        let told = findings("canary-file.jsonl", &["--anonymize", "--write", name]);
        assert_eq!((&told, &findings(name, &[])), (&before, &before));
        let input = rtcdiag::input::read(&folder.path().join(name), &mut std::io::empty(), 1 << 30).unwrap();
        assert_eq!(input.gzip, name == "a.gz");
        assert_clean(name, &String::from_utf8(input.bytes).unwrap());
    }
}

#[test]
fn write_says_what_it_needs() {
    let folder = folder();
    for (args, words) in [
        (&["--write", "a", "canary-file.jsonl"][..], "without `--anonymize` it would be a copy"),
        (&["--anonymize", "--write", "canary-file.jsonl", "./canary-file.jsonl"], "it is read or written already"),
        (
            &["--anonymize", "--write", "a", "canary-file.jsonl", "canary-file.sdp"],
            "there are 2 dumps and 1 files to write",
        ),
    ] {
        let (code, stdout, stderr) = rtcdiag(folder.path(), &[&["dump"], args].concat());
        assert_eq!((code, stdout.as_str()), (2, ""), "{args:?}");
        assert!(stderr.contains(words), "{stderr}");
    }
    assert!(!folder.path().join("a").exists(), "nothing was written");
}

#[test]
fn a_self_test_and_a_variable_work_too() {
    let folder = folder();
    for args in [&["ice", "--json"][..], &["handshake", "--json"], &["handshake", "--output", "jsonl", "-vv"]] {
        let (code, stdout, stderr) = rtcdiag(folder.path(), &[args, &["--anonymize"]].concat());
        assert_eq!(code, 0, "{stdout}{stderr}");
        assert!(stdout.contains("self-test"), "{stdout}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
    command
        .args(["sdp", "lint", "canary-file.sdp"])
        .env_clear()
        .env("RTCDIAG_ANONYMIZE", "1")
        .current_dir(folder.path());
    assert_clean("the variable", &String::from_utf8(command.output().unwrap().stdout).unwrap());
}
