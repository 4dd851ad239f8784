//! From sums of scores to probabilities that mean what they say: how much the words of a text repeat each other, how
//! common languages are, and when an answer is reliable.
//!
//! The probability of a language is `softmax(temperature(words) × sum of scores + prior)`.

use super::Language;
use super::prior::log_prior;

/// The confidence from which an answer counts as reliable.
pub const RELIABLE: f32 = 0.95;
/// How much of the logarithm of a language's share of the web is believed: «дня» is Russian rather than Ukrainian,
/// but five letters that only Ukrainian words have outweigh the difference.
const BELIEF: f32 = 0.2;
/// How much of its evidence is believed of one word: the words of texts are rarer and stranger than those of lists.
const TRUST: f32 = 0.9;
/// How fast the second and further words lose weight because they say what the first has said.
const REPETITION: f32 = 0.3;

/// How much of the evidence of a few words is believed if all of them are capitalised: many are names, and names are
/// spelled alike in many languages. Of capitalised words of treebanks that were answered with 0.95, 85 in 100 were
/// right within sentences and 96 at their starts.
const NAMES: f32 = 0.7;
/// The most words that can be nothing but a name.
const NAME: usize = 3;
/// What the best answer must have for the text to say anything at all: of a single letter that dozens of languages
/// have as a word, all are about as probable.
pub const LEAST: f32 = 0.07;

/// What the sum of the scores of `words` words is to be multiplied by before it becomes a probability: less than 1,
/// and the less the more words there are, since the words of a text are about one thing and share their names.
///
/// The two constants behind it were chosen on lines left out of training; `models/README.md` has the errors.
#[must_use]
pub fn temperature(words: usize) -> f32 {
    TRUST / (1.0 + REPETITION * (words.max(1) as f32).ln())
}

/// What [`temperature`] is to be multiplied by for a text of `words` words, so many of which have capitals.
#[must_use]
pub fn names(words: usize, capitals: usize) -> f32 {
    if words <= NAME && capitals == words {
        NAMES
    } else {
        1.0
    }
}

/// What is believed of a language before anything of a text is seen, in nats; only differences count.
#[must_use]
pub fn prior(language: Language) -> f32 {
    BELIEF * log_prior(language)
}

/// How sure one can be of a language by its script alone, after so many letters of it: foreign letters are used as
/// symbols, one or two at a time.
#[must_use]
pub fn by_script(letters: usize) -> f32 {
    1.0 - 0.5_f32.powi(i32::try_from(letters).unwrap_or(i32::MAX).min(10))
}

#[cfg(test)]
mod tests {
    use super::{by_script, prior, temperature};
    use crate::language::Language;

    #[test]
    fn more_words_add_less_each_but_more_in_all() {
        for words in 1..10_000 {
            let (now, next) = (temperature(words), temperature(words + 1));
            assert!(next < now && next * (words + 1) as f32 > now * words as f32);
        }
        assert!((temperature(0) - temperature(1)).abs() < 1e-6);
    }

    #[test]
    fn common_languages_come_first() {
        let [english, russian, ukrainian] = ["en", "ru", "uk"].map(|code| prior(Language::from_code(code)));
        assert!(english > russian && russian > ukrainian);
    }

    #[test]
    fn one_letter_is_not_a_text() {
        assert!(by_script(1) < 0.6 && by_script(8) > 0.99 && by_script(usize::MAX) < 1.0);
    }
}
