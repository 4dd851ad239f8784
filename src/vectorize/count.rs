//! How often each feature stands in each text, counted by several threads with a lexicon each.
//!
//! ```
//! use tolmach::analyze::Analyzer;
//! use tolmach::batch::{Monitor, Workers};
//! use tolmach::vectorize::count::Counter;
//! use tolmach::vectorize::queue::Slice;
//!
//! let texts = [Some("the cat and the dog"), None, Some("the dog")];
//! let mut counter = Counter::new(Analyzer::default().into(), true);
//! counter.feed(&Slice::new(&texts), false, &Workers::new(Some(1))?, &Monitor::default())?;
//! let counted = counter.finish(&Monitor::default())?;
//! assert_eq!(counted.documents, 3);
//! assert_eq!(counted.document_frequencies, [2, 1, 1, 2]); // the, cat, and, dog
//! # Ok::<(), tolmach::Error>(())
//! ```

use std::sync::Arc;

use rayon::prelude::*;

use crate::analyze::{Analyzer, Reader};
use crate::batch::{Monitor, Workers};
use crate::error::Result;
use crate::lexicon::UNKNOWN;
use crate::vectorize::csr::{Csr, Weigh, check_columns};
use crate::vectorize::grams::Grams;
use crate::vectorize::layout::Layout;
use crate::vectorize::limits::Limits;
use crate::vectorize::order::features;
use crate::vectorize::packing::{Block, Packing};
use crate::vectorize::queue::Queue;
use crate::vectorize::tally::Tally;
use crate::vectorize::weight::Cell;

/// What one thread has seen.
#[derive(Debug)]
struct Shard {
    reader: Reader,
    grams: Grams,
    tally: Tally,
    packing: Packing,
    features: Vec<u32>,
}

impl Shard {
    fn block(&mut self, analyzer: &Analyzer, piece: &[Option<&str>], number: usize, how: How) -> Result<()> {
        for text in piece {
            self.features.clear();
            if let Some(text) = text {
                self.reader
                    .features(analyzer, text, how.ready, &mut self.grams, &mut self.features);
            }
            how.limits.text(self.features.len())?;
            how.limits.thread(self.grams.len())?;
            how.limits.together([self.reader.distinct()])?;
            let entries = self.tally.count(&self.features, self.grams.len());
            if how.rows {
                self.packing.push(entries);
            }
        }
        self.packing.close(number, self.grams.len());
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct How {
    ready: bool,
    rows: bool,
    limits: Limits,
}

/// Counts the features of texts that come in any number of batches.
#[derive(Debug)]
pub struct Counter {
    analyzer: Arc<Analyzer>,
    shards: Vec<Shard>,
    blocks: usize,
    documents: usize,
    rows: bool,
    limits: Limits,
}

impl Counter {
    /// A counter that keeps the rows, or only the frequencies.
    #[must_use]
    pub fn new(analyzer: Arc<Analyzer>, rows: bool) -> Self {
        Self {
            analyzer,
            shards: Vec::new(),
            blocks: 0,
            documents: 0,
            rows,
            limits: Limits::default(),
        }
    }

    /// The counter with other limits than the integers have.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Counts a batch; missing texts are empty ones. `ready` texts are in lower case and without accents already.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted), and [`Error::TooLarge`](crate::Error::TooLarge) for more
    /// features than there are numbers, in all texts or in one, and those of the queue.
    pub fn feed(
        &mut self,
        texts: &dyn Queue,
        ready: bool,
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<()> {
        let flat = self.analyzer.is_flat();
        self.shards
            .resize_with(workers.threads().max(self.shards.len()), || Shard {
                reader: Reader::default(),
                grams: Grams::new(flat),
                tally: Tally::default(),
                packing: Packing::default(),
                features: Vec::new(),
            });
        let how = How {
            ready,
            rows: self.rows,
            limits: self.limits,
        };
        let first = self.blocks;
        let analyzer = &*self.analyzer;
        let run = |shard: &mut Shard| -> Result<()> {
            let mut work = |number: usize, piece: &[Option<&str>]| {
                shard.block(analyzer, piece, first + number, how)?;
                monitor.step(piece.len())
            };
            while texts.take(&mut work)? {}
            Ok(())
        };
        if workers.threads() == 1 {
            run(&mut self.shards[0])?;
        } else {
            let shards = &mut self.shards[..workers.threads()];
            workers.install(|| shards.par_iter_mut().with_max_len(1).try_for_each(run))?;
        }
        let last = self.shards.iter().filter_map(|shard| shard.packing.last()).max();
        self.blocks = last.map_or(first, |last| last + 1);
        self.documents += texts.len();
        self.limits
            .together(self.shards.iter().map(|shard| shard.grams.len()))
    }

    /// How many texts have been counted.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// Puts together what the threads have seen. The result does not depend on their number: features are numbered
    /// in the order of their first sight in the sequence of texts.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted).
    pub fn finish(mut self, monitor: &Monitor) -> Result<Counted> {
        self.shards.retain(|shard| shard.packing.last().is_some());
        // What was learned about words has done its work.
        for shard in &mut self.shards {
            shard.reader = Reader::default();
        }
        let mut numbers: Vec<Vec<u32>> = Vec::new();
        let mut grams = if self.shards.len() == 1 {
            std::mem::replace(&mut self.shards[0].grams, Grams::flat())
        } else {
            let (grams, of_shards) = unite(&self.shards, self.analyzer.is_flat(), monitor)?;
            // Past the limit the table of n-grams holds some of them twice, but none instead of another.
            self.limits.thread(grams.len())?;
            numbers = of_shards;
            grams
        };
        grams.rest();
        let mut counted = Counted {
            document_frequencies: vec![0; grams.len()],
            totals: vec![0; grams.len()],
            words: self.analyzer.joins_words(),
            documents: self.documents,
            parts: Vec::with_capacity(self.shards.len()),
            grams: Arc::new(grams),
        };
        for (at, shard) in self.shards.into_iter().enumerate() {
            let numbers = numbers.get_mut(at).map(std::mem::take);
            let number = |feature: usize| {
                numbers
                    .as_ref()
                    .map_or(feature, |numbers| numbers[feature] as usize)
            };
            monitor.step(0)?;
            for (feature, (rows, total)) in shard.tally.frequencies().enumerate() {
                counted.document_frequencies[number(feature)] += rows;
                counted.totals[number(feature)] += total;
            }
            counted.parts.push(Part {
                numbers,
                blocks: shard.packing.finish(),
            });
        }
        Ok(counted)
    }
}

/// Gives the features of all shards common numbers.
fn unite(shards: &[Shard], flat: bool, monitor: &Monitor) -> Result<(Grams, Vec<Vec<u32>>)> {
    let mut grams = Grams::new(flat);
    if let Some(most) = shards.iter().max_by_key(|shard| shard.grams.terms().len()) {
        grams.expect(&most.grams);
    }
    let terms: Vec<_> = shards
        .iter()
        .map(|shard| {
            if flat {
                Vec::new()
            } else {
                grams.adopt_terms(&shard.grams)
            }
        })
        .collect();
    let mut numbers: Vec<_> = shards
        .iter()
        .map(|shard| Vec::with_capacity(shard.grams.len()))
        .collect();
    // Every thread takes its pieces in ascending order, so what it saw first in a piece is a range of its numbers.
    let mut blocks: Vec<_> = shards
        .iter()
        .enumerate()
        .flat_map(|(at, shard)| {
            let known = shard.packing.known();
            known.map(move |(number, known)| (number, at, known))
        })
        .collect();
    blocks.sort_unstable();
    for (_, at, known) in blocks {
        monitor.step(0)?;
        let seen = numbers[at].len();
        grams.adopt(&shards[at].grams, seen..known, &terms[at], &mut numbers[at]);
    }
    Ok((grams, numbers))
}

/// The rows that one thread has counted, in its own numbers.
#[derive(Debug)]
pub(crate) struct Part {
    /// The common number of each of the thread's features; `None` where they are the same.
    pub(crate) numbers: Option<Vec<u32>>,
    pub(crate) blocks: Vec<Block>,
}

/// Texts as counts.
#[derive(Debug)]
pub struct Counted {
    /// All features.
    pub grams: Arc<Grams>,
    /// Whether the terms of a feature are words.
    pub words: bool,
    /// How many texts hold each feature; zero for the mere beginnings of n-grams.
    pub document_frequencies: Vec<u64>,
    /// How often each feature stands in all texts together.
    pub totals: Vec<u64>,
    /// How many texts there are.
    pub documents: usize,
    pub(crate) parts: Vec<Part>,
}

impl Counted {
    /// The largest count of a feature in a text.
    #[must_use]
    pub fn largest(&self) -> u32 {
        let entries = self.parts.iter().flat_map(|part| &part.blocks);
        entries.map(|block| block.largest).max().unwrap_or(0)
    }

    /// The features that stand in some text, in the order of their names.
    #[must_use]
    pub fn order(&self, workers: &Workers) -> Vec<u32> {
        let stands = |feature: u32| self.document_frequencies[feature as usize] > 0;
        features(&self.grams, stands, workers)
    }

    /// The matrix whose columns are the features `order`, without its values; `ordered` says whether who weighs
    /// [wants them in order](Weigh::wants_order). The counts are used up.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted), and [`Error::TooLarge`](crate::Error::TooLarge) for too many
    /// columns.
    pub fn layout(
        &mut self,
        order: &[u32],
        ordered: bool,
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<Layout> {
        check_columns(order.len())?;
        let mut columns = vec![UNKNOWN; self.grams.len()];
        for (column, feature) in (0_u32..).zip(order) {
            columns[*feature as usize] = column;
        }
        Layout::new(
            std::mem::take(&mut self.parts),
            columns,
            ordered,
            workers,
            monitor,
        )
    }

    /// The matrix whose columns are the features `order`. The counts are used up.
    ///
    /// # Errors
    ///
    /// As [`layout`](Self::layout).
    pub fn matrix<T: Cell>(
        &mut self,
        order: &[u32],
        weigh: &impl Weigh<T>,
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<Csr<T>> {
        let layout = self.layout(order, weigh.wants_order(), workers, monitor)?;
        let mut data = vec![T::default(); layout.size()];
        let mut indices = vec![0; layout.size()];
        let indptr = layout.write(weigh, &mut data, &mut indices, workers, monitor)?;
        Ok(Csr {
            data,
            indices,
            indptr,
        })
    }
}
