//! The counts of one text after the other, each feature once in a row.

/// A feature and how often it stands in a text.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Entry {
    /// The number of the feature, in whatever space the row belongs to.
    pub feature: u32,
    /// How often; at least once.
    pub count: u32,
}

/// Counts up to this share a word with their feature; it stands for larger ones, which follow it.
const LARGE: u32 = 15;

/// The counts of consecutive texts, an entry packed into one word wherever its count is small.
#[derive(Debug, Default)]
pub struct Block {
    /// Which piece of the whole this is.
    pub(crate) number: usize,
    /// How many entries each row has.
    pub(crate) lengths: Vec<u32>,
    /// The entries: the feature above four bits of its count.
    code: Vec<u32>,
    /// The largest count.
    pub(crate) largest: u32,
    /// How many features were known after this block.
    pub(crate) known: usize,
}

impl Block {
    /// A block without rows.
    pub(crate) fn new(number: usize) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

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

    /// Gives back the memory that was taken for more rows.
    pub(crate) fn close(&mut self) {
        self.code.shrink_to_fit();
        self.lengths.shrink_to_fit();
    }

    /// Calls `f` with each entry, in order, and with `None` at the end of each row.
    #[inline]
    pub(crate) fn each(&self, mut f: impl FnMut(Option<Entry>)) {
        let mut code = self.code.iter().copied();
        for &length in &self.lengths {
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

/// How many features are counted together.
const STEP: usize = 64;

/// Counts features of one text after the other.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) slots: Vec<Slot>,
    /// The row in the making, and others of earlier texts behind it.
    entries: Vec<Entry>,
}

/// What is known about a feature.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slot {
    /// Where it was last put into a row.
    place: u32,
    /// How many rows it stands in.
    pub(crate) rows: u32,
    /// How often it was seen.
    pub(crate) total: u64,
}

impl Tally {
    /// The counts of the features of a text, in the order in which they come.
    pub(crate) fn count(&mut self, features: &[u32], known: usize) -> &[Entry] {
        if self.slots.len() < known {
            self.slots.resize(known, Slot::default());
        }
        if self.entries.len() < features.len() {
            self.entries.resize(features.len(), Entry::default());
        }
        let mut end = 0;
        for step in features.chunks(STEP) {
            // All slots are read before the first is needed: the processor waits for memory once for all of them.
            let touched = step
                .iter()
                .fold(0, |all, feature| all ^ self.slots[*feature as usize].place);
            std::hint::black_box(touched);
            for &feature in step {
                let slot = &mut self.slots[feature as usize];
                slot.total += 1;
                // A place left over from another row is recognised by what stands there. Whether a feature is new in
                // its text cannot be guessed, so nothing branches on it: a new entry is written in any case.
                let at = slot.place as usize;
                let known = at < end && self.entries[at].feature == feature;
                self.entries[end] = Entry { feature, count: 0 };
                let at = if known { at } else { end };
                self.entries[at].count += 1;
                slot.place = place(at);
                slot.rows += u32::from(!known);
                end += usize::from(!known);
            }
        }
        &self.entries[..end]
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Block, Entry};
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
            let mut block = Block::default();
            for row in &rows {
                block.push(row);
            }
            let (mut found, mut row) = (Vec::new(), Vec::new());
            block.each(|entry| match entry {
                Some(entry) => row.push(entry),
                None => found.push(std::mem::take(&mut row)),
            });
            prop_assert_eq!(found, rows);
        }
    }
}
