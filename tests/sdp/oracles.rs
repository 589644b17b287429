//! Second opinions: where other parsers read a description, they read the same in it.

use rtcdiag::sdp::{Sdp, Summary};
use webrtc_sdp::attribute_type::{SdpAttribute, SdpAttributeType};

use super::shared::{descriptions, folder};

#[test]
fn sdp_types_sees_the_same_sections_and_attributes() {
    let Some(folder) = folder("864 descriptions, beside sdp-types") else { return };
    let mut compared = 0;
    for (name, bytes) in descriptions(&folder.join("corpus")) {
        let Ok(theirs) = sdp_types::Session::parse(&bytes) else { continue };
        let sdp = Sdp::parse(&bytes);
        compared += 1;
        assert_eq!(sdp.sections().len(), theirs.medias.len(), "{name}");
        for (ours, theirs) in sdp.sections().zip(&theirs.medias) {
            let media = ours.media();
            assert_eq!((media.kind.as_str(), media.protocol.as_str()), (theirs.media.as_str(), theirs.proto.as_str()));
            assert_eq!(media.port_number(), Some(u32::from(theirs.port)), "{name}");
            assert_eq!(media.formats.as_str(), theirs.fmt.trim_end(), "{name}");
            // a blank ends a name as well as a colon does, which is libwebrtc's reading and not theirs
            let ours: Vec<_> = ours.attributes().filter(|a| !a.line.value.as_str().starts_with(' ')).collect();
            assert_eq!(ours.len(), theirs.attributes.len(), "{name}");
            for (ours, theirs) in ours.iter().zip(&theirs.attributes) {
                if !theirs.attribute.contains(' ') {
                    assert_eq!(ours.key.as_str(), theirs.attribute, "{name}");
                    assert_eq!(ours.value.map(|value| value.as_str()), theirs.value.as_deref(), "{name}");
                }
            }
        }
    }
    eprintln!("{compared} descriptions beside sdp-types");
    assert!(compared > 600, "only {compared}");
}

#[test]
fn webrtc_sdp_sees_the_same_mids_codecs_fingerprints_and_candidates() {
    let Some(folder) = folder("864 descriptions, beside webrtc-sdp") else { return };
    let (mut compared, mut candidates, mut codecs) = (0, 0, 0);
    for (name, bytes) in descriptions(&folder.join("corpus")) {
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let Ok(theirs) = webrtc_sdp::parse_sdp(text, false) else { continue };
        let sdp = Sdp::parse(&bytes);
        let summary = Summary::of(&sdp);
        // it leaves out sections and lines that it does not support, and warns of them
        if !theirs.warnings.is_empty() && summary.sections.len() != theirs.media.len() {
            continue;
        }
        compared += 1;
        assert_eq!(summary.sections.len(), theirs.media.len(), "{name}");
        for (n, (ours, theirs)) in summary.sections.iter().zip(&theirs.media).enumerate() {
            let mid = match theirs.get_attribute(SdpAttributeType::Mid) {
                Some(SdpAttribute::Mid(mid)) => Some(mid.as_str()),
                _ => None,
            };
            assert_eq!(ours.mid, mid, "{name}");
            for attribute in theirs.get_attributes_of_type(SdpAttributeType::Rtpmap) {
                let SdpAttribute::Rtpmap(map) = attribute else { continue };
                let payload = map.payload_type.to_string();
                // theirs keeps maps of payload types that the section does not list
                let Some(codec) = ours.codecs.iter().find(|codec| codec.payload == payload) else { continue };
                codecs += 1;
                assert_eq!((codec.name, codec.clock), (map.codec_name.as_str(), Some(map.frequency)), "{name}");
                assert_eq!(u32::from(codec.channels), map.channels.unwrap_or(1), "{name}");
            }
            let their_prints: Vec<String> = theirs
                .get_attributes_of_type(SdpAttributeType::Fingerprint)
                .into_iter()
                .filter_map(|attribute| match attribute {
                    SdpAttribute::Fingerprint(print) => {
                        Some(print.fingerprint.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":"))
                    }
                    _ => None,
                })
                .collect();
            if !their_prints.is_empty() {
                let ours: Vec<_> = ours.fingerprints.iter().map(|f| f.digest.as_str().to_ascii_uppercase()).collect();
                assert_eq!(ours, their_prints, "{name}");
            }
            let ours: Vec<_> = summary
                .candidates
                .iter()
                .filter(|entry| entry.section == Some(n))
                .filter_map(|entry| entry.candidate.as_ref().ok())
                .collect();
            let theirs = theirs.get_attributes_of_type(SdpAttributeType::Candidate);
            assert_eq!(ours.len(), theirs.len(), "{name}");
            for (ours, theirs) in ours.iter().zip(theirs) {
                let SdpAttribute::Candidate(theirs) = theirs else { continue };
                candidates += 1;
                assert_eq!((ours.foundation, u64::from(ours.priority)), (theirs.foundation.as_str(), theirs.priority));
                assert_eq!(
                    (u32::from(ours.component), u32::from(ours.port)),
                    (theirs.component, theirs.port),
                    "{name}"
                );
                assert_eq!(ours.kind.word(), theirs.c_type.to_string(), "{name}");
            }
        }
    }
    eprintln!("{compared} descriptions, {codecs} codecs and {candidates} candidates beside webrtc-sdp");
    assert!(compared > 300 && codecs > 3000 && candidates > 500, "{compared} {codecs} {candidates}");
}
