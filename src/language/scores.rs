//! What words say about languages: the scores of a model, kept for each distinct word.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::Language;

/// A model that scores words.
pub trait WordScores {
    /// The languages that it knows, fewer than 128: the order of the scores.
    fn languages(&self) -> &[Language];
    /// Adds to each of `scores` (one for each language) the natural logarithm of how probable the language is for
    /// this word, up to a constant.
    fn score_word(&self, word: &str, scores: &mut [f32]);
}

/// Longer words are scored each time they come: most are whole clauses of scripts without spaces.
const LONGEST: usize = 40;
/// Distinct words that are kept; then the table starts again, so that a stream takes no more memory.
const MOST: usize = 1 << 15;

/// Scores of words, one row for each distinct word.
#[derive(Debug, Default)]
pub struct ScoreTable {
    width: usize,
    rows: HashMap<Box<str>, u32, FxBuildHasher>,
    scores: Vec<f32>,
}

impl ScoreTable {
    /// Forgets everything if too much has been kept. Rows from before are then invalid.
    pub fn limit(&mut self) {
        if self.scores.len() > MOST * self.width {
            self.rows.clear();
            self.scores.clear();
        }
    }

    /// The number of the row of `word`.
    pub fn row(&mut self, model: &impl WordScores, word: &str) -> u32 {
        if let Some(row) = self.rows.get(word) {
            return *row;
        }
        self.width = model.languages().len();
        let start = self.scores.len();
        self.scores.resize(start + self.width, 0.0);
        model.score_word(word, &mut self.scores[start..]);
        let row = u32::try_from(start / self.width.max(1)).unwrap_or(u32::MAX);
        if word.len() <= LONGEST {
            self.rows.insert(word.into(), row);
        }
        row
    }

    /// The scores of a row, in the order of the model's languages.
    #[must_use]
    pub fn scores(&self, row: u32) -> &[f32] {
        let start = row as usize * self.width;
        &self.scores[start..start + self.width]
    }
}
