//! What the model sees of a word: its folded letters, and the table rows that their n-grams hash to.
//!
//! Training and detection share this file, so a feature is defined once.
//!
//! ```
//! use tolmach::language::features::Letters;
//!
//! let mut letters = Letters::default();
//! letters.fold("L’ÉTÉ");
//! assert_eq!(letters.to_string(), "l'été");
//! ```

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The most letters of a word that are looked at; what follows is not.
pub const LONGEST: usize = 48;
/// Stand before and after a word, as letters of their own.
const START: u32 = 1;
const END: u32 = 2;

/// The folded letters of a word between two boundaries; kept between words to save the allocation.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    codes: Vec<u32>,
}

impl Letters {
    /// Takes a word in: lower case by Unicode's simple and full mappings, canonical composition, one apostrophe,
    /// no soft hyphens and joiners, no stress marks on Cyrillic, no vowel points on Arabic.
    pub fn fold(&mut self, word: &str) {
        self.codes.clear();
        self.codes.push(START);
        if word.is_ascii() {
            let letters = word.bytes().take(LONGEST);
            self.codes
                .extend(letters.map(|b| u32::from(b.to_ascii_lowercase())));
        } else if word.chars().any(composes) {
            let composed: String = word.chars().flat_map(char::to_lowercase).nfc().collect();
            self.extend(composed.chars());
        } else {
            self.extend(word.chars().flat_map(char::to_lowercase));
        }
        self.codes.push(END);
    }

    fn extend(&mut self, letters: impl Iterator<Item = char>) {
        for letter in letters {
            if self.codes.len() > LONGEST {
                break;
            }
            let previous = self.codes.last().copied().unwrap_or_default();
            match letter {
                '’' | 'ʼ' | '‘' | 'ʻ' | '`' | '´' | '＇' => self.codes.push(u32::from('\'')),
                // `İ` is `i` and a dot in lower case.
                '\u{307}' if previous == u32::from('i') => {}
                '\u{301}' | '\u{300}' if (0x400..0x530).contains(&previous) => {}
                '\u{ad}'
                | '\u{200b}'..='\u{200d}'
                | '\u{2060}'
                | '\u{feff}'
                | '\u{640}'
                | '\u{64b}'..='\u{652}' => {}
                _ => self.codes.push(u32::from(letter)),
            }
        }
    }

    /// How many letters there are, marks among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len().saturating_sub(2)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends the row of each n-gram of up to `longest` letters (boundaries count as letters, but not alone), and
    /// of the whole word if it is longer than that, in a table of `rows` rows.
    ///
    /// The n-grams of a start come in the order of their lengths, so that `visit` gets `(row, length)`; the whole
    /// word has the length [`LONGEST`].
    pub fn rows(&self, longest: usize, rows: u32, mut visit: impl FnMut(u32, usize)) {
        let letters = &self.codes;
        for start in 0..letters.len() {
            let mut hash = SEED;
            for (length, letter) in letters[start..].iter().take(longest).enumerate() {
                hash = mix(hash, *letter);
                if length > 0 || *letter > END {
                    visit(row(hash, rows), length + 1);
                }
            }
        }
        if letters.len() > longest && letters.len() <= LONGEST {
            let hash = letters.iter().fold(!SEED, |hash, letter| mix(hash, *letter));
            visit(row(hash, rows), LONGEST);
        }
    }
}

impl fmt::Display for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.codes.iter().filter(|code| **code > END);
        inner
            .filter_map(|code| char::from_u32(*code))
            .try_for_each(|letter| write!(f, "{letter}"))
    }
}

/// Characters that canonical composition may change: combining marks, and the few letters that it replaces.
fn composes(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{653}'..='\u{655}' | '\u{93c}' | '\u{5b0}'..='\u{5c7}'
        | '\u{958}'..='\u{95f}' | '\u{fb1d}'..='\u{fb4f}' | '\u{f900}'..='\u{faff}' | '\u{212a}' | '\u{212b}')
}

const SEED: u64 = 0x243f_6a88_85a3_08d3;

fn mix(hash: u64, letter: u32) -> u64 {
    let hash = (hash ^ u64::from(letter)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "the product of a 32-bit number and `rows`, shifted by 32, is less than `rows`"
)]
fn row(hash: u64, rows: u32) -> u32 {
    let spread = hash.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32;
    ((spread * u64::from(rows)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Letters};
    use proptest::prelude::*;

    fn fold(word: &str) -> String {
        let mut letters = Letters::default();
        letters.fold(word);
        letters.to_string()
    }

    #[test]
    fn one_word_in_many_spellings() {
        for (word, folded) in [
            ("NATO", "nato"),
            ("Été", "été"),
            ("E\u{301}te\u{301}", "été"),
            ("İstanbul", "istanbul"),
            ("I\u{307}stanbul", "istanbul"),
            ("oʻzbek", "o'zbek"),
            ("l’été", "l'été"),
            ("soft\u{ad}ened", "softened"),
            ("за́мок", "замок"),
            ("Ѓорѓи", "ѓорѓи"),
            ("Г\u{301}орѓи", "ѓорѓи"),
            ("шко\u{300}лa", "школa"),
            ("مُحَمَّد", "محمد"),
            ("שׁ", "שׁ"),
            ("", ""),
        ] {
            assert_eq!(fold(word), folded, "{word}");
        }
    }

    #[test]
    fn rows_of_a_short_word() {
        let mut letters = Letters::default();
        letters.fold("ab");
        let mut lengths = Vec::new();
        letters.rows(3, 1000, |row, length| {
            assert!(row < 1000);
            lengths.push(length);
        });
        // ^a ^ab | a ab ab$ | b b$ | and the whole ^ab$.
        assert_eq!(lengths, [2, 3, 1, 2, 3, 1, 2, LONGEST]);
    }

    proptest! {
        #[test]
        fn any_word_has_rows_within_the_table(word in any::<String>(), rows in 1_u32..100_000) {
            let mut letters = Letters::default();
            letters.fold(&word);
            prop_assert!(letters.len() <= LONGEST + 1);
            letters.rows(5, rows, |row, _| assert!(row < rows));
        }
    }
}
