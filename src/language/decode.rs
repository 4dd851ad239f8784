//! The most probable language of each word of a stretch of text: a walk through the words that pays for every
//! change of language.
//!
//! The walk is Viterbi's: of all ways to give each word a language it finds the one with the greatest sum of word
//! scores less the costs of changing. It takes time and memory in proportion to the number of words.

use super::scores::IMPOSSIBLE;
use super::words::{Boundary, Case, Word};

/// What changing language costs and how much a word counts, in natural logarithms. The defaults were fitted: see
/// `docs/languages.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// Changing language at each kind of boundary, from [`Boundary::Joined`] to [`Boundary::Line`].
    pub change: [f32; 5],
    /// How much the rareness of a language adds to the cost of changing into it, for each unit of its logarithm.
    pub rare: f32,
    /// The weight of capitalised words within a sentence: most are names, which say little.
    pub name: f32,
    /// The weight of capitalised words at the start of a sentence or line.
    pub first: f32,
    /// The weight of words of capitals.
    pub upper: f32,
    /// The weight of words with capitals inside.
    pub inner: f32,
    /// How far below the best score of a word any other one may be.
    pub depth: f32,
    /// The pooled evidence for a language against the main one below which it is not admitted.
    pub margin: f32,
    /// How much cheaper it is to change into a language that has been admitted.
    pub again: f32,
    /// What every word speaks for the main language in the first place.
    pub home: f32,
    /// Intercept and slope of the logistic curve from the margin of a span's language to its confidence.
    pub sure: [f32; 2],
}

impl Default for Costs {
    fn default() -> Self {
        Self {
            change: [9.0, 5.0, 4.0, 3.0, 2.0],
            rare: 0.2,
            name: 0.33,
            first: 0.7,
            upper: 0.33,
            inner: 0.33,
            depth: 8.0,
            margin: 5.0,
            again: 1.0,
            home: 0.2,
            sure: [0.0, 0.7],
        }
    }
}

impl Costs {
    /// How much a word counts.
    #[must_use]
    pub fn weight(&self, word: &Word) -> f32 {
        match word.case {
            _ if word.neutral => 0.0,
            Case::Lower => 1.0,
            Case::Capital if word.boundary >= Boundary::Sentence => self.first,
            Case::Capital => self.name,
            Case::Upper => self.upper,
            Case::Inner => self.inner,
        }
    }
}

/// The tables of one walk, kept for the next.
#[derive(Debug, Default)]
pub struct Walk {
    value: Vec<f32>,
    /// For each word a bit for each language: whether the best way to it changes there.
    changed: Vec<u128>,
    /// For each word the language that a change comes from.
    from: Vec<u8>,
    entered: Vec<bool>,
}

impl Walk {
    /// Starts a walk over `languages` languages that stands in `start`, or may begin in any where there is none.
    pub fn begin(&mut self, languages: usize, start: Option<usize>) {
        self.value.clear();
        self.value
            .resize(languages, if start.is_some() { IMPOSSIBLE * 1e3 } else { 0.0 });
        if let Some(start) = start {
            self.value[start] = 0.0;
        }
        self.changed.clear();
        self.from.clear();
    }

    /// Adds to the value of a language.
    pub fn favour(&mut self, language: usize, bonus: f32) {
        self.value[language] += bonus;
    }

    /// Goes on to the next word: `change` is the cost of changing before it, `entry` what each language costs
    /// beyond that, `scores` what the word says, `weight` how much that counts.
    pub fn step(&mut self, change: f32, entry: &[f32], scores: &[f32], weight: f32) {
        let (from, best) = best(&self.value);
        let best = best - change;
        // One loop for the sums, which the compiler can do for many at once, and one for the bits.
        self.entered.clear();
        for ((value, entry), score) in self.value.iter_mut().zip(entry).zip(scores) {
            let entered = best - entry;
            self.entered.push(entered > *value);
            *value = value.max(entered) + weight * score;
        }
        let bits = self.entered.iter().enumerate();
        let changed = bits.fold(0_u128, |bits, (at, entered)| bits | u128::from(*entered) << at);
        self.changed.push(changed);
        self.from.push(from);
    }

    /// The language of each word on the best way that ends in `end`, or in any language.
    pub fn finish(&mut self, end: Option<usize>, path: &mut Vec<u8>) {
        path.clear();
        path.resize(self.from.len(), 0);
        #[allow(
            clippy::cast_possible_truncation,
            reason = "there are fewer than 128 languages"
        )]
        let mut language = end.map_or_else(|| best(&self.value).0, |end| end as u8);
        for ((slot, changed), from) in path.iter_mut().zip(&self.changed).zip(&self.from).rev() {
            *slot = language;
            if changed >> language & 1 == 1 {
                language = *from;
            }
        }
    }
}

/// The first of the greatest values.
fn best(values: &[f32]) -> (u8, f32) {
    let greatest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let at = values.iter().position(|value| *value >= greatest).unwrap_or(0);
    #[allow(
        clippy::cast_possible_truncation,
        reason = "there are fewer than 128 languages"
    )]
    (at as u8, greatest)
}
