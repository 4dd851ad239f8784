//! Learning: naive Bayes to begin with, then the gradient of the logistic loss, one word at a time, at last with the
//! weights seen as they will be packed.

use tolmach::language::features::{LONGEST, Letters};

use super::examples::Example;
use super::pack::Scale;

/// The settings of a script's table.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Rows of the table.
    pub rows: u32,
    /// The longest n-gram.
    pub longest: usize,
    /// Words seen in an epoch.
    pub seen: usize,
    /// Times that so many words are seen.
    pub epochs: usize,
    /// How far the first step down the gradient goes.
    pub rate: f32,
    /// How much of the weights of naive Bayes to begin with: the n-grams of a word overlap, and all would say it.
    pub begin: f32,
    /// Added to the count of each n-gram in each language.
    pub smoothing: f32,
    /// How often the long n-grams of a word are hidden, as those of a word not in the lists would be.
    pub hidden: f64,
    /// How often any n-gram is left out, so that no few of them carry a word: others may share their rows, and words
    /// outside the lists have only some of them.
    pub dropped: f64,
    /// The part of the steps after which the loss is that of the packed weights.
    pub unpacked: f32,
    /// What the learned weights are multiplied by at last: the words of texts are less clear than those of the lists,
    /// and the more so the longer these were learned.
    pub trust: f32,
}

/// Weights for each row and language, and for each language alone; `LANES` is the number of languages or more.
#[derive(Clone, Debug)]
pub struct Weights<const LANES: usize> {
    pub rows: Vec<[f32; LANES]>,
    pub bias: [f32; LANES],
    /// How each row is to be packed.
    pub scales: Vec<Scale>,
}

/// Times that the scales of the rows are fitted anew.
const FITS: usize = 12;
/// The part of the steps after which they stay.
const FITTED: f32 = 0.97;

/// Learns the weights of a table; the same from the same examples, on any machine that rounds alike.
pub fn learn<const LANES: usize>(
    examples: &[Example<'_>],
    languages: usize,
    settings: Settings,
) -> Weights<LANES> {
    let mut learner = Learner::<LANES>::new(examples, languages, settings);
    let mut fit = settings.unpacked;
    let mut random = Random(42);
    let total: f64 = examples.iter().map(|example| example.weight).sum();
    for epoch in 0..settings.epochs {
        let order = draw(examples, total, settings.seen, &mut random);
        let mut loss = 0.0;
        for (at, example) in order.iter().enumerate() {
            let progress = (epoch as f32 + at as f32 / order.len() as f32) / settings.epochs as f32;
            let rate = settings.rate * (1.0 - progress).max(0.02);
            if progress >= fit && progress < FITTED {
                learner.fit();
                fit += (1.0 - settings.unpacked) / FITS as f32;
            }
            let hide = match random.fraction() {
                x if x < settings.hidden / 2.0 => 4,
                x if x < settings.hidden => 5,
                _ => LONGEST,
            };
            learner.see(&examples[*example], hide, &mut random);
            loss += f64::from(learner.step(&examples[*example], rate));
        }
        println!("  epoch {}: loss {:.4}", epoch + 1, loss / order.len() as f64);
    }
    learner.weights
}

/// The examples in a random order, each as often as its weight says; systematic, so that none is missed by chance.
fn draw(examples: &[Example<'_>], total: f64, seen: usize, random: &mut Random) -> Vec<usize> {
    let step = total / seen as f64;
    let mut next = random.fraction() * step;
    let mut passed = 0.0;
    let mut order = Vec::with_capacity(seen + 1);
    for (at, example) in examples.iter().enumerate() {
        passed += example.weight;
        while next < passed {
            order.push(at);
            next += step;
        }
    }
    for at in (1..order.len()).rev() {
        order.swap(at, random.below(at + 1));
    }
    order
}

struct Learner<const LANES: usize> {
    settings: Settings,
    languages: usize,
    weights: Weights<LANES>,
    /// Sums of squared gradients (`AdaGrad`), for each row and for each bias.
    row_sums: Vec<f32>,
    bias_sums: [f32; LANES],
    letters: Letters,
    /// The rows of the word.
    found: Vec<usize>,
}

impl<const LANES: usize> Learner<LANES> {
    fn new(examples: &[Example<'_>], languages: usize, settings: Settings) -> Self {
        let rows = settings.rows as usize;
        let mut learner = Self {
            settings,
            languages,
            weights: Weights {
                rows: vec![[0.0; LANES]; rows],
                bias: [0.0; LANES],
                scales: Vec::new(),
            },
            row_sums: vec![1e-3; rows],
            bias_sums: [1e-3; LANES],
            letters: Letters::default(),
            found: Vec::new(),
        };
        learner.begin(examples);
        learner
    }

    /// The weights of naive Bayes, centred: logarithms of how often a row is met in each language.
    fn begin(&mut self, examples: &[Example<'_>]) {
        let languages = self.languages;
        let rows = self.settings.rows as usize;
        // A row is taken to be of the length that was met first: lengths have totals of their own.
        let mut lengths = vec![0_usize; rows];
        let mut kinds = [0_f32; LONGEST + 1];
        let mut totals = vec![0_f64; languages * (LONGEST + 1)];
        for example in examples {
            self.letters.fold(example.word);
            self.letters
                .rows(self.settings.longest, self.settings.rows, |row, length| {
                    let row = row as usize;
                    if lengths[row] == 0 {
                        lengths[row] = length;
                        kinds[length] += 1.0;
                    }
                    for (language, mass) in &example.masses {
                        self.weights.rows[row][*language] += mass;
                        totals[length * languages + language] += f64::from(*mass);
                    }
                });
        }
        for (row, length) in self.weights.rows.iter_mut().zip(lengths) {
            if length == 0 {
                continue;
            }
            let row = &mut row[..languages];
            let smoothing = self.settings.smoothing;
            let smoothed = smoothing * kinds[length];
            for (language, weight) in row.iter_mut().enumerate() {
                let total = totals[length * languages + language] as f32;
                *weight = self.settings.begin * ((*weight + smoothing) / (total + smoothed)).ln();
            }
            let mean = row.iter().sum::<f32>() / languages as f32;
            for weight in row {
                *weight -= mean;
            }
        }
    }

    /// Fits the scale of each row to its weights.
    fn fit(&mut self) {
        let rows = self.weights.rows.iter();
        self.weights.scales = rows.map(|row| Scale::of(&row[..self.languages])).collect();
    }

    /// Finds the rows of a word but those that are hidden.
    fn see(&mut self, example: &Example<'_>, hide: usize, random: &mut Random) {
        let Settings {
            longest,
            rows,
            dropped,
            ..
        } = self.settings;
        self.letters.fold(example.word);
        self.found.clear();
        let found = &mut self.found;
        self.letters.rows(longest, rows, |row, length| {
            if length <= hide && random.fraction() >= dropped {
                found.push(row as usize);
            }
        });
    }

    /// The loss of a word whose rows were found, and the step down its gradient.
    fn step(&mut self, example: &Example<'_>, rate: f32) -> f32 {
        let languages = self.languages;
        let mut scores = self.weights.bias;
        for at in &self.found {
            let row = &self.weights.rows[*at];
            match self.weights.scales.get(*at) {
                Some(scale) => {
                    for (score, weight) in scores.iter_mut().zip(row) {
                        *score += scale.packed(*weight);
                    }
                }
                None => {
                    for (score, weight) in scores.iter_mut().zip(row) {
                        *score += weight;
                    }
                }
            }
        }
        let most = scores[..languages].iter().copied().fold(f32::MIN, f32::max);
        for score in &mut scores[..languages] {
            *score = (*score - most).exp();
        }
        let total: f32 = scores[..languages].iter().sum();
        for score in &mut scores[..languages] {
            *score /= total;
        }
        // From here on these are gradients; places without a language have none.
        scores[languages..].fill(0.0);
        let mut loss = 0.0;
        for (language, target) in &example.targets {
            loss -= target * scores[*language].max(1e-20).ln();
            scores[*language] -= target;
        }
        let mut squares = 0.0;
        for (language, gradient) in scores[..languages].iter().enumerate() {
            squares += gradient * gradient / languages as f32;
            self.bias_sums[language] += gradient * gradient;
            self.weights.bias[language] -= rate * gradient / self.bias_sums[language].sqrt();
        }
        for at in &self.found {
            let sum = &mut self.row_sums[*at];
            *sum += squares;
            let rate = rate / sum.sqrt();
            for (weight, gradient) in self.weights.rows[*at].iter_mut().zip(&scores) {
                *weight -= rate * gradient;
            }
        }
        loss
    }
}

/// Steele, Lea and Flood's `SplitMix64`: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}
