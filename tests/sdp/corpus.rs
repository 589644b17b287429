//! 864 descriptions of 40 stacks: kept byte for byte, explained, and judged without false alarms.

use std::collections::{BTreeMap, BTreeSet};

use rtcdiag::report::Severity;
use rtcdiag::rules::{Subject, judge};
use rtcdiag::sdp::{Certainty, PeerKind, Sdp, Summary, definition, meaning, munged, peer};

use super::shared::{descriptions, explain, folder, parallel, vendors};

/// Offers of Firefox after `setCodecPreferences`, which Chromium refuses for what `sdp/unlisted-pt` finds.
const REFUSED: [&str; 4] = ["answerer-pref-disjoint", "pref-av1-only", "pref-vp8-only", "pref-vp9-only"];

#[test]
fn every_description_comes_back_byte_for_byte_and_is_explained() {
    let Some(folder) = folder("864 descriptions") else { return };
    let all = descriptions(&folder.join("corpus"));
    assert!(all.len() >= 864, "only {} descriptions found", all.len());
    parallel(&all, |(name, bytes)| {
        let sdp = Sdp::parse(bytes);
        assert!(sdp.to_bytes() == *bytes, "{name} came back changed");
        let pieces: usize = sdp.lines().map(|line| line.text.range().len()).sum();
        let ends = sdp.text().matches(['\r', '\n']).count();
        assert_eq!(pieces + ends, sdp.text().len(), "the lines of {name} do not cover it");
        let report = explain(&["--lines"], bytes).unwrap();
        let passwords = sdp.attributes().filter(|a| a.key.as_str() == "ice-pwd").map(|a| a.trimmed().as_str());
        let shown = format!("{:?} {:?} {:?}", report.body, report.sources, report.facts);
        for password in passwords.filter(|password| password.len() > 8) {
            assert!(!shown.contains(password), "{name} shows a password");
        }
    });
    eprintln!("{} descriptions kept and explained", all.len());
}

/// What stands up to `cut` is read, written back, summed up, explained and judged.
fn all_of(name: &str, cut: &[u8]) {
    let sdp = Sdp::parse(cut);
    assert!(sdp.to_bytes() == cut, "{name} cut at {}", cut.len());
    assert!(Summary::of(&sdp).sections.len() == sdp.sections().len());
    assert!(meaning(&sdp).count() == sdp.lines().len());
    judge(Subject::Sdp(&sdp, 0));
}

#[test]
fn truncations_are_kept_and_explained() {
    let Some(folder) = folder("16479 truncations of 864 descriptions") else { return };
    // Numerical Recipes' generator: the same cuts in every run.
    let mut seed = 0x5eed_u32;
    let mut next = move |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below.max(1)
    };
    let all = descriptions(&folder.join("corpus"));
    let cuts: Vec<_> = all
        .iter()
        .flat_map(|(name, bytes)| (0..bytes.len() / 100).map(move |_| (name, bytes)))
        .map(|(name, bytes)| (name, &bytes[..next(bytes.len())]))
        .collect();
    assert!(cuts.len() > 16_000, "only {} cuts", cuts.len());
    parallel(&cuts, |(name, cut)| {
        let sdp = Sdp::parse(cut);
        assert!(sdp.to_bytes() == *cut, "{name} cut at {}", cut.len());
    });
    // Explaining and judging take longest in a build without optimization; an eighth of the cuts will do.
    let some: Vec<_> = cuts.iter().step_by(8).collect();
    parallel(&some, |(name, cut)| all_of(name, cut));
    eprintln!("{} truncations, {} of them judged", cuts.len(), some.len());
}

/// All of them, which only an optimized build is through with in a minute or two: see `.ci/run`.
#[cfg(feature = "peers")]
#[test]
fn every_byte_may_be_the_last() {
    if cfg!(debug_assertions) {
        eprintln!("skipped: 1.7 million truncations (not optimized; `cargo test --profile ci` runs them)");
        return;
    }
    let Some(folder) = folder("every truncation of 864 descriptions") else { return };
    let mut all = descriptions(&folder.join("corpus"));
    assert!(all.len() >= 864, "only {} descriptions found", all.len());
    // The longest first, so that no processor is left with one at the end.
    all.sort_by_key(|(_, bytes)| std::cmp::Reverse(bytes.len()));
    let cuts = parallel(&all, |(name, bytes)| {
        (0..=bytes.len()).for_each(|end| all_of(name, &bytes[..end]));
        bytes.len() + 1
    });
    eprintln!("{} truncations", cuts.iter().sum::<usize>());
}

#[test]
fn every_attribute_that_occurs_is_known() {
    let Some(folder) = folder("864 descriptions, for their attributes") else { return };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, bytes) in descriptions(&folder.join("corpus")) {
        let sdp = Sdp::parse(&bytes);
        for attribute in sdp.attributes() {
            *counts.entry(attribute.key.as_str().to_owned()).or_insert(0) += 1;
        }
    }
    // made up by tests of parsers: nothing defines them, and the explanation says so
    let made_up = ["goo", "ice-pwd-something", "ice-ufrag-something", "unsupported"];
    let unknown: Vec<_> =
        counts.keys().filter(|name| definition(name).is_none() && !made_up.contains(&name.as_str())).collect();
    eprintln!("{} attributes, {} unknown", counts.len(), unknown.len());
    assert!(counts.len() > 80, "only {} attributes", counts.len());
    assert!(unknown.is_empty(), "not known: {unknown:?}");
}

#[test]
fn browsers_write_no_errors_but_firefox_four_times() {
    let Some(folder) = folder("194 descriptions made by browsers") else { return };
    let corpus = folder.join("corpus");
    let mut refused = BTreeSet::new();
    let mut judged = 0;
    for (file, vendor) in vendors(&corpus) {
        if !(vendor.contains("Chromium 156") || vendor.contains("Firefox ESR 153")) {
            continue;
        }
        judged += 1;
        let sdp = Sdp::parse(&std::fs::read(corpus.join(&file)).unwrap());
        for finding in judge(Subject::Sdp(&sdp, 0)).iter().filter(|f| f.severity == Severity::Error) {
            assert_eq!(finding.rule.id, "sdp/unlisted-pt", "{file}: {}", finding.message);
            refused.insert(file.clone());
        }
    }
    let want: BTreeSet<_> = REFUSED.iter().map(|name| format!("firefox-esr153/{name}.offer.sdp")).collect();
    assert_eq!(refused, want);
    eprintln!("{judged} descriptions of browsers judged");
}

#[test]
fn other_stacks_write_no_errors_into_what_browsers_took() {
    let Some(folder) = folder("97 descriptions made by other stacks") else { return };
    for (name, bytes) in descriptions(&folder.join("corpus/cross-stacks")) {
        let sdp = Sdp::parse(&bytes);
        let findings = judge(Subject::Sdp(&sdp, 0));
        let errors: Vec<_> = findings.iter().filter(|f| f.severity == Severity::Error).map(|f| &f.message).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn the_writer_is_told_where_the_text_tells() {
    let Some(folder) = folder("864 descriptions, for their writers") else { return };
    let corpus = folder.join("corpus");
    let (mut right, mut silent, mut wrong) = (0, 0, Vec::new());
    for (file, vendor) in vendors(&corpus) {
        if ["other", "SIPp", "RFC", "IP camera"].iter().any(|name| vendor.starts_with(name)) {
            continue;
        }
        let sdp = Sdp::parse(&std::fs::read(corpus.join(&file)).unwrap());
        let Some(author) = Summary::of(&sdp).author else {
            silent += 1;
            continue;
        };
        let alike = author.name.split(' ').any(|word| word.len() > 2 && vendor.contains(word))
            || (author.name.starts_with("libwebrtc") && vendor.contains("Chromium"));
        if alike {
            right += 1;
        } else {
            assert!(author.certainty != Certainty::Certain, "{file} is by {vendor}, not certainly by {}", author.name);
            wrong.push(format!("{file} by {vendor}, not {}", author.name));
        }
    }
    eprintln!("the writer is told of {right} descriptions, not told of {silent}, told wrongly: {wrong:?}");
    assert!(right > 400 && wrong.len() * 50 < right, "{right} right, {} wrong", wrong.len());
}

#[test]
fn browsers_are_told_from_servers_and_nothing_of_theirs_looks_changed() {
    let Some(folder) = folder("864 descriptions, for what their writers are") else { return };
    let corpus = folder.join("corpus");
    let (mut browsers, mut servers, mut odd) = (0, 0, Vec::new());
    for (file, vendor) in vendors(&corpus) {
        let sdp = Sdp::parse(&std::fs::read(corpus.join(&file)).unwrap());
        let summary = Summary::of(&sdp);
        let kind = peer(&sdp, &summary).map(|peer| peer.kind);
        if vendor.contains("Chromium 156") || vendor.contains("Firefox ESR 153") {
            browsers += 1;
            if kind != Some(PeerKind::Browser) {
                odd.push(format!("{file}: {kind:?}"));
            }
            for sign in munged(&sdp, &summary) {
                odd.push(format!("{file}: {sign}"));
            }
        }
        if ["Janus", "FreeSWITCH", "SRS", "OvenMediaEngine"].iter().any(|name| vendor.starts_with(name)) {
            servers += usize::from(kind == Some(PeerKind::Server));
            if kind == Some(PeerKind::Browser) {
                eprintln!("{file} by {vendor} passes for a browser");
            }
        }
    }
    eprintln!("{browsers} of browsers, {servers} of servers told");
    assert!(odd.is_empty() && browsers > 150 && servers > 5, "{odd:?}");
}
