//! Taking foreign spans out of a text, with the way back from the result to the source.
//!
//! ```
//! use tolmach::language::{Language, spans, strip};
//!
//! let text = "Read more.\n\nВидео дня\n\nThe talks «Видео дня» go on.";
//! let all: Vec<_> = Language::all().collect();
//! let found = spans::by_script(text, &all, None);
//! let stripped = strip::strip(text, &found, &[Language::from_code("en")]);
//! assert_eq!(stripped.text, "Read more.\n\nThe talks go on.");
//! ```

use super::{Language, LanguageSpan};
use crate::span::Span;

/// What is left of a text, what was taken out, and where the rest comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stripped {
    /// The text without the spans.
    pub text: String,
    /// The spans that were taken out, with offsets in the source.
    pub removed: Vec<LanguageSpan>,
    /// The pieces of the source that the text consists of, in order, each with the byte of the result where it
    /// starts.
    pub pieces: Vec<(usize, Span)>,
}

/// Removes every span whose language is not among `keep`; spans without a language stay.
///
/// With a span go the quotation marks or brackets that enclose nothing else, the punctuation and digits that
/// stand between it and the end of its line if nothing else is left there, and the white space on one side: the
/// words around it end up a space apart, and a line that only held the span disappears with its line break.
#[must_use]
pub fn strip(text: &str, spans: &[LanguageSpan], keep: &[Language]) -> Stripped {
    let gone: Vec<_> = spans
        .iter()
        .filter(|span| span.language != Language::UND && !keep.contains(&span.language))
        .copied()
        .collect();
    let mut holes: Vec<Span> = Vec::with_capacity(gone.len());
    for span in &gone {
        let hole = widen(text, span.span);
        match holes.last_mut() {
            Some(last) if hole.start <= last.end || blank(&text[last.end..hole.start]) => {
                *last = widen(
                    text,
                    Span::new(last.start.min(hole.start), hole.end.max(last.end)),
                );
            }
            _ => holes.push(hole),
        }
    }
    let mut stripped = Stripped {
        removed: gone,
        ..Stripped::default()
    };
    let mut at = 0;
    for hole in holes {
        stripped.copy(text, Span::new(at, hole.start.max(at)));
        at = hole.end.max(at);
    }
    stripped.copy(text, Span::new(at, text.len()));
    stripped
}

impl Stripped {
    fn copy(&mut self, source: &str, piece: Span) {
        if !piece.is_empty() {
            self.pieces.push((self.text.len(), piece));
            self.text.push_str(piece.of(source));
        }
    }
}

fn blank(between: &str) -> bool {
    between.chars().all(char::is_whitespace)
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}')
}

/// What goes with a span: its brackets, the rest of its line if that holds no letter or digit, the space beside it.
fn widen(text: &str, span: Span) -> Span {
    let mut hole = span;
    loop {
        let (before, after) = (&text[..hole.start], &text[hole.end..]);
        let (Some(open), Some(close)) = (before.chars().next_back(), after.chars().next()) else {
            break;
        };
        if !encloses(open, close) {
            break;
        }
        hole = Span::new(hole.start - open.len_utf8(), hole.end + close.len_utf8());
    }
    // Only what is neither letter nor digit is looked through, so a long line is not read again for each span.
    let idle = |c: char| !c.is_alphanumeric() && !is_line_end(c);
    let line_start = text[..hole.start].trim_end_matches(idle).len();
    let line_end = text.len() - text[hole.end..].trim_start_matches(idle).len();
    let (before, after) = (&text[line_start..hole.start], &text[hole.end..line_end]);
    let first = text[..line_start].chars().next_back().is_none_or(is_line_end);
    let last = text[line_end..].chars().next().is_none_or(is_line_end);
    if first && last {
        return whole_line(text, Span::new(line_start, line_end));
    }
    // One of two spaces goes, and the one before punctuation.
    let follows_space = text[..hole.start]
        .chars()
        .next_back()
        .is_none_or(char::is_whitespace);
    let spaces_after = after.len() - after.trim_start().len();
    let spaces_before = before.len() - before.trim_end().len();
    if follows_space && spaces_after > 0 {
        hole.end += spaces_after;
    } else if text[hole.end..].chars().next().is_none_or(is_line_end)
        || after.starts_with(['.', ',', ';', ':', '!', '?', ')', ']', '»', '”'])
    {
        hole.start -= spaces_before;
    }
    // Of two commas that had the span between them one stays.
    if text[..hole.start].ends_with(',') && text[hole.end..].starts_with([',', '.', ';', ':', '!', '?']) {
        hole.start -= 1;
    }
    hole
}

/// A line that goes as a whole takes the line breaks and blank lines before it along, or those after it where it
/// is the first.
fn whole_line(text: &str, line: Span) -> Span {
    let before = &text[..line.start];
    let start = before.trim_end().len();
    if start > 0 {
        return Span::new(start, line.end);
    }
    let after = &text[line.end..];
    Span::new(0, line.end + (after.len() - after.trim_start().len()))
}

fn encloses(open: char, close: char) -> bool {
    matches!(
        (open, close),
        ('(', ')')
            | ('[', ']')
            | ('{', '}')
            | ('«', '»')
            | ('“' | '„' | '”', '”')
            | ('„', '“')
            | ('‘' | '‚', '’')
            | ('"', '"')
            | ('\'', '\'')
            | ('‹', '›')
            | ('「', '」')
            | ('『', '』')
    )
}

#[cfg(test)]
mod tests {
    use super::strip;
    use crate::language::{Language, spans::by_script};
    use proptest::prelude::*;

    fn english(text: &str) -> String {
        let all: Vec<_> = Language::all().collect();
        let found = by_script(text, &all, Some(Language::from_code("en")));
        strip(text, &found, &[Language::from_code("en")]).text
    }

    #[test]
    fn white_space_is_tidied() {
        for (text, expected) in [
            ("Before Видео дня after", "Before after"),
            ("Before (Видео дня) after", "Before after"),
            ("Before «Видео дня», after", "Before, after"),
            ("The end Видео дня.", "The end."),
            ("Before, «Видео дня», after", "Before, after"),
            ("One\n\nВидео дня\n\nTwo", "One\n\nTwo"),
            ("One\nВидео дня!\nTwo", "One\nTwo"),
            ("One\n • Видео дня\n • Заголовок\nTwo", "One\nTwo"),
            ("Видео дня\n\nTwo words here", "Two words here"),
            ("Two words here\nВидео дня\n", "Two words here\n"),
            ("Two words here Видео дня", "Two words here"),
            ("Nothing to do", "Nothing to do"),
            ("", ""),
        ] {
            assert_eq!(english(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn pieces_lead_back(text in "(\\PC|[ \\n()«».,]|[a-zа-я]){0,60}") {
            let all: Vec<_> = Language::all().collect();
            let found = by_script(&text, &all, None);
            let stripped = strip(&text, &found, &[Language::from_code("en")]);
            let mut rebuilt = String::new();
            let mut end = 0;
            for (at, piece) in &stripped.pieces {
                prop_assert!(*at == rebuilt.len() && end <= piece.start);
                rebuilt.push_str(piece.of(&text));
                end = piece.end;
            }
            prop_assert_eq!(&rebuilt, &stripped.text);
            let kept = found.iter().filter(|span| !stripped.removed.contains(span));
            for span in kept {
                let piece = stripped.pieces.iter().find(|(_, p)| p.start <= span.span.start && span.span.end <= p.end);
                prop_assert!(piece.is_some(), "a kept span was damaged");
            }
        }
    }
}
