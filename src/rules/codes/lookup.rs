//! Look-up by number.

use super::Code;
use super::table::CODES;

/// Every code, lowest first.
pub fn all() -> &'static [Code] {
    CODES
}

/// The entry for `code`: its own if it has one, else that of the range it is in.
pub fn find(code: u16) -> Option<&'static Code> {
    let holds = |entry: &&Code| (entry.code..=entry.last).contains(&code);
    CODES.iter().filter(holds).min_by_key(|entry| entry.last - entry.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_own_entry_or_that_of_its_range() {
        assert_eq!(find(437).map(|code| code.name), Some("Allocation Mismatch"));
        assert_eq!(find(701).map(|code| (code.code, code.last)), Some((701, 701)));
        assert_eq!(find(702).map(|code| (code.code, code.last)), Some((700, 799)));
        assert!(find(402).is_none());
    }

    #[test]
    fn the_table_is_sorted_and_complete() {
        assert!(CODES.is_sorted_by_key(|code| (code.code, code.last)));
        for code in CODES {
            assert!(code.defined.contains("RFC") || code.defined.contains("W3C") || code.defined.contains("libwebrtc"));
            for text in [code.wire, code.servers, code.action] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{}: `{text}` ends well", code.code);
            }
        }
    }

    #[test]
    fn its_rules_are_in_the_catalogue() {
        let lost: Vec<_> =
            CODES.iter().flat_map(|code| code.rules).filter(|id| crate::rules::find(id).is_none()).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}
