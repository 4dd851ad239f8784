//! Sparse matrices in compressed rows, columns ascending within each row.

use rayon::prelude::*;

use crate::batch::{Monitor, Workers};
use crate::error::{Error, Result};
use crate::lexicon::UNKNOWN;
use crate::vectorize::count::Part;
pub use crate::vectorize::sorting::Place;
use crate::vectorize::sorting::Rows;
use crate::vectorize::tally::{Block, Entry};
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

/// Puts the rows of all parts into one matrix. `columns` has the column of each common feature number, or
/// [`UNKNOWN`] for those that are left out.
///
/// # Errors
///
/// [`Error::Interrupted`].
pub(crate) fn assemble<T: Cell>(
    parts: Vec<Part>,
    columns: &[u32],
    weigh: &impl Weigh<T>,
    workers: &Workers,
    monitor: &Monitor,
) -> Result<Csr<T>> {
    let whole = columns.iter().all(|column| *column != UNKNOWN);
    let mut blocks: Vec<(Block, usize)> = Vec::new();
    // For each part the columns of its features, and their numbers where they are wanted. One look-up instead of two
    // for each entry is worth one for each feature.
    let mut of_parts = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        of_parts.push(part.numbers.map(|mut numbers| {
            let kept = weigh.wants_order().then(|| numbers.clone());
            for number in &mut numbers {
                *number = columns[*number as usize];
            }
            (numbers, kept)
        }));
        blocks.extend(part.blocks.into_iter().map(|block| (block, at)));
    }
    blocks.sort_unstable_by_key(|(block, _)| block.number);
    let lookup = |at: usize| match &of_parts[at] {
        None => Lookup {
            columns,
            numbers: None,
            common: columns,
        },
        Some((own, numbers)) => Lookup {
            columns: own,
            numbers: numbers.as_deref(),
            common: columns,
        },
    };
    let mut indptr = vec![0];
    let mut sizes = Vec::with_capacity(blocks.len());
    for (block, at) in &blocks {
        let lookup = lookup(*at);
        let before = indptr.last().copied().unwrap_or(0);
        let mut end = before;
        if whole {
            for length in &block.lengths {
                end += *length as usize;
                indptr.push(end);
            }
        } else {
            block.each(|entry| match entry {
                Some(entry) => end += usize::from(lookup.column(entry) != UNKNOWN),
                None => indptr.push(end),
            });
        }
        sizes.push(end - before);
    }
    let size = indptr.last().copied().unwrap_or(0);
    let mut data = vec![T::default(); size];
    let mut indices = vec![0; size];
    let mut jobs = Vec::with_capacity(blocks.len());
    let (mut data_rest, mut indices_rest) = (&mut data[..], &mut indices[..]);
    for ((block, at), size) in blocks.into_iter().zip(sizes) {
        let (data_part, rest) = data_rest.split_at_mut(size);
        data_rest = rest;
        let (indices_part, rest) = indices_rest.split_at_mut(size);
        indices_rest = rest;
        jobs.push((block, lookup(at), data_part, indices_part));
    }
    let run = |sorting: &mut Sorting, job: (Block, Lookup<'_>, &mut [T], &mut [i32])| {
        let (block, lookup, data, indices) = job;
        write(&block, &lookup, weigh, sorting, data, indices);
        monitor.step(0)
    };
    if workers.threads() == 1 {
        let mut sorting = Sorting::default();
        jobs.into_iter().try_for_each(|job| run(&mut sorting, job))?;
    } else {
        workers.install(|| jobs.into_par_iter().try_for_each_init(Sorting::default, run))?;
    }
    Ok(Csr {
        data,
        indices,
        indptr,
    })
}

/// From a thread's number of a feature to its column.
#[derive(Clone, Copy)]
struct Lookup<'n> {
    /// The column of each feature of the thread.
    columns: &'n [u32],
    /// The common number of each feature of the thread, where that is another one and is wanted.
    numbers: Option<&'n [u32]>,
    /// The column of each common number.
    common: &'n [u32],
}

impl Lookup<'_> {
    #[inline]
    fn number(&self, entry: Entry) -> u32 {
        self.numbers
            .map_or(entry.feature, |numbers| numbers[entry.feature as usize])
    }

    #[inline]
    fn column(&self, entry: Entry) -> u32 {
        self.columns[entry.feature as usize]
    }
}

/// Writes the rows of one block.
fn write<T: Cell>(
    block: &Block,
    lookup: &Lookup<'_>,
    weigh: &impl Weigh<T>,
    sorting: &mut Sorting,
    mut data: &mut [T],
    mut indices: &mut [i32],
) {
    let Sorting { sorted, first } = sorting;
    sorted.clear();
    first.clear();
    block.each(|entry| {
        let Some(entry) = entry else {
            sorted.end();
            first.end();
            return;
        };
        let column = lookup.column(entry);
        if column != UNKNOWN {
            sorted.push(column, entry.count);
            if weigh.wants_order() {
                first.push(lookup.number(entry), entry.count);
            }
        }
    });
    sorted.sort(lookup.common.len());
    if weigh.wants_order() {
        first.sort(lookup.common.len());
        first.rename(lookup.common);
    }
    for at in 0..sorted.len() {
        let row = sorted.row(at);
        let terms = row.iter().map(|place| u64::from(place.count)).sum();
        let (values, rest) = std::mem::take(&mut data).split_at_mut(row.len());
        data = rest;
        let first = if weigh.wants_order() { first.row(at) } else { row };
        weigh.row(row, first, terms, values);
        let (columns, rest) = std::mem::take(&mut indices).split_at_mut(row.len());
        indices = rest;
        for (index, place) in columns.iter_mut().zip(row) {
            *index = place.column.cast_signed();
        }
    }
}

/// What sorting the rows of blocks needs, from block to block.
#[derive(Debug, Default)]
struct Sorting {
    /// By column.
    sorted: Rows,
    /// By number of the feature.
    first: Rows,
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
