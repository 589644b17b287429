//! The folder of real descriptions beside the project, and the command run on bytes.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Parser;
use rtcdiag::cli::{Cli, Command, SdpCommand};

use rtcdiag::command::{Context, Failure, Outcome, sdp};
use rtcdiag::report::{Evidence, Finding, Report};
use rtcdiag::rules::{Case, Subject, judge};
use rtcdiag::sdp::{Role, Sdp};

/// `../shared/sdp`, if it is there; else says what is skipped, or fails where skipping is not allowed.
pub(crate) fn folder(what: &str) -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("RTCDIAG_SHARED").map_or(default, PathBuf::from).join("sdp");
    if shared.is_dir() {
        return Some(shared);
    }
    assert!(std::env::var_os("RTCDIAG_NO_SKIP").is_none(), "{} is absent and nothing may be skipped", shared.display());
    eprintln!("skipped: {what} (../shared absent)");
    None
}

/// Every `.sdp` file under `folder`, sorted: its path from there, and its bytes.
pub(crate) fn descriptions(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(at: &Path, root: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "sdp") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

/// The files of `corpus/INDEX.tsv` with the stack that wrote each.
pub(crate) fn vendors(corpus: &Path) -> Vec<(String, String)> {
    let index = std::fs::read_to_string(corpus.join("INDEX.tsv")).unwrap();
    let rows = index.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    rows.map(|row| (row[0].to_owned(), row[2].to_owned())).collect()
}

/// `rtcdiag sdp explain ARGS` with `stdin`, up to its report.
pub(crate) fn explain(args: &[&str], stdin: &[u8]) -> Result<Report, Failure> {
    explain_at(args, stdin, false, &|_| {})
}

/// The same, at a terminal or not, with what is said on stderr given to `notice`.
pub(crate) fn explain_at(
    args: &[&str],
    mut stdin: &[u8],
    stdin_is_terminal: bool,
    notice: &dyn Fn(&str),
) -> Result<Report, Failure> {
    let cli = Cli::try_parse_from(["rtcdiag", "sdp", "explain"].iter().chain(args)).unwrap();
    let Command::Sdp(given) = &cli.command else { panic!("`sdp` was parsed") };
    let SdpCommand::Explain(args) = &given.command else { panic!("`explain` was parsed") };
    let mut context = Context {
        global: &cli.global,
        stdin: &mut stdin,
        stdin_is_terminal,
        started: "2026-01-01T00:00:00Z".to_owned(),
        notice,
        event: &|_, _| {},
        anonymizer: None,
    };
    match sdp::explain(args, &mut context)? {
        Outcome::Report(report) => Ok(*report),
        other => panic!("a report was expected: {other:?}"),
    }
}

/// `rtcdiag sdp negotiate ARGS` or `rtcdiag sdp diff ARGS` on two descriptions, up to its report.
pub(crate) fn compare(command: &str, args: &[&str], descriptions: [&[u8]; 2]) -> Result<Report, Failure> {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["first.sdp", "second.sdp"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    paths.iter().zip(descriptions).for_each(|(path, bytes)| std::fs::write(path, bytes).unwrap());
    let files = paths.each_ref().map(String::as_str);
    let cli = Cli::try_parse_from(["rtcdiag", "sdp", command].iter().chain(args).chain(&files)).unwrap();
    let Command::Sdp(given) = &cli.command else { panic!("`sdp` was parsed") };
    let mut context = Context {
        global: &cli.global,
        stdin: &mut std::io::empty(),
        stdin_is_terminal: false,
        started: "2026-01-01T00:00:00Z".to_owned(),
        notice: &|_| {},
        event: &|_, _| {},
        anonymizer: None,
    };
    let outcome = match &given.command {
        SdpCommand::Negotiate(args) => sdp::negotiate(args, &mut context)?,
        SdpCommand::Diff(args) => sdp::diff(args, &mut context)?,
        SdpCommand::Explain(_) | SdpCommand::Lint(_) => panic!("two descriptions are compared"),
    };
    match outcome {
        Outcome::Report(report) => Ok(*report),
        other => panic!("a report was expected: {other:?}"),
    }
}

/// The line, from 1, that the main span of `finding` stands on.
pub(crate) fn line_of(finding: &Finding, report: &Report) -> usize {
    let Some(Evidence::Span { source, range, .. }) = finding.evidence.first() else { panic!("a span comes first") };
    report.sources[*source].text[..range.start].matches('\n').count() + 1
}

/// The rows of `corpus/PAIRS.tsv`: offer, answer, and how the pair came to be.
pub(crate) fn pairs(corpus: &Path) -> Vec<[String; 3]> {
    let table = std::fs::read_to_string(corpus.join("PAIRS.tsv")).unwrap();
    let row = |row: &str| row.split('\t').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
    table.lines().skip(1).map(row).collect()
}

/// Everything that is found in a description, or in an answer beside its offer: text 0 and text 1.
pub(crate) fn judged(offer: Option<&str>, text: &str) -> Vec<Finding> {
    let sdp = Sdp::parse(text.as_bytes());
    let Some(offer) = offer else { return judge(Subject::Sdp(&sdp, 0)) };
    let offer = Sdp::parse(offer.as_bytes());
    let cases = [Case::paired(&offer, Role::Offer), Case::paired(&sdp, Role::Answer)];
    let [offer, answer] = &cases;
    let each = [Subject::Case(offer, 0), Subject::Case(answer, 1), Subject::Pair(offer, answer, [0, 1])];
    each.into_iter().flat_map(judge).collect()
}

/// `work` on every item, on all processors, in order.
pub(crate) fn parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let run = || {
            let mut done = Vec::new();
            while let Some((n, item)) =
                Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|n| Some((n, items.get(n)?)))
            {
                done.push((n, work(item)));
            }
            done
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    done.sort_by_key(|(n, _)| *n);
    done.into_iter().map(|(_, result)| result).collect()
}
