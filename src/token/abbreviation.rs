//! Full stops that belong to a word: "U.S.", "Mr.", "J. E. Smith", "z. B.".

use super::sentence::{Class, Knowledge};
use crate::span::Span;

/// No abbreviation of one word is longer in bytes.
const LONGEST: usize = 16;

/// Whether the full stop behind `span` belongs to it: in "U.S.", in "J. E. Smith".
pub(super) fn keeps_stop(text: &str, span: Span, knowledge: &Knowledge) -> bool {
    let word = span.of(text);
    if word.contains('.') {
        return word.split('.').all(|part| part.chars().count() == 1) && !word.contains(char::is_numeric);
    }
    let rest = &text[span.end + 1..];
    if word.len() <= LONGEST {
        match knowledge.class(word) {
            Some(Class::Never | Class::Either) => return true,
            Some(Class::Number) if rest.trim_start().starts_with(char::is_numeric) => return true,
            _ => {}
        }
    }
    if word.chars().nth(1).is_some() || word.contains(char::is_numeric) {
        return false;
    }
    // "z. B.", "т. е.": single letters with points on either side belong together. An initial is a capital, and a
    // name follows it.
    let follows = rest.strip_prefix([' ', '\u{a0}']).unwrap_or(rest);
    let before = text[..span.start].trim_end_matches([' ', '\u{a0}']);
    is_letter_point(follows.chars())
        || is_point_letter(before.chars().rev())
        || word != "I" && word.starts_with(char::is_uppercase) && follows.starts_with(char::is_uppercase)
}

/// Whether a single letter and a point come next.
fn is_letter_point(mut chars: impl Iterator<Item = char>) -> bool {
    chars.next().is_some_and(char::is_alphabetic) && chars.next() == Some('.')
}

/// Whether a point and a single letter come next, in a text that is read backwards.
fn is_point_letter(mut before: impl Iterator<Item = char>) -> bool {
    let point = before.next() == Some('.');
    let letter = before.next().is_some_and(char::is_alphabetic);
    point && letter && !before.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::keeps_stop;
    use crate::span::Span;
    use crate::token::sentence::Knowledge;

    #[test]
    fn stops() {
        for (text, word, keeps) in [
            ("Mr. Doe", "Mr", true),
            ("No. 5", "No", true),
            ("No. It", "No", false),
            ("J. Smith", "J", true),
            ("I. Did", "I", false),
            ("the end. It", "end", false),
            ("z. B. so", "z", true),
            ("z. B. so", "B", true),
            ("i.e. so", "i.e", true),
            ("3.5. so", "3.5", false),
        ] {
            let start = text.find(word).unwrap();
            let span = Span::new(start, start + word.len());
            assert_eq!(
                keeps_stop(text, span, Knowledge::of(None)),
                keeps,
                "{text} {word}"
            );
        }
    }
}
