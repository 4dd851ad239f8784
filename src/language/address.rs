//! What is in no language: web and mail addresses, paths, markup and code.

use crate::span::Span;

/// Endings of domain names that make a token without a scheme an address.
const DOMAINS: &[&str] = &[
    "ai", "am", "app", "at", "au", "az", "be", "bg", "biz", "br", "by", "ca", "ch", "cn", "co", "com", "cz",
    "de", "dev", "dk", "edu", "ee", "es", "eu", "fi", "fm", "fr", "ge", "gov", "gr", "hr", "hu", "ie", "il",
    "in", "info", "int", "io", "ir", "it", "jp", "kg", "kr", "kz", "lt", "lv", "ly", "md", "me", "media",
    "mil", "mk", "mx", "net", "news", "nl", "no", "nz", "online", "org", "pl", "pt", "ro", "rs", "ru", "se",
    "site", "si", "sk", "su", "tj", "tk", "tm", "tr", "tv", "ua", "uk", "us", "uz", "za",
];

/// The longest tag without white space that is recognised, in bytes.
const TAG: usize = 512;
/// The longest entity (`&hellip;`), in bytes.
const ENTITY: usize = 12;

/// Appends the parts of the token `token` (a stretch without white space) that are addresses or code, in order.
///
/// A part found in vain costs a word of evidence and no more, so the rules are generous.
pub fn find(text: &str, token: Span, found: &mut Vec<Span>) {
    let mut at = token.start;
    while at < token.end {
        let rest = &text[at..token.end];
        if let Some(length) = opens(rest) {
            found.push(Span::new(at, at + length));
            at += length;
            continue;
        }
        let Some(plain) = rest.find(is_address) else {
            return;
        };
        if plain > 0 {
            at += plain;
            continue;
        }
        let length = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| !is_address(*c) || *c == '<' || *c == '&')
            .map_or(rest.len(), |(length, _)| length);
        let piece = &rest[..length];
        let kept = piece.trim_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '@' | '/' | '_'));
        if is_code(kept) {
            let start = at + (kept.as_ptr() as usize - piece.as_ptr() as usize);
            found.push(Span::new(start, start + kept.len()));
        }
        at += length;
    }
}

/// Characters that addresses and code consist of.
fn is_address(c: char) -> bool {
    c.is_ascii_graphic() && c != '"' && c != '\''
}

/// The length of what starts here and is recognised by its start: a scheme, `www.`, a tag, an entity.
fn opens(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    // Windows of a fixed size keep a token of nothing but opening signs linear.
    if bytes[0] == b'<' {
        let inner = bytes
            .get(1)
            .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'));
        let end = bytes.iter().take(TAG).position(|b| *b == b'>');
        return end.filter(|_| inner).map(|end| end + 1);
    }
    if bytes[0] == b'&' {
        let end = bytes
            .iter()
            .take(ENTITY)
            .position(|b| *b == b';')
            .filter(|end| *end > 2)?;
        let name = &bytes[1..end];
        return name
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || *b == b'#')
            .then_some(end + 1);
    }
    let scheme = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let is_scheme = (2..=12).contains(&scheme) && rest[scheme..].starts_with("://");
    if !is_scheme
        && !rest
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("www."))
    {
        return None;
    }
    let ends = |c: char| {
        matches!(
            c,
            '"' | '\'' | '<' | '>' | '«' | '»' | '“' | '”' | '，' | '。' | '、' | '）' | '」'
        )
    };
    let length = rest.find(ends).unwrap_or(rest.len());
    let trailing = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '…');
    Some(rest[..length].trim_end_matches(trailing).len().max(1))
}

/// Whether a piece of ASCII without white space is an address, a path or code.
fn is_code(piece: &str) -> bool {
    let letters = |part: &str| part.bytes().any(|b| b.is_ascii_alphanumeric());
    if let Some((name, host)) = piece.split_once('@') {
        return letters(host) || letters(name);
    }
    let signs = ["::", "()", "->", "=>", "==", "${", "!=", "&&", "||"];
    if piece.contains(['_', '\\', '{', '}', '=', '`']) || signs.iter().any(|sign| piece.contains(sign)) {
        return true;
    }
    let slashes = piece.matches('/').count();
    if piece.starts_with('/') && slashes > 1 {
        return true;
    }
    let host = piece.split(['/', ':', '?', '#']).next().unwrap_or_default();
    is_domain(host) || (slashes == 0 && is_file(piece))
}

fn is_domain(host: &str) -> bool {
    let label = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    host.rsplit_once('.').is_some_and(|(name, ending)| {
        DOMAINS.contains(&ending) && name.len() > 1 && name.split('.').all(label)
    })
}

/// `name.ext` with an ending that is not a word: `report.pdf`, `index.html`.
fn is_file(piece: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "c", "cpp", "css", "csv", "doc", "docx", "gif", "gz", "html", "htm", "jpg", "jpeg", "js", "json",
        "md", "mp", "pdf", "php", "png", "py", "rs", "sh", "svg", "tsv", "txt", "xls", "xlsx", "xml", "yaml",
        "yml", "zip",
    ];
    piece
        .rsplit_once('.')
        .is_some_and(|(name, ending)| !name.is_empty() && ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::{Span, find};

    fn addresses(token: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(token, Span::new(0, token.len()), &mut found);
        found.into_iter().map(|span| span.of(token)).collect()
    }

    #[test]
    fn addresses_and_code() {
        for (token, expected) in [
            (
                "https://example.org/a?b=c#d,",
                vec!["https://example.org/a?b=c#d"],
            ),
            ("(www.example.am)", vec!["www.example.am"]),
            ("https://пример.рф/путь", vec!["https://пример.рф/путь"]),
            (
                "请看https://example.org/文字。谢谢",
                vec!["https://example.org/文字"],
            ),
            ("name@example.org;", vec!["name@example.org"]),
            ("@handle", vec!["@handle"]),
            ("news.example.com/path", vec!["news.example.com/path"]),
            ("<b>Видео</b>", vec!["<b>", "</b>"]),
            ("Tom&nbsp;Jerry", vec!["&nbsp;"]),
            ("snake_case()", vec!["snake_case"]),
            ("report.pdf", vec!["report.pdf"]),
            ("/usr/bin/env", vec!["/usr/bin/env"]),
            ("policy.Next", vec![]),
            ("U.S.-backed", vec![]),
            ("and/or", vec![]),
            ("e.g.", vec![]),
            ("(see", vec![]),
        ] {
            assert_eq!(addresses(token), expected, "{token}");
        }
    }
}
