//! Tables with open addressing: their hashes, how they grow, and the one from strings to numbers.

#![allow(
    clippy::cast_possible_truncation,
    reason = "hashes are cut to the bits that a table needs; numbers are checked against LIMIT by those who count"
)]

use std::hash::{BuildHasher, RandomState};
use std::sync::{LazyLock, OnceLock};

use crate::pages::{LARGE, Pages};

/// Different in every process, so that nobody can prepare a text whose words all collide. No result depends on it.
pub(super) fn seed() -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0_u8));
    *SEED
}

/// Multiplies to 128 bits and folds the halves together: the strongest mixing that one instruction buys.
#[inline]
pub(super) fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// The hash of 16 bytes.
#[inline]
fn hash_block(block: [u64; 2], seed: u64) -> u64 {
    fold(
        block[0] ^ seed,
        block[1] ^ seed.rotate_left(32) ^ 0x9E37_79B9_7F4A_7C15,
    )
}

/// The hash of 32 bytes.
#[inline]
pub(super) fn hash_words(words: [u64; 4], seed: u64) -> u64 {
    // The halves do not wait for each other; sums, unlike differences of bits, do not cancel out equal halves.
    hash_block([words[0], words[1]], seed)
        .wrapping_add(hash_block([words[2], words[3]], seed.rotate_left(17)))
}

/// The hash of any number of bytes.
fn hash_bytes(bytes: &[u8], seed: u64) -> u64 {
    let (blocks, tail) = bytes.as_chunks::<16>();
    let mut hash = seed ^ (bytes.len() as u64);
    let halves = |block: &[u8; 16]| {
        let whole = u128::from_le_bytes(*block);
        [whole as u64, (whole >> 64) as u64]
    };
    for block in blocks {
        hash = hash_block(halves(block), hash);
    }
    let mut last = [0; 16];
    last[..tail.len()].copy_from_slice(tail);
    hash_block(halves(&last), hash)
}

/// How many slots the smallest table has.
const FEW: usize = 64;

/// How many slots a table of `size` gets next: four times as many while it is small, because an allocator keeps what it
/// grew from.
#[inline]
pub(super) const fn larger<T>(size: usize) -> usize {
    if size < FEW {
        FEW
    } else if size * size_of::<T>() < LARGE {
        size * 4
    } else {
        size * 2
    }
}

/// How many strings or pairs are looked up together.
pub(super) const STEP: usize = 64;

/// Distinct strings, numbered in the order of their first sight, in one buffer.
#[derive(Clone, Debug)]
pub struct Strings {
    seed: u64,
    bytes: Pages<u8>,
    ends: Pages<usize>,
    /// Part of the hash, and the number plus one; zero where nothing is.
    slots: OnceLock<Pages<[u32; 2]>>,
}

impl Default for Strings {
    fn default() -> Self {
        Self {
            seed: seed(),
            bytes: Pages::default(),
            ends: Pages::default(),
            slots: OnceLock::new(),
        }
    }
}

impl Strings {
    /// The number of `string`, a new one on first sight.
    pub fn intern(&mut self, string: &[u8]) -> u32 {
        self.reserve(1);
        self.intern_hashed(string, hash_bytes(string, self.seed))
    }

    /// Makes room for as many strings as another table has, which are about to be taken over.
    pub fn expect(&mut self, other: &Self) {
        self.reserve(other.len());
    }

    /// The numbers of strings `range` of another table, new ones on first sight.
    pub fn adopt(&mut self, other: &Self, range: std::ops::Range<usize>, numbers: &mut Vec<u32>) {
        let mut hashes = [0; STEP];
        for start in range.clone().step_by(STEP) {
            let step = start..range.end.min(start + STEP);
            self.reserve(STEP);
            let slots = self.slots();
            let mut all = 0;
            for (hash, id) in hashes.iter_mut().zip(step.clone()) {
                *hash = hash_bytes(other.get(id), self.seed);
                all ^= slots[*hash as usize & (slots.len() - 1)][1];
            }
            std::hint::black_box(all);
            for (hash, id) in hashes.iter().zip(step) {
                numbers.push(self.intern_hashed(other.get(id), *hash));
            }
        }
    }

    /// The same for a string whose hash is known, in a table that has room.
    fn intern_hashed(&mut self, string: &[u8], hash: u64) -> u32 {
        match self.find(string, hash) {
            Ok(id) => id,
            Err(at) => {
                let id = self.ends.len() as u32;
                self.bytes.extend_from_slice(string);
                self.ends.push(self.bytes.len());
                if let Some(slots) = self.slots.get_mut() {
                    slots[at] = [(hash >> 32) as u32, id + 1];
                }
                id
            }
        }
    }

    /// The number of `string`, if it was seen.
    #[must_use]
    pub fn position(&self, string: &[u8]) -> Option<u32> {
        if self.is_empty() {
            return None;
        }
        self.find(string, hash_bytes(string, self.seed)).ok()
    }

    fn find(&self, string: &[u8], hash: u64) -> Result<u32, usize> {
        let tag = (hash >> 32) as u32;
        let slots = self.slots();
        let mask = slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let [found, id] = slots[at];
            if id == 0 {
                return Err(at);
            }
            if found == tag && self.get(id as usize - 1) == string {
                return Ok(id - 1);
            }
            at = (at + 1) & mask;
        }
    }

    /// The table, made anew after [`rest`](Self::rest).
    fn slots(&self) -> &[[u32; 2]] {
        self.slots.get_or_init(|| {
            let mut size = FEW;
            while self.len() * 4 > size * 3 {
                size = larger::<[u32; 2]>(size);
            }
            self.table(size)
        })
    }

    /// Gives back the memory that looking up takes, until somebody looks something up.
    pub fn rest(&mut self) {
        self.slots = OnceLock::new();
    }

    /// Makes room for `more` strings.
    fn reserve(&mut self, more: usize) {
        let mut size = self.slots().len();
        if (self.len() + more) * 4 <= size * 3 {
            return;
        }
        while (self.len() + more) * 4 > size * 3 {
            size = larger::<[u32; 2]>(size);
        }
        // The old table goes first: the strings know all that it says.
        self.rest();
        self.slots = OnceLock::from(self.table(size));
    }

    /// A table of all strings.
    fn table(&self, size: usize) -> Pages<[u32; 2]> {
        let mut pages = Pages::zeroed(size);
        let slots: &mut [[u32; 2]] = &mut pages;
        for (id, string) in self.iter().enumerate() {
            let hash = hash_bytes(string, self.seed);
            let mut at = hash as usize & (size - 1);
            while slots[at][1] != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = [(hash >> 32) as u32, id as u32 + 1];
        }
        pages
    }

    /// The bytes of string number `id`.
    ///
    /// # Panics
    ///
    /// If no string has that number.
    #[must_use]
    pub fn get(&self, id: usize) -> &[u8] {
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.bytes[start..self.ends[id]]
    }

    /// How many strings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All strings by their numbers.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.len()).map(|id| self.get(id))
    }
}
