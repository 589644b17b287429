//! Dumps that were written anonymised: nothing of the original, and the same findings and numbers.

use std::io::Read;
use std::path::Path;

use rtcdiag::anonymize::{Anonymizer, Decode};
use rtcdiag::dump::{self, Dump};
use rtcdiag::report::Finding;
use rtcdiag::rules::{Subject, judge};

use super::identifying::{files, found, leaked, shared};

const DECODE: Decode = Decode { method: dump::method, property: dump::property };

fn bytes(path: &Path) -> Vec<u8> {
    rtcdiag::input::read(path, &mut std::io::empty(), 2 << 30).unwrap().bytes
}

fn rewritten(bytes: &[u8]) -> Vec<u8> {
    let mut names = Anonymizer::default();
    names.learn_from(DECODE, &mut &*bytes).unwrap();
    let mut out = Vec::new();
    names.rewrite(DECODE, &mut &*bytes, &mut out).unwrap();
    out
}

/// Rule, severity and confidence of each finding and of its effects.
fn told(findings: &[Finding]) -> Vec<String> {
    let each = |f: &Finding| {
        let (severity, confidence) = (f.severity.word(), f.confidence.word());
        format!("{} {severity} {confidence} {:?}", f.rule.id, told(&f.effects))
    };
    findings.iter().map(each).collect()
}

/// What is measured of each connection.
fn measured(dump: &Dump) -> Vec<String> {
    let connection = |c: &dump::Connection| {
        let sections: Vec<_> = c.sections.iter().map(|s| (s.mid.clone(), s.rejected, s.codecs.len())).collect();
        let rates: Vec<_> = c.tracks.iter().map(|t| t.bitrate_kbps(&c.statistics).yes().copied()).collect();
        format!(
            "{} {} {:?} {:?} {} {} {} {sections:?} {rates:?} {:?}",
            c.id,
            c.outcome().word(),
            c.setup_ms().yes(),
            c.phases().iter().map(|p| (p.start_ms, p.end_ms)).collect::<Vec<_>>(),
            c.events.len(),
            c.local_candidates.len(),
            c.remote_candidates.len(),
            c.peer().is_server,
        )
    };
    dump.connections.iter().map(connection).collect()
}

/// Of the shared dumps every third is taken without the feature, and all of them with it.
const ONE_IN: usize = if cfg!(feature = "peers") { 1 } else { 3 };

#[test]
fn every_dump_keeps_its_findings_and_loses_its_names() {
    let folders = ["dumps/found", "dumps/made"].into_iter().filter_map(|folder| shared(folder, 1));
    let all: Vec<_> = folders.flat_map(|folder| files(&folder)).collect();
    assert!(all.is_empty() || all.len() > 40, "{}", all.len());
    let all: Vec<_> = all.into_iter().step_by(ONE_IN).collect();
    std::thread::scope(|scope| {
        for half in all.chunks(all.len() / 2 + 1) {
            scope.spawn(move || half.iter().for_each(|path| keeps_its_findings(path)));
        }
    });
}

fn keeps_its_findings(path: &Path) {
    let original = bytes(path);
    let anonymous = rewritten(&original);
    let name = path.display();
    let before = dump::read("x", &original).unwrap();
    let after = dump::read("x", &anonymous).unwrap();
    assert_eq!(before.dialect, after.dialect, "{name}");
    assert_eq!(told(&judge(Subject::Dump(&before))), told(&judge(Subject::Dump(&after))), "{name}");
    assert_eq!(measured(&before), measured(&after), "{name}");
    let identifying = found(&String::from_utf8_lossy(&original));
    assert_eq!(leaked(&identifying, &String::from_utf8_lossy(&anonymous)), Vec::<&str>::new(), "{name}");
    assert_eq!(lines(&original), lines(&anonymous), "{name}: the layout stays");
}

fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

#[test]
fn both_ends_of_a_call_still_fit_each_other() {
    let Some(folder) = shared("dumps/made", 1) else { return };
    let original = bytes(&folder.join("healthy-av.webrtc_internals_dump.gz"));
    let text = String::from_utf8(rewritten(&original)).unwrap();
    let ufrag = |text: &str, n: usize| text.split("a=ice-ufrag:").nth(n).unwrap()[..4].to_owned();
    let original = String::from_utf8(original).unwrap();
    // the same fragment has the same stand-in, and another one another
    for (one, other) in [(1, 2), (1, 4), (1, 7), (2, 8)] {
        let same = ufrag(&original, one) == ufrag(&original, other);
        assert_eq!(same, ufrag(&text, one) == ufrag(&text, other), "{one}, {other}");
    }
}

#[test]
fn a_dump_that_breaks_off_anywhere_leaks_nothing() {
    let Some(folder) = shared("dumps/made", 1) else { return };
    for name in [
        "gum-denied.webrtc_internals_dump.gz",
        "turn-401.rtcstats.rtcstats_dump.gz",
        "data-only.webrtc_internals_dump.gz",
    ] {
        let whole = bytes(&folder.join(name));
        let identifying = found(&String::from_utf8_lossy(&whole));
        for end in (0..whole.len()).step_by(whole.len() / 25 + 1) {
            let text = String::from_utf8_lossy(&rewritten(&whole[..end])).into_owned();
            assert_eq!(leaked(&identifying, &text), Vec::<&str>::new(), "{name} cut at {end}");
        }
    }
}

/// A dump of any length, made as it is read.
struct Endless {
    left: usize,
    line: Vec<u8>,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        let rest = &self.line[self.at..];
        let length = rest.len().min(into.len());
        into[..length].copy_from_slice(&rest[..length]);
        self.at += length;
        if self.at == self.line.len() {
            (self.at, self.left) = (0, self.left - 1);
        }
        Ok(length)
    }
}

#[test]
fn what_streams_by_is_not_kept() {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            // never more than a block and what one text holds
            assert!(bytes.len() < 300 << 10, "{}", bytes.len());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let line = b"[\"getStats\",\"9-1\",{\"T\":{\"label\":\"Acme Mic\",\"x\":1.5}},1]\n".to_vec();
    let length = line.len();
    let mut out = Count(0);
    Anonymizer::default().rewrite(DECODE, &mut Endless { left: 20_000, line, at: 0 }, &mut out).unwrap();
    assert_eq!(out.0, 20_000 * (length - 1), "`Acme Mic` became `label-1`");
}
