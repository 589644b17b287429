//! From files and stdin to descriptions: pastes are unwrapped, dumps give the descriptions that were set.

use std::path::{Path, PathBuf};

use super::Description;
use crate::command::{Context, Failure};
use crate::dump::{self, Dump, EventKind};
use crate::input::{self, Input};
use crate::report::NotTested;
use crate::report::number::plural;
use crate::rules::Case;
use crate::sdp::negotiate::capabilities;
use crate::sdp::{Paste, Sdp, looks_like, unwrap};

/// The most that a paste may hold, inflated.
const LIMIT: usize = 16 << 20;

/// The most that a dump may hold, inflated, of which only the descriptions are wanted.
const DUMP_LIMIT: u64 = 256 << 20;

/// More choices than this are not listed.
const LISTED: usize = 100;

/// How a text is taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Taken {
    /// Out of whatever surrounds it; a text without a description is an error.
    Unwrapped,
    /// The same; what `getCapabilities()` gives is taken for a list of codecs.
    Listed,
    /// Unwrapped, but with its faults: line ends that are written out, or no description at all, are for rules to name.
    AsItIs,
}

/// The descriptions in `files`, or on stdin where there are none; of each input the one numbered `pick`, from 1.
///
/// # Errors
/// An input that cannot be read, in which there is no description, or that is a dump with several and none is picked.
pub(super) fn descriptions(
    files: &[PathBuf],
    pick: Option<u64>,
    taken: Taken,
    context: &mut Context<'_>,
    not_tested: &mut Vec<NotTested>,
) -> Result<Vec<Description>, Failure> {
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() { &stdin } else { files };
    if files.iter().filter(|file| is_stdin(file)).count() > 1 {
        return Err(Failure::usage("read stdin twice").hint("give `-` once"));
    }
    let mut all = Vec::new();
    for file in files {
        if is_stdin(file) && context.stdin_is_terminal {
            (context.notice)("paste the description, then press Enter and Ctrl-D (on Windows Ctrl-Z and Enter)");
        }
        let input = input::read(file, context.stdin, DUMP_LIMIT).map_err(|error| Failure::usage(error.to_string()))?;
        if let Some(bytes) = input.damaged_at {
            let why = format!("the gzip stream is damaged or cut after {bytes} bytes");
            not_tested.push(NotTested { what: format!("the rest of `{}`", input.name), why });
        }
        let found = chosen(file, &input, pick, taken, context)?;
        context.learn(|names| found.iter().for_each(|description| drop(names.text(description.sdp.text()))));
        all.extend(found);
    }
    Ok(all)
}

fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

fn chosen(
    file: &Path,
    input: &Input,
    pick: Option<u64>,
    taken: Taken,
    context: &Context<'_>,
) -> Result<Vec<Description>, Failure> {
    let name = &input.name;
    let dump = input.bytes.trim_ascii_start().starts_with(b"{").then(|| dump::read(name, &input.bytes).ok()).flatten();
    let (found, titles) = match &dump {
        Some(dump) => in_dump(dump, input),
        None if input.bytes.len() > LIMIT => {
            return Err(Failure::usage(format!("read `{name}`: it is larger than {} MiB", LIMIT >> 20)));
        }
        None => (in_paste(file, input, taken), Vec::new()),
    };
    let count = plural(found.len(), "description");
    match (pick, found.len()) {
        (_, 0) if dump.is_some() => {
            Err(Failure::usage(format!("find a session description: the dump `{name}` has none that was set")))
        }
        (_, 0) => {
            let (looks, hint) = looks_like(&input.bytes);
            Err(Failure::usage(format!("find a session description: `{name}` {looks}")).hint(hint))
        }
        (Some(pick), _) => match usize::try_from(pick - 1).ok().and_then(|at| found.into_iter().nth(at)) {
            Some(description) => Ok(vec![description]),
            None => Err(Failure::usage(format!("pick description {pick}: `{name}` has {count}"))),
        },
        (None, n) if n > 1 && dump.is_some() => {
            titles.iter().take(LISTED).for_each(|title| (context.notice)(title));
            Err(Failure::usage(format!("choose among the {count} in `{name}`")).hint("add `--pick N`"))
        }
        (None, _) => Ok(found),
    }
}

fn in_paste(file: &Path, input: &Input, taken: Taken) -> Vec<Description> {
    let mut pastes = unwrap(&input.bytes);
    if let Some(text) = capabilities(&input.bytes).filter(|_| taken == Taken::Listed && pastes.is_empty()) {
        pastes = vec![Paste { bytes: text.into_bytes(), kind: None, unwrapped_from: vec!["capabilities"] }];
    }
    // a text that begins as a description and is one line with its line ends written out was meant as it is
    let begins = input.bytes.trim_ascii_start().starts_with(b"v=");
    let spoilt = || Case::of(&Sdp::parse(&input.bytes)).garbled;
    if taken == Taken::AsItIs && (pastes.is_empty() || begins && spoilt()) {
        pastes = vec![Paste { bytes: input.bytes.clone(), kind: None, unwrapped_from: Vec::new() }];
    }
    let several = pastes.len() > 1;
    let described = pastes.into_iter().enumerate().map(|(n, paste)| Description {
        // lines of an unwrapped text are not those of the file
        path: (!is_stdin(file) && paste.unwrapped_from.is_empty() && !input.gzip).then(|| file.to_owned()),
        name: if several { format!("{}#{}", input.name, n + 1) } else { input.name.clone() },
        kind: paste.kind.map(|kind| kind.chars().take(40).collect()),
        unwrapped_from: input.gzip.then_some("gzip").into_iter().chain(paste.unwrapped_from).collect(),
        sdp: Sdp::parse(&paste.bytes),
    });
    described.collect()
}

/// What was set in a dump, in order, each with a line for the list to choose from.
fn in_dump(dump: &Dump, input: &Input) -> (Vec<Description>, Vec<String>) {
    let mut found: Vec<Description> = Vec::new();
    let mut titles = Vec::new();
    for connection in &dump.connections {
        for event in &connection.events {
            let EventKind::Set(end, description) = &event.kind else { continue };
            let sdp = Sdp::parse(&description.sdp.expose().to_bytes());
            let (number, sections) = (found.len() + 1, plural(sdp.sections().len(), "section"));
            let (kind, id) = (description.kind.as_str(), connection.id.as_str());
            titles.push(format!("{number}: {} {kind} of connection {id}, {sections}", end.word()));
            found.push(Description {
                name: format!("{}#{number}", input.name),
                path: None,
                kind: Some(description.kind.chars().take(40).collect()),
                unwrapped_from: input.gzip.then_some("gzip").into_iter().chain(["dump"]).collect(),
                sdp,
            });
        }
    }
    (found, titles)
}
