//! What a corpus says of its words: how often they stand, and which stand side by side.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::kind::Kind;
use super::segment::Segments;
use crate::span::Span;

/// What a corpus says of its words.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// How often each word stands as it is written.
    words: FxHashMap<u64, u32>,
    /// How often each word stands in any case, without the ending of a genitive.
    forms: FxHashMap<u64, u32>,
    /// How often two words with capitals stand side by side.
    pairs: FxHashMap<u64, u32>,
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Evidence {
    /// What one text says.
    pub fn of(text: &str) -> Self {
        let mut evidence = Self::default();
        evidence.add(text);
        evidence
    }

    /// Counts the words of one more text.
    pub fn add(&mut self, text: &str) {
        let mut before: Option<Span> = None;
        for segment in Segments::without_spaces(text) {
            let span = segment.span;
            if segment.kind != Kind::Word {
                continue;
            }
            let word = span.of(text);
            *self.words.entry(hash(word)).or_default() += 1;
            *self.forms.entry(hash(form(word))).or_default() += 1;
            if let Some(before) = before.filter(|before| text[before.end..span.start] == *" ")
                && is_capital(word)
                && is_capital(before.of(text))
            {
                *self.pairs.entry(hash((before.of(text), bare(word)))).or_default() += 1;
            }
            before = Some(span);
        }
    }

    /// Adds what another part of the corpus says. The order of the parts does not matter.
    #[allow(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
    pub fn merge(&mut self, other: Self) {
        let maps = [
            (&mut self.words, other.words),
            (&mut self.forms, other.forms),
            (&mut self.pairs, other.pairs),
        ];
        for (map, other) in maps {
            for (key, count) in other {
                *map.entry(key).or_default() += count;
            }
        }
    }

    /// How often `word` stands as it is written.
    pub fn word(&self, word: &str) -> u32 {
        self.words.get(&hash(word)).copied().unwrap_or(0)
    }

    /// How often it stands in any case.
    pub fn form(&self, word: &str) -> u32 {
        self.forms.get(&hash(form(word))).copied().unwrap_or(0)
    }

    /// How often `right` stands behind `left`, both with capitals and with a space between them.
    pub fn pair(&self, left: &str, right: &str) -> u32 {
        self.pairs.get(&hash((left, bare(right)))).copied().unwrap_or(0)
    }
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// The word without the ending of an English genitive.
pub(super) fn bare(word: &str) -> &str {
    let stem = word.strip_suffix(['s', 'S']).unwrap_or(word);
    stem.strip_suffix(['\'', '’']).unwrap_or(word)
}

/// How a word is looked up: without the ending of a genitive, in lower case.
pub(super) fn form(word: &str) -> String {
    bare(word).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Evidence;

    #[test]
    fn counts() {
        let mut evidence = Evidence::of("The Prime Minister's word. The prime");
        evidence.merge(Evidence::of("Prime Minister, PRIME"));
        assert_eq!(
            (
                evidence.word("Prime"),
                evidence.form("Prime"),
                evidence.form("Minister’s")
            ),
            (2, 4, 2)
        );
        assert_eq!(
            (evidence.pair("Prime", "Minister"), evidence.pair("The", "prime")),
            (2, 0)
        );
    }
}
