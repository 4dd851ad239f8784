//! The pieces between the word boundaries of UAX #29, with words from a dictionary where a script has no spaces.
//!
//! Runs of ASCII, which are most of most news, are cut by a table of our own; everything else by ICU4X. Both obey
//! the same rules, which a property test compares with a third implementation.

use std::sync::LazyLock;

use icu_segmenter::iterators::WordBreakIterator;
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::scaffold::Utf8;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::kind::Kind;
use crate::span::Span;

/// The dictionaries, not the neural models: a hundred times as fast, and words of Thai, Lao, Khmer, Burmese,
/// Chinese and Japanese alike. Only its boundaries are used: up to 2.4.0 its `is_word_like` is wrong after
/// combining marks (unicode-org/icu4x#8321).
static ICU: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Codes of the languages whose words, which no spaces divide, come from a dictionary.
pub const DICTIONARY_LANGUAGES: [&str; 6] = ["ja", "km", "lo", "my", "th", "zh"];

const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// `ExtendNumLet`.
const UNDERSCORE: u8 = 4;
/// What a word or number is made of.
const CORE: u8 = LETTER | DIGIT | UNDERSCORE;
/// Joins two letters (WB6, WB7).
const MID_LETTER: u8 = 8;
/// Joins two digits (WB11, WB12).
const MID_DIGIT: u8 = 16;
const SPACE: u8 = 32;
/// `CR`, `LF`, `Newline`.
const LINE: u8 = 64;

/// Word break properties of ASCII.
const CLASSES: [u8; 128] = {
    let mut classes = [OTHER; 128];
    let mut b = 0;
    while b < 128_u8 {
        classes[b as usize] = match b {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'_' => UNDERSCORE,
            b':' => MID_LETTER,
            b'.' | b'\'' => MID_LETTER | MID_DIGIT,
            b',' | b';' => MID_DIGIT,
            b' ' => SPACE,
            b'\n' | b'\r' | 0x0b | 0x0c => LINE,
            _ => OTHER,
        };
        b += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(OTHER)
}

/// A piece of text between two neighbouring boundaries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Segment {
    /// Its bytes.
    pub span: Span,
    /// What it is by its characters.
    pub kind: Kind,
}

/// The segments of a text, in order; together they are the text.
pub struct Segments<'t> {
    text: &'t str,
    at: usize,
    /// Boundaries of a stretch that is not ASCII, counted from its start, with that start.
    complex: Option<(WordBreakIterator<'static, 't, Utf8>, usize)>,
}

impl<'t> Segments<'t> {
    /// The segments of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            complex: None,
        }
    }

    /// Goes on at byte `at`, which must lie on a character boundary.
    pub fn jump(&mut self, at: usize) {
        if at != self.at {
            self.at = at;
            self.complex = None;
        }
    }

    /// A stretch from `self.at` to where boundaries do not depend on what went before: behind an ASCII space or
    /// line feed that an ASCII letter or digit follows.
    fn complex_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        let pairs = bytes[self.at..].windows(2);
        let safe = pairs.map(|pair| matches!(pair[0], b' ' | b'\n') && pair[1].is_ascii_alphanumeric());
        let mut safe = safe.enumerate().filter(|(_, safe)| *safe);
        safe.next().map_or(bytes.len(), |(i, _)| self.at + i + 1)
    }

    fn next_complex(&mut self) -> Option<Segment> {
        if self.complex.is_none() {
            let end = self.complex_end();
            let mut boundaries = ICU.segment_str(&self.text[self.at..end]);
            // The first boundary is the start.
            boundaries.next();
            self.complex = Some((boundaries, self.at));
        }
        let (boundaries, base) = self.complex.as_mut()?;
        let base = *base;
        let Some(end) = boundaries.next() else {
            self.complex = None;
            return None;
        };
        let span = Span::new(self.at, base + end);
        self.at = span.end;
        Some(Segment {
            span,
            kind: Kind::of(span.of(self.text)),
        })
    }
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    #[inline]
    fn next(&mut self) -> Option<Segment> {
        if self.complex.is_some()
            && let Some(segment) = self.next_complex()
        {
            return Some(segment);
        }
        if self.at == self.text.len() {
            return None;
        }
        match ascii(self.text.as_bytes(), self.at) {
            Some(segment) => {
                self.at = segment.span.end;
                Some(segment)
            }
            None => self.next_complex(),
        }
    }
}

/// The segment that starts at `start`, where ASCII alone decides its end.
#[inline]
fn ascii(bytes: &[u8], start: usize) -> Option<Segment> {
    let first = bytes[start];
    if first >= 0x80 {
        return None;
    }
    let of = |kind, end| Segment {
        span: Span::new(start, end),
        kind,
    };
    let kind = class(first);
    let mut end = start + 1;
    if kind & CORE != 0 {
        let mut seen = kind;
        loop {
            while let Some(c) = bytes.get(end).map(|b| class(*b)).filter(|c| c & CORE != 0) {
                seen |= c;
                end += 1;
            }
            let Some(&middle) = bytes.get(end) else { break };
            if middle >= 0x80 {
                return None;
            }
            let joins = class(middle) & (MID_LETTER | MID_DIGIT);
            let Some(&next) = bytes.get(end + 1).filter(|_| joins != 0) else {
                break;
            };
            if next >= 0x80 {
                return None;
            }
            let (before, after) = (class(bytes[end - 1]), class(next));
            let letters = joins & MID_LETTER != 0 && before & after & LETTER != 0;
            let digits = joins & MID_DIGIT != 0 && before & after & DIGIT != 0;
            if !(letters || digits) {
                break;
            }
            end += 2;
        }
        let kind = match seen & (LETTER | DIGIT) {
            0 => Kind::Punctuation,
            DIGIT => Kind::Number,
            LETTER => Kind::Word,
            _ => mixed(&bytes[start..end]),
        };
        return Some(of(kind, end));
    }
    if kind == LINE {
        let pair = first == b'\r' && bytes.get(end) == Some(&b'\n');
        return Some(of(Kind::Space, end + usize::from(pair)));
    }
    if kind == SPACE {
        while bytes.get(end) == Some(&b' ') {
            end += 1;
        }
    }
    // A mark, or another kind of space, would belong to what it follows (WB3d, WB4).
    if bytes.get(end).is_some_and(|next| *next >= 0x80) {
        return None;
    }
    let kind = match first {
        b' ' | b'\t' => Kind::Space,
        b'$' | b'+' | b'<' | b'=' | b'>' | b'^' | b'`' | b'|' | b'~' => Kind::Symbol,
        _ if first.is_ascii_graphic() => Kind::Punctuation,
        _ => Kind::Symbol,
    };
    Some(of(kind, end))
}

/// The kind of letters and digits together, as [`Kind::of`] has it.
fn mixed(piece: &[u8]) -> Kind {
    let letters = piece.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if piece[0].is_ascii_digit() && letters <= 3 {
        Kind::Number
    } else {
        Kind::Word
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Segments};
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn pieces(text: &str) -> Vec<&str> {
        Segments::new(text).map(|segment| segment.span.of(text)).collect()
    }

    #[test]
    fn words_from_dictionaries() {
        assert_eq!(pieces("ภาษาไทยง่าย"), ["ภาษา", "ไทย", "ง่าย"]);
        assert_eq!(pieces("今天天气很好"), ["今天", "天气", "很好"]);
        assert_eq!(pieces("ខ្ញុំស្រឡាញ់").len(), 2);
    }

    #[test]
    fn a_jump_starts_anew() {
        let text = "été «une» deux";
        let mut segments = Segments::new(text);
        segments.next();
        segments.jump("été «".len());
        assert_eq!(segments.next().map(|segment| segment.span.of(text)), Some("une"));
    }

    /// Characters of every word break property, many of them ASCII.
    fn tricky() -> impl Strategy<Value = String> {
        let one = prop_oneof![
            4 => "[ -~\n\r\t]",
            2 => "[a-zA-Z0-9_ .,:;'\"-]",
            1 => prop::sample::select(vec![
                "\u{301}", "\u{200d}", "\u{ad}", "\u{fe0f}", "’", "\u{5d0}", "\u{5f4}", "カ", "🇦", "🇲", "👩", "❤",
                "\u{1f3fb}", "д", "é", "٣", "\u{3000}", "\u{a0}", "\u{2028}", "\u{85}", "·", "\u{200b}", "ა", "अ", "ि",
            ]).prop_map(String::from),
        ];
        prop::collection::vec(one, 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn ascii_and_icu_agree_with_a_third(text in tricky()) {
            prop_assert_eq!(pieces(&text), text.split_word_bounds().collect::<Vec<_>>());
        }

        #[test]
        fn kinds_do_not_depend_on_the_path(text in tricky()) {
            for segment in Segments::new(&text) {
                let piece = segment.span.of(&text);
                prop_assert_eq!(segment.kind, Kind::of(piece), "{:?}", piece);
            }
        }

        #[test]
        fn pieces_rebuild_any_text(text in any::<String>()) {
            prop_assert_eq!(pieces(&text).concat(), text);
        }
    }
}
