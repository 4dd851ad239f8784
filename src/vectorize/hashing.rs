//! The hashing trick: the column of a feature is the hash of its name, as scikit-learn computes it.
//!
//! ```
//! use tolmach::vectorize::hashing::{Hashing, murmur3};
//!
//! assert_eq!(murmur3(b"foo", 0), -156_908_512);
//! let hashing = Hashing { columns: 1 << 20, alternate_sign: true };
//! assert_eq!(hashing.place(b"foo"), (670_688, -1));
//! ```

use crate::analyze::{Analyzer, Reader};
use crate::batch::{Monitor, Workers};
use crate::error::Result;
use crate::vectorize::csr::Csr;
use crate::vectorize::grams::Grams;
use crate::vectorize::limits::Limits;
use crate::vectorize::queue::Queue;
use crate::vectorize::rows::{Row, rows};
use crate::vectorize::tally::Tally;
use crate::vectorize::weight::{Norm, Real, divide, length};

/// The signed 32-bit `MurmurHash3` (x86 variant) of Austin Appleby, which is in the public domain.
#[must_use]
pub fn murmur3(bytes: &[u8], seed: u32) -> i32 {
    const C1: u32 = 0xCC9E_2D51;
    const C2: u32 = 0x1B87_3593;
    let mix = |k: u32| k.wrapping_mul(C1).rotate_left(15).wrapping_mul(C2);
    let (blocks, tail) = bytes.as_chunks::<4>();
    let mut hash = seed;
    for block in blocks {
        hash ^= mix(u32::from_le_bytes(*block));
        hash = hash.rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64);
    }
    if !tail.is_empty() {
        let mut last = [0; 4];
        last[..tail.len()].copy_from_slice(tail);
        hash ^= mix(u32::from_le_bytes(last));
    }
    // The algorithm takes the length modulo 2³².
    #[allow(clippy::cast_possible_truncation, reason = "defined so")]
    let length = bytes.len() as u32;
    hash ^= length;
    hash = (hash ^ hash >> 16).wrapping_mul(0x85EB_CA6B);
    hash = (hash ^ hash >> 13).wrapping_mul(0xC2B2_AE35);
    (hash ^ hash >> 16).cast_signed()
}

/// From names to columns and signs.
#[derive(Clone, Copy, Debug)]
pub struct Hashing {
    /// How many columns there are; at least one.
    pub columns: u32,
    /// Whether the hash decides about the sign, too.
    pub alternate_sign: bool,
}

impl Hashing {
    /// The column of a name, and 1 or -1.
    #[must_use]
    pub fn place(&self, name: &[u8]) -> (u32, i8) {
        let hash = murmur3(name, 0);
        let sign = if self.alternate_sign && hash < 0 { -1 } else { 1 };
        (hash.unsigned_abs() % self.columns, sign)
    }
}

/// What a hashed row is made of and becomes.
#[derive(Clone, Copy, Debug)]
pub struct Hashed {
    /// Names to columns.
    pub hashing: Hashing,
    /// Whether each value is taken as one.
    pub binary: bool,
    /// How rows are normalised.
    pub norm: Norm,
}

/// A thread forgets what it has learned after this many features, so that an endless stream needs bounded memory.
const FORGET: usize = 1 << 20;

impl Hashed {
    /// The matrix of texts; missing texts are empty ones.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted), and [`Error::TooLarge`](crate::Error::TooLarge) for a text with
    /// more than 2³¹ - 1 features.
    pub fn transform<T: Real>(
        &self,
        analyzer: &Analyzer,
        texts: &dyn Queue,
        ready: bool,
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<Csr<T>> {
        let make = || Filler {
            how: *self,
            analyzer,
            ready,
            reader: Reader::default(),
            grams: Grams::new(analyzer.is_flat()),
            places: Vec::new(),
            tally: Tally::default(),
            features: Vec::new(),
            keys: Vec::new(),
        };
        rows(texts, make, workers, monitor)
    }
}

/// Turns texts into rows, one after the other.
struct Filler<'a> {
    how: Hashed,
    analyzer: &'a Analyzer,
    ready: bool,
    reader: Reader,
    grams: Grams,
    /// Column and sign of each feature.
    places: Vec<(u32, i8)>,
    tally: Tally,
    features: Vec<u32>,
    keys: Vec<(u32, i64)>,
}

impl<T: Real> Row<T> for Filler<'_> {
    fn row(&mut self, text: &str, out: &mut Csr<T>) -> Result<()> {
        if self.grams.len() > FORGET {
            self.reader = Reader::default();
            self.grams = Grams::new(self.analyzer.is_flat());
            self.tally = Tally::default();
            self.places.clear();
        }
        self.features.clear();
        self.reader.features(
            self.analyzer,
            text,
            self.ready,
            &mut self.grams,
            &mut self.features,
        );
        Limits::default().text(self.features.len())?;
        let mut name = Vec::new();
        for feature in (0_u32..).take(self.grams.len()).skip(self.places.len()) {
            name.clear();
            self.grams
                .write_name(feature, self.analyzer.joins_words(), &mut name);
            self.places.push(self.how.hashing.place(&name));
        }
        let entries = self.tally.count(&self.features, self.grams.len());
        self.keys.clear();
        self.keys.extend(entries.iter().map(|entry| {
            let (column, sign) = self.places[entry.feature as usize];
            (column, i64::from(entry.count) * i64::from(sign))
        }));
        self.keys.sort_unstable_by_key(|(column, _)| *column);
        let start = out.data.len();
        for same in self.keys.chunk_by(|a, b| a.0 == b.0) {
            let sum: i64 = same.iter().map(|(_, value)| value).sum();
            out.indices.push(same[0].0.cast_signed());
            out.data
                .push(T::narrow(if self.how.binary { 1.0 } else { sum as f64 }));
        }
        let row = &mut out.data[start..];
        let length = length(row.iter().copied(), self.how.norm);
        divide(row, length);
        Ok(())
    }
}
