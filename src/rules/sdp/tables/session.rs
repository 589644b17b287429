//! Rules about a description as a whole: its session part, its groups, what its sections share.

use super::super::super::{Check, Row};
use super::super::{bundle, lines, reject, session};
use super::row;
use crate::report::Severity::{Error, Info, Warning};

/// The rules of this scope.
pub(crate) static SESSION: &[Row] = &[
    row(
        "sdp/unknown-line-type",
        Error,
        "Firefox refuses letters that SDP does not know, and Chrome does so in the session part",
        include_str!("../unknown-line-type.md"),
        &[Check::Sdp(lines::unknown_line_type)],
    ),
    row(
        "sdp/missing-version",
        Error,
        "browsers want `v=0` first",
        include_str!("../missing-version.md"),
        &[Check::Sdp(session::missing_version)],
    ),
    row(
        "sdp/bad-version",
        Error,
        "there is no other version of SDP than 0",
        include_str!("../bad-version.md"),
        &[Check::Sdp(session::bad_version)],
    ),
    row(
        "sdp/bad-origin",
        Error,
        "browsers want `o=` with its six fields",
        include_str!("../bad-origin.md"),
        &[Check::Sdp(session::bad_origin)],
    ),
    row(
        "sdp/missing-session-name",
        Error,
        "Chrome wants an `s=` line with at least one character",
        include_str!("../missing-session-name.md"),
        &[Check::Sdp(session::missing_session_name)],
    ),
    row(
        "sdp/missing-timing",
        Error,
        "browsers want a `t=` line",
        include_str!("../missing-timing.md"),
        &[Check::Sdp(session::missing_timing)],
    ),
    row(
        "sdp/line-order",
        Error,
        "Chrome reads the session part in the order of RFC 8866, and refuses any other",
        include_str!("../line-order.md"),
        &[Check::Sdp(session::line_order)],
    ),
    row(
        "sdp/ice-lite-level",
        Warning,
        "`a=ice-lite` counts in the session part alone",
        include_str!("../ice-lite-level.md"),
        &[Check::Sdp(session::ice_lite_level)],
    ),
    row(
        "sdp/all-rejected",
        Error,
        "every section is switched off, and no transport will start",
        include_str!("../all-rejected.md"),
        &[Check::Sdp(reject::all_rejected)],
    ),
    row(
        "sdp/no-media",
        Warning,
        "without an `m=` line there is nothing to connect",
        include_str!("../no-media.md"),
        &[Check::Sdp(reject::no_media)],
    ),
    row(
        "sdp/duplicate-mid",
        Error,
        "a mid names one section, and two have this one",
        include_str!("../duplicate-mid.md"),
        &[Check::Sdp(bundle::duplicate_mid)],
    ),
    row(
        "sdp/bundle-unknown-mid",
        Error,
        "the BUNDLE group names a section that is not there",
        include_str!("../bundle-unknown-mid.md"),
        &[Check::Sdp(bundle::bundle_unknown_mid)],
    ),
    row(
        "sdp/mid-in-two-bundles",
        Error,
        "a section can have one transport, and two groups claim it",
        include_str!("../mid-in-two-bundles.md"),
        &[Check::Sdp(bundle::mid_in_two_bundles)],
    ),
    row(
        "sdp/bundle-repeats-mid",
        Error,
        "Firefox refuses a group that names a section twice",
        include_str!("../bundle-repeats-mid.md"),
        &[Check::Sdp(bundle::bundle_repeats_mid)],
    ),
    row(
        "sdp/no-bundle",
        Info,
        "each section needs a transport of its own",
        include_str!("../no-bundle.md"),
        &[Check::Sdp(bundle::no_bundle), Check::Pair(bundle::bundle_refused)],
    ),
    row(
        "sdp/bundle-tag-rejected",
        Error,
        "the section that should carry the bundle is switched off",
        include_str!("../bundle-tag-rejected.md"),
        &[Check::Sdp(reject::bundle_tag_rejected)],
    ),
    row(
        "sdp/bundle-transport-mismatch",
        Warning,
        "bundled sections have one transport, and only what its section says counts",
        include_str!("../bundle-transport-mismatch.md"),
        &[Check::Sdp(bundle::bundle_transport_mismatch)],
    ),
    row(
        "sdp/pt-clash-in-bundle",
        Error,
        "on one transport a payload type has one meaning, and here it has two",
        include_str!("../pt-clash-in-bundle.md"),
        &[Check::Sdp(bundle::pt_clash_in_bundle)],
    ),
    row(
        "sdp/extmap-clash-in-bundle",
        Error,
        "on one transport a header extension id has one meaning, and Chrome refuses two",
        include_str!("../extmap-clash-in-bundle.md"),
        &[Check::Sdp(bundle::extmap_clash_in_bundle)],
    ),
    row(
        "sdp/no-candidates",
        Warning,
        "the description gives no way to reach its writer, and promises none",
        include_str!("../no-candidates.md"),
        &[Check::Sdp(session::no_candidates)],
    ),
    row(
        "sdp/ssrc-clash",
        Error,
        "an SSRC names one stream, and Chrome fails when two sections have it",
        include_str!("../ssrc-clash.md"),
        &[Check::Sdp(bundle::ssrc_clash)],
    ),
    row(
        "sdp/two-datachannel-sections",
        Error,
        "a connection has one SCTP association, and two sections ask for one each",
        include_str!("../two-datachannel-sections.md"),
        &[Check::Sdp(bundle::two_datachannel_sections)],
    ),
];
