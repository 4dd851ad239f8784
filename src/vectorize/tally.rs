//! The counts of one text after the other, each feature once in a row.

use crate::pages::Pages;

/// A feature and how often it stands in a text.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Entry {
    /// The number of the feature, in whatever space the row belongs to.
    pub feature: u32,
    /// How often; at least once.
    pub count: u32,
}

/// How many features are counted together.
const STEP: usize = 64;

/// Counts features of one text after the other.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// For each feature, where it was last put into a row, above that in how many rows it stands; and how often it was
    /// seen.
    slots: Pages<[u64; 2]>,
    /// The row in the making, and others of earlier texts behind it.
    entries: Vec<Entry>,
}

impl Tally {
    /// In how many rows each feature stands, and how often it was seen.
    pub(crate) fn frequencies(&self) -> impl Iterator<Item = (u64, u64)> {
        self.slots.iter().map(|[state, total]| (state >> 32, *total))
    }

    /// The counts of the features of a text, in the order in which they come.
    #[allow(clippy::cast_possible_truncation, reason = "a place has 32 bits")]
    pub(crate) fn count(&mut self, features: &[u32], known: usize) -> &[Entry] {
        self.slots.grow(known);
        if self.entries.len() < features.len() {
            self.entries.resize(features.len(), Entry::default());
        }
        let (slots, entries) = (&mut *self.slots, &mut *self.entries);
        let mut end = 0;
        for step in features.chunks(STEP) {
            // All slots are read before the first is needed: the processor waits for memory once for all of them.
            let touched = step
                .iter()
                .fold(0, |all, feature| all ^ slots[*feature as usize][0]);
            std::hint::black_box(touched);
            for &feature in step {
                let [state, total] = &mut slots[feature as usize];
                *total += 1;
                // A place left over from another row is recognised by what stands there. Whether a feature is new in
                // its text cannot be guessed, so nothing branches on it: a new entry is written in any case.
                let at = (*state & u64::from(u32::MAX)) as usize;
                let known = at < end && entries[at].feature == feature;
                entries[end] = Entry { feature, count: 0 };
                let at = if known { at } else { end };
                entries[at].count += 1;
                let rows = (*state >> 32) + u64::from(!known);
                *state = rows << 32 | u64::from(place(at));
                end += usize::from(!known);
            }
        }
        &entries[..end]
    }
}

/// A place in a row; a row has fewer than 2³² entries.
pub(crate) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
