//! Sparse matrices in compressed rows, columns ascending within each row.

use crate::error::{Error, Result};
pub use crate::vectorize::sorting::Place;
use crate::vectorize::weight::{Bm25, Cell, Norm, Real, TfIdf, divide, length};

/// A sparse matrix: row `i` has the values `data[indptr[i]..indptr[i + 1]]` in the columns `indices[…]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Csr<T> {
    /// The values.
    pub data: Vec<T>,
    /// The column of each value.
    pub indices: Vec<i32>,
    /// Where each row starts, and the end.
    pub indptr: Vec<usize>,
}

/// What turns a row of counts into values.
pub trait Weigh<T>: Sync {
    /// Whether [`row`](Self::row) wants the entries in the order of their features first.
    fn wants_order(&self) -> bool {
        false
    }

    /// Writes the values of one row. `row` is sorted by column; `first` is the same row in the order in which
    /// features were first seen, if that was wanted, and else the same; `terms` is the number of terms in the text.
    fn row(&self, row: &[Place], first: &[Place], terms: u64, out: &mut [T]);
}

/// Counts as they are, or one for each.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// Whether each count is taken as one.
    pub binary: bool,
}

impl<T: Cell> Weigh<T> for Counts {
    fn row(&self, row: &[Place], _: &[Place], _: u64, out: &mut [T]) {
        for (value, place) in out.iter_mut().zip(row) {
            *value = T::from_count(if self.binary { 1 } else { place.count });
        }
    }
}

impl<T: Real> Weigh<T> for TfIdf<'_, T> {
    // The sum under the norm is taken in the order in which scikit-learn holds the row: of first sight while
    // fitting, of columns later. Rounding depends on it.
    fn wants_order(&self) -> bool {
        self.norm != Norm::None
    }

    fn row(&self, row: &[Place], first: &[Place], _: u64, out: &mut [T]) {
        for (value, place) in out.iter_mut().zip(row) {
            *value = self.weight(place.column, place.count);
        }
        if self.norm != Norm::None {
            let values = first.iter().map(|place| self.weight(place.column, place.count));
            divide(out, length(values, self.norm));
        }
    }
}

impl<T: Real> Weigh<T> for Bm25<'_> {
    fn row(&self, row: &[Place], _: &[Place], terms: u64, out: &mut [T]) {
        for (value, place) in out.iter_mut().zip(row) {
            *value = T::narrow(self.weight(place.column, place.count, terms as f64));
        }
    }
}

/// Sorts rows; keeps its memory from row to row.
#[derive(Debug, Default)]
pub(crate) struct Sorter {
    keys: Vec<u64>,
    pub(crate) places: Vec<Place>,
}

impl Sorter {
    /// Puts columns and counts into `places`, columns ascending.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the halves of the key are taken apart"
    )]
    pub(crate) fn sort(&mut self, row: impl Iterator<Item = (u32, u32)>) {
        self.keys.clear();
        self.keys
            .extend(row.map(|(column, count)| u64::from(column) << 32 | u64::from(count)));
        self.keys.sort_unstable();
        self.places.clear();
        self.places.extend(self.keys.iter().map(|key| Place {
            column: (key >> 32) as u32,
            count: *key as u32,
        }));
    }
}

/// Puts matrices one below the other.
#[must_use]
pub fn stack<T: Copy>(blocks: Vec<Csr<T>>) -> Csr<T> {
    let mut blocks = blocks.into_iter();
    let Some(mut all) = blocks.next() else {
        return Csr {
            data: Vec::new(),
            indices: Vec::new(),
            indptr: vec![0],
        };
    };
    for block in blocks {
        let end = all.data.len();
        all.data.extend_from_slice(&block.data);
        all.indices.extend_from_slice(&block.indices);
        all.indptr.extend(block.indptr[1..].iter().map(|at| at + end));
    }
    all
}

/// Checks that columns fit the index type.
///
/// # Errors
///
/// [`Error::TooLarge`] for more than 2³¹ - 1 columns.
pub fn check_columns(columns: usize) -> Result<()> {
    if i32::try_from(columns).is_err() {
        return Err(Error::TooLarge {
            what: format!("{columns} columns do not fit 32-bit indices; raise min_df or use hashing"),
        });
    }
    Ok(())
}
