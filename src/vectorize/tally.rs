//! The counts of one text after the other, each feature once in a row.

/// A feature and how often it stands in a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The number of the feature, in whatever space the row belongs to.
    pub feature: u32,
    /// How often; at least once.
    pub count: u32,
}

/// The counts of consecutive texts.
#[derive(Debug, Default)]
pub struct Block {
    /// Which piece of the whole this is.
    pub(crate) number: usize,
    /// Where each row ends in `entries`.
    pub(crate) ends: Vec<usize>,
    /// The rows, one after the other, each feature once in a row.
    pub(crate) entries: Vec<Entry>,
    /// How many features were known after this block.
    pub(crate) known: usize,
}

impl Block {
    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &[Entry]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.entries[start..*end])
    }
}

/// Counts features of one text after the other.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) slots: Vec<Slot>,
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
    /// Appends the counts of the features of a text as one row.
    #[inline]
    pub(crate) fn count(&mut self, features: &[u32], known: usize, entries: &mut Vec<Entry>) {
        if self.slots.len() < known {
            self.slots.resize(known, Slot::default());
        }
        let start = entries.len();
        for &feature in features {
            let slot = &mut self.slots[feature as usize];
            slot.total += 1;
            // A place left over from another row is recognised by what stands there.
            match entries[start..].get_mut(slot.place as usize) {
                Some(entry) if entry.feature == feature => entry.count += 1,
                _ => {
                    slot.place = place(entries.len() - start);
                    slot.rows += 1;
                    entries.push(Entry { feature, count: 1 });
                }
            }
        }
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
