//! Words that come again in one text, and such as are written alike everywhere: they say less than they seem to.

use super::words::Case;

/// How often the words of one text have come. What it says depends on that text alone, not on what was read before.
#[derive(Debug)]
pub struct Repeats {
    places: Vec<Repeat>,
    /// The number of the text.
    text: u32,
}

/// A word of the text of this number that has come so often.
#[derive(Clone, Copy, Debug, Default)]
struct Repeat {
    text: u32,
    word: u32,
    times: u32,
}

/// Places for counting words; of two words of a text that fall on the same one the later one starts anew.
const COUNTED: usize = 1 << 12;

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
        self.text = self.text.checked_add(1).unwrap_or_else(|| {
            self.places.fill(Repeat::default());
            1
        });
    }

    /// Counts a word by its hash; says how often it has come.
    #[allow(clippy::cast_possible_truncation, reason = "either half of the hash will do")]
    pub fn count(&mut self, hash: u64) -> u32 {
        let place = &mut self.places[(hash >> 32) as usize % COUNTED];
        let word = hash as u32;
        if (place.text, place.word) == (self.text, word) {
            place.times = place.times.saturating_add(1);
        } else {
            *place = Repeat {
                text: self.text,
                word,
                times: 1,
            };
        }
        place.times
    }
}

impl Default for Repeats {
    fn default() -> Self {
        Self {
            places: vec![Repeat::default(); COUNTED],
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
    use super::{Repeats, count_as, speaks};

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
            text: u32::MAX - 1,
            ..Repeats::default()
        };
        repeats.next_text();
        assert_eq!(
            [repeats.count(7), repeats.count(7), repeats.count(8 << 32)],
            [1, 2, 1]
        );
        repeats.next_text();
        assert_eq!([repeats.count(7), repeats.count(8 << 32)], [1, 1]);
    }
}
