//! The words that a thread has scored lately, and the sums of scores of a text by script.
//!
//! Text is many occurrences of few words, so most words are found here and cost an addition of vectors. The memory is
//! bounded: each word has two places, one for words that have come again and one that any newer word takes.

use super::format::MOST_LANGUAGES;
use super::model::{FLOOR, Scratch};
use super::repeats::{Repeats, is_abbreviation, speaks};
use super::words::{Case, words};
use super::{Model, Script, lookalike};

/// Places for words; 4 MB of scores.
const PLACES: usize = 1 << 16;
/// Languages, rounded up to what fills vector registers.
pub const WIDTH: usize = MOST_LANGUAGES.next_multiple_of(16);
/// Scripts without spaces are scored in pieces of so many letters.
const PIECE: usize = 16;
/// Scores are kept in a byte, in steps of so many nats below 0, and added as whole numbers: sums do not depend on
/// the order of the words.
pub const STEP: f32 = -FLOOR / 255.0;

/// As many words of a script speak as the sum of their scores has room for: 16 million, 100 MB of text. Those behind
/// them are read and change nothing.
const MOST_WORDS: usize = u32::MAX as usize / 255;

/// What the words of one script of a text say.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// The family of scripts.
    pub script: Script,
    /// Letters, marks among them.
    pub letters: usize,
    /// Words, or pieces in scripts without spaces.
    pub words: usize,
    /// Words that start with a capital.
    pub capitals: usize,
    /// How many languages are written in the script.
    pub languages: usize,
    /// What speaks against each language of the script ([`Model::columns`]), in [`STEP`]s.
    pub against: [u32; WIDTH],
    /// The same of the last words, to be added: short numbers are added many at once.
    recent: [u16; WIDTH],
    /// How many words these are.
    waiting: u16,
}

/// As many words as a sum of 16 bits has room for.
const ROOM: u16 = u16::MAX / u8::MAX as u16;

/// The sums of a text, one for each script in it, in the order of their first words.
#[derive(Clone, Debug, Default)]
pub struct Sums(Vec<Sum>);

/// Scored words; see the [module](self).
#[derive(Debug)]
pub struct Memory {
    /// The hash of the word in each place; 0 where there is none.
    hashes: Vec<u64>,
    against: Vec<[u8; WIDTH]>,
    /// The address of the model that the scores are from; 0 at first.
    model: usize,
    scratch: Scratch,
    fresh: Vec<f32>,
    sums: Sums,
    repeats: Repeats,
    /// How many words of a script speak.
    most: usize,
}

/// How the letters of a word look, as far as that says how much it counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Look {
    Small,
    Capital,
    /// Two to four capitals, as in GMT, NATO and UTC, which are written so in many languages.
    Abbreviation,
}

/// What part of its evidence an abbreviation has.
const ABBREVIATION: u16 = 3;

impl Sums {
    /// The script with the most letters, the earlier one of equals; `None` where there are no letters.
    #[must_use]
    pub fn most(&self) -> Option<&Sum> {
        self.0
            .iter()
            .reduce(|most, sum| if sum.letters > most.letters { sum } else { most })
    }

    fn of(&mut self, model: &Model<'_>, script: Script) -> &mut Sum {
        let found = self.0.iter().position(|sum| sum.script == script);
        let at = found.unwrap_or_else(|| {
            self.0.push(Sum {
                script,
                letters: 0,
                words: 0,
                capitals: 0,
                languages: model.columns(script).len(),
                against: [0; WIDTH],
                recent: [0; WIDTH],
                waiting: 0,
            });
            self.0.len() - 1
        });
        &mut self.0[at]
    }
}

impl Sum {
    fn add(&mut self, steps: &[u8; WIDTH], look: Look) {
        if look == Look::Abbreviation {
            for (sum, steps) in self.recent.iter_mut().zip(steps) {
                *sum += u16::from(*steps) / ABBREVIATION;
            }
        } else {
            for (sum, steps) in self.recent.iter_mut().zip(steps) {
                *sum += u16::from(*steps);
            }
        }
        self.waiting += 1;
        if self.waiting == ROOM {
            self.settle();
        }
    }

    fn settle(&mut self) {
        for (sum, recent) in self.against.iter_mut().zip(&mut self.recent) {
            *sum += u32::from(std::mem::take(recent));
        }
        self.waiting = 0;
    }
}

impl Memory {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::up_to(MOST_WORDS)
    }

    /// An empty one, for texts of which no more than `most` words of a script speak.
    fn up_to(most: usize) -> Self {
        Self {
            most,
            hashes: vec![0; PLACES],
            against: vec![[0; WIDTH]; PLACES],
            model: 0,
            scratch: Scratch::default(),
            fresh: Vec::new(),
            sums: Sums::default(),
            repeats: Repeats::default(),
        }
    }

    /// What the words of `text` say: all but addresses, code and what has no letters.
    pub fn read(&mut self, model: &Model<'_>, text: &str) -> &Sums {
        let address = std::ptr::from_ref(model).addr();
        if self.model != address {
            self.hashes.fill(0);
            self.model = address;
        }
        self.sums.0.clear();
        self.repeats.next_text();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at].is_ascii_whitespace() {
                at += 1;
                continue;
            }
            // Most tokens of most texts are letters of ASCII between marks of punctuation.
            let token = at;
            at += usize::from(matches!(bytes[at], b'"' | b'\'' | b'('));
            let letters = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
            let word = at..at + letters;
            at = word.end;
            let marks = bytes[at..].iter().take(2);
            let end = at
                + marks
                    .take_while(|b| {
                        matches!(b, b',' | b'.' | b';' | b':' | b'!' | b'?' | b'"' | b'\'' | b')')
                    })
                    .count();
            if letters > 0 && bytes.get(end).is_none_or(u8::is_ascii_whitespace) {
                let look = if bytes[word.start].is_ascii_uppercase() {
                    let all =
                        (2..=4).contains(&letters) && bytes[word.clone()].iter().all(u8::is_ascii_uppercase);
                    if all { Look::Abbreviation } else { Look::Capital }
                } else {
                    Look::Small
                };
                self.add(model, &text[word], Script::LATN, letters, look);
                at = end;
                continue;
            }
            at += bytes[at..]
                .iter()
                .take_while(|b| !b.is_ascii_whitespace())
                .count();
            self.token(model, &text[token..at]);
        }
        self.sums.0.iter_mut().for_each(Sum::settle);
        &self.sums
    }

    /// Any other token, or several with white space beyond ASCII between them.
    fn token(&mut self, model: &Model<'_>, token: &str) {
        for word in words(token).filter(|word| !word.neutral) {
            let letters = word.span.of(token);
            let look = match word.case {
                Case::Lower => Look::Small,
                case if is_abbreviation(case, letters.chars().count()) => Look::Abbreviation,
                _ => Look::Capital,
            };
            if word.mixed {
                let mended = lookalike::mend(letters, word.script);
                let mended = mended.as_deref().unwrap_or(letters);
                self.add(model, mended, word.script, letters.chars().count(), look);
            } else if word.script == Script::HANI {
                let mut rest = letters;
                while !rest.is_empty() {
                    let end = rest.char_indices().nth(PIECE).map_or(rest.len(), |(at, _)| at);
                    let (piece, after) = rest.split_at(end);
                    self.add(model, piece, word.script, piece.chars().count(), look);
                    rest = after;
                }
            } else {
                self.add(model, letters, word.script, letters.chars().count(), look);
            }
        }
    }

    fn add(&mut self, model: &Model<'_>, word: &str, script: Script, letters: usize, look: Look) {
        let sum = self.sums.of(model, script);
        sum.letters += letters;
        if sum.words == self.most {
            return;
        }
        let hash = hash(word);
        if !speaks(self.repeats.count(hash)) {
            return;
        }
        sum.words += 1;
        sum.capitals += usize::from(look != Look::Small);
        if sum.languages < 2 {
            return;
        }
        let first = usize::try_from(hash % (PLACES / 2) as u64).unwrap_or_default() * 2;
        if self.hashes[first] != hash {
            if self.hashes[first + 1] != hash {
                model.evidence(word, script, &mut self.scratch, &mut self.fresh);
                self.hashes[first + 1] = hash;
                let against = &mut self.against[first + 1];
                against.fill(0);
                for (slot, score) in against.iter_mut().zip(&self.fresh) {
                    *slot = steps(*score);
                }
                sum.add(against, look);
                return;
            }
            self.hashes.swap(first, first + 1);
            self.against.swap(first, first + 1);
        }
        sum.add(&self.against[first], look);
    }
}

/// A score as a whole number of steps below 0, by arithmetic that the compiler can do for many at once.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the lowest byte is what is wanted"
)]
fn steps(score: f32) -> u8 {
    /// Adding it leaves the nearest integer in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    (score.clamp(FLOOR, 0.0) * (-1.0 / STEP) + ROUND).to_bits() as u8
}

/// A hash of the bytes, never 0. Two words with the same one are so rare that they are not told apart.
pub(super) fn hash(word: &str) -> u64 {
    let mut hash = word.len() as u64;
    for chunk in word.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(bytes)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 32;
    }
    hash.max(1)
}

#[cfg(test)]
mod tests {
    use super::{FLOOR, MOST_WORDS, Memory, PLACES, STEP, steps};
    use crate::language::{Model, Script};
    use proptest::prelude::*;

    #[test]
    fn letters_and_words_are_counted_by_script() {
        let mut memory = Memory::new();
        let sums = memory.read(
            Model::shared(),
            "Read alsoАрмения: https://example.org 12 水をください",
        );
        let found: Vec<_> = sums
            .0
            .iter()
            .map(|sum| (sum.script, sum.letters, sum.words))
            .collect();
        assert_eq!(
            found,
            [(Script::LATN, 8, 2), (Script::CYRL, 7, 1), (Script::HANI, 6, 1)]
        );
        assert_eq!(sums.most().unwrap().script, Script::LATN);
    }

    #[test]
    fn scores_are_rounded_to_steps() {
        assert_eq!(
            (steps(0.0), steps(FLOOR), steps(2.0 * FLOOR), steps(1.0)),
            (0, 255, 255, 0)
        );
        for score in [-0.01, -0.5, -3.0, -8.99] {
            assert!((-STEP * f32::from(steps(score)) - score).abs() <= STEP / 2.0 + 1e-5);
        }
    }

    #[test]
    fn nothing_is_left_of_the_text_before() {
        let mut memory = Memory::new();
        let model = Model::shared();
        let first = memory.read(model, "Guterres will be speaking").most().cloned();
        memory.read(model, "Видео дня");
        assert_eq!(
            memory.read(model, "Guterres will be speaking").most().cloned(),
            first
        );
        assert!(memory.read(model, "12:30").most().is_none());
    }

    #[test]
    fn words_beyond_the_room_of_a_sum_change_nothing() {
        assert!(
            MOST_WORDS
                .checked_mul(255)
                .is_some_and(|sum| u32::try_from(sum).is_ok())
        );
        let (model, first) = (Model::shared(), "Guterres will be speaking");
        let few = Memory::new().read(model, first).most().cloned().unwrap();
        let many = format!("{first} {}", "Regierung und Bundestag ".repeat(40));
        let cut = Memory::up_to(4).read(model, &many).most().cloned().unwrap();
        assert_eq!((cut.words, cut.against), (4, few.against));
        assert_eq!(cut.letters, few.letters + 40 * 21);
        assert_ne!(
            Memory::up_to(5).read(model, &many).most().unwrap().against,
            few.against
        );
    }

    proptest! {
        #[test]
        fn what_was_seen_before_changes_nothing(texts in prop::collection::vec("[a-eа-е ]{0,12}", 1..200)) {
            let mut long = Memory::new();
            for text in &texts {
                let fresh = Memory::new().read(Model::shared(), text).most().cloned();
                prop_assert_eq!(long.read(Model::shared(), text).most().cloned(), fresh);
            }
            prop_assert!(long.hashes.len() == PLACES);
        }
    }
}
