//! A table from pairs of numbers to numbers.

#![allow(
    clippy::cast_possible_truncation,
    reason = "hashes are cut to the bits that a table needs; numbers are checked against LIMIT by those who count"
)]

use super::tables::{STEP, fold, larger, seed};
use crate::pages::Pages;

/// Distinct pairs of numbers, numbered in the order of their first sight.
///
/// A slot has the number of a pair and four bits of its hash; the pair itself stands once, in the list of all. That is
/// two places to read for a look-up and a third of the memory, and the reading of both can be done ahead.
#[derive(Clone, Debug)]
pub struct Pairs {
    seed: u64,
    all: Pages<[u32; 2]>,
    /// The number plus one above four bits of the hash; zero where nothing is.
    slots: Pages<u32>,
}

impl Default for Pairs {
    fn default() -> Self {
        Self {
            seed: seed(),
            all: Pages::default(),
            slots: Pages::default(),
        }
    }
}

impl Pairs {
    /// The number of a pair, a new one on first sight.
    #[inline]
    pub fn intern(&mut self, first: u32, second: u32) -> u32 {
        self.reserve(1);
        let hash = self.hash(first, second);
        match self.find(first, second, hash) {
            Ok(id) => id,
            Err(at) => {
                let id = self.all.len() as u32;
                self.all.push([first, second]);
                self.slots[at] = (id + 1) << 4 | tag(hash);
                id
            }
        }
    }

    /// The numbers of the pairs `(firsts[i], seconds[i])` in place of `firsts`, new ones on first sight.
    pub fn intern_all(&mut self, firsts: &mut [u32], seconds: &[u32]) {
        for (firsts, seconds) in firsts.chunks_mut(STEP).zip(seconds.chunks(STEP)) {
            self.reserve(firsts.len());
            self.touch(firsts, seconds);
            for (first, second) in firsts.iter_mut().zip(seconds) {
                *first = self.intern(*first, *second);
            }
        }
    }

    /// Reads what the look-up of these pairs will read, all at once: the processor waits for memory only once then.
    pub fn touch(&self, firsts: &[u32], seconds: &[u32]) {
        if self.slots.is_empty() {
            return;
        }
        let (all, slots) = (&*self.all, &*self.slots);
        let mut touched = 0;
        for (first, second) in firsts.iter().zip(seconds) {
            let slot = slots[home(self.hash(*first, *second), slots)];
            touched ^= all
                .get((slot >> 4).wrapping_sub(1) as usize)
                .map_or(0, |pair| pair[0]);
        }
        std::hint::black_box(touched);
    }

    /// The number of a pair, if it was seen.
    #[must_use]
    pub fn position(&self, first: u32, second: u32) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.find(first, second, self.hash(first, second)).ok()
    }

    /// The pair of a number.
    ///
    /// # Panics
    ///
    /// If no pair has that number.
    #[must_use]
    #[inline]
    pub fn get(&self, id: u32) -> (u32, u32) {
        let [first, second] = self.all[id as usize];
        (first, second)
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    #[inline]
    fn hash(&self, first: u32, second: u32) -> u64 {
        fold(
            (u64::from(first) << 32 | u64::from(second)) ^ self.seed,
            0x9E37_79B9_7F4A_7C15,
        )
    }

    #[inline]
    fn find(&self, first: u32, second: u32, hash: u64) -> Result<u32, usize> {
        let (all, slots) = (&*self.all, &*self.slots);
        let mut at = home(hash, slots);
        loop {
            let slot = slots[at];
            if slot == 0 {
                return Err(at);
            }
            if slot & 15 == tag(hash) {
                let id = (slot >> 4) - 1;
                if all[id as usize] == [first, second] {
                    return Ok(id);
                }
            }
            at = (at + 1) & (slots.len() - 1);
        }
    }

    #[inline]
    fn reserve(&mut self, more: usize) {
        while (self.all.len() + more) * 3 > self.slots.len() * 2 {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let size = larger::<u32>(self.slots.len());
        // The old slots go first: the pairs know all that they say.
        self.slots = Pages::default();
        let mut pages = Pages::zeroed(size);
        let slots: &mut [u32] = &mut pages;
        for (id, [first, second]) in self.all.iter().enumerate() {
            let hash = self.hash(*first, *second);
            let mut at = home(hash, slots);
            while slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (id as u32 + 1) << 4 | tag(hash);
        }
        self.slots = pages;
    }
}

/// Where the search for a hash starts: the upper bits, so that the table grows from front to back.
#[inline]
fn home(hash: u64, slots: &[u32]) -> usize {
    (hash >> (slots.len().leading_zeros() + 1)) as usize
}

/// Four bits of a hash that do not decide about its place.
#[inline]
fn tag(hash: u64) -> u32 {
    hash as u32 & 15
}
