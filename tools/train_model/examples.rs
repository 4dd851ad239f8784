//! What is learned from: each word once, with the probability of each language that it occurs in.

use std::collections::BTreeMap;

use tolmach::language::Language;

use super::corpus::Words;

/// A word that is this much less frequent in a language than in another one has leaked from there.
const LEAK: f64 = 0.1;
/// Languages with fewer types than this come less often.
const PLENTY: f64 = 30_000.0;

/// How frequencies count.
#[derive(Clone, Copy, Debug)]
pub struct Powers {
    /// Of the frequency of a word in a language: detection meets types rather than tokens, rare words matter.
    pub frequency: f64,
    /// Of the frequencies of one word in several languages.
    pub share: f64,
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
    let mut types: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
    for (at, (_, words)) in languages.iter().enumerate() {
        for (word, frequency) in *words {
            types.entry(word).or_default().push((at, *frequency));
        }
    }
    let mut totals = vec![0.0; languages.len()];
    let mut counts = vec![0_u32; languages.len()];
    for shares in types.values_mut() {
        let most = shares.iter().map(|share| share.1).fold(0.0, f64::max);
        shares.retain(|share| share.1 >= LEAK * most);
        for (at, frequency) in shares {
            totals[*at] += frequency.powf(powers.frequency);
            counts[*at] += 1;
        }
    }
    let presence: Vec<f64> = counts
        .iter()
        .map(|count| (f64::from(*count) / PLENTY).min(1.0).powf(powers.scarcity))
        .collect();
    types
        .into_iter()
        .map(|(word, shares)| {
            let shared: Vec<f64> = shares
                .iter()
                .map(|(at, frequency)| presence[*at] * frequency.powf(powers.share))
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
