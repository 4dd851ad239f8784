//! Where the rows of counted texts lie in a matrix, and their writing there.

use crate::batch::{Monitor, Workers};
use crate::error::Result;
use crate::lexicon::UNKNOWN;
use crate::vectorize::count::Part;
use crate::vectorize::csr::Weigh;
use crate::vectorize::packing::Block;
use crate::vectorize::sorting::Rows;
use crate::vectorize::tally::Entry;
use crate::vectorize::weight::Cell;

/// A matrix whose values are still to be written, into memory that the caller has.
#[derive(Debug)]
pub struct Layout {
    /// The blocks in their order, each with the number of its part and that of its values.
    blocks: Vec<(Block, usize, usize)>,
    /// For each part its own numbers; `None` where they are the common ones.
    parts: Vec<Option<Own>>,
    /// The column of each common number.
    columns: Vec<u32>,
    indptr: Vec<usize>,
}

/// What the numbers of a part's features stand for. One look-up instead of two for each entry is worth one for each
/// feature.
#[derive(Debug)]
struct Own {
    /// Their columns.
    columns: Vec<u32>,
    /// Their common numbers, where they are wanted.
    numbers: Option<Vec<u32>>,
}

impl Layout {
    /// The rows of all parts. `columns` has the column of each common feature number, or [`UNKNOWN`] for those that are
    /// left out; `ordered` says whether [`Weigh::wants_order`].
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted).
    pub(crate) fn new(
        parts: Vec<Part>,
        columns: Vec<u32>,
        ordered: bool,
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<Self> {
        let whole = columns.iter().all(|column| *column != UNKNOWN);
        let mut blocks = Vec::new();
        let mut of_parts = Vec::new();
        for (at, part) in parts.into_iter().enumerate() {
            of_parts.push(part.numbers.map(|numbers| Own {
                columns: numbers.iter().map(|number| columns[*number as usize]).collect(),
                numbers: ordered.then_some(numbers),
            }));
            blocks.extend(part.blocks.into_iter().map(|block| (block, at, 0)));
        }
        blocks.sort_unstable_by_key(|(block, ..)| block.number);
        let mut layout = Self {
            blocks,
            parts: of_parts,
            columns,
            indptr: vec![0],
        };
        let lengths = if whole {
            None
        } else {
            let kept = |(block, part, _): &(Block, usize, usize)| layout.lookup(*part).kept(block);
            Some(workers.map(&layout.blocks, monitor, kept)?)
        };
        let mut end = 0;
        for (at, (block, _, size)) in layout.blocks.iter_mut().enumerate() {
            let start = end;
            let lengths = lengths.as_ref().map_or(&*block.lengths, |lengths| &lengths[at]);
            for length in lengths {
                end += *length as usize;
                layout.indptr.push(end);
            }
            *size = end - start;
        }
        Ok(layout)
    }

    /// How many values the matrix has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.indptr.last().copied().unwrap_or(0)
    }

    /// Writes the values and the column of each, and returns where each row starts, and the end. Counts are dropped as
    /// they are read.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted).
    ///
    /// # Panics
    ///
    /// If there is not room for [`size`](Self::size) of them.
    pub fn write<T: Cell>(
        mut self,
        weigh: &impl Weigh<T>,
        mut data: &mut [T],
        mut indices: &mut [i32],
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<Vec<usize>> {
        let blocks = std::mem::take(&mut self.blocks);
        let mut jobs = Vec::with_capacity(blocks.len());
        for (block, part, size) in blocks {
            let (data_part, rest) = data.split_at_mut(size);
            data = rest;
            let (indices_part, rest) = indices.split_at_mut(size);
            indices = rest;
            jobs.push((block, part, data_part, indices_part));
        }
        let run = |sorting: &mut Sorting, job: (Block, usize, &mut [T], &mut [i32])| {
            let (block, part, data, indices) = job;
            let mut writing = Writing {
                lookup: self.lookup(part),
                weigh,
                sorting,
                data,
                indices,
            };
            writing.block(&block);
            monitor.step(0)
        };
        workers.in_order(jobs, Sorting::default, run)?;
        Ok(self.indptr)
    }

    fn lookup(&self, part: usize) -> Lookup<'_> {
        match &self.parts[part] {
            None => Lookup {
                columns: &self.columns,
                numbers: None,
                common: &self.columns,
            },
            Some(own) => Lookup {
                columns: &own.columns,
                numbers: own.numbers.as_deref(),
                common: &self.columns,
            },
        }
    }
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

    /// How many entries of each row have a column.
    fn kept(&self, block: &Block) -> Box<[u32]> {
        let mut lengths = Vec::with_capacity(block.lengths.len());
        let mut length = 0;
        block.each(|entry| match entry {
            Some(entry) => length += u32::from(self.column(entry) != UNKNOWN),
            None => lengths.push(std::mem::take(&mut length)),
        });
        lengths.into()
    }
}

/// The rows of a block, and the part of the matrix where they are written.
struct Writing<'a, T, W> {
    lookup: Lookup<'a>,
    weigh: &'a W,
    sorting: &'a mut Sorting,
    data: &'a mut [T],
    indices: &'a mut [i32],
}

impl<T: Cell, W: Weigh<T>> Writing<'_, T, W> {
    fn block(&mut self, block: &Block) {
        self.sorting.clear();
        let ordered = self.weigh.wants_order();
        block.each(|entry| {
            let Sorting { sorted, first } = &mut *self.sorting;
            if let Some(entry) = entry {
                let column = self.lookup.column(entry);
                if column != UNKNOWN {
                    sorted.push(column, entry.count);
                    if ordered {
                        first.push(self.lookup.number(entry), entry.count);
                    }
                }
            } else {
                sorted.end();
                first.end();
                if sorted.is_full() {
                    self.rows();
                }
            }
        });
        self.rows();
    }

    /// Writes the rows there are, and starts again.
    fn rows(&mut self) {
        let Sorting { sorted, first } = &mut *self.sorting;
        let (common, ordered) = (self.lookup.common, self.weigh.wants_order());
        sorted.sort(common.len());
        if ordered {
            first.sort(common.len());
            first.rename(common);
        }
        for at in 0..sorted.len() {
            let row = sorted.row(at);
            let terms = row.iter().map(|place| u64::from(place.count)).sum();
            let (values, rest) = std::mem::take(&mut self.data).split_at_mut(row.len());
            self.data = rest;
            let first = if ordered { first.row(at) } else { row };
            self.weigh.row(row, first, terms, values);
            let (columns, rest) = std::mem::take(&mut self.indices).split_at_mut(row.len());
            self.indices = rest;
            for (index, place) in columns.iter_mut().zip(row) {
                *index = place.column.cast_signed();
            }
        }
        self.sorting.clear();
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

impl Sorting {
    fn clear(&mut self) {
        self.sorted.clear();
        self.first.clear();
    }
}
