//! The most probable language of each word of a stretch of text: a walk through the words that pays for every
//! change of language.
//!
//! The walk is Viterbi's: of all ways to give each word a language it finds the one with the greatest sum of word
//! scores less the costs of changing. It takes time and memory in proportion to the number of words.

use std::ops::Range;

use super::scores::{IMPOSSIBLE, SILENT, ScoreTable, Scored};
use super::script::Script;
use super::segment::{EDGES, FEATURES};
use super::words::{Boundary, Case, Word};

/// What changing language costs and how much a word counts, in natural logarithms. The defaults were fitted: see
/// `docs/languages.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// Changing language at each kind of boundary, from [`Boundary::Joined`] to [`Boundary::Line`].
    pub change: [f32; 6],
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
    /// What each of the [`FEATURES`] of a fragment counts; it stands if their sum is positive.
    pub stands: [f32; FEATURES],
    /// What each of the [`EDGES`] of a word beside a fragment counts; it belongs to it if their sum is positive.
    pub extends: [f32; EDGES],
    /// How much cheaper it is to change into a language that has been admitted.
    pub again: f32,
    /// What going from one foreign language straight into another costs beyond the change.
    pub direct: f32,
    /// The weight of words of one letter.
    pub letter: f32,
    /// The weight of words that stand several times in a text and that another language would explain better: in
    /// text without capitals most are names.
    pub repeated: f32,
    /// What the weight of words in small ASCII letters is multiplied by in a text that has no capitals: any of them may
    /// be a name.
    pub uncased: f32,
    /// How much more is needed for a fragment in a language that is hard to tell from the main one to stand.
    pub neighbour: f32,
    /// The same for each of its words.
    pub dialect: f32,
    /// The same for a fragment within a line that may be nothing but names.
    pub names: f32,
    /// How much the rareness of a language counts when the language of a fragment is decided on at the end.
    pub belief: f32,
    /// How much capitalised words count then.
    pub proper: f32,
    /// What every word speaks for the main language on the walk, if it counts in full.
    pub lean: f32,
    /// Intercept and slope of the logistic curve from the margin of a span's language to its confidence.
    pub sure: [f32; 2],
}

/// Fitted by `tools/fit_spans.rs`: logistic regression over the candidates of half of the documents.
#[rustfmt::skip]
const STANDS: [f32; FEATURES] = [-8.5, 5.32, -1.15, -0.89, 0.51, 2.06, 4.29, 0.34, 3.34, 0.01, 1.66, 8.11, 4.53, -0.56, -1.89, -2.85, -1.6, 0.04, 0.71, 2.91];
#[rustfmt::skip]
const EXTENDS: [f32; EDGES] = [-0.22, -0.26, 2.91, -1.18, 0.97, -1.94, 0.17, 3.01, -2.43, 0.28, 3.31, 4.15, -2.9, -6.21, -10.32, 0.3, 2.32, 2.17, 2.76, 0.42];

impl Default for Costs {
    fn default() -> Self {
        Self {
            change: [3.0, 2.8, 2.8, 2.0, 2.0, 0.5],
            rare: 0.35,
            name: 0.33,
            first: 0.67,
            upper: 0.32,
            inner: 0.3,
            depth: 16.0,
            margin: 2.2,
            stands: STANDS,
            extends: EXTENDS,
            again: 0.53,
            direct: 5.5,
            letter: 0.45,
            repeated: 0.5,
            uncased: 0.7,
            neighbour: 6.0,
            dialect: 0.5,
            names: 3.0,
            belief: 0.05,
            proper: 0.9,
            lean: 0.9,
            sure: [0.19, 0.547],
        }
    }
}

impl Costs {
    /// How much a word counts; `plain` says that it is in small letters without anything that would tell it from a
    /// name, in a text without capitals.
    #[must_use]
    pub fn weight(&self, word: &Word, plain: bool) -> f32 {
        match word.case {
            _ if word.neutral => 0.0,
            _ if word.short => self.letter,
            Case::Lower if plain => self.uncased,
            Case::Lower => 1.0,
            Case::Capital if word.boundary >= Boundary::Sentence => self.first,
            Case::Capital => self.name,
            Case::Upper => self.upper,
            Case::Inner => self.inner,
        }
    }
}

/// Whether a text has no capitals where others have them: hardly any word of it starts with one, and names look like
/// other words.
#[must_use]
pub fn uncased(words: &[Word]) -> bool {
    const BICAMERAL: [Script; 4] = [Script::ARMN, Script::CYRL, Script::GREK, Script::LATN];
    let cased = words
        .iter()
        .filter(|word| !word.neutral && BICAMERAL.contains(&word.script));
    let (all, capitals) = cased.fold((0, 0), |(all, capitals), word| {
        (all + 1, capitals + usize::from(word.case != Case::Lower))
    });
    50 * capitals < all
}

/// Stretches of words within which fragments can be, in order: outside, no language explains the words so much
/// better than the main one that a change could pay.
#[must_use]
pub fn regions(
    costs: &Costs,
    table: &mut ScoreTable,
    words: &[Word],
    scored: &[Scored],
    main: usize,
) -> Vec<Range<usize>> {
    let mut regions: Vec<Range<usize>> = Vec::new();
    // What can be gained at most by a fragment that goes on to this word, and whether it could end here.
    let (mut start, mut gained, mut viable) = (0, f32::NEG_INFINITY, false);
    for (at, (word, score)) in words.iter().zip(scored).enumerate() {
        let enter = costs.again - costs.change[word.boundary as usize];
        if gained <= enter {
            if viable {
                regions.push(start..at);
            }
            (start, gained, viable) = (at, enter, false);
        }
        if *score != SILENT {
            let gain = table.gain(score.row, main);
            gained += score.weight * (gain - costs.lean);
        }
        let next = words.get(at + 1);
        viable |= gained > next.map_or(0.0, |next| costs.change[next.boundary as usize]);
    }
    if viable {
        regions.push(start..words.len());
    }
    regions
}

/// The tables of one walk, kept for the next.
#[derive(Debug, Default)]
pub struct Walk {
    value: Vec<f32>,
    /// For each language the word at which the best way to it changed into it.
    since: Vec<u32>,
    /// For each word what a change into the main language and one into any other one comes from.
    from: Vec<[Stay; 2]>,
    main: usize,
}

/// A language and the word that it began with.
#[derive(Clone, Copy, Debug)]
struct Stay {
    language: u8,
    since: u32,
}

impl Walk {
    /// Starts a walk over `languages` languages in the main one.
    pub fn begin(&mut self, languages: usize, main: usize) {
        self.value.clear();
        self.value.resize(languages, IMPOSSIBLE * 1e3);
        self.value[main] = 0.0;
        self.since.clear();
        self.since.resize(languages, 0);
        self.main = main;
        self.from.clear();
    }

    /// Adds to the value of the main language.
    pub fn favour(&mut self, bonus: f32) {
        self.value[self.main] += bonus;
    }

    /// Goes on to the next word: `change` is the cost of changing before it, `direct` what it costs beyond that from
    /// one foreign language into another, `entry` what each language costs, `scores` what the word says, `weight`
    /// how much that counts.
    pub fn step(&mut self, change: f32, direct: f32, entry: &[f32], scores: &[f32], weight: f32) {
        let home = self.value[self.main];
        self.value[self.main] = f32::NEG_INFINITY;
        let (foreign, left) = best(&self.value);
        self.value[self.main] = home;
        #[allow(
            clippy::cast_possible_truncation,
            reason = "there are fewer than 128 languages, and fewer words than bytes of a text in memory"
        )]
        let (main, now) = (self.main as u8, self.from.len() as u32);
        let stay = |language: u8| Stay {
            language,
            since: self.since[usize::from(language)],
        };
        let (from, best) = if home >= left - direct {
            (stay(main), home - change)
        } else {
            (stay(foreign), left - direct - change)
        };
        self.from.push([stay(foreign), from]);
        let since = self.since[self.main];
        // Sums and choices that the compiler can do for many languages at once.
        let places = self.value.iter_mut().zip(&mut self.since);
        for (((value, since), entry), score) in places.zip(entry).zip(scores) {
            let entered = best - entry;
            *since = if entered > *value { now } else { *since };
            *value = value.max(entered) + weight * score;
        }
        let returned = left - change;
        self.since[self.main] = if returned > home { now } else { since };
        self.value[self.main] = returned.max(home) + weight * scores[self.main];
    }

    /// The language of each word on the best way.
    pub fn finish(&mut self, path: &mut Vec<u8>) {
        path.clear();
        path.resize(self.from.len(), 0);
        let (language, _) = best(&self.value);
        let mut stay = Stay {
            language,
            since: self.since[usize::from(language)],
        };
        let mut end = path.len();
        while end > 0 {
            let start = stay.since as usize;
            path[start..end].fill(stay.language);
            end = start;
            stay = self.from[start][usize::from(usize::from(stay.language) != self.main)];
        }
    }
}

/// The first of the greatest values.
fn best(values: &[f32]) -> (u8, f32) {
    // Eight at a time, so that the compiler need not keep their order.
    let (eights, rest) = values.as_chunks::<8>();
    let mut most = [f32::NEG_INFINITY; 8];
    for eight in eights {
        for (most, value) in most.iter_mut().zip(eight) {
            *most = if value > most { *value } else { *most };
        }
    }
    let greatest = most.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max);
    let at = values.iter().position(|value| *value >= greatest).unwrap_or(0);
    #[allow(
        clippy::cast_possible_truncation,
        reason = "there are fewer than 128 languages"
    )]
    (at as u8, greatest)
}
