//! The counts of many texts, packed, in blocks that give back their memory one after the other.

use crate::vectorize::shelf::{Put, Shelf, Slice};
use crate::vectorize::tally::{Entry, place};

/// Counts up to this share a word with their feature; it stands for larger ones, which follow it.
const LARGE: u32 = 15;

/// The counts of consecutive texts, an entry packed into one word wherever its count is small.
#[derive(Debug)]
pub(crate) struct Block<C = Slice<u32>> {
    /// Which piece of the whole this is.
    pub(crate) number: usize,
    /// How many entries each row has.
    pub(crate) lengths: Box<[u32]>,
    /// The entries: the feature above four bits of its count.
    code: C,
    /// The largest count.
    pub(crate) largest: u32,
    /// How many features were known after this block.
    pub(crate) known: usize,
}

/// Packs one block after the other.
#[derive(Debug, Default)]
pub(crate) struct Packing {
    lengths: Vec<u32>,
    code: Vec<u32>,
    largest: u32,
    shelf: Shelf<u32>,
    blocks: Vec<Block<Put>>,
}

impl Packing {
    /// Appends a row.
    pub(crate) fn push(&mut self, row: &[Entry]) {
        self.lengths.push(place(row.len()));
        for entry in row {
            debug_assert!(entry.feature < 1 << 28, "features are numbered below LIMIT");
            self.code.push(entry.feature << 4 | entry.count.min(LARGE));
            if entry.count >= LARGE {
                self.code.push(entry.count);
            }
            self.largest = self.largest.max(entry.count);
        }
    }

    /// Ends a block: piece `number`, after which so many features were `known`.
    pub(crate) fn close(&mut self, number: usize, known: usize) {
        self.blocks.push(Block {
            number,
            lengths: self.lengths.as_slice().into(),
            code: self.shelf.put(&self.code),
            largest: std::mem::take(&mut self.largest),
            known,
        });
        self.lengths.clear();
        self.code.clear();
    }

    /// Number of the last block.
    pub(crate) fn last(&self) -> Option<usize> {
        self.blocks.last().map(|block| block.number)
    }

    /// Each block's number, and how many features were known after it.
    pub(crate) fn known(&self) -> impl Iterator<Item = (usize, usize)> {
        self.blocks.iter().map(|block| (block.number, block.known))
    }

    /// All blocks.
    pub(crate) fn finish(self) -> Vec<Block> {
        let slice = self.shelf.close();
        let whole = |block: Block<Put>| Block {
            number: block.number,
            lengths: block.lengths,
            code: slice(block.code),
            largest: block.largest,
            known: block.known,
        };
        self.blocks.into_iter().map(whole).collect()
    }
}

impl Block {
    /// Calls `f` with each entry, in order, and with `None` at the end of each row.
    #[inline]
    pub(crate) fn each(&self, mut f: impl FnMut(Option<Entry>)) {
        let mut code = self.code.iter().copied();
        for &length in &*self.lengths {
            for _ in 0..length {
                let word = code.next().unwrap_or(0);
                let count = match word & 15 {
                    LARGE => code.next().unwrap_or(LARGE),
                    count => count,
                };
                f(Some(Entry {
                    feature: word >> 4,
                    count,
                }));
            }
            f(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Packing};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_block_gives_back_its_rows(
            rows in prop::collection::vec(prop::collection::vec((0_u32..1 << 28, 1_u32..40), 0..9), 0..9)
        ) {
            let rows: Vec<Vec<Entry>> = rows
                .into_iter()
                .map(|row| row.into_iter().map(|(feature, count)| Entry { feature, count }).collect())
                .collect();
            let mut packing = Packing::default();
            packing.push(&[Entry { feature: 1, count: 50 }]);
            packing.close(0, 2);
            for row in &rows {
                packing.push(row);
            }
            packing.close(1, 2);
            let [before, block] = &packing.finish()[..] else { unreachable!() };
            prop_assert_eq!((before.largest, before.number, block.number), (50, 0, 1));
            let largest = rows.iter().flatten().map(|entry| entry.count).max();
            prop_assert_eq!(block.largest, largest.unwrap_or(0));
            let (mut found, mut row) = (Vec::new(), Vec::new());
            block.each(|entry| match entry {
                Some(entry) => row.push(entry),
                None => found.push(std::mem::take(&mut row)),
            });
            prop_assert_eq!(found, rows);
        }
    }
}
