//! What codec parameters mean: H.264 profiles, VP9 and AV1 profiles, Opus settings, repair streams.

use super::Codec;

impl Codec<'_> {
    /// What its parameters say, in words; empty where they say nothing that is known.
    pub fn meaning(&self) -> String {
        let name = self.name.to_ascii_lowercase();
        let parts = match name.as_str() {
            "h264" => h264(self),
            "h265" => h265(self),
            "vp9" => vec![vp9(self.parameter("profile-id").unwrap_or("0"))],
            "av1" => av1(self),
            "opus" => opus(self),
            "rtx" => vec![self.parameter("apt").map_or_else(
                || "retransmissions, but no `apt` says of what".to_owned(),
                |apt| format!("retransmissions of {apt}"),
            )],
            "red" => vec![red(self)],
            "ulpfec" => vec!["forward error correction, inside red".to_owned()],
            "flexfec" | "flexfec-03" => vec![flexfec(self)],
            "telephone-event" => vec!["keypad tones".to_owned()],
            "cn" => vec!["comfort noise for silence".to_owned()],
            "g722" => vec!["wideband, 16 kHz in spite of the clock".to_owned()],
            _ => Vec::new(),
        };
        let limits = [("max-fs", "macroblocks a frame"), ("max-fr", "frames a second")];
        let limits = limits.iter().filter_map(|(key, unit)| Some(format!("at most {} {unit}", self.parameter(key)?)));
        let hints = self.parameters.split(';').map(str::trim_ascii).filter(|pair| pair.starts_with("x-google-"));
        let hints = hints.map(|pair| format!("`{pair}` for libwebrtc alone"));
        parts.into_iter().chain(limits).chain(hints).collect::<Vec<_>>().join(", ")
    }
}

/// `profile-level-id` and `packetization-mode` (RFC 6184 section 8.1).
fn h264(codec: &Codec<'_>) -> Vec<String> {
    let mut parts = vec![match codec.parameter("profile-level-id") {
        Some(id) => h264_profile(id).map_or_else(
            || format!("unreadable profile-level-id `{id}`"),
            |(profile, level)| format!("{profile} level {level}"),
        ),
        None => "Baseline level 1, since no profile-level-id is given".to_owned(),
    }];
    parts.push(match codec.parameter("packetization-mode").unwrap_or("0") {
        "0" => "one NAL unit a packet (mode 0)".to_owned(),
        "1" => "fragments allowed (mode 1)".to_owned(),
        "2" => "interleaved (mode 2)".to_owned(),
        other => format!("unknown packetization-mode `{other}`"),
    });
    if codec.parameter("level-asymmetry-allowed") == Some("1") {
        parts.push("levels may differ each way".to_owned());
    }
    parts
}

/// Profile and level by the three bytes: profile, constraint flags, level (RFC 6184 table 5, H.264 annex A).
pub(super) fn h264_profile(id: &str) -> Option<(&'static str, String)> {
    let number = u32::from_str_radix(id, 16).ok().filter(|_| id.len() == 6 && id.is_ascii())?;
    let [_, idc, flags, level] = number.to_be_bytes();
    let constrained_baseline = match idc {
        0x42 => flags & 0x40 != 0,
        0x4d => flags & 0x80 != 0,
        0x58 => flags & 0xc0 == 0xc0,
        _ => false,
    };
    let profile = match (constrained_baseline, idc, flags) {
        (true, ..) => "Constrained Baseline",
        (_, 0x42, _) => "Baseline",
        (_, 0x58, f) if f & 0x80 != 0 => "Baseline",
        (_, 0x4d, _) => "Main",
        (_, 0x58, _) => "Extended",
        (_, 0x64, f) if f & 0x0c == 0x0c => "Constrained High",
        (_, 0x64, _) => "High",
        (_, 0x6e, _) => "High 10",
        (_, 0x7a, _) => "High 4:2:2",
        (_, 0xf4, _) => "High 4:4:4",
        _ => return None,
    };
    let level_1b = level == 9 || (level == 11 && flags & 0x10 != 0 && matches!(idc, 0x42 | 0x4d | 0x58));
    let level = if level_1b { "1b".to_owned() } else { dotted(u32::from(level), 10) };
    Some((profile, level))
}

/// A level as written, one decimal at most: 31 of 10 is 3.1, 30 is 3.
fn dotted(level: u32, unit: u32) -> String {
    match (level / unit, level % unit * 10 / unit) {
        (major, 0) => major.to_string(),
        (major, minor) => format!("{major}.{minor}"),
    }
}

/// RFC 7798 section 7.1: `level-id` is thirty times the level.
fn h265(codec: &Codec<'_>) -> Vec<String> {
    let profile = match codec.parameter("profile-id").unwrap_or("1") {
        "1" => "Main".to_owned(),
        "2" => "Main 10".to_owned(),
        other => format!("profile {other}"),
    };
    let tier = if codec.parameter("tier-flag") == Some("1") { "high" } else { "main" };
    let level = codec.parameter("level-id").unwrap_or("93");
    let level = level.parse().map_or_else(|_| format!("`{level}`"), |level| dotted(level, 30));
    vec![format!("{profile} level {level}, {tier} tier")]
}

/// RFC 9628 section 6: profile 0 where none is written.
fn vp9(profile: &str) -> String {
    match profile {
        "0" => "profile 0, 8 bit 4:2:0".to_owned(),
        "1" => "profile 1, 8 bit 4:2:2 or 4:4:4".to_owned(),
        "2" => "profile 2, 10 or 12 bit 4:2:0".to_owned(),
        "3" => "profile 3, 10 or 12 bit 4:2:2 or 4:4:4".to_owned(),
        other => format!("unknown profile `{other}`"),
    }
}

/// AV1 RTP specification section 7.2: profile 0, level-idx 5 (3.1) and tier 0 where none are written.
fn av1(codec: &Codec<'_>) -> Vec<String> {
    let profile = match codec.parameter("profile").unwrap_or("0") {
        "0" => "Main, 8 or 10 bit 4:2:0".to_owned(),
        "1" => "High, 4:4:4".to_owned(),
        "2" => "Professional".to_owned(),
        other => format!("unknown profile `{other}`"),
    };
    let index: Option<u32> = codec.parameter("level-idx").unwrap_or("5").parse().ok();
    let level = index
        .filter(|index| *index < 24)
        .map_or_else(|| "unbounded level".to_owned(), |index| format!("level {}.{}", 2 + index / 4, index % 4));
    let tier = if codec.parameter("tier") == Some("1") { "high" } else { "main" };
    vec![profile, format!("{level}, {tier} tier")]
}

/// RFC 7587 section 6.1.
fn opus(codec: &Codec<'_>) -> Vec<String> {
    let on = |key, words: &str| (codec.parameter(key) == Some("1")).then(|| words.to_owned());
    let with = |key, before: &str, after: &str| Some(format!("{before}{}{after}", codec.parameter(key)?));
    let channels = match (codec.parameter("stereo"), codec.parameter("sprop-stereo")) {
        (Some("1"), Some("1")) => "stereo both ways",
        (Some("1"), _) => "wants stereo",
        (_, Some("1")) => "mono in, stereo out",
        _ => "mono",
    };
    [
        Some(channels.to_owned()),
        on("useinbandfec", "in-band FEC"),
        on("usedtx", "silence not sent"),
        on("cbr", "constant bitrate"),
        with("maxaveragebitrate", "at most ", " bit/s"),
        with("maxplaybackrate", "plays up to ", " Hz"),
        with("minptime", "packets of at least ", " ms"),
        with("ptime", "packets of ", " ms"),
        with("maxptime", "packets of at most ", " ms"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// RFC 2198: the payload types that may be inside.
fn red(codec: &Codec<'_>) -> String {
    let (primary, copies) = codec.parameters.split_once('/').unwrap_or((codec.parameters, ""));
    match (primary.trim_ascii(), copies) {
        ("", _) => "redundant audio or the carrier of FEC".to_owned(),
        (primary, "") => format!("carries {primary}"),
        (primary, copies) => match copies.split('/').count() {
            1 => format!("{primary} with 1 earlier copy"),
            n => format!("{primary} with {n} earlier copies"),
        },
    }
}

/// RFC 8627 section 5.1, and the draft-03 form that libwebrtc has.
fn flexfec(codec: &Codec<'_>) -> String {
    match codec.parameter("repair-window").and_then(|window| window.parse::<u64>().ok()) {
        Some(window) => format!("forward error correction, window of {} ms", window / 1000),
        None => "forward error correction".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Sdp, codecs};

    fn meaning(encoding: &str, parameters: &str) -> String {
        let text = format!("m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 {encoding}\na=fmtp:96 {parameters}\n");
        codecs(Sdp::parse(text.as_bytes()).sections().next().unwrap())[0].meaning()
    }

    #[test]
    fn h264_profiles_are_told_by_flags_as_well_as_by_number() {
        for (id, want) in [
            ("42e01f", "Constrained Baseline level 3.1"),
            ("42001f", "Baseline level 3.1"),
            ("4d001f", "Main level 3.1"),
            ("4d8020", "Constrained Baseline level 3.2"),
            ("640c1f", "Constrained High level 3.1"),
            ("640032", "High level 5"),
            ("f4001f", "High 4:4:4 level 3.1"),
            ("42e00b", "Constrained Baseline level 1.1"),
            ("42f00b", "Constrained Baseline level 1b"),
            ("xyz", "unreadable profile-level-id `xyz`"),
            ("é2e01", "unreadable profile-level-id `é2e01`"),
        ] {
            let text = meaning("H264/90000", &format!("profile-level-id={id};packetization-mode=1"));
            assert_eq!(text, format!("{want}, fragments allowed (mode 1)"));
        }
        assert!(meaning("H264/90000", "x=1").starts_with("Baseline level 1, since"));
    }

    #[test]
    fn other_codecs_are_told_by_their_parameters() {
        for (encoding, parameters, want) in [
            ("VP9/90000", "profile-id=2", "profile 2, 10 or 12 bit 4:2:0"),
            ("AV1/90000", "level-idx=5;profile=0;tier=0", "Main, 8 or 10 bit 4:2:0, level 3.1, main tier"),
            ("H265/90000", "level-id=180;profile-id=1;tier-flag=0;tx-mode=SRST", "Main level 6, main tier"),
            ("opus/48000/2", "minptime=10;useinbandfec=1", "mono, in-band FEC, packets of at least 10 ms"),
            ("opus/48000/2", "stereo=1;sprop-stereo=1;usedtx=1", "stereo both ways, silence not sent"),
            ("rtx/90000", "apt=100", "retransmissions of 100"),
            ("red/48000/2", "111/111", "111 with 1 earlier copy"),
            ("flexfec-03/90000", "repair-window=10000000", "forward error correction, window of 10000 ms"),
            ("VP8/90000", "max-fs=12288;max-fr=60", "at most 12288 macroblocks a frame, at most 60 frames a second"),
        ] {
            assert_eq!(meaning(encoding, parameters), want, "{encoding} {parameters}");
        }
    }
}
