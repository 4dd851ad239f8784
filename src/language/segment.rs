//! Stretches of words in another language than the rest of a text, and whether they stand.

use std::ops::Range;

use super::decode::Costs;
use super::scores::{SILENT, Scored};
use super::words::{Boundary, Word};

/// A stretch of words in one language other than the main one.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Their numbers, without what is silent at the ends.
    pub words: Range<usize>,
    /// Its language, as a number of the model's.
    pub language: usize,
    /// The pooled scores of its words for each language.
    pub pooled: Vec<f32>,
    /// The same with the weights that decide on its language.
    pub named: Vec<f32>,
}

impl Segment {
    /// Gives it the language that its words speak for, all of them taken together, if that one beats the main one.
    pub fn decide(&mut self, main: usize) {
        let others = self
            .named
            .iter()
            .enumerate()
            .filter(|(language, _)| *language != main);
        let best = others.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        if let Some((best, _)) = best.filter(|(best, _)| self.pooled[*best] > self.pooled[main]) {
            self.language = best;
        }
    }

    /// Whether its words speak loud enough against the main language; `near` says that the two share most words.
    pub fn stands(&self, costs: &Costs, words: &[Word], scored: &[Scored], main: usize, near: bool) -> bool {
        let Range { start, end } = self.words;
        let next = words.get(end).map_or(Boundary::Line, |word| word.boundary);
        let place = match words[start].boundary.min(next) {
            Boundary::Line => 0,
            Boundary::Mark | Boundary::Quote | Boundary::Sentence => 1,
            Boundary::Joined | Boundary::Space => 2,
        };
        let gained = self.pooled[self.language] - self.pooled[main];
        let count = scored[start..end].iter().filter(|word| **word != SILENT).count();
        let mut least = costs.least[place];
        if near {
            least += costs.neighbour;
        }
        gained - costs.home * count as f32 >= least
    }
}
