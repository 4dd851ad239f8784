//! Features in the order of their names, found without writing the names down.

use rayon::prelude::*;

use crate::batch::Workers;
use crate::lexicon::Strings;
use crate::pages::Pages;
use crate::vectorize::grams::Grams;

/// Strings by code point: the numbers of `strings`, sorted.
#[must_use]
pub fn sorted(strings: &Strings, workers: &Workers) -> Vec<u32> {
    // The first 16 bytes as numbers that sort as they do, and the number of the string.
    let mut keys = Pages::<[u64; 3]>::zeroed(strings.len());
    for (key, (id, string)) in keys.iter_mut().zip((0_u64..).zip(strings.iter())) {
        let [first, second] = prefix(string);
        *key = [first, second, id];
    }
    let whole = |key: &[u64; 3]| strings.get(number(key) as usize);
    let compare = |a: &[u64; 3], b: &[u64; 3]| a[..2].cmp(&b[..2]).then_with(|| whole(a).cmp(whole(b)));
    if workers.threads() == 1 {
        keys.sort_unstable_by(compare);
    } else {
        workers.install(|| keys.par_sort_unstable_by(compare));
    }
    keys.iter().map(number).collect()
}

/// The first 16 bytes as two numbers that sort as they do.
fn prefix(string: &[u8]) -> [u64; 2] {
    let mut first = [0; 16];
    let length = string.len().min(16);
    first[..length].copy_from_slice(&string[..length]);
    let (halves, _) = first.as_chunks::<8>();
    [u64::from_be_bytes(halves[0]), u64::from_be_bytes(halves[1])]
}

/// The number of the string that a key was made of.
#[allow(clippy::cast_possible_truncation, reason = "it was one of 32 bits")]
fn number(key: &[u64; 3]) -> u32 {
    key[2] as u32
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
    // Children of a node lie together, sorted; roots have no parent and come last. Sorted by last terms first, then by
    // parents without disturbing that: each is a matter of counting.
    let nodes = grams.len();
    let all: Vec<u32> = (0_u32..).take(nodes).collect();
    let rank = |node: u32| ranks[grams.parts(node).1 as usize] as usize;
    let (by_term, _) = dealt(&all, rank, terms.len());
    drop(all);
    let parent = |node: u32| (grams.parts(node).0 as usize).min(nodes);
    let (children, starts) = dealt(&by_term, parent, nodes + 1);
    drop(by_term);
    let mut order = Vec::with_capacity(grams.len());
    let roots = starts[nodes] as usize;
    let mut stack = vec![(roots, children.len())];
    while let Some((next, end)) = stack.pop() {
        if next == end {
            continue;
        }
        stack.push((next + 1, end));
        let node = children[next];
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

/// Numbers in the order of their keys, those of one key in the order in which they come, and where each key starts.
fn dealt(numbers: &[u32], key: impl Fn(u32) -> usize, keys: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0; keys + 1];
    for &number in numbers {
        starts[key(number) + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut cursors = starts.clone();
    let mut dealt = vec![0; numbers.len()];
    for &number in numbers {
        let cursor = &mut cursors[key(number)];
        dealt[*cursor as usize] = number;
        *cursor += 1;
    }
    (dealt, starts)
}
