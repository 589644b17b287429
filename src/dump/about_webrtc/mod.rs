//! A saved `about:webrtc` page of Firefox: connection, candidates, descriptions and statistics as far as they are in it.
//!
//! The page has no format of its own; it is what `aboutWebrtc.mjs` of Firefox draws. What a text means is told by its
//! `data-l10n-id`, in every language.

mod html;
mod page;

pub(super) use page::read;
