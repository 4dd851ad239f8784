//! What a count becomes in a matrix: itself, a tf-idf weight, a BM25 weight.
//!
//! Values are those of scikit-learn to the last bit: the same operations, in the same precision and order. Whatever
//! needs a logarithm (the weight of a count, the idf of a column) comes in as a table, computed by the caller.

use std::sync::atomic::{AtomicU32, Ordering};

/// A type that a matrix can hold.
pub trait Cell: Copy + Default + Send + Sync + 'static {
    /// A count as this type.
    fn from_count(count: u32) -> Self;
}

impl Cell for i32 {
    fn from_count(count: u32) -> Self {
        count.cast_signed()
    }
}

impl Cell for i64 {
    fn from_count(count: u32) -> Self {
        Self::from(count)
    }
}

impl Cell for f32 {
    fn from_count(count: u32) -> Self {
        count as Self
    }
}

impl Cell for f64 {
    fn from_count(count: u32) -> Self {
        Self::from(count)
    }
}

/// A floating-point type that weights are computed in.
pub trait Real: Cell {
    /// The product in this precision.
    #[must_use]
    fn times(self, other: Self) -> Self;
    /// The value in double precision.
    fn wide(self) -> f64;
    /// A value of double precision in this one.
    #[must_use]
    fn narrow(value: f64) -> Self;
}

impl Real for f32 {
    fn times(self, other: Self) -> Self {
        self * other
    }

    fn wide(self) -> f64 {
        f64::from(self)
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "rounding to single precision is the purpose"
    )]
    fn narrow(value: f64) -> Self {
        value as Self
    }
}

impl Real for f64 {
    fn times(self, other: Self) -> Self {
        self * other
    }

    fn wide(self) -> f64 {
        self
    }

    fn narrow(value: f64) -> Self {
        value
    }
}

/// How rows are made comparable.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Norm {
    /// Not at all.
    #[default]
    None,
    /// Absolute values sum up to one.
    L1,
    /// Squares sum up to one.
    L2,
}

/// tf-idf weights.
#[derive(Debug)]
pub struct TfIdf<'t, T> {
    /// The weight of each count; `None` where a count is its own weight.
    pub counts: Option<&'t [T]>,
    /// The factor of each column; `None` for one.
    pub idf: Option<&'t [T]>,
    /// How rows are normalised.
    pub norm: Norm,
    /// Whether each count is taken as one.
    pub binary: bool,
    /// The largest count that `counts` had no weight for; zero if there was none.
    pub missed: AtomicU32,
}

impl<T: Real> TfIdf<'_, T> {
    /// The weight of a count in a column, before normalisation.
    #[inline]
    #[must_use]
    pub fn weight(&self, column: u32, count: u32) -> T {
        let count = if self.binary { 1 } else { count };
        let tf = match self.counts {
            Some(table) => table.get(count as usize).copied().unwrap_or_else(|| {
                self.missed.fetch_max(count, Ordering::Relaxed);
                T::default()
            }),
            None => T::from_count(count),
        };
        self.idf.map_or(tf, |idf| tf.times(idf[column as usize]))
    }
}

/// Adds up what a row is divided by, in the order of the values.
#[must_use]
pub fn length<T: Real>(values: impl Iterator<Item = T>, norm: Norm) -> f64 {
    match norm {
        Norm::None => 0.0,
        Norm::L1 => values.fold(0.0, |sum, value| sum + value.wide().abs()),
        Norm::L2 => values
            .fold(0.0, |sum, value| sum + value.times(value).wide())
            .sqrt(),
    }
}

/// Divides a row by its length, unless that is zero.
pub fn divide<T: Real>(row: &mut [T], length: f64) {
    if length != 0.0 {
        for value in row {
            *value = T::narrow(value.wide() / length);
        }
    }
}

/// BM25 weights of one of the variants that differ in how a count saturates and in what an absent term weighs.
///
/// A sparse matrix has zeros where terms are absent, so what an absent term weighs is taken off every weight.
#[derive(Clone, Debug)]
pub struct Bm25<'t> {
    /// How fast a count saturates.
    pub k1: f64,
    /// How much the length of a text counts, 0 to 1.
    pub b: f64,
    /// The lower bound of variant `bm25l`.
    pub delta: f64,
    /// The formula for the count.
    pub saturation: Saturation,
    /// The factor of each column.
    pub idf: &'t [f64],
    /// The mean number of terms in a text.
    pub mean_length: f64,
}

/// How a BM25 variant weighs the count of a term.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Saturation {
    /// `tf / (k1 (1 - b + b l) + tf)`: Robertson and Zaragoza 2009, and Lucene.
    Plain,
    /// `(k1 + 1) tf / (k1 (1 - b + b l) + tf)`: ATIRE (Trotman et al. 2012).
    Atire,
    /// `(k1 + 1) (c + δ) / (k1 + c + δ)`, `c = tf / (1 - b + b l)`: BM25L (Lv and Zhai 2011); an absent term weighs
    /// `(k1 + 1) δ / (k1 + δ)`.
    L,
    /// `δ + (k1 + 1) tf / (k1 (1 - b + b l) + tf)`: BM25+ (Lv and Zhai 2011); an absent term weighs `δ`, so that its
    /// weights are those of ATIRE, with an idf of its own.
    Plus,
}

impl Bm25<'_> {
    /// The weight of a count in a column of a text of `length` terms.
    #[inline]
    #[must_use]
    pub fn weight(&self, column: u32, count: u32, length: f64) -> f64 {
        let Self { k1, b, delta, .. } = *self;
        let tf = f64::from(count);
        let relative = 1.0 - b + b * length / self.mean_length;
        let saturated = match self.saturation {
            Saturation::Plain => tf / (k1 * relative + tf),
            Saturation::Atire | Saturation::Plus => tf * (k1 + 1.0) / (k1 * relative + tf),
            Saturation::L => {
                let c = tf / relative;
                let absent = if delta == 0.0 { 0.0 } else { delta / (k1 + delta) };
                (k1 + 1.0) * ((c + delta) / (k1 + c + delta) - absent)
            }
        };
        self.idf[column as usize] * saturated
    }
}
