//! Rules about the text itself: line ends, blanks, stray bytes.

use super::super::super::{Check, Row};
use super::super::{garbled, lines, text};
use super::row;
use crate::report::Severity::{Error, Info};

/// The rules of this scope.
pub(crate) static TEXT: &[Row] = &[
    row(
        "sdp/empty-input",
        Error,
        "nothing was given to read",
        include_str!("../empty-input.md"),
        &[Check::Text(garbled::empty_input)],
    ),
    row(
        "sdp/no-sdp-found",
        Error,
        "the text is something else than a session description",
        include_str!("../no-sdp-found.md"),
        &[Check::Text(garbled::no_sdp_found)],
    ),
    row(
        "sdp/bom",
        Error,
        "browsers want `v=` as the very first characters",
        include_str!("../bom.md"),
        &[Check::Sdp(text::bom)],
    ),
    row(
        "sdp/escaped-newlines",
        Error,
        "the text is a string that was not decoded, and browsers see one single line",
        include_str!("../escaped-newlines.md"),
        &[Check::Text(garbled::escaped_newlines)],
    ),
    row(
        "sdp/stripped-escapes",
        Error,
        "the backslashes of the line ends were taken out, and their letters stayed",
        include_str!("../stripped-escapes.md"),
        &[Check::Text(garbled::stripped_escapes)],
    ),
    row(
        "sdp/lf-line-endings",
        Info,
        "parsers are told to take LF alone, and not all of them do",
        include_str!("../lf-line-endings.md"),
        &[Check::Sdp(text::lf_line_endings)],
    ),
    row(
        "sdp/cr-line-endings",
        Error,
        "browsers know no line end without LF",
        include_str!("../cr-line-endings.md"),
        &[Check::Sdp(text::cr_line_endings)],
    ),
    row(
        "sdp/no-final-newline",
        Error,
        "Chrome refuses the whole description because its last line has no line end",
        include_str!("../no-final-newline.md"),
        &[Check::Sdp(text::no_final_newline)],
    ),
    row(
        "sdp/blank-lines",
        Error,
        "Chrome refuses a blank line anywhere, and Firefox stops reading there",
        include_str!("../blank-lines.md"),
        &[Check::Sdp(text::blank_lines)],
    ),
    row(
        "sdp/leading-whitespace",
        Error,
        "a line begins with its type, so that browsers refuse what is indented",
        include_str!("../leading-whitespace.md"),
        &[Check::Sdp(lines::leading_whitespace)],
    ),
    row(
        "sdp/trailing-whitespace",
        Error,
        "in some lines a blank at the end is part of the value, and the value is then wrong",
        include_str!("../trailing-whitespace.md"),
        &[Check::Sdp(lines::trailing_whitespace)],
    ),
    row(
        "sdp/bad-line",
        Error,
        "Chrome refuses every line that is not one small letter, `=` and a value",
        include_str!("../bad-line.md"),
        &[Check::Sdp(lines::bad_line)],
    ),
    row(
        "sdp/non-ascii",
        Error,
        "Firefox refuses a description with any character that is not ASCII",
        include_str!("../non-ascii.md"),
        &[Check::Sdp(text::non_ascii)],
    ),
    row(
        "sdp/nul-byte",
        Error,
        "Firefox takes a NUL byte for the end of the text",
        include_str!("../nul-byte.md"),
        &[Check::Sdp(text::nul_byte)],
    ),
    row(
        "sdp/truncated",
        Error,
        "the text breaks off, so that its last line and the sections behind it are missing",
        include_str!("../truncated.md"),
        &[Check::Sdp(text::truncated)],
    ),
];
