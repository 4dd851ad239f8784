//! The pieces between the word boundaries of UAX #29, with words from a dictionary where a script has no spaces.
//!
//! Runs of ASCII, which are most of most news, are cut by a table of our own; everything else by ICU4X. Both obey
//! the same rules, which a property test compares with a third implementation.

use std::sync::LazyLock;

use icu_segmenter::iterators::WordBreakIterator;
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::scaffold::Utf8;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::ascii::{is_beyond, segment};
use super::kind::Kind;
use crate::span::Span;

/// The dictionaries, not the neural models: a hundred times as fast, and words of Thai, Lao, Khmer, Burmese,
/// Chinese and Japanese alike. Only its boundaries are used: up to 2.4.0 its `is_word_like` is wrong after
/// combining marks (unicode-org/icu4x#8321).
static ICU: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Codes of the languages whose words, which no spaces divide, come from a dictionary.
pub const DICTIONARY_LANGUAGES: [&str; 6] = ["ja", "km", "lo", "my", "th", "zh"];

/// A piece of text between two neighbouring boundaries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Segment {
    /// Its bytes.
    pub span: Span,
    /// What it is by its characters.
    pub kind: Kind,
    /// Whether marks like a point or an apostrophe may join parts of it; never false where one does.
    pub joined: bool,
}

/// The segments of a text, in order; together they are the text.
pub struct Segments<'t> {
    text: &'t str,
    at: usize,
    /// Whether segments of plain spaces are passed over.
    skip: bool,
    /// The end of the last stretch that is not ASCII, which is looked for once even if [`jump`](Self::jump) leaves it.
    until: usize,
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
            skip: false,
            until: 0,
            complex: None,
        }
    }

    /// The segments of `text` without those of plain spaces, wherever they stand between ASCII, to save time.
    #[must_use]
    pub fn without_spaces(text: &'t str) -> Self {
        Self {
            skip: true,
            ..Self::new(text)
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
            if self.at >= self.until {
                self.until = self.complex_end();
            }
            let mut boundaries = ICU.segment_str(&self.text[self.at..self.until]);
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
            joined: true,
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
        let bytes = self.text.as_bytes();
        if self.skip {
            // A space before something else in ASCII is a segment of its own, or the end of one of spaces (WB3d).
            while let [b' ', next, ..] = bytes[self.at..]
                && !is_beyond(next)
            {
                self.at += 1;
            }
        }
        if self.at == bytes.len() {
            return None;
        }
        match segment(bytes, self.at) {
            Some(segment) => {
                self.at = segment.span.end;
                Some(segment)
            }
            None => self.next_complex(),
        }
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
    fn spaces_are_passed_over() {
        let text = "a  b c\n d \u{301}";
        let pieces: Vec<_> = Segments::without_spaces(text)
            .map(|segment| segment.span.of(text))
            .collect();
        assert_eq!(pieces, ["a", "b", "c", "\n", "d", " \u{301}"]);
    }

    #[test]
    fn a_jump_starts_anew() {
        let text = "été «une» deux";
        let mut segments = Segments::new(text);
        segments.next();
        segments.jump("été «".len());
        assert_eq!(segments.next().map(|segment| segment.span.of(text)), Some("une"));
    }

    /// Characters of every word break property, many of them ASCII. A joiner follows emoji only: behind a mark like "·"
    /// the third implementation joins what WB6 does not.
    fn tricky() -> impl Strategy<Value = String> {
        let one = prop_oneof![
            4 => "[ -~\n\r\t]",
            2 => "[a-zA-Z0-9_ .,:;'\"-]",
            1 => prop::sample::select(vec![
                "\u{301}", "👩\u{200d}", "\u{ad}", "\u{fe0f}", "’", "\u{5d0}", "\u{5f4}", "カ", "🇦", "🇲", "👩", "❤",
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
        fn passing_over_spaces_changes_nothing_else(text in tricky()) {
            let ends = |segments: Segments| -> Vec<_> {
                let segments = segments.filter(|segment| segment.kind != Kind::Space);
                segments.map(|segment| (segment.span.end, segment.kind)).collect()
            };
            prop_assert_eq!(ends(Segments::without_spaces(&text)), ends(Segments::new(&text)));
            let pieces = Segments::without_spaces(&text).filter(|segment| segment.kind != Kind::Space);
            for segment in pieces {
                let start = segment.span.start;
                prop_assert!(Segments::new(&text).any(|other| other.span == segment.span)
                    || text[..start].ends_with(' ') && segment.span.of(&text).starts_with(' '), "{:?}", segment);
            }
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
