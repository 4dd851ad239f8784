//! The tokens of scikit-learn's default pattern, `(?u)\b\w\w+\b`: runs of two or more of Python's word characters.
//!
//! Python's `\w` is `[\p{L}\p{N}_]`, narrower than that of the `regex` crate: combining marks and joiners end a
//! word. A text is first turned into one bit per byte, set inside word characters, 64 bytes of ASCII at a time;
//! the words are then the runs of ones.
//!
//! ```
//! use tolmach::token::sklearn::{Characters, Words};
//!
//! let text = "Read «Видео дня» №5, I see";
//! let mut words = Words::default();
//! words.find(text, Characters::shared());
//! let found: Vec<_> = words.iter(text).map(|span| span.of(text)).collect();
//! assert_eq!(found, ["Read", "Видео", "дня", "see"]);
//! ```

mod classes;

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use regex_syntax::hir::{Class, HirKind};

use classes::classes;

use crate::span::Span;

/// Which characters are part of words, and which have no lower case: Unicode as one version of Python knows it.
///
/// Characters added to Unicode after that version are unassigned for it, hence outside of words and without case.
#[derive(Debug)]
pub struct Characters {
    /// One bit for each code point.
    word: Vec<u64>,
    /// Whether U+0400 to U+047F are all part of words: their bytes need not be decoded then.
    cyrillic: bool,
    /// Characters whose lower case this crate knows and that Python does not, sorted.
    caseless: Vec<char>,
}

const CODE_POINTS: usize = 0x11_0000;

impl Characters {
    /// The characters of this crate's Unicode version (16).
    #[must_use]
    pub fn shared() -> &'static Arc<Self> {
        static SHARED: LazyLock<Arc<Characters>> = LazyLock::new(|| {
            let parsed = regex_syntax::parse(r"[\p{L}\p{N}_]").expect("the pattern is a constant");
            let HirKind::Class(Class::Unicode(class)) = parsed.kind() else {
                unreachable!("a class in brackets is a class");
            };
            let ranges = class
                .ranges()
                .iter()
                .map(|r| (r.start() as usize, r.end() as usize + 1));
            Arc::new(Characters::new(ranges, Vec::new()))
        });
        &SHARED
    }

    /// Word characters by half-open ranges of code points, and the characters that keep their upper case.
    #[must_use]
    pub fn new(ranges: impl IntoIterator<Item = (usize, usize)>, mut caseless: Vec<char>) -> Self {
        let mut word = vec![0_u64; CODE_POINTS / 64];
        for (start, end) in ranges {
            for code in start..end.min(CODE_POINTS) {
                word[code / 64] |= 1 << (code % 64);
            }
        }
        caseless.sort_unstable();
        Self {
            cyrillic: word[0x400 / 64..0x480 / 64].iter().all(|bits| *bits == u64::MAX),
            word,
            caseless,
        }
    }

    /// The characters of a Python whose word characters are `ranges` and whose `str.lower` changes the characters
    /// `cased` and no others.
    #[must_use]
    pub fn of_python(ranges: impl IntoIterator<Item = (usize, usize)>, cased: &str) -> Self {
        let cased: HashSet<char> = cased.chars().collect();
        let changes = |c: &char| c.to_lowercase().ne(std::iter::once(*c));
        let caseless = ('\u{80}'..=char::MAX).filter(|c| changes(c) && !cased.contains(c));
        Self::new(ranges, caseless.collect())
    }

    /// Whether `\w` matches the code point.
    #[must_use]
    pub fn is_word(&self, code: u32) -> bool {
        let code = code as usize;
        self.word
            .get(code / 64)
            .is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }

    /// Python's `str.lower`: full case mapping, with the final form of sigma.
    #[must_use]
    pub fn lower(&self, text: &str) -> String {
        if self.caseless.is_empty() || !text.contains(|c| self.keeps(c)) {
            return text.to_lowercase();
        }
        // A character without case ends the stretch in which a sigma looks for its neighbours.
        let mut lowered = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(|c| self.keeps(c)) {
            lowered.push_str(&rest[..at].to_lowercase());
            let kept = rest[at..].chars().next().map_or(0, char::len_utf8);
            lowered.push_str(&rest[at..at + kept]);
            rest = &rest[at + kept..];
        }
        lowered + &rest.to_lowercase()
    }

    fn keeps(&self, c: char) -> bool {
        self.caseless.binary_search(&c).is_ok()
    }
}

/// One bit per byte of a text; reused from text to text.
#[derive(Debug, Default)]
pub struct Words {
    bits: Vec<u64>,
}

/// Something about a text that matters to whoever lower-cases its words one by one.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Found {
    /// Whether the text holds a capital sigma, whose lower case depends on its neighbours beyond the word, or a
    /// dotted capital I, whose lower case is two characters, the second outside of words.
    pub context: bool,
}

impl Words {
    /// Marks the bytes of all word characters of `text`.
    pub fn find(&mut self, text: &str, characters: &Characters) -> Found {
        let bytes = text.as_bytes();
        self.bits.clear();
        let mut beyond = Beyond::default();
        let (chunks, tail) = bytes.as_chunks::<64>();
        for chunk in chunks {
            self.mark(chunk, bytes, characters, &mut beyond);
        }
        let mut last = [0; 64];
        last[..tail.len()].copy_from_slice(tail);
        self.mark(&last, bytes, characters, &mut beyond);
        beyond.found
    }

    /// Marks the word characters that start in the next 64 bytes.
    #[inline]
    fn mark(&mut self, chunk: &[u8; 64], bytes: &[u8], characters: &Characters, beyond: &mut Beyond) {
        let mut classes = classes(chunk);
        if classes.high != 0 {
            let mut rest = classes.high;
            if characters.cyrillic {
                let letters = classes.cyrillic | classes.cyrillic << 1 | beyond.second;
                beyond.second = classes.cyrillic >> 63;
                classes.word |= letters;
                rest &= !letters;
            }
            classes.word |= std::mem::take(&mut beyond.word);
            if rest != 0 {
                classes.word |= beyond.mark(rest, bytes, self.bits.len() * 64, characters);
            }
        }
        self.bits.push(classes.word);
    }

    /// The words of two characters or more, in order.
    pub fn iter<'w>(&'w self, text: &'w str) -> impl Iterator<Item = Span> + 'w {
        let bytes = text.as_bytes();
        self.runs()
            .filter(move |run| run.len() >= 2 && run.len() > width(bytes[run.start]))
    }

    /// The words of one character or more, in order.
    pub fn runs(&self) -> impl Iterator<Item = Span> + '_ {
        Runs {
            bits: &self.bits,
            block: 0,
            rest: self.bits.first().copied().unwrap_or(0),
        }
    }
}

/// What of the characters outside of ASCII reaches from one block to the next, and what was found among them.
#[derive(Default)]
struct Beyond {
    /// Whether the block starts with the second byte of a Cyrillic letter.
    second: u64,
    /// The bits of another word character that started in the block before.
    word: u64,
    found: Found,
}

impl Beyond {
    /// The bits of the word characters among those that start at `rest`, in the block at byte `start`.
    fn mark(&mut self, mut rest: u64, bytes: &[u8], start: usize, characters: &Characters) -> u64 {
        let mut word = 0;
        while rest != 0 {
            let at = rest.trailing_zeros() as usize;
            if bytes[start + at] & 0xC0 == 0x80 {
                // Its character started in the block before.
                rest &= rest - 1;
                continue;
            }
            let (code, length) = decode(&bytes[start + at..]);
            let ones = (1_u64 << length) - 1;
            rest &= !(ones << at);
            self.found.context |= code == 0x3A3 || code == 0x130;
            if characters.is_word(code) {
                word |= ones << at;
                if at + length > 64 {
                    self.word = ones >> (64 - at);
                }
            }
        }
        word
    }
}

/// Bytes of the character that starts with this byte.
const fn width(lead: u8) -> usize {
    match lead {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// The code point at the start of valid UTF-8 that is not ASCII, and its length.
fn decode(bytes: &[u8]) -> (u32, usize) {
    let follow = |i: usize| u32::from(bytes.get(i).copied().unwrap_or(0) & 0x3F);
    let lead = u32::from(bytes[0]);
    match width(bytes[0]) {
        3 => ((lead & 0x0F) << 12 | follow(1) << 6 | follow(2), 3),
        4 => (
            (lead & 0x07) << 18 | follow(1) << 12 | follow(2) << 6 | follow(3),
            4,
        ),
        _ => ((lead & 0x1F) << 6 | follow(1), 2),
    }
}

/// The runs of ones in a bit string.
struct Runs<'b> {
    bits: &'b [u64],
    block: usize,
    /// What of the block is still to be looked at.
    rest: u64,
}

impl Iterator for Runs<'_> {
    type Item = Span;

    #[inline]
    fn next(&mut self) -> Option<Span> {
        while self.rest == 0 {
            self.block += 1;
            self.rest = *self.bits.get(self.block)?;
        }
        let first = self.rest.trailing_zeros();
        let start = self.block * 64 + first as usize;
        // Fill the zeros below the run, so that the first zero is its end.
        let filled = self.rest | ((1_u64 << first) - 1);
        if filled != u64::MAX {
            let length = filled.trailing_ones();
            self.rest &= u64::MAX << length;
            return Some(Span::new(start, self.block * 64 + length as usize));
        }
        loop {
            self.block += 1;
            match self.bits.get(self.block) {
                Some(&u64::MAX) => {}
                Some(&next) => {
                    let length = next.trailing_ones();
                    self.rest = next & (u64::MAX << length);
                    return Some(Span::new(start, self.block * 64 + length as usize));
                }
                None => {
                    self.rest = 0;
                    return Some(Span::new(start, self.block * 64));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Characters, Words};
    use proptest::prelude::*;
    use regex::Regex;

    fn words(text: &str) -> Vec<&str> {
        let mut words = Words::default();
        words.find(text, Characters::shared());
        words.iter(text).map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_mark_ends_a_word() {
        assert_eq!(
            words("cafe\u{301}s in\u{131} 北京市 é_ é"),
            ["cafe", "inı", "北京市", "é_"]
        );
    }

    #[test]
    fn a_run_may_cross_any_number_of_blocks() {
        for length in [63, 64, 65, 127, 128, 129, 200] {
            let text = format!(" {} ", "x".repeat(length));
            assert_eq!(words(&text), [text.trim()]);
        }
    }

    #[test]
    fn sigma_and_dotted_i_are_reported() {
        let mut words = Words::default();
        for (text, context) in [
            ("ΟΔΟΣ", true),
            ("İzmir", true),
            ("У σ ı", false),
            ("ascii", false),
        ] {
            assert_eq!(words.find(text, Characters::shared()).context, context, "{text}");
        }
    }

    #[test]
    fn a_character_python_does_not_know_keeps_its_case() {
        let characters = Characters::new([], vec!['Ⱥ']);
        assert_eq!(characters.lower("ΟΣȺΟΣ"), "οςȺος");
    }

    proptest! {
        #[test]
        fn agrees_with_the_pattern(text in r"([\PC\n a-zA-Z0-9_ßΣИя\u{301}\u{200d}٣北🙂]|[а-я]{9}|[ -~]{9}|№ ){0,150}") {
            let pattern = Regex::new(r"[\p{L}\p{N}_]{2,}").unwrap();
            prop_assert_eq!(words(&text), pattern.find_iter(&text).map(|m| m.as_str()).collect::<Vec<_>>());
        }
    }
}
