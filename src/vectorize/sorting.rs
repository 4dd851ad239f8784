//! Rows of counts sorted by column, many at a time.

/// A column and a count.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// The column.
    pub column: u32,
    /// How often the feature of the column stands in the text.
    pub count: u32,
}

/// Below this many entries comparing them is faster than counting digits.
const FEW: usize = 1 << 11;
/// The most bits of a digit: cursors for all its values stay near the processor.
const DIGIT: u32 = 11;

/// So many entries are sorted together, with those of the row that passes it: what they need stays near the processor.
const MANY: usize = 7 << 10;

/// Consecutive rows, each sorted by column, in memory that is used again.
///
/// All entries are sorted together, digit by digit of their columns, and then dealt out to their rows: three or four
/// passes over memory, whatever the lengths of the rows, where sorting each row has branches that cannot be guessed.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// The column of each entry above its number.
    keys: Vec<u64>,
    spare: Vec<u64>,
    /// Row and count of each entry.
    entries: Vec<(u32, u32)>,
    /// Where each row starts, and the end.
    starts: Vec<usize>,
    places: Vec<Place>,
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "keys are taken apart; a piece of text has fewer entries than 2³²"
)]
impl Rows {
    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.entries.clear();
        self.starts.clear();
        self.starts.push(0);
    }

    /// Adds an entry to the last row.
    #[inline]
    pub fn push(&mut self, column: u32, count: u32) {
        self.keys
            .push(u64::from(column) << 32 | self.entries.len() as u64);
        self.entries.push((self.starts.len() as u32 - 1, count));
    }

    /// Ends a row.
    pub fn end(&mut self) {
        self.starts.push(self.entries.len());
    }

    /// Whether it is time to sort.
    pub fn is_full(&self) -> bool {
        self.entries.len() >= MANY
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// A row, sorted.
    pub fn row(&self, row: usize) -> &[Place] {
        &self.places[self.starts[row]..self.starts[row + 1]]
    }

    /// Changes the column of each entry, without sorting again.
    pub fn rename(&mut self, columns: &[u32]) {
        for place in &mut self.places {
            place.column = columns[place.column as usize];
        }
    }

    /// Sorts all rows, whose columns are below `width`.
    pub fn sort(&mut self, width: usize) {
        if self.keys.len() < FEW {
            self.keys.sort_unstable();
        } else {
            let bits = usize::BITS - width.leading_zeros();
            let passes = bits.div_ceil(DIGIT).max(1);
            let digit = bits.div_ceil(passes);
            for pass in 0..passes {
                self.pass(32 + pass * digit, digit);
            }
        }
        let mut cursors = self.starts.clone();
        self.places.resize(self.keys.len(), Place::default());
        for key in &self.keys {
            let (row, count) = self.entries[*key as u32 as usize];
            let cursor = &mut cursors[row as usize];
            self.places[*cursor] = Place {
                column: (key >> 32) as u32,
                count,
            };
            *cursor += 1;
        }
    }

    /// Sorts by one digit and keeps the order of those that share it.
    fn pass(&mut self, shift: u32, digit: u32) {
        let mut cursors = [0_u32; 1 << DIGIT];
        let of = |key: u64| (key >> shift) as usize & ((1 << digit) - 1);
        for key in &self.keys {
            cursors[of(*key)] += 1;
        }
        let mut sum = 0;
        for cursor in &mut cursors {
            sum += std::mem::replace(cursor, sum);
        }
        self.spare.resize(self.keys.len(), 0);
        for &key in &self.keys {
            let cursor = &mut cursors[of(key)];
            self.spare[*cursor as usize] = key;
            *cursor += 1;
        }
        std::mem::swap(&mut self.keys, &mut self.spare);
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Rows};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_sorting_each_row(
            rows in prop::collection::vec(prop::collection::btree_set(0_u32..9_000_000, 0..60), 0..60),
            times in 1_usize..4,
        ) {
            // The same rows several times over, to reach the number where digits are counted.
            let rows: Vec<Vec<u32>> = (0..times).flat_map(|_| &rows).map(|row| row.iter().rev().copied().collect()).collect();
            let mut sorted = Rows::default();
            sorted.clear();
            for row in &rows {
                for &column in row {
                    sorted.push(column, column % 7);
                }
                sorted.end();
            }
            sorted.sort(9_000_000);
            prop_assert_eq!(sorted.len(), rows.len());
            for (at, row) in rows.iter().enumerate() {
                let mut row: Vec<_> = row.iter().map(|&column| Place { column, count: column % 7 }).collect();
                row.sort_unstable_by_key(|place| place.column);
                prop_assert_eq!(sorted.row(at), row);
            }
        }
    }
}
