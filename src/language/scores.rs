//! What words say about languages: the scores of a model, kept for each distinct word.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::memory::hash;
use super::{Language, Script};

/// A model that scores words.
pub trait WordScores {
    /// The languages that it knows, fewer than 128: the order of the scores.
    fn languages(&self) -> &[Language];
    /// Adds to each of `scores` (one for each language) the natural logarithm of how probable the language is for
    /// this word, up to a constant.
    fn score_word(&self, word: &str, scores: &mut [f32]);
}

/// Distinct words that are kept; then the table starts again, so that a stream takes no more memory.
const MOST: usize = 1 << 16;
/// What a word says for a language that is not written in its script or not allowed.
pub const IMPOSSIBLE: f32 = -60.0;

/// What words say, one row for each distinct word: for each language how far it is below the best one that is
/// written in the script of the word.
#[derive(Debug, Default)]
pub struct ScoreTable {
    languages: Vec<Language>,
    allowed: Vec<bool>,
    depth: f32,
    main: usize,
    /// The rows of words by their hashes.
    rows: HashMap<u64, u32, FxBuildHasher>,
    scores: Vec<f32>,
    notes: Vec<Note>,
    /// For each script met, which languages are allowed and written in it.
    possible: Vec<(Script, Vec<bool>)>,
}

/// What is remembered of a row besides its scores.
#[derive(Clone, Copy, Debug)]
struct Note {
    /// How much better the best other language is than the main one; no number if not yet known.
    gain: f32,
    /// How often its word has been counted in a text.
    count: u32,
}

/// A word with the row of its scores and its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The number of its row.
    pub row: u32,
    /// How much it counts.
    pub weight: f32,
}

/// A word that says nothing: it is neutral, or in a script that no possible language is written in.
pub const SILENT: Scored = Scored {
    row: u32::MAX,
    weight: 0.0,
};

impl ScoreTable {
    /// Prepares the table for a text: forgets everything if too much has been kept, or if it was kept for other
    /// languages or another `depth`, the furthest that a language may be below the best one. Rows from before are
    /// then invalid.
    pub fn prepare(&mut self, model: &impl WordScores, allowed: &[bool], depth: f32) {
        let same = self.allowed == allowed && self.languages == model.languages();
        if same && self.notes.len() <= MOST && (self.depth - depth).abs() < f32::EPSILON {
            return;
        }
        *self = Self {
            languages: model.languages().to_vec(),
            allowed: allowed.to_vec(),
            depth,
            ..Self::default()
        };
    }

    /// Which languages are allowed and written in this script.
    pub fn possible(&mut self, script: Script) -> &[bool] {
        let known = self.possible.iter().position(|(known, _)| *known == script);
        let at = known.unwrap_or_else(|| {
            let written = |language: &Language| language.scripts().iter().any(|s| s.family() == script);
            let languages = self.languages.iter().zip(&self.allowed);
            let possible = languages.map(|(language, allowed)| *allowed && written(language));
            self.possible.push((script, possible.collect()));
            self.possible.len() - 1
        });
        &self.possible[at].1
    }

    /// The number of the row of `word`, which is written in `script`.
    pub fn row(&mut self, model: &impl WordScores, word: &str, script: Script) -> u32 {
        let hash = hash(word);
        if let Some(row) = self.rows.get(&hash) {
            return *row;
        }
        let start = self.scores.len();
        let width = self.languages.len();
        self.scores.resize(start + width, 0.0);
        model.score_word(word, &mut self.scores[start..]);
        let mut scores = std::mem::take(&mut self.scores);
        let depth = self.depth;
        let row = &mut scores[start..];
        let possible = self.possible(script);
        let best = row
            .iter()
            .zip(possible)
            .filter(|(_, possible)| **possible)
            .fold(f32::NEG_INFINITY, |best, (score, _)| best.max(*score));
        for (score, possible) in row.iter_mut().zip(possible) {
            *score = if *possible {
                (*score - best).max(-depth)
            } else {
                IMPOSSIBLE
            };
        }
        self.scores = scores;
        self.notes.push(Note {
            gain: f32::NAN,
            count: 0,
        });
        let row = u32::try_from(self.notes.len() - 1).unwrap_or(u32::MAX);
        self.rows.insert(hash, row);
        row
    }

    /// The scores of a row, in the order of the model's languages.
    #[must_use]
    pub fn scores(&self, row: u32) -> &[f32] {
        let width = self.languages.len();
        let start = row as usize * width;
        &self.scores[start..start + width]
    }

    /// Counts the word of a row once more; says how often it has been counted.
    pub fn count(&mut self, row: u32) -> u32 {
        let count = &mut self.notes[row as usize].count;
        *count = count.saturating_add(1);
        *count
    }

    /// Forgets how often the word of a row was counted.
    pub fn forget(&mut self, row: u32) {
        self.notes[row as usize].count = 0;
    }

    /// How often the word of a row was counted.
    #[must_use]
    pub fn counted(&self, row: u32) -> u32 {
        self.notes[row as usize].count
    }

    /// How much better the best other language explains the word of a row than `main` does.
    pub fn gain(&mut self, row: u32, main: usize) -> f32 {
        if self.main != main {
            self.main = main;
            self.notes.iter_mut().for_each(|note| note.gain = f32::NAN);
        }
        let known = self.notes[row as usize].gain;
        if !known.is_nan() {
            return known;
        }
        let scores = self.scores(row);
        let other = scores[..main]
            .iter()
            .chain(&scores[main + 1..])
            .copied()
            .fold(IMPOSSIBLE, f32::max);
        let gain = other - scores[main];
        self.notes[row as usize].gain = gain;
        gain
    }
}
