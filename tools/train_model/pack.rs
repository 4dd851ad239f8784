//! Packing: sixteen levels for each weight, a multiplier for each row.

use tolmach::language::format::{MOST_MULTIPLIER, row_bytes};

use super::learner::Weights;

/// What a level is worth with a multiplier of one, in nats.
pub const UNIT: f32 = 0.01;
const LEVELS: f32 = 15.0;

/// The rows as the model file has them. Of each row the smallest weight becomes 0, since only differences count, or
/// a few outlying weights are cut, where that makes the sum of squared errors smaller.
pub fn pack(weights: &Weights) -> Vec<u8> {
    let languages = weights.bias.len();
    let bytes = row_bytes(languages);
    let mut packed = Vec::with_capacity(weights.rows.len() / languages * bytes);
    for row in weights.rows.chunks(languages) {
        let (offset, multiplier) = fit(row);
        let start = packed.len();
        packed.resize(start + bytes, 0);
        for (at, weight) in row.iter().enumerate() {
            let level = level(*weight, offset, multiplier) as u8;
            let (byte, shift) = if at < bytes - 1 {
                (at, 0)
            } else {
                (at + 1 - bytes, 4)
            };
            packed[start + byte] |= level << shift;
        }
        packed[start + bytes - 1] = multiplier;
    }
    packed
}

/// The weight of level 0 and the multiplier that fit a row best.
fn fit(row: &[f32]) -> (f32, u8) {
    let low = row.iter().copied().fold(f32::MAX, f32::min);
    let high = row.iter().copied().fold(f32::MIN, f32::max);
    let mut best = (f32::MAX, low, 1);
    for part in [1.0, 0.85, 0.7] {
        let ideal = ((high - low) * part / LEVELS / UNIT).round();
        let multiplier = ideal.clamp(1.0, f32::from(MOST_MULTIPLIER)) as u8;
        let range = LEVELS * UNIT * f32::from(multiplier);
        for offset in [low, f32::midpoint(high, low) - range / 2.0, high - range] {
            let error: f32 = row
                .iter()
                .map(|weight| {
                    let level = level(*weight, offset, multiplier);
                    (weight - offset - level * UNIT * f32::from(multiplier)).powi(2)
                })
                .sum();
            if error < best.0 {
                best = (error, offset, multiplier);
            }
        }
    }
    (best.1, best.2)
}

fn level(weight: f32, offset: f32, multiplier: u8) -> f32 {
    ((weight - offset) / (UNIT * f32::from(multiplier)))
        .round()
        .clamp(0.0, LEVELS)
}
