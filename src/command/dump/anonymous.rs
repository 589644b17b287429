//! `--anonymize` and `--write`: what dumps name, and dumps without it.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::LIMIT;
use crate::anonymize::Decode;
use crate::cli::DumpArgs;
use crate::command::{Context, Failure};
use crate::dump;
use crate::input::{self, InputError, Stream};

/// What the numbers of rtcstats-js mean.
const DECODE: Decode = Decode { method: dump::method, property: dump::property };

/// Whether `--write` says something that can be done.
///
/// # Errors
/// When it does not say what is written into what, or would overwrite what it reads.
pub(super) fn check(args: &DumpArgs, files: &[PathBuf], context: &Context<'_>) -> Result<(), Failure> {
    let Some(first) = args.write.first() else { return Ok(()) };
    let into = format!("write the dump to `{}`", first.display());
    if context.anonymizer.is_none() {
        return Err(Failure::usage(format!("{into}: without `--anonymize` it would be a copy"))
            .hint("add `--anonymize`; to copy a dump, copy its file"));
    }
    if args.write.len() != files.len() {
        let (dumps, targets) = (files.len(), args.write.len());
        return Err(Failure::usage(format!("{into}: there are {dumps} dumps and {targets} files to write"))
            .hint("give one `--write FILE` for each dump, in the same order"));
    }
    for (number, target) in args.write.iter().enumerate() {
        let same = |other: &PathBuf| same_file(other, target);
        if files.iter().any(same) || args.write.iter().take(number).any(same) {
            let target = target.display();
            return Err(Failure::usage(format!("write the dump to `{target}`: it is read or written already")));
        }
    }
    Ok(())
}

fn same_file(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// What a file holds, as it is, where it can be read only once and will be read again: stdin, a pipe.
///
/// # Errors
/// When it cannot be read.
pub(super) fn held(file: &Path, context: &mut Context<'_>) -> Result<Option<Vec<u8>>, Failure> {
    let is_stdin = file.as_os_str() == "-";
    if context.anonymizer.is_none() || !is_stdin && !std::fs::metadata(file).is_ok_and(|data| !data.is_file()) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let read = if is_stdin {
        context.stdin.take(LIMIT).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(LIMIT).read_to_end(&mut bytes))
    };
    read.map_err(|cause| Failure::usage(format!("read `{}`: {cause}", file.display())))?;
    Ok(Some(bytes))
}

/// Learns what `file` names. One that cannot be read is told of when it is.
pub(super) fn learn(file: &Path, held: Option<&[u8]>, context: &Context<'_>) {
    context.learn(|names| {
        let mut bytes = held.unwrap_or_default();
        if let Ok(mut from) = open(file, held.is_some(), &mut bytes) {
            drop(names.learn_from(DECODE, &mut from));
        }
    });
}

/// Writes `file` to `target`, anonymised.
///
/// # Errors
/// When it cannot be read or written.
pub(super) fn write(file: &Path, held: Option<&[u8]>, target: &Path, context: &Context<'_>) -> Result<(), Failure> {
    let failed = |cause: io::Error| Failure::usage(format!("write `{}`: {cause}", target.display()));
    let mut bytes = held.unwrap_or_default();
    let mut from = open(file, held.is_some(), &mut bytes).map_err(|error| Failure::usage(error.to_string()))?;
    let mut out = BufWriter::new(File::create(target).map_err(failed)?);
    let mut result = Ok(());
    context.learn(|names| {
        result = if target.extension().is_some_and(|extension| extension == "gz") {
            let mut packed = GzEncoder::new(&mut out, Compression::default());
            names.rewrite(DECODE, &mut from, &mut packed).and_then(|()| packed.finish().map(drop))
        } else {
            names.rewrite(DECODE, &mut from, &mut out)
        };
    });
    result.and_then(|()| out.flush()).map_err(failed)
}

/// Opens `file`, or what was held of it.
///
/// # Errors
/// When it cannot be opened.
pub(super) fn open<'a>(file: &Path, is_held: bool, stdin: &'a mut dyn Read) -> Result<Stream<'a>, InputError> {
    if !is_held {
        return input::open(file, stdin, LIMIT);
    }
    let mut stream = input::open(Path::new("-"), stdin, LIMIT)?;
    if file.as_os_str() != "-" {
        stream.name = file.display().to_string();
    }
    Ok(stream)
}
