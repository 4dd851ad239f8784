//! Learns what speaks for fragments and for the words beside them: logistic regression over candidates.

use tolmach::language::Model;
use tolmach::language::decode::Costs;
use tolmach::language::fragments::Fragments;
use tolmach::span::Span;

use super::{Document, Kinds};

/// How much more a candidate in a pure English document counts: false alarms are worse than fragments missed.
const PURE: f64 = 4.0;
/// How much more than an even chance it takes for a fragment to stand, and for a word to belong to one: with these English
/// texts of half 0 have 0.1 wrong letters in 1,000.
const STRICT: [f64; 2] = [1.1, 0.6];
/// Keeps weights small that hardly matter.
const RIDGE: f64 = 0.1;
/// Newton's method is done after so many steps.
const STEPS: usize = 25;

/// Sets [`Costs::stands`] and [`Costs::extends`] to what is learnt from documents; those in one other language than
/// English are left out, since most of what is found in them is truly foreign.
pub fn learn(kinds: &Kinds, costs: &mut Costs) {
    let fragments = Fragments::new(Model::shared(), None, costs.clone());
    let (mut standing, mut edges) = (Rows::new(costs.stands.len()), Rows::new(costs.extends.len()));
    for (kind, documents) in kinds.iter().filter(|(kind, _)| *kind != "pure_others") {
        let weight = if *kind == "pure_en" { PURE } else { 1.0 };
        for document in documents {
            for candidate in fragments.candidates(&document.text) {
                if candidate.sure || candidate.near {
                    continue;
                }
                let right = 2 * foreign(document, candidate.span) > candidate.span.len();
                standing.push(&candidate.features, right, weight);
                if !right {
                    continue;
                }
                for side in &candidate.edges {
                    for (word, edge) in side {
                        let belongs = foreign(document, *word) > 0;
                        edges.push(edge, belongs, 1.0);
                        if !belongs {
                            break;
                        }
                    }
                }
            }
        }
    }
    for (weights, rows, strict) in [
        (costs.stands.as_mut_slice(), &standing, STRICT[0]),
        (costs.extends.as_mut_slice(), &edges, STRICT[1]),
    ] {
        let mut found = rows.fit();
        found[0] -= strict;
        set(weights, &found);
    }
}

/// How many bytes of a stretch lie in fragments.
fn foreign(document: &Document, span: Span) -> usize {
    let shared = document
        .fragments
        .iter()
        .map(|(start, end, _)| (*end.min(&span.end)).saturating_sub(*start.max(&span.start)));
    shared.sum()
}

#[allow(clippy::cast_possible_truncation, reason = "two digits are kept")]
fn set(weights: &mut [f32], found: &[f64]) {
    for (weight, found) in weights.iter_mut().zip(found) {
        *weight = (found * 100.0).round() as f32 / 100.0;
    }
}

/// Features with what is to be said of them.
struct Rows {
    width: usize,
    features: Vec<f64>,
    right: Vec<f64>,
    weights: Vec<f64>,
}

impl Rows {
    fn new(width: usize) -> Self {
        Self {
            width,
            features: Vec::new(),
            right: Vec::new(),
            weights: Vec::new(),
        }
    }

    fn push(&mut self, features: &[f32], right: bool, weight: f64) {
        self.features
            .extend(features.iter().map(|value| f64::from(*value)));
        self.right.push(f64::from(u8::from(right)));
        self.weights.push(weight);
    }

    /// The weights of the features that make what was said most probable.
    fn fit(&self) -> Vec<f64> {
        let width = self.width;
        let mut found = vec![0.0; width];
        for _ in 0..STEPS {
            let mut slope: Vec<f64> = found.iter().map(|weight| -RIDGE * weight).collect();
            let mut curve = vec![vec![0.0; width]; width];
            for (at, row) in curve.iter_mut().enumerate() {
                row[at] = RIDGE;
            }
            for ((row, right), weight) in self.features.chunks(width).zip(&self.right).zip(&self.weights) {
                let sum: f64 = row.iter().zip(&found).map(|(a, b)| a * b).sum();
                let probable = 1.0 / (1.0 + (-sum).exp());
                for (at, value) in row.iter().enumerate() {
                    slope[at] += weight * (right - probable) * value;
                    let bend = weight * probable * (1.0 - probable) * value;
                    for (sum, other) in curve[at].iter_mut().zip(row) {
                        *sum += bend * other;
                    }
                }
            }
            for (weight, step) in found.iter_mut().zip(solve(curve, slope)) {
                *weight += step;
            }
        }
        found
    }
}

/// The solution of linear equations with a positive definite matrix, by elimination.
fn solve(mut matrix: Vec<Vec<f64>>, mut sides: Vec<f64>) -> Vec<f64> {
    let width = sides.len();
    for at in 0..width {
        let pivot = matrix[at].clone();
        for below in at + 1..width {
            let factor = matrix[below][at] / pivot[at];
            for (value, pivot) in matrix[below].iter_mut().zip(&pivot) {
                *value -= factor * pivot;
            }
            sides[below] -= factor * sides[at];
        }
    }
    for at in (0..width).rev() {
        let known: f64 = (at + 1..width)
            .map(|right| matrix[at][right] * sides[right])
            .sum();
        sides[at] = (sides[at] - known) / matrix[at][at];
    }
    sides
}
