//! Words that come again in one text, and such as are written alike everywhere: they say less than they seem to.

use super::words::Case;

/// How often the words of one text have come. What it says depends on that text alone, not on what was read before.
#[derive(Debug)]
pub struct Repeats {
    /// Half of a word's hash, below that the number of the text, and in the last [`TIMES`] bits how often the word has come.
    /// So one number says it all, and the places of a text stay in the fastest memory.
    places: Vec<u64>,
    /// The number of the text.
    text: u64,
}

/// Places for counting words; of two words of a text that fall on the same one the later one starts anew.
const COUNTED: usize = 1 << 11;
/// Bits for how often a word has come, of which no more are counted.
const TIMES: u32 = 12;
/// Bits for the number of a text.
const TEXT: u32 = 32 - TIMES;
/// What [`TIMES`] bits can say.
const MOST: u64 = (1 << TIMES) - 1;

/// A word is evidence when it comes for the first, fourth, sixteenth time and so on: names and set phrases come
/// again in a text because of what it is about, not because of its language.
#[must_use]
pub fn speaks(times: u32) -> bool {
    times.is_power_of_two() && times.trailing_zeros().is_multiple_of(2)
}

/// As how many times a word counts that has come so often: the sum of those times that [`speaks`] names.
#[must_use]
pub fn count_as(times: u32) -> u32 {
    times.checked_ilog2().map_or(0, |log| log / 2 + 1)
}

impl Repeats {
    /// Begins with another text.
    pub fn next_text(&mut self) {
        self.text += 1;
        if self.text == 1 << TEXT {
            self.places.fill(0);
            self.text = 1;
        }
    }

    /// Counts a word by its hash; says how often it has come.
    #[inline]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a few bits of the hash say the place"
    )]
    pub fn count(&mut self, hash: u64) -> u32 {
        let place = &mut self.places[hash as usize % COUNTED];
        let new = hash >> 32 << 32 | self.text << TIMES;
        // Whether a word has come before cannot be guessed, so nothing branches on it.
        let same = u64::from((*place ^ new) >> TIMES == 0);
        let before = same * (*place & MOST);
        let times = before + u64::from(before < MOST);
        *place = new | times;
        times as u32
    }
}

impl Default for Repeats {
    fn default() -> Self {
        Self {
            places: vec![0; COUNTED],
            text: 0,
        }
    }
}

/// Whether a word of so many letters is one of those that count a third because they are written alike everywhere.
#[must_use]
pub fn is_abbreviation(case: Case, letters: usize) -> bool {
    case == Case::Upper && letters <= 4
}

#[cfg(test)]
mod tests {
    use super::{MOST, Repeats, TEXT, count_as, speaks};

    #[test]
    fn a_word_counts_as_often_as_it_speaks() {
        let mut spoken = 0;
        for times in 1..1000 {
            spoken += u32::from(speaks(times));
            assert_eq!(count_as(times), spoken, "{times}");
        }
        assert_eq!(count_as(0), 0);
    }

    #[test]
    fn another_text_starts_anew() {
        let mut repeats = Repeats {
            text: (1 << TEXT) - 2,
            ..Repeats::default()
        };
        repeats.next_text();
        assert_eq!(
            [repeats.count(7), repeats.count(7), repeats.count(8 << 32 | 8)],
            [1, 2, 1]
        );
        repeats.next_text();
        assert_eq!([repeats.count(7), repeats.count(8 << 32 | 8)], [1, 1]);
        for _ in 0..2 * MOST {
            repeats.count(7);
        }
        assert_eq!(u64::from(repeats.count(7)), MOST);
    }
}
