//! What is learned from: each word once, with the probability of each language that it occurs in.

use std::collections::BTreeMap;

use tolmach::language::Language;
use tolmach::language::prior::log_prior;

use super::corpus::{Occurrence, Words};

/// A word that is this much less frequent in a language than in another one has leaked from there, if it is rare in
/// the language or the difference is greater still: English `go` is no leak from Irish, which has ten of them to one.
const LEAK: f64 = 0.1;
const LEAK_OF_FREQUENT: f64 = 0.02;
/// The relative frequency from which a word is no rare one.
const FREQUENT: f64 = 1e-4;
/// Words that were counted less often in a language are not said to be more frequent there than in others: one
/// `constitution` in a text of two thousand words does not make it a word of that language rather than of English.
const RELIABLE: f64 = 40.0;
/// How much more frequent they may be at most.
const EXCESS: f64 = 6.0;
/// The relative frequency from which a word is well known in a language, and no slip or name that got into its list.
const WELL_KNOWN: f64 = 1.5e-6;
/// Languages with fewer types than this come less often.
const PLENTY: f64 = 30_000.0;

/// How frequencies count.
#[derive(Clone, Copy, Debug)]
pub struct Powers {
    /// Of the frequency of a word in a language: detection meets types rather than tokens, rare words matter.
    pub frequency: f64,
    /// Of the frequencies of one word in several languages.
    pub share: f64,
    /// Of the share that a language has of the web, for words that several languages have: such a word alone is of
    /// the most common one of them.
    pub common: f64,
    /// Of the number of types of a language, where there are less than [`PLENTY`]: 0 gives all languages the same
    /// weight, however little is known of them.
    pub scarcity: f64,
}

/// A word to learn from.
#[derive(Clone, Debug)]
pub struct Example<'w> {
    pub word: &'w str,
    /// Languages by their place in the table, with their relative frequencies, by [`Powers::frequency`], per million words.
    pub masses: Vec<(usize, f32)>,
    /// Languages by their place in the table, with their probabilities.
    pub targets: Vec<(usize, f32)>,
    /// How often it comes.
    pub weight: f64,
}

/// The words of all languages of a script, in the order of the words.
pub fn examples<'w>(languages: &[(Language, &'w Words)], powers: Powers) -> Vec<Example<'w>> {
    let mut found: BTreeMap<&str, Vec<(usize, Occurrence)>> = BTreeMap::new();
    for (at, (_, words)) in languages.iter().enumerate() {
        for (word, occurrence) in *words {
            found.entry(word).or_default().push((at, *occurrence));
        }
    }
    let mut types: BTreeMap<&str, Vec<(usize, f64)>> = found
        .into_iter()
        .map(|(word, found)| (word, capped(&found)))
        .collect();
    let mut totals = vec![0.0; languages.len()];
    let mut counts = vec![0_u32; languages.len()];
    for shares in types.values_mut() {
        let most = shares.iter().map(|share| share.1).fold(0.0, f64::max);
        shares.retain(|(_, frequency)| {
            let leak = if *frequency < FREQUENT {
                LEAK
            } else {
                LEAK_OF_FREQUENT
            };
            *frequency >= leak * most
        });
        for (at, frequency) in shares {
            totals[*at] += frequency.powf(powers.frequency);
            counts[*at] += 1;
        }
    }
    let presence: Vec<f64> = counts
        .iter()
        .map(|count| (f64::from(*count) / PLENTY).min(1.0).powf(powers.scarcity))
        .collect();
    let common: Vec<f64> = languages
        .iter()
        .map(|(language, _)| (powers.common * f64::from(log_prior(*language))).exp())
        .collect();
    types
        .into_iter()
        .map(|(word, shares)| {
            let shared: Vec<f64> = shares
                .iter()
                .map(|(at, frequency)| presence[*at] * common[*at] * frequency.powf(powers.share))
                .collect();
            let total: f64 = shared.iter().sum();
            Example {
                word,
                masses: shares
                    .iter()
                    .map(|(at, frequency)| (*at, (1e6 * frequency).powf(powers.frequency) as f32))
                    .collect(),
                targets: shares
                    .iter()
                    .zip(&shared)
                    .map(|((at, _), share)| (*at, (share / total) as f32))
                    .collect(),
                weight: shares
                    .iter()
                    .map(|(at, frequency)| presence[*at] * frequency.powf(powers.frequency) / totals[*at])
                    .sum(),
            }
        })
        .collect()
}

/// The frequencies of a word in its languages; those that rest on few occurrences are at most as high as the highest
/// of the others.
fn capped(found: &[(usize, Occurrence)]) -> Vec<(usize, f64)> {
    let reliable = found
        .iter()
        .filter(|(_, word)| word.count >= RELIABLE && word.frequency >= WELL_KNOWN);
    let most = reliable.map(|(_, word)| word.frequency).fold(0.0, f64::max);
    let cap = |word: &Occurrence| {
        if word.count < RELIABLE && most > 0.0 {
            word.frequency.min(EXCESS * most)
        } else {
            word.frequency
        }
    };
    found.iter().map(|(at, word)| (*at, cap(word))).collect()
}
