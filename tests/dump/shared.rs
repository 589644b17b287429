//! Where the shared dumps are, and what happens where they are not.

use std::io::Write;
use std::path::{Path, PathBuf};

use rtcdiag::dump::{self, Dump, DumpError};

/// The folder `dumps/<folder>` of the shared data; `None`, and a counted line, where it is absent.
pub(crate) fn folder(folder: &str, tests: usize) -> Option<PathBuf> {
    let root = std::env::var_os("RTCDIAG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = root.join("dumps").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("RTCDIAG_NO_SKIP").is_none(), "{} is absent", path.display());
    // past the capture of the test harness: a skip is to be seen
    let mut stderr = std::io::stderr();
    writeln!(stderr, "skipped: {tests} dump tests on dumps/{folder} (../shared absent)").unwrap();
    None
}

/// The inflated bytes of a file.
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    let input = rtcdiag::input::read(path, &mut std::io::empty(), 2 << 30).unwrap();
    assert_eq!(input.damaged_at, None, "{}", path.display());
    input.bytes
}

/// A file as a dump.
pub(crate) fn read(path: &Path) -> Result<Dump, DumpError> {
    dump::read(&path.file_name().unwrap().to_string_lossy(), &bytes(path))
}
