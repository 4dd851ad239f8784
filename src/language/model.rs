//! The model: what each word says about the languages of its script, read from the model file in place.
//!
//! # What a score is
//!
//! [`Model::score_word`] gives, for each language, the natural logarithm of the probability that the word is of that
//! language, if all languages of its script were equally common and nothing else were known. So a score is never
//! above 0, never below [`FLOOR`] for a language written in the word's script, and [`IMPOSSIBLE`] for any other.
//! Only differences between languages mean anything:
//!
//! - Scores of words **add up**: the evidence of a text for `a` against `b` is the sum over its words of
//!   `score(a) - score(b)`. Compute them once per distinct word.
//! - A difference of 1 nat is weak (a word of three letters gives as much), 3 is what a typical word of six letters
//!   gives, 10 decides. One word cannot speak louder than [`FLOOR`], so a foreign name does not turn a sentence.
//! - The words of a text are not independent, so a sum is surer than it should be; multiply it by
//!   [`temperature`](super::calibration::temperature) before it becomes a probability.
//! - How common languages are is not in the scores. Add [`prior`](super::calibration::prior) once per text or span,
//!   never per word.
//!
//! ```
//! use tolmach::language::{Language, Model};
//!
//! let model = Model::shared();
//! let mut scores = vec![0.0; model.languages().len()];
//! model.score_word("сегодня", &mut scores);
//! let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap();
//! assert_eq!(model.languages()[best], Language::from_code("ru"));
//! ```

use std::sync::OnceLock;

use super::features::Letters;
use super::format::{self, MOST_BYTES, MOST_MULTIPLIER, Table};
use super::scores::WordScores;
use super::{Language, Script};
use crate::error::Result;

/// The least that a word says for a language that is written in its script, in nats.
pub const FLOOR: f32 = -16.0;
/// What a word says for a language that is not written in its script, in nats.
pub const IMPOSSIBLE: f32 = -24.0;

/// Places for sums of weights: a multiple of what vector registers hold, not less than there may be languages.
const LANES: usize = 64;
/// The score of a place without a language.
const PADDING: f32 = -1e6;

/// The model file, where rows start at a multiple of 64 bytes also in memory.
static FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/language.bin"));

#[repr(C, align(64))]
struct Aligned<Bytes: ?Sized>(Bytes);

/// A model over a file.
#[derive(Debug)]
pub struct Model<'f> {
    languages: Vec<Language>,
    tables: Vec<Table<&'f [u8]>>,
    /// For each script that the model knows, sorted: its table, if it has one, and the columns of its languages.
    scripts: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    script: Script,
    table: Option<usize>,
    columns: Vec<usize>,
}

/// What scoring needs besides the model; kept between words to save allocations.
#[derive(Clone, Debug)]
pub struct Scratch {
    letters: Letters,
    /// The rows of the word, with their multipliers.
    met: Vec<(u32, u16)>,
    lanes: [f32; LANES],
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            letters: Letters::default(),
            met: Vec::new(),
            lanes: [PADDING; LANES],
        }
    }
}

impl Model<'static> {
    /// The model that comes with the crate, loaded on first use in a few milliseconds.
    ///
    /// # Panics
    ///
    /// Never: the file is part of the program, and a test reads it.
    #[must_use]
    pub fn shared() -> &'static Self {
        static MODEL: OnceLock<Model<'static>> = OnceLock::new();
        MODEL.get_or_init(|| Self::read(&FILE.0).expect("the model that is compiled in is whole"))
    }
}

impl<'f> Model<'f> {
    /// The model over a file; its tables stay where they are.
    ///
    /// Scripts that one language alone is written in need no table: they are known besides those of the file.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`](crate::Error::Damaged) if the file is not a whole model of this version.
    pub fn read(file: &'f [u8]) -> Result<Self> {
        let tables = format::read(file)?;
        let mut pairs: Vec<(Script, Option<usize>, Vec<Language>)> = Vec::new();
        for (at, table) in tables.iter().enumerate() {
            pairs.push((table.script, Some(at), table.languages.clone()));
        }
        for language in Language::all() {
            for script in language.scripts().iter().map(|script| script.family()) {
                let alone = Language::all()
                    .filter(|other| other.scripts().iter().any(|s| s.family() == script))
                    .count()
                    == 1;
                if alone && !pairs.iter().any(|(known, _, _)| *known == script) {
                    pairs.push((script, None, vec![language]));
                }
            }
        }
        pairs.sort_by_key(|(script, _, _)| *script);
        let mut languages: Vec<_> = pairs.iter().flat_map(|(_, _, l)| l.iter().copied()).collect();
        languages.sort_unstable();
        languages.dedup();
        let scripts = pairs
            .into_iter()
            .map(|(script, table, spoken)| Known {
                script,
                table,
                columns: spoken
                    .iter()
                    .filter_map(|language| languages.binary_search(language).ok())
                    .collect(),
            })
            .collect();
        Ok(Self {
            languages,
            tables,
            scripts,
        })
    }

    /// The languages that the model tells apart, in the order of their codes; the order of all scores.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// Where the languages that are written in this script (or its [family](Script::family)) stand in
    /// [`languages`](Self::languages); empty for a script that the model does not know.
    #[must_use]
    pub fn columns(&self, script: Script) -> &[usize] {
        self.known(script).map_or(&[], |known| &known.columns)
    }

    /// Adds what `word` says to `scores`, one for each of [`languages`](Self::languages), in nats; nothing if it
    /// has no letters of a known script. The script of a word is that of its first letter.
    ///
    /// # Panics
    ///
    /// If `scores` is shorter than [`languages`](Self::languages).
    pub fn score_word(&self, word: &str, scores: &mut [f32]) {
        let script = word
            .chars()
            .filter(|c| c.is_alphabetic())
            .map(|c| Script::of(c).family());
        let Some(script) = script.into_iter().find(|script| !script.is_neutral()) else {
            return;
        };
        let Some(known) = self.known(script) else {
            return;
        };
        let mut scratch = Scratch::default();
        let mut own = Vec::new();
        self.evidence(word, script, &mut scratch, &mut own);
        let mut all = vec![IMPOSSIBLE; self.languages.len()];
        for (column, score) in known.columns.iter().zip(own) {
            all[*column] = score;
        }
        for (sum, score) in scores[..all.len()].iter_mut().zip(all) {
            *sum += score;
        }
    }

    /// Replaces `scores` by what `word`, written in `script`, says for each of the languages of that script, in the
    /// order of [`columns`](Self::columns): [`score_word`](Self::score_word) without what is impossible, and
    /// without allocations. About half a microsecond.
    pub fn evidence(&self, word: &str, script: Script, scratch: &mut Scratch, scores: &mut Vec<f32>) {
        scores.clear();
        let Some(known) = self.known(script) else {
            return;
        };
        let Some(table) = known.table.map(|at| &self.tables[at]) else {
            scores.push(0.0);
            return;
        };
        scratch.letters.fold(word);
        let lanes = &mut scratch.lanes;
        *lanes = [PADDING; LANES];
        lanes[..table.bias.len()].copy_from_slice(&table.bias);
        match table.row_bytes() {
            4 => add_rows::<4>(table, &scratch.letters, &mut scratch.met, lanes),
            8 => add_rows::<8>(table, &scratch.letters, &mut scratch.met, lanes),
            16 => add_rows::<16>(table, &scratch.letters, &mut scratch.met, lanes),
            _ => add_rows::<MOST_BYTES>(table, &scratch.letters, &mut scratch.met, lanes),
        }
        normalise(lanes);
        scores.extend_from_slice(&lanes[..table.bias.len()]);
    }

    fn known(&self, script: Script) -> Option<&Known> {
        let family = script.family();
        let at = self
            .scripts
            .binary_search_by_key(&family, |known| known.script)
            .ok()?;
        Some(&self.scripts[at])
    }
}

impl WordScores for Model<'_> {
    fn languages(&self) -> &[Language] {
        Self::languages(self)
    }

    fn score_word(&self, word: &str, scores: &mut [f32]) {
        Self::score_word(self, word, scores);
    }
}

/// Adds the rows of a word's n-grams to `scores`. `BYTES` is the size of a row: a constant lets the compiler keep
/// the sums in vector registers.
fn add_rows<const BYTES: usize>(
    table: &Table<&[u8]>,
    letters: &Letters,
    met: &mut Vec<(u32, u16)>,
    scores: &mut [f32; LANES],
) {
    /// As many rows as a sum of 16 bits has room for.
    const ROOM: usize = u16::MAX as usize / (15 * MOST_MULTIPLIER as usize);
    let (rows, _) = table.weights.as_chunks::<BYTES>();
    // All rows are touched before the first one is added, so that they come from memory at the same time.
    met.clear();
    letters.rows(table.longest, table.rows, |row, _| {
        if let Some(weights) = rows.get(row as usize) {
            met.push((row, u16::from(weights[BYTES - 1] & MOST_MULTIPLIER)));
        }
    });
    for met in met.chunks(ROOM) {
        let mut low = [0_u16; BYTES];
        let mut high = [0_u16; BYTES];
        for (row, multiplier) in met {
            let row = &rows[*row as usize];
            for i in 0..BYTES {
                low[i] += u16::from(row[i] & 15) * multiplier;
                high[i] += u16::from(row[i] >> 4) * multiplier;
            }
        }
        // The last byte of a row is its multiplier.
        let (first, second) = scores.split_at_mut(BYTES - 1);
        for (score, sum) in first.iter_mut().zip(low) {
            *score += table.unit * f32::from(sum);
        }
        for (score, sum) in second.iter_mut().zip(&high[..BYTES - 1]) {
            *score += table.unit * f32::from(*sum);
        }
    }
}

/// Turns sums of weights into logarithms of probabilities, none below [`FLOOR`].
fn normalise(scores: &mut [f32; LANES]) {
    let mut most = [PADDING; 8];
    for eight in scores.as_chunks::<8>().0 {
        for (most, score) in most.iter_mut().zip(eight) {
            *most = most.max(*score);
        }
    }
    let most = most.into_iter().fold(PADDING, f32::max);
    let mut total = [0.0; 8];
    for eight in scores.as_chunks::<8>().0 {
        for (total, score) in total.iter_mut().zip(eight) {
            *total += exp(score - most);
        }
    }
    let total = most + total.iter().sum::<f32>().ln();
    for score in scores {
        *score = (*score - total).max(FLOOR);
    }
}

/// The exponential of a number that is not positive, to five digits, in arithmetic that the compiler can do for
/// many at once: the powers of two by their bits, the rest by Taylor's polynomial.
pub(super) fn exp(x: f32) -> f32 {
    /// Adding it leaves the nearest integer in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.max(-40.0) * std::f32::consts::LOG2_E;
    let rounded = x + ROUND;
    let rest = (x - (rounded - ROUND)) * std::f32::consts::LN_2;
    let power = f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23));
    let polynomial =
        1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0)))));
    power * polynomial
}

#[cfg(test)]
mod tests {
    use super::{FILE, FLOOR, IMPOSSIBLE, Model, exp};
    use crate::language::{Language, Script};
    use proptest::prelude::*;

    fn scores(word: &str) -> Vec<f32> {
        let model = Model::shared();
        let mut scores = vec![0.0; model.languages().len()];
        model.score_word(word, &mut scores);
        scores
    }

    fn best(word: &str) -> &'static str {
        let scores = scores(word);
        let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
        Model::shared().languages()[best.unwrap()].code()
    }

    #[test]
    fn the_model_file_is_whole() {
        let model = Model::read(&FILE.0).unwrap();
        assert!(model.languages().len() >= 95);
        assert!(FILE.0.len() <= 8 << 20);
        assert!(model.languages().is_sorted());
    }

    #[test]
    fn words_that_one_language_has() {
        for (word, language) in [
            ("government", "en"),
            ("Regierung", "de"),
            ("aujourd'hui", "fr"),
            ("правительство", "ru"),
            ("сьогодні", "uk"),
            ("Հայաստան", "hy"),
            ("საქართველო", "ka"),
            ("Azərbaycan", "az"),
            ("değil", "tr"),
        ] {
            assert_eq!(best(word), language, "{word}");
        }
    }

    #[test]
    fn other_scripts_are_impossible() {
        let scores = scores("сегодня");
        let column = |code| {
            let language = Language::from_code(code);
            Model::shared().languages().binary_search(&language).unwrap()
        };
        assert!((scores[column("en")] - IMPOSSIBLE).abs() < 1e-6);
        assert!(scores[column("bg")] >= FLOOR);
        assert!(Model::shared().columns(Script::CYRL).contains(&column("sr")));
    }

    #[test]
    fn nothing_to_see_adds_nothing() {
        for word in ["", "123", "ᎣᏏᏲ", "\u{301}"] {
            assert!(scores(word).iter().all(|score| *score == 0.0), "{word}");
        }
    }

    #[test]
    fn exponentials() {
        for x in [0.0_f32, -0.1, -0.5, -1.0, -3.3, -10.0, -20.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-4, "{x}");
        }
        assert!(exp(-1e9) < 1e-15);
    }

    proptest! {
        #[test]
        fn probabilities_of_a_script_add_up_to_one(word in "[a-zäéñőšþħґа-яёїә]{1,60}") {
            let scores = scores(&word);
            let total: f32 = scores.iter().filter(|s| **s > IMPOSSIBLE).map(|s| s.exp()).sum();
            prop_assert!((0.99..1.02).contains(&total), "{total}");
        }

        #[test]
        fn any_word_is_scored(word in any::<String>()) {
            let scores = scores(&word);
            prop_assert!(scores.iter().all(|score| score.is_finite() && *score <= 1e-4));
        }
    }
}
