//! Features in the order of their names, found without writing the names down.

use rayon::prelude::*;

use crate::batch::Workers;
use crate::lexicon::{Strings, UNKNOWN};
use crate::vectorize::grams::Grams;

/// Strings by code point: the numbers of `strings`, sorted.
#[must_use]
pub fn sorted(strings: &Strings, workers: &Workers) -> Vec<u32> {
    let mut keys: Vec<(u128, u32)> = (0_u32..)
        .zip(strings.iter())
        .map(|(id, string)| (prefix(string), id))
        .collect();
    let compare = |a: &(u128, u32), b: &(u128, u32)| {
        a.0.cmp(&b.0)
            .then_with(|| strings.get(a.1 as usize).cmp(strings.get(b.1 as usize)))
    };
    if workers.threads() == 1 {
        keys.sort_unstable_by(compare);
    } else {
        workers.install(|| keys.par_sort_unstable_by(compare));
    }
    keys.into_iter().map(|(_, id)| id).collect()
}

/// The first 16 bytes as a number that sorts as they do.
fn prefix(string: &[u8]) -> u128 {
    let mut first = [0; 16];
    let length = string.len().min(16);
    first[..length].copy_from_slice(&string[..length]);
    u128::from_be_bytes(first)
}

/// All features that `wanted` keeps, in the order of their names.
///
/// In a tree a feature stands before those that it begins, and these stand in the order of their last terms: no byte
/// of a word is smaller than the space between two.
#[must_use]
pub fn features(grams: &Grams, wanted: impl Fn(u32) -> bool, workers: &Workers) -> Vec<u32> {
    let terms = sorted(grams.terms(), workers);
    if grams.is_flat() {
        return terms.into_iter().filter(|term| wanted(*term)).collect();
    }
    let mut ranks = vec![0_u32; terms.len()];
    for (rank, term) in (0_u32..).zip(&terms) {
        ranks[*term as usize] = rank;
    }
    // Children of a node lie together, sorted; roots have the largest parent and so come last.
    let mut children: Vec<(u64, u32)> = (0_u32..)
        .take(grams.len())
        .map(|node| {
            let (parent, term) = grams.parts(node);
            (u64::from(parent) << 32 | u64::from(ranks[term as usize]), node)
        })
        .collect();
    if workers.threads() == 1 {
        children.sort_unstable();
    } else {
        workers.install(|| children.par_sort_unstable());
    }
    let parent = |at: usize| children.get(at).map(|(key, _)| key >> 32);
    let mut starts = vec![0_u32; grams.len() + 1];
    let mut at = 0;
    for (node, start) in starts.iter_mut().enumerate() {
        while parent(at).is_some_and(|parent| parent < node as u64) {
            at += 1;
        }
        *start = u32::try_from(at).unwrap_or(UNKNOWN);
    }
    let mut order = Vec::with_capacity(grams.len());
    let roots = starts[grams.len()] as usize;
    let mut stack = vec![(roots, children.len())];
    while let Some((next, end)) = stack.pop() {
        if next == end {
            continue;
        }
        stack.push((next + 1, end));
        let node = children[next].1;
        if wanted(node) {
            order.push(node);
        }
        let below = (starts[node as usize] as usize, starts[node as usize + 1] as usize);
        if below.0 < below.1 {
            stack.push(below);
        }
    }
    order
}
