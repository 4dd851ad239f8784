//! Packing: sixteen levels for each weight, a multiplier for each row.

use tolmach::language::format::{MOST_MULTIPLIER, row_bytes};

use super::learner::Weights;

/// What a level is worth with a multiplier of one, in nats.
pub const UNIT: f32 = 0.01;
const LEVELS: f32 = 15.0;

/// The levels of a row.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// The weight of level 0.
    offset: f32,
    /// What a level is worth, in nats.
    step: f32,
    multiplier: u8,
}

impl Scale {
    /// The scale that fits a row best. The smallest weight becomes 0, since only differences count, or a few outlying
    /// weights are cut, where that makes the sum of squared errors smaller.
    pub fn of(row: &[f32]) -> Self {
        let low = row.iter().copied().fold(f32::MAX, f32::min);
        let high = row.iter().copied().fold(f32::MIN, f32::max);
        let mut best = (f32::MAX, Self::new(low, 1));
        for part in [1.0, 0.85, 0.7] {
            let ideal = ((high - low) * part / LEVELS / UNIT).round();
            let multiplier = ideal.clamp(1.0, f32::from(MOST_MULTIPLIER)) as u8;
            let range = LEVELS * UNIT * f32::from(multiplier);
            for offset in [low, f32::midpoint(high, low) - range / 2.0, high - range] {
                let scale = Self::new(offset, multiplier);
                let errors = row.iter().map(|weight| (weight - scale.packed(*weight)).powi(2));
                let error: f32 = errors.sum();
                if error < best.0 {
                    best = (error, scale);
                }
            }
        }
        best.1
    }

    fn new(offset: f32, multiplier: u8) -> Self {
        Self {
            offset,
            step: UNIT * f32::from(multiplier),
            multiplier,
        }
    }

    /// The level that is nearest to a weight.
    fn level(&self, weight: f32) -> f32 {
        /// Adding it leaves the nearest integer in the lowest bits: many at once, which a call to round would not be.
        const ROUND: f32 = 12_582_912.0;
        let level = ((weight - self.offset) / self.step).clamp(0.0, LEVELS);
        (level + ROUND) - ROUND
    }

    /// The weight as it is once packed.
    pub fn packed(&self, weight: f32) -> f32 {
        self.offset + self.step * self.level(weight)
    }
}

/// The rows as the model file has them, for so many languages.
pub fn pack<const LANES: usize>(weights: &Weights<LANES>, languages: usize) -> Vec<u8> {
    let bytes = row_bytes(languages);
    let mut packed = Vec::with_capacity(weights.rows.len() * bytes);
    for (row, scale) in weights.rows.iter().zip(&weights.scales) {
        let start = packed.len();
        packed.resize(start + bytes, 0);
        for (at, weight) in row[..languages].iter().enumerate() {
            let level = scale.level(*weight) as u8;
            let (byte, shift) = if at < bytes - 1 {
                (at, 0)
            } else {
                (at + 1 - bytes, 4)
            };
            packed[start + byte] |= level << shift;
        }
        packed[start + bytes - 1] = scale.multiplier;
    }
    packed
}
