//! Tags and texts of a page, one after the other; no tree is needed.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// An opening tag: its name and its attributes as they stand.
    Open(&'a str, &'a str),
    /// A closing tag.
    Close(&'a str),
    /// A text, its entities resolved.
    Text(String),
}

/// The pieces of `page`. What is no tag is text.
pub(super) fn pieces(page: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let Some(tag) = rest.strip_prefix('<') else {
                let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
                rest = after;
                return Some(Piece::Text(resolved(text)));
            };
            // a tag that is cut off says nothing for sure
            let (inside, after) = end_of_tag(tag).map(|end| tag.split_at(end))?;
            rest = after.get(1..).unwrap_or("");
            let inside = inside.trim_end_matches('/');
            if let Some(name) = inside.strip_prefix('/') {
                return Some(Piece::Close(name.trim()));
            }
            let (name, attributes) = inside.split_at(inside.find(char::is_whitespace).unwrap_or(inside.len()));
            return Some(Piece::Open(name, attributes));
        }
    })
}

/// The value of an attribute.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut from = 0;
    loop {
        let at = from + attributes.get(from..)?.find(name)?;
        let before = attributes.get(..at)?.chars().next_back();
        let after = attributes.get(at + name.len()..)?.trim_start();
        match after.strip_prefix('=').map(str::trim_start) {
            Some(value) if before.is_none_or(char::is_whitespace) => {
                let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote));
                let text = match quote {
                    Some(quote) => value.get(1..)?.split(quote).next()?,
                    None => value.split_whitespace().next()?,
                };
                return Some(resolved(text));
            }
            _ => from = at + name.len(),
        }
    }
}

/// The place of the `>` that ends a tag; one in quotes does not.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (c, quote) {
            ('>', None) => return Some(at),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

/// A text with the entities that a saved page has (HTML section 13.3).
fn resolved(text: &str) -> String {
    const ENTITIES: [(&str, &str); 6] =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_texts_and_attributes_are_told_apart() {
        let page = "<!-- <b> --><p id='a>b' class=x data-id=\"c\">1 &lt; 2<br/></p>";
        let found: Vec<Piece<'_>> = pieces(page).collect();
        assert_eq!(found[0], Piece::Open("p", " id='a>b' class=x data-id=\"c\""));
        assert_eq!(found[1..], [Piece::Text("1 < 2".into()), Piece::Open("br", ""), Piece::Close("p")]);
        let Piece::Open(_, attributes) = found[0] else { panic!() };
        assert_eq!(attribute(attributes, "id").as_deref(), Some("a>b"));
        assert_eq!(attribute(attributes, "class").as_deref(), Some("x"));
        assert_eq!(attribute(attributes, "data-id").as_deref(), Some("c"));
        assert_eq!(attribute(attributes, "none"), None);
    }
}
