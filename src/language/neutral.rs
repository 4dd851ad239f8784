//! What is in no language: web and mail addresses, paths, markup and code within a token.

use crate::span::Span;
use crate::token::address::{email, url};

/// The longest tag without white space that is recognised, in bytes.
const TAG: usize = 512;
/// The longest entity (`&hellip;`), in bytes.
const ENTITY: usize = 12;

/// Appends the parts of the token `token` (a stretch without white space) that are in no language, in order.
///
/// A part found in vain costs a word of evidence and no more, so the rules are generous.
pub fn find(text: &str, token: Span, found: &mut Vec<Span>) {
    let text = &text[..token.end];
    let mut at = token.start;
    while at < token.end {
        let rest = &text[at..];
        let opening = |c: char| !c.is_ascii_graphic() || matches!(c, '(' | '[' | '"' | '\'' | '*' | '#');
        let skipped = rest.len() - rest.trim_start_matches(opening).len();
        if skipped > 0 {
            at += skipped;
            continue;
        }
        let whole = email(text, at).or_else(|| url(text, at)).map(|end| end - at);
        if let Some(length) = markup(rest.as_bytes()).or(whole) {
            found.push(Span::new(at, at + length));
            at += length;
            continue;
        }
        let length = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| !c.is_ascii_graphic() || matches!(c, '<' | '&' | '"'))
            .map_or(rest.len(), |(length, _)| length);
        let piece = &rest[..length];
        let kept =
            piece.trim_end_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '/' | '_' | ')'));
        if is_code(kept) {
            found.push(Span::new(at, at + kept.len()));
        }
        at += length;
    }
}

/// The length of the tag or entity that starts here. Windows of a fixed size keep a token of nothing but opening
/// signs linear.
fn markup(bytes: &[u8]) -> Option<usize> {
    if bytes[0] == b'<' {
        let inner = bytes
            .get(1)
            .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'));
        let end = bytes.iter().take(TAG).position(|b| *b == b'>');
        return end.filter(|_| inner).map(|end| end + 1);
    }
    let end = bytes.iter().take(ENTITY).position(|b| *b == b';')?;
    let name = bytes.get(1..end).filter(|name| name.len() > 1)?;
    let plain = |b: &u8| b.is_ascii_alphanumeric() || *b == b'#';
    (bytes[0] == b'&' && name.iter().all(plain)).then_some(end + 1)
}

/// Whether a piece of ASCII without white space is a mention, a path, the name of a file or code.
fn is_code(piece: &str) -> bool {
    let signs = ["::", "()", "->", "=>", "==", "${", "!=", "&&", "||"];
    let mention = piece.len() > 1 && piece.starts_with('@');
    let path = piece.starts_with('/') && piece[1..].contains('/');
    mention
        || path
        || piece.contains(['_', '\\', '{', '}', '=', '`'])
        || signs.iter().any(|sign| piece.contains(sign))
        || is_file(piece)
}

/// `name.ext` with an ending that is not a word: `report.pdf`, `index.html`.
fn is_file(piece: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "cpp", "css", "csv", "doc", "docx", "gif", "gz", "html", "htm", "jpg", "jpeg", "js", "json", "md",
        "mp3", "mp4", "pdf", "php", "png", "py", "rs", "sh", "svg", "tsv", "txt", "xls", "xlsx", "xml",
        "yaml", "yml", "zip",
    ];
    piece
        .rsplit_once('.')
        .is_some_and(|(name, ending)| !name.is_empty() && ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::{Span, find};

    fn neutral(token: &str) -> Vec<&str> {
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
            ("snake_case()", vec!["snake_case()"]),
            ("report.pdf", vec!["report.pdf"]),
            ("/usr/bin/env", vec!["/usr/bin/env"]),
            ("policy.Next", vec![]),
            ("U.S.-backed", vec![]),
            ("and/or", vec![]),
            ("e.g.", vec![]),
            ("(see", vec![]),
        ] {
            assert_eq!(neutral(token), expected, "{token}");
        }
    }
}
